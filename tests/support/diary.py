"""Turns that only write down what they take, and a clock that runs fast, for tests of the intake."""

import asyncio
from typing import Any

from bot.clock import SystemClock
from bot.transport import Incoming
from bot.turns import Taken
from dialogs.events import Event, Typed

SPEED = 100


class Fast(SystemClock):
    """A hundred seconds of this clock pass in one."""

    def monotonic(self) -> float:
        return SPEED * super().monotonic()

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / SPEED)


class Diary:
    """`gates` hold chats up, `trouble` says by update id what is raised; `begun` and `taken` are the events."""

    def __init__(self) -> None:
        self.taken: list[Event] = []
        self.begun: list[Event] = []
        self.trouble: dict[int | None, Exception] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.healthy = True
        self._changed = asyncio.Condition()

    async def submit(self, incoming: Incoming) -> Taken:
        self.begun.append(incoming.event)
        if incoming.chat in self.gates:
            await self.gates[incoming.chat].wait()
        await asyncio.sleep(0)
        if trouble := self.trouble.get(incoming.update_id):
            raise trouble
        self.taken.append(incoming.event)
        async with self._changed:
            self._changed.notify_all()
        return Taken(toasts=("Already answered",))

    async def took(self, count: int) -> None:
        """Wait until so many events were taken."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.taken) >= count)

    @property
    def texts(self) -> list[Any]:
        return [event.text if isinstance(event, Typed) else event for event in self.taken]
