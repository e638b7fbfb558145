"""A day of ten thousand runners in three minutes: each is asked at their noon, most answer, and memory stays as it is.

Everything runs that runs behind `kneewise run`, on a clock that is so many times faster; Telegram answers at once.
"""

import asyncio
import gc
import sqlite3
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from bot.app import open_app
from bot.logs import configure
from bot.settings import Settings
from bot.transport import Delivery, Incoming
from bot.turns import Turns
from dialogs.content import Content
from dialogs.errors import StoreError
from dialogs.events import read_tap

from .disk import DISK
from .table import Row, times
from .town import Town, planned

RUNNERS, SPEED = 10_000, 480
WARM_UP, DAY = timedelta(hours=2), timedelta(hours=24)
LATEST_ANSWER = 1800.0
SHARE_ANSWERING, MOST_ANSWERS = 0.8, 5
TARGET_RATIO = 1.1


class FastClock:
    """So many seconds go by in one."""

    def __init__(self, start: datetime) -> None:
        self._start, self._began = start, perf_counter()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (perf_counter() - self._began) * SPEED

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)


class People:
    """They get what is sent, and most tap the first button of each of the first cards, some time later."""

    def __init__(self, clock: FastClock) -> None:
        self.turns: Turns | None = None
        self.asked: Counter[str] = Counter()
        self.answers = self.sent = 0
        self._clock, self._chance = clock, Random(1)
        self._thinking: set[asyncio.Task[None]] = set()

    async def deliver(self, delivery: Delivery) -> int:
        """Arrived."""
        self.sent += 1
        if delivery.message_id is None and delivery.rows:
            self.asked[delivery.chat] += 1
            if self.asked[delivery.chat] <= MOST_ANSWERS and self._chance.random() < SHARE_ANSWERING:
                task = asyncio.create_task(self._answer(delivery.chat, delivery.rows[0][0][1]))
                self._thinking.add(task)
                task.add_done_callback(self._thinking.discard)
        return delivery.message_id or self.sent

    async def _answer(self, chat: str, tap: str) -> None:
        await self._clock.sleep(self._chance.random() * LATEST_ANSWER)
        assert self.turns
        self.answers += 1
        # The last taps meet a bot that is stopping.
        with suppress(StoreError):
            await self.turns.submit(Incoming(chat, read_tap(tap), self.answers))


async def measure(content: Content) -> list[Row]:
    """Memory after two hours, and a day later."""
    configure("error", ())
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        town = await Town.built(Path(name), RUNNERS)
        start = datetime.now(UTC)
        for hour in range(24):
            at = start + timedelta(hours=hour, minutes=30)
            town.give(range(1 + hour, RUNNERS + 1, 24), planned(content, at))
        clock = FastClock(start)
        people = People(clock)
        settings = Settings(database=town.path, key_file=town.path.with_suffix(".key"))
        async with open_app(settings, people, clock) as app:
            people.turns = app.turns
            memory = []
            for until in (start + WARM_UP, start + WARM_UP + DAY):
                await app.while_well(_until(clock, until))
                gc.collect()
                memory.append(_resident_mib())
            letters, check_ins = await app.store.read(_counted)
    before, after = memory
    met = after <= TARGET_RATIO * before
    return [
        Row(f"A day of {RUNNERS:,} runners, memory before", f"{before:.0f} MiB", f"{people.sent:,} messages sent"),
        Row("", f"{after:.0f} MiB", "after", times(after, before), f"<= {TARGET_RATIO} x", met),
        Row("", f"{len(people.asked):,}", "runners asked", target=f"{RUNNERS:,}", met=len(people.asked) == RUNNERS),
        Row("", f"{check_ins:,}", f"check-ins decided, of {people.answers:,} taps"),
        Row("", f"{letters}", "events that could not be played", target="0", met=letters == 0),
    ]


def _counted(db: sqlite3.Connection) -> tuple[int, int]:
    """Dead letters, and check-ins."""
    letters, check_ins = (db.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("dead_letter", "check_in"))
    return letters[0], check_ins[0]


async def _until(clock: FastClock, moment: datetime) -> None:
    while clock.now() < moment:
        await clock.sleep(60)


def _resident_mib() -> float:
    """The memory of this process, as the kernel tells it."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
