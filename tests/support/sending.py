"""A way out that remembers what it was given and answers as it is told to."""

import asyncio
from collections import defaultdict, deque

from bot.clock import Clock
from bot.transport import Delivery, DeliveryError


class RecordingTransport:
    """Delivers into `sent`, each with the time it left; `answers` of a chat come first, one a call.

    An answer is an error to raise; `took` errors (an unknown outcome, say) leave the delivery in `sent` all the same.
    While `gate` is cleared every call waits for it.
    """

    def __init__(self, clock: Clock) -> None:
        self.sent: list[Delivery] = []
        self.times: list[float] = []
        self.calls: list[Delivery] = []
        self.answers: dict[str, deque[Exception]] = defaultdict(deque)
        self.took: set[type[DeliveryError]] = set()
        self.gate = asyncio.Event()
        self.gate.set()
        self.under_way = self.most_under_way = 0
        self._clock = clock
        self._last_id = 100

    async def deliver(self, delivery: Delivery) -> int:
        self.calls.append(delivery)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await self.gate.wait()
            answers = self.answers[delivery.chat]
            error = answers.popleft() if answers else None
            if error is None or type(error) in self.took:
                self.sent.append(delivery)
                self.times.append(self._clock.monotonic())
            if error is not None:
                raise error
        finally:
            self.under_way -= 1
        if delivery.message_id is not None:
            return delivery.message_id
        self._last_id += 1
        return self._last_id

    def texts(self, chat: str | None = None) -> list[str | None]:
        """What arrived, in order, in one chat or in all."""
        return [one.text for one in self.sent if chat in (None, one.chat)]
