"""`kneewise webhook`: set, info and delete, and no path or secret in what they say."""

import asyncio
import os
import subprocess
import sys

import pytest
from support.botapi import BotApi as Server

TOKEN = ":".join(("123456", "A" * 35))
SECRET, PATH = "s3cret_" * 4, "a-long-random-path"
URL = f"http://127.0.0.1:9/{PATH}"


class Commands:
    """Runs the commands in processes of their own; keeps all they said."""

    def __init__(self, server: Server) -> None:
        self.server, self.said = server, ""

    async def run(self, word: str, **more: str) -> tuple[int, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KNEEWISE_")}
        given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": self.server.url, **more}
        environment |= {f"KNEEWISE_{name}": value for name, value in given.items()}
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "bot", "webhook", word],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        self.said += said
        return done.returncode, said


@pytest.fixture
def commands(server: Server) -> Commands:
    return Commands(server)


async def test_an_address_is_set_told_and_taken_back(commands: Commands, server: Server) -> None:
    await server.user(7, "Ann").sends("hello")
    ours = {"WEBHOOK_URL": URL, "WEBHOOK_SECRET": SECRET}
    assert await commands.run("info") == (0, "address: none, as KNEEWISE_WEBHOOK_URL says\nupdates waiting: 1\n")
    assert await commands.run("set", **ours) == (0, "Telegram posts to 127.0.0.1 from now on.\n")
    (call,) = server.calls_of("setWebhook")
    assert (call.params["url"], call.params["secret_token"]) == (URL, SECRET)
    assert (await commands.run("info", **ours))[1].startswith("address: 127.0.0.1, as KNEEWISE_WEBHOOK_URL says\n")
    assert "not as KNEEWISE_WEBHOOK_URL says" in (await commands.run("info"))[1]
    assert (await commands.run("delete"))[0] == 0
    assert (await commands.run("info"))[1].startswith("address: none")
    assert server.pending() == 1
    assert [secret for secret in (SECRET, PATH, TOKEN) if secret in commands.said] == []


async def test_what_is_missing_or_refused_is_one_sentence(commands: Commands, server: Server) -> None:
    code, said = await commands.run("set")
    assert (code, said) == (
        2, "kneewise: KNEEWISE_WEBHOOK_URL is missing. Set it and KNEEWISE_WEBHOOK_SECRET.\n"
    )  # fmt: skip
    server.revoke()
    code, said = await commands.run("info")
    assert code == 2
    assert said.startswith("kneewise: Telegram refuses the token")
    await server.goes_down()
    code, said = await commands.run("delete")
    assert code == 2
    assert "`kneewise doctor` looks closer" in said
    assert TOKEN not in commands.said
