"""Power cuts and disks that fail: what was acknowledged is there afterwards, what was not is not acknowledged.

The disk is `support.disk`, under the real bot with the SQLite it always uses. A cut takes all that was not synced, or
any sectors of it. KNEEWISE_TEST_KILLS sets how often (a third of it); `make soak` does it more often.
"""

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.botapi import BotApi
from support.disk import DIE, FAIL, FOLDER, cut_power
from support.health import until_it_says
from support.process import TESTS, Bot
from support.talk import ANSWERS, Watched, check, converse, expected

from dialogs.content import Content

TOKEN = ":".join(("123456", "A" * 35))
CUTS = int(os.environ.get("KNEEWISE_TEST_KILLS", "20")) // 3
AGE, INJURY = "How old are you", "did a fall, knock"
COMMITS = """
import asyncio, os, signal, sys
from pathlib import Path
from support.disk import Watch

Watch(Path(sys.argv[2]))
from bot.seal import Sealer
from bot.store import Store, connection

async def commit():
    connection.PRAGMAS += (sys.argv[3],)
    store = await Store.open(Path(sys.argv[1]), Sealer.made_up())
    for number in range(20):
        await store.write(lambda db, number=number: db.execute("INSERT INTO seen_update VALUES (?, 'now')", (number,)))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(commit())
"""
COUNT = (
    "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM seen_update').fetchone())"
)


class PoweredBot(Bot):
    """The bot on a disk that forgets what was not synced."""

    @property
    def kept(self) -> Path:
        """Where the disk keeps what was synced."""
        return self.folder.parent / "synced"

    def lose_power(self, chance: random.Random) -> None:
        """What the dead process did not sync is gone."""
        cut_power(self.folder, self.kept, chance)


@pytest.fixture
def bot(tmp_path: Path, server: BotApi) -> PoweredBot:
    """Not started yet."""
    folder, kept = tmp_path / "data", tmp_path / "synced"
    folder.mkdir()
    kept.mkdir()
    return PoweredBot(folder, server.url, TOKEN, module="support.disk", around={FOLDER: str(kept)})


@pytest.mark.parametrize(("pragma", "left"), [("PRAGMA synchronous = FULL", 20), ("PRAGMA synchronous = NORMAL", 0)])
def test_the_disk_forgets_what_was_not_synced_and_the_store_syncs_every_commit(
    tmp_path: Path, pragma: str, left: int
) -> None:
    data, kept = tmp_path / "data", tmp_path / "synced"
    data.mkdir()
    kept.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    script = [sys.executable, "-c", COMMITS, str(data / "k.db"), str(kept), pragma]
    assert subprocess.run(script, env=environment, check=False, timeout=60).returncode == -9

    cut_power(data, kept, random.Random(1), shares=(0.0,))

    # Counted by another process: ours may not open the file of a process it is about to look at again.
    counted = subprocess.run([sys.executable, "-c", COUNT, str(data / "k.db")], capture_output=True, timeout=60)
    assert counted.stdout.decode().strip() == f"({left},)"


async def test_after_a_power_cut_every_answer_is_there_and_none_counts_twice(
    content: Content, server: BotApi, bot: PoweredBot
) -> None:
    chance = random.Random(20261122)
    over, watched, wanted = asyncio.Event(), Watched(server), expected(content)
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    await bot.start()
    talk = asyncio.create_task(converse(ann, watched, wanted, over))
    for _ in range(CUTS):
        polls = len(server.calls_of("getUpdates"))
        await server.until(lambda polls=polls: len(server.calls_of("getUpdates")) > polls, 30)
        await asyncio.sleep(chance.random() * 0.4)
        await bot.kill()
        bot.lose_power(chance)
        await bot.start()
    over.set()
    rounds = await talk
    await server.until(lambda: server.pending() == 0)
    assert await bot.stop() == 0

    repeats = check(watched, ann, wanted, rounds)
    print(f"{CUTS} power cuts, {rounds * len(ANSWERS)} answers, repeated messages: {repeats}, lost: 0")
    assert repeats <= CUTS


async def test_a_disk_that_fails_to_sync_acknowledges_nothing_and_goes_red_until_it_heals(
    server: BotApi, bot: PoweredBot, free_port: int
) -> None:
    bot.more["HEALTH_LISTEN"] = f"127.0.0.1:{free_port}"
    await bot.start()
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    await ann.sends("/start")
    await ann.waits_for("I am Kneewise")
    await ann.taps("I agree")
    await ann.waits_for("Is any of this true right now")
    await until_it_says(free_port, "/readyz", 200)

    (bot.kept / FAIL).touch()
    await ann.sends("none")
    assert "answers can't be kept" in await until_it_says(free_port, "/readyz", 503)
    assert server.pending() == 1
    assert not any(AGE in message.text for message in ann.messages)

    (bot.kept / FAIL).unlink()
    await ann.waits_for(AGE)
    await server.until(lambda: server.pending() == 0)
    await until_it_says(free_port, "/readyz", 200)
    assert b'"store_refused"' in bot.printed

    # What was taken after the trouble is as safe as ever.
    await bot.kill()
    cut_power(bot.folder, bot.kept, random.Random(1), shares=(0.0,))
    await bot.start()
    await ann.sends("31")
    await ann.waits_for(INJURY)
    assert sum(AGE in message.text for message in ann.messages) <= 2
    assert await bot.stop() == 0


async def test_a_power_cut_in_a_checkpoint_leaves_a_whole_database(server: BotApi, bot: PoweredBot) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    await ann.sends("/start")
    for cut in range(3):
        # The database file itself is synced in a checkpoint only, as at the start.
        (bot.kept / DIE).write_text("kneewise.db")
        await bot.start()
        assert await bot.ended() == -9
        bot.lose_power(random.Random(cut))
    await bot.start()
    await ann.waits_for("I am Kneewise")
    assert await bot.stop() == 0
