"""Days with the real bot over Telegram: a plan, the prompt at the runner's hour, the answer, restarts and outages.

Only time is not real: one clock for the bot and the server, moved by the test. The runner lives in Sydney, eleven
hours from UTC, and wants to be asked at 17:00.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.botapi import PATIENCE_SECONDS, Message, User
from support.botapi import BotApi as Server
from support.clock import Leaping
from support.conversation import bare
from support.groups import HeardGroups
from support.pdf import pages_of, text_of

from bot.app import App, open_app
from bot.clock import SystemClock
from bot.intake import Intake
from bot.polling import Polling
from bot.requests import AiohttpRequest, BotApi
from bot.settings import Settings
from bot.store.sql import to_time
from bot.telegram import TelegramTransport
from dialogs.content import read_content

TOKEN = ":".join(("123456", "A" * 35))
SYDNEY = ZoneInfo("Australia/Sydney")
# In touch more often than the absence after which an open question is asked again.
STEP = timedelta(seconds=140)
LOOK = timedelta(seconds=6)

TO_A_PLAN = (
    "I agree", "None of these", "25 to 44", "No", "None of these", "None of these", "None of these", "Outer side",
    "Less than a week", "3", "2", "Within an hour", "Same or better", "None of these", "Make my plan",
)  # fmt: skip
PROMPT, OFFER = "How is the knee today?", "Sorry, I was away for a while. Here is your question again."
SET = "Check-in: each day at 17:00"


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in Sydney; the plan begins on the 2nd at 16:30."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SYDNEY).astimezone(UTC)


class Unround(Leaping):
    """It never shows a full second, as real ones don't."""

    def now(self) -> datetime:
        return self._wall + timedelta(microseconds=123456)


@dataclass
class Running:
    """The bot, and the clock it lives by."""

    app: App
    clock: Unround

    async def until(self, at: datetime) -> None:
        """Live on to this moment, in touch with Telegram all the while, and let everything follow from it."""
        while self.clock.now() < at:
            due = await self.app.store.read(_next_due)
            moments = [at, self.clock.now() + STEP, *([due] if due and due > self.clock.now() else [])]
            self.clock.leap(min(moments))
            await self.app.schedule.alive()
            await self.settle()

    async def settle(self) -> None:
        """Let some seconds pass until nothing is due any more and nothing is left to send."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.is_due() or await self.is_unsent():
                await asyncio.sleep(0.002)
                self.clock.leap(self.clock.now() + timedelta(seconds=1))

    async def is_due(self) -> bool:
        """Whether something has fallen due and was not played yet."""
        due = await self.app.store.read(_next_due)
        return due is not None and due <= self.clock.now()

    async def is_unsent(self) -> bool:
        """Whether a message waits to be sent."""
        return await self.app.store.read(_is_unsent)


def _next_due(db: sqlite3.Connection) -> datetime | None:
    at = db.execute("SELECT min(at) FROM due WHERE held = 0").fetchone()[0]
    return to_time(at) if at else None


def _is_unsent(db: sqlite3.Connection) -> bool:
    unsent = "SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ('pending', 'sending'))"
    return db.execute(unsent).fetchone()[0] == 1


@dataclass
class Machine:
    """Where the bot runs: `async with machine.bot() as bot`, again and again on the same database."""

    server: Server
    clock: Unround
    folder: Path

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Running]:
        """The bot as `kneewise run` puts it together, polling; stopped in the end."""
        async with AsyncExitStack() as stack:
            api = BotApi(await stack.enter_async_context(AiohttpRequest()), TOKEN, self.server.url)
            transport = TelegramTransport(api)
            stack.push_async_callback(transport.close)
            settings = Settings(database=self.folder / "kneewise.db")
            app = await stack.enter_async_context(open_app(settings, transport, self.clock))
            # The network is a real one, and its time is too.
            polling = Polling(
                api, Intake(app.turns, HeardGroups(), transport, SystemClock()), SystemClock(), app.schedule.alive
            )
            stopping = asyncio.Event()
            serving = asyncio.create_task(app.while_well(polling.run(stopping)))
            running = Running(app, self.clock)
            try:
                await app.schedule.alive()
                await running.until(self.clock.now() + LOOK)
                yield running
            finally:
                stopping.set()
                await serving


async def taps(runner: User, label: str) -> None:
    """Tap a button as soon as it is there; returns once it is gone, or is another question's."""

    def shown(message: Message) -> str | None:
        return next((found for found in message.labels if label in (found, bare(found))), None)

    card = await runner.waits_for(shown)
    button = str(shown(card))
    data = card.data_of(button)
    await runner.taps(button, card)
    await runner.waits_for(lambda now: now is card and card.data_of(button) != data)


