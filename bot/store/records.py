"""What else is kept about a runner: what happened to their record, what could not be played, what is to come."""

import sqlite3
from typing import Any

from bot.seal import Sealer
from bot.store.sql import read_queries

_queries = read_queries("record")

Rows = list[dict[str, Any]]


def audits_of(db: sqlite3.Connection, runner_id: int) -> Rows:
    """`at` (ISO, UTC) and `what`, oldest first."""
    return [{"at": row["at"], "what": row["what"]} for row in _queries.audits_of(db, runner_id=runner_id)]


def letters_of(db: sqlite3.Connection, sealer: Sealer, runner_id: int) -> Rows:
    """`at` (ISO, UTC) and `said`, the update as it came, oldest first; empty where nothing was agreed to be kept."""
    return [
        {"at": row["at"], "said": sealer.unseal(row["payload"], "dead_letter", "payload", row["id"]).decode()}
        for row in _queries.letters_of(db, runner_id=runner_id)
    ]


def coming_to(db: sqlite3.Connection, runner_id: int) -> Rows:
    """`kind`, `at` (ISO, UTC) and `date` where the runner is, in order."""
    rows = _queries.coming_to(db, runner_id=runner_id)
    return [{"kind": row["kind"], "at": row["at"], "date": row["local_date"]} for row in rows]
