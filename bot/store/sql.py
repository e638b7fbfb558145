"""The named queries of `queries/*.sql`, and times and JSON as the columns hold them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosql
import orjson

FOLDER = Path(__file__).parent / "queries"


def read_queries(noun: str) -> Any:
    """The queries of one noun, as functions of an open connection and named parameters."""
    # The plain adapter of aiosql: the queries run on the connection's own thread, many to a visit.
    return aiosql.from_path(FOLDER / f"{noun}.sql", "sqlite3")


def to_json(value: Any) -> bytes:
    """Plain JSON as a sealed column holds it; a key that is a number becomes text. Raises TypeError for no JSON."""
    # A turn writes three of these and reads one: with the json of Python that was a tenth of its time.
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def from_json(text: bytes) -> Any:
    """What `to_json` wrote."""
    return orjson.loads(text)


def to_text(time: datetime) -> str:
    """A time as a column holds it: UTC to the millisecond, so that text order is time order."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def to_time(text: str) -> datetime:
    """What `to_text` wrote, aware and in UTC."""
    return datetime.fromisoformat(text)


def as_kept(time: datetime) -> datetime:
    """A time as exact as a column holds it, so that what comes back from there is the same instant."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
