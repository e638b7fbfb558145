"""What a dialogue sets for later is kept with its turn, comes once, at its time or not at all."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support import plays
from support.clock import START, VirtualClock
from support.folders import bytes_of
from support.shell import ANN, BEN, Shell, shell

from bot.playing import Taken
from bot.schedule import Schedule
from bot.seal import Sealer
from bot.store import migrate
from bot.store.check_ins import check_ins_of
from bot.store.due import OFFER_AGAIN, PAGE, NewDue, add_due
from bot.store.outbox import RANKS
from bot.store.plans import plans_of
from bot.store.presence import latest_at
from bot.store.sql import to_text
from bot.transport import Incoming, NotSentError
from bot.turns import Turns
from dialogs.dialogue import Dialogue
from dialogs.events import Command, Due, Event, Typed
from dialogs.replies import CheckedIn, Message, Planned, Priority, Scheduled, Upcoming
from dialogs.squads.around import Around

HOUR = timedelta(hours=1)


def play(content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
    """The hand-made play, and words that are records: `in 2 check_in`, `checked 2026-03-02 fine`, `planned ladder`."""
    out = plays.play(content, dialogue, event, now)
    match event:
        case Typed(text) if text.startswith("in "):
            hours = [float(hours) for hours in text.split()[1::2]]
            kinds = text.split()[2::2]
            out.records.append(Scheduled(tuple(map(partial(upcoming, now), hours, kinds))))
        case Typed(text) if text.startswith("checked "):
            _, day, word = text.split()
            out.records.append(CheckedIn(day, {"word": word}))
        case Typed(text) if text.startswith("planned "):
            out.records.append(Planned({"plan": text.split()[1]}))
        case Due(kind, at):
            out.dialogue.facts.setdefault("came", []).append([kind, at and at.isoformat()])
            if kind == "again_and_again":
                out.records.append(Scheduled((upcoming(now, -1, kind),)))
    return out


def upcoming(now: datetime, hours: float, kind: str) -> Upcoming:
    at = now + hours * HOUR
    return Upcoming(kind, at, at.date().isoformat())


def schedule_of(running: Shell) -> Schedule:
    return Schedule(running.store, running.turns, running.clock)


async def waiting(running: Shell, chat: str = ANN) -> list[tuple[str, str, str]]:
    rows = await running.rows(
        "SELECT kind, at, local_date FROM due JOIN runner ON runner.id = runner_id WHERE chat = ? ORDER BY at", chat
    )
    return [(kind, at[:16], day) for kind, at, day in rows]


async def test_what_is_set_replaces_what_was_but_a_question_to_be_offered_again() -> None:
    async with shell(play=play) as running:
        for chat in (ANN, BEN):
            await running.say(Typed("in 2 check_in 26 seen"), chat)
        runner_id = await running.value("SELECT id FROM runner WHERE chat = ?", ANN)
        offer = NewDue(running.store.ids.next(), runner_id, OFFER_AGAIN, START + HOUR, START.date())
        await running.store.write(lambda db: add_due(db, [offer]))
        due_id = await running.value("SELECT id FROM due WHERE kind = 'seen' AND runner_id = ?", runner_id)
        assert len(await waiting(running)) == 3
        # Played as what was due, so that the offer is not taken for met by a runner who wrote.
        await running.turns.submit(Incoming(ANN, Due("again_and_again")), due_id=due_id)
        assert await waiting(running) == [
            ("again_and_again", "2026-03-02T08:00", "2026-03-02"),
            (OFFER_AGAIN, "2026-03-02T10:00", "2026-03-02"),
        ]
        assert await waiting(running, BEN) == [
            ("check_in", "2026-03-02T11:00", "2026-03-02"),
            ("seen", "2026-03-03T11:00", "2026-03-03"),
        ]
        await running.say(Typed("in "), BEN)
        assert await waiting(running, BEN) == []


async def test_a_turn_that_sets_nothing_leaves_everything_as_it_was() -> None:
    async with shell(play=play) as running:
        await running.say(Typed("in 2 check_in"))
        await running.say(Typed("hm"))
        assert await waiting(running) == [("check_in", "2026-03-02T11:00", "2026-03-02")]


async def test_what_is_set_for_somebody_who_was_just_lost_is_held_until_they_write() -> None:
    async with shell(play=play, sends=False) as running:
        await running.say(Typed("in 0 again_and_again"))
        await running.store.write(lambda db: db.execute("UPDATE runner SET reachable = 0"))
        due_id = await running.value("SELECT id FROM due")
        await running.turns.submit(Incoming(ANN, Due("again_and_again")), due_id=due_id)
        assert await schedule_of(running).play_due() == 0
        assert len(await waiting(running)) == 1
        await running.say(Typed("back"))
        assert await schedule_of(running).play_due() == 1


async def test_of_a_kind_and_a_date_only_the_first_is_kept() -> None:
    async with shell(play=play) as running:
        await running.say(Typed("in 2 check_in 3 check_in 4 reminder"))
        assert [(kind, at) for kind, at, _ in await waiting(running)] == [
            ("check_in", "2026-03-02T11:00"),
            ("reminder", "2026-03-02T13:00"),
        ]


async def test_what_is_due_brings_the_time_it_was_set_for() -> None:
    async with shell(play=play) as running:
        await running.say(Typed("in 2 check_in"))
        await running.clock.advance(2.5 * 3600)
        assert await schedule_of(running).play_due() == 1
        found = await running.store.read(lambda db: db.execute("SELECT body FROM dialogue").fetchone()[0])
        body = running.store.sealer.unseal(found, "dialogue", "body", 1)
        assert '"came":[["check_in","2026-03-02T11:00:00+00:00"]]' in body.decode().replace(" ", "")


async def test_a_check_in_is_one_for_each_date_and_the_later_one_holds() -> None:
    async with shell(play=play) as running:
        for text in ("checked 2026-03-02 fine", "checked 2026-03-01 late", "checked 2026-03-02 sore"):
            await running.clock.advance(60)
            await running.say(Typed(text))
        await running.say(Typed("checked 2026-03-02 other"), BEN)
        runner_id = await running.value("SELECT id FROM runner WHERE chat = ?", ANN)
        kept = await running.store.read(lambda db: check_ins_of(db, running.store.sealer, runner_id))
        assert [(one.local_date.isoformat(), one.body, one.at) for one in kept] == [
            ("2026-03-01", {"word": "late"}, START + timedelta(minutes=2)),
            ("2026-03-02", {"word": "sore"}, START + timedelta(minutes=3)),
        ]


async def test_every_plan_is_kept_in_the_order_they_were_made() -> None:
    async with shell(play=play) as running:
        await running.say(Typed("planned ladder"))
        await running.clock.advance(60)
        await running.say(Typed("planned km"))
        kept = await running.store.read(lambda db: plans_of(db, running.store.sealer, 1))
        assert [(one.at, one.body) for one in kept] == [
            (START, {"plan": "ladder"}),
            (START + timedelta(minutes=1), {"plan": "km"}),
        ]
        assert await running.value("SELECT count(*) FROM audit WHERE what = 'planned'") == 2


async def test_plans_check_ins_and_what_is_to_come_go_with_the_runner_and_show_nothing_before(tmp_path: Path) -> None:
    async with shell(tmp_path / "k.db", play=play) as running:
        for chat in (ANN, BEN):
            for text in ("agree", "checked 2026-03-02 MARKER", "planned MARKER", "in 2 check_in"):
                await running.say(Typed(text), chat)
        assert b"MARKER" not in bytes_of(tmp_path)
        await running.say(Command("delete"), ANN)
        for table in ("check_in", "plan", "due"):
            assert await running.value(f"SELECT count(*) FROM {table}") == 1, table


async def test_after_a_long_outage_what_was_due_comes_once_a_look() -> None:
    async with shell(play=play) as running:
        await running.say(Typed("in 2 again_and_again"))
        await running.clock.advance(timedelta(days=9).total_seconds())
        schedule = schedule_of(running)
        # Each sets another one for a time that is over already.
        for count in (1, 2):
            assert await schedule.play_due() == 1
            await running.clock.advance(2)
            assert running.transport.texts()[1:] == ["[en] again_and_again"] * count


class _Keeps:
    """Plays nothing, so that every row stays where it is."""

    def __init__(self) -> None:
        self.played: list[str] = []

    async def submit(self, incoming: Incoming, due_id: int | None = None) -> Taken:
        self.played.append(incoming.chat)
        return Taken(dead_letter=True)


async def test_rows_that_cannot_be_played_hold_up_nobody_behind_them() -> None:
    async with shell(sends=False) as running:
        await fill(running, 2 * PAGE + 7)
        keeps = _Keeps()
        schedule = Schedule(running.store, keeps, running.clock)
        for _ in range(2):
            keeps.played.clear()
            assert await schedule.play_due() == 2 * PAGE + 7
            assert len(set(keeps.played)) == len(keeps.played) == 2 * PAGE + 7


class _Watched:
    """Hands on what is due, and tells when the first page of it is in the queue."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.first_page, self.count = turns, asyncio.Event(), 0

    async def submit(self, incoming: Incoming, due_id: int | None = None) -> Taken:
        self.count += 1
        if self.count == PAGE:
            self.first_page.set()
        return await self.turns.submit(incoming, due_id)


