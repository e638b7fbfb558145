"""What an erasure needs besides its transaction: the log emptied, and the backups told."""

import asyncio
from datetime import datetime
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.store import Store, tombstones
from bot.store.pruning import KEPT
from bot.store.runners import runner_at
from bot.store.turns import erase
from dialogs.errors import StoreError

BUSY_PAUSE = 1.0

log = structlog.get_logger()


async def empty_log(store: Store, clock: Clock) -> None:
    """Try until no byte of what was erased is left in the write-ahead log."""
    while not await store.truncate_wal():
        await clock.sleep(BUSY_PAUSE)


async def tell_backups(store: Store, folder: Path | None, now: datetime) -> None:
    """Bring the tombstones beside the backups up to date; a folder that can't be written is only logged.

    It is done again at every start and every erasure, so a file that fell behind catches up.
    """
    if folder is None:
        return
    since = (now - KEPT["old_tombstones"]).date()
    try:
        known = await store.read(tombstones.tombstones)
        await asyncio.to_thread(tombstones.write_file, folder, known, since)
    except (OSError, ValueError, StoreError) as error:
        log.error("tombstones_not_written", error=type(error).__name__, path=str(folder))


async def erase_chat(store: Store, clock: Clock, chat: str, backups: Path | None = None) -> bool:
    """Erase whoever is behind this chat, as an operator does while the bot stands still; False if nobody is."""
    runner = await store.read(lambda db: runner_at(db, chat))
    if runner is None:
        return False
    chat_hash = store.sealer.keyed_hash(chat)
    await store.write(lambda db: erase(db, runner.id, chat_hash, clock.now()))
    await tell_backups(store, backups, clock.now())
    await empty_log(store, clock)
    return True
