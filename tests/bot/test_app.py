"""The whole bot in a process of its own, against the loopback Bot API."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.botapi import PATIENCE_SECONDS, User
from support.botapi import BotApi as Server

from bot.app import open_app
from bot.requests import AiohttpRequest, BotApi
from bot.settings import Settings
from bot.telegram import TelegramTransport

TOKEN = "123456789:" + "Ab_-" * 9
SECRET = "a-secret-of-our-own"
COMMAND = (sys.executable, "-c", "from bot.cli import main; main()", "run")


class Bots:
    """Starts bots on one database; what they wrote on stderr is kept for a look at the end."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.processes: list[Process] = []
        self.written = ""

    async def start(self, **settings: str) -> Process:
        given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": self.server.url, "DATABASE": "data/k.db", **settings}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KNEEWISE_")}
        environment |= {f"KNEEWISE_{name}": value for name, value in given.items() if value}
        process = await asyncio.create_subprocess_exec(
            *COMMAND, cwd=self.folder, env=environment, stdout=PIPE, stderr=PIPE
        )
        self.processes.append(process)
        return process

    async def end(self, process: Process, *signals: signal.Signals) -> int:
        """Send these signals, if any, and wait; the exit code."""
        for number in signals:
            process.send_signal(number)
            await asyncio.sleep(0.2)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert out == b""
        self.written += err.decode()
        return process.returncode

    async def refuses(self, **settings: str) -> str:
        """The one sentence a bot with these settings ends with, with exit code 2."""
        process = await self.start(**settings)
        assert await self.end(process) == 2
        said = [line for line in self.written.splitlines() if not line.startswith("{")]
        assert len(said) == 1
        return said[0].removeprefix("kneewise: ")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with await Server.start(TOKEN, unit=0.01) as server:
        yield server
        assert server.rejected == []


@pytest.fixture
def ann(server: Server) -> User:
    return server.user(7, "Ann")


@pytest.fixture
async def bots(server: Server, tmp_path: Path) -> AsyncIterator[Bots]:
    bots = Bots(server, tmp_path)
    yield bots
    for process in bots.processes:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    assert TOKEN not in bots.written
    assert SECRET not in bots.written
    assert "Traceback" not in bots.written


def events_of(written: str) -> list[str]:
    return [json.loads(line)["event"] for line in written.splitlines()]


async def test_a_runner_is_answered_and_a_stop_is_clean(bots: Bots, server: Server, ann: User) -> None:
    await ann.sends("/start")
    process = await bots.start()
    card = await ann.waits_for(lambda message: message.labels)
    tap = await ann.taps(card.labels[0])
    await ann.waits_for_answer(tap)
    await ann.waits_for("Is any of this true right now?")
    assert await bots.end(process, signal.SIGTERM) == 0
    assert server.pending() == 0
    assert events_of(bots.written) == ["operator_not_named", "key_file_made", "started", "stopping", "stopped"]


async def test_after_a_kill_nothing_is_lost_and_nothing_comes_twice(bots: Bots, server: Server, ann: User) -> None:
    await ann.sends("/start")
    process = await bots.start()
    await ann.waits_for(lambda message: message.labels)
    await server.until(lambda: server.pending() == 0)
    await bots.end(process, signal.SIGKILL)
    asked = await ann.sends("/help")
    process = await bots.start()
    await ann.waits_for("/emergency", 20, after=asked)
    assert await bots.end(process, signal.SIGINT) == 0
    # The welcome, the welcome that comes back below the help, and perhaps the first once more.
    assert sum("Hello, I am Kneewise" in message.text for message in ann.messages) <= 3
    assert server.pending() == 0


async def test_behind_a_webhook_it_answers_too(bots: Bots, server: Server, ann: User) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    await ann.sends("/start")
    process = await bots.start(WEBHOOK_URL=f"http://{listen}/updates", WEBHOOK_SECRET=SECRET, WEBHOOK_LISTEN=listen)
    await ann.waits_for(lambda message: message.labels)
    await server.until(lambda: server.pending() == 0)
    assert await bots.end(process, signal.SIGTERM) == 0
    assert server.calls_of("getUpdates") == []


