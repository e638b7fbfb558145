"""The bot says whether it is alive and of use, to whoever asks and to systemd, and ends when its polling hangs."""

import asyncio
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.botapi import PATIENCE_SECONDS
from support.botapi import BotApi as Server
from support.diary import Diary, Fast
from support.groups import HeardGroups
from support.health import ask, until_it_says
from support.process import running

from bot.app import open_app
from bot.clock import SystemClock
from bot.health import Health
from bot.intake import Intake
from bot.notify import READY, keep_watchdog_quiet, notify
from bot.polling import Polling, StalledError
from bot.requests import AiohttpRequest, BotApi
from bot.settings import Settings
from bot.store import Store
from bot.telegram import TelegramTransport

TOKEN = ":".join(("123456", "A" * 35))


@pytest.fixture
async def store(tmp_path: Path, server: Server) -> AsyncIterator[Store]:
    async with AiohttpRequest() as request:
        transport = TelegramTransport(BotApi(request, TOKEN, server.url))
        async with open_app(Settings(database=tmp_path / "data" / "k.db"), transport) as app:
            yield app.store


async def test_a_bot_in_touch_is_alive_and_ready(server: Server, free_port: int, tmp_path: Path) -> None:
    async with running(tmp_path, server.url, TOKEN, HEALTH_LISTEN=f"127.0.0.1:{free_port}") as bot:
        assert await until_it_says(free_port, "/readyz", 200) == "ready\n"
        assert await ask(free_port, "/healthz") == (200, "alive\n")
        assert (await ask(free_port, "/"))[0] == 404
        assert await bot.stop() == 0


async def test_while_telegram_is_away_the_bot_is_alive_but_not_ready(
    server: Server, free_port: int, tmp_path: Path
) -> None:
    await server.goes_down()
    async with running(tmp_path, server.url, TOKEN, HEALTH_LISTEN=f"127.0.0.1:{free_port}") as bot:
        assert await until_it_says(free_port, "/healthz", 200) == "alive\n"
        assert await ask(free_port, "/readyz") == (503, "not in touch with Telegram\n")
        assert await bot.stop() == 0


async def test_behind_a_webhook_it_is_ready_once_telegram_knows_the_address(
    server: Server, free_port: int, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    webhook = {"WEBHOOK_URL": f"http://{listen}/x", "WEBHOOK_SECRET": "s" * 32, "WEBHOOK_LISTEN": listen}
    server.fail("setWebhook", times=1, status=500)
    async with running(tmp_path, server.url, TOKEN, HEALTH_LISTEN=f"127.0.0.1:{free_port}", **webhook) as bot:
        assert await until_it_says(free_port, "/readyz", 503) == "not in touch with Telegram\n"
        await until_it_says(free_port, "/readyz", 200)
        assert (await ask(int(listen.partition(":")[2]), "/readyz"))[0] == 404
        assert await bot.stop() == 0


async def test_a_health_port_that_is_taken_is_refused_in_one_sentence(server: Server, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        async with running(tmp_path, server.url, TOKEN, HEALTH_LISTEN=listen) as bot:
            assert await bot.ended() == 2
            await bot.stop()
    assert b"kneewise: KNEEWISE_HEALTH_LISTEN: nothing can listen on " in bot.printed


async def test_a_store_that_refuses_and_a_stop_both_turn_it_red(store: Store) -> None:
    stopping = asyncio.Event()
    health = Health(store, lambda: True, lambda: True, stopping)
    assert await health.troubles() == []

    await store.write(lambda db: db.execute("INSERT INTO schema_version VALUES (999, 'later', '')"))
    assert await health.troubles() == ["database has another schema"]

    with other_writer(store.path):
        await store.read(lambda db: db.execute("PRAGMA busy_timeout = 1"))
        stopping.set()
        assert await health.troubles() == ["stopping", "database can't be written"]


@contextmanager
def other_writer(path: Path | str) -> Iterator[None]:
    """Somebody else's transaction, open for the time of the block."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    yield
    db.execute("ROLLBACK")
    db.close()


@pytest.fixture
async def polling(server: Server) -> AsyncIterator[tuple[Polling, Diary]]:
    diary = Diary()
    async with AiohttpRequest() as request:
        api = BotApi(request, TOKEN, server.url)
        transport = TelegramTransport(api)
        yield Polling(api, Intake(diary, HeardGroups(), transport, SystemClock()), Fast(), present), diary
        await transport.close()


async def present() -> None:
    """Nobody is told."""


async def test_polling_that_hangs_for_good_ends(polling: tuple[Polling, Diary], server: Server) -> None:
    poller, diary = polling
    diary.gates["telegram:7"] = asyncio.Event()
    await server.user(7, "Ann").sends("hello")
    with capture_logs() as logs, pytest.raises(StalledError):
        await asyncio.wait_for(poller.run(asyncio.Event()), PATIENCE_SECONDS)
    assert "polling_stalled" in [line["event"] for line in logs]
    assert not poller.in_touch()


async def test_a_server_that_is_down_for_long_doesnt_end_the_polling(
    polling: tuple[Polling, Diary], server: Server
) -> None:
    poller, stopping = polling[0], asyncio.Event()
    server.fail("getUpdates", times=None, status=500)
    with capture_logs():
        task = asyncio.create_task(poller.run(stopping))
        # At a hundred seconds a second, longer than what counts as hanging.
        done, _ = await asyncio.wait((task,), timeout=4.5)
        assert not done
        assert not poller.in_touch()
        stopping.set()
        await asyncio.wait_for(task, PATIENCE_SECONDS)


async def test_systemd_is_told_of_start_ticks_and_stop(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(tmp_path / "notify"))
        supervisor.settimeout(PATIENCE_SECONDS)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "200000")
        async with running(tmp_path, server.url, TOKEN) as bot:
            told = [await asyncio.to_thread(supervisor.recv, 100) for _ in range(3)]
            assert told == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
            bot.process.send_signal(signal.SIGTERM)
            while (word := await asyncio.to_thread(supervisor.recv, 100)) == b"WATCHDOG=1":
                pass
            assert word == b"STOPPING=1"
            assert await bot.ended() == 0


async def test_where_nobody_asks_to_be_told_nobody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify(READY)
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/at/all")
    notify(READY)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(keep_watchdog_quiet(SystemClock()), 0.05)


def test_a_name_without_a_file_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind("")
        supervisor.settimeout(PATIENCE_SECONDS)
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + supervisor.getsockname()[1:].decode())
        notify(READY)
        assert supervisor.recv(100) == b"READY=1"
