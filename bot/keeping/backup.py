"""Backups: a sealed copy of the database as it is at one moment, whether the bot runs or not, that was opened once.

A backup is made in a folder of its own beside the others and gets its name when it is whole. What a crash left of such
a folder goes with the next backup. Old ones go only after a new one is there.
"""

import fcntl
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.keeping.sealed_files import damaged, seal_file, unseal_file
from bot.seal import Sealer, sync_folder
from bot.store.connection import BUSY_MS, explained
from bot.store.migrate import schema_version
from bot.store.seal_check import check_seal
from dialogs.errors import StoreError
from dialogs.retention import KEPT

# Tombstones are kept for as long, so that whoever is in a backup and was erased since is known.
BACKUPS_KEPT = KEPT["backups"]
WORKSHOP = ".backup-"

_NAME = re.compile(r"kneewise-(?P<at>[0-9]{8}T[0-9]{6}Z)-schema(?P<schema>[0-9]+)\.backup")
_AT = "%Y%m%dT%H%M%SZ"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by what its name says: when it was made (UTC), and the schema of its database."""

    path: Path
    made_at: datetime
    schema: int


def make_backup(database: Path, sealer: Sealer, folder: Path, now: datetime) -> Backup:
    """A new backup in `folder`, which is made if need be; then what is over 35 days old goes.

    Raises StoreError when there is nothing to back up, the copy does not open, or the disk refuses; then every older
    backup is still there.
    """
    if not database.exists():
        raise StoreError(f"There is no database at {database}, so there is nothing to back up. Set KNEEWISE_DATABASE.")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with _workshop(folder) as workshop:
            backup = _made(database, sealer, folder, workshop, now)
        for old in backups_in(folder):
            if now - old.made_at > BACKUPS_KEPT:
                old.path.unlink()
    except OSError as error:
        raise StoreError(
            f"No backup could be made in {folder} ({type(error).__name__}: {error.strerror}, as user {os.getuid()}). "
            "Check that the folder above it exists, who owns it, and that the disk has room for two copies."
        ) from error
    return backup


def back_up_first(database: Path, sealer: Sealer, folder: Path | None, now: Callable[[], datetime]) -> None:
    """Before a migration: a backup, where there is a folder for it. Raises StoreError when it can't be made."""
    if folder is None:
        log.warning("migrating_without_backup", reason="KNEEWISE_BACKUPS names no folder for backups")
        return
    backup = make_backup(database, sealer, folder, now())
    log.info("backup_before_migrating", path=str(backup.path))


def backups_in(folder: Path) -> list[Backup]:
    """The backups of a folder, oldest first; none if it is missing. Raises OSError when it can't be read."""
    if not folder.exists():
        return []
    backups = [backup for path in folder.iterdir() if (backup := _by_name(path))]
    return sorted(backups, key=lambda backup: (backup.made_at, backup.schema))


def checked_schema(path: Path, sealer: Sealer, source: Path) -> int:
    """The schema of a database at `path` that came out of `source`, looked through from end to end; nothing is written.

    Raises StoreError for a damaged one, one of another program, and one whose values another key sealed.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as db:
            db.row_factory = sqlite3.Row
            if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise damaged(source)
            schema = schema_version(db)
            if not schema:
                raise StoreError(f"{source} is empty. Start the bot once, or use an earlier backup.")
            check_seal(db, sealer)
            return schema
    except sqlite3.Error as error:
        raise damaged(source) from error


def _by_name(path: Path) -> Backup | None:
    name = _NAME.fullmatch(path.name)
    try:
        return name and Backup(path, datetime.strptime(name["at"], _AT).replace(tzinfo=UTC), int(name["schema"]))
    except ValueError:
        # Digits, but no date: a file of somebody else.
        return None


def _made(database: Path, sealer: Sealer, folder: Path, workshop: Path, now: datetime) -> Backup:
    copy, draft, opened = (workshop / name for name in ("copy", "sealed", "opened"))
    _copy(database, copy)
    seal_file(copy, draft, sealer)
    copy.unlink()
    unseal_file(draft, opened, sealer)
    schema = checked_schema(opened, sealer, database)
    path = folder / f"kneewise-{now.astimezone(UTC):{_AT}}-schema{schema}.backup"
    draft.replace(path)
    sync_folder(folder)
    return Backup(path, now.astimezone(UTC).replace(microsecond=0), schema)


def _copy(database: Path, copy: Path) -> None:
    """Everything committed until now, in one step: turns go on meanwhile, since in a write-ahead log nobody waits."""
    try:
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target)
    except sqlite3.Error as error:
        raise explained(error, database) from error


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder only its owner may enter, for one backup at a time; it goes with all that is in it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in folder.glob(f"{WORKSHOP}*"):
            shutil.rmtree(left)
        workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=folder))
        try:
            yield workshop
        finally:
            shutil.rmtree(workshop)
    finally:
        os.close(descriptor)
