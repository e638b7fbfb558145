"""When the bot was last in touch, and the latest time its clock ever showed.

From the one the next start knows how long it was away, from the other that the clock was set back meanwhile.
"""

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
    stamp_latest(db, now)


def latest_at(db: sqlite3.Connection) -> datetime | None:
    """The latest time that was ever stamped, None before the first."""
    row = _queries.latest_at(db)
    return to_time(row["latest_at"]) if row else None


def stamp_latest(db: sqlite3.Connection, now: datetime) -> None:
    """It is at least this late."""
    _queries.stamp_latest(db, at=to_text(now))
