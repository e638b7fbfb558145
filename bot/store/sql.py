"""The named queries of `queries/*.sql`, and times as the columns hold them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosql

# Made once: json.dumps with separators would make an encoder for every row.
to_json = json.JSONEncoder(separators=(",", ":")).encode

FOLDER = Path(__file__).parent / "queries"


def read_queries(noun: str) -> Any:
    """The queries of one noun, as functions of an open connection and named parameters."""
    # The plain adapter of aiosql: the queries run on the connection's own thread, many to a visit.
    return aiosql.from_path(FOLDER / f"{noun}.sql", "sqlite3")


def to_text(time: datetime) -> str:
    """A time as a column holds it: UTC to the millisecond, so that text order is time order."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def to_time(text: str) -> datetime:
    """What `to_text` wrote, aware and in UTC."""
    return datetime.fromisoformat(text)


def as_kept(time: datetime) -> datetime:
    """A time as exact as a column holds it, so that what comes back from there is the same instant."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
