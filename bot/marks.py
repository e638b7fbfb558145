"""What became of sent rows, written down together: many marks, one commit."""

import asyncio
from functools import partial

import structlog

from bot.clock import Clock, wait_for
from bot.store import Store
from bot.store.outbox import Mark, mark
from dialogs.errors import StoreError

PAUSE = 0.5

log = structlog.get_logger()


class Marks:
    """Collects marks while a commit is under way, then commits them all."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._waiting: list[tuple[Mark, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._log_to_empty = False

    def put(self, one: Mark) -> asyncio.Future[None]:
        """Done once the mark is on the disk."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        self._wake.set()
        return done

    async def run(self) -> None:
        """Write marks until cancelled; a database in trouble is tried again."""
        while True:
            await wait_for(self._wake, self._clock, PAUSE if self._log_to_empty else None)
            self._wake.clear()
            try:
                await self.flush()
            except StoreError:
                log.error("marks_not_committed", count=len(self._waiting), seconds=PAUSE)
                self._wake.set()
                await self._clock.sleep(PAUSE)

    async def flush(self) -> None:
        """Write down what there is. Raises StoreError; then all of it waits on."""
        batch = list(self._waiting)
        if batch:
            await self._store.write(partial(mark, marks=[one for one, _ in batch]))
            del self._waiting[: len(batch)]
            self._log_to_empty |= any(not one.keep for one, _ in batch)
        for _, done in batch:
            if not done.done():
                done.set_result(None)
        if self._log_to_empty:
            self._log_to_empty = not await self._store.truncate_wal()
