"""What falls due is played once, and questions come again after an outage, but never at night."""

import asyncio
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.clock import START, VirtualClock, WatchedStore
from support.shell import ANN, BEN, Shell, shell

from bot.playing import Play, Taken
from bot.schedule import Schedule, not_at_night
from bot.seal import Sealer
from bot.store.due import NewDue, add_due
from bot.store.presence import alive_at
from bot.transport import Incoming, UnreachableError
from dialogs import machine
from dialogs.content import Content
from dialogs.errors import StoreError
from dialogs.events import Answer, Command, Go, Left, Typed

HOUR = 3600.0


def schedule_of(running: Shell) -> Schedule:
    return Schedule(running.store, running.turns, running.clock)


async def plan(running: Shell, chat: str, at: datetime, kind: str = "check_in", day: date | None = None) -> None:
    """Something to come for the runner of this chat."""
    runner_id = await running.value("SELECT id FROM runner WHERE chat = ?", chat)
    await running.store.ids.ensure(1)
    row = NewDue(running.store.ids.next(), runner_id, kind, at, day or at.date())
    await running.store.write(lambda db: add_due(db, [row]))


async def waiting(running: Shell) -> list[tuple[str, str]]:
    return await running.rows("SELECT kind, at FROM due ORDER BY at")


async def ask(running: Shell, chat: str, zone: str | None = None) -> None:
    """Put an open question before the runner of this chat."""
    await running.say(Command("start"), chat)
    await running.store.write(lambda db: db.execute("UPDATE runner SET zone = ? WHERE chat = ?", (zone, chat)))


async def test_what_is_due_is_played_and_what_is_not_waits() -> None:
    async with shell() as running:
        await running.say(Typed("hi"))
        await plan(running, ANN, START)
        await plan(running, ANN, START + timedelta(hours=1), "later")
        schedule = schedule_of(running)
        assert await schedule.play_due() == 1
        assert await schedule.play_due() == 0
        await running.clock.settle()
        assert running.transport.texts()[1:] == ["[en] check_in"]
        assert await waiting(running) == [("later", "2026-03-02T10:00:00.000+00:00")]


async def test_a_great_many_are_played_page_by_page_each_once() -> None:
    async with shell(sends=False) as running:
        for number in range(250):
            await running.turns.submit(Incoming(f"test:{number}", Typed("hi")))
            await plan(running, f"test:{number}", START)
        assert await schedule_of(running).play_due() == 250
        assert await running.value("SELECT count(*) FROM due") == 0
        assert await running.rows("SELECT DISTINCT turn FROM dialogue") == [(2,)]


async def test_a_runner_has_one_of_a_kind_on_a_date() -> None:
    async with shell() as running:
        await running.say(Typed("hi"))
        for hour in (1, 2, 3):
            await plan(running, ANN, START + timedelta(hours=hour), day=START.date())
        assert await waiting(running) == [("check_in", "2026-03-02T10:00:00.000+00:00")]


async def test_the_schedule_runs_by_itself() -> None:
    async with shell() as running:
        await running.say(Typed("hi"))
        await plan(running, ANN, START + timedelta(minutes=10))
        async with running.beside(schedule_of(running).run()):
            await running.clock.advance(9.9 * 60)
            assert len(running.transport.sent) == 1
            await running.clock.advance(15)
            assert running.transport.texts()[1:] == ["[en] check_in"]


class Refusing(WatchedStore):
    """A store that is read in vain some times first."""

    refusals = 3

    async def read(self, work: Any) -> Any:
        if self.refusals:
            self.refusals -= 1
            raise StoreError("the disk sleeps")
        return await super().read(work)


async def test_a_database_in_trouble_does_not_end_the_schedule() -> None:
    store = await Refusing.open(":memory:", Sealer.made_up())
    clock = VirtualClock()
    schedule = Schedule(store, _Nobody(), clock)
    task = asyncio.create_task(schedule.run())
    await schedule.alive()
    await clock.advance(30)
    assert store.refusals == 0
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await store.close()


class _Nobody:
    async def submit(self, incoming: Incoming, due_id: int | None = None) -> Taken:
        raise AssertionError(incoming)


async def test_nothing_falls_due_for_a_runner_who_left_until_they_are_back() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        for chat in (ANN, BEN):
            await running.say(Typed("hi"), chat)
            await plan(running, chat, START + timedelta(minutes=1))
        await running.say(Left(), ANN)
        running.transport.answers[BEN].append(UnreachableError())
        await running.say(Typed("hm"), BEN)
        await running.clock.advance(120)
        assert await schedule.play_due() == 0
        await running.say(Typed("back"), ANN)
        await running.say(Typed("back"), BEN)
        assert await schedule.play_due() == 2


