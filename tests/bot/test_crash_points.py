"""The bot dies at every step between two things that must both happen: nothing is lost, and at most one repeats.

A death in a checkpoint is in test_power.py, where the disk shows when it is.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from support.botapi import PATIENCE_SECONDS, BotApi
from support.crashing import POINTS, VARIABLE
from support.process import Bot
from support.talk import Watched, check, converse, expected

from bot.keeping.backup import backups_in, checked_schema
from bot.keeping.sealed_files import unseal_file
from bot.seal import read_or_make_key_file
from bot.store import migrate
from dialogs.content import Content

TOKEN = ":".join(("123456", "A" * 35))
TIMES = (1, 4)
AT_A_TURN = ("fetched", "mid_turn", "committed", "leaving", "sent")


def mortal(folder: Path, server: BotApi, **more: str) -> Bot:
    return Bot(folder, server.url, TOKEN, more, module="support.crashing")


@pytest.mark.parametrize("point", AT_A_TURN)
async def test_a_death_between_two_steps_of_a_turn_loses_nothing_and_repeats_at_most_what_nobody_knows(
    content: Content, server: BotApi, tmp_path: Path, point: str
) -> None:
    over, watched, wanted, bot = asyncio.Event(), Watched(server), expected(content), mortal(tmp_path, server)
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    talk = asyncio.create_task(converse(ann, watched, wanted, over))
    for number in TIMES:
        bot.around = {VARIABLE: f"{point}:{number}"}
        await bot.start()
        assert await bot.ended(PATIENCE_SECONDS) == -9
    bot.around = {}
    await bot.start()
    over.set()
    rounds = await talk
    await server.until(lambda: server.pending() == 0)
    assert await bot.stop() == 0

    # Beside the one that died, the message before may not have been written down yet; the first death has none before.
    repeats = check(watched, ann, wanted, rounds)
    assert (point == "sent") <= repeats <= len(TIMES)


async def test_a_death_in_a_migration_leaves_the_step_before_and_a_backup_and_the_next_start_goes_on(
    server: BotApi, tmp_path: Path
) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    await ann.sends("/start")
    backups = tmp_path / "backups"
    bot = mortal(tmp_path, server, BACKUPS=str(backups))
    # The first lines are those of the first version; the last death is in a step further on.
    first = (migrate.FOLDER / "0001_start.sql").read_text("utf-8").count("\n")
    second = first + (migrate.FOLDER / "0002_plans.sql").read_text("utf-8").count("\n")
    for lines in (1, first // 2, first + 3, second - first + 3):
        bot.around = {VARIABLE: f"migration:{lines}"}
        await bot.start()
        assert await bot.ended(PATIENCE_SECONDS) == -9
    bot.around = {}
    await bot.start()
    await ann.waits_for("I am Kneewise")
    assert await bot.stop() == 0

    sealer, _ = read_or_make_key_file(tmp_path / "keys" / "kneewise.key")
    assert {checked.schema for checked in backups_in(backups)} == {1, 2}
    for number, backup in enumerate(backups_in(backups)):
        opened = tmp_path / f"opened{number}"
        unseal_file(backup.path, opened, sealer)
        assert checked_schema(opened, sealer, backup.path) == backup.schema


def back_up(bot: Bot, **around: str) -> int:
    """Make a backup as another process beside the bot; its exit code."""
    command = [sys.executable, "-m", "support.crashing", "backup"]
    return subprocess.run(
        command, env=bot.environment | around, capture_output=True, check=False, timeout=PATIENCE_SECONDS
    ).returncode


async def test_a_backup_that_is_killed_leaves_the_older_ones_and_the_next_one_is_whole(
    server: BotApi, tmp_path: Path
) -> None:
    backups, data = tmp_path / "backups", tmp_path / "data"
    data.mkdir()
    bot = mortal(data, server, BACKUPS=str(backups))
    await bot.start()
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    await ann.sends("/start")
    await ann.waits_for("I am Kneewise")
    assert await asyncio.to_thread(back_up, bot) == 0
    for step in range(1, len(POINTS["backup"]) + 1):
        before = {path.name for path in backups.iterdir() if not path.name.startswith(".")}
        code = await asyncio.to_thread(back_up, bot, **{VARIABLE: f"backup:{step}"})
        assert code == -9
        assert before <= {path.name for path in backups.iterdir()}
    await asyncio.sleep(1)
    assert await asyncio.to_thread(back_up, bot) == 0
    assert [path.name for path in backups.iterdir() if path.name.startswith(".")] == []
    assert await bot.stop() == 0
