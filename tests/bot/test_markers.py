"""A whole life of the real bot with marked secrets, words and names: none of them is in anything it leaves behind."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from support.botapi import PATIENCE_SECONDS, BotApi, User
from support.health import until_it_says
from support.process import Bot

from bot.keeping.backup import backups_in
from bot.keeping.sealed_files import unseal_file
from bot.seal import read_or_make_key_file

TOKEN = ":".join(("987654", "MarkedToken" + "k" * 24))
PATH, SECRET = "marked-path-of-the-webhook", "marked-secret-of-the-webhook"
SECRETS = (TOKEN, TOKEN.partition(":")[2], PATH, SECRET)
NAME, WORDS, ANSWER, ID = "Markedname", "markedwords", "markedanswer", 770077007700
FACT = "age_band"
"""A name that stands in every dialogue as it is kept."""
PERSONAL = (NAME, WORDS, ANSWER, FACT)


def traces(where: bytes, marks: tuple[str, ...]) -> list[str]:
    """Which of these are in there, in whatever way text is kept."""
    return [mark for mark in marks for coding in ("utf-8", "utf-16-le") if mark.encode(coding) in where]


def files_in(*folders: Path) -> bytes:
    """Every byte of every file, and their names."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return b"".join(str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in paths)


class Life:
    """One bot behind a webhook, and everything it ever said to its operator."""

    def __init__(self, server: BotApi, folder: Path, health: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.listen = f"127.0.0.1:{probe.getsockname()[1]}"
        self.data, self.backups, self.health, self.said = folder / "data", folder / "backups", health, b""
        self.data.mkdir()
        self.bot = Bot(
            self.data,
            server.url,
            TOKEN,
            {
                "WEBHOOK_URL": f"http://{self.listen}/{PATH}",
                "WEBHOOK_SECRET": SECRET,
                "WEBHOOK_LISTEN": self.listen,
                "HEALTH_LISTEN": f"127.0.0.1:{health}",
                "BACKUPS": str(self.backups),
                "LOG_LEVEL": "debug",
            },
        )

    async def command(self, *words: str, given: str = "") -> int:
        """Another command beside the bot; its exit code."""
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", *words],
            input=given.encode(),
            env=self.bot.environment,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
        )
        self.said += done.stdout + done.stderr
        return done.returncode

    async def ask(self, path: str) -> None:
        """What /metrics and the like say."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.health}/{path}") as answer,
        ):
            self.said += await answer.read()

    async def knock(self, path: str, body: bytes, secret: str = SECRET) -> None:
        """Somebody posts something to the webhook."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"http://{self.listen}/{path}", data=body, headers=headers) as answer,
        ):
            self.said += await answer.read()

    def everything_said(self) -> bytes:
        """By the bot and by the commands beside it."""
        return self.bot.printed + self.said


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    """A server that knows the marked token."""
    async with await BotApi.start(TOKEN, unit=0.02) as api:
        yield api


async def live(server: BotApi, life: Life, ann: User) -> None:
    """Agree, answer, say far too much, and meet every kind of trouble on the way."""
    await ann.sends("/start")
    hello = await ann.waits_for("I am Kneewise")
    await ann.sends(f"{WORDS} before I agree")
    await ann.waits_for("I am Kneewise", after=hello)
    await ann.taps("I agree")
    await ann.waits_for("Is any of this true right now")
    await ann.sends(f"{ANSWER} is my answer")
    server.fail("sendMessage", body=f'{{"ok": true, "result": "{WORDS}')
    await ann.sends("none")
    await ann.waits_for("How old are you")
    server.fail("sendMessage", status=400, description=f"Bad Request: {WORDS} {TOKEN}")
    await ann.sends(f"/report Ann {NAME}")
    await ann.sends("31")
    await ann.taps_data(f"a:1:{ANSWER}:x", ann.messages[0])
    await ann.sends(location={"latitude": 52.5, "longitude": 13.4})
    server.push({"update_id": server.next_update_id, "message": {"text": WORDS, "chat": NAME}})
    server.next_update_id += 1
    await life.knock(PATH, f'{{"message": "{WORDS}'.encode())
    await life.knock(f"{PATH}x", b"{}")
    await life.knock(PATH, WORDS.encode(), secret=f"{SECRET}x")
    await server.until(lambda: server.pending() == 0)
    await life.ask("metrics")
    await life.ask("readyz")


async def test_nothing_marked_is_left_anywhere(server: BotApi, tmp_path: Path, free_port: int) -> None:
    life = Life(server, tmp_path, free_port)
    ann = server.user(ID, first_name=NAME, last_name=NAME, username=NAME, language_code="en-GB")
    await life.bot.start()
    await until_it_says(free_port, "/readyz", 200)
    await live(server, life, ann)
    assert await life.command("backup") == 0
    assert await life.command("doctor") in (0, 1)
    assert await life.command("dead-letters", "list") == 0
    assert await life.command("run") == 2
    assert await life.command("erase", "-", given=f"{NAME}\n") == 2

    await life.bot.kill()
    assert traces(files_in(life.data, life.backups), SECRETS + PERSONAL) == []
    assert str(ID).encode() in files_in(life.data)

    await life.bot.start()
    await ann.sends("/delete")
    await ann.waits_for("Shall I delete everything")
    await ann.taps("Delete everything")
    await ann.waits_for("Everything about you is deleted")
    # Names of backups tell the second.
    await asyncio.sleep(1.1)
    assert await life.command("backup") == 0
    await life.ask("metrics")
    assert await life.bot.stop() == 0

    sealer, _ = read_or_make_key_file(life.data / "keys" / "kneewise.key")
    opened = tmp_path / "opened"
    unseal_file(backups_in(life.backups)[-1].path, opened, sealer)
    everyone = (*SECRETS, *PERSONAL, str(ID))
    assert traces(files_in(life.data, life.backups), everyone) == []
    assert traces(opened.read_bytes(), everyone) == []
    assert traces(life.everything_said(), (*SECRETS, WORDS, ANSWER, str(ID))) == []
