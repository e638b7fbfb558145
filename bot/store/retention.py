"""Who has not written for long."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from bot.store.sql import read_queries

PAGE = 1000

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


def is_unseen(db: sqlite3.Connection, runner_id: int, before: date) -> bool:
    """Whether this runner is there and was last seen before that date."""
    row = _queries.last_seen(db, id=runner_id)
    return row is not None and row["last_seen"] < before.isoformat()