async def test_who_writes_while_a_thousand_are_due_need_not_wait_for_them() -> None:
    async with shell(sends=False) as running:
        await running.say(Typed("hi"))
        await fill(running, 10 * PAGE)
        watched = _Watched(running.turns)
        playing = asyncio.create_task(Schedule(running.store, watched, running.clock).play_due())
        await watched.first_page.wait()
        await running.turns.submit(Incoming(ANN, Typed("now")))
        assert await running.value("SELECT count(*) FROM due") >= 7 * PAGE
        assert await playing == 10 * PAGE


async def fill(running: Shell, count: int) -> None:
    """So many runners, each with something due at the same moment."""
    at = to_text(START)
    runners = [(number, f"test:{number}", at, at[:10]) for number in range(1000, 1000 + count)]

    def write(db: sqlite3.Connection) -> None:
        db.executemany("INSERT INTO runner (id, chat, created_at, last_seen) VALUES (?, ?, ?, ?)", runners)
        bodies = [(number, 1, running.store.sealer.seal(b"{}", "dialogue", "body", number)) for number, *_ in runners]
        db.executemany("INSERT INTO dialogue (runner_id, turn, body) VALUES (?, ?, ?)", bodies)
        add_due(db, [NewDue(number, number, "check_in", START, START.date()) for number, *_ in runners])

    await running.store.write(write)


