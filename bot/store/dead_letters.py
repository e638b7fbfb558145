"""Events that could not be played and were set aside: what went wrong, and, sealed, what came in."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.seal import Sealer
from bot.store.sql import read_queries, to_time

_queries = read_queries("dead_letter")


@dataclass(frozen=True, slots=True)
class Letter:
    """One of them; `payload` is sealed and holds nothing before consent, `error` and `place` are of the code."""

    id: int
    update_id: int | None
    at: datetime
    error: str
    place: str
    payload: bytes

    def opened(self, sealer: Sealer) -> str:
        """The raw update, "" where none was kept. Raises StoreError with another key."""
        return sealer.unseal(self.payload, "dead_letter", "payload", self.id).decode()


def letters(db: sqlite3.Connection) -> list[Letter]:
    """All of them, oldest first."""
    return [_letter(row) for row in _queries.letters(db)]


def letter_at(db: sqlite3.Connection, number: int) -> Letter | None:
    """The one with this id."""
    row = _queries.letter_at(db, id=number)
    return _letter(row) if row else None


def drop_letter(db: sqlite3.Connection, number: int) -> bool:
    """It goes; False if it was not there."""
    return bool(_queries.drop_letter(db, id=number) > 0)


def _letter(row: sqlite3.Row) -> Letter:
    return Letter(row["id"], row["update_id"], to_time(row["at"]), row["error"], row["place"], row["payload"])
