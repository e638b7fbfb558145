"""One queue a chat: of every chat the first in line may be taken, and its next one only when that is over."""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Queues(Generic[T]):
    """Queues of things to do by chat; chats are served in the order in which they became ready."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[T]] = {}
        self._ready: deque[str] = deque()
        self._wake = asyncio.Event()

    def __iter__(self) -> Iterator[T]:
        """Everything that is not over."""
        return (one for line in self._lines.values() for one in line)

    def add(self, chat: str, one: T) -> None:
        """Put it at the end of the chat's line."""
        line = self._lines.setdefault(chat, deque())
        line.append(one)
        if len(line) == 1:
            self.ready(chat)

    async def take(self, most: int) -> list[T]:
        """The first of up to `most` chats, as soon as there is one; each chat's next waits for `over` or `ready`."""
        await self._wake.wait()
        taken = [self._lines[self._ready.popleft()][0] for _ in range(min(most, len(self._ready)))]
        if not self._ready:
            self._wake.clear()
        return taken

    def over(self, chat: str) -> None:
        """The chat's first is done."""
        line = self._lines[chat]
        line.popleft()
        if line:
            self.ready(chat)
        else:
            del self._lines[chat]

    def ready(self, chat: str) -> None:
        """The chat's first may be taken (again)."""
        self._ready.append(chat)
        self._wake.set()

    def ready_first(self, chats: Iterable[str]) -> None:
        """The first of these chats may be taken again, before all others and in this order."""
        self._ready.extendleft(reversed(list(chats)))
        self._wake.set()
