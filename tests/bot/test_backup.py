"""A backup holds everything, opens with the key only, and an older one goes only when a new one is there."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.kept import database, older_database, rows_in
from support.shell import ANN, shell
from typer.testing import CliRunner

from bot.cli import app
from bot.keeping.backup import Backup, back_up_first, backups_in, checked_schema, make_backup
from bot.keeping.sealed_files import PIECE_BYTES, seal_file, unseal_file
from bot.seal import Sealer, read_or_make_key_file
from bot.store import Store, migrate
from dialogs.errors import StoreError
from dialogs.events import Command, Typed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEALER = Sealer.made_up()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def opened(backup: Path, folder: Path, sealer: Sealer = SEALER) -> Path:
    unseal_file(backup, folder / "opened.db", sealer)
    return folder / "opened.db"


async def test_a_backup_of_a_running_bot_holds_all_that_was_committed(tmp_path: Path) -> None:
    async with shell(tmp_path / "data" / "k.db", SEALER) as running:
        await running.say(Typed("agree"))
        backup = await asyncio.to_thread(make_backup, tmp_path / "data" / "k.db", SEALER, tmp_path / "backups", NOW)
        await running.say(Typed("verdict"))

    assert rows_in(opened(backup.path, tmp_path), "SELECT chat FROM runner") == [(ANN,)]
    assert rows_in(tmp_path / "opened.db", "SELECT count(*) FROM verdict") == [(0,)]


async def test_of_who_was_erased_not_a_byte_is_in_a_later_backup(tmp_path: Path) -> None:
    async with shell(tmp_path / "data" / "k.db", SEALER) as running:
        for chat in (ANN, "test:MARKER"):
            await running.say(Typed("agree"), chat, locale="en" if chat == ANN else "MARKER-locale")
        before = make_backup(tmp_path / "data" / "k.db", SEALER, tmp_path / "before", NOW)
        await running.say(Command("delete"), "test:MARKER")
        after = make_backup(tmp_path / "data" / "k.db", SEALER, tmp_path / "after", NOW)

    assert b"MARKER" in opened(before.path, tmp_path).read_bytes()
    assert b"MARKER" not in opened(after.path, tmp_path / "after").read_bytes()


async def test_a_backup_tells_its_time_and_schema_and_nothing_else(tmp_path: Path) -> None:
    path = await database(tmp_path, SEALER)
    version = checked_schema(path, SEALER, path)

    backup = make_backup(path, SEALER, tmp_path / "backups", NOW)

    assert names_in(tmp_path / "backups") == [f"kneewise-20260302T090000Z-schema{version}.backup"]
    assert backups_in(tmp_path / "backups") == [backup] == [Backup(backup.path, NOW, version)]
    sealed = backup.path.read_bytes()
    assert [word for word in (b"SQLite", b"runner", b"CREATE", ANN.encode()) if word in sealed] == []


async def test_only_the_owner_may_read_a_backup_and_its_folder(tmp_path: Path) -> None:
    path = await database(tmp_path, SEALER)
    before = os.umask(0)
    try:
        backup = make_backup(path, SEALER, tmp_path / "backups", NOW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700


async def test_backups_over_35_days_go_once_a_new_one_is_there(tmp_path: Path) -> None:
    path, folder = await database(tmp_path, SEALER), tmp_path / "backups"
    for days in (36, 35, 1):
        make_backup(path, SEALER, folder, NOW - timedelta(days=days))
    (folder / "kneewise-notes.backup").write_text("mine")
    (folder / "kneewise-20209999T000000Z-schema1.backup").write_text("mine too")

    make_backup(path, SEALER, folder, NOW)

    assert [(NOW - backup.made_at).days for backup in backups_in(folder)] == [35, 1, 0]
    assert {"kneewise-notes.backup", "kneewise-20209999T000000Z-schema1.backup"} < set(names_in(folder))


async def test_a_backup_that_fails_leaves_the_old_ones_and_nothing_of_its_own(tmp_path: Path) -> None:
    path, folder = await database(tmp_path, SEALER), tmp_path / "backups"
    old = make_backup(path, SEALER, folder, NOW - timedelta(days=40))
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    path.write_bytes(data)

    with pytest.raises(StoreError, match=r"k\.db is damaged"):
        make_backup(path, SEALER, folder, NOW)

    assert names_in(folder) == [old.path.name]


async def test_damage_that_only_a_look_at_everything_finds_is_found(tmp_path: Path) -> None:
    path = await database(tmp_path, SEALER)
    # The index names somebody whom the table does not know.
    path.write_bytes(path.read_bytes().replace(ANN.encode(), ANN.upper().encode(), 1))
    with pytest.raises(StoreError, match=r"k\.db is damaged"):
        make_backup(path, SEALER, tmp_path / "backups", NOW)


async def test_a_backup_with_another_key_is_refused(tmp_path: Path) -> None:
    path = await database(tmp_path, SEALER)
    with pytest.raises(StoreError, match="made with another key"):
        make_backup(path, Sealer.made_up(), tmp_path / "backups", NOW)
    assert names_in(tmp_path / "backups") == []


async def test_what_a_crash_left_goes_with_the_next_backup(tmp_path: Path) -> None:
    path, folder = await database(tmp_path, SEALER), tmp_path / "backups"
    (folder / ".backup-abc").mkdir(parents=True)
    (folder / ".backup-abc" / "copy").write_bytes(path.read_bytes())

    backup = make_backup(path, SEALER, folder, NOW)

    assert names_in(folder) == [backup.path.name]


async def test_a_backup_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = await database(tmp_path, SEALER)
    before = path.read_bytes()
    make_backup(path, SEALER, tmp_path / "backups", NOW)
    assert path.read_bytes() == before
    store = await Store.open(path, SEALER)
    await store.close()


async def test_a_database_is_backed_up_before_it_is_migrated(tmp_path: Path) -> None:
    path, folder = older_database(tmp_path / "data" / "k.db", SEALER), tmp_path / "backups"
    for _ in range(2):
        store = await Store.open(path, SEALER, lambda: back_up_first(path, SEALER, folder, lambda: NOW))
        await store.close()

    (backup,) = backups_in(folder)
    assert backup.schema == 1
    assert rows_in(opened(backup.path, tmp_path), "SELECT version FROM schema_version") == [(1,)]
    assert rows_in(path, "SELECT max(version) FROM schema_version") == [(migrate.newest_version(),)]


async def test_without_a_backup_that_opens_nothing_is_migrated(tmp_path: Path) -> None:
    path = older_database(tmp_path / "data" / "k.db", SEALER)
    with pytest.raises(StoreError, match="No backup could be made"):
        await Store.open(path, SEALER, lambda: back_up_first(path, SEALER, tmp_path / "no" / "such", lambda: NOW))
    assert rows_in(path, "SELECT max(version) FROM schema_version") == [(1,)]


async def test_where_no_folder_is_set_the_migration_goes_on_without(tmp_path: Path) -> None:
    path = older_database(tmp_path / "data" / "k.db", SEALER)
    store = await Store.open(path, SEALER, lambda: back_up_first(path, SEALER, None, lambda: NOW))
    await store.close()
    assert rows_in(path, "SELECT max(version) FROM schema_version") == [(migrate.newest_version(),)]


def sealed_file(folder: Path, size: int) -> Path:
    (folder / "plain").write_bytes(os.urandom(size))
    seal_file(folder / "plain", folder / "sealed", SEALER)
    return folder / "sealed"


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES + 7])
def test_a_sealed_file_opens_as_it_was(tmp_path: Path, size: int) -> None:
    assert opened(sealed_file(tmp_path, size), tmp_path).read_bytes() == (tmp_path / "plain").read_bytes()


def _cut(data: bytes) -> bytes:
    return data[: -PIECE_BYTES // 2]


def _without_last_piece(data: bytes) -> bytes:
    return data[: data.rindex(_last_length(data))]


def _last_length(data: bytes) -> bytes:
    return (7 + 29).to_bytes(4, "big")


def _flipped(data: bytes) -> bytes:
    return data[:-10] + bytes([data[-10] ^ 1]) + data[-9:]


def _longer(data: bytes) -> bytes:
    return data + b"\0\0\0\1x"


def _head_only(data: bytes) -> bytes:
    return data[:34]


def _swapped(data: bytes) -> bytes:
    first = 34 + 4 + 8 + 29
    piece = 4 + PIECE_BYTES + 29
    one, two = data[first : first + piece], data[first + piece : first + 2 * piece]
    return data[:first] + two + one + data[first + 2 * piece :]


@pytest.mark.parametrize("change", [_cut, _without_last_piece, _flipped, _longer, _head_only, _swapped])
def test_a_sealed_file_that_was_changed_does_not_open(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = sealed_file(tmp_path, 2 * PIECE_BYTES + 7)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(StoreError, match="sealed is damaged"):
        opened(path, tmp_path)


def test_pieces_of_two_sealed_files_do_not_mix(tmp_path: Path) -> None:
    one = sealed_file(tmp_path, 5).read_bytes()
    (tmp_path / "sealed").unlink()
    two = sealed_file(tmp_path, 5).read_bytes()
    first = 34 + 4 + 8 + 29
    (tmp_path / "sealed").write_bytes(one[:first] + two[first:])
    with pytest.raises(StoreError, match="damaged"):
        opened(tmp_path / "sealed", tmp_path)


def test_a_sealed_file_says_that_the_key_is_another(tmp_path: Path) -> None:
    path = sealed_file(tmp_path, 5)
    with pytest.raises(StoreError, match="made with another key"):
        opened(path, tmp_path, Sealer.made_up())


def test_any_other_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"SQLite format 3\0" * 10)
    with pytest.raises(StoreError, match="no backup of kneewise"):
        opened(tmp_path / "x", tmp_path)


# The command


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the settings point into."""
    for name in [name for name in os.environ if name.startswith("KNEEWISE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KNEEWISE_DATABASE", str(tmp_path / "data" / "k.db"))
    monkeypatch.setenv("KNEEWISE_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("KNEEWISE_BACKUPS", str(tmp_path / "backups"))
    return tmp_path


def run(*arguments: str) -> tuple[object, str]:
    """What the command says, or the sentence it ends with."""
    result = CliRunner().invoke(app, list(arguments))
    return (result.exception, result.stdout) if result.exception else (result.exit_code, result.stdout)


def test_the_command_backs_up_and_says_so(settings: Path) -> None:
    asyncio.run(database(settings, read_or_make_key_file(settings / "key")[0]))
    code, said = run("backup")
    assert code == 0
    (backup,) = backups_in(settings / "backups")
    assert said.startswith(f"{backup.path} was written and opens: ")
    assert said.endswith(f" MB, schema {backup.schema}, sealed with the key.\n")
    code, _ = run("backup", "--to", str(settings / "elsewhere"))
    assert len(backups_in(settings / "elsewhere")) == 1


KILLED = """
import os, pathlib, signal, sys
from bot.keeping import backup, commands
def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def and_kill(step):
    return lambda *given: (step(*given), kill())
match sys.argv[1]:
    case "while it is copied":
        backup._copy = lambda database, copy: (copy.write_bytes(database.read_bytes()[:5000]), kill())
    case "before it is sealed":
        backup.seal_file = kill
    case "after it is sealed":
        backup.seal_file = and_kill(backup.seal_file)
    case "before it is looked through":
        backup.checked_schema = kill
    case "before it gets its name":
        pathlib.Path.replace = kill
    case "after it got its name":
        backup.sync_folder = kill
commands.back_up()
"""


@pytest.mark.parametrize(
    ("moment", "whole"),
    [
        ("while it is copied", 0),
        ("before it is sealed", 0),
        ("after it is sealed", 0),
        ("before it is looked through", 0),
        ("before it gets its name", 0),
        ("after it got its name", 1),
    ],
)
def test_a_backup_that_is_killed_leaves_no_half_one_and_the_next_one_works(
    settings: Path, moment: str, whole: int
) -> None:
    sealer = read_or_make_key_file(settings / "key")[0]
    path, folder = asyncio.run(database(settings, sealer)), settings / "backups"

    done = subprocess.run([sys.executable, "-c", KILLED, moment], capture_output=True, check=False)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(backups_in(folder)) == whole
    assert [left for left in names_in(folder) if not left.startswith(".backup-")] == [
        backup.path.name for backup in backups_in(folder)
    ]
    code, said = run("backup")
    assert code == 0, said
    newest = backups_in(folder)[-1]
    assert names_in(folder) == [backup.path.name for backup in backups_in(folder)]
    assert rows_in(opened(newest.path, settings, sealer), "SELECT chat FROM runner") == [(ANN,)]
    assert checked_schema(path, sealer, path) == newest.schema


def test_the_command_needs_a_folder_a_key_and_a_database(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error, _ = run("backup")
    assert "key file" in str(error)
    assert "missing" in str(error)
    assert not (settings / "key").exists()
    read_or_make_key_file(settings / "key")
    error, _ = run("backup")
    assert "There is no database" in str(error)
    monkeypatch.setenv("KNEEWISE_BACKUPS", "")
    error, _ = run("backup")
    assert "Set KNEEWISE_BACKUPS" in str(error)
