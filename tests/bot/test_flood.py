"""One sender floods the real bot: they are told once, all is acknowledged, and the others go on as if nothing were."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.botapi import BotApi, User
from support.process import Bot, running
from support.talk import Watched, check, converse, expected

from bot.allowance import PLENTY
from dialogs.content import Content

TOKEN = ":".join(("123456", "A" * 35))
FLOOD = 1500
ROUNDS = 5


@pytest.fixture
async def bot(tmp_path: Path, server: BotApi) -> AsyncIterator[Bot]:
    """The bot, polling."""
    async with running(tmp_path, server.url, TOKEN) as child:
        yield child


async def flood(sender: User) -> None:
    """Far more than anybody could type, in bursts; some of it as taps."""
    await sender.sends("/start")
    card = await sender.waits_for("I am Kneewise")
    for number in range(FLOOD):
        if number % 10:
            await sender.sends(f"hello {number}")
        else:
            await sender.taps_data("g:1:why", card)
        if number % 50 == 0:
            await asyncio.sleep(0.05)


async def test_a_flood_of_one_sender_is_acknowledged_and_told_once_while_others_are_answered(
    content: Content, server: BotApi, bot: Bot
) -> None:
    watched, wanted = Watched(server), expected(content)
    mallory = server.user(666, first_name="Mallory", language_code="en-GB")
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    rounds, _ = await asyncio.gather(converse(ann, watched, wanted, asyncio.Event(), ROUNDS), flood(mallory))
    await server.until(lambda: server.pending() == 0)
    assert check(watched, ann, wanted, rounds) == 0
    await mallory.waits_for("more than I can read")
    assert sum("more than I can read" in message.text for message in mallory.messages) == 1
    assert bot.printed.count(b'"too_many_updates"') == 1
    assert b"hello" not in bot.printed
    # What was let go was not played: far fewer answers than messages, whatever the time it took.
    assert PLENTY // 2 < len(mallory.messages) < FLOOD // 2
    assert await bot.stop() == 0


async def test_a_flood_in_one_group_is_acknowledged_and_the_bot_goes_on(server: BotApi, bot: Bot) -> None:
    mallory, ann = (server.user(number, first_name="Ann", language_code="en-GB") for number in (666, 1001))
    group = server.group(-100500, "Runners")
    await group.gains_bot(mallory)
    for _ in range(FLOOD):
        await mallory.sends("/link nothing", chat=group)
    await server.until(lambda: server.pending() == 0)
    await ann.sends("/start")
    await ann.waits_for("I am Kneewise")
    assert await bot.stop() == 0
