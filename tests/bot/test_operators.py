"""Operators' commands: theirs alone, counts alone, each put on record."""

import sqlite3
from pathlib import Path

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs
from support.botapi import BotApi, User
from support.process import running
from support.shell import shell

from bot.operators import COMMANDS, Operators
from bot.settings import Settings
from bot.transport import Incoming
from dialogs.events import Command

TOKEN = ":".join(("123456", "A" * 35))
OPERATOR, RUNNER, STRANGER = 7, 8, 9


async def agrees(runner: User) -> None:
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise")
    await runner.taps("I agree")
    await runner.waits_for("Is any of this true right now")


def recorded(folder: Path) -> list[str]:
    """What operators did, as it is on record."""
    with sqlite3.connect(folder / "kneewise.db") as db:
        found = [row[0] for row in db.execute("SELECT what FROM operation ORDER BY id")]
    db.close()
    return found


@pytest.mark.parametrize("role", ["operator", "runner", "stranger"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_only_operators_are_answered_as_operators(
    tmp_path: Path, server: BotApi, command: str, role: str
) -> None:
    who = server.user({"operator": OPERATOR, "runner": RUNNER, "stranger": STRANGER}[role], "Ann")
    async with running(tmp_path, server.url, TOKEN, OPERATORS=f"{OPERATOR}, 1234567890123"):
        if role == "runner":
            await agrees(who)
        await who.sends(f"/{command}")
        answers = {"ping": "I am here.", "status": "How the bot does", "announce": "and your text after it"}
        known = {"operator": answers[command],
                 "runner": "How I work", "stranger": "I am Kneewise"}[role]  # fmt: skip
        await who.waits_for(known)

    assert recorded(tmp_path) == ([command] if role == "operator" else [])
    assert server.rejected == []


async def test_without_operators_in_the_settings_nobody_is_one(tmp_path: Path, server: BotApi) -> None:
    who = server.user(OPERATOR, "Ann")
    async with running(tmp_path, server.url, TOKEN):
        await who.sends("/status")
        await who.waits_for("I am Kneewise")


async def test_the_status_counts_and_names_nobody(tmp_path: Path, server: BotApi) -> None:
    operator, ann, ben = server.user(OPERATOR, "Olga"), server.user(RUNNER, "Ann"), server.user(STRANGER, "Ben")
    async with running(tmp_path, server.url, TOKEN, OPERATORS=str(OPERATOR)):
        await agrees(ann)
        await agrees(ben)
        await ben.blocks()
        await server.until(lambda: server.pending() == 0 or None)
        await operator.sends("/status")
        told = await operator.waits_for("How the bot does")

    assert "Runners: 2, out of reach: 1" in told.text
    assert "Last backup: none" in told.text
    assert not any(name in told.text for name in ("Ann", "Ben", str(RUNNER), str(STRANGER)))


async def test_an_operator_is_a_runner_like_any_other_beside(tmp_path: Path, server: BotApi) -> None:
    operator = server.user(OPERATOR, "Olga")
    async with running(tmp_path, server.url, TOKEN, OPERATORS=str(OPERATOR)):
        await agrees(operator)
        await operator.sends("/ping")
        await operator.waits_for("I am here.")
        await operator.taps("None of these")
        await operator.waits_for("How old are you?")


async def test_a_command_that_cannot_be_played_is_told_to_the_log_and_keeps_nobody_waiting() -> None:
    def broken(*_: object) -> str:
        raise KeyError("health words")

    async with shell() as running_shell:
        store, clock = running_shell.store, running_shell.clock
        operators = Operators(store, None, broken, running_shell.outbox, clock, [OPERATOR], language="en")
        with capture_logs() as logs:
            taken = await operators.take(Incoming(f"telegram:{OPERATOR}", Command("status"), 1))
        assert taken
        assert [(log["event"], log["error"]) for log in logs] == [("operator_not_answered", "KeyError")]
        assert "health words" not in str(logs)


@pytest.mark.parametrize(("text", "ids"), [("", set()), ("7", {7}), ("7,8", {7, 8}), (" 7, 8  9 ", {7, 8, 9})])
def test_the_ids_of_operators_are_read_from_one_setting(text: str, ids: set[int]) -> None:
    assert Settings(operators=text).operator_ids == ids


@pytest.mark.parametrize("text", ["@olga", "-100", "7;8", "x7"])
def test_a_name_or_a_group_is_no_operator(text: str) -> None:
    with pytest.raises(ValidationError):
        Settings(operators=text)
