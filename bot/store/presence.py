"""When the bot was last in touch, so that the next start knows how long it was away."""

import sqlite3
from datetime import datetime

from bot.store.sql import read_queries, to_text, to_time

_queries = read_queries("start")


def alive_at(db: sqlite3.Connection) -> datetime | None:
    """The last time the bot was known to be in touch, None before its first."""
    row = _queries.alive_at(db)
    return to_time(row["alive_at"]) if row else None


def stamp_alive(db: sqlite3.Connection, now: datetime) -> None:
    """The bot is in touch now."""
    _queries.stamp_alive(db, at=to_text(now))