async def plans(runner: User) -> None:
    """From hello to a plan, with the hour 17:00 and the place to tell the zone by."""
    await runner.sends("/start")
    for label in TO_A_PLAN:
        await taps(runner, label)
    while "When shall I ask" not in (await runner.waits_for(lambda message: "Skip" in message.labels)).text:
        await taps(runner, "Skip")
    await taps(runner, "17:00")
    await runner.waits_for("Here is your plan")
    await runner.waits_for("Which city are you in?")
    await runner.sends(location={"latitude": -33.87, "longitude": 151.21})
    await taps(runner, "Yes, that is right")
    await runner.waits_for(SET)


def unasked(runner: User) -> list[str]:
    """What came since `plans`: when, on the runner's clock, and its question or first words."""
    last = max((message.message_id for message in runner.messages if SET in message.text), default=0)
    later = [message for message in runner.messages if message.message_id > last]
    said = [PROMPT if PROMPT in message.text else message.text.splitlines()[0] for message in later]
    at = [datetime.fromtimestamp(message.date, SYDNEY) for message in later]
    return [f"{moment:%d %H:%M} {words}" for moment, words in zip(at, said, strict=True)]


@pytest.fixture(scope="module", autouse=True)
def content_read_once() -> Iterator[None]:
    """Reading the content is most of a start, and it is the same every time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.read_content", cache(read_content))
        yield


@pytest.fixture
def clock() -> Unround:
    return Unround(on(2, 16, 30))


@pytest.fixture
async def server(clock: Unround) -> AsyncIterator[Server]:
    async with await _server(clock) as server:
        yield server
        assert server.rejected == []


async def _server(clock: Unround) -> Server:
    return await Server.start(TOKEN, clock=clock.now, unit=0.01)


@pytest.fixture
def ann(server: Server) -> User:
    return server.user(7, "Ann", "en-AU")


@pytest.fixture
def machine(server: Server, clock: Unround, tmp_path: Path) -> Machine:
    return Machine(server, clock, tmp_path / "data")


@pytest.fixture(scope="module")
def folder_with_a_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a bot that Ann made a plan with at 16:30, and that was stopped then."""
    folder = tmp_path_factory.mktemp("planned")

    async def make() -> None:
        clock = Unround(on(2, 16, 30))
        async with await _server(clock) as server, Machine(server, clock, folder).bot():
            await plans(server.user(7, "Ann", "en-AU"))

    asyncio.run(make())
    return folder


@pytest.fixture
def planned(folder_with_a_plan: Path, machine: Machine) -> Machine:
    """Ann has a plan, and the bot does not run."""
    shutil.copytree(folder_with_a_plan, machine.folder)
    return machine


async def test_from_hello_to_the_first_decision(machine: Machine, ann: User) -> None:
    async with machine.bot() as bot:
        await plans(ann)
        await bot.until(on(2, 17) - timedelta(seconds=1))
        assert unasked(ann) == []
        await bot.until(on(2, 17) + LOOK)
        assert unasked(ann) == [f"02 17:00 {PROMPT}"]

        await taps(ann, "Quiet, ran as planned")
        told = await ann.waits_for("Your knee took the run well")
        assert "You are at level 6 of 12." in told.text
        await bot.until(on(2, 21))
        assert len(unasked(ann)) == 2


async def test_an_unanswered_prompt_is_reminded_of_once_and_nothing_comes_at_night(planned: Machine, ann: User) -> None:
    async with planned.bot() as bot:
        await bot.until(on(3, 20))
        assert unasked(ann) == [
            f"02 17:00 {PROMPT}",
            f"02 19:00 {PROMPT}",
            f"03 17:00 {PROMPT}",
            f"03 19:00 {PROMPT}",
        ]


