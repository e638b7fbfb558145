"""Looking into a database that another process may be writing: nothing is changed, no file is left behind."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.store.connection import BUSY_MS, explained
from dialogs.errors import StoreError


def is_in_use(database: Path) -> bool:
    """Whether a bot has this database open just now."""
    try:
        file = os.open(database.with_name(f"{database.name}.lock"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


@contextmanager
def looking_into(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads. Raises StoreError where there is no database or none that can be read."""
    if not database.is_file():
        raise StoreError(f"There is no database at {database}. Set KNEEWISE_DATABASE, or start the bot once.")
    log = database.with_name(f"{database.name}-wal")
    # Where nobody writes and no log waits, the file is all there is; opened otherwise, empty logs would stay behind.
    still = not is_in_use(database) and not (log.exists() and log.stat().st_size)
    try:
        how = "immutable=1" if still else "mode=ro"
        db = sqlite3.connect(f"file:{quote(str(database.absolute()))}?{how}", uri=True, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            yield db
        finally:
            db.close()
    except sqlite3.Error as error:
        raise explained(error, database) from error
