"""What falls due, for whom and when."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.store.sql import read_queries, to_text, to_time

PAGE = 100
OFFER_AGAIN = "offer_again"

_queries = read_queries("due")


@dataclass(frozen=True, slots=True)
class NewDue:
    """Something to come: at `at`, which is `local_date` for the runner."""

    id: int
    runner_id: int
    kind: str
    at: datetime
    local_date: date


@dataclass(frozen=True, slots=True)
class DueNow:
    """Something that has fallen due."""

    id: int
    kind: str
    at: datetime
    chat: str


def due_now(db: sqlite3.Connection, now: datetime) -> list[DueNow]:
    """Up to PAGE rows whose time has come, oldest first, of runners who can be reached."""
    rows = _queries.due_now(db, now=to_text(now), page=PAGE)
    return [DueNow(row["id"], row["kind"], to_time(row["at"]), row["chat"]) for row in rows]


def add_due(db: sqlite3.Connection, rows: Sequence[NewDue]) -> None:
    """Keep these; a runner has at most one of a kind on a local date, and the first stays."""
    _queries.add_due(
        db,
        [
            {
                "id": row.id,
                "runner_id": row.runner_id,
                "kind": row.kind,
                "at": to_text(row.at),
                "local_date": row.local_date.isoformat(),
            }
            for row in rows
        ],
    )
