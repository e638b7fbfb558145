"""The one connection: opened with the pragmas durability and erasure need, refused when something is wrong with it."""

import functools
import os
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import aiosqlite

from dialogs.errors import StoreError

T = TypeVar("T")

MEMORY = ":memory:"
BUSY_MS = 5000
QUICKLY_CHECKED_BYTES = 64 * 1024 * 1024

# synchronous=FULL: with NORMAL a power cut takes acknowledged turns along. secure_delete: else deleted text stays.
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class DatabaseError(StoreError):
    """The database itself refused; nothing is wrong with what was asked of it, so it may be asked again."""


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that also runs a whole function on its thread."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns. One change of threads (some 80 µs) for any number of statements."""
        execute: Callable[[Callable[[], T]], Awaitable[T]] = self._execute
        return await execute(lambda: work(self._conn))


async def connect(path: Path | str) -> Connection:
    """An open connection with all pragmas set. Raises StoreError naming the path and the remedy; no thread is left."""
    size = 0 if path == MEMORY else _make_file(Path(path))
    connector = functools.partial(sqlite3.connect, str(path), isolation_level=None, check_same_thread=False)
    connection = Connection(connector, iter_chunk_size=64)
    try:
        await connection
        await connection.run(functools.partial(_prepare, size=size))
    except BaseException as error:
        # aiosqlite's thread is no daemon: left running, it would keep the process alive for good.
        await connection.close()
        if isinstance(error, sqlite3.Error):
            raise explained(error, path) from error
        raise
    return connection


def explained(error: sqlite3.Error, path: Path | str) -> DatabaseError:
    """The same in words somebody can act on."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DatabaseError(f"{path} is damaged or no database. It was left as it is; restore a backup in its place.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseError(f"{path} is locked by another program. Close that program and start again.")
    if code == sqlite3.SQLITE_FULL:
        return DatabaseError(f"The disk of {path} is full. Make room; nothing was lost that had been answered.")
    return DatabaseError(
        f"{path} can't be read or written as user {os.getuid()} ({getattr(error, 'sqlite_errorname', 'unknown')}). "
        "Check who owns the file and its folder, and the disk."
    )


def _make_file(path: Path) -> int:
    """An empty file with owner-only rights, which its -wal then inherits; an existing one stays. Its size in bytes."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        return path.stat().st_size
    except OSError as error:
        raise StoreError(
            f"{path} can't be opened for writing as user {os.getuid()} ({type(error).__name__}). "
            "Check that its folder exists and who owns both."
        ) from error


def _prepare(db: sqlite3.Connection, size: int) -> None:
    """Look before writing: the header and the schema are read first, and a small file is checked through."""
    db.row_factory = sqlite3.Row
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if size <= QUICKLY_CHECKED_BYTES and db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        damaged = sqlite3.DatabaseError("quick_check found damage")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged
    for pragma in PRAGMAS:
        db.execute(pragma).fetchall()
