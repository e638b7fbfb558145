"""Check-ins that have fallen due: found, played and committed as turns, in a large town and in a small one."""

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.clock import SystemClock
from bot.schedule import Schedule
from bot.store.due import due_now
from dialogs.content import Content

from .disk import DISK
from .durable import Work, at_work
from .table import Row, times
from .town import Town, planned

ROUNDS = 5
LARGE, SMALL = 1_000_000, 10_000
COUNT = 1000
LOOKS = 200
TARGET_RATIO = 1.5


async def measure(content: Content) -> list[Row]:
    """Rounds of both towns take turns; in each, another thousand runners are due at once."""
    played: dict[int, list[float]] = {LARGE: [], SMALL: []}
    looked: dict[int, list[float]] = {LARGE: [], SMALL: []}
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        towns = [await Town.built(Path(name) / str(size), size) for size in (LARGE, SMALL)]
        dialogue = planned(content, datetime.now(UTC))
        for number in range(1, ROUNDS + 1):
            for town in towns:
                town.give(town.spread(COUNT, number), dialogue)
                async with at_work(content, town.path, town.sealer) as work:
                    played[town.size].append(await _played_ms(work))
                    looked[town.size].append(await _look_us(work))
    large, small = (median(played[size]) for size in (LARGE, SMALL))
    look, quick = (median(looked[size]) for size in (LARGE, SMALL))
    met = large <= TARGET_RATIO * small
    return [
        Row(f"{COUNT:,} due check-ins found and played, {LARGE:,} runners", f"{large:,.0f} ms"),
        Row("", f"{small:,.0f} ms", f"{SMALL:,} runners", times(large, small), f"<= {TARGET_RATIO} x", met),
        Row(f"A look when nothing is due, {LARGE:,} runners", f"{look:.0f} µs"),
        Row("", f"{quick:.0f} µs", f"{SMALL:,} runners", times(look, quick)),
    ]


async def _played_ms(work: Work) -> float:
    """Milliseconds until the prompts of all who are due are committed."""
    before, began = await work.store.read(_cards), perf_counter()
    assert await Schedule(work.store, work.turns, SystemClock()).play_due() == COUNT
    took = perf_counter() - began
    assert await work.store.read(_cards) == before + COUNT
    return took * 1000


def _cards(db: sqlite3.Connection) -> int:
    """How many questions were ever asked, sent or not."""
    count: int = db.execute("SELECT count(*) FROM outbox WHERE kind = 'card'").fetchone()[0]
    return count


async def _look_us(work: Work) -> float:
    """Microseconds in which the store says that nothing is due, without the way to its thread."""
    return await work.store.read(_looks)


def _looks(db: sqlite3.Connection) -> float:
    began = perf_counter()
    for _ in range(LOOKS):
        assert due_now(db, datetime.now(UTC)) == []
    return (perf_counter() - began) / LOOKS * 1_000_000
