"""What falls due, for whom and when."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.store.sql import read_queries, to_text, to_time

PAGE = 100
OFFER_AGAIN = "offer_again"
PUT_OFF = timedelta(days=1)

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


def due_now(db: sqlite3.Connection, now: datetime, after: DueNow | None = None) -> list[DueNow]:
    """Up to PAGE rows whose time has come, oldest first and later than `after`, of runners who can be reached."""
    after_at, after_id = (to_text(after.at), after.id) if after else ("", 0)
    rows = _queries.due_now(db, now=to_text(now), after_at=after_at, after_id=after_id, page=PAGE)
    return [DueNow(row["id"], row["kind"], to_time(row["at"]), row["chat"]) for row in rows]


def add_due(db: sqlite3.Connection, rows: Sequence[NewDue]) -> None:
    """Keep these; a runner has at most one of a kind on a local date, and the first stays."""
    _queries.add_due(db, [columns(row) for row in rows])


def columns(row: NewDue) -> dict[str, Any]:
    """The columns of a row."""
    return {
        "id": row.id,
        "runner_id": row.runner_id,
        "kind": row.kind,
        "at": to_text(row.at),
        "local_date": row.local_date.isoformat(),
    }


def put_off(db: sqlite3.Connection, due_id: int, later_id: int, now: datetime) -> None:
    """What could not be played comes again in a day as another row, so that one bad day does not end a schedule.

    A question offered again does not.
    """
    row = _queries.drop_and_tell(db, id=due_id)
    if row is not None and row["kind"] != OFFER_AGAIN:
        at = now + PUT_OFF
        add_due(db, [NewDue(later_id, row["runner_id"], row["kind"], at, at.date())])
