"""A restored database goes on where the backup was made: nobody is asked twice, and nobody comes back erased."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.kept import database, older_database, rows_in
from support.plan import planned
from support.reminding import NUMBERS
from support.shell import ANN, BEN, Shell, shell
from typer.testing import CliRunner

from bot.cli import app
from bot.keeping.backup import back_up_first, backups_in, make_backup
from bot.keeping.restore import Restored, restore_backup
from bot.seal import Sealer, read_or_make_key_file
from bot.store import Store, dialogues, migrate, tombstones
from bot.store.due import NewDue, add_due, due_now
from bot.store.lock import Lock
from bot.store.restoring import void_due
from bot.store.sql import to_text
from dialogs.content import Content
from dialogs.errors import StoreError
from dialogs.events import Answer, Command, Typed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEALER = Sealer.made_up()


@pytest.fixture
async def lost(tmp_path: Path) -> AsyncIterator[Shell]:
    """A bot on a database that is going to be lost; Ann has an open question."""
    async with shell(tmp_path / "lost" / "k.db", SEALER) as running:
        await running.say(Typed("agree"))
        await running.say(Command("start"))
        yield running


def back_up(folder: Path) -> Path:
    return make_backup(folder / "lost" / "k.db", SEALER, folder / "backups", NOW).path


def restore(folder: Path, backup: Path, sealer: Sealer = SEALER, now: datetime = NOW) -> Restored:
    return restore_backup(backup, folder / "new" / "k.db", sealer, [folder / "backups"], now, NUMBERS.open_for)


async def test_who_was_in_the_middle_of_a_question_taps_the_next_answer_and_goes_on(
    tmp_path: Path, lost: Shell
) -> None:
    backup = back_up(tmp_path)
    assert restore(tmp_path, backup) == Restored(runners=1, erased=0, unsent=0, due=0)
    async with shell(tmp_path / "new" / "k.db", SEALER) as again:
        await again.say(Answer(2, "pain", "yes"), update_id=100)
        assert sorted(again.transport.texts(ANN)) == ["[en] answered yes", "[en] next"]


async def test_a_tap_on_a_question_the_backup_does_not_know_is_an_old_one(tmp_path: Path, lost: Shell) -> None:
    backup = back_up(tmp_path)
    await lost.say(Answer(2, "pain", "yes"))
    restore(tmp_path, backup)
    async with shell(tmp_path / "new" / "k.db", SEALER) as again:
        taken = await again.say(Answer(3, "pain", "yes"), update_id=100)
        assert taken.toasts == ("[en] old",)


async def test_what_waited_to_be_sent_is_not_sent(tmp_path: Path) -> None:
    async with shell(tmp_path / "lost" / "k.db", SEALER, sends=False) as running:
        for event in (Typed("agree"), Command("urgent"), Command("nudge"), Command("start")):
            await running.say(event)
        await running.say(Typed("agree"), BEN)
        await running.say(Command("delete"), BEN)
        await running.store.write(lambda db: db.execute("UPDATE outbox SET state = 'sending' WHERE id % 2"))
        backup = back_up(tmp_path)

    restored = restore(tmp_path, backup)

    assert restored.unsent == 5
    found = rows_in(tmp_path / "new" / "k.db", "SELECT DISTINCT state, reason, body, priority FROM outbox")
    assert found == [("dead", "restored", None, 1)]
    assert rows_in(tmp_path / "new" / "k.db", "SELECT count(*) FROM outbox WHERE runner_id IS NULL") == [(0,)]
    async with shell(tmp_path / "new" / "k.db", SEALER) as again:
        await again.clock.advance(60)
        assert again.transport.texts(ANN) == []


async def test_of_what_fell_due_nothing_is_asked_and_the_rest_stays(tmp_path: Path, lost: Shell) -> None:
    gone = ("offer_again", "announcement:1", "announcement:2")
    hours = {"now": 0, "hour": -1, "yesterday": -30, "later": 1, **dict(zip(gone, (-1, -1, 1), strict=True))}
    due = {kind: NOW + timedelta(hours=more) for kind, more in hours.items()}

    def fill(db: sqlite3.Connection) -> None:
        rows = [NewDue(1000 + row, 1, kind, at, at.date()) for row, (kind, at) in enumerate(due.items())]
        add_due(db, [replace(row, runner_id=runner) for row in rows])

    runner = await lost.value("SELECT id FROM runner")
    kept = await lost.store.read(lambda db: dialogues.dialogue_at(db, ANN))
    assert kept is not None
    dialogue = dialogues.opened(SEALER, kept)
    dialogue.due = [[kind, at.isoformat(), at.date().isoformat()] for kind, at in due.items()]
    body = dialogues.sealed(SEALER, runner, dialogue)
    await lost.store.write(fill)
    await lost.store.write(lambda db: db.execute("UPDATE dialogue SET body = ?", (body,)))

    restored = restore(tmp_path, back_up(tmp_path))

    assert restored.due == 2
    earlier = timedelta(hours=3, minutes=1)
    moved = due | {kind: due[kind] - earlier for kind in ("now", "hour")}
    for kind in gone:
        del moved[kind]
    found = dict(rows_in(tmp_path / "new" / "k.db", "SELECT kind, at FROM due"))
    assert found == {kind: to_text(at) for kind, at in moved.items()}
    store = await Store.open(tmp_path / "new" / "k.db", SEALER)
    kept = await store.read(lambda db: dialogues.dialogue_at(db, ANN))
    await store.close()
    assert kept is not None
    known = {kind: datetime.fromisoformat(at) for kind, at, _ in dialogues.opened(SEALER, kept).due}
    assert {kind: at for kind, at in known.items() if kind not in gone} == moved


@pytest.mark.parametrize("hours", [0, 1, 2.9])
async def test_after_a_restore_the_days_question_is_passed_over_and_the_next_one_comes(
    content: Content, hours: float
) -> None:
    runner = planned(content)
    kind, at = runner.next_due()
    runner.now = now = at + timedelta(hours=hours)
    store = await Store.open(":memory:", SEALER)
    body = dialogues.sealed(SEALER, 1, runner.dialogue)

    def work(db: sqlite3.Connection) -> int:
        db.execute("INSERT INTO runner VALUES (1, 'x', '', '', 1, NULL)")
        db.execute("INSERT INTO dialogue VALUES (1, 1, NULL, 0, ?)", (body,))
        add_due(db, [NewDue(2, 1, kind, at, at.date())])
        return void_due(db, SEALER, now, NUMBERS.open_for)

    assert await store.write(work) == 1
    (due,) = await store.read(lambda db: due_now(db, now))
    kept = await store.read(lambda db: dialogues.dialogue_at(db, "x"))
    await store.close()
    assert kept is not None
    runner.dialogue = dialogues.opened(SEALER, kept)

    assert runner.falls_due(due.kind, due.at) == ()
    assert runner.next_due()[1] > now


async def test_who_was_erased_since_the_backup_is_erased_again(tmp_path: Path, lost: Shell) -> None:
    await lost.say(Typed("agree"), BEN)
    backup = back_up(tmp_path)
    hashes = {SEALER.keyed_hash(ANN): NOW.date()}
    tombstones.write_file(tmp_path / "backups", hashes, NOW.date())

    restored = restore(tmp_path, backup, now=NOW + timedelta(days=2))

    assert (restored.runners, restored.erased) == (1, 1)
    path = tmp_path / "new" / "k.db"
    assert rows_in(path, "SELECT chat FROM runner") == [(BEN,)]
    assert rows_in(path, "SELECT chat_hash, erased_on FROM tombstone") == [(SEALER.keyed_hash(ANN), "2026-03-02")]
    assert ANN.encode() not in path.read_bytes()


async def test_who_was_erased_before_the_folder_of_backups_was_there_is_erased_again(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    async with shell(tmp_path / "lost" / "k.db", SEALER, backups=folder) as running:
        await running.say(Typed("agree"))
        copy = make_backup(tmp_path / "lost" / "k.db", SEALER, tmp_path / "a copy elsewhere", NOW)
        await running.say(Command("delete"))

    assert (folder.stat().st_mode & 0o777) == 0o700
    assert restore(tmp_path, copy.path).erased == 1
    assert rows_in(tmp_path / "new" / "k.db", "SELECT chat FROM runner") == []


async def test_who_came_back_after_being_erased_stays(tmp_path: Path, lost: Shell) -> None:
    tombstones.write_file(tmp_path / "lost", {SEALER.keyed_hash(ANN): NOW.date() - timedelta(days=1)}, NOW.date())
    backup = back_up(tmp_path)
    (tmp_path / "backups" / tombstones.FILE).write_text(f"{SEALER.keyed_hash(ANN)} 2026-03-01\n")
    assert restore(tmp_path, backup).erased == 0


async def test_tombstones_that_cant_be_read_stop_a_restore(tmp_path: Path, lost: Shell) -> None:
    backup = back_up(tmp_path)
    (tmp_path / "backups" / tombstones.FILE).write_text("half a li")
    with pytest.raises(StoreError, match="no tombstone"):
        restore(tmp_path, backup)
    assert not (tmp_path / "new").exists()


async def test_data_that_is_there_is_never_overwritten(tmp_path: Path, lost: Shell) -> None:
    backup = back_up(tmp_path)
    restore(tmp_path, backup)
    before = (tmp_path / "new" / "k.db").read_bytes()
    with pytest.raises(StoreError, match="There is data in"):
        restore(tmp_path, backup)
    assert (tmp_path / "new" / "k.db").read_bytes() == before
    (tmp_path / "new" / "k.db").rename(tmp_path / "new" / "k.db-wal")
    with pytest.raises(StoreError, match=r"k\.db-wal"):
        restore(tmp_path, backup)


async def test_a_database_in_use_is_left_alone(tmp_path: Path, lost: Shell) -> None:
    backup = back_up(tmp_path)
    (tmp_path / "new").mkdir()
    lock = Lock(tmp_path / "new" / "k.db")
    with pytest.raises(StoreError, match="in use by another process"):
        restore(tmp_path, backup)
    lock.release()
    restore(tmp_path, backup)


@pytest.mark.parametrize("trouble", ["key", "damage", "missing", "newer"])
async def test_what_cant_be_restored_leaves_nothing_behind(tmp_path: Path, lost: Shell, trouble: str) -> None:
    backup, sealer = back_up(tmp_path), SEALER
    says = {"key": "another key", "damage": "damaged", "missing": "can't be read", "newer": "Install the newer"}
    if trouble == "key":
        sealer = Sealer.made_up()
    elif trouble == "damage":
        backup.write_bytes(backup.read_bytes()[:-1])
    elif trouble == "missing":
        backup.unlink()
    else:
        await lost.store.write(lambda db: db.execute("INSERT INTO schema_version VALUES (99, 'later', 'now')"))
        backup = make_backup(tmp_path / "lost" / "k.db", SEALER, tmp_path / "later", NOW).path
    with pytest.raises(StoreError, match=says[trouble]):
        restore(tmp_path, backup, sealer)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["k.db.lock"]


async def test_an_older_backup_is_brought_to_this_schema(tmp_path: Path) -> None:
    path = older_database(tmp_path / "lost" / "k.db", SEALER)
    back_up_first(path, SEALER, tmp_path / "backups", lambda: NOW)
    (backup,) = backups_in(tmp_path / "backups")

    assert restore(tmp_path, backup.path).runners == 1

    store = await Store.open(tmp_path / "new" / "k.db", SEALER)
    await store.close()
    found = rows_in(tmp_path / "new" / "k.db", "SELECT max(version) FROM schema_version")
    assert found == [(migrate.newest_version(),)]


def test_the_commands_move_a_bot_to_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KNEEWISE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KNEEWISE_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("KNEEWISE_BACKUPS", str(tmp_path / "backups"))
    monkeypatch.setenv("KNEEWISE_DATABASE", str(tmp_path / "data" / "k.db"))
    asyncio.run(database(tmp_path, read_or_make_key_file(tmp_path / "key")[0]))
    CliRunner().invoke(app, ["backup"])
    (backup,) = backups_in(tmp_path / "backups")
    monkeypatch.setenv("KNEEWISE_DATABASE", str(tmp_path / "new" / "k.db"))

    result = CliRunner().invoke(app, ["restore", str(backup.path)])

    assert result.exit_code == 0
    assert result.stdout == (
        f"{tmp_path / 'new' / 'k.db'} is back from {backup.path}. Runners: 1. Erased again: 0. "
        "Not sent any more: 0 messages, 0 questions that had fallen due.\n"
    )
    assert rows_in(tmp_path / "new" / "k.db", "SELECT chat FROM runner") == [(ANN,)]
