"""A runner gets all that is kept about them and nothing about anybody else; an operator erases for good."""

import asyncio
import csv
import io
import json
import os
import re
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from support.conversation import Conversation
from support.kept import older_database, rows_in
from support.plan import planned
from support.shell import ANN, BEN, shell
from support.squads import club
from typer.testing import CliRunner

from bot.cli import app
from bot.keeping import exporting
from bot.keeping.exporting import Export, as_json, check_ins_csv, export_of
from bot.seal import Sealer, read_or_make_key_file
from bot.store import Store, check_ins, dialogues, plans, tombstones, verdicts
from bot.store.due import NewDue, add_due
from bot.store.lock import Lock
from dialogs.content import Content
from dialogs.events import Typed
from dialogs.replies import CheckedIn, Looked, Planned, VerdictGiven

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
SEALER = Sealer.made_up()
CLEO = "test:Cleo"
TOKEN = "Tok3n-" + "x" * 26


@pytest.fixture
def runner(content: Content) -> Conversation:
    """A runner with a verdict, a plan and a check-in."""
    runner = planned(content)
    kind, at = runner.next_due()
    runner.falls_due(kind, at)
    while runner.dialogue.flow == "check_in":
        runner.hear(runner.event_of(runner_label(runner)))
    return runner


def runner_label(runner: Conversation) -> str:
    """The first button of the open card."""
    return f"[{runner.open_cards[-1].rows[0][0].label}]"


def kept(db: sqlite3.Connection, runner: Conversation) -> None:
    """What the shell keeps of this conversation."""
    db.execute("INSERT INTO runner VALUES (1, ?, ?, '2026-12-02', 1, 'Europe/London')", (ANN, NOW.isoformat()))
    body = dialogues.sealed(SEALER, 1, runner.dialogue)
    db.execute("INSERT INTO dialogue VALUES (1, ?, NULL, 0, ?)", (runner.dialogue.turn, body))
    for row, record in enumerate(runner.records, start=100):
        match record:
            case VerdictGiven():
                body = verdicts.sealed(SEALER, row, record)
                db.execute("INSERT INTO verdict VALUES (?, 1, ?, ?)", (row, NOW.isoformat(), body))
            case Planned():
                body = plans.sealed(SEALER, row, record)
                db.execute("INSERT INTO plan VALUES (?, 1, ?, ?)", (row, NOW.isoformat(), body))
            case CheckedIn(on):
                body = check_ins.sealed(SEALER, row, record)
                db.execute("INSERT INTO check_in VALUES (?, 1, ?, ?, ?)", (row, on, NOW.isoformat(), body))
    db.execute("INSERT INTO consent VALUES (2, 1, 'abc', 'en-GB', ?)", (NOW.isoformat(),))
    db.execute("INSERT INTO audit VALUES (3, 1, '2026-12-02T08:00:00.000+00:00', 'consented')")
    letter = SEALER.seal("my words", "dead_letter", "payload", 4)
    db.execute("INSERT INTO dead_letter VALUES (4, 1, 7, '2026-12-02T08:00:00.000+00:00', 'E', 'p', ?)", (letter,))
    add_due(db, [NewDue(5, 1, "check_in", NOW, date(2026, 12, 2))])


@pytest.fixture
async def export(runner: Conversation) -> Export:
    store = await Store.open(":memory:", SEALER)
    await store.write(lambda db: kept(db, runner))
    found = await store.read(lambda db: export_of(db, SEALER, ANN, NOW))
    await store.close()
    assert found is not None
    return found


def records(runner: Conversation, kind: type) -> list[object]:
    return [record for record in runner.records if isinstance(record, kind)]


