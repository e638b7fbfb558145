"""What goes wrong between the real process and Telegram, and what the runner sees: nothing lost, nothing twice."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from support.botapi import PATIENCE_SECONDS, BotApi, User
from support.process import Bot, running

TOKEN = ":".join(("123456", "A" * 35))
MALFORMED = 50 * int(os.environ.get("KNEEWISE_TEST_KILLS", "20"))
AGE, INJURY = "How old are you", "did a fall, knock"


@pytest.fixture
async def bot(tmp_path: Path, server: BotApi) -> AsyncIterator[Bot]:
    """The bot, polling."""
    async with running(tmp_path, server.url, TOKEN) as child:
        yield child


@pytest.fixture
async def runner(bot: Bot, server: BotApi) -> User:
    """A runner who agreed and has the first screen before them."""
    runner = server.user(1001, first_name="Ann", language_code="en-GB")
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise")
    await runner.taps("I agree")
    await runner.waits_for("Is any of this true right now")
    return runner


def said(runner: User, words: str) -> int:
    return sum(words in message.text and bool(message.labels) for message in runner.messages)


@pytest.mark.parametrize(
    "fault",
    [
        {"retry_after": 1},
        {"status": 500},
        {"status": 502, "body": "<html>Bad gateway</html>"},
        {"drop": True},
        {"cut": 20},
    ],
    ids=["429", "500", "502 with HTML", "dropped", "cut off"],
)
async def test_a_question_arrives_once_although_sending_failed_at_first(
    server: BotApi, runner: User, fault: dict[str, Any]
) -> None:
    server.fail("sendMessage", **fault)

    await runner.taps("None of these")
    await runner.waits_for(AGE)

    assert said(runner, AGE) == 1
    assert server.rejected == []


async def test_a_question_whose_answer_got_lost_may_come_twice_but_never_not(server: BotApi, runner: User) -> None:
    server.fail("sendMessage", apply=True, drop=True)

    await runner.taps("None of these")
    await runner.waits_for(AGE)
    await runner.sends("31")
    await runner.waits_for(INJURY)

    assert sum(AGE in message.text for message in runner.messages) == 2
    # The copy whose id the bot never learned keeps its buttons; they are of an older turn and change nothing.
    await server.until(lambda: len([message for message in runner.messages if message.labels]) == 2)


async def test_a_duplicate_update_and_a_repeated_press_have_one_effect(server: BotApi, runner: User) -> None:
    tap = await runner.taps("None of these")
    await runner.waits_for(AGE)
    await runner.repeats(tap)
    update = {"message": server.state.shown(await runner.sends("31"))}
    await runner.waits_for(INJURY)
    server.push({"update_id": server.next_update_id - 1, **update})
    await server.until(lambda: server.pending() == 0)
    await runner.sends("no")
    await runner.waits_for("knee or lower leg")

    assert said(runner, AGE) == 0
    assert sum(AGE in message.text for message in runner.messages) == 1
    assert sum(INJURY in message.text for message in runner.messages) == 1


async def test_a_runner_who_blocked_the_bot_gets_nothing_until_they_write_again(server: BotApi, runner: User) -> None:
    await runner.blocks()
    await server.until(lambda: server.pending() == 0)
    before = len(server.calls_of("sendMessage"))
    await runner.unblocks()
    await runner.sends("/help")
    await runner.waits_for("How I work")

    assert all(call.status == 200 for call in server.calls_of("sendMessage")[before:])


async def test_a_401_a_404_and_a_second_poller_in_the_middle_stop_nothing(server: BotApi, runner: User) -> None:
    server.fail("getUpdates", status=401, description="Unauthorized")
    server.fail("getUpdates", status=404, description="Not Found")
    server.fail("getUpdates", status=409, description="Conflict: terminated by other getUpdates request")
    server.fail("getUpdates", status=502, body="<html>")

    await runner.sends("none")
    await runner.waits_for(AGE)

    assert said(runner, AGE) == 1


async def test_the_server_away_for_a_while_is_waited_for(server: BotApi, runner: User) -> None:
    await server.goes_down()
    await runner.sends("none")
    await server.comes_back()

    await runner.waits_for(AGE)


@pytest.mark.parametrize("fault", [{"delay": 600.0}, {"drip": 1.0}], ids=["black hole", "drip"])
async def test_a_chat_whose_messages_hang_holds_up_no_other(
    server: BotApi, runner: User, fault: dict[str, Any]
) -> None:
    server.fail("sendMessage", times=None, when=lambda params: params.get("chat_id") == 1001, **fault)
    for _ in range(5):
        await runner.sends("/help")
    ben = server.user(1002, first_name="Ben", language_code="en-GB")
    await ben.sends("/start")
    await ben.waits_for("I am Kneewise")
    await ben.taps("I agree")
    await ben.waits_for("Is any of this true right now")


async def test_a_revoked_token_is_told_and_a_new_start_with_a_good_one_goes_on(
    server: BotApi, bot: Bot, runner: User
) -> None:
    server.revoke()
    await runner.sends("none")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while b'"token_refused"' not in bot.printed:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)
    assert bot.process.returncode is None
    assert await bot.stop() == 0
    server.http.revoked = False
    await bot.start()
    await runner.waits_for(AGE)
    assert TOKEN.encode() not in bot.printed


async def test_a_backlog_of_many_with_old_taps_among_it_is_done_once_each(server: BotApi, bot: Bot) -> None:
    runners = [server.user(2000 + number, first_name="Ann", language_code="en-GB") for number in range(20)]
    for runner in runners:
        await runner.sends("/start")
    for runner in runners:
        await runner.waits_for("I am Kneewise")
        agreed = await runner.taps("I agree")
        await runner.waits_for("Is any of this true right now")
        runner.agreed = agreed
    assert await bot.stop() == 0
    for runner in runners:
        await runner.repeats(runner.agreed)
        await runner.taps("None of these")
        await runner.taps("☐ Knee or kneecap out of place")
        await runner.sends("31")
        await runner.repeats(runner.agreed)
    assert server.pending() >= 100
    await bot.start()
    for runner in runners:
        await runner.waits_for(INJURY)
    await server.until(lambda: server.pending() == 0)
    assert {sum(AGE in message.text for message in runner.messages) for runner in runners} == {1}
    assert {sum(INJURY in message.text for message in runner.messages) for runner in runners} == {1}


def malformed(chance: random.Random, update_id: int) -> dict[str, Any]:
    """An update with something missing, of another kind, or beyond any bound."""
    strange: list[Any] = [None, 0, -1, 2**80, 1.5, "", "\ud800", "x" * 5000, [], {}, [[[]]], True, {"id": None}]
    person = {"id": chance.choice([1001, *strange]), "is_bot": False, "first_name": chance.choice(["Ann", *strange])}
    chat = {"id": chance.choice([1001, -5, *strange]), "type": chance.choice(["private", "group", *strange])}
    message = {"message_id": 7, "date": chance.choice([1, *strange]), "chat": chat, "from": person}
    message["text"] = chance.choice(["hi", "/start@x " + "y" * 900, "/", *strange])
    query = {"id": chance.choice(["1", *strange]), "from": person, "chat_instance": "1", "message": message}
    query["data"] = chance.choice(["a:1:b:c", "g:99999999999999999999:x", "t:1:x:y=z", *strange])
    kind = chance.choice(["message", "callback_query", "edited_message", "my_chat_member", "poll", "new_thing"])
    body = chance.choice([message, query, chance.choice(strange)])
    for key in chance.sample(list(body), k=min(len(body), chance.randint(0, 2))) if isinstance(body, dict) else []:
        body = {name: value for name, value in body.items() if name != key}
    return {"update_id": update_id, kind: body}


async def test_malformed_updates_by_the_thousand_break_nothing_and_leave_no_trace(
    server: BotApi, bot: Bot, runner: User
) -> None:
    chance = random.Random(20261122)
    first = server.next_update_id
    for number in range(MALFORMED):
        server.push(malformed(chance, first + number))
    server.next_update_id = first + MALFORMED

    await runner.sends("/why")
    await runner.waits_for("Why I ask")
    await server.until(lambda: server.pending() == 0)

    assert b"x" * 100 not in bot.printed
    assert b"Traceback" not in bot.printed
    assert TOKEN.encode() not in bot.printed
    assert await bot.stop() == 0
