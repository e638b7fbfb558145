"""Who was erased, so that a restored backup erases them again: a keyed hash and a date, nobody's name.

They stand in the database and in a file beside the backups, since a restore brings back an older database.
"""

import os
import secrets
import sqlite3
from datetime import date
from pathlib import Path

from bot.seal import sync_folder
from bot.store.sql import read_queries

FILE = "tombstones.txt"

_queries = read_queries("tombstone")


def tombstones(db: sqlite3.Connection) -> dict[str, date]:
    """The day of erasure by keyed hash of the chat."""
    return {row["chat_hash"]: date.fromisoformat(row["erased_on"]) for row in _queries.tombstones(db)}


def add_tombstone(db: sqlite3.Connection, chat_hash: str, erased_on: date) -> None:
    """Remember the erasure of this chat."""
    _queries.add_tombstone(db, chat_hash=chat_hash, erased_on=erased_on.isoformat())


def read_file(folder: Path) -> dict[str, date]:
    """The tombstones beside the backups, none if there is no file. Raises OSError, or ValueError for a broken line."""
    path = folder / FILE
    if not path.exists():
        return {}
    pairs = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {chat_hash: date.fromisoformat(day) for chat_hash, day in pairs}


def write_file(folder: Path, known: dict[str, date], since: date) -> None:
    """Bring the file up to date with `known`; it keeps its own lines too, unless older than `since`.

    The folder is made where the first backup has not made it yet. The file is replaced as a whole, so a crash leaves
    the old or the new one. Raises OSError or ValueError.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = {chat_hash: day for chat_hash, day in (read_file(folder) | known).items() if day >= since}
    draft = folder / f".{FILE}.{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.writelines(f"{chat_hash} {day.isoformat()}\n" for chat_hash, day in sorted(kept.items()))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / FILE)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)
