"""kill -9 at random moments, in the middle of conversations: no answer is lost, none counts twice.

A message that left but was not yet marked as sent is sent again: at most one for each chat that is being served when
the process dies. KNEEWISE_TEST_KILLS sets how often (20); `make soak` does it 200 times.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest
from support.botapi import BotApi, User
from support.conversation import Conversation, plain
from support.process import Bot

from dialogs.content import Content
from dialogs.replies import Message

TOKEN = ":".join(("123456", "A" * 35))
KILLS = int(os.environ.get("KNEEWISE_TEST_KILLS", "20"))
ANSWERS = [
    "none", "31", "no", "none", "none", "none", "outer side", "less than a week", "3", "2",
    "within an hour", "same or better", "none", "/triage",
]  # fmt: skip


def expected(content: Content) -> list[str]:
    """What the bot says to each answer of a round when nothing goes wrong; the last ends where the first begins."""
    conversation = Conversation(content)
    conversation.says("/start")
    conversation.says("[I agree]")
    replies = [conversation.says(answer) for answer in ANSWERS]
    return [conversation.text(reply) for turn in replies for reply in turn if isinstance(reply, Message)]


class Watched:
    """What a runner was sent, as it was when it was sent."""

    def __init__(self, server: BotApi) -> None:
        self.said: dict[int, list[str]] = {}
        self._seen: set[tuple[int, int]] = set()
        server.listeners.append(self.look)

    def look(self, message: object) -> None:
        """A message is new or was changed; only a new one counts."""
        chat, number = message.chat_id, message.message_id  # type: ignore[attr-defined]
        if message.from_bot and (chat, number) not in self._seen:  # type: ignore[attr-defined]
            self._seen.add((chat, number))
            self.said.setdefault(chat, []).append(plain(message.html))  # type: ignore[attr-defined]


async def converse(runner: User, watched: Watched, wanted: list[str], over: asyncio.Event) -> int:
    """Give answer after answer, each once the question before it is there; how many rounds it was."""
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise", 60)
    await runner.taps("I agree")
    await reached(runner, watched, wanted[-1])
    rounds = 0
    while not over.is_set():
        rounds += 1
        for answer, text in zip(ANSWERS, wanted, strict=True):
            await runner.sends(answer)
            await reached(runner, watched, text)
    return rounds


async def reached(runner: User, watched: Watched, text: str) -> None:
    """The newest thing said to the runner is this."""
    await runner.waits_for(lambda _: watched.said[runner.id][-1] == text, 60)


def collapsed(said: list[str]) -> list[str]:
    """Without a message that repeats the one before it."""
    return [text for place, text in enumerate(said) if not place or said[place - 1] != text]


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

    repeats = []
    for runner, done in zip(runners, rounds, strict=True):
        said = watched.said[runner.id]
        assert collapsed(said)[1:] == [wanted[-1], *wanted * done]
        repeats.append(len(said) - len(collapsed(said)))
    print(f"{KILLS} kills, {people} chats, {sum(rounds) * len(ANSWERS)} answers, repeated messages: {repeats}, lost: 0")
    assert max(repeats) <= KILLS
    assert server.rejected == []
    assert TOKEN.encode() not in bot.printed
