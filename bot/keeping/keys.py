"""The keys of the key file: which there are and what needs them, a new one, and the end of an old one."""

import asyncio
import os
import secrets
from functools import partial
from itertools import chain
from pathlib import Path

from bot.clock import SystemClock
from bot.erasing import empty_log
from bot.keeping.backup import BACKUPS_KEPT, Backup, back_up_first, backups_in
from bot.keeping.commands import key_of
from bot.keeping.sealed_files import key_of_file
from bot.seal import HASH_LINE, KEY_BYTES, LARGEST_KEY_ID, read_keys, write_keys
from bot.settings import Settings, read_settings
from bot.store import Store
from bot.store.looking import is_in_use, looking_into
from bot.store.resealing import reseal_page, sealed_columns, values_by_key
from bot.store.seal_check import sealing_key
from dialogs.errors import StoreError


def show() -> list[str]:
    """A line for each key, newest first: what it does and what needs it; no key is shown. Raises a KneewiseError."""
    settings = read_settings()
    newest, *older = _ids(_keys(settings))
    with looking_into(settings.database) as db:
        values = values_by_key(db)
    return [
        f"key {key}: {'seals what is new' if key == newest else 'only opens what it sealed'}. "
        f"In the database: {values[key]} values. Backups: {_listed(_backups_of(settings, key))}."
        for key in (newest, *older)
    ]


def add() -> str:
    """Put a new key into the key file; from its next start on the bot seals with it. Raises a KneewiseError."""
    settings = read_settings()
    return f"Key {_added(settings)} is in {settings.key_path} and seals what is new. {_COPY}"


def rotate() -> str:
    """Seal everything in the database with the newest key, the bot standing still; what was done.

    The key is a new one, unless a change was begun and not finished, as after a kill or `add`: then that is finished.
    Raises a KneewiseError.
    """
    settings = read_settings()
    if not settings.database.exists():
        raise StoreError(f"There is no database at {settings.database}. Set KNEEWISE_DATABASE.")
    newest, changed, shut = asyncio.run(_rotated(settings))
    left = f" {shut} values open with no key and stay as they are." if shut else ""
    older = _ids(_keys(settings))[1:]
    return (
        f"{changed} values are sealed anew with key {newest}.{left} {_COPY} "
        f"Older backups still need key {' and '.join(map(str, older))}: `kneewise keys show` says which."
    )


def drop(key: int) -> str:
    """Take a key out of the key file that nothing needs any more, the bot standing still. Raises a KneewiseError."""
    settings = read_settings()
    keys = _keys(settings)
    if key not in _ids(keys):
        raise StoreError(f"There is no key {key} in {settings.key_path}. `kneewise keys show` shows those there are.")
    if key == _ids(keys)[0]:
        raise StoreError(f"Key {key} seals what is new. Only an older one can go: `kneewise keys rotate` makes it one.")
    if is_in_use(settings.database):
        raise StoreError("The bot is running and may still seal with it. Stop the bot first.")
    with looking_into(settings.database) as db:
        values = values_by_key(db)[key]
    if values:
        raise StoreError(f"Key {key} is needed for {values} values in the database. Do `kneewise keys rotate` first.")
    if needing := _backups_of(settings, key):
        gone_by = (needing[-1].made_at + BACKUPS_KEPT).date().isoformat()
        raise StoreError(
            f"Key {key} is needed for backups: {_listed(needing)}. "
            f"Wait until they age out, by {gone_by}, or remove them."
        )
    _write(settings.key_path, {name: value for name, value in keys.items() if name != str(key)})
    return f"Key {key} is gone from {settings.key_path}. Backups elsewhere that it sealed open no more; remove them."


_COPY = "Copy the key file to its safe place now, or what is sealed from now on is lost with this one."


def _keys(settings: Settings) -> dict[str, bytes]:
    # It says what is wrong where the file is missing.
    key_of(settings)
    return read_keys(settings.key_path)


def _ids(keys: dict[str, bytes]) -> list[int]:
    """Newest first."""
    return [int(name) for name in keys if name != HASH_LINE]


def _added(settings: Settings) -> int:
    keys = _keys(settings)
    largest = max(_ids(keys))
    # A number that was dropped is taken again only once all higher ones are.
    free = (key for key in chain(range(largest + 1, LARGEST_KEY_ID + 1), range(largest)) if str(key) not in keys)
    key = next(free, None)
    if key is None:
        raise StoreError(f"{settings.key_path} has no number left for another key. Drop old ones first.")
    _write(settings.key_path, {str(key): secrets.token_bytes(KEY_BYTES)} | keys)
    return key


def _write(path: Path, keys: dict[str, bytes]) -> None:
    try:
        write_keys(path, keys)
    except OSError as error:
        raise StoreError(
            f"{path} can't be changed ({type(error).__name__}, as user {os.getuid()}); nothing was. "
            "Do `kneewise keys add` and `kneewise keys drop` as somebody who may change it and its folder."
        ) from error


def _backups_of(settings: Settings, key: int) -> list[Backup]:
    """The backups in KNEEWISE_BACKUPS that this key sealed, oldest first."""
    try:
        made = backups_in(settings.backups) if settings.backups else []
        return [backup for backup in made if key_of_file(backup.path) == key]
    except OSError as error:
        raise StoreError(f"{settings.backups} can't be read ({type(error).__name__}). Check whose it is.") from error


def _listed(backups: list[Backup]) -> str:
    return f"{len(backups)}, the newest of {backups[-1].made_at.date().isoformat()}" if backups else "none"


async def _rotated(settings: Settings) -> tuple[int, int, int]:
    """The key that seals now, how many values were sealed anew, and how many open with no key."""
    clock, sealer = SystemClock(), key_of(settings)
    back_up = partial(back_up_first, settings.database, sealer, settings.backups, clock.now)
    store = await Store.open(settings.database, sealer, back_up)
    try:
        if await store.read(sealing_key) == sealer.newest:
            _added(settings)
            sealer = key_of(settings)
        changed = shut = 0
        for column in await store.read(sealed_columns):
            last: int | None = -1
            while last is not None:
                page = await store.write(partial(reseal_page, sealer=sealer, column=column, after=last))
                last, changed, shut = page.last, changed + page.changed, shut + page.shut
        await empty_log(store, clock)
    finally:
        await store.close()
    return sealer.newest, changed, shut
