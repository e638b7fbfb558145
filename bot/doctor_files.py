"""What the files of a deployment say: key, database, rights and backups. Nothing is changed."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.finding import Finding
from bot.keeping.backup import backups_in
from bot.seal import Sealer, read_or_make_key_file
from bot.settings import Settings
from bot.store.connection import QUICKLY_CHECKED_BYTES
from bot.store.looking import looking_into
from bot.store.migrate import newest_version, schema_version
from bot.store.seal_check import check_seal, sealing_key
from dialogs.errors import StoreError

OTHERS = 0o077
# A day and a bit: one that is made every night is never older.
MOST_HOURS = 26


def examine_key(settings: Settings) -> Iterator[Finding]:
    """Whether the key is there, apart from the database, and its owner's alone."""
    path = settings.key_path
    if not path.exists():
        if settings.database.exists():
            yield Finding(
                "key", f"{path} is missing. Bring it back, or name where it is in KNEEWISE_KEY_FILE.", problem=True
            )
        else:
            yield Finding("key", f"the first start makes {path}")
        return
    try:
        read_or_make_key_file(path)
    except StoreError as error:
        yield Finding("key", str(error), problem=True)
        return
    if path.stat().st_mode & OTHERS & ~0o040:
        yield Finding("key", f"others may read or change {path}. Do `chmod 600 {path}`.", problem=True)
    elif path.resolve().parent == settings.database.resolve().parent:
        yield Finding(
            "key",
            f"{path} lies beside the database, so one copy of the folder gives away both. "
            "Move it elsewhere and name it in KNEEWISE_KEY_FILE.",
            problem=True,
        )
    else:
        yield Finding("key", f"{path} can be read, apart from the database. Keep a copy of it somewhere else")


def examine_database(settings: Settings, running: bool) -> Iterator[Finding]:
    """Whether the database is whole, of this program and this key; `running` says that a bot has it open."""
    path = settings.database
    if not path.exists():
        yield Finding("database", f"none yet; the first start makes {path}")
        return
    try:
        with looking_into(path) as db:
            trouble = _trouble_of(db, path, settings.key_path)
            letters = 0 if trouble else _letters(db)
    except StoreError as error:
        trouble, letters = str(error), 0
    if trouble:
        yield Finding("database", trouble, problem=True)
        return
    if letters:
        says = f"{letters} event{'' if letters == 1 else 's'} could not be played."
        yield Finding("dead letters", f"{says} `kneewise dead-letters list` tells of them.", problem=True)
    yield Finding("database", f"{path}, in use by a running bot" if running else f"{path}, whole; no bot has it open")


def _trouble_of(db: sqlite3.Connection, path: Path, key: Path) -> str:
    version, newest = schema_version(db), newest_version()
    if version > newest:
        return f"it has schema {version}, this program knows {newest}. Install the newer version again."
    if version and key.exists():
        sealer = _sealer(key)
        check_seal(db, sealer)
        if sealing_key(db) != sealer.newest:
            return "a change of the key was begun and not finished. Stop the bot, then run `kneewise keys rotate`."
    if path.stat().st_size <= QUICKLY_CHECKED_BYTES and db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return f"{path} is damaged. Restore a backup in its place."
    return ""


def _letters(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM dead_letter").fetchone()[0]) if schema_version(db) else 0


def _sealer(key: Path) -> Sealer:
    return read_or_make_key_file(key)[0]


def examine_rights(database: Path) -> Iterator[Finding]:
    """Whether only one user can read and write the data."""
    files = [path for path in (database, *_beside(database)) if path.exists()]
    open_ones = [path.name for path in files if _is_open(path)]
    if open_ones:
        yield Finding(
            "rights",
            f"others may read {', '.join(open_ones)} in {database.parent}. Do `chmod 600` on them.",
            problem=True,
        )
        return
    folder = database.absolute().parent
    foreign = [path.name for path in files if path.stat().st_uid != folder.stat().st_uid]
    if foreign:
        yield Finding(
            "rights",
            f"{', '.join(foreign)} and the folder {folder} have different owners. Give all to the bot's user.",
            problem=True,
        )
    elif folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "rights",
            f"user {os.getuid()} can't write in {folder}. Run this as the bot's user, or give it to them.",
            True,
        )
    else:
        yield Finding("rights", "only the owner can read the data")


def examine_backups(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether there is a backup of the last day that only its owner can read."""
    if not settings.database.exists():
        return
    if settings.backups is None:
        yield Finding(
            "backups", "KNEEWISE_BACKUPS names no folder for them. Set it, and run `kneewise backup` every day.", True
        )
        return
    try:
        made = backups_in(settings.backups)
    except OSError as error:
        yield Finding("backups", f"{settings.backups} can't be read ({type(error).__name__}). Check whose it is.", True)
        return
    if not made:
        yield Finding("backups", f"there is none in {settings.backups}. Run `kneewise backup` every day.", problem=True)
        return
    if open_ones := [path.name for path in (settings.backups, *settings.backups.iterdir()) if _is_open(path)]:
        yield Finding(
            "backups",
            f"others may read {', '.join(open_ones)}. Do `chmod 700` on the folder {settings.backups} "
            "and `chmod 600` on its files.",
            problem=True,
        )
    hours = (now - made[-1].made_at).total_seconds() / 3600
    if hours > MOST_HOURS:
        yield Finding("backups", f"the newest is {hours:.0f} hours old. Run `kneewise backup` every day.", problem=True)
    else:
        yield Finding("backups", f"the newest is {hours:.0f} hours old. Keep a copy on another machine")


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        # Gone meanwhile, as the workshop of a backup that is being made.
        return False


def _beside(database: Path) -> list[Path]:
    return [database.with_name(f"{database.name}{ending}") for ending in ("-wal", "-shm", ".lock")]
