"""The outbox sends what was committed: in order within a chat, the urgent first, at a pace Telegram bears.

Surely not sent: tried again. Perhaps sent: what somebody waits for is sent again, the rest is not. One row of a lane is
under way at a time and its end is on the disk before the next one leaves, so a crash repeats at most that one.
"""

import asyncio
import contextlib
import heapq
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

import structlog

from bot.backlog import Backlog
from bot.clock import Clock, wait_for
from bot.lanes import AnyLane, Order, Waiting
from bot.marks import Marks
from bot.pace import Pace
from bot.sending import Again, Blocked, Ended, Sender, Who
from bot.store import Store
from bot.store.outbox import Mark, OutboxRow, resume
from bot.transport import Transport
from dialogs.errors import StoreError

IN_FLIGHT = 100
# The rest is for those who wait, however slowly a reminder leaves.
LATER_IN_FLIGHT = 50
RETRY_PAUSE = 0.5
# An edit whose card is not even in memory yet looks again after this long.
CARD_PAUSE = 1.0

_random = random.SystemRandom()

log = structlog.get_logger()


class Outbox:
    """Takes committed rows (`add`) and sends them while `run` runs."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        clock: Clock,
        *,
        chance: Callable[[], float] = _random.random,
        grace: float = 5.0,
    ) -> None:
        """`chance` gives numbers from 0 to 1; at the end, calls under way get `grace` seconds to finish."""
        self._store, self._clock, self._grace = store, clock, grace
        self._sender = Sender(store, transport, clock, chance)
        self._backlog = Backlog(store)
        self._marks = Marks(store, clock)
        self._pace = Pace()
        self._wake = asyncio.Event()
        self._ready: list[tuple[Order, int, AnyLane]] = []
        self._timers: list[tuple[float, int, AnyLane]] = []
        self._numbers = count()
        self._sending: set[asyncio.Task[None]] = set()
        self._in_flight = self._later_in_flight = 0
        self._parked_until = 0.0
        self.ended: Counter[tuple[bool, str]] = Counter()
        """How many rows ended since the start, by whether somebody waited for them, and by their state."""

    def add(self, rows: Sequence[OutboxRow]) -> None:
        """Send these rows, which are committed."""
        self._backlog.add(rows)
        self._wake.set()

    def forget(self, chat: str) -> None:
        """Send nothing more of what waits for this chat; its rows have ended in the database."""
        self._backlog.forget(chat)

    async def drained(self) -> None:
        """Returns once nothing is left to send."""
        while not self._backlog.is_empty:
            await self._clock.sleep(0.002)

    def look_again(self) -> None:
        """Look through the database for rows that were committed without being added."""
        self._backlog.look_again()
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled. What is under way then may finish; whatever was not sent waits for the next start."""
        marks = asyncio.create_task(self._marks.run())
        marks.add_done_callback(lambda _: self._wake.set())
        try:
            await self._patiently(lambda: self._store.write(resume))
            while not marks.done():
                self._wake.clear()
                await self._patiently(self._refill)
                self._start_ready()
                await wait_for(self._wake, self._clock, self._next_pause())
            marks.result()
        finally:
            await self._finish(marks)

    async def _finish(self, marks: asyncio.Task[None]) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=self._grace)
        for task in (*self._sending, marks):
            task.cancel()
        await asyncio.gather(*self._sending, marks, return_exceptions=True)
        with contextlib.suppress(StoreError):
            await self._marks.flush()

    async def _patiently(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await work()
            except StoreError:
                log.error("outbox_not_read", seconds=RETRY_PAUSE)
                await self._clock.sleep(RETRY_PAUSE)

    async def _refill(self) -> None:
        arrived = await self._backlog.refill()
        for waiting in arrived.needless:
            self._end(waiting, "dead", reason="superseded")
        for row in arrived.unreadable:
            log.error("outbox_row_unreadable", row=row)
            self._marks.put(Mark(row, "dead", reason="unreadable"))
        for lane in arrived.lanes:
            self._schedule(lane)

    def _schedule(self, lane: AnyLane) -> None:
        """Enter an idle lane where it belongs; one entry too many does no harm, as each is checked in its turn."""
        waiting = None if lane.busy else lane.pick()
        if waiting is None:
            self._backlog.tidy(lane.chat)
            return
        at = self._ready_at(lane, waiting)
        if at > self._clock.monotonic():
            heapq.heappush(self._timers, (at, next(self._numbers), lane))
        else:
            heapq.heappush(self._ready, (waiting.order, next(self._numbers), lane))

    def _ready_at(self, lane: AnyLane, waiting: Waiting) -> float:
        paced = 0.0 if waiting.soon else self._pace.earliest_to(lane.chat.name)
        return max(waiting.not_before, lane.chat.parked_until, paced)

    def _start_ready(self) -> None:
        now = self._clock.monotonic()
        while self._timers and self._timers[0][0] <= now:
            self._schedule(heapq.heappop(self._timers)[2])
        while self._ready and self._in_flight < IN_FLIGHT:
            # Looked at anew each time: by an older time `_schedule` would put a lane back here for ever.
            now = self._clock.monotonic()
            if now < self._parked_until:
                break
            order, _, lane = self._ready[0]
            waiting = None if lane.busy else lane.pick()
            if waiting is None or waiting.order != order or self._ready_at(lane, waiting) > now:
                heapq.heappop(self._ready)
                self._schedule(lane)
            elif not waiting.soon and (self._later_in_flight >= LATER_IN_FLIGHT or self._pace.earliest() > now):
                break
            else:
                heapq.heappop(self._ready)
                self._start(lane, waiting, now)

    def _start(self, lane: AnyLane, waiting: Waiting, now: float) -> None:
        lane.take(waiting)
        self._in_flight += 1
        if waiting.soon:
            self._pace.reply_leaves(now)
        else:
            self._pace.leaves(lane.chat.name, now)
            self._later_in_flight += 1
        task = asyncio.create_task(self._send(lane, waiting))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _next_pause(self) -> float | None:
        """Seconds until time alone lets something go, None if only an event can."""
        moments = [self._timers[0][0]] if self._timers else []
        now = self._clock.monotonic()
        if self._ready and self._parked_until > now:
            moments.append(self._parked_until)
        elif self._ready and self._in_flight < IN_FLIGHT and self._later_in_flight < LATER_IN_FLIGHT:
            moments.append(self._pace.earliest())
        return max(min(moments) - now, 0.0) if moments else None

    async def _send(self, lane: AnyLane, waiting: Waiting) -> None:
        try:
            if not waiting.soon:
                await self._marks.put(Mark(waiting.row.id, "sending"))
            match await self._sender.send(waiting):
                case Ended() as ended:
                    await self._ended(waiting, ended)
                case Again() as again:
                    await self._again(lane, waiting, again)
                case Blocked():
                    # Asked after the database: had the card left in between, nothing would wake this lane.
                    lane.blocked = self._backlog.card_waits(waiting.row)
                    waiting.not_before = 0.0 if lane.blocked else self._clock.monotonic() + CARD_PAUSE
                    self._put_back(lane, waiting)
        finally:
            lane.busy = None
            self._in_flight -= 1
            self._later_in_flight -= not waiting.soon
            self._schedule(lane)
            self._wake.set()

    async def _ended(self, waiting: Waiting, ended: Ended) -> None:
        if ended.lost:
            self.forget(waiting.row.chat)
        await self._end(waiting, ended.state, ended.message_id, ended.reason)
        if ended.message_id is not None:
            self._sender.remember(waiting.row, ended.message_id)

    async def _again(self, lane: AnyLane, waiting: Waiting, again: Again) -> None:
        if not waiting.soon:
            await self._marks.put(Mark(waiting.row.id, "pending"))
        until = self._clock.monotonic() + again.pause
        match again.who:
            case Who.ALL:
                self._parked_until = max(self._parked_until, until)
                log.warning("outbox_parked", seconds=again.pause)
            case Who.CHAT:
                lane.chat.parked_until = max(lane.chat.parked_until, until)
            case Who.ROW:
                waiting.not_before = until
        waiting.tries += 1
        self._put_back(lane, waiting)

    def _put_back(self, lane: AnyLane, waiting: Waiting) -> None:
        if waiting.dropped:
            self._backlog.over(waiting)
            return
        for needless in lane.put_back(waiting):
            self._end(needless, "dead", reason="superseded")

    def _end(
        self, waiting: Waiting, state: str, message_id: int | None = None, reason: str | None = None
    ) -> asyncio.Future[None]:
        """Done once the row's end is on the disk; edits of a card may go from then on."""
        row = waiting.row
        self.ended[waiting.soon, state] += 1
        mark = Mark(row.id, state, keep=row.runner_id is not None, message_id=message_id, reason=reason)
        done = self._marks.put(mark)
        done.add_done_callback(lambda _: self._over(waiting))
        return done

    def _over(self, waiting: Waiting) -> None:
        edits = self._backlog.over(waiting)
        if edits:
            self._schedule(edits)
            self._wake.set()