async def test_a_part_that_ends_by_itself_ends_the_bot(tmp_path: Path, server: Server) -> None:
    async def broken() -> None:
        raise ValueError("a bug")

    settings = Settings(database=tmp_path / "data" / "k.db")
    async with AiohttpRequest() as request:
        transport = TelegramTransport(BotApi(request, TOKEN, server.url))
        async with open_app(settings, transport) as app:
            app = replace(app, parts=(*app.parts, asyncio.create_task(broken())))
            with pytest.raises(RuntimeError) as caught:
                await app.while_well(asyncio.sleep(60))
    assert isinstance(caught.value.__cause__, ValueError)


async def test_a_second_signal_doesnt_wait_for_a_message_on_its_way(bots: Bots, server: Server, ann: User) -> None:
    server.fail("sendMessage", times=None, delay=60)
    await ann.sends("/start")
    process = await bots.start()
    await server.until(lambda: server.calls_of("getUpdates"))
    assert await bots.end(process, signal.SIGTERM, signal.SIGTERM) == 128 + signal.SIGTERM


async def test_a_stop_before_telegram_was_ever_reached_is_clean(bots: Bots, server: Server) -> None:
    await server.goes_down()
    process = await bots.start()
    line = await asyncio.wait_for(process.stderr.readuntil(b"poll_failed"), PATIENCE_SECONDS)
    assert b'"started"' in line
    assert await bots.end(process, signal.SIGTERM) == 0


async def test_a_second_bot_on_the_same_database_says_so_and_goes(bots: Bots, server: Server) -> None:
    first = await bots.start()
    await server.until(lambda: server.calls_of("deleteWebhook"))
    assert "k.db" in await bots.refuses()
    assert await bots.end(first, signal.SIGTERM) == 0


async def test_without_a_token_it_says_where_to_get_one(bots: Bots) -> None:
    assert (await bots.refuses(TELEGRAM_TOKEN="")).startswith("KNEEWISE_TELEGRAM_TOKEN is missing. Ask @BotFather")
    assert not (bots.folder / "data").exists()


async def test_a_setting_nobody_knows_is_refused(bots: Bots) -> None:
    said = await bots.refuses(TELEGRAM_TOKN=TOKEN)
    assert said == "KNEEWISE_TELEGRAM_TOKN is not a setting. Did you mean KNEEWISE_TELEGRAM_TOKEN?"


async def test_a_language_without_content_is_refused(bots: Bots) -> None:
    assert (await bots.refuses(LANGUAGE="tlh")).startswith("KNEEWISE_LANGUAGE: there is no content in 'tlh'. Use ")


async def test_a_lost_key_isnt_replaced_by_a_new_one(bots: Bots, server: Server) -> None:
    process = await bots.start()
    await server.until(lambda: server.calls_of("deleteWebhook"))
    await bots.end(process, signal.SIGTERM)
    key = bots.folder / "data" / "k.key"
    key.unlink()
    assert "data/k.key of the database data/k.db is missing" in await bots.refuses()
    assert not key.exists()


async def test_a_database_that_is_none_is_left_alone(bots: Bots) -> None:
    folder = bots.folder / "data"
    folder.mkdir()
    (folder / "k.db").write_bytes(b"")
    process = await bots.start(DATABASE="data")
    assert await bots.end(process) == 2


async def test_a_port_that_is_taken_is_refused(bots: Bots) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        said = await bots.refuses(WEBHOOK_URL=f"http://{listen}/x", WEBHOOK_SECRET=SECRET, WEBHOOK_LISTEN=listen)
    assert said.startswith("KNEEWISE_WEBHOOK_LISTEN: nothing can listen on ")
