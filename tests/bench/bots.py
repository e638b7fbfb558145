"""Bots in processes of their own, polling a loopback server."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from support.botapi import BotApi

ROOT = Path(__file__).parents[2]
TOKEN = "4242:loopback-token-of-the-bench"
KNEEWISE = str(Path(sys.executable).with_name("kneewise"))
LOOK_SECONDS = 0.002
START_SECONDS = 30.0
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Bot:
    """A bot to start; `asks` says that it wants consent before a conversation, as Kneewise does."""

    name: str
    command: tuple[str, ...]
    asks: bool = False


OURS = Bot("Kneewise", (KNEEWISE, "run"), asks=True)
PTB_ECHO = Bot("python-telegram-bot, echo", (sys.executable, "-m", "bench.baselines.ptb_echo"))
PTB_ECHO_MANY = Bot("python-telegram-bot, echo, concurrent_updates", (*PTB_ECHO.command, "many"))
AIOGRAM_ECHO = Bot("aiogram, echo", (sys.executable, "-m", "bench.baselines.aiogram_echo"))


@dataclass(frozen=True)
class Run:
    """A bot that runs: the number of its process, and the seconds from its start to its first poll."""

    process: int
    seconds: float


@asynccontextmanager
async def running(bot: Bot, api: BotApi, folder: Path) -> AsyncIterator[Run]:
    """The bot, polling."""
    began = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *_command(bot, api.url), cwd=folder, env=_environment(bot, api.url, folder), stdout=DEVNULL, stderr=None
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            while not api.polled:
                assert process.returncode is None, f"{bot.name} ended with {process.returncode}"
                await asyncio.sleep(LOOK_SECONDS)
        yield Run(process.pid, perf_counter() - began)
    finally:
        await _stop(process, gently=bot is OURS)


async def _stop(process: Process, *, gently: bool) -> None:
    """End it; who keeps nothing need not be waited for."""
    if process.returncode is not None:
        return
    if gently:
        process.terminate()
    else:
        process.kill()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _command(bot: Bot, server: str) -> tuple[str, ...]:
    if bot is OURS:
        return bot.command
    interpreter, option, module, *options = bot.command
    return interpreter, option, module, TOKEN, server, *options


def _environment(bot: Bot, server: str, folder: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("KNEEWISE_")}
    plain["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    if bot is not OURS:
        return plain
    return plain | {
        "KNEEWISE_TELEGRAM_TOKEN": TOKEN,
        "KNEEWISE_TELEGRAM_API": server,
        "KNEEWISE_DATABASE": str(folder / "kneewise.db"),
        "KNEEWISE_LOG_LEVEL": "error",
    }
