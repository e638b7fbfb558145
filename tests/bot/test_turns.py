"""Every event is played once, in order within its chat, and taken only when it is on the disk."""

import asyncio
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support import plays
from support.clock import START, VirtualClock, WatchedStore
from support.sending import RecordingTransport
from support.shell import ANN, BEN, Shell, shell

from bot.outbox import Outbox
from bot.playing import Taken
from bot.seal import Sealer
from bot.store import Store
from bot.store.dialogues import dialogue_at, opened
from bot.store.due import NewDue, add_due
from bot.transport import Incoming
from bot.turns import BATCH, Turns
from dialogs.dialogue import Dialogue
from dialogs.errors import StoreError
from dialogs.events import Answer, Command, Due, Event, Left, Tick, Typed
from dialogs.squads.around import Around


async def dialogue_of(running: Shell, chat: str = ANN) -> Dialogue:
    kept = await running.store.read(lambda db: dialogue_at(db, chat))
    assert kept is not None
    return opened(running.store.sealer, kept)


def bring(running: Shell, incoming: Incoming, due_id: int | None = None) -> asyncio.Task[Taken]:
    """Brings an event without waiting for it."""
    return asyncio.create_task(running.turns.submit(incoming, due_id))


async def add_due_row(running: Shell, kind: str = "check_in", chat: str = ANN) -> int:
    runner_id = await running.value("SELECT id FROM runner WHERE chat = ?", chat)
    await running.store.ids.ensure(1)
    row = NewDue(running.store.ids.next(), runner_id, kind, running.clock.now(), running.clock.now().date())
    await running.store.write(lambda db: add_due(db, [row]))
    return row.id


