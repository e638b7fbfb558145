"""What a million runners cost: memory of the running bot, and a turn of one of them, beside a thousand."""

import asyncio
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from support.botapi import BotApi
from support.walk import agreed

from bot.transport import Delivery
from dialogs.content import Content

from .bots import OURS, TOKEN, running
from .conversations import TAPPED, TYPED
from .crowd import Crowd
from .disk import DISK
from .durable import Runners, at_work
from .table import Row, times
from .town import Town, chat_of

LARGE, SMALL = 1_000_000, 1000
ROUNDS = 3
RUNNERS, AT_A_TIME = 300, 50
CHATS, SECONDS = 100, 4.0
TARGET_MIB, TARGET_RATIO = 150, 1.5


async def measure(content: Content) -> list[Row]:
    """Rounds of both towns take turns; then the bot runs in each."""
    took: dict[int, list[float]] = {LARGE: [], SMALL: []}
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        towns = [await Town.built(Path(name) / str(size), size) for size in took]
        for number in range(1, ROUNDS + 1):
            for town in towns:
                took[town.size].append(await _turn_ms(content, town, number))
        memory = {town.size: await _memory_mib(town) for town in towns}
    large, small = median(took[LARGE]), median(took[SMALL])
    met = large <= TARGET_RATIO * small
    mib = memory[LARGE]
    return [
        Row(f"Memory with {LARGE:,} runners", f"{mib:.0f} MiB", target=f"< {TARGET_MIB} MiB", met=mib < TARGET_MIB),
        Row("", f"{memory[SMALL]:.0f} MiB", f"{SMALL:,} runners", times(mib, memory[SMALL])),
        Row(f"A durable turn, {AT_A_TIME} chats at a time, {LARGE:,} runners", f"{large:.2f} ms"),
        Row("", f"{small:.2f} ms", f"{SMALL:,} runners", times(large, small), f"<= {TARGET_RATIO} x", met),
    ]


async def _turn_ms(content: Content, town: Town, number: int) -> float:
    """Milliseconds a turn, while runners who live far apart answer one triage each, so many at a time."""
    conversation, runners = agreed(content), town.spread(RUNNERS, number)
    town.give(runners, conversation.dialogue)
    card = conversation.cards[-1]
    rows = tuple(tuple((button.label, button.tap) for button in row) for row in card.rows)
    async with at_work(content, town.path, town.sealer) as work:
        people = Runners(work.turns, work.transport, first_update=1_000_000 * number)

        async def answer(waiting: Iterator[int]) -> None:
            for runner in waiting:
                await people.triage(chat_of(runner), Delivery(chat_of(runner), card.text, rows), len(TAPPED))

        waiting, began = iter(runners), perf_counter()
        await asyncio.gather(*(answer(waiting) for _ in range(AT_A_TIME)))
        await work.outbox.drained()
        return (perf_counter() - began) / (RUNNERS * len(TAPPED)) * 1000


async def _memory_mib(town: Town) -> float:
    """What `kneewise run` holds after some thousand turns of a hundred people."""
    async with await BotApi.start(TOKEN) as api, running(OURS, api, town.path.parent) as run:
        crowd = Crowd(api, CHATS, TYPED)
        await crowd.agree()
        heard = await crowd.talk(SECONDS)
        assert not heard.lost
        assert not api.rejected, api.rejected[0]
        return await _resident_mib(run.process)


async def _resident_mib(process: int) -> float:
    """The memory a process holds, as `ps` tells it."""
    asked = await asyncio.create_subprocess_exec("ps", "-o", "rss=", "-p", f"{process}", stdout=PIPE)
    kib, _ = await asked.communicate()
    return int(kib) / 1024
