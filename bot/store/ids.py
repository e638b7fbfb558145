"""Ids for new rows, known before the row is written so that its body can be sealed for its place."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from bot.store.sql import read_queries

BLOCK = 100_000

_queries = read_queries("start")


class Ids:
    """Rising ids, never given twice: a block is reserved in the database before any of it is used."""

    def __init__(self, write: Callable[[Callable[[sqlite3.Connection], Any]], Awaitable[Any]]) -> None:
        self._write = write
        self._next = 1
        self._last = 0

    async def ensure(self, count: int) -> None:
        """Reserve ahead, so that at least `count` calls of `next` will do."""
        if self._last - self._next + 1 < count:
            size = max(BLOCK, count)
            last: int = await self._write(lambda db: _queries.reserved_up_to(db, count=size)[0])
            self._next, self._last = last - size + 1, last

    def next(self) -> int:
        """A new id."""
        if self._next > self._last:
            raise RuntimeError("ids used without ensure()")
        self._next += 1
        return self._next - 1
