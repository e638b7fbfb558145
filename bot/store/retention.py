"""Who has not written for long."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from bot.store.sql import read_queries

PAGE = 1000
MOST_A_DAY = timedelta(days=2)

_queries = read_queries("retention")


@dataclass(frozen=True, slots=True)
class Unseen:
    """A runner who has not written for long."""

    id: int
    chat: str


def unseen_page(db: sqlite3.Connection, before: date, after: int) -> tuple[list[Unseen], int | None]:
    """Of the next PAGE runners with an id over `after` those last seen before that date; the last id looked at.

    It goes page by page through everybody, since turns wait for this thread.
    """
    page = list(_queries.seen_after(db, id=after, page=PAGE))
    found = [Unseen(row["id"], row["chat"]) for row in page if row["last_seen"] < before.isoformat()]
    return found, page[-1]["id"] if page else None


def count_silence(db: sqlite3.Connection, today: date) -> date:
    """The day up to which silence counts: today, unless the clock leapt or the bot was away for long.

    It moves on by at most MOST_A_DAY on a date: a clock years ahead erases nobody before somebody can mend it,
    and days on which nobody could write are made up for slowly.
    """
    counted, row = today, _queries.silence(db)
    if row:
        moved = date.fromisoformat(row["moved_on"]) != today
        counted = min(today, date.fromisoformat(row["counted_to"]) + (MOST_A_DAY if moved else timedelta()))
    _queries.count_silence(db, counted_to=counted.isoformat(), moved_on=today.isoformat())
    return counted


def is_unseen(db: sqlite3.Connection, runner_id: int, before: date) -> bool:
    """Whether this runner is there and was last seen before that date."""
    row = _queries.last_seen(db, id=runner_id)
    return row is not None and row["last_seen"] < before.isoformat()
