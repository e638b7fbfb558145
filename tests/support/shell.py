"""Store, turns and outbox put together around the hand-made play, with a clock that stands still."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.outbox import Outbox
from bot.playing import Play, Taken
from bot.seal import Sealer
from bot.transport import Incoming
from bot.turns import Turns
from dialogs.events import Event
from support import plays
from support.clock import VirtualClock, WatchedStore
from support.sending import RecordingTransport

ANN, BEN = "test:Ann", "test:Ben"


@dataclass
class Shell:
    store: WatchedStore
    clock: VirtualClock
    transport: RecordingTransport
    outbox: Outbox
    turns: Turns
    _ids: Any

    async def say(self, event: Event, chat: str = ANN, **more: Any) -> Taken:
        """Bring an event, as an update with an id of its own, and let everything follow from it."""
        more.setdefault("update_id", next(self._ids))
        taken = await self.turns.submit(Incoming(chat, event, **more))
        await self.clock.settle()
        return taken

    @contextlib.asynccontextmanager
    async def beside(self, work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
        """Runs something more meanwhile, then stops it."""
        task = asyncio.create_task(work)
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return await self.store.read(lambda db: [tuple(row) for row in db.execute(sql, values)])

    async def value(self, sql: str, *values: object) -> Any:
        """The one value a query finds."""
        rows = await self.rows(sql, *values)
        return rows[0][0] if rows else None


@contextlib.asynccontextmanager
async def shell(
    path: Path | str = ":memory:",
    sealer: Sealer | None = None,
    play: Play = plays.play,
    clock: VirtualClock | None = None,
    sends: bool = True,
    gate: bool = True,
    backups: Path | None = None,
) -> AsyncIterator[Shell]:
    """Everything running, then stopped and closed.

    With `sends` False the outbox stands still; with `gate` False its calls wait for `transport.gate` from the start.
    """
    store = await WatchedStore.open(path, sealer or Sealer.made_up())
    clock = clock or VirtualClock()
    clock.store = store
    transport = RecordingTransport(clock)
    if not gate:
        transport.gate.clear()
    outbox = Outbox(store, transport, clock, chance=lambda: 0.0, grace=0.05)
    turns = Turns(store, plays.CONTENT, play, plays.words, clock, outbox, languages=("en", "de"), backups=backups)
    running = [asyncio.create_task(turns.run())]
    if sends:
        running.append(asyncio.create_task(outbox.run()))
    try:
        await clock.settle()
        yield Shell(store, clock, transport, outbox, turns, count(1))
    finally:
        for task in running:
            task.cancel()
        results = await asyncio.gather(*running, return_exceptions=True)
        clock.store = None
        await store.close()
    assert [result for result in results if not isinstance(result, asyncio.CancelledError)] == []
