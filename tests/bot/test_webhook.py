"""The webhook, knocked at by hand and by the loopback Bot API."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.botapi import PATIENCE_SECONDS
from support.botapi import BotApi as Server
from support.diary import Diary, Fast
from support.groups import HeardGroups

from bot import webhook as webhook_module
from bot.clock import SystemClock
from bot.intake import Intake
from bot.requests import AiohttpRequest, BotApi
from bot.telegram import TelegramTransport
from bot.webhook import MOST_BYTES, Webhook
from dialogs.errors import SettingsError, StoreError

TOKEN = "123456789:" + "Ab_-" * 9
SECRET = "a-secret-of-our-own"
PATH = "/some/path"
ANN = {"id": 7, "is_bot": False, "first_name": "Ann"}
UPDATE = {
    "update_id": 5,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 7, "type": "private"},
        "from": ANN,
        "text": "it hurts",
    },
}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with await Server.start(TOKEN, unit=0.01) as server:
        yield server
        assert server.rejected == []


@pytest.fixture
def diary() -> Diary:
    return Diary()


class Running:
    """A webhook that can be knocked at."""

    def __init__(self, server: Server, request: AiohttpRequest, diary: Diary, port: int) -> None:
        api = BotApi(request, TOKEN, server.url)
        self.transport, self.port, self.stopping = TelegramTransport(api), port, asyncio.Event()
        intake = Intake(diary, HeardGroups(), self.transport, SystemClock())
        url = f"http://127.0.0.1:{port}{PATH}"
        self.seen, listen = 0, ("127.0.0.1", port)
        self.webhook = Webhook(api, intake, Fast(), self._present, url=url, secret=SECRET, listen=listen)
        self.task = asyncio.create_task(self.webhook.run(self.stopping))

    async def _present(self) -> None:
        self.seen += 1

    async def knock(self, raw: bytes) -> tuple[int, bytes, bytes]:
        """Send these bytes; what comes back until the connection ends or one answer is complete."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(raw)
            async with asyncio.timeout(PATIENCE_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.partition(b":")[2]) for line in head.split(b"\r\n") if b"content-length" in line.lower()
                )
                body = await reader.readexactly(length)
            return int(head.split()[1]), head, body
        finally:
            writer.close()

    async def post(
        self,
        body: Any,
        secret: str | None = SECRET,
        kind: str = "application/json",
        method: str = "POST",
        path: str = PATH,
    ) -> int:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Content-Length: {len(data)}", f"Content-Type: {kind}"]
        if secret is not None:
            lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
        status, _, answer = await self.knock("\r\n".join([*lines, "", ""]).encode("utf-8") + data)
        assert answer == b""
        return status


@pytest.fixture
async def running(server: Server, diary: Diary) -> AsyncIterator[Running]:
    async with AiohttpRequest() as request:
        running = Running(server, request, diary, free_port())
        await server.until(lambda: running.task.done() or server.calls_of("setWebhook"))
        yield running
        running.stopping.set()
        await asyncio.wait_for(running.task, PATIENCE_SECONDS)
        await running.transport.close()


async def test_telegram_learns_the_address_once_the_server_listens(running: Running, server: Server) -> None:
    (call,) = server.calls
    assert call.params["url"].endswith(PATH)
    assert call.params["secret_token"] == SECRET
    assert call.params["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert "drop_pending_updates" not in call.params


async def test_presence_is_shown_as_long_as_it_runs(running: Running) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while running.seen < 3:  # noqa: ASYNC110 - nobody tells when it was called
            await asyncio.sleep(0.01)


async def test_what_telegram_posts_is_taken_and_forgotten_there(running: Running, server: Server, diary: Diary) -> None:
    ann = server.user(7)
    await ann.sends("one")
    await ann.sends("two")
    await server.until(lambda: server.pending() == 0)
    assert diary.texts == ["one", "two"]


async def test_a_tap_gets_its_toast(running: Running, server: Server) -> None:
    ann = server.user(7)
    message = await ann.sends("hello")
    tap = await ann.taps_data("a:1:ok:yes", message)
    assert await ann.waits_for_answer(tap) == "Already answered"


async def test_telegram_tries_again_after_a_refusal(running: Running, server: Server, diary: Diary) -> None:
    ann = server.user(7)
    diary.trouble[server.next_update_id] = StoreError("full")
    await ann.sends("one")
    await asyncio.sleep(0.05)
    assert server.pending() == 1
    diary.trouble.clear()
    await server.until(lambda: server.pending() == 0)
    assert diary.texts == ["one"]


async def test_an_update_is_answered_200_without_a_word(running: Running, diary: Diary) -> None:
    assert await running.post(UPDATE) == 200
    assert diary.texts == ["it hurts"]


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"]
)
async def test_json_may_name_its_charset(running: Running, kind: str) -> None:
    assert await running.post(UPDATE, kind=kind) == 200


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "sécret"])
async def test_nothing_is_read_without_the_secret(running: Running, diary: Diary, secret: str | None) -> None:
    assert await running.post(UPDATE, secret=secret) == 403
    assert diary.begun == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])
async def test_only_post_is_answered(running: Running, diary: Diary, method: str) -> None:
    if method == "HEAD":
        request = f"HEAD {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(request)
        assert (await reader.readline()).startswith(b"HTTP/1.1 405")
        writer.close()
        return
    assert await running.post(UPDATE, method=method) == 405


@pytest.mark.parametrize("path", ["/", "/some", "/some/path/x", "/some/path/../x", f"/bot{TOKEN}"])
async def test_other_addresses_arent_there(running: Running, path: str) -> None:
    assert await running.post(UPDATE, path=path) == 404


async def test_a_query_behind_the_address_changes_nothing(running: Running) -> None:
    assert await running.post(UPDATE, path=PATH + "?x=1") == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
