"""Faults on purpose, and Telegram's pace."""

import asyncio
from collections.abc import Iterable

import aiohttp
import pytest
from support.botapi import BotApi, Limits
from telegram import Bot
from telegram.error import RetryAfter, TimedOut

from .conftest import TOKEN, Ask


@pytest.fixture
def url(server: BotApi) -> str:
    server.user(7)
    return f"{server.url}/bot{TOKEN}/sendMessage?chat_id=7&text=a"


def sent(server: BotApi) -> int:
    return len(server.user(7).messages)


async def test_a_fault_strikes_so_often_and_then_no_more(server: BotApi, ask: Ask) -> None:
    server.user(7)
    server.fail("sendMessage", times=2, status=500, description="Internal Server Error: restart")
    answers = [await ask("sendMessage", chat_id=7, text="a") for _ in range(3)]
    assert [answer["ok"] for answer in answers] == [False, False, True]
    assert answers[0]["description"] == "Internal Server Error: restart"
    assert sent(server) == 1
    assert server.rejected == []


async def test_faults_last_until_healed_and_choose_their_calls(server: BotApi, ask: Ask) -> None:
    server.user(7)
    server.fail("*", times=None, status=502, when=lambda fields: fields.get("text") == "b")
    assert (await ask("sendMessage", chat_id=7, text="a"))["ok"]
    assert not (await ask("sendMessage", chat_id=7, text="b"))["ok"]
    assert not (await ask("sendMessage", chat_id=7, text="b"))["ok"]
    server.heal()
    assert (await ask("sendMessage", chat_id=7, text="b"))["ok"]


async def test_any_body_can_be_answered(server: BotApi, session: aiohttp.ClientSession, url: str) -> None:
    server.fail("sendMessage", status=502, body="<html>Bad Gateway</html>", headers={"Content-Type": "text/html"})
    server.fail("sendMessage", body="{not json", apply=True)
    async with session.get(url) as answer:
        assert (answer.status, await answer.text()) == (502, "<html>Bad Gateway</html>")
    assert sent(server) == 0
    async with session.get(url) as answer:
        assert (answer.status, await answer.text()) == (200, "{not json")
    assert sent(server) == 1


@pytest.mark.parametrize("apply", [False, True])
async def test_a_connection_dropped_before_or_after_the_call_took_effect(
    server: BotApi, session: aiohttp.ClientSession, url: str, apply: bool
) -> None:
    server.fail("sendMessage", drop=True, apply=apply)
    with pytest.raises(aiohttp.ClientError):
        await session.post(url)
    assert sent(server) == int(apply)
    assert [call.status for call in server.calls] == [0]
    async with session.post(url) as answer:
        assert answer.status == 200


async def test_a_held_answer_hides_a_message_that_is_there(server: BotApi, bot: Bot) -> None:
    ann = server.user(7)
    server.fail("sendMessage", delay=60, apply=True)
    with pytest.raises(TimedOut):
        await bot.send_message(7, "a", read_timeout=0.1)
    assert [message.text for message in ann.messages] == ["a"]


async def test_a_slow_start_delays_the_effect(server: BotApi, session: aiohttp.ClientSession, url: str) -> None:
    server.fail("sendMessage", delay=60)
    with pytest.raises(TimeoutError):
        await session.post(url, timeout=aiohttp.ClientTimeout(total=0.1))
    assert sent(server) == 0


async def test_an_answer_can_be_cut_short(server: BotApi, session: aiohttp.ClientSession, url: str) -> None:
    server.fail("sendMessage", cut=10)
    with pytest.raises(aiohttp.ClientPayloadError):
        async with session.get(url) as answer:
            await answer.read()
    assert sent(server) == 1


async def test_an_answer_can_drip(server: BotApi, session: aiohttp.ClientSession, url: str) -> None:
    server.fail("sendMessage", drip=0.001, body=b"0123456789")
    server.fail("sendMessage", drip=60, body=b"0123456789")
    async with session.get(url) as answer:
        assert await answer.read() == b"0123456789"
    async with session.get(url) as answer:
        assert await answer.content.readany() == b"0"
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(answer.content.readany(), 0.05)


async def test_a_429_says_when_to_come_back(
    server: BotApi, session: aiohttp.ClientSession, url: str, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the library warns of its next version
    server.fail("sendMessage", times=2, retry_after=3)
    async with session.get(url) as answer:
        assert answer.headers["Retry-After"] == "3"
        body = await answer.json()
    assert body["parameters"] == {"retry_after": 3}
    assert body["description"] == "Too Many Requests: retry after 3"
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "a")


async def test_polls_can_fail_too_and_lose_nothing(server: BotApi, ask: Ask) -> None:
    await server.user(7).sends("a")
    server.fail("getUpdates", status=404, description="Not Found")
    assert not (await ask("getUpdates"))["ok"]
    assert len((await ask("getUpdates"))["result"]) == 1


async def test_a_server_that_is_down_refuses_connections_and_comes_back(
    server: BotApi, session: aiohttp.ClientSession, ask: Ask
) -> None:
    poll = asyncio.create_task(ask("getUpdates", timeout=50))
    await server.until(lambda: server.polled)
    await server.goes_down()
    with pytest.raises(aiohttp.ClientError):
        await poll
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask("getMe")
    await server.user(7).sends("meanwhile")
    await server.comes_back()
    assert len((await ask("getUpdates"))["result"]) == 1


async def paced(limits: Limits) -> BotApi:
    return await BotApi.start(TOKEN, limits=limits, any_chat=True)


async def statuses(server: BotApi, chats: Iterable[int]) -> list[int]:
    async with aiohttp.ClientSession() as session:
        got = []
        for chat in chats:
            fields = {"chat_id": chat, "text": "a"}
            async with session.post(f"{server.url}/bot{TOKEN}/sendMessage", json=fields) as answer:
                got.append(answer.status)
        return got


async def test_one_chat_gets_one_message_a_second() -> None:
    async with await paced(Limits()) as server:
        assert await statuses(server, [1, 1, 2]) == [200, 429, 200]
        server.clock.advance(1)
        assert await statuses(server, [1]) == [200]
        assert server.calls[1].description == "Too Many Requests: retry after 1"
        assert server.rejected == []


async def test_a_burst_may_be_allowed() -> None:
    async with await paced(Limits(chat_burst=3)) as server:
        assert await statuses(server, [1, 1, 1, 1]) == [200, 200, 200, 429]


async def test_all_chats_together_get_thirty_a_second() -> None:
    async with await paced(Limits(per_second=5)) as server:
        assert await statuses(server, range(1, 8)) == [200] * 5 + [429] * 2
        server.clock.advance(1)
        assert await statuses(server, range(1, 6)) == [200] * 5


async def test_a_group_gets_twenty_a_minute() -> None:
    async with await paced(Limits(group_per_minute=2)) as server:
        server.group(-5)
        assert await statuses(server, [-5, -5, -5]) == [200, 200, 429]
        server.clock.advance(60)
        assert await statuses(server, [-5]) == [200]
