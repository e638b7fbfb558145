"""Turns per second made durable by one process: the real turns, store and outbox; only Telegram answers at once."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.clock import SystemClock
from bot.outbox import Outbox
from bot.seal import Sealer
from bot.store import Store
from bot.transport import Delivery, Incoming
from bot.turns import Turns
from dialogs.content import Content
from dialogs.events import Command, Event, read_tap
from dialogs.machine import play
from dialogs.wording import words

from .baselines import conversation_handler
from .baselines.commits import commits_a_second
from .conversations import TAPPED, Question, asked
from .disk import DISK
from .table import Row, times

ROUNDS = 3
ONE, MANY = 1, 50
TURNS = {ONE: 400, MANY: 4000}
CONVERSATION_HANDLER_TURNS = {ONE: 400, MANY: 1000}
COMMITS = 2000
TARGET, TARGET_RATIO = 2000, 4


class InstantTransport:
    """Everything arrives at once; tells who waits for a chat's next message."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._waiting: dict[str, asyncio.Future[Delivery]] = {}

    def next_message(self, chat: str) -> asyncio.Future[Delivery]:
        """Done when a new message comes to this chat."""
        self._waiting[chat] = asyncio.get_running_loop().create_future()
        return self._waiting[chat]

    async def deliver(self, delivery: Delivery) -> int:
        if delivery.message_id is None and (waiting := self._waiting.pop(delivery.chat, None)):
            waiting.set_result(delivery)
        return delivery.message_id or next(self._numbers)


class Runners:
    """Runners who each say the next thing once they have read the answer to the last."""

    def __init__(self, turns: Turns, transport: InstantTransport, first_update: int = 1) -> None:
        self._turns, self._transport, self._updates = turns, transport, count(first_update)

    async def agree(self, chat: str) -> Delivery:
        """From hello to the first question."""
        return await self._taps(chat, await self._says(chat, Command("start")), "[I agree]")

    async def triage(self, chat: str, card: Delivery, turns: int) -> None:
        """Answer so many questions, over and over from the first, which is on `card`, to the verdict."""
        for number in range(turns):
            card = await self._taps(chat, card, TAPPED[number % len(TAPPED)])

    async def _taps(self, chat: str, card: Delivery, label: str) -> Delivery:
        # A label may begin with a number or a box to tick.
        tap = next(tap for row in card.rows for name, tap in row if label[1:-1] in (name, name[2:]))
        return await self._says(chat, read_tap(tap))

    async def _says(self, chat: str, event: Event) -> Delivery:
        """What comes back, once the turn is on the disk and its message has arrived."""
        message = self._transport.next_message(chat)
        taken = await self._turns.submit(Incoming(chat, event, next(self._updates), "en-GB"))
        assert not taken.dead_letter
        return await message


async def measure(content: Content) -> list[Row]:
    """At one chat and at many, with both baselines; rounds take turns."""
    questions, rows = asked(content, TAPPED), []
    for chats in (ONE, MANY):
        ours, floor, theirs = [], [], []
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(dir=DISK) as name:
                folder = Path(name)
                floor.append(commits_a_second(folder, COMMITS))
                ours.append(await turns_a_second(content, folder, chats, TURNS[chats]))
                theirs.append(await _conversation_handler(questions, folder, chats))
        rows += _rows(chats, median(ours), median(floor), median(theirs))
    return rows


@dataclass(frozen=True)
class Work:
    """What runs behind a transport."""

    store: Store
    turns: Turns
    outbox: Outbox
    transport: InstantTransport


@asynccontextmanager
async def at_work(content: Content, database: Path, sealer: Sealer) -> AsyncIterator[Work]:
    """Store, turns and outbox on this database, put together as the bot does it."""
    store, transport, clock = await Store.open(database, sealer), InstantTransport(), SystemClock()
    outbox = Outbox(store, transport, clock)
    turns = Turns(store, content, play, words, clock, outbox)
    parts = [asyncio.create_task(part) for part in (turns.run(), outbox.run())]
    try:
        yield Work(store, turns, outbox, transport)
    finally:
        for part in reversed(parts):
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        await store.close()


async def turns_a_second(content: Content, folder: Path, chats: int, turns: int) -> float:
    """Kneewise with so many chats at a time, `turns` in all."""
    async with at_work(content, folder / "kneewise.db", Sealer.made_up()) as work:
        runners, names = Runners(work.turns, work.transport), [f"bench:{number}" for number in range(chats)]
        cards = await asyncio.gather(*map(runners.agree, names))
        began = perf_counter()
        await asyncio.gather(*map(runners.triage, names, cards, repeat(turns // chats)))
        await work.outbox.drained()
        return turns / (perf_counter() - began)


async def _conversation_handler(questions: Sequence[Question], folder: Path, chats: int) -> float:
    application = await conversation_handler.opened(questions, folder)
    count_of_turns = CONVERSATION_HANDLER_TURNS[chats]
    try:
        return await conversation_handler.turns_a_second(application, chats, count_of_turns)
    finally:
        await application.shutdown()


def _rows(chats: int, ours: float, floor: float, theirs: float) -> list[Row]:
    many = chats == MANY
    at = f"{chats} chat{'s' if many else ''} at a time"
    return [
        Row(
            f"Durable turns, {at}",
            f"{ours:,.0f}/s",
            target=f">= {TARGET:,}/s" if many else "",
            met=ours >= TARGET if many else None,
        ),
        Row(
            "",
            f"{floor:,.0f}/s",
            "one INSERT and commit a turn, nothing else",
            times(ours, floor),
            f">= {TARGET_RATIO} x" if many else "",
            ours >= TARGET_RATIO * floor if many else None,
        ),
        Row(
            "",
            f"{theirs:,.0f}/s",
            "ConversationHandler, PicklePersistence flushed each turn (no fsync)",
            times(ours, theirs),
            "> 1 x" if many else "",
            ours > theirs if many else None,
        ),
    ]
