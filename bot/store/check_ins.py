"""What was answered and decided day by day, sealed; one for each date of the runner's calendar."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_time
from dialogs.replies import CheckedIn

_queries = read_queries("check_in")


@dataclass(frozen=True, slots=True)
class KeptCheckIn:
    """Answers and decision of a date, and when they came."""

    local_date: date
    at: datetime
    body: Mapping[str, Any]


def sealed(sealer: Sealer, row: int, given: CheckedIn) -> bytes:
    """The body of a check-in's row."""
    return sealer.seal(to_json(dict(given.body)), "check_in", "body", row)


def check_ins_of(db: sqlite3.Connection, sealer: Sealer, runner_id: int) -> list[KeptCheckIn]:
    """The check-ins of a runner by date."""
    kept = []
    for row in _queries.check_ins_of(db, runner_id=runner_id):
        body = from_json(sealer.unseal(row["body"], "check_in", "body", row["id"]))
        kept.append(KeptCheckIn(date.fromisoformat(row["local_date"]), to_time(row["at"]), body))
    return kept
