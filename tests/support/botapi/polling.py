"""getUpdates: one poller at a time, and the server's small print about repeated offsets."""

import asyncio
from time import monotonic

from .errors import RefusalError, conflict
from .updates import Update, Updates
from .values import Json

MAX_TIMEOUT = 50
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_WINS = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Polling:
    """The long poll. `unit` is how many real seconds the server's own seconds last, timeouts apart."""

    def __init__(self, updates: Updates, unit: float) -> None:
        self.updates, self.unit = updates, unit
        self._waiting: asyncio.Future[None] | None = None
        self._last_offset: int | None = None
        self._last_start = self._next_conflict = float("-inf")

    async def get_updates(self, params: dict[str, Json]) -> list[Update]:
        """What is waiting, or what comes within the timeout."""
        offset = params.get("offset", 0)
        limit = max(1, min(params.get("limit", 100), 100))
        timeout: float = max(0, min(params.get("timeout", 0), MAX_TIMEOUT))
        self.updates.allow(params.get("allowed_updates"))
        self.end(OTHER_POLLER)
        now = monotonic()
        if offset == self._last_offset:
            since = (now - self._last_start) / self.unit
            if since < 3:
                timeout = max(timeout, 3 * self.unit)
            if since < 0.5:
                limit = 1
        self._last_offset, self._last_start = offset, now
        taken = self.updates.take(offset, limit)
        if taken or not timeout:
            return taken
        await self._wait(timeout)
        return self.updates.take(offset, limit)

    @property
    def waiting(self) -> bool:
        """Whether a long poll is open."""
        return self._waiting is not None

    def wake(self) -> None:
        """There is something to fetch."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self, why: str) -> None:
        """Answer the waiting poll with 409."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(conflict(why))

    async def _wait(self, timeout: float) -> None:  # noqa: ASYNC109 - the client's long poll, not a deadline
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await waiting
        except TimeoutError:
            pass
        except RefusalError:
            # The first conflict is told at once, the next ones three seconds apart.
            told = max(monotonic(), self._next_conflict)
            self._next_conflict = told + 3 * self.unit
            await asyncio.sleep(told - monotonic())
            raise
        finally:
            if self._waiting is waiting:
                self._waiting = None
