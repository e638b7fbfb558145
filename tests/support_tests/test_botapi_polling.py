"""getUpdates: offsets, waiting, conflicts, expiry."""

import asyncio
from typing import Any

import aiohttp
import pytest
from support.botapi import BotApi

from .conftest import TOKEN, Ask


async def texts(ask: Ask, **fields: Any) -> list[str]:
    return [update["message"]["text"] for update in (await ask("getUpdates", **fields))["result"]]


async def test_an_update_stays_until_a_higher_offset_confirms_it(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    for text in ("a", "b", "c"):
        await ann.sends(text)
    first = (await ask("getUpdates", limit=2))["result"]
    assert [update["message"]["text"] for update in first] == ["a", "b"]
    assert server.pending() == 3
    assert await texts(ask, offset=first[1]["update_id"]) == ["b", "c"]
    assert server.pending() == 2
    assert await texts(ask, offset=first[1]["update_id"] + 2) == []
    assert server.pending() == 0


async def test_a_negative_offset_keeps_only_the_last(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    for text in ("a", "b", "c"):
        await ann.sends(text)
    assert await texts(ask, offset=-2) == ["b", "c"]
    assert server.pending() == 2


async def test_update_ids_rise_by_one_from_where_they_are_set(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    server.next_update_id = 900
    await ann.sends("a")
    await ann.sends("b")
    assert [update["update_id"] for update in (await ask("getUpdates"))["result"]] == [900, 901]


async def test_ids_that_jumped_back_are_delivered_though_the_offset_is_higher(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    server.next_update_id = 500_000
    await ann.sends("a")
    assert await texts(ask, offset=500_001) == []
    server.next_update_id = 1_000
    await ann.sends("b")
    assert await texts(ask, offset=500_001) == ["b"]
    assert await texts(ask, offset=1_001) == []
    assert server.pending() == 0


async def test_raw_and_duplicate_updates_are_delivered_as_they_are(server: BotApi, ask: Ask) -> None:
    number = server.push({"strange": [1]})
    server.push({"update_id": number, "strange": [2]})
    assert [update["strange"] for update in (await ask("getUpdates"))["result"]] == [[1], [2]]
    assert (await ask("getUpdates", offset=number + 1))["result"] == []
    server.push({"update_id": number, "strange": [3]})
    (late,) = (await ask("getUpdates", offset=number + 1))["result"]
    assert late == {"update_id": number, "strange": [3]}
    assert (await ask("getUpdates", offset=number + 1))["result"] == []


async def test_a_long_poll_ends_when_something_comes(server: BotApi, ask: Ask) -> None:
    poll = asyncio.create_task(texts(ask, timeout=50))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await server.user(7).sends("a")
    assert await poll == ["a"]


async def test_limits_and_timeouts_are_clamped(server: BotApi, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = server.user(7)
    for number in range(102):
        await ann.sends(str(number))
    assert len(await texts(ask, limit=1000)) == 100
    assert len(await texts(ask, limit=0, offset=-100)) == 1
    monkeypatch.setattr("support.botapi.polling.MAX_TIMEOUT", 0.05)
    assert await texts(ask, timeout=86_400, offset=server.next_update_id) == []


async def test_the_same_offset_again_at_once_gives_one_update(server: BotApi, ask: Ask) -> None:
    server.http.polling.unit = 10.0
    ann = server.user(7)
    for text in ("a", "b", "c"):
        await ann.sends(text)
    assert await texts(ask, offset=0) == ["a", "b", "c"]
    assert await texts(ask, offset=0) == ["a"]
    assert await texts(ask, offset=1) == ["a", "b", "c"]


async def test_an_empty_poll_with_the_same_offset_waits(server: BotApi, ask: Ask) -> None:
    server.http.polling.unit = 10.0
    assert await texts(ask) == []
    again = asyncio.create_task(texts(ask))
    await server.until(lambda: server.polled)
    await server.user(7).sends("a")
    assert await again == ["a"]


async def test_an_answer_is_at_most_four_mebibytes(server: BotApi, ask: Ask) -> None:
    for _ in range(3):
        server.push({"big": "x" * (2 << 20)})
    assert len((await ask("getUpdates"))["result"]) == 1


async def test_a_second_poller_ends_the_first(server: BotApi, ask: Ask) -> None:
    server.http.polling.unit = 10.0
    first = asyncio.create_task(ask("getUpdates", timeout=50))
    await server.until(lambda: server.polled)
    second = asyncio.create_task(ask("getUpdates", timeout=50, offset=1))
    lost = await first
    assert (lost["error_code"], lost["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    server.next_update_id = 2
    third = asyncio.create_task(ask("getUpdates", timeout=50, offset=2))
    await asyncio.sleep(0.05)
    assert not second.done()  # the next conflict is told three seconds after the last
    await server.user(7).sends("a")
    assert (await third)["ok"]
    second.cancel()
    assert server.rejected == []


async def test_a_poller_that_went_away_leaves_no_conflict_in_the_log(server: BotApi, ask: Ask) -> None:
    poll = asyncio.create_task(ask("getUpdates", timeout=50))
    await server.until(lambda: server.polled)
    poll.cancel()
    await server.until(lambda: not any(one.transport for one in server.http._web.connections))
    await server.user(7).sends("a")
    await server.until(lambda: server.calls)
    assert [call.status for call in server.calls] == [0]
    assert await texts(ask) == ["a"]


async def test_a_tap_lives_150_seconds_and_a_message_a_day(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await ask("sendMessage", chat_id=7, text="Well?", reply_markup=keyboard)
    await ann.sends("a")
    await ann.taps("Yes")
    server.clock.advance(149)
    assert server.pending() == 2
    server.clock.advance(2)
    assert await texts(ask) == ["a"]
    server.clock.advance(86_400 - 152)
    assert server.pending() == 1
    server.clock.advance(2)
    assert server.pending() == 0
    assert server.stats()["updates"]["expired"] == 2


async def test_what_the_bot_did_not_ask_for_is_not_queued(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    await ask("getUpdates", allowed_updates=["callback_query"])
    await ann.sends("a")
    assert server.pending() == 0
    await ask("getUpdates", offset=1)
    await ann.sends("b")
    assert server.pending() == 0  # the choice is kept
    await ask("getUpdates", offset=2, allowed_updates=[])
    await ann.sends("c")
    assert server.pending() == 1


async def test_the_date_header_is_the_servers_clock(server: BotApi, session: aiohttp.ClientSession) -> None:
    server.clock.advance(86_400 * 365 * 100)
    async with session.get(f"{server.url}/bot{TOKEN}/getMe") as answer:
        assert answer.headers["Date"].split()[3] >= "2124"
