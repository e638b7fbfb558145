"""A clock that stands still until it is moved."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.store import Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class WatchedStore(Store):
    """A store that counts the visits to its thread."""

    visits = 0

    async def _run(self, work: Any) -> Any:
        self.visits += 1
        return await super()._run(work)


class VirtualClock:
    """Time moves by `advance` only; a sleeper wakes when its moment has come.

    With a `store`, `advance` and `settle` also wait for what is under way on the database's thread.
    """

    def __init__(self, start: datetime = START, store: WatchedStore | None = None) -> None:
        self.store = store
        self._wall = start
        self._ticks = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def now(self) -> datetime:
        return self._wall

    def monotonic(self) -> float:
        return self._ticks

    def step_wall(self, seconds: float) -> None:
        """Somebody sets the wall clock; nobody wakes of it."""
        self._wall += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._ticks + seconds, next(self._numbers), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Move on, stopping at every sleeper's moment so that it can act at its own time."""
        await self.settle()
        end = self._ticks + seconds
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self._move_to(at)
                woken.set_result(None)
                await self.settle()
        self._move_to(end)

    async def settle(self) -> None:
        """Let everything run that needs no time, on the loop and on the database's thread, until it is quiet."""
        quiet = 0
        while quiet < 3:
            before = self.store.visits if self.store else 0
            for _ in range(10):
                await asyncio.sleep(0)
            if self.store:
                await self.store.read(lambda db: None)
                quiet = quiet + 1 if self.store.visits == before + 1 else 0
            else:
                quiet += 1

    def _move_to(self, ticks: float) -> None:
        self._wall += timedelta(seconds=ticks - self._ticks)
        self._ticks = ticks


class Leaping(VirtualClock):
    """A clock that goes on at once: whoever slept wakes at the end, as on a machine that was asleep."""

    def leap(self, to: datetime) -> None:
        self._ticks, self._wall = self._ticks + (to - self._wall).total_seconds(), to
        woken = [sleeper for at, _, sleeper in self._sleepers if at <= self._ticks]
        self._sleepers = sorted(sleeper for sleeper in self._sleepers if sleeper[0] > self._ticks)
        for sleeper in woken:
            if not sleeper.done():
                sleeper.set_result(None)
