"""Who has not written for as many months as answers are kept is erased, as by /delete but without a word.

Everything else that is kept for a time goes by `store.prune`.
"""

import asyncio
import sqlite3
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.erasing import empty_log, tell_backups
from bot.rows import Wording
from bot.store import Store, outbox, squads
from bot.store.outbox import OutboxRow
from bot.store.retention import Unseen, count_silence, is_unseen, unseen_page
from bot.store.turns import erase
from dialogs.replies import Erased

log = structlog.get_logger()


class Sink(Protocol):
    """Where words for others go, and what waits for the erased is forgotten."""

    def add(self, rows: Sequence[OutboxRow]) -> None:
        """Send these."""
        ...

    def forget(self, chat: str) -> None:
        """Send nothing more to this chat."""
        ...


class Retention:
    """Erases whoever was last seen more than `months` months ago."""

    def __init__(
        self,
        store: Store,
        sink: Sink,
        wording: Wording,
        clock: Clock,
        alone: asyncio.Lock,
        *,
        months: int,
        backups: Path | None = None,
    ) -> None:
        """`alone` keeps turns out between reading and erasing; `backups` is told who was erased."""
        self._store, self._sink, self._wording, self._clock, self._alone = store, sink, wording, clock, alone
        self._months, self._backups = months, backups

    async def forget_unseen(self) -> int:
        """Look through everybody once; how many were erased. Raises StoreError; then the next look goes on."""
        before = months_before(await self._counted(), self._months)
        erased, last = 0, 0
        while True:
            unseen, end = await self._store.read(partial(unseen_page, before=before, after=last))
            for runner in unseen:
                async with self._alone:
                    erased += await self._erase(runner, before)
            if end is None:
                break
            last = end
        if erased:
            await tell_backups(self._store, self._backups, self._clock.now())
            await empty_log(self._store, self._clock)
        log.info("unseen_erased", count=erased)
        return erased

    async def _counted(self) -> date:
        """The day up to which silence counts."""
        today = self._clock.now().date()
        counted = await self._store.write(partial(count_silence, today=today))
        if counted < today:
            log.warning("retention_waits", days=(today - counted).days)
        return counted

    async def _erase(self, runner: Unseen, before: date) -> bool:
        """Whoever is in a squad that only they coached is told, as by /delete."""
        now, sealer = self._clock.now(), self._store.sealer
        around = await self._store.read(partial(squads.around, sealer=sealer, runner_id=runner.id, now=now))
        told = await self._wording.told([Erased()], around, now)

        def work(db: sqlite3.Connection) -> bool:
            if not is_unseen(db, runner.id, before):
                return False
            erase(db, sealer, runner.id, sealer.keyed_hash(runner.chat), now)
            outbox.add_rows(db, [outbox.sealed(sealer, row) for row in told])
            return True

        if not await self._store.write(work):
            return False
        self._sink.forget(runner.chat)
        self._sink.add(told)
        return True


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
