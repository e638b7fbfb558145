"""Updates by webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from support.botapi import BotApi

from .conftest import Ask

SECRET = "s3cret_-"
KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


class Receiver:
    """A bot that listens. `script` holds the next answers: a status, or a function making a response."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.headers: list[Any] = []
        self.script: list[Any] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.url = ""

    async def take(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        content = update.get("message", update.get("callback_query", update))
        self.got.append(content.get("text", content.get("data", "?")))
        self.headers.append(request.headers)
        await self.hold.wait()
        answer = self.script.pop(0) if self.script else 200
        return answer if isinstance(answer, web.Response) else web.Response(status=answer)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    one = Receiver()
    listener = await asyncio.get_running_loop().create_server(server := web.Server(one.take), "127.0.0.1", 0)
    one.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/hook"
    yield one
    listener.close()
    one.hold.set()
    await server.shutdown(0.01)
    await listener.wait_closed()


async def test_updates_are_posted_with_the_secret_and_confirmed_by_200(
    server: BotApi, ask: Ask, receiver: Receiver
) -> None:
    await server.user(7).sends("a")
    set_up = await ask("setWebhook", url=receiver.url, secret_token=SECRET, allowed_updates=["message"])
    assert set_up["description"] == "Webhook was set"
    await server.user(7).sends("b")
    await server.until(lambda: server.pending() == 0)
    assert receiver.got == ["a", "b"]
    assert receiver.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == SECRET
    assert receiver.headers[0]["Content-Type"] == "application/json"
    info = (await ask("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"], info["allowed_updates"]) == (receiver.url, 0, ["message"])


async def test_getupdates_is_refused_while_a_webhook_is_set(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    poll = asyncio.create_task(ask("getUpdates", timeout=50))
    await server.until(lambda: server.polled)
    await ask("setWebhook", url=receiver.url)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await ask("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await ask("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await ask("deleteWebhook"))["description"] == "Webhook is already deleted"
    assert (await ask("getUpdates"))["ok"]
    assert (await ask("getWebhookInfo"))["result"]["url"] == ""


async def test_the_same_webhook_again_is_harmless_but_not_within_a_second(
    server: BotApi, ask: Ask, receiver: Receiver
) -> None:
    server.http.webhook.unit = 0.2
    await ask("setWebhook", url=receiver.url)
    too_soon = await ask("setWebhook", url=receiver.url)
    assert too_soon["parameters"] == {"retry_after": 1}
    await asyncio.sleep(0.2)
    assert (await ask("setWebhook", url=receiver.url))["description"] == "Webhook is already set"


async def test_one_update_of_a_chat_is_in_flight_and_others_do_not_wait(
    server: BotApi, ask: Ask, receiver: Receiver
) -> None:
    ann, ben = server.user(7), server.user(8)
    await ask("sendMessage", chat_id=7, text="Well?", reply_markup=KEYBOARD)
    await ask("setWebhook", url=receiver.url)
    receiver.hold.clear()
    await ann.sends("a")
    await ann.sends("b")
    await ben.sends("c")
    await ann.taps("Yes")  # a tap has its own queue: it may overtake
    await server.until(lambda: len(receiver.got) == 3)
    await asyncio.sleep(0.02)
    assert receiver.got == ["a", "c", "y"]
    receiver.hold.set()
    await server.until(lambda: server.pending() == 0)
    assert receiver.got == ["a", "c", "y", "b"]


async def test_max_connections_bounds_what_is_in_flight(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    await ask("setWebhook", url=receiver.url, max_connections=2)
    receiver.hold.clear()
    for number in range(4):
        await server.user(number + 1).sends(str(number))
    await server.until(lambda: len(receiver.got) == 2)
    await asyncio.sleep(0.02)
    assert len(receiver.got) == 2
    receiver.hold.set()
    await server.until(lambda: len(receiver.got) == 4)


async def test_a_refused_update_is_repeated_and_blocks_only_its_queue(
    server: BotApi, ask: Ask, receiver: Receiver
) -> None:
    ann, ben = server.user(7), server.user(8)
    await ask("setWebhook", url=receiver.url)
    receiver.script = [500, 403, 302]
    await ann.sends("a")
    await ann.sends("b")
    await server.until(lambda: receiver.got.count("a") >= 2)
    await ben.sends("c")
    await server.until(lambda: server.pending() == 0)
    assert [text for text in receiver.got if text != "c"] == ["a", "a", "a", "a", "b"]
    info = (await ask("getWebhookInfo"))["result"]
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_back_off_is_at_once_then_two_four_eight_seconds(
    server: BotApi, ask: Ask, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept, sleep = [], asyncio.sleep

    async def note(seconds: float) -> None:
        slept.append(round(seconds / server.http.webhook.unit))
        await sleep(0)

    monkeypatch.setattr("support.botapi.webhook.asyncio.sleep", note)
    receiver.script = [500] * 8 + [web.Response(status=503, headers={"Retry-After": "9999"}), 200]
    await ask("setWebhook", url=receiver.url)
    await server.user(7).sends("a")
    await server.until(lambda: server.pending() == 0)
    assert slept[:6] == [0, 2, 4, 8, 16, 32]
    assert 60 <= slept[6] <= 120
    assert 60 <= slept[7] <= 120
    assert slept[8] == 3600


async def test_an_update_nobody_takes_expires(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    receiver.script = [500] * 1000
    await ask("setWebhook", url=receiver.url)
    await server.user(7).sends("a")
    await server.until(lambda: receiver.got)
    server.clock.advance(86_401)
    assert server.pending() == 0


async def test_a_bot_that_is_down_gets_its_updates_later(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    await ask("setWebhook", url=receiver.url.replace(port, f"{1}/hook"))
    await server.user(7).sends("a")
    await server.until(lambda: server.http.webhook.last_error)
    assert (await ask("getWebhookInfo"))["result"]["last_error_message"] == "Connection refused"
    await asyncio.sleep(0.02)
    await ask("setWebhook", url=receiver.url)
    await server.until(lambda: server.pending() == 0)
    assert receiver.got == ["a"]


async def test_a_method_in_the_answer_is_played(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    ann = server.user(7)
    receiver.script = [web.json_response({"method": "sendMessage", "chat_id": 7, "text": "From the body"})]
    await ask("setWebhook", url=receiver.url)
    await ann.sends("a")
    await ann.waits_for("From the body")
    assert server.calls_of("sendMessage")[0].status == 200


async def test_410_for_a_day_ends_the_webhook(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    receiver.script = [410] * 1000
    await ask("setWebhook", url=receiver.url)
    await server.user(7).sends("a")
    await server.until(lambda: receiver.got)
    server.clock.advance(23 * 3600 + 1)
    await server.until(lambda: not server.http.webhook.url)
    assert (await ask("getUpdates"))["result"][0]["message"]["text"] == "a"


async def test_pending_updates_can_be_dropped(server: BotApi, ask: Ask, receiver: Receiver) -> None:
    await server.user(7).sends("a")
    await ask("setWebhook", url=receiver.url, drop_pending_updates=True)
    await server.user(7).sends("b")
    await server.until(lambda: server.pending() == 0)
    assert receiver.got == ["b"]