class Unsteady:
    """The hand-made play, failing the first times it meets a text."""

    def __init__(self, failures: dict[str, int]) -> None:
        self.failures = failures

    def play(self, content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        if isinstance(event, Typed) and self.failures.get(event.text, 0) > 0:
            self.failures[event.text] -= 1
            raise plays.SecretTextError(event.text)
        return plays.play(content, dialogue, event, now)


async def test_a_turn_is_on_the_disk_when_it_is_taken(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    store = await Store.open(path, sealer)
    clock = VirtualClock()
    outbox = Outbox(store, RecordingTransport(clock), clock)
    turns = Turns(store, plays.CONTENT, plays.play, plays.words, clock, outbox)
    running = asyncio.create_task(turns.run())
    assert await turns.submit(Incoming(ANN, Typed("four"), 1, "en-GB")) == Taken()
    other = sqlite3.connect(path)
    assert other.execute("SELECT count(*) FROM seen_update WHERE id = 1").fetchone() == (1,)
    assert other.execute("SELECT turn FROM dialogue").fetchone() == (1,)
    assert other.execute("SELECT state FROM outbox").fetchone() == ("pending",)
    other.close()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_somebody_new_gets_a_row_and_their_language() -> None:
    async with shell() as running:
        await running.say(Typed("hallo"), ANN, locale="de-AT")
        await running.say(Typed("hej"), BEN, locale="sv")
        assert (await dialogue_of(running)).locale == "de-AT"
        assert running.transport.texts() == ["[de] echo hallo", "[en] echo hej"]
        assert await running.rows("SELECT chat, created_at, last_seen, reachable FROM runner ORDER BY id") == [
            (ANN, "2026-03-02T09:00:00.000+00:00", "2026-03-02", 1),
            (BEN, "2026-03-02T09:00:00.000+00:00", "2026-03-02", 1),
        ]


async def test_an_update_brought_twice_changes_something_once() -> None:
    async with shell() as running:
        assert not (await running.say(Typed("one"), update_id=5)).duplicate
        assert (await running.say(Typed("one"), update_id=5)).duplicate
        assert (await dialogue_of(running)).turn == 1
        assert running.transport.texts() == ["[en] echo one"]


async def test_an_update_brought_twice_at_the_same_moment_changes_something_once() -> None:
    async with shell() as running:
        taken = await asyncio.gather(*(running.turns.submit(Incoming(ANN, Typed("one"), 5)) for _ in range(5)))
        assert [one.duplicate for one in taken] == [False, True, True, True, True]
        assert (await dialogue_of(running)).turn == 1


async def test_an_update_is_known_by_its_id_and_not_by_being_the_newest() -> None:
    async with shell() as running:
        await running.say(Typed("new"), update_id=1000)
        assert not (await running.say(Typed("after a week"), update_id=3)).duplicate


async def test_events_of_one_chat_are_played_in_their_order() -> None:
    async with shell() as running:
        words = [str(number) for number in range(40)]
        await asyncio.gather(*(running.turns.submit(Incoming(ANN, Typed(word))) for word in words))
        await running.clock.settle()
        for _ in words:
            await running.clock.settle()
        assert running.transport.texts() == [f"[en] echo {word}" for word in words]


async def test_chats_that_wait_together_are_committed_together() -> None:
    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    async with shell(sends=False) as running:
        await running.say(Typed("first"))
        await running.store.read(lambda db: db.set_trace_callback(count))
        chats = [f"test:{number}" for number in range(BATCH)]
        await asyncio.gather(*(running.turns.submit(Incoming(chat, Typed("hi"))) for chat in chats))
        await running.store.read(lambda db: db.set_trace_callback(None))
        assert commits == 1
        assert await running.value("SELECT count(*) FROM dialogue") == BATCH + 1


async def test_more_chats_than_a_batch_holds_are_all_taken() -> None:
    async with shell(sends=False) as running:
        chats = [f"test:{number}" for number in range(3 * BATCH + 1)]
        submits = [running.turns.submit(Incoming(chat, Typed("hi"))) for chat in chats for _ in range(2)]
        assert set(await asyncio.gather(*submits)) == {Taken()}
        assert await running.value("SELECT count(*) FROM dialogue WHERE turn = 2") == len(chats)


async def test_a_toast_goes_to_the_one_who_tapped_and_nowhere_else() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        taken = await running.say(Answer(0, "pain", "yes"))
        assert taken.toasts == ("[en] old",)
        assert await running.value("SELECT count(*) FROM outbox") == 1


async def test_a_tick_keeps_the_number_of_its_card() -> None:
    async with shell() as running:
        await running.say(Command("start"))
        for _ in range(3):
            await running.say(Tick(1, "s1", "fever"))
        dialogue = await dialogue_of(running)
        assert (dialogue.turn, dialogue.draft) == (1, {"ticks": 3})


async def test_an_open_card_has_the_time_it_was_asked_and_a_closed_one_none() -> None:
    def closing(content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        outcome = plays.play(content, dialogue, event, now)
        outcome.dialogue.card_open &= event != Typed("close")
        return outcome

    async with shell(play=closing) as running:
        asked = "SELECT asked_at FROM dialogue"
        await running.say(Typed("hi"))
        assert await running.value(asked) is None
        await running.say(Command("start"))
        assert await running.value(asked) == "2026-03-02T09:00:00.000+00:00"
        await running.clock.advance(60)
        await running.say(Answer(99, "pain", "yes"))
        assert await running.value(asked) == "2026-03-02T09:00:00.000+00:00"
        await running.say(Answer(3, "pain", "yes"))
        assert await running.value(asked) == "2026-03-02T09:01:00.000+00:00"
        await running.say(Typed("close"))
        assert await running.value(asked) is None


async def test_a_play_that_fails_once_is_played_again_and_holds_nobody_up() -> None:
    unsteady = Unsteady({"shaky": 2})
    async with shell(play=unsteady.play) as running:
        shaky = bring(running, Incoming(ANN, Typed("shaky"), 1))
        after = bring(running, Incoming(ANN, Typed("after"), 2))
        await running.say(Typed("meanwhile"), BEN, update_id=3)
        assert not shaky.done()
        assert running.transport.texts() == ["[en] echo meanwhile"]
        await running.clock.advance(2)
        assert (await shaky, await after) == (Taken(), Taken())
        await running.clock.settle()
        assert running.transport.texts(ANN) == ["[en] echo shaky", "[en] echo after"]


async def test_an_event_that_fails_every_time_becomes_a_dead_letter_and_the_chat_goes_on() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        with capture_logs() as logs:
            boom = bring(running, Incoming(ANN, Typed("boom"), 70, payload='{"text": 1}'))
            after = bring(running, Incoming(ANN, Typed("after"), 71))
            await running.clock.advance(2)
            assert await boom == Taken(dead_letter=True)
            assert await after == Taken()
        await running.clock.settle()
        assert running.transport.texts() == ["[en] thanks", "[en] trouble", "[en] echo after"]
        runner_id = await running.value("SELECT id FROM runner")
        ((letter, update_id, who, error, place, payload),) = await running.rows(
            "SELECT id, update_id, runner_id, error, place, payload FROM dead_letter"
        )
        assert (update_id, who, error) == (70, runner_id, "SecretTextError")
        assert place.startswith("support/plays.py:")
        assert running.store.sealer.unseal(payload, "dead_letter", "payload", letter) == b'{"text": 1}'
        assert (await running.say(Typed("boom"), update_id=70)).duplicate
        assert [log["attempt"] for log in logs if log["event"] == "turn_failed"] == [1, 2, 3]
        assert "hot" not in str(logs)


async def test_before_consent_a_dead_letter_holds_nothing_that_was_typed() -> None:
    async with shell() as running:
        for chat in (ANN, BEN):
            if chat == BEN:
                await running.say(Typed("hi"), BEN)
            boom = bring(running, Incoming(chat, Typed("boom"), payload="hot knee"))
            await running.clock.advance(2)
            assert (await boom).dead_letter
        rows = await running.rows("SELECT id, runner_id, payload FROM dead_letter ORDER BY id")
        assert [running.store.sealer.unseal(row[2], "dead_letter", "payload", row[0]) for row in rows] == [b"", b""]
        assert rows[0][1] is None
        assert await running.value("SELECT count(*) FROM runner WHERE chat = ?", ANN) == 0
        assert running.transport.texts(ANN) == ["[en] trouble"]
        assert await running.value("SELECT count(*) FROM outbox WHERE chat = ?", ANN) == 0


async def test_words_that_fail_for_everything_still_leave_a_dead_letter() -> None:
    def speechless(content: object, language: str, text: str, values: Mapping[str, object]) -> str:
        raise KeyError(text)

    store = await WatchedStore.open(":memory:", Sealer.made_up())
    clock = VirtualClock(store=store)
    turns = Turns(store, plays.CONTENT, plays.play, speechless, clock, Outbox(store, RecordingTransport(clock), clock))
    running = asyncio.create_task(turns.run())
    taken = asyncio.create_task(turns.submit(Incoming(ANN, Typed("hi"), 1)))
    await clock.advance(2)
    assert await taken == Taken(dead_letter=True)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await store.read(lambda db: db.execute("SELECT error FROM dead_letter").fetchone()[0]) == "KeyError"
    await store.close()


@pytest.mark.parametrize("odd", [{"update_id": 2**70}, {"chat": "test:\ud800"}], ids=["huge id", "half a character"])
async def test_a_value_the_database_cannot_hold_is_set_aside_and_the_others_are_taken(odd: dict[str, str]) -> None:
    async with shell() as running:
        good = [bring(running, Incoming(f"test:{n}", Typed("hi"), 100 + n)) for n in range(5)]
        bad = bring(running, Incoming(**({"chat": ANN, "event": Typed("hi")} | odd)))
        await running.clock.advance(5)
        assert [await one for one in good] == [Taken()] * 5
        assert (await bad).dead_letter
        assert (await running.say(Typed("hi"), "test:0")) == Taken()


async def test_nothing_is_taken_while_the_database_refuses_and_all_of_it_afterwards(tmp_path: Path) -> None:
    async with shell(tmp_path / "k.db") as running:
        await running.say(Typed("agree"))
        await running.store.read(lambda db: db.execute("PRAGMA busy_timeout = 0").fetchone())
        other = sqlite3.connect(tmp_path / "k.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        waiting = [bring(running, Incoming(f"test:{n}", Typed("hi"), 100 + n)) for n in range(9)]
        await running.clock.advance(30)
        assert not any(one.done() for one in waiting)
        assert not running.turns.healthy
        other.execute("ROLLBACK")
        other.close()
        await running.clock.advance(10)
        assert [await one for one in waiting] == [Taken()] * 9
        assert running.turns.healthy
        await running.clock.settle()
        assert running.transport.texts("test:3") == ["[en] echo hi"]


async def test_a_commit_that_failed_but_was_made_is_not_played_again(tmp_path: Path) -> None:
    async with shell(tmp_path / "k.db") as running:
        await running.say(Typed("agree"))
        write, lied = running.store.write, []

        async def lying(work: object) -> object:
            result = await write(work)  # type: ignore[arg-type]
            if not lied:
                lied.append(result)
                raise StoreError("the disk did not answer")
            return result

        running.store.write = lying  # type: ignore[assignment]
        task = bring(running, Incoming(ANN, Typed("once"), 50))
        await running.clock.advance(5)
        assert (await task).duplicate
        assert (await dialogue_of(running)).turn == 2
        await running.clock.settle()
        assert running.transport.texts() == ["[en] thanks", "[en] echo once"]


async def test_a_due_event_is_played_once_and_its_row_goes_with_the_turn() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        due_id = await add_due_row(running)
        taken = await asyncio.gather(
            *(running.turns.submit(Incoming(ANN, Due("check_in")), due_id=due_id) for _ in range(3))
        )
        assert [one.duplicate for one in taken] == [False, True, True]
        assert await running.value("SELECT count(*) FROM due") == 0
        assert await running.value("SELECT count(*) FROM outbox WHERE kind = 'message'") == 2


async def test_a_due_event_that_fails_every_time_comes_again_a_day_later_without_a_word() -> None:
    def failing(content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        if isinstance(event, Due):
            raise plays.SecretTextError(event.kind)
        return plays.play(content, dialogue, event, now)

    async with shell(play=failing) as running:
        await running.say(Typed("agree"))
        due_id = await add_due_row(running)
        task = bring(running, Incoming(ANN, Due("check_in")), due_id=due_id)
        await running.clock.advance(2)
        assert (await task).dead_letter
        ((again, at),) = await running.rows("SELECT id, at FROM due")
        assert again != due_id
        assert at[:16] == "2026-03-03T09:00"
        assert running.transport.texts() == ["[en] thanks"]


async def test_a_runner_who_left_is_not_written_to_until_they_come_back() -> None:
    async with shell(sends=False) as running:
        await running.say(Typed("agree"))
        await add_due_row(running)
        await running.say(Left())
        assert await running.rows("SELECT reachable, held FROM runner JOIN due ON runner_id = runner.id") == [(0, 1)]
        assert await running.rows("SELECT state, reason, body FROM outbox") == [("dead", "unreachable", None)]
        assert await running.value("SELECT count(*) FROM audit WHERE what = 'unreachable'") == 1
        await running.say(Typed("hi again"))
        assert await running.rows("SELECT reachable, held FROM runner JOIN due ON runner_id = runner.id") == [(1, 0)]
        assert await running.value("SELECT state FROM outbox ORDER BY id DESC") == "pending"


async def test_somebody_unknown_who_leaves_stays_unknown() -> None:
    async with shell() as running:
        assert await running.say(Left(), update_id=8) == Taken()
        assert await running.value("SELECT count(*) FROM runner") == 0
        assert await running.value("SELECT count(*) FROM seen_update") == 1


async def test_who_is_erased_and_writes_again_is_new() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        await running.say(Command("start"))
        before = await running.value("SELECT id FROM runner")
        await running.say(Command("delete"), update_id=77)
        assert running.transport.texts()[-2:] == ["[en] closed", "[en] farewell"]
        for table in ("runner", "dialogue", "consent", "audit", "outbox", "verdict"):
            assert await running.value(f"SELECT count(*) FROM {table}") == 0, table
        assert (await running.say(Command("delete"), update_id=77)).duplicate
        assert await running.value("SELECT count(*) FROM runner") == 0
        await running.say(Typed("hi"))
        dialogue = await dialogue_of(running)
        assert (dialogue.turn, dialogue.consent) == (1, None)
        assert await running.value("SELECT id FROM runner") > before


async def test_what_was_waiting_for_somebody_erased_is_not_sent() -> None:
    async with shell() as running:
        running.transport.gate.clear()
        await running.say(Typed("one"))
        await running.say(Typed("two"))
        await running.say(Command("delete"))
        running.transport.gate.set()
        await running.clock.settle()
        assert running.transport.texts() == ["[en] echo one", "[en] farewell"]


async def test_a_dialogue_that_does_not_open_stops_nobody_else() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        await running.store.write(lambda db: db.execute("UPDATE dialogue SET body = X'0102'"))
        broken = bring(running, Incoming(ANN, Typed("hi"), payload="secret"))
        assert await running.say(Typed("hi"), BEN) == Taken()
        await running.clock.advance(2)
        assert (await broken).dead_letter
        ((letter, payload),) = await running.rows("SELECT id, payload FROM dead_letter")
        assert running.store.sealer.unseal(payload, "dead_letter", "payload", letter) == b""


async def test_the_last_day_of_a_runner_is_known() -> None:
    async with shell() as running:
        await running.say(Typed("hi"))
        await running.clock.advance(timedelta(days=3).total_seconds())
        await running.say(Typed("hi"))
        due_id = await add_due_row(running)
        await running.clock.advance(timedelta(days=3).total_seconds())
        await running.turns.submit(Incoming(ANN, Due("check_in")), due_id=due_id)
        assert await running.value("SELECT last_seen FROM runner") == (START + timedelta(days=3)).date().isoformat()


async def test_who_waits_when_the_bot_stops_is_told_to_come_again() -> None:
    unsteady = Unsteady({"shaky": 1})
    async with shell(play=unsteady.play) as running:
        task = bring(running, Incoming(ANN, Typed("shaky"), 1))
        await running.clock.settle()
    with pytest.raises(StoreError, match="bring it again"):
        await task
    with pytest.raises(StoreError, match="bring it again"):
        await running.turns.submit(Incoming(ANN, Typed("late")))
