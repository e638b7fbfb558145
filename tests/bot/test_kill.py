"""kill -9 at random moments, in the middle of conversations: no answer is lost, none counts twice.

A message that left but was not yet marked as sent is sent again: at most one for each chat that is being served when
the process dies. KNEEWISE_TEST_KILLS sets how often (20); `make soak` does it 200 times.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest
from support.botapi import BotApi
from support.process import Bot
from support.talk import ANSWERS, Watched, check, converse, expected

from dialogs.content import Content

TOKEN = ":".join(("123456", "A" * 35))
KILLS = int(os.environ.get("KNEEWISE_TEST_KILLS", "20"))


@pytest.mark.parametrize("people", [1, 3])
async def test_no_answer_is_lost_and_none_counts_twice_however_often_the_bot_is_killed(
    content: Content, tmp_path: Path, people: int
) -> None:
    chance = random.Random(20261122)
    over = asyncio.Event()
    async with await BotApi.start(TOKEN, unit=0.02) as server:
        watched = Watched(server)
        bot = Bot(tmp_path, server.url, TOKEN)
        await bot.start()
        wanted = expected(content)
        runners = [server.user(1000 + number, first_name="Ann", language_code="en-GB") for number in range(people)]
        talks = [asyncio.create_task(converse(runner, watched, wanted, over)) for runner in runners]
        for _ in range(KILLS):
            polls = len(server.calls_of("getUpdates"))
            await server.until(lambda polls=polls: len(server.calls_of("getUpdates")) > polls, 30)
            await asyncio.sleep(chance.random() * 0.4)
            await bot.kill()
            await bot.start()
        over.set()
        rounds = await asyncio.gather(*talks)
        await server.until(lambda: server.pending() == 0, 30)
        assert await bot.stop() == 0

    repeats = [check(watched, runner, wanted, done) for runner, done in zip(runners, rounds, strict=True)]
    print(f"{KILLS} kills, {people} chats, {sum(rounds) * len(ANSWERS)} answers, repeated messages: {repeats}, lost: 0")
    assert max(repeats) <= KILLS
    assert server.rejected == []
    assert TOKEN.encode() not in bot.printed
