"""The polling loop against the loopback Bot API: nothing is confirmed too early, nothing ends or floods it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.botapi import PATIENCE_SECONDS, User
from support.botapi import BotApi as Server
from support.diary import Diary, Fast
from support.groups import HeardGroups

from bot.clock import SystemClock
from bot.group_updates import Entered
from bot.intake import Intake
from bot.polling import WATCH_SECONDS, Polling
from bot.requests import AiohttpRequest, BotApi
from bot.retries import Retries
from bot.telegram import TelegramTransport
from dialogs.errors import StoreError

TOKEN = "123456789:" + "Ab_-" * 9


class Bot:
    """A polling loop that can be started and stopped."""

    def __init__(self, server: Server, request: AiohttpRequest) -> None:
        self.server, self.diary, self.groups, self.seen = server, Diary(), HeardGroups(), 0
        self.api = BotApi(request, TOKEN, server.url)
        self.transport = TelegramTransport(self.api)
        self.task = None
        self.presence_fails = False
        self.clock = Fast()

    async def _present(self) -> None:
        self.seen += 1
        if self.presence_fails:
            raise RuntimeError("a bug")

    def start(self) -> None:
        self.stopping = asyncio.Event()
        intake = Intake(self.diary, self.groups, self.transport, SystemClock())
        self.polling = Polling(self.api, intake, self.clock, self._present)
        self.task = asyncio.create_task(self.polling.run(self.stopping))

    async def stop(self) -> None:
        self.stopping.set()
        await asyncio.wait_for(self.task, PATIENCE_SECONDS)

    async def kill(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def took(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.diary.took(count)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with await Server.start(TOKEN, unit=0.01) as server:
        yield server
        assert server.rejected == []


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with AiohttpRequest() as request:
        bot = Bot(server, request)
        yield bot
        if bot.task and not bot.task.done():
            await bot.kill()
        await bot.transport.close()


@pytest.fixture
def ann(server: Server) -> User:
    return server.user(7, "Ann")


async def polls(server: Server, count: int) -> None:
    await server.until(lambda: len(server.calls_of("getUpdates")) >= count)


async def test_messages_of_the_night_are_answered_in_the_morning(bot: Bot, server: Server, ann: User) -> None:
    await ann.sends("one")
    await ann.sends("two")
    bot.start()
    await bot.took(2)
    await bot.stop()
    assert bot.diary.texts == ["one", "two"]
    assert server.calls[0].method == "deleteWebhook"
    assert "drop_pending_updates" not in server.calls[0].params
    assert server.pending() == 0


async def test_every_poll_names_the_updates_it_wants(bot: Bot, server: Server, ann: User) -> None:
    bot.start()
    await ann.sends("one")
    await bot.took(1)
    await bot.stop()
    wanted = ["message", "callback_query", "my_chat_member"]
    assert all(call.params["allowed_updates"] == wanted for call in server.calls_of("getUpdates"))


async def test_nothing_is_confirmed_before_its_turn_is_committed(bot: Bot, server: Server, ann: User) -> None:
    bot.diary.gates["telegram:7"] = gate = asyncio.Event()
    bot.start()
    await ann.sends("one")
    await server.until(lambda: bot.diary.begun)
    await asyncio.sleep(0.05)
    assert server.pending() == 1
    gate.set()
    await bot.took(1)
    await server.until(lambda: server.pending() == 0)


async def test_a_crash_in_a_turn_brings_the_update_again(bot: Bot, server: Server, ann: User) -> None:
    bot.diary.gates["telegram:7"] = asyncio.Event()
    bot.start()
    await ann.sends("one")
    await server.until(lambda: bot.diary.begun)
    await bot.kill()
    assert server.pending() == 1
    bot.diary.gates.clear()
    bot.start()
    await bot.took(1)
    assert bot.diary.texts == ["one"]


async def test_chats_go_side_by_side_and_each_in_its_order(bot: Bot, server: Server, ann: User) -> None:
    ben = server.user(8, "Ben")
    bot.diary.gates["telegram:7"] = gate = asyncio.Event()
    await ann.sends("a1")
    await ben.sends("b1")
    await ann.sends("a2")
    await ben.sends("b2")
    bot.start()
    await bot.took(2)
    assert bot.diary.texts == ["b1", "b2"]
    gate.set()
    await bot.took(4)
    assert bot.diary.texts[2:] == ["a1", "a2"]
    assert [event.text for event in bot.diary.begun] == ["a1", "b1", "a2", "b2"]


async def test_the_offset_stops_before_the_first_turn_that_wasnt_taken(bot: Bot, server: Server, ann: User) -> None:
    first = server.next_update_id
    for text in ("one", "two", "three"):
        await ann.sends(text)
    bot.diary.trouble[first + 1] = StoreError("the bot is stopping")
    bot.start()
    await bot.took(2)
    await server.until(lambda: server.pending() == 2)
    del bot.diary.trouble[first + 1]
    await server.until(lambda: server.pending() == 0)
    assert set(bot.diary.texts) == {"one", "two", "three"}


async def test_a_fault_of_ours_doesnt_end_the_loop(bot: Bot, server: Server, ann: User) -> None:
    first = server.next_update_id
    bot.diary.trouble[first] = RuntimeError("a bug")
    with capture_logs() as logs:
        bot.start()
        await ann.sends("one")
        await polls(server, 4)
        del bot.diary.trouble[first]
        await bot.took(1)
    assert [line["event"] for line in logs].count("update_not_taken") <= 2


async def test_an_update_nobody_can_read_blocks_nothing(bot: Bot, server: Server, ann: User) -> None:
    server.push({"message": 5})
    server.push({"message": {"chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": None}})
    server.push({"something_new": {"a": [1]}})
    await ann.sends("one")
    bot.start()
    await bot.took(1)
    await server.until(lambda: server.pending() == 0)
    assert bot.diary.texts == ["one"]


async def test_a_tap_gets_its_toast_after_the_commit(bot: Bot, server: Server, ann: User) -> None:
    message = await ann.sends("hello")
    tap = await ann.taps_data("a:1:ok:yes", message)
    bot.diary.gates["telegram:7"] = gate = asyncio.Event()
    bot.start()
    await server.until(lambda: len(bot.diary.begun) == 2)
    assert ann.toasts == []
    gate.set()
    assert await ann.waits_for_answer(tap) == "Already answered"


async def test_what_concerns_a_group_goes_its_own_way(bot: Bot, server: Server, ann: User) -> None:
    group = server.group(-100, bot_inside=False)
    bot.start()
    await group.gains_bot(ann)
    await ann.sends("after it")
    await bot.took(1)
    assert bot.groups.heard == [Entered(-100, 7, "group")]


@pytest.mark.parametrize(
    ("fault", "event"),
    [
        ({"status": 401, "description": "Unauthorized"}, "token_refused"),
        ({"status": 404, "description": "Not Found"}, "token_refused"),
        ({"status": 409, "description": "Conflict: terminated by other getUpdates request"}, "another_poller"),
        ({"status": 500}, "poll_failed"),
        ({"status": 502, "body": "<html></html>"}, "poll_failed"),
        ({"body": "<html></html>"}, "poll_failed"),
        ({"body": '{"ok":true,"result":[{"upda'}, "poll_failed"),
        ({"body": '{"ok":true,"result":{}}'}, "poll_failed"),
        ({"body": '{"ok":true,"result":[5,{"update_id":null}]}'}, "poll_failed"),
        ({"drop": True}, "poll_failed"),
        ({"retry_after": 3}, "poll_limited"),
    ],
    ids=repr,
)
async def test_a_failing_poll_is_tried_again_with_pauses_and_told_once(
    bot: Bot, server: Server, ann: User, fault: dict[str, Any], event: str
) -> None:
    server.fail("getUpdates", times=3, **fault)
    with capture_logs() as logs:
        bot.start()
        await polls(server, 3)
    assert not bot.task.done()
    assert [line["event"] for line in logs] == [event]
    await ann.sends("one")
    await bot.took(1)
    assert TOKEN not in repr(logs)


async def test_failures_dont_become_a_flood(bot: Bot, server: Server) -> None:
    server.fail("getUpdates", times=None, status=409, description="Conflict")
    pauses: list[float] = []

    class Noting(Fast):
        async def sleep(self, seconds: float) -> None:
            pauses.append(seconds)
            await super().sleep(seconds)

    bot.clock = Noting()
    bot.start()
    await polls(server, 8)
    # Seven of 1, 1.5, 2.25 seconds and so on, each a fifth shorter at most.
    assert sum(pause for pause in pauses if pause != WATCH_SECONDS) >= 25


async def test_the_webhook_is_taken_down_however_often_that_fails(bot: Bot, server: Server, ann: User) -> None:
    server.fail("deleteWebhook", times=3, status=500)
    with capture_logs():
        bot.start()
        await ann.sends("one")
        await bot.took(1)
    assert len(server.calls_of("deleteWebhook")) == 4


async def test_a_server_that_went_away_is_found_again(bot: Bot, server: Server, ann: User) -> None:
    bot.start()
    await polls(server, 0)
    with capture_logs():
        await server.goes_down()
        await asyncio.sleep(0.1)
        await ann.sends("one")
        await server.comes_back()
        await bot.took(1)
    assert bot.diary.texts == ["one"]


async def test_a_bot_gone_deaf_says_so(bot: Bot, server: Server) -> None:
    server.fail("getUpdates", times=None, delay=60)
    with capture_logs() as logs:
        bot.start()
        await server.until(lambda: logs or None)
    assert [line["event"] for line in logs] == ["polling_stalled"]
    assert logs[0]["seconds"] >= 90


async def test_each_completed_poll_shows_presence(bot: Bot, server: Server, ann: User) -> None:
    bot.start()
    await ann.sends("one")
    await bot.took(1)
    await server.until(lambda: bot.seen)
    before = bot.polling.last_poll_ok
    server.fail("getUpdates", times=None, status=500)
    await bot.stop()
    assert bot.polling.last_poll_ok == before


async def test_presence_that_cant_be_noted_holds_nobody_up(bot: Bot, server: Server, ann: User) -> None:
    bot.presence_fails = True
    with capture_logs() as logs:
        bot.start()
        for count in (1, 2, 3):
            await ann.sends("knee")
            await bot.took(count)
        await server.until(lambda: server.pending() == 0)
    assert [line["event"] for line in logs] == ["presence_not_noted"]


async def test_stopping_doesnt_wait_for_the_long_poll(bot: Bot, server: Server) -> None:
    bot.start()
    await asyncio.sleep(0.05)
    await bot.stop()
    assert server.pending() == 0


async def test_stopping_finishes_the_turn_in_hand_and_confirms_it(bot: Bot, server: Server, ann: User) -> None:
    bot.diary.gates["telegram:7"] = gate = asyncio.Event()
    bot.start()
    await ann.sends("one")
    await server.until(lambda: bot.diary.begun)
    bot.stopping.set()
    await asyncio.sleep(0.05)
    assert not bot.task.done()
    await ann.sends("for the next start")
    gate.set()
    await asyncio.wait_for(bot.task, PATIENCE_SECONDS)
    assert bot.diary.texts == ["one"]
    assert server.pending() == 1
    last = server.calls[-1]
    assert (last.method, last.params["timeout"], last.params["limit"]) == ("getUpdates", 0, 1)


async def test_stopping_in_an_outage_is_quick(bot: Bot, server: Server) -> None:
    server.fail("*", times=None, drop=True)
    with capture_logs():
        bot.start()
        await asyncio.sleep(0.05)
        await bot.stop()


async def test_after_an_idle_time_smaller_ids_are_taken_too(bot: Bot, server: Server, ann: User) -> None:
    server.next_update_id = 900_000
    bot.start()
    await ann.sends("one")
    await bot.took(1)
    await server.until(lambda: server.pending() == 0)
    server.push({"update_id": 901_000, "poll": {}})
    await server.until(lambda: server.pending() == 0)
    assert all(call.params.get("offset", 1) > 0 for call in server.calls_of("getUpdates"))


async def test_pauses_grow_to_half_a_minute_and_start_over_after_a_success() -> None:
    waits = []

    class Noting(SystemClock):
        async def sleep(self, seconds: float) -> None:
            waits.append(seconds)

    retries = Retries(Noting(), chance=lambda: 0.5)
    for _ in range(12):
        await retries.wait(asyncio.Event())
    assert waits[:4] == [1.0, 1.5, 2.25, 3.375]
    assert waits[-1] == 30.0
    retries.start_over()
    await retries.wait(asyncio.Event(), at_least=17)
    await retries.wait(asyncio.Event())
    assert waits[-2:] == [17, 1.5]