async def test_all_that_was_said_and_told_comes_back_out_of_the_file(runner: Conversation, export: Export) -> None:
    found = json.loads(as_json(export))
    told = next(record for record in runner.records if isinstance(record, VerdictGiven))
    asked = [record for record in runner.records if isinstance(record, CheckedIn)]
    made = next(record for record in runner.records if isinstance(record, Planned))

    assert found["answers"] == runner.dialogue.facts
    assert found["settings"] == runner.dialogue.settings
    assert found["plan"] == json.loads(json.dumps(runner.dialogue.plan))
    assert [one["verdict"] for one in found["verdicts"]] == [json.loads(json.dumps(told.verdict))]
    assert found["verdicts"][0]["answers"] == told.facts
    assert found["verdicts"][0]["number"] == told.number == runner.dialogue.told_in
    assert len(asked) > 0
    assert [one["date"] for one in found["check_ins"]] == [one.local_date for one in asked]
    assert found["check_ins"][0]["answers"] == json.loads(json.dumps(asked[0].body))["answers"]
    assert found["plans"][0]["began"] == made.body["began"]
    assert found["consents"] == [{"text_version": "abc", "locale": "en-GB", "at": "2026-12-02T09:00:00.000+00:00"}]
    assert found["record"] == [{"at": "2026-12-02T08:00:00.000+00:00", "what": "consented"}]
    assert found["not_played"] == [{"at": "2026-12-02T08:00:00.000+00:00", "said": "my words"}]
    assert found["to_come"] == [{"kind": "check_in", "at": "2026-12-02T09:00:00.000+00:00", "date": "2026-12-02"}]
    assert found["runner"]["chat"] == ANN
    assert found["runner"]["zone"] == "Europe/London"


async def test_every_key_of_the_file_is_explained(export: Export) -> None:
    assert re.findall(r"^ {4}(\w+)", exporting.__doc__ or "", re.MULTILINE) == list(export)


async def test_every_table_about_a_runner_is_in_the_file() -> None:
    """A table that comes later must be put in, or named here with the reason."""
    store = await Store.open(":memory:", SEALER)
    tables = await store.read(
        lambda db: {
            row["name"]
            for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            if any(column["name"] == "runner_id" for column in db.execute(f"PRAGMA table_info({row['name']})"))
        }
    )
    await store.close()
    # What waits to be sent is on its way to the runner, and sent words are not kept.
    not_in_it = {"outbox"}
    shown = {"audit", "check_in", "coach", "consent", "dead_letter", "dialogue", "due", "look", "membership"}
    assert tables == shown | {"plan", "verdict"} | not_in_it


async def test_squads_are_in_it_but_no_other_runner() -> None:
    async with club() as people:
        running = people.running
        squad = await people.founds(CLEO)
        await people.invites(CLEO, squad, TOKEN)
        await people.joins(ANN, squad, TOKEN, level=3, name="Ann of the hills")
        await people.joins(BEN, squad, TOKEN, name="Ben of the woods")
        await people.does(CLEO, Looked(squad, await people.id_of(ANN)))

        def all_of(chat: str) -> Export:
            found = export_of(db_of[0], running.store.sealer, chat, running.clock.now())
            assert found is not None
            return found

        db_of: list[sqlite3.Connection] = []
        await running.store.read(db_of.append)
        ann, cleo = [await running.store.read(lambda _, chat=chat: all_of(chat)) for chat in (ANN, CLEO)]

    assert ann["squads"][0]["called"] == "Ann of the hills"
    assert ann["squads"][0]["level"] == 3
    assert [look["coach"] for look in ann["squads"][0]["looks"]] == ["Coach Cleo"]
    coached = {"name": "Early birds", "role": "coach", "called": "Coach Cleo", "coaches": ["Coach Cleo"]}
    assert cleo["squads"] == [coached]
    assert "Ben" not in as_json(ann)
    assert "of the" not in as_json(cleo)


async def test_nothing_is_kept_about_a_stranger() -> None:
    store = await Store.open(":memory:", SEALER)
    assert await store.read(lambda db: export_of(db, SEALER, ANN, NOW)) is None
    await store.close()