async def test_what_doesnt_call_itself_json_isnt_read(running: Running, diary: Diary, kind: str) -> None:
    assert await running.post(UPDATE, kind=kind) == 415
    assert diary.begun == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' + b"9" * 9000 + b"}"]
)
async def test_what_is_no_json_object_is_refused(running: Running, diary: Diary, body: Any) -> None:
    assert await running.post(body) == 400
    assert diary.begun == []


@pytest.mark.parametrize("body", [{}, {"update_id": None}, {"update_id": 5, "message": [1]}, {"message": "\ud800"}])
async def test_an_object_nobody_can_read_is_accepted_and_forgotten(running: Running, diary: Diary, body: Any) -> None:
    assert await running.post(body) == 200
    assert diary.begun == []


async def test_a_body_over_a_mebibyte_is_refused(running: Running, diary: Diary) -> None:
    assert await running.post(b" " * (MOST_BYTES + 1)) == 413
    lines = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    lines += f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    status, _, _ = await running.knock(lines.encode() + chunk * 17 + b"0\r\n\r\n")
    assert status == 413
    assert diary.begun == []


async def test_a_body_of_a_mebibyte_is_read(running: Running, diary: Diary) -> None:
    body = json.dumps(UPDATE).encode()
    assert await running.post(body + b" " * (MOST_BYTES - len(body))) == 200


async def test_a_body_that_never_comes_is_given_up(
    running: Running, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_module, "BODY_SECONDS", 0.1)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: application/json\r\n"
    head += f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n"
    status, answer, _ = await running.knock(head.encode() + b'{"update_id"')
    assert status == 408
    assert b"connection: close" in answer.lower()
    assert diary.begun == []


@pytest.mark.parametrize("start", [b"", b"POST /some/path HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_who_never_finishes_the_head_is_shown_the_door(
    server: Server, diary: Diary, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(webhook_module, "IDLE_SECONDS", 0.2)
    async with AiohttpRequest() as request:
        running = Running(server, request, diary, free_port())
        await server.until(lambda: server.calls_of("setWebhook"))
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(start)
        for _ in range(5):
            await asyncio.sleep(0.05)
            writer.write(b"x" if start else b"")
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await reader.read() == b""
        writer.close()
        running.stopping.set()
        await asyncio.wait_for(running.task, PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "raw", [b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"POST / HTTP/9\r\n\r\n", b"\x16\x03\x01\r\n\r\n"]
)
async def test_what_is_no_http_is_refused(running: Running, raw: bytes) -> None:
    status, _, _ = await running.knock(raw)
    assert status == 400
    assert await running.post(UPDATE) == 200


async def test_200_comes_only_after_the_commit(running: Running, diary: Diary) -> None:
    diary.gates["telegram:7"] = gate = asyncio.Event()
    posting = asyncio.create_task(running.post(UPDATE))
    await asyncio.sleep(0.05)
    assert diary.begun
    assert not posting.done()
    gate.set()
    assert await posting == 200


async def test_a_store_that_cant_commit_makes_telegram_come_again(
    running: Running, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary.trouble[5] = StoreError("full")
    assert await running.post(UPDATE) == 503
    diary.trouble.clear()
    diary.healthy = False
    assert await running.post(UPDATE) == 503
    diary.healthy = True
    monkeypatch.setattr(webhook_module, "TURN_SECONDS", 0.05)
    diary.gates["telegram:7"] = asyncio.Event()
    assert await running.post(UPDATE) == 503


async def test_one_slow_runner_doesnt_hold_up_another(running: Running, diary: Diary) -> None:
    diary.gates["telegram:7"] = gate = asyncio.Event()
    slow = asyncio.create_task(running.post(UPDATE))
    ben = {**UPDATE["message"], "chat": {"id": 8, "type": "private"}, "from": {**ANN, "id": 8}, "text": "quick"}
    assert await running.post({"update_id": 6, "message": ben}) == 200
    assert diary.texts == ["quick"]
    gate.set()
    assert await slow == 200


async def test_stopping_answers_the_request_in_hand(server: Server, diary: Diary) -> None:
    async with AiohttpRequest() as request:
        running = Running(server, request, diary, free_port())
        await server.until(lambda: server.calls_of("setWebhook"))
        diary.gates["telegram:7"] = gate = asyncio.Event()
        posting = asyncio.create_task(running.post(UPDATE))
        await asyncio.sleep(0.05)
        running.stopping.set()
        await asyncio.sleep(0.05)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", running.port)
        gate.set()
        assert await posting == 200
        await asyncio.wait_for(running.task, PATIENCE_SECONDS)


async def test_setting_the_webhook_is_tried_until_it_works(server: Server, diary: Diary) -> None:
    server.fail("setWebhook", times=2, status=500)
    server.fail("setWebhook", times=1, retry_after=1)
    server.fail("setWebhook", times=1, status=400, description="Bad Request: bad webhook: no such host")
    with capture_logs() as logs:
        async with AiohttpRequest() as request:
            running = Running(server, request, diary, free_port())
            await server.until(lambda: len(server.calls_of("setWebhook")) == 5)
            running.stopping.set()
            await asyncio.wait_for(running.task, PATIENCE_SECONDS)
    assert [line["event"] for line in logs] == ["listening", "webhook_not_set", "webhook_refused"]
    assert SECRET not in repr(logs)


async def test_a_port_that_is_taken_is_said_in_one_sentence(server: Server, diary: Diary) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with AiohttpRequest() as request:
            running = Running(server, request, diary, port)
            with pytest.raises(SettingsError, match=rf"WEBHOOK_LISTEN: nothing can listen on 127\.0\.0\.1:{port} "):
                await running.task
    assert server.calls == []
