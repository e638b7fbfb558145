"""The store: open, read, write, forget, close."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import structlog

from bot.seal import Sealer
from bot.store import pruning
from bot.store.connection import BUSY_MS, MEMORY, Connection, connect, explained
from bot.store.ids import Ids
from bot.store.lock import Lock
from bot.store.migrate import migrate, newest_version, schema_version
from bot.store.seal_check import check_seal
from bot.store.sql import to_text
from dialogs.errors import StoreError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

log = structlog.get_logger()


class Store:
    """The one place that reads and writes the database; made by `open`, ended by `close`."""

    def __init__(self, path: Path | str, sealer: Sealer, connection: Connection, lock: Lock | None) -> None:
        self.path, self.sealer = path, sealer
        self.ids = Ids(self.write)
        self._connection = connection
        self._lock = lock
        self._broken = False
        self._is_patient = True
        self._reopening = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path | str, sealer: Sealer, before_migrating: Callable[[], object] | None = None) -> Self:
        """Open the database, making or migrating it as needed; ":memory:" lives as long as the store.

        `before_migrating` is called when an older one is about to be changed; what it raises keeps that from happening.
        Raises StoreError with path and remedy: a second process, a wrong key, a damaged file, no right to write.
        Then nothing was overwritten and no thread is left.
        """
        lock = None if path == MEMORY else _lock_of(Path(path))
        try:
            connection = await connect(path)
            try:
                await connection.run(partial(_make_ready, sealer=sealer, before_migrating=before_migrating))
            except BaseException as error:
                await connection.close()
                if isinstance(error, sqlite3.Error):
                    raise explained(error, path) from error
                raise
        except BaseException as error:
            if lock:
                lock.release()
            if isinstance(error, StoreError) and str(path) not in str(error):
                raise StoreError(f"{path}: {error}") from error
            raise
        return cls(path, sealer, connection, lock)

    async def close(self) -> None:
        """Finish what is under way and let the next process in."""
        try:
            await self._connection.close()
        finally:
            if self._lock:
                self._lock.release()

    async def read(self, work: Work[T]) -> T:
        """What `work` finds, outside any transaction of its own; it must not write."""
        return await self._run(work)

    async def write(self, work: Work[T]) -> T:
        """Play `work` as one transaction: when this returns it is on the disk, when it raises nothing of it is.

        Raises StoreError when the database refused (locked, full, I/O); an error of `work` itself comes through.
        """
        return await self._run(partial(self._in_transaction, work=work))

    def stop_waiting(self) -> None:
        """From the next write on, a lock of another program is not waited for: the bot stops, and its time is short."""
        self._is_patient = False

    async def can_write(self) -> bool:
        """Whether a transaction could begin just now."""
        try:
            await self.write(lambda _: None)
        except StoreError:
            return False
        return True

    async def truncate_wal(self) -> bool:
        """Bring everything into the database file and empty the log, so that erased bytes are gone from both.

        False when that was not possible just now, as while another process reads; then try again.
        """
        try:
            return await self._run(_truncate)
        except StoreError:
            return False

    async def prune(self, now: datetime) -> None:
        """Delete what has been kept long enough, a page at a time, so that turns are not held up."""
        for page in pruning.pages(now):
            while await self.write(page) == pruning.PAGE:
                pass

    async def _run(self, work: Work[T]) -> T:
        try:
            async with self._reopening:
                if self._broken:
                    await self._reopen()
            return await self._connection.run(work)
        except sqlite3.Error as error:
            if not _is_trouble(error):
                raise
            # After a failed fsync nobody knows what the file holds: only a new connection reads it again.
            self._broken = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
            log.error("store_refused", error=getattr(error, "sqlite_errorname", "unknown"))
            raise explained(error, self.path) from error

    def _in_transaction(self, db: sqlite3.Connection, work: Work[T]) -> T:
        if not self._is_patient:
            db.execute("PRAGMA busy_timeout = 0")
        return _in_transaction(db, work)

    async def _reopen(self) -> None:
        try:
            await self._connection.close()
        except sqlite3.Error:
            log.warning("store_close_failed")
        self._connection = await connect(self.path)
        # A commit that failed may stand in the log, read but never synced: in the file it is as safe as the others.
        await self._connection.run(_truncate)
        self._broken = False


def _lock_of(path: Path) -> Lock:
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return Lock(path)
    except OSError as error:
        raise StoreError(
            f"{path} can't be made or locked ({type(error).__name__}). Check that the folder above it exists, "
            "belongs to this user and is writable."
        ) from error


def _make_ready(db: sqlite3.Connection, sealer: Sealer, before_migrating: Callable[[], object] | None) -> None:
    version = schema_version(db)
    if version:
        check_seal(db, sealer)
        if before_migrating and version < newest_version():
            before_migrating()
    migrate(db, to_text(datetime.now(UTC)))
    check_seal(db, sealer)
    # What an erasure just before a crash left in the log goes now.
    _truncate(db)


def _in_transaction(db: sqlite3.Connection, work: Work[T]) -> T:
    db.execute("BEGIN IMMEDIATE")
    try:
        result = work(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result


def _truncate(db: sqlite3.Connection) -> bool:
    # Turns wait for this thread, so a reader in the way is not waited for.
    db.execute("PRAGMA busy_timeout = 0")
    try:
        return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _is_trouble(error: sqlite3.Error) -> bool:
    """Whether the database itself is in trouble, rather than one statement or value being wrong."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code not in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG)
