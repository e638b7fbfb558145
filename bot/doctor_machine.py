"""What this machine says about the bot: content, key, database, rights, disk and SQLite. Nothing is changed."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.keeping.backup import backups_in
from bot.seal import Sealer, read_or_make_key_file
from bot.settings import Settings
from bot.store.connection import QUICKLY_CHECKED_BYTES
from bot.store.looking import looking_into
from bot.store.migrate import newest_version, schema_version
from bot.store.seal_check import check_seal, sealing_key
from dialogs.content import read_content
from dialogs.errors import KneewiseError, StoreError

LEAST_FREE_BYTES = 256 << 20
OTHERS = 0o077
# A day and a bit: one that is made every night is never older.
MOST_HOURS = 26
# Two connections that write or checkpoint at the same moment may lose what one of them wrote.
BUG_SINCE, BUG_UNTIL = (3, 7, 0), (3, 51, 3)
MENDED = ((3, 44, 6), (3, 50, 7))
"""Releases of older lines that have the mend too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. A `problem` says how to mend it; a note is good to know."""

    about: str
    says: str
    problem: bool = False

    def __str__(self) -> str:
        return f"{'PROBLEM' if self.problem else 'ok':<8} {self.about}: {self.says}"


def examine_machine(settings: Settings, running: bool, now: datetime) -> list[Finding]:
    """What can be looked at without a network; `running` says that a bot has the database open."""
    path = settings.database
    checks = (
        _content(settings),
        _operator(settings),
        _key(settings),
        _database(settings, running),
        _rights(path),
        _backups(settings, now),
        _space(path),
        _sqlite(),
    )
    return [finding for check in checks for finding in check]


def _content(settings: Settings) -> Iterator[Finding]:
    try:
        content = read_content()
    except KneewiseError as error:
        yield Finding("content", f"{error} Install the program again.", problem=True)
        return
    if settings.language not in content.languages:
        known = " or ".join(sorted(content.languages))
        yield Finding("content", f"there is none in '{settings.language}'. Set KNEEWISE_LANGUAGE to {known}.", True)
    else:
        yield Finding("content", f"version {content.version}, complete")


def _operator(settings: Settings) -> Iterator[Finding]:
    missing = settings.nameless
    if missing:
        yield Finding("operator", f"runners are not told {missing}", problem=True)
    else:
        yield Finding("operator", f"runners are told of {settings.operator_name}, {settings.operator_contact}")


def _key(settings: Settings) -> Iterator[Finding]:
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


def _database(settings: Settings, running: bool) -> Iterator[Finding]:
    path = settings.database
    if not path.exists():
        yield Finding("database", f"none yet; the first start makes {path}")
        return
    try:
        with looking_into(path) as db:
            trouble = _trouble_of(db, path, settings.key_path)
    except StoreError as error:
        trouble = str(error)
    if trouble:
        yield Finding("database", trouble, problem=True)
        return
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


def _sealer(key: Path) -> Sealer:
    return read_or_make_key_file(key)[0]


def _rights(database: Path) -> Iterator[Finding]:
    files = [path for path in (database, *_beside(database)) if path.exists()]
    open_ones = [path.name for path in files if path.stat().st_mode & OTHERS]
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


def _beside(database: Path) -> list[Path]:
    return [database.with_name(f"{database.name}{ending}") for ending in ("-wal", "-shm", ".lock")]


def _space(database: Path) -> Iterator[Finding]:
    folder = database.absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    needed = LEAST_FREE_BYTES + 2 * (database.stat().st_size if database.exists() else 0)
    says = f"{free >> 20} MiB free in {folder}"
    if free < needed:
        yield Finding("disk", f"{says}, {needed >> 20} MiB are needed. Make room: a full disk stops all answers.", True)
    else:
        yield Finding("disk", says)


def _backups(settings: Settings, now: datetime) -> Iterator[Finding]:
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
    hours = (now - made[-1].made_at).total_seconds() / 3600
    if hours > MOST_HOURS:
        yield Finding("backups", f"the newest is {hours:.0f} hours old. Run `kneewise backup` every day.", problem=True)
    else:
        yield Finding("backups", f"the newest is {hours:.0f} hours old. Keep a copy on another machine")


def has_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite may corrupt a file when two connections write or checkpoint at the same moment."""
    if any(version[:2] == mended[:2] and version >= mended for mended in MENDED):
        return False
    return BUG_SINCE <= version < BUG_UNTIL


def _sqlite() -> Iterator[Finding]:
    says = f"version {sqlite3.sqlite_version}"
    if has_reset_bug(sqlite3.sqlite_version_info[:3]):
        says += (
            ", which can damage a file that two programs write at once. The bot is one writer and safe; "
            "never open its database with another program while it runs"
        )
    yield Finding("SQLite", says)
