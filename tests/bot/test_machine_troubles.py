"""What the machine does to the running bot: full disk, lock, stopped process, signals, a log nobody reads."""

import asyncio
import fcntl
import os
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from support.botapi import PATIENCE_SECONDS, BotApi, User
from support.health import until_it_says
from support.process import Bot, running

from bot import app

TOKEN = ":".join(("123456", "A" * 35))
AGE, INJURY = "How old are you", "did a fall, knock"


@pytest.fixture
async def bot(tmp_path: Path, server: BotApi, free_port: int) -> AsyncIterator[Bot]:
    """The bot, polling; it tells its health on `free_port`."""
    async with running(tmp_path, server.url, TOKEN, HEALTH_LISTEN=f"127.0.0.1:{free_port}") as child:
        yield child


@pytest.fixture
async def runner(bot: Bot, server: BotApi) -> User:
    """A runner who agreed and has the first screen before them."""
    return await at_first_screen(server.user(1001, first_name="Ann", language_code="en-GB"))


async def at_first_screen(runner: User) -> User:
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise")
    await runner.taps("I agree")
    await runner.waits_for("Is any of this true right now")
    return runner


def told(runner: User, words: str) -> int:
    return sum(words in message.text for message in runner.messages)


async def printed(bot: Bot, words: bytes) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while words not in bot.printed:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)


async def test_a_full_disk_confirms_nothing_goes_red_and_heals_by_itself(
    server: BotApi, bot: Bot, runner: User, free_port: int
) -> None:
    await until_it_says(free_port, "/readyz", 200)
    # From now on no file of this process may grow any more.
    limits = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    await runner.sends("none")
    await printed(bot, b'"turns_not_committed"')
    assert "answers can't be kept" in await until_it_says(free_port, "/readyz", 503)
    await until_it_says(free_port, "/healthz", 200)
    assert server.pending() == 1

    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, limits)
    await runner.waits_for(AGE)
    await until_it_says(free_port, "/readyz", 200)
    assert told(runner, AGE) == 1
    assert await bot.stop() == 0


async def test_a_database_another_program_locks_is_waited_for(server: BotApi, bot: Bot, runner: User) -> None:
    with closing(sqlite3.connect(bot.folder / "kneewise.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await runner.sends("none")
        await printed(bot, b'"SQLITE_BUSY"')
        assert server.pending() == 1
        other.execute("ROLLBACK")
    await runner.waits_for(AGE)
    await server.until(lambda: server.pending() == 0)
    assert told(runner, AGE) == 1
    assert await bot.stop() == 0


async def test_a_file_system_that_takes_no_files_is_named_and_nothing_else_happens(
    server: BotApi, tmp_path: Path
) -> None:
    async with running(tmp_path, server.url, TOKEN, DATABASE="/proc/kneewise.db") as bot:
        assert await bot.ended(PATIENCE_SECONDS) == 2
        await bot.stop()
    last = bot.printed.decode().splitlines()[-1]
    assert last.startswith("kneewise: /proc/kneewise.db")
    assert b"Traceback" not in bot.printed
    assert server.calls == []


async def test_a_process_that_was_stopped_and_goes_on_answers_once(server: BotApi, bot: Bot, runner: User) -> None:
    bot.process.send_signal(signal.SIGSTOP)
    await runner.sends("none")
    await asyncio.sleep(1)
    bot.process.send_signal(signal.SIGCONT)
    await runner.waits_for(AGE)
    await runner.sends("31")
    await runner.waits_for(INJURY)
    assert (told(runner, AGE), told(runner, INJURY)) == (1, 1)
    assert await bot.stop() == 0


def test_the_parts_of_a_stop_together_stay_under_ten_seconds() -> None:
    assert app.INTAKE_SECONDS + app.OUTBOX_SECONDS + app.TAPS_SECONDS < 10


@pytest.mark.parametrize("fault", [{"delay": 600.0}, {"retry_after": 3600}, {"drip": 1.0}], ids=["send", "429", "drip"])
async def test_a_stop_while_a_message_leaves_is_clean_and_the_message_comes_after_the_start(
    server: BotApi, bot: Bot, runner: User, fault: dict[str, Any]
) -> None:
    server.fail("sendMessage", times=None, **fault)
    before = len(server.calls_of("sendMessage"))
    await runner.sends("none")
    await server.until(lambda: server.pending() == 0)
    assert await bot.stop() == 0
    assert len(server.calls_of("sendMessage")) <= before + 1
    server.heal()
    await bot.start()
    await runner.waits_for(AGE)


async def test_a_stop_in_the_middle_of_a_turn_leaves_the_update_to_the_next_start(
    server: BotApi, bot: Bot, runner: User
) -> None:
    with closing(sqlite3.connect(bot.folder / "kneewise.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        polls = len(server.calls_of("getUpdates"))
        await runner.sends("none")
        await server.until(lambda: len(server.calls_of("getUpdates")) > polls)
        assert await bot.stop() == 0
        assert server.pending() == 1
        other.execute("ROLLBACK")
    await bot.start()
    await runner.waits_for(AGE)
    assert told(runner, AGE) == 1
    assert await bot.stop() == 0


async def test_a_stop_at_any_moment_of_a_start_harms_nothing(server: BotApi, tmp_path: Path) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    await ann.sends("/start")
    bot = Bot(tmp_path, server.url, TOKEN)
    database = tmp_path / "kneewise.db"
    moments: list[Callable[[], bool]] = [lambda: True, database.exists, lambda: database.stat().st_size > 0]
    for has_come in moments:
        await bot.start()
        while not has_come():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.001)
        # Before it listens for signals, a signal ends it as it would any program.
        assert await bot.stop() in (0, -signal.SIGTERM)
    await bot.start()
    await ann.waits_for("I am Kneewise")
    assert await bot.stop() == 0


@pytest.mark.parametrize("reader", ["stuck", "gone"])
async def test_a_log_nobody_reads_does_not_stop_the_bot(server: BotApi, tmp_path: Path, reader: str) -> None:
    out, into = os.pipe()
    if reader == "stuck":
        fcntl.fcntl(into, fcntl.F_SETFL, os.O_NONBLOCK)
        with suppress(BlockingIOError):
            while True:
                os.write(into, b"x" * 512)
        fcntl.fcntl(into, fcntl.F_SETFL, 0)
    else:
        os.close(out)
    bot = Bot(tmp_path, server.url, TOKEN, {"LOG_LEVEL": "debug"}, log=into)
    await bot.start()
    os.close(into)
    ann = await at_first_screen(server.user(1001, first_name="Ann", language_code="en-GB"))
    await ann.sends("none")
    await ann.waits_for(AGE)
    assert await bot.stop() == 0
    if reader == "stuck":
        os.close(out)
