"""A new key takes over from an old one: nothing is lost on the way, and the old one goes only when nothing needs it."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.kept import rows_in
from support.shell import ANN, BEN, shell
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor_machine import examine_machine
from bot.keeping.backup import make_backup
from bot.keeping.keys import _rotated
from bot.seal import Sealer, read_keys, read_or_make_key_file
from bot.settings import read_settings
from bot.store import Store, resealing
from bot.store.lock import Lock
from bot.store.resealing import sealed_columns, values_by_key
from dialogs.errors import StoreError
from dialogs.events import Answer, Command, Typed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANSWER = b"it locks when I bend it"


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a key file and a database in which Ann has an open question; the settings name both."""
    for name in [name for name in os.environ if name.startswith("KNEEWISE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KNEEWISE_DATABASE", str(tmp_path / "data" / "k.db"))
    monkeypatch.setenv("KNEEWISE_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("KNEEWISE_BACKUPS", str(tmp_path / "backups"))
    async with shell(tmp_path / "data" / "k.db", sealer(tmp_path)) as running:
        for chat in (ANN, BEN):
            await running.say(Typed("agree"), chat)
            await running.say(Command("verdict"), chat)
        await running.say(Command("start"))
    return tmp_path


def sealer(folder: Path) -> Sealer:
    return read_or_make_key_file(folder / "key")[0]


def run(*arguments: str) -> str:
    """What the command says, or the sentence it ends with."""
    result = CliRunner().invoke(app, ["keys", *arguments])
    assert result.exception is None or isinstance(result.exception, StoreError), result.exception
    return str(result.exception) if result.exception else result.stdout


def keys_of(database: Path) -> set[int]:
    """The ids of the keys that sealed anything in it."""
    with closing(sqlite3.connect(database)) as db:
        return set(values_by_key(db))


def test_after_a_rotation_everything_is_sealed_with_a_new_key_and_the_talk_goes_on(place: Path) -> None:
    before = rows_in(place / "data/k.db", "SELECT body FROM dialogue")

    said = run("rotate")

    assert "sealed anew with key 2." in said
    assert "Copy the key file" in said
    assert keys_of(place / "data/k.db") == {2}
    files = b"".join(path.read_bytes() for path in (place / "data").iterdir())
    assert [body for (body,) in before if body in files] == []


async def test_who_was_in_the_middle_of_a_question_taps_the_next_answer_and_goes_on(place: Path) -> None:
    await _rotated(read_settings())
    async with shell(place / "data/k.db", sealer(place)) as again:
        await again.say(Answer(3, "pain", "yes"), update_id=100)
        assert sorted(again.transport.texts(ANN)) == ["[en] answered yes", "[en] next"]


async def test_no_column_of_sealed_values_is_forgotten(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column of bytes in the schema, whatever it is for, filled by hand over several pages."""
    monkeypatch.setattr(resealing, "PAGE", 3)
    store = await Store.open(place / "data/k.db", sealer(place))
    with closing(sqlite3.connect(place / "data/k.db", isolation_level=None)) as db:
        columns = sealed_columns(db)
        for number in range(900, 910):
            for table in sorted({column.table for column in columns} - {"seal_check"}):
                fill(db, store.sealer, table, number)
    await store.close()

    await _rotated(read_settings())

    new, names = sealer(place), {(column.table, column.name) for column in columns}
    assert names >= {("dialogue", "body"), ("verdict", "body"), ("squad", "figures"), ("dead_letter", "payload")}
    with closing(sqlite3.connect(place / "data/k.db")) as db:
        for column in columns:
            sql = f"SELECT {column.number}, {column.name} FROM {column.table} WHERE {column.number} >= 900"
            found = db.execute(sql).fetchall()
            assert len(found) == (0 if column.table == "seal_check" else 10)
            assert {new.unseal(value, column.table, column.name, row) for row, value in found} <= {ANSWER}
    assert keys_of(place / "data/k.db") == {2}


def fill(db: sqlite3.Connection, sealer: Sealer, table: str, number: int) -> None:
    """A row with this number and a sealed answer in each column of bytes; nothing else in it matters."""
    columns = db.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()

    def value(name: str, kind: str, is_key: int) -> object:
        if kind == "BLOB":
            return sealer.seal(ANSWER, table, name, number)
        return number if is_key or kind == "INTEGER" else f"2026-01-{number - 899:02}"

    values = {name: value(name, kind, is_key) for name, kind, is_key in columns}
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", [*values.values()])


KILLED = """
import os, signal
from bot.keeping import keys
from bot.store import resealing
resealing.PAGE, pages, page = 1, [], keys.reseal_page
def reseal_page(*given, **more):
    pages.append(1)
    len(pages) > {pages} and os.kill(os.getpid(), signal.SIGKILL)
    return page(*given, **more)
keys.reseal_page = reseal_page
keys.rotate()
"""


@pytest.mark.parametrize("pages", [0, 1, 5, 13])
def test_a_rotation_that_was_killed_is_finished_by_the_next_with_no_third_key(place: Path, pages: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED.format(pages=pages)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert 1 in keys_of(place / "data/k.db")
    found = {finding.about: finding.says for finding in examine_machine(read_settings(), False, NOW) if finding.problem}
    assert "begun and not finished" in found["database"]

    assert "sealed anew with key 2." in run("rotate")

    assert keys_of(place / "data/k.db") == {2}
    assert list(read_keys(place / "key")) == ["2", "1", "hash"]


def test_after_a_finished_rotation_the_next_takes_a_third_key(place: Path) -> None:
    run("rotate")
    assert "sealed anew with key 3." in run("rotate")
    assert list(read_keys(place / "key")) == ["3", "2", "1", "hash"]


def test_a_key_that_was_added_is_what_a_rotation_seals_with(place: Path) -> None:
    assert "Key 2 is in" in run("add")
    assert keys_of(place / "data/k.db") == {1}
    assert "sealed anew with key 2." in run("rotate")


def test_a_key_is_never_shown_and_the_file_keeps_its_rights(place: Path) -> None:
    (place / "key").chmod(0o640)
    said = "".join(run(*words) for words in (["add"], ["show"], ["rotate"], ["show"], ["drop", "1"]))
    lines = [line.partition(":")[2] for line in (place / "key").read_text().splitlines()]
    assert len(lines) == 2
    assert [line for line in lines if line in said] == []
    assert stat.S_IMODE((place / "key").stat().st_mode) == 0o640
    assert sorted(path.name for path in place.iterdir()) == ["data", "key"]


def test_a_link_to_the_key_file_stays_a_link(place: Path) -> None:
    (place / "key").rename(place / "real")
    (place / "key").symlink_to("real")
    run("add")
    assert (place / "key").is_symlink()
    assert list(read_keys(place / "real")) == ["2", "1", "hash"]


def test_show_tells_what_still_needs_each_key(place: Path) -> None:
    make_backup(place / "data/k.db", sealer(place), place / "backups", NOW)
    run("rotate")
    newest, older = run("show").splitlines()
    assert newest.startswith("key 2: seals what is new. In the database: ")
    assert newest.endswith(" values. Backups: none.")
    assert older == "key 1: only opens what it sealed. In the database: 0 values. Backups: 1, the newest of 2026-03-02."


def test_a_backup_of_before_the_rotation_can_be_restored_while_the_key_is_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = make_backup(place / "data/k.db", sealer(place), place / "backups", NOW)
    run("rotate")
    monkeypatch.setenv("KNEEWISE_DATABASE", str(place / "new" / "k.db"))

    done = CliRunner().invoke(app, ["restore", str(backup.path)])

    assert done.exit_code == 0, done.exception
    assert keys_of(place / "new/k.db") == {1}
    run("rotate")
    assert keys_of(place / "new/k.db") == {2}


def test_a_key_goes_only_when_nothing_needs_it(place: Path) -> None:
    backup = make_backup(place / "data/k.db", sealer(place), place / "backups", NOW)
    assert "There is no key 7" in run("drop", "7")
    assert "Only an older one can go" in run("drop", "1")
    run("add")
    assert "`kneewise keys rotate` first" in run("drop", "1")
    run("rotate")
    assert "Wait until they age out, by 2026-04-06, or remove them." in run("drop", "1")
    sealed = backup.path.read_bytes()
    backup.path.unlink()
    lock = Lock(place / "data/k.db")
    assert "Stop the bot first" in run("drop", "1")
    lock.release()

    assert "Key 1 is gone" in run("drop", "1")

    assert list(read_keys(place / "key")) == ["2", "hash"]
    backup.path.write_bytes(sealed)
    done = CliRunner().invoke(app, ["restore", str(backup.path)])
    assert "There is data in" in str(done.exception)
    (place / "data/k.db").rename(place / "data/away.db")
    done = CliRunner().invoke(app, ["restore", str(backup.path)])
    assert "so it was made with another key (number 1 of its file)." in str(done.exception)
    (place / "data/away.db").rename(place / "data/k.db")
    assert run("show").startswith("key 2: seals what is new.")


def test_beside_a_running_bot_nothing_is_rotated_and_no_key_is_added(place: Path) -> None:
    lock = Lock(place / "data/k.db")
    assert "in use by another process" in run("rotate")
    lock.release()
    assert list(read_keys(place / "key")) == ["1", "hash"]


def test_without_key_file_or_database_nothing_is_made(place: Path) -> None:
    (place / "data/k.db").rename(place / "data/away.db")
    assert "There is no database" in run("rotate")
    (place / "key").unlink()
    assert "is missing" in run("add")
    assert not (place / "key").exists()


@contextmanager
def only_readable(place: Path) -> Iterator[None]:
    """A folder in which whoever runs the tests may not write; root must become somebody else for that."""
    place.chmod(0o555)
    if os.getuid() == 0:
        for folder in place.parents:
            if Path(tempfile.gettempdir()) in folder.parents:
                folder.chmod(0o755)
        (place / "key").chmod(0o644)
        os.seteuid(12345)
    try:
        yield
    finally:
        os.seteuid(os.getuid())
        place.chmod(0o755)


def test_who_may_not_change_the_key_file_is_told_what_to_do(place: Path) -> None:
    """In its folder of secrets the bot may read, not write."""
    with only_readable(place):
        said = run("add")
    assert "can't be changed" in said
    assert "Do `kneewise keys add`" in said
    assert list(read_keys(place / "key")) == ["1", "hash"]


def test_a_value_that_no_key_opens_stays_and_is_told(place: Path) -> None:
    with closing(sqlite3.connect(place / "data/k.db")) as db:
        only = "WHERE runner_id = (SELECT min(runner_id) FROM dialogue)"
        db.execute(f"UPDATE dialogue SET body = ? {only}", (b"\1" + bytes(40),))
        db.commit()
    said = run("rotate")
    assert "1 values open with no key and stay as they are." in said
    assert "needed for 1 values" in run("drop", "1")
