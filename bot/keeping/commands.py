"""What stands behind the operator's commands: the settings read, the work done, and one sentence about it."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.clock import SystemClock
from bot.erasing import erase_chat
from bot.keeping.backup import BACKUPS_KEPT, back_up_first, make_backup
from bot.keeping.exporting import as_json, check_ins_csv, export_of
from bot.keeping.restore import restore_backup
from bot.rows import Wording
from bot.seal import Sealer, read_or_make_key_file
from bot.settings import Settings, read_settings
from bot.store import Store
from bot.store.looking import looking_into
from bot.store.migrate import newest_version, schema_version
from bot.updates import SCHEME
from dialogs.content import read_content
from dialogs.errors import SettingsError, StoreError
from dialogs.wording import words


def back_up(to: Path | None = None) -> str:
    """Make a backup in this folder, else in KNEEWISE_BACKUPS; what was made. Raises a KneewiseError."""
    settings = read_settings()
    folder = to or settings.backups
    if folder is None:
        raise SettingsError("There is no folder for backups. Set KNEEWISE_BACKUPS, or name one with --to.")
    backup = make_backup(settings.database, key_of(settings), folder, datetime.now(UTC))
    size = backup.path.stat().st_size / 1e6
    return f"{backup.path} was written and opens: {size:.1f} MB, schema {backup.schema}, sealed with the key."


def restore(backup: Path) -> str:
    """Make the database out of a backup; what is there now. Raises a KneewiseError, and then nothing has changed."""
    settings = read_settings()
    folders = {folder.absolute() for folder in (backup.parent, settings.backups) if folder}
    window = read_content().reminders.open_for
    done = restore_backup(backup, settings.database, key_of(settings), folders, datetime.now(UTC), window)
    return (
        f"{settings.database} is back from {backup}. Runners: {done.runners}. Erased again: {done.erased}. "
        f"Not sent any more: {done.unsent} messages, {done.due} questions that had fallen due."
    )


def export(name: str, *, as_csv: bool = False) -> str:
    """Everything kept about a runner as JSON, or their check-ins as CSV; the bot may run meanwhile.

    Raises a KneewiseError, also when nobody is behind that name.
    """
    settings, chat = read_settings(), chat_of(name)
    sealer = key_of(settings)
    with looking_into(settings.database) as db:
        if schema_version(db) != newest_version():
            raise StoreError(f"{settings.database} is not of this version. Start the bot once, then export.")
        db.execute("BEGIN")
        found = export_of(db, sealer, chat, datetime.now(UTC))
    if found is None:
        raise nobody(chat)
    return check_ins_csv(found) if as_csv else as_json(found)


def erase(name: str) -> str:
    """Erase a runner while the bot stands still; what became of it. Raises a KneewiseError, as for `export`."""
    settings, chat = read_settings(), chat_of(name)
    sealer, now = key_of(settings), datetime.now(UTC)
    if not settings.database.exists():
        raise StoreError(f"There is no database at {settings.database}. Set KNEEWISE_DATABASE.")
    if not asyncio.run(_erased(settings, sealer, chat)):
        raise nobody(chat)
    gone_by = (now + BACKUPS_KEPT).date().isoformat()
    again = "a restore erases them again" if settings.backups else "delete those, as KNEEWISE_BACKUPS is not set"
    return (
        f"{chat} is erased. Backups made until now hold their answers, sealed, up to {gone_by}; {again}. "
        "Telegram keeps its own copy of the chat."
    )


async def _erased(settings: Settings, sealer: Sealer, chat: str) -> bool:
    clock = SystemClock()
    back_up = partial(back_up_first, settings.database, sealer, settings.backups, clock.now)
    store = await Store.open(settings.database, sealer, back_up)
    try:
        return await erase_chat(store, clock, chat, Wording(store, read_content(), words), settings.backups)
    finally:
        await store.close()


def chat_of(name: str) -> str:
    """The chat somebody names: a Telegram id alone, or the whole address, as an export shows it. Raises StoreError."""
    name = name.strip()
    if not name:
        raise StoreError("There is no number of a chat. Give it after the command, or on standard input after a -.")
    return f"{SCHEME}{name}" if name.isdecimal() else name


def nobody(chat: str) -> StoreError:
    """The same in words somebody can act on."""
    return StoreError(f"Nothing is kept about {chat}. Give the number of the chat, as Telegram shows it to the runner.")


def key_of(settings: Settings) -> Sealer:
    """The sealer of the key file that is there; none is made. Raises StoreError when it is missing or malformed."""
    try:
        missing = not settings.key_path.exists()
    except OSError:
        # Its folder is closed to this user, which reading it says in words.
        missing = False
    if missing:
        raise StoreError(
            f"The key file {settings.key_path} is missing; without it nothing can be read. "
            "Bring it back, or name where it is in KNEEWISE_KEY_FILE."
        )
    return read_or_make_key_file(settings.key_path)[0]