@pytest.mark.parametrize(("away", "offers"), [(149, 0), (150, 0), (151, 1), (4 * HOUR, 1)])
async def test_after_more_than_150_seconds_away_an_open_question_comes_again(
    tmp_path: Path, away: float, offers: int
) -> None:
    sealer, clock = Sealer.made_up(), VirtualClock()
    async with shell(tmp_path / "k.db", sealer, clock=clock) as running:
        await ask(running, ANN)
        await schedule_of(running).alive()
    await clock.advance(away)
    async with shell(tmp_path / "k.db", sealer, clock=clock) as running:
        schedule = schedule_of(running)
        await schedule.alive()
        assert await schedule.play_due() == offers
        await running.clock.settle()
        assert running.transport.texts() == ["[en] again"] * offers


async def test_an_outage_of_the_network_counts_as_well_as_one_of_the_bot() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        await schedule.alive()
        for _ in range(20):
            await running.clock.advance(20)
            await schedule.alive()
        assert await schedule.play_due() == 0
        await running.clock.advance(200)
        await schedule.alive()
        assert await schedule.play_due() == 1


async def test_a_question_is_offered_again_once_and_a_new_one_once_more() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        offered = []
        for round_ in range(4):
            await schedule.alive()
            await running.clock.advance(300)
            await schedule.alive()
            offered.append(await schedule.play_due())
            await running.clock.advance(5)
            if round_ == 1:
                turn = await running.value("SELECT turn FROM dialogue")
                await running.say(Answer(turn, "pain", "yes"))
        assert offered == [1, 0, 1, 0]


async def test_only_open_questions_of_the_last_day_come_again() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        await ask(running, "test:old")
        await running.clock.advance(2 * HOUR)
        await ask(running, "test:young")
        await running.say(Typed("no question"), "test:none")
        await schedule.alive()
        await running.clock.advance(23 * HOUR)
        await schedule.alive()
        assert await running.rows("SELECT chat FROM due JOIN runner ON runner.id = runner_id") == [("test:young",)]


async def test_a_question_that_was_not_even_sent_is_not_offered_again() -> None:
    async with shell(sends=False) as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        await schedule.alive()
        await running.clock.advance(600)
        await schedule.alive()
        assert await waiting(running) == []


async def test_who_cannot_be_reached_is_offered_nothing() -> None:
    async with shell() as running:
        await ask(running, ANN)
        await running.say(Left(), ANN)
        now = running.clock.now()
        assert await schedule_of(running).offer_again_after_outage(now - timedelta(hours=1), now) == 0


async def test_who_answers_before_the_offer_needs_it_no_more() -> None:
    async with shell(clock=VirtualClock(datetime(2026, 3, 2, 22, 0, tzinfo=UTC))) as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        await schedule.alive()
        await running.clock.advance(HOUR)
        await schedule.alive()
        assert await waiting(running) == [("offer_again", "2026-03-03T07:00:00.000+00:00")]
        await running.say(Answer(1, "pain", "yes"))
        assert await waiting(running) == []


async def test_a_question_asked_since_the_bot_is_back_is_not_offered_again() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        await schedule.alive()
        await running.clock.advance(600)
        await ask(running, BEN)
        await running.clock.advance(20)
        await schedule.alive()
        assert await running.rows("SELECT chat FROM due JOIN runner ON runner.id = runner_id") == [(ANN,)]


async def test_an_offer_that_waits_is_dropped_by_a_question_that_falls_due_before() -> None:
    async with shell(clock=VirtualClock(datetime(2026, 3, 2, 22, 0, tzinfo=UTC))) as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        await schedule.alive()
        await running.clock.advance(HOUR)
        await schedule.alive()
        for kind, left in (("says_something", 1), ("asks", 0)):
            await plan(running, ANN, running.clock.now(), kind)
            assert await schedule.play_due() == 1
            assert len(await waiting(running)) == left


async def test_in_each_runners_night_the_offer_waits_until_their_morning() -> None:
    async with shell(clock=VirtualClock(datetime(2026, 3, 2, 20, 30, tzinfo=UTC))) as running:
        schedule = schedule_of(running)
        zones = [None, "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Nowhere/At_All"]
        for number, zone in enumerate(zones):
            await ask(running, f"test:{number}", zone)
        await schedule.alive()
        await running.clock.advance(900)
        await schedule.alive()
        rows = await running.rows(
            "SELECT zone, at, local_date FROM due JOIN runner ON runner.id = runner_id ORDER BY chat"
        )
        now = "2026-03-02T20:45:00.000+00:00"
        assert rows == [
            (None, now, "2026-03-02"),
            ("Europe/Berlin", "2026-03-03T06:00:00.000+00:00", "2026-03-03"),
            ("America/New_York", now, "2026-03-02"),
            ("Asia/Tokyo", "2026-03-02T22:00:00.000+00:00", "2026-03-03"),
            ("Nowhere/At_All", now, "2026-03-02"),
        ]


