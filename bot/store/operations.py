"""What operators do from a chat, and the counts they see."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store.sql import read_queries, to_text, to_time

_queries = read_queries("operation")


@dataclass(frozen=True, slots=True)
class Counts:
    """How the bot does; `oldest` is when the oldest reply that waits was written, None if none does."""

    runners: int
    unreachable: int
    pending: int
    oldest: datetime | None
    letters: int


def add_operation(db: sqlite3.Connection, row: int, by_hash: str, what: str, now: datetime) -> None:
    """Put on record that an operator did this."""
    _queries.add_operation(db, id=row, at=to_text(now), by_hash=by_hash, what=what)


def counts(db: sqlite3.Connection) -> Counts:
    """The counts of now."""
    row = _queries.counts(db)
    oldest = to_time(row["oldest"]) if row["oldest"] else None
    return Counts(row["runners"], row["unreachable"], row["pending"], oldest, row["letters"])
