"""Trying again, patiently and quietly."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from bot.clock import Clock, wait_for

FIRST_SECONDS = 1.0
GROWTH = 1.5
MOST_SECONDS = 30.0
QUIET_SECONDS = 60.0

log = structlog.get_logger()


class Retries:
    """Waits longer after each failure, and tells each kind of failure at most once a minute."""

    def __init__(self, clock: Clock, chance: Callable[[], float] = random.random) -> None:
        self._clock, self._chance = clock, chance
        self._next = FIRST_SECONDS
        self._told: dict[str, float] = {}

    def start_over(self) -> None:
        """Something worked: the next failure waits a second again."""
        self._next = FIRST_SECONDS

    async def wait(self, stopping: asyncio.Event, at_least: float = 0.0) -> None:
        """Wait 1 s, each time half as long again up to 30 s, a fifth more or less; or until `stopping`."""
        seconds = max(at_least, self._next * (0.8 + 0.4 * self._chance()))
        self._next = min(self._next * GROWTH, MOST_SECONDS)
        await wait_for(stopping, self._clock, seconds)

    def tell(self, event: str, error: BaseException | None = None, **facts: object) -> None:
        """Log a failure as a warning, unless the same event was told within the last minute."""
        now = self._clock.monotonic()
        if now - self._told.get(event, float("-inf")) >= QUIET_SECONDS:
            self._told[event] = now
            log.warning(event, exc_info=error, **facts)


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, Any]) -> Any:
    """What `work` returns; None, and `work` is dropped, if `stopping` is set before."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, stopped):
            task.cancel()
        await asyncio.gather(working, stopped, return_exceptions=True)
