"""A runner who goes through the triage round after round, and what the bot should have said to each answer."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.content import Content
from dialogs.replies import Message
from support.botapi import BotApi, User
from support.conversation import Conversation, plain

RIGHT_NOW, AGE = "none", "31"
ANSWERS = [
    RIGHT_NOW, "no", "none", "none", "none", "outer side", "less than a week", "3", "2",
    "within an hour", "same or better", "none", "/triage",
]  # fmt: skip
FIRST = [RIGHT_NOW, AGE, *ANSWERS[1:]]
"""The answers of the first round, the only one that asks the age."""


@dataclass(frozen=True)
class Expected:
    """What the bot says when nothing goes wrong: to the consent, to each answer of the first round and of later ones.

    A round ends where the next begins.
    """

    begin: str
    first: list[str]
    later: list[str]


def expected(content: Content) -> Expected:
    """What is said to each answer."""
    conversation = Conversation(content)
    conversation.says("/start")
    begin = _said(conversation, ["[I agree]"])[-1]
    return Expected(begin, _said(conversation, FIRST), _said(conversation, ANSWERS))


def _said(conversation: Conversation, answers: Sequence[str]) -> list[str]:
    replies = [conversation.says(answer) for answer in answers]
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


async def converse(
    runner: User, watched: Watched, wanted: Expected, over: asyncio.Event, most: float = math.inf
) -> int:
    """Give answer after answer, each once the question before it is there; how many rounds it was, `most` at most.

    As fast as this, one process takes eight rounds; what comes on top is let go.
    """
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise", 60)
    await runner.taps("I agree")
    await reached(runner, watched, wanted.begin)
    await _answer(runner, watched, FIRST, wanted.first)
    rounds = 1
    while rounds < most and not over.is_set():
        rounds += 1
        await _answer(runner, watched, ANSWERS, wanted.later)
    return rounds


async def _answer(runner: User, watched: Watched, answers: list[str], texts: list[str]) -> None:
    for answer, text in zip(answers, texts, strict=True):
        await runner.sends(answer)
        await reached(runner, watched, text)


async def reached(runner: User, watched: Watched, text: str) -> None:
    """The newest thing said to the runner is this."""
    await runner.waits_for(lambda _: watched.said[runner.id][-1] == text, 60)


def collapsed(said: list[str]) -> list[str]:
    """Without a message that repeats the one before it."""
    return [text for place, text in enumerate(said) if not place or said[place - 1] != text]


def check(watched: Watched, runner: User, wanted: Expected, rounds: int) -> int:
    """Every answer counted once: the runner was told what was to be told, in order; how many messages came again."""
    said = watched.said[runner.id]
    assert collapsed(said)[1:] == [wanted.begin, *wanted.first, *wanted.later * (rounds - 1)]
    return len(said) - len(collapsed(said))