EVENING = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def real(content: Content) -> Play:
    """The dialogues that are shipped, in place of the hand-made ones."""
    return lambda _, *more: machine.play(content, *more)


async def says(running: Shell, *lines: str) -> None:
    for line in lines:
        await running.say(Command(line[1:]) if line.startswith("/") else Typed(line))


async def asked_who_sleeps_till_eight(running: Shell) -> None:
    """A runner who wants to be left alone longer than from nine to seven has an open question."""
    await says(running, "/start")
    await running.say(Go(await running.value("SELECT turn FROM dialogue"), "agree"))
    await says(running, "/settings", "quiet hours", "18:00 to 08:00", "done")


async def test_in_quiet_hours_a_runner_has_set_the_offer_waits_until_they_are_over_and_comes_once(
    content: Content,
) -> None:
    async with shell(play=real(content), clock=VirtualClock(EVENING)) as running:
        schedule = schedule_of(running)
        await asked_who_sleeps_till_eight(running)
        said = len(running.transport.texts())
        for outage in (1.5 * HOUR, 2 * HOUR, 10.25 * HOUR):
            await schedule.alive()
            await running.clock.advance(outage)
            await schedule.alive()
            await schedule.play_due()
            await running.clock.settle()
            assert running.transport.texts()[said:] == []
            assert await waiting(running) == [("offer_again", "2026-03-03T08:00:00.000+00:00")]

        await running.clock.advance(1.5 * HOUR)
        for _ in range(2):
            await schedule.play_due()
            await running.clock.advance(5)
            assert [text.split()[1] for text in running.transport.texts()[said:] if text] == ["offer_again", "question"]
        await running.clock.advance(HOUR)
        await schedule.alive()
        assert await waiting(running) == []


async def test_who_answers_in_their_quiet_hours_is_not_asked_after_them(content: Content) -> None:
    async with shell(play=real(content), clock=VirtualClock(EVENING)) as running:
        schedule = schedule_of(running)
        await asked_who_sleeps_till_eight(running)
        await schedule.alive()
        await running.clock.advance(1.5 * HOUR)
        await schedule.alive()
        await schedule.play_due()
        assert len(await waiting(running)) == 1

        await says(running, "none")

        assert await waiting(running) == []


async def test_a_whole_town_is_offered_its_questions_again() -> None:
    async with shell(sends=False) as running:
        at = START.isoformat(timespec="milliseconds")
        people = [(number, f"test:{number}", at, at[:10]) for number in range(1, 2502)]
        questions = [(number, 1, at, b"") for number in range(1, 2502)]

        def fill(db: sqlite3.Connection) -> None:
            db.executemany("INSERT INTO runner (id, chat, created_at, last_seen) VALUES (?, ?, ?, ?)", people)
            db.executemany("INSERT INTO dialogue (runner_id, turn, asked_at, body) VALUES (?, ?, ?, ?)", questions)

        await running.store.write(fill)
        now = START + timedelta(hours=1)
        assert await schedule_of(running).offer_again_after_outage(START, now) == 2501
        assert await running.value("SELECT count(*) FROM due") == 2501


async def test_presence_is_kept_but_not_written_all_the_time() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        await schedule.alive()
        visits = running.store.visits
        for _ in range(100):
            await schedule.alive()
        assert running.store.visits == visits
        await running.clock.advance(31)
        await schedule.alive()
        assert await running.store.read(alive_at) == START + timedelta(seconds=31)


async def test_a_clock_set_back_offers_nothing_and_is_kept() -> None:
    async with shell() as running:
        schedule = schedule_of(running)
        await ask(running, ANN)
        await schedule.alive()
        running.clock.step_wall(-HOUR)
        await schedule.alive()
        assert await waiting(running) == []
        assert await running.store.read(alive_at) == START - timedelta(hours=1)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-06-01T06:59:59", "2026-06-01T07:00"),
        ("2026-06-01T07:00:00", None),
        ("2026-06-01T20:59:59", None),
        ("2026-06-01T21:00:00", "2026-06-02T07:00"),
        ("2026-06-01T00:00:00", "2026-06-01T07:00"),
        # The night the clocks go forward, and the one they go back.
        ("2026-03-28T22:00:00", "2026-03-29T07:00"),
        ("2026-10-24T23:00:00", "2026-10-25T07:00"),
        ("2026-10-25T02:30:00", "2026-10-25T07:00"),
    ],
)
def test_night_is_from_nine_to_seven_on_the_runners_own_clock(local: str, expected: str | None) -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
    at, day = not_at_night(now, "Europe/Berlin")
    wanted = datetime.fromisoformat(expected).replace(tzinfo=zone).astimezone(UTC) if expected else now
    assert (at, day) == (wanted, wanted.astimezone(zone).date())