async def test_pictures_and_the_report_arrive_as_files(planned: Machine, ann: User) -> None:
    async with planned.bot():
        await ann.sends("/exercises")
        await taps(ann, "Hip")
        await taps(ann, "Clamshell")
        photo = (await ann.waits_for("Open the top knee like a shell")).file
        assert photo is not None
        assert photo.kind == "photo"
        assert planned.server.state.files[photo.file_id][1].startswith(b"\x89PNG")

        await ann.sends("/report Ann Lee")
        page = (await ann.waits_for("A page for your physio or doctor")).file
        assert page is not None
        assert (page.kind, page.content_type) == ("document", "application/pdf")
        pdf = planned.server.state.files[page.file_id][1]
        assert pages_of(pdf) == 1
        assert "Ann Lee" in text_of(pdf)


async def test_a_prompt_due_while_the_bot_was_down_comes_after_the_start_and_once(planned: Machine, ann: User) -> None:
    planned.clock.leap(on(2, 17, 30))
    for _ in range(2):
        async with planned.bot():
            assert unasked(ann) == [f"02 17:30 {PROMPT}"]


async def test_a_tap_made_while_the_bot_restarts_is_decided(planned: Machine, ann: User) -> None:
    async with planned.bot() as bot:
        await bot.until(on(2, 17) + LOOK)
    await ann.taps("Quiet, ran as planned")
    planned.clock.leap(on(2, 17, 2))
    async with planned.bot() as bot:
        await ann.waits_for("Your knee took the run well")
        await bot.until(on(2, 21))
        assert len(unasked(ann)) == 2


async def test_a_prompt_that_was_open_in_an_outage_is_asked_again_and_answered(planned: Machine, ann: User) -> None:
    async with planned.bot() as bot:
        await bot.until(on(2, 17) + LOOK)
    planned.clock.leap(on(2, 18))
    async with planned.bot():
        assert unasked(ann) == [f"02 17:00 {PROMPT}", f"02 18:00 {OFFER}", f"02 18:00 {PROMPT}"]
        await taps(ann, "Quiet, ran as planned")
        await ann.waits_for("Your knee took the run well")


@pytest.mark.parametrize("back", [on(2, 20), on(2, 23), on(3, 6), on(4, 12)])
async def test_after_an_outage_over_the_window_one_prompt_comes_at_the_next_hour(
    planned: Machine, ann: User, back: datetime
) -> None:
    day = max(back.astimezone(SYDNEY).day, 3)
    planned.clock.leap(back)
    async with planned.bot() as bot:
        await bot.until(back + timedelta(minutes=5))
        assert unasked(ann) == []
    planned.clock.leap(on(day, 16, 59))
    async with planned.bot() as bot:
        await bot.until(on(day, 18))
        assert unasked(ann) == [f"{day:02} 17:00 {PROMPT}"]


@pytest.mark.parametrize(
    ("back", "came"),
    [
        (on(2, 18), [f"02 18:00 {PROMPT}"]),
        (on(2, 20, 30), [f"02 20:30 {PROMPT}"]),
        (on(2, 23), []),
    ],
)
async def test_a_prompt_that_telegram_could_not_take_comes_in_its_window_or_not_at_all(
    planned: Machine, ann: User, back: datetime, came: list[str]
) -> None:
    async with planned.bot() as bot:
        await planned.server.goes_down()
        planned.clock.leap(on(2, 17))
        while not await bot.is_unsent():
            planned.clock.leap(planned.clock.now() + LOOK)
            await asyncio.sleep(0.002)
        planned.clock.leap(back)
        await planned.server.comes_back()
        await bot.settle()
        assert unasked(ann) == came


async def test_a_prompt_asked_again_after_an_outage_is_the_reminder_too(planned: Machine, ann: User) -> None:
    async with planned.bot() as bot:
        await bot.until(on(2, 17) + LOOK)
    planned.clock.leap(on(2, 18))
    async with planned.bot() as bot:
        await bot.until(on(2, 21))
        assert unasked(ann) == [f"02 17:00 {PROMPT}", f"02 18:00 {OFFER}", f"02 18:00 {PROMPT}"]


@pytest.mark.parametrize("back", [on(3, 6), on(3, 12)])
async def test_the_question_of_yesterday_is_not_asked_again_after_an_outage(
    planned: Machine, ann: User, back: datetime
) -> None:
    async with planned.bot() as bot:
        await bot.until(on(2, 17) + LOOK)
    planned.clock.leap(back)
    async with planned.bot() as bot:
        await bot.until(on(3, 12, 5))
        assert unasked(ann) == [f"02 17:00 {PROMPT}"]