async def test_what_cannot_be_played_is_put_off_by_a_day_but_an_offer_is_dropped() -> None:
    def failing(content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        if isinstance(event, Due):
            raise plays.SecretTextError(event.kind)
        return play(content, dialogue, event, now, around)

    async with shell(play=failing) as running:
        await running.say(Typed("in 0 check_in 0 offer_again"))
        playing = asyncio.create_task(schedule_of(running).play_due())
        await running.clock.advance(5)
        assert await playing == 2
        assert await waiting(running) == [("check_in", "2026-03-03T09:00", "2026-03-03")]
        assert await running.value("SELECT count(*) FROM dead_letter") == 2


@pytest.mark.parametrize(("minutes", "played"), [(9, 1), (10, 1), (11, 0)])
async def test_a_clock_set_back_by_more_than_ten_minutes_stops_the_schedule_until_it_caught_up(
    tmp_path: Path, minutes: int, played: int
) -> None:
    sealer, clock = Sealer.made_up(), VirtualClock()
    async with shell(tmp_path / "k.db", sealer, play, clock) as running:
        await running.say(Typed("in 0 check_in"))
        assert await schedule_of(running).play_due() == 1
    clock.step_wall(-60 * minutes)
    # The latest time is known after a start as well.
    async with shell(tmp_path / "k.db", sealer, play, clock) as running:
        await running.say(Typed("in 0 check_in"), BEN, update_id=50)
        schedule = schedule_of(running)
        with capture_logs() as logs:
            assert [await schedule.play_due() for _ in range(3)] == [played, 0, 0]
            assert [line["event"] for line in logs] == ["clock_set_back"] * (1 - played)
            await running.clock.advance(120)
            assert await schedule.play_due() == 1 - played
        assert await running.store.read(latest_at) == START + timedelta(minutes=2 - minutes + max(0, minutes - 2))


async def test_being_in_touch_also_tells_how_late_it_is() -> None:
    async with shell(play=play) as running:
        schedule = schedule_of(running)
        await schedule.alive()
        running.clock.step_wall(-3600)
        await schedule.alive()
        assert await running.store.read(latest_at) == START
        await running.say(Typed("in 0 check_in"))
        assert await schedule_of(running).play_due() == 0


def nudging(until: datetime) -> Callable[..., plays.Outcome]:
    """A play whose prompts are worth nothing from then on."""

    def nudge(content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        out = plays.play(content, dialogue, event, now)
        out.replies = [Message("asked", rows=plays.card(1), priority=Priority.NUDGE, until=until)]
        return out

    return nudge


@pytest.mark.parametrize(("seconds", "sent"), [(59, True), (60, False), (600, False)])
async def test_a_prompt_that_could_not_leave_in_time_does_not_leave_at_all(
    tmp_path: Path, seconds: float, sent: bool
) -> None:
    sealer, clock = Sealer.made_up(), VirtualClock()
    nudge = nudging(START + timedelta(minutes=1))
    async with shell(tmp_path / "k.db", sealer, nudge, clock, sends=False) as running:
        await running.say(Typed("hi"))
    await clock.advance(seconds)
    async with shell(tmp_path / "k.db", sealer, nudge, clock) as running:
        assert running.transport.texts() == ["[en] asked"] * sent
        expected = ("sent", None, None) if sent else ("dead", "too_late", None)
        assert await running.rows("SELECT state, reason, body FROM outbox") == [expected]


async def test_a_prompt_that_waits_for_telegram_is_given_up_when_its_time_is_over() -> None:
    async with shell(play=nudging(START + timedelta(minutes=1))) as running:
        running.transport.answers[ANN] += [NotSentError(retry_after=30), NotSentError(retry_after=40)]
        await running.say(Typed("hi"))
        await running.clock.advance(120)
        assert running.transport.texts() == []
        assert await running.rows("SELECT state, reason FROM outbox") == [("dead", "too_late")]


async def test_what_a_prompt_changes_on_an_older_card_comes_after_all_prompts() -> None:
    async with shell(sends=False) as running:
        for chat in (ANN, BEN):
            await running.say(Command("start"), chat)
            await running.say(Typed("hm"), chat)
            await running.turns.submit(Incoming(chat, Due("asks")))
        rows = await running.rows("SELECT kind, priority FROM outbox WHERE kind = 'edit' OR priority > 1 ORDER BY id")
        ranks = [RANKS.index(Priority.DIGEST), RANKS.index(Priority.NUDGE)]
        assert rows == [("edit", ranks[0]), ("card", ranks[1])] * 2


async def test_a_database_of_the_first_version_goes_on_as_it_is(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    start = migrate.FOLDER / "0001_start.sql"
    (first / start.name).write_text(start.read_text())
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    db = sqlite3.connect(path, isolation_level=None)
    migrate.migrate(db, "now", first)
    at = to_text(START)
    db.execute("INSERT INTO runner (id, chat, created_at, last_seen) VALUES (1, ?, ?, ?)", (ANN, at, at[:10]))
    talk = sealer.seal(b'{"flow": "onboarding", "turn": 4}', "dialogue", "body", 1)
    db.execute("INSERT INTO dialogue (runner_id, turn, body) VALUES (1, 4, ?)", (talk,))
    db.execute("INSERT INTO due VALUES (5, 1, 'offer_again', ?, ?, 0)", (at, at[:10]))
    db.execute("INSERT INTO presence VALUES (1, ?)", (at,))
    db.execute("INSERT INTO seal_check VALUES (1, ?)", (sealer.seal(b"kneewise", "seal_check", "word", 1),))
    body = sealer.seal(b'{"text": "hello", "rows": []}', "outbox", "body", 6)
    db.execute(
        "INSERT INTO outbox (id, runner_id, chat, turn, kind, priority, created_at, body) "
        "VALUES (6, 1, ?, 1, 'message', 2, ?, ?)",
        (ANN, at, body),
    )
    db.execute("INSERT INTO id_block VALUES (1, 10)")
    db.close()
    async with shell(path, sealer, play) as running:
        assert running.transport.texts() == ["hello"]
        assert await schedule_of(running).play_due() == 1
        await running.say(Typed("in 2 check_in"))
        assert await running.value("SELECT count(*) FROM due") == 1
