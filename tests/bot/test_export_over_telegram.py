"""/export over Telegram: to whoever asks for their own, in their private chat, and to nobody else."""

import csv
import io
import json
from pathlib import Path

import pytest
from support.botapi import BotApi, User
from support.process import running

TOKEN = ":".join(("123456", "A" * 35))


async def agrees(runner: User) -> None:
    await runner.sends("/start")
    await runner.waits_for("I am Kneewise")
    await runner.taps("I agree")
    await runner.waits_for("Is any of this true right now")


async def asks_for_all(runner: User) -> None:
    await runner.sends("/export")
    await runner.waits_for("Shall I send you all")
    await runner.taps("Send me the files")
    await runner.waits_for("one line a day")


async def test_the_files_hold_what_is_kept_and_cannot_be_passed_on(tmp_path: Path, server: BotApi) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    async with running(tmp_path, server.url, TOKEN):
        await agrees(ann)
        await asks_for_all(ann)

    table, whole = [message for message in reversed(ann.messages) if message.file]
    assert whole.file is not None
    assert table.file is not None
    export = json.loads(server.state.files[whole.file.file_id][1])
    assert export["runner"]["chat"] == "telegram:1001"
    assert len(export["consents"]) == 1
    assert whole.file.name.endswith(".json")
    assert next(csv.reader(io.StringIO(server.state.files[table.file.file_id][1].decode("utf-8-sig")))) == [
        "date",
        "at",
    ]
    assert table.file.name.endswith(".csv")
    sent = server.calls_of("sendDocument")
    assert [call.params["protect_content"] for call in sent] == [True, True]
    assert server.rejected == []


async def test_nothing_is_sent_before_it_is_asked_for_twice(tmp_path: Path, server: BotApi) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    async with running(tmp_path, server.url, TOKEN):
        await agrees(ann)
        await ann.sends("/export")
        await ann.waits_for("Shall I send you all")
        await ann.taps("No, not now")
        await ann.waits_for("I sent nothing")

    assert [message for message in ann.messages if message.file] == []


@pytest.mark.parametrize("command", ["/export", "/export@kneewise_bot"])
async def test_in_a_group_nothing_is_said_of_anybody(tmp_path: Path, server: BotApi, command: str) -> None:
    ann = server.user(1001, first_name="Ann", language_code="en-GB")
    group = server.group(-500, "Club")
    async with running(tmp_path, server.url, TOKEN):
        await agrees(ann)
        await ann.sends(command, chat=group)
        await asks_for_all(ann)

    assert group.messages == []
