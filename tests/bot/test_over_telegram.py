"""The real process against a Bot API server that behaves like Telegram's: whole conversations, and what goes wrong."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.botapi import BotApi, Message, User
from support.conversation import bare
from support.process import Bot, running

TOKEN = ":".join(("123456", "A" * 35))
SECRET = "s" * 32

TO_EACH_ENDING = {
    "emergency": (["Chest pain or short of breath"], "Please get emergency help now"),
    "urgent": (
        ["None of these", "25 to 44", "No", "Stuck, will not go straight", "Done", "None of these", "None of these",
         "Inner side", "Less than a week", "1", "1"],
        "Please have this knee seen within 48 hours",
    ),
    "clinician": (
        ["None of these", "25 to 44", "No", "Buckled under me", "Done", "None of these", "None of these", "All over",
         "1 to 6 weeks", "2", "2"],
        "Your knee needs someone who can look at it",
    ),
    "rest": (
        ["None of these", "25 to 44", "No", "None of these", "None of these", "None of these", "Around kneecap",
         "1 to 6 weeks", "5", "3", "Within an hour", "Same or better"],
        "Please take a short break from running",
    ),
    "modify": (
        ["None of these", "25 to 44", "No", "None of these", "None of these", "None of these", "Outer side",
         "Less than a week", "3", "2", "Within an hour", "Same or better", "None of these"],
        "You can run, but less and easier",
    ),
    "run": (
        ["None of these", "25 to 44", "No", "None of these", "None of these", "None of these", "Around kneecap",
         "Less than a week", "1", "1", "Within an hour", "Same or better", "None of these", "A small step up"],
        "You can keep running",
    ),
}  # fmt: skip


@pytest.fixture(params=["polling", "webhook"])
async def bot(request: pytest.FixtureRequest, tmp_path: Path, server: BotApi, free_port: int) -> AsyncIterator[Bot]:
    """The bot, fed either way."""
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{free_port}/hook",
        "WEBHOOK_SECRET": SECRET,
        "WEBHOOK_LISTEN": f"127.0.0.1:{free_port}",
    }
    async with running(tmp_path, server.url, TOKEN, **(webhook if request.param == "webhook" else {})) as child:
        yield child


async def agrees(runner: User) -> None:
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise")
    await runner.taps("I agree")
    await runner.waits_for("Is any of this true right now")


async def taps(runner: User, label: str) -> None:
    """Tap a button, ticked or not, as soon as it is there; returns once it is not the same button any more."""

    def shown(message: Message) -> str | None:
        return next((found for found in message.labels if label in (found, bare(found))), None)

    card = await runner.waits_for(shown)
    button = str(shown(card))
    data = card.data_of(button)
    await runner.taps(button, card)
    await runner.waits_for(lambda now: now is card and card.data_of(button) != data)


@pytest.mark.parametrize("disposition", TO_EACH_ENDING)
async def test_a_runner_is_led_to_each_ending_and_no_request_is_refused(
    bot: Bot, server: BotApi, disposition: str
) -> None:
    labels, opening = TO_EACH_ENDING[disposition]
    runner = server.user(1001, first_name='<b>Ann & "Bob"', language_code="en-GB")
    await agrees(runner)

    for label in labels:
        await taps(runner, label)
    await runner.waits_for(opening)

    assert server.rejected == []
    assert TOKEN.encode() not in bot.printed


async def test_typed_answers_work_like_taps(bot: Bot, server: BotApi) -> None:
    runner = server.user(1001, first_name="Ann", language_code="en-GB")
    await agrees(runner)

    for text, answer in (("none", "How old are you"), ("31", "did a fall, knock"), ("nope", "knee or lower leg")):
        await runner.sends(text)
        await runner.waits_for(answer)

    assert server.rejected == []


async def test_no_trace_of_a_runner_is_left_after_delete(bot: Bot, server: BotApi, tmp_path: Path) -> None:
    runner = server.user(1001, first_name="Ann", language_code="en-GB")
    await agrees(runner)
    await runner.sends("/delete")
    await taps(runner, "Delete everything")
    await runner.waits_for("Everything about you is deleted")

    assert await bot.stop() == 0
    assert holding(tmp_path, b"telegram:1001") == []


def holding(folder: Path, marker: bytes) -> list[Path]:
    """The files of a folder that hold these bytes."""
    return [file for file in folder.rglob("*") if file.is_file() and marker in file.read_bytes()]


async def test_two_runners_do_not_see_each_other(bot: Bot, server: BotApi) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    ben = server.user(1002, first_name="Ben", language_code="en-GB")
    await agrees(ann)
    await agrees(ben)

    await ben.taps_data(ann.messages[-1].buttons[0][0][1], ann.messages[-1])
    await taps(ben, "None of these")
    await ben.waits_for("How old are you")

    assert not any("How old are you" in message.text or "emergency help" in message.text for message in ann.messages)


async def test_the_zone_of_the_runners_country_is_noted_so_that_nothing_comes_at_night(
    bot: Bot, server: BotApi, tmp_path: Path
) -> None:
    await agrees(server.user(1001, first_name="Ann", language_code="en-AU"))
    await bot.stop()

    with sqlite3.connect(tmp_path / "kneewise.db") as database:
        assert database.execute("SELECT zone FROM runner").fetchall() == [("Australia/Sydney",)]
    database.close()
