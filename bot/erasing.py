"""What an erasure needs besides its transaction: the log emptied, and the backups told."""

import asyncio
import sqlite3
from datetime import datetime
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.rows import Wording
from bot.store import Store, outbox, squads, tombstones
from bot.store.runners import runner_at
from bot.store.turns import erase
from dialogs.errors import StoreError
from dialogs.replies import Erased
from dialogs.retention import KEPT

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
    since = (now - KEPT["tombstones"]).date()
    try:
        known = await store.read(tombstones.tombstones)
        await asyncio.to_thread(tombstones.write_file, folder, known, since)
    except (OSError, ValueError, StoreError) as error:
        log.error("tombstones_not_written", error=type(error).__name__, path=str(folder))


async def erase_chat(store: Store, clock: Clock, chat: str, wording: Wording, backups: Path | None = None) -> bool:
    """Erase whoever is behind this chat, as an operator does while the bot stands still; False if nobody is.

    Runners whose squad nobody coaches any more find that in their chat once the bot runs again.
    """
    runner = await store.read(lambda db: runner_at(db, chat))
    if runner is None:
        return False
    chat_hash, now = store.sealer.keyed_hash(chat), clock.now()
    around = await store.read(lambda db: squads.around(db, store.sealer, runner.id, now))
    told = await wording.told([Erased()], around, now)

    def work(db: sqlite3.Connection) -> None:
        erase(db, store.sealer, runner.id, chat_hash, now)
        outbox.add_rows(db, [outbox.sealed(store.sealer, row) for row in told])

    await store.write(work)
    await tell_backups(store, backups, now)
    await empty_log(store, clock)
    return True
