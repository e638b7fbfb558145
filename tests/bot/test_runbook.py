"""The runbook, walked: the commands that stand in it bring up a bot, back it up, and bring it back elsewhere."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from textwrap import dedent

import pytest
from support.botapi import BotApi as Server
from support.machine import ROOT, Machine

RUNBOOK = (ROOT / "deploy/README.md").read_text("utf-8")
TOKEN = ":".join(("123456", "A" * 35))


def commands(heading: str, number: int = 0) -> str:
    """A block of commands under this heading."""
    page = re.split(rf"^##+ {re.escape(heading)}$", RUNBOOK, flags=re.MULTILINE)[1]
    page = re.split(r"^## ", page, flags=re.MULTILINE)[0]
    return dedent(re.findall(r"^ *```sh\n.*?^ *```$", page, re.MULTILINE | re.DOTALL)[number]).split("\n", 1)[1][:-3]


KW = commands("Is it well?", 1)


class Walker:
    """Does what the runbook says, on one machine."""

    def __init__(self, root: Path, api: str) -> None:
        self.machine, self.api = Machine(root), api

    async def does(self, script: str, folder: str = "source", given: str = "") -> str:
        """What it prints; `kw` is known, as to whoever read on."""
        return await asyncio.to_thread(self.machine.runs, f"{KW}\n{script}", folder, given)

    async def settles_in(self, secrets: Path | None = None) -> None:
        """The two secrets, new or those of the old machine, and the settings."""
        if secrets is None:
            await self.does(commands("From BotFather to the first message"), given=f"{TOKEN}\n")
        else:
            shutil.copytree(secrets, self.secrets)
            shutil.copy(self.secrets.parent / ".env.example", self.secrets.parent / "kneewise.env")
        settings = self.secrets.parent / "kneewise.env"
        text = settings.read_text().replace("#KNEEWISE_OPERATOR", "KNEEWISE_OPERATOR")
        settings.write_text(f"{text}\nKNEEWISE_TELEGRAM_API={self.api}\n")

    @property
    def secrets(self) -> Path:
        return self.machine.source / "deploy/secrets"

    @property
    def backups(self) -> Path:
        return self.machine.root / "var/lib/kneewise-backups"

    @property
    def newest(self) -> Path:
        return max(self.backups.glob("*.backup"))

    def loses_power(self) -> None:
        """The bot ends without a word."""
        pid_file = self.machine.root / "kneewise.pid"
        if pid_file.exists():
            self.machine.runs(f"kill -9 {pid_file.read_text()}; rm {pid_file}", folder=".")


@pytest.fixture
async def walkers(server: Server, tmp_path: Path) -> AsyncIterator[list[Walker]]:
    """Two machines: the first and the one after it was lost."""
    both = [Walker(tmp_path / name, server.url) for name in ("one", "two")]
    yield both
    for walker in both:
        walker.loses_power()


async def test_a_bot_made_by_the_runbook_goes_on_where_it_was_after_its_server_is_lost(
    server: Server, walkers: list[Walker], tmp_path: Path
) -> None:
    one, two = walkers
    install = commands("With systemd")
    before_start = install.split("sudo systemctl enable")[0]

    await one.settles_in()
    await one.does(install)
    ann = server.user(7, "Ann")
    await ann.sends("/start")
    await ann.waits_for("Knee Club")
    await ann.taps("I agree")
    first = await ann.waits_for("Is any of this true right now?")
    with pytest.raises(AssertionError, match=r"PROBLEM  backups: there is none in .*\n(ok.*\n)+1 thing to mend\."):
        await one.does("kw doctor")

    await one.does(commands("Back up"))
    assert (await one.does("kw doctor")).endswith("all is well.\n")
    elsewhere = shutil.copytree(one.backups, tmp_path / "elsewhere")
    kept = shutil.copytree(one.secrets, tmp_path / "kept")
    one.loses_power()
    shutil.rmtree(one.machine.root)

    await two.settles_in(kept)
    await two.does(before_start)
    restored = await two.does(commands("Restore").replace("/path/to/the/folder", str(elsewhere)))
    assert "Runners: 1. Erased again: 0. Not sent any more: 0 messages" in restored
    assert (await two.does("kw doctor")).endswith("all is well.\n")
    await ann.taps("None of these")
    await ann.waits_for("How old are you?", after=first)
    assert server.rejected == []
    assert TOKEN not in two.machine.log


async def test_a_restore_is_refused_over_a_running_bot_and_over_its_data(walkers: list[Walker]) -> None:
    one, _ = walkers
    await one.settles_in()
    await one.does(commands("With systemd"))
    await one.does(commands("Back up"))
    database = one.machine.root / "var/lib/kneewise/kneewise.db"

    with pytest.raises(AssertionError, match=r"kneewise\.db is in use by another process\."):
        await one.does(f"kw restore {one.newest}")
    await one.does("sudo systemctl stop kneewise")
    before = database.read_bytes()
    with pytest.raises(AssertionError, match=r"There is data in .*kneewise\.db, and restoring would overwrite it\."):
        await one.does(f"kw restore {one.newest}")
    assert database.read_bytes() == before


async def test_the_key_and_the_token_are_changed_as_the_runbook_says(server: Server, walkers: list[Walker]) -> None:
    one, _ = walkers
    await one.settles_in()
    await one.does(commands("With systemd"))
    ann = server.user(7, "Ann")
    await ann.sends("/start")
    await ann.waits_for("Knee Club")
    await ann.taps("I agree")
    first = await ann.waits_for("Is any of this true right now?")

    await one.does(commands("Change the key"))
    await one.does(commands("Change the token").splitlines()[0], given=f"{TOKEN}\n")

    keys = await one.does("kw keys show")
    assert re.match(r"key 2: seals what is new\. .*\nkey 1: .* 0 values\. Backups: none\.\n", keys)
    await one.does("sudo systemctl stop kneewise\nAS=root kw keys drop 1\nsudo systemctl start kneewise")
    await ann.taps("None of these")
    await ann.waits_for("How old are you?", after=first)