async def test_the_table_has_a_line_for_each_check_in(export: Export) -> None:
    rows = list(csv.DictReader(io.StringIO(check_ins_csv(export))))
    assert [row["date"] for row in rows] == [one["date"] for one in export["check_ins"]]
    decision = export["check_ins"][0]["decision"]
    assert rows[0]["decision.decision"] == decision["decision"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|x", "%x", '=HYPERLINK("x")']
)
def test_no_text_in_the_table_is_a_formula(text: str) -> None:
    page = check_ins_csv({"check_ins": [{"date": "2026-12-02", "at": "", "answers": {text: text, "km": -1.5}}]})
    (row,) = csv.DictReader(io.StringIO(page, newline=""))
    assert row["answers.km"] == "-1.5"
    assert row[f"answers.{text}"] == f"'{text}"


def test_without_check_ins_the_table_has_its_head() -> None:
    assert check_ins_csv({"check_ins": []}) == "date,at\r\n"


# The commands


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with two runners of Telegram, and settings that name it."""
    for name in [name for name in os.environ if name.startswith("KNEEWISE_")]:
        monkeypatch.delenv(name)
    for name, path in {"DATABASE": "data/k.db", "KEY_FILE": "key", "BACKUPS": "backups"}.items():
        monkeypatch.setenv(f"KNEEWISE_{name}", str(tmp_path / path))
    sealer = read_or_make_key_file(tmp_path / "key")[0]

    async def fill() -> None:
        async with shell(tmp_path / "data" / "k.db", sealer) as running:
            for chat in ("telegram:7", "telegram:8"):
                await running.say(Typed("agree"), chat, locale="MARKER-en" if chat.endswith("7") else "en")

    asyncio.run(fill())
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> str:
    """What the command says, or the sentence it ends with."""
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    return str(result.exception) if result.exception else result.stdout


@pytest.mark.parametrize("name", ["7", "telegram:7", "-"])
def test_the_command_exports_one_runner(place: Path, name: str) -> None:
    found = json.loads(run("export", name, stdin="7\n" if name == "-" else None))
    assert found["format"] == "kneewise export 1"
    assert found["runner"]["chat"] == "telegram:7"
    assert found["consents"][0]["locale"] == "MARKER-en"
    assert run("export", "7", "--csv") == "date,at\n"


def test_the_command_exports_while_the_bot_runs(place: Path) -> None:
    lock = Lock(place / "data" / "k.db")
    assert '"chat": "telegram:8"' in run("export", "8")
    lock.release()


def test_the_command_erases_one_runner_and_not_a_byte_is_left(place: Path) -> None:
    assert b"MARKER" in (place / "data" / "k.db").read_bytes()

    said = run("erase", "-", stdin="7\n")

    gone_by = (datetime.now(UTC) + timedelta(days=35)).date()
    assert said.startswith("telegram:7 is erased.")
    assert f"up to {gone_by}; a restore erases them again." in said
    assert rows_in(place / "data" / "k.db", "SELECT chat FROM runner") == [("telegram:8",)]
    left = b"".join(path.read_bytes() for path in (place / "data").iterdir())
    assert b"MARKER" not in left
    assert b"telegram:7" not in left
    assert len(tombstones.read_file(place / "backups")) == 1


def test_nobody_is_erased_while_the_bot_runs(place: Path) -> None:
    lock = Lock(place / "data" / "k.db")
    assert "in use by another process" in run("erase", "7")
    lock.release()
    assert len(rows_in(place / "data" / "k.db", "SELECT chat FROM runner")) == 2


@pytest.mark.parametrize("command", ["export", "erase"])
def test_a_name_nobody_has_is_told_so(place: Path, command: str) -> None:
    assert run(command, "9").startswith("Nothing is kept about telegram:9.")
    assert run(command, "-", stdin="\n").startswith("There is no number of a chat.")


@pytest.mark.parametrize("command", ["export", "erase"])
def test_where_there_is_no_database_none_is_made(place: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEEWISE_DATABASE", str(place / "data" / "other.db"))
    assert run(command, "7").startswith("There is no database")
    assert not (place / "data" / "other.db").exists()


def test_an_older_database_is_not_exported(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older_database(place / "old" / "k.db", read_or_make_key_file(place / "key")[0])
    monkeypatch.setenv("KNEEWISE_DATABASE", str(place / "old" / "k.db"))
    assert "Start the bot once" in run("export", "7")
