"""What was committed is sent: in order, the urgent first, at a bearable pace, and repeated only where that is right."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.clock import START, VirtualClock, WatchedStore
from support.sending import RecordingTransport
from support.shell import ANN, BEN, Shell, shell

from bot.lanes import Chat, Waiting
from bot.outbox import IN_FLIGHT, Outbox
from bot.pace import ALL_PER_SECOND
from bot.seal import Sealer
from bot.store.outbox import PAGE, Kind, OutboxRow, add_rows, sealed
from bot.transport import Delivery, NotSentError, RefusedError, UnknownOutcomeError, UnreachableError
from dialogs.events import Answer, Command, Tick, Typed
from dialogs.replies import Priority

SAFETY, REPLY, NUDGE, DIGEST = Priority


async def rows_for(running: Shell, *wanted: tuple[str, Priority, str], **more: Any) -> list[OutboxRow]:
    """Committed rows (chat, priority, text) of runners made for them, not yet handed to the outbox."""
    await running.store.ids.ensure(2 * len(wanted))
    new = [(running.store.ids.next(), chat, "", "") for chat in dict.fromkeys(chat for chat, _, _ in wanted)]
    add = "INSERT INTO runner (id, chat, created_at, last_seen) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    await running.store.write(lambda db: db.executemany(add, new))
    runners = dict(await running.rows("SELECT chat, id FROM runner"))
    rows = [
        replace(
            OutboxRow(running.store.ids.next(), runners[chat], chat, 1, Kind.MESSAGE, priority, START, text), **more
        )
        for chat, priority, text in wanted
    ]
    await running.store.write(lambda db: add_rows(db, [sealed(running.store.sealer, row) for row in rows]))
    return rows


async def send(running: Shell, *wanted: tuple[str, Priority, str], **more: Any) -> list[OutboxRow]:
    """Committed rows, handed over; everything that needs no time has happened."""
    rows = await rows_for(running, *wanted, **more)
    running.outbox.add(rows)
    await running.clock.settle()
    return rows


async def ends(running: Shell) -> list[tuple[str, str | None]]:
    return await running.rows("SELECT state, reason FROM outbox ORDER BY id")


async def states(running: Shell) -> list[str]:
    return [state for (state,) in await running.rows("SELECT state FROM outbox ORDER BY id")]


async def test_messages_of_a_chat_go_one_after_the_other_in_their_order() -> None:
    async with shell() as running:
        running.transport.gate.clear()
        await send(running, (ANN, REPLY, "1"), (ANN, REPLY, "2"), (ANN, SAFETY, "3"), (ANN, REPLY, "4"))
        assert len(running.transport.calls) == 1
        running.transport.gate.set()
        await running.clock.settle()
        assert running.transport.texts() == ["1", "2", "3", "4"]
        assert await states(running) == ["sent"] * 4


async def test_chats_do_not_wait_for_each_other_but_not_all_go_at_once() -> None:
    async with shell() as running:
        running.transport.gate.clear()
        await send(running, *((f"test:{number}", REPLY, "hi") for number in range(IN_FLIGHT + 30)))
        assert running.transport.under_way == IN_FLIGHT
        running.transport.gate.set()
        await running.clock.settle()
        assert len(running.transport.sent) == IN_FLIGHT + 30
        assert running.transport.most_under_way == IN_FLIGHT


async def test_the_urgent_go_first_when_there_is_no_room_for_all() -> None:
    async with shell() as running:
        running.transport.gate.clear()
        await send(running, *((f"test:{number}", REPLY, "hi") for number in range(IN_FLIGHT + 5)))
        await send(running, ("test:urgent", SAFETY, "call now"))
        running.transport.gate.set()
        await running.clock.settle()
        assert running.transport.texts().index("call now") == IN_FLIGHT


async def test_what_is_over_leaves_no_words_and_no_priority_behind() -> None:
    async with shell() as running:
        running.transport.answers[BEN].append(RefusedError("too_long"))
        await send(running, (ANN, SAFETY, "call now"), (BEN, SAFETY, "call now"))
        assert await running.rows("SELECT state, reason, priority, body FROM outbox ORDER BY id") == [
            ("sent", None, 1, None),
            ("dead", "too_long", 1, None),
        ]


async def test_surely_not_sent_is_tried_again_in_order_and_not_too_early() -> None:
    async with shell() as running:
        running.transport.answers[ANN].append(NotSentError(30))
        await send(running, (ANN, REPLY, "1"), (ANN, REPLY, "2"), (BEN, REPLY, "other"))
        assert running.transport.texts() == ["other"]
        await running.clock.advance(29.9)
        assert running.transport.texts() == ["other"]
        await running.clock.advance(0.2)
        assert running.transport.texts() == ["other", "1", "2"]


async def test_pauses_grow_up_to_a_limit_and_nothing_is_ever_dropped() -> None:
    async with shell() as running:
        running.transport.answers[ANN].extend(NotSentError() for _ in range(12))
        await send(running, (ANN, REPLY, "1"))
        tried = []
        for _ in range(400):
            before = len(running.transport.calls)
            await running.clock.advance(0.5)
            tried += [running.clock.monotonic()] * (len(running.transport.calls) - before)
        gaps = [round(later - earlier, 1) for earlier, later in pairwise(tried)]
        assert gaps == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 30.0, 30.0, 30.0][: len(gaps)]
        await running.clock.advance(200)
        assert running.transport.texts() == ["1"]


@pytest.mark.parametrize("seconds", [1, 30, 3600])
async def test_when_everybody_must_wait_nothing_leaves_before_that(seconds: int) -> None:
    async with shell() as running:
        running.transport.answers[ANN].append(NotSentError(seconds, everywhere=True))
        await send(running, (ANN, REPLY, "1"))
        await send(running, (BEN, SAFETY, "urgent"), ("test:c", NUDGE, "later"))
        await running.clock.advance(seconds - 0.1)
        assert running.transport.texts() == []
        await running.clock.advance(0.2)
        assert running.transport.texts() == ["urgent", "1", "later"]


async def test_after_a_storm_of_refusals_the_urgent_go_first_and_every_chat_keeps_its_order() -> None:
    async with shell() as running:
        chats = [f"test:{number}" for number in range(20)]
        for chat in chats:
            running.transport.answers[chat].append(NotSentError(30, everywhere=True))
        await send(running, *((chat, REPLY, f"{chat} {word}") for word in "ab" for chat in chats))
        await send(running, *((chat, SAFETY, f"{chat} urgent") for chat in chats))
        assert running.transport.texts() == []
        await running.clock.advance(31)
        texts = running.transport.texts()
        assert sorted(texts[:20]) == sorted(f"{chat} urgent" for chat in chats)
        for chat in chats:
            assert running.transport.texts(chat) == [f"{chat} urgent", f"{chat} a", f"{chat} b"]


async def test_a_reply_that_fails_again_and_again_does_not_hold_up_a_warning() -> None:
    async with shell() as running:
        running.transport.answers[ANN].append(UnknownOutcomeError())
        await send(running, (ANN, REPLY, "1"), (ANN, REPLY, "2"))
        await send(running, (ANN, SAFETY, "call now"))
        assert running.transport.texts() == ["call now"]
        await running.clock.advance(1)
        assert running.transport.texts() == ["call now", "1", "2"]


@pytest.mark.parametrize("priority", [SAFETY, REPLY])
async def test_what_somebody_waits_for_is_sent_again_when_in_doubt(priority: Priority) -> None:
    async with shell() as running:
        running.transport.took.add(UnknownOutcomeError)
        running.transport.answers[ANN].append(UnknownOutcomeError())
        await send(running, (ANN, priority, "hot knee?"))
        await running.clock.advance(1)
        assert running.transport.texts() == ["hot knee?", "hot knee?"]
        assert await states(running) == ["sent"]


@pytest.mark.parametrize("priority", [NUDGE, DIGEST])
async def test_what_nobody_waits_for_is_not_sent_again_when_in_doubt(priority: Priority) -> None:
    async with shell() as running:
        running.transport.took.add(UnknownOutcomeError)
        running.transport.answers[ANN].append(UnknownOutcomeError())
        await send(running, (ANN, priority, "how is it?"))
        await running.clock.advance(3600)
        assert running.transport.texts() == ["how is it?"]
        assert await running.rows("SELECT state, reason FROM outbox") == [("unknown", "unknown_outcome")]


async def test_a_doubt_of_a_whole_day_ends() -> None:
    async with shell() as running:
        running.transport.answers[ANN].extend(UnknownOutcomeError() for _ in range(5000))
        await send(running, (ANN, REPLY, "1"), created_at=START - timedelta(hours=23, minutes=59))
        await running.clock.advance(120)
        assert await states(running) == ["unknown"]


async def test_a_nudge_that_surely_did_not_go_goes_later() -> None:
    async with shell() as running:
        running.transport.answers[ANN].append(NotSentError(5))
        await send(running, (ANN, NUDGE, "how is it?"))
        assert await states(running) == ["pending"]
        await running.clock.advance(6)
        assert running.transport.texts() == ["how is it?"]
        assert await states(running) == ["sent"]


class TickingClock(VirtualClock):
    """A little time goes by at each look, as it does; who looks for ever is stopped."""

    looks = 0

    def monotonic(self) -> float:
        self.looks += 1
        assert self.looks < 1000, "it looks at the time for ever"
        self._ticks += 0.001
        return self._ticks


async def test_a_moment_that_passes_while_rows_are_started_holds_up_nothing() -> None:
    async with shell(sends=False, clock=(clock := TickingClock())) as running:
        (row,) = await rows_for(running, (BEN, NUDGE, "a"))
        waiting, outbox = Waiting(row), running.outbox
        lane = Chat(BEN).lane_of(waiting)
        lane.add(waiting)
        outbox._schedule(lane)
        # Just after the first look at the time, and just before the second.
        lane.chat.parked_until = clock.monotonic() + 0.0015
        outbox._start_ready()
        assert lane.busy is waiting
        for task in outbox._sending:
            task.cancel()
        await asyncio.gather(*outbox._sending, return_exceptions=True)


async def test_a_nudge_is_known_to_be_under_way_before_it_leaves() -> None:
    async with shell() as running:
        running.transport.gate.clear()
        await send(running, (ANN, NUDGE, "how is it?"), (BEN, REPLY, "hi"))
        assert len(running.transport.calls) == 2
        assert await states(running) == ["sending", "pending"]
        running.transport.gate.set()


async def test_a_blocked_runner_gets_nothing_more() -> None:
    async with shell() as running:
        await running.say(Typed("hi"), ANN)
        running.transport.answers[ANN].extend(UnreachableError() for _ in range(4))
        await send(running, (ANN, REPLY, "1"), (ANN, SAFETY, "2"), (ANN, NUDGE, "3"), (BEN, REPLY, "other"))
        await running.clock.advance(3600)
        assert running.transport.texts() == ["[en] echo hi", "other"]
        assert "2" not in [call.text for call in running.transport.calls]
        assert [state for state, _ in await ends(running)] == ["sent", "dead", "dead", "dead", "sent"]
        assert await running.value("SELECT reachable FROM runner WHERE chat = ?", ANN) == 0
        assert await running.value("SELECT count(*) FROM audit WHERE what = 'unreachable'") == 1
        running.transport.answers[ANN].clear()
        await running.say(Typed("back"), ANN)
        assert running.transport.texts(ANN)[1:] == ["[en] echo back"]


async def test_a_refused_message_is_set_aside_and_the_next_goes() -> None:
    async with shell() as running:
        running.transport.answers[ANN].append(RefusedError("too_long"))
        with capture_logs() as logs:
            await send(running, (ANN, REPLY, "a secret"), (ANN, REPLY, "2"))
        assert running.transport.texts() == ["2"]
        assert await running.rows("SELECT state, reason FROM outbox ORDER BY id") == [
            ("dead", "too_long"),
            ("sent", None),
        ]
        assert [log["event"] for log in logs] == ["reply_refused"]
        assert "secret" not in str(logs)


async def test_a_bug_on_the_way_out_stops_neither_the_others_nor_the_chat_for_good() -> None:
    async with shell() as running:
        running.transport.answers[ANN].extend(KeyError("a secret") for _ in range(5))
        with capture_logs() as logs:
            await send(running, (ANN, REPLY, "1"), (ANN, REPLY, "2"), (BEN, REPLY, "other"))
            assert running.transport.texts() == ["other"]
            await running.clock.advance(60)
        assert running.transport.texts() == ["other", "2"]
        assert await running.rows("SELECT state, reason FROM outbox WHERE chat = ? ORDER BY id", ANN) == [
            ("dead", "failed"),
            ("sent", None),
        ]
        assert "secret" not in str(logs)


async def test_reminders_keep_to_25_a_second_and_lose_little_of_it() -> None:
    async with shell() as running:
        await send(running, *((f"test:{number}", NUDGE, "how is it?") for number in range(130)))
        await running.clock.advance(10)
        times = running.transport.times
        assert len(times) == 130
        assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[25:], strict=False))
        assert times[-1] - times[0] <= 5.3


@pytest.mark.parametrize(("replies", "reminders"), [(1, 23), (3, 14), (20, 4)])
async def test_reminders_make_room_for_replies_but_never_stand_still(replies: int, reminders: int) -> None:
    """Every half second so many people are answered at once, with two calls each."""
    async with shell() as running:
        await send(running, *((f"test:{number}", NUDGE, "how is it?") for number in range(300)))
        for moment in range(20):
            await running.clock.advance(0.5)
            answered = [f"test:{1000 * moment + number}" for number in range(1000, 1000 + 2 * replies)]
            await send(running, *((chat, REPLY, "hi") for chat in answered))
        sent = [one for one in running.transport.sent if one.text != "hi"]
        assert len(sent) >= 10 * reminders
        times, most = running.transport.times, ALL_PER_SECOND + 2 * replies
        if 4 * replies < ALL_PER_SECOND:
            assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[most:], strict=False))


async def test_reminders_of_one_chat_keep_a_second_apart() -> None:
    async with shell() as running:
        await send(running, (ANN, NUDGE, "1"), (ANN, DIGEST, "2"), (ANN, NUDGE, "3"), (BEN, NUDGE, "other"))
        await running.clock.advance(5)
        assert running.transport.texts(ANN) == ["1", "2", "3"]
        first, second, third = (
            time for time, one in zip(running.transport.times, running.transport.sent, strict=True) if one.chat == ANN
        )
        assert min(second - first, third - second) >= 0.999


async def test_a_group_chat_gets_20_a_minute_at_most_and_holds_up_nobody() -> None:
    async with shell() as running:
        group = "telegram:-5"
        await send(running, *((group, NUDGE, str(number)) for number in range(45)), (BEN, NUDGE, "other"))
        await running.clock.advance(1)
        assert running.transport.texts(BEN) == ["other"]
        await running.clock.advance(180)
        sent = zip(running.transport.times, running.transport.sent, strict=True)
        times = [time for time, one in sent if one.chat == group]
        assert len(times) == 45
        assert all(later - earlier >= 59.9 for earlier, later in zip(times, times[20:], strict=False))


async def test_a_reply_does_not_wait_for_reminders() -> None:
    async with shell() as running:
        running.transport.gate.clear()
        await send(running, *((f"test:{number}", NUDGE, "how is it?") for number in range(200)))
        await running.clock.advance(20)
        await send(running, (ANN, REPLY, "hi"), ("test:0", REPLY, "hi"))
        assert [call.text for call in running.transport.calls[-2:]] == ["hi", "hi"]
        assert len([call for call in running.transport.calls if call.text != "hi"]) < IN_FLIGHT
        running.transport.gate.set()


async def test_a_tapped_card_is_changed_and_the_next_question_is_new() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        await running.say(Answer(1, "pain", "yes"))
        rows = ((("Yes", "a:1:pain:yes"), ("No", "a:1:pain:no")),)
        assert running.transport.sent[0] == Delivery(ANN, "[en] hello", rows)
        edit, card = sorted(running.transport.sent[1:], key=lambda one: one.message_id or 10**9)
        assert edit == Delivery(ANN, "[en] answered yes", (), 101)
        assert (card.text, card.message_id) == ("[en] next", None)


async def test_an_edit_does_not_hold_up_a_new_message() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        running.transport.answers[ANN].append(NotSentError(0))
        running.transport.gate.clear()
        await running.say(Answer(1, "pain", "yes"))
        assert {call.text for call in running.transport.calls[1:]} == {"[en] answered yes", "[en] next"}
        running.transport.gate.set()


async def test_an_edit_waits_until_its_card_was_sent() -> None:
    async with shell() as running:
        running.transport.answers[ANN].append(NotSentError(10))
        await running.say(Command("start"))
        await running.say(Answer(1, "pain", "yes"))
        assert running.transport.texts() == []
        await running.clock.advance(11)
        assert running.transport.texts()[0] == "[en] hello"
        assert sorted(running.transport.texts()[1:], key=str) == ["[en] answered yes", "[en] next"]
        assert [one.message_id for one in running.transport.sent if one.text == "[en] answered yes"] == [101]


async def test_of_many_edits_of_one_card_only_the_last_needs_to_go() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        running.transport.gate.clear()
        for _ in range(6):
            await running.say(Tick(1, "s1", "fever"))
        running.transport.gate.set()
        await running.clock.settle()
        assert running.transport.texts() == ["[en] hello", "[en] ticked 1", "[en] ticked 6"]
        ended = await running.rows("SELECT state, reason FROM outbox WHERE kind = 'edit' ORDER BY id")
        assert ended == [("sent", None), *[("dead", "superseded")] * 4, ("sent", None)]


async def test_an_edit_that_failed_gives_way_to_a_newer_one() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        running.transport.answers[ANN].append(UnknownOutcomeError())
        running.transport.gate.clear()
        await running.say(Tick(1, "s1", "fever"))
        await running.say(Tick(1, "s1", "fever"))
        running.transport.gate.set()
        await running.clock.advance(5)
        assert running.transport.texts() == ["[en] hello", "[en] ticked 2"]


async def test_taking_the_buttons_away_does_not_lose_a_text_before_it() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        running.transport.answers[ANN].append(NotSentError(5))
        more = {"kind": Kind.EDIT, "turn": 1}
        await send(running, (ANN, REPLY, "answered"), **more)
        await send(running, (ANN, REPLY, ""), **more, text=None)
        await running.clock.advance(6)
        assert running.transport.texts() == ["[en] hello", "answered", None]


async def test_an_edit_of_a_card_nobody_knows_is_set_aside() -> None:
    async with shell() as running:
        await send(running, (ANN, REPLY, "answered"), kind=Kind.EDIT, turn=9)
        assert await running.rows("SELECT state, reason FROM outbox") == [("dead", "no_card")]


async def test_what_waited_at_the_end_goes_after_the_next_start(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    async with shell(path, sealer, sends=False) as first:
        await first.say(Command("start"))
        await first.say(Tick(1, "s1", "fever"))
        await first.say(Command("urgent"), BEN)
        await first.say(Command("nudge"), BEN)
    async with shell(path, sealer) as second:
        await second.clock.advance(1)
        assert second.transport.texts() == ["[en] urgent", "[en] hello", "[en] nudge", "[en] ticked 1"]
        assert set(await states(second)) == {"sent"}


async def test_what_was_under_way_at_a_crash_is_repeated_only_if_somebody_waits(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    async with shell(path, sealer, sends=False) as first:
        await rows_for(first, *((ANN, priority, priority.value) for priority in Priority))
        await first.store.write(lambda db: db.execute("UPDATE outbox SET state = 'sending'"))
    async with shell(path, sealer) as second:
        await second.clock.advance(5)
        assert second.transport.texts() == ["safety", "reply"]
        assert await states(second) == ["sent", "sent", "unknown", "unknown"]


async def test_a_row_that_does_not_open_stops_nobody_else(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    async with shell(path, sealer, sends=False) as first:
        await rows_for(first, (ANN, REPLY, "1"), (ANN, REPLY, "2"))
        await first.store.write(
            lambda db: db.execute("UPDATE outbox SET body = X'00' WHERE id IN (SELECT min(id) FROM outbox)")
        )
    async with shell(path, sealer) as second:
        await second.clock.settle()
        assert second.transport.texts() == ["2"]
        assert await second.rows("SELECT state, reason FROM outbox ORDER BY id") == [
            ("dead", "unreadable"),
            ("sent", None),
        ]


async def test_a_great_backlog_is_read_in_pages_and_a_fresh_reply_need_not_wait_for_it(tmp_path: Path) -> None:
    sealer, path, many = Sealer.made_up(), tmp_path / "k.db", 4 * PAGE
    async with shell(path, sealer, sends=False) as first:
        await rows_for(first, *((f"test:{number}", REPLY, "old") for number in range(many)))
        await first.say(Typed("old"), "test:last", update_id=1)
    async with shell(path, sealer, gate=False) as second:
        assert len(second.outbox._backlog._known) < 2 * PAGE
        await second.say(Typed("fresh"), "test:last", update_id=2)
        second.transport.gate.set()
        await second.clock.settle()
        assert second.transport.texts("test:last") == ["[en] echo old", "[en] echo fresh"]
        assert second.transport.texts().index("[en] echo fresh") <= 2 * IN_FLIGHT
        assert len(second.transport.sent) == many + 2
        assert await second.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]


async def test_no_row_goes_twice_however_pages_and_fresh_rows_meet() -> None:
    async with shell() as running:
        for round_ in range(8):
            priorities = (REPLY, NUDGE, SAFETY, DIGEST)
            await send(
                running,
                *((f"test:{n}", priorities[(n + round_) % 4], f"{round_} {n}") for n in range(40)),
            )
        await running.clock.advance(60)
        assert len(running.transport.sent) == len(set(running.transport.texts())) == 320
        assert await running.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
        assert not running.outbox._backlog._known
        assert not running.outbox._backlog._chats


async def test_a_database_in_trouble_delays_the_marks_and_repeats_nothing(tmp_path: Path) -> None:
    async with shell(tmp_path / "k.db") as running:
        rows = await rows_for(running, (ANN, REPLY, "1"), (ANN, REPLY, "2"))
        await running.store.read(lambda db: db.execute("PRAGMA busy_timeout = 0").fetchone())
        other = sqlite3.connect(tmp_path / "k.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        running.outbox.add(rows)
        await running.clock.advance(10)
        assert running.transport.texts() == ["1"]
        other.execute("ROLLBACK")
        other.close()
        await running.clock.advance(2)
        assert running.transport.texts() == ["1", "2"]
        assert await states(running) == ["sent", "sent"]


@pytest.mark.parametrize("waits_for", ["retry_after", "everywhere", "pace", "call"])
async def test_an_end_during_any_wait_is_prompt_and_marks_nothing_wrongly(waits_for: str) -> None:
    store = await WatchedStore.open(":memory:", Sealer.made_up())
    clock = VirtualClock(store=store)
    transport = RecordingTransport(clock)
    outbox = Outbox(store, transport, clock, grace=0.01)
    running = Shell(store, clock, transport, outbox, None, None)  # type: ignore[arg-type]
    task = asyncio.create_task(outbox.run())
    if waits_for == "call":
        transport.gate.clear()
    elif waits_for != "pace":
        transport.answers[ANN].append(NotSentError(3600, everywhere=waits_for == "everywhere"))
    await send(running, (ANN, REPLY, "1"), (ANN, NUDGE, "2"), (ANN, NUDGE, "3"))
    task.cancel()
    assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError)
    found = await states(running)
    await store.close()
    expected = {
        "retry_after": ["pending", "sent", "pending"],
        "everywhere": ["pending", "sent", "pending"],
        "pace": ["sent", "sent", "pending"],
        "call": ["pending", "sending", "pending"],
    }
    assert found == expected[waits_for]


async def test_a_call_under_way_at_the_end_may_finish_and_is_marked() -> None:
    store = await WatchedStore.open(":memory:", Sealer.made_up())
    clock = VirtualClock(store=store)
    transport = RecordingTransport(clock)
    outbox = Outbox(store, transport, clock)
    running = Shell(store, clock, transport, outbox, None, None)  # type: ignore[arg-type]
    task = asyncio.create_task(outbox.run())
    transport.gate.clear()
    await send(running, (ANN, REPLY, "1"), (ANN, REPLY, "2"))
    task.cancel()
    await clock.settle()
    transport.gate.set()
    await asyncio.gather(task, return_exceptions=True)
    assert await states(running) == ["sent", "pending"]
    await store.close()
