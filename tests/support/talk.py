"""A runner who goes through the triage round after round, and what the bot should have said to each answer."""

import asyncio
import math

from dialogs.content import Content
from dialogs.replies import Message
from support.botapi import BotApi, User
from support.conversation import Conversation, plain

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


async def converse(
    runner: User, watched: Watched, wanted: list[str], over: asyncio.Event, most: float = math.inf
) -> int:
    """Give answer after answer, each once the question before it is there; how many rounds it was, `most` at most.

    As fast as this, one process takes eight rounds; what comes on top is let go.
    """
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise", 60)
    await runner.taps("I agree")
    await reached(runner, watched, wanted[-1])
    rounds = 0
    while rounds < most and not over.is_set():
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


def check(watched: Watched, runner: User, wanted: list[str], rounds: int) -> int:
    """Every answer counted once: the runner was told what was to be told, in order; how many messages came again."""
    said = watched.said[runner.id]
    assert collapsed(said)[1:] == [wanted[-1], *wanted * rounds]
    return len(said) - len(collapsed(said))
