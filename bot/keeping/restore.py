"""Restoring: a backup becomes the database, where there is none; nobody is written to twice or comes back erased."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.keeping.backup import checked_schema
from bot.keeping.sealed_files import unseal_file
from bot.seal import Sealer, sync_folder
from bot.store import tombstones
from bot.store.connection import explained
from bot.store.lock import Lock
from bot.store.migrate import migrate
from bot.store.restoring import erase_again, void_due, void_unsent
from bot.store.sql import to_text
from dialogs.errors import StoreError


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now, and what was left out."""

    runners: int
    erased: int
    unsent: int
    due: int


def restore_backup(
    backup: Path, database: Path, sealer: Sealer, folders: Iterable[Path], now: datetime, window: timedelta
) -> Restored:
    """Make `database` out of a backup, brought to this program's schema; `folders` may hold tombstones.

    `window` is the time in which a late question is still asked: those due for less are not asked any more.

    Raises StoreError, and then nothing has changed: a bot runs on it, there is data already, the key is another, the
    backup is damaged or newer than this program, the tombstones can't be read.
    """
    try:
        known = _tombstones(folders)
        database.parent.mkdir(mode=0o700, exist_ok=True)
        lock = Lock(database)
    except OSError as error:
        raise _refused(database, error) from error
    draft = database.with_name(f".{database.name}.restoring")
    try:
        _refuse_data(database)
        _remove(draft)
        unseal_file(backup, draft, sealer)
        checked_schema(draft, sealer, backup)
        restored = _made_ready(draft, sealer, known, now, window)
        _put_in_place(draft, database)
    except OSError as error:
        raise _refused(database, error) from error
    except sqlite3.Error as error:
        raise explained(error, draft) from error
    finally:
        _remove(draft)
        lock.release()
    return restored


def _tombstones(folders: Iterable[Path]) -> dict[str, date]:
    known: dict[str, date] = {}
    for folder in folders:
        try:
            for chat_hash, day in tombstones.read_file(folder).items():
                known[chat_hash] = max(day, known.get(chat_hash, day))
        except ValueError:
            raise StoreError(
                f"{folder / tombstones.FILE} has a line that is no tombstone, so who was erased would come back. "
                "Mend that line: 64 hex digits, a space, a date."
            ) from None
    return known


def _refuse_data(database: Path) -> None:
    for path in (database, _beside(database, "-wal")):
        if path.exists() and path.stat().st_size:
            raise StoreError(
                f"There is data in {path}, and restoring would overwrite it. "
                "Move it and the files that go with it somewhere else first, or set KNEEWISE_DATABASE to another path."
            )


def _made_ready(draft: Path, sealer: Sealer, known: dict[str, date], now: datetime, window: timedelta) -> Restored:
    # Nothing but this process reads it yet, and after any trouble it is thrown away.
    pragmas = ("foreign_keys = ON", "secure_delete = ON", "journal_mode = MEMORY", "synchronous = OFF")
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        for pragma in pragmas:
            db.execute(f"PRAGMA {pragma}").fetchall()
        migrate(db, to_text(now))
        db.execute("BEGIN IMMEDIATE")
        erased = erase_again(db, sealer, known, now)
        unsent, due = void_unsent(db), void_due(db, sealer, now, window)
        runners = int(db.execute("SELECT count(*) FROM runner").fetchone()[0])
        db.execute("COMMIT")
    return Restored(runners, erased, unsent, due)


def _put_in_place(draft: Path, database: Path) -> None:
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    for ending in ("-wal", "-shm"):
        _beside(database, ending).unlink(missing_ok=True)
    draft.replace(database)
    sync_folder(database.parent)


def _remove(draft: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        _beside(draft, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _refused(database: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{error.filename or database} can't be read or written ({type(error).__name__}, as user {os.getuid()}). "
        "Check its name and who owns it and its folder, and that the disk has room."
    )
