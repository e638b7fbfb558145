"""What this machine says about the bot: content, key, database, rights, disk and SQLite. Nothing is changed."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.doctor_files import examine_backups, examine_database, examine_key, examine_rights
from bot.finding import Finding
from bot.settings import Settings
from dialogs.content import read_content
from dialogs.errors import KneewiseError
from dialogs.version import version_trouble

LEAST_FREE_BYTES = 256 << 20
# Two connections that write or checkpoint at the same moment may lose what one of them wrote.
BUG_SINCE, BUG_UNTIL = (3, 7, 0), (3, 51, 3)
MENDED = ((3, 44, 6), (3, 50, 7))
"""Releases of older lines that have the mend too."""


def examine_machine(settings: Settings, running: bool, now: datetime) -> list[Finding]:
    """What can be looked at without a network; `running` says that a bot has the database open."""
    path = settings.database
    checks = (
        _content(settings),
        _operator(settings),
        examine_key(settings),
        examine_database(settings, running),
        examine_rights(path),
        examine_backups(settings, now),
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
    elif version_trouble():
        yield Finding(
            "content",
            f"the rules were changed and are not those of version {content.version}, so the bot won't start. "
            "Install the program again, or see `kneewise verify` where it is developed.",
            problem=True,
        )
    else:
        yield Finding("content", f"version {content.version}, complete")


def _operator(settings: Settings) -> Iterator[Finding]:
    missing = settings.nameless
    if missing:
        yield Finding("operator", f"runners are not told {missing}", problem=True)
    else:
        yield Finding("operator", f"runners are told of {settings.operator_name}, {settings.operator_contact}")


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
