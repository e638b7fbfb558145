"""The doctor finds what is wrong, says how to mend it, changes nothing, and shows no secret."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.botapi import PATIENCE_SECONDS
from support.botapi import BotApi as Server
from support.diary import Fast

from bot import doctor_online
from bot.doctor_machine import examine_machine, has_reset_bug
from bot.doctor_online import examine_telegram, skew
from bot.finding import Finding
from bot.keeping.backup import make_backup
from bot.requests import AiohttpRequest, BotApi
from bot.seal import read_or_make_key_file
from bot.settings import Settings
from bot.store import Store
from bot.store.looking import is_in_use

TOKEN = ":".join(("123456", "A" * 35))
OTHER_TOKEN = ":".join(("123456", "B" * 35))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "a-secret-of-our-own"


@pytest.fixture
async def settings(tmp_path: Path, server: Server) -> Settings:
    """A deployment with nothing wrong."""
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "keys").mkdir(mode=0o700)
    settings = Settings(
        database=tmp_path / "data" / "k.db",
        key_file=tmp_path / "keys" / "k.key",
        backups=tmp_path / "backups",
        telegram_token=TOKEN,
        telegram_api=server.url,
        operator_name="Hill Runners",
        operator_contact="safe@hill.example",
    )
    store = await Store.open(settings.database, read_or_make_key_file(settings.key_path)[0])
    await store.close()
    make_backup(settings.database, store.sealer, tmp_path / "backups", NOW)
    return settings


def problems(found: list[Finding]) -> dict[str, str]:
    return {finding.about: finding.says for finding in found if finding.problem}


def on_machine(settings: Settings) -> dict[str, str]:
    return problems(examine_machine(settings, is_in_use(settings.database), NOW + timedelta(hours=25)))


async def online(settings: Settings, running: bool = False) -> dict[str, str]:
    return problems(await examine_telegram(settings, running, Fast()))


async def test_nothing_is_wrong_with_a_good_deployment_and_nothing_changed(settings: Settings) -> None:
    folder = settings.database.parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert on_machine(settings) == {}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"operator_name": ""}, "KNEEWISE_OPERATOR_NAME"),
        ({"operator_contact": " "}, "KNEEWISE_OPERATOR_CONTACT"),
        ({"operator_name": "", "operator_contact": ""}, "KNEEWISE_OPERATOR_NAME and KNEEWISE_OPERATOR_CONTACT"),
    ],
)
async def test_who_runs_the_bot_must_be_named(settings: Settings, given: dict[str, str], missing: str) -> None:
    found = on_machine(settings.model_copy(update=given))

    assert found == {"operator": f"runners are not told who runs this bot or how to reach them. Set {missing}."}


async def test_nothing_is_wrong_with_a_good_deployment_beside_a_running_bot(settings: Settings) -> None:
    store = await Store.open(settings.database, read_or_make_key_file(settings.key_path)[0])
    assert is_in_use(settings.database)
    assert on_machine(settings) == {}
    await store.close()
    assert not is_in_use(settings.database)


def test_before_the_first_start_nothing_is_wrong_either(tmp_path: Path) -> None:
    named = {"operator_name": "Hill Runners", "operator_contact": "safe@hill.example"}
    assert on_machine(Settings(database=tmp_path / "data" / "k.db", **named)) == {}
    assert list(tmp_path.iterdir()) == []


def lose_the_key(settings: Settings) -> None:
    settings.key_path.unlink()


def change_the_key(settings: Settings) -> None:
    settings.key_path.unlink()
    read_or_make_key_file(settings.key_path)


def show_the_key(settings: Settings) -> None:
    settings.key_path.chmod(0o644)


def spoil_the_key(settings: Settings) -> None:
    settings.key_path.write_text("1:xyz\n")


def show_the_database(settings: Settings) -> None:
    settings.database.chmod(0o640)


def overwrite_the_database(settings: Settings) -> None:
    settings.database.write_bytes(b"no database at all, " * 500)


def show_the_backups(settings: Settings) -> None:
    assert settings.backups
    settings.backups.chmod(0o755)


def set_an_event_aside(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as db:
        db.execute("INSERT INTO dead_letter VALUES (1, NULL, 7, '2026-11-22', 'KeyError', 'flows.py:1', x'00')")


def come_from_the_future(settings: Settings) -> None:
    db = sqlite3.connect(settings.database)
    db.execute("INSERT INTO schema_version VALUES (999, 'later', '')")
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("break_it", "about", "says"),
    [
        (lose_the_key, "key", "is missing. Bring it back"),
        (change_the_key, "database", "was made with another key"),
        (show_the_key, "key", "Do `chmod 600"),
        (spoil_the_key, "key", "line 1: this is not a key"),
        (show_the_database, "rights", "others may read k.db in"),
        (overwrite_the_database, "database", "is damaged or no database"),
        (come_from_the_future, "database", "it has schema 999"),
        (show_the_backups, "backups", "others may read backups. Do `chmod 700`"),
        (set_an_event_aside, "dead letters", "1 event could not be played. `kneewise dead-letters list`"),
    ],
)
async def test_what_is_wrong_with_the_files_is_found(
    settings: Settings, break_it: Callable[[Settings], None], about: str, says: str
) -> None:
    break_it(settings)
    assert says in on_machine(settings)[about]


async def test_a_key_beside_the_database_is_found(settings: Settings) -> None:
    beside = settings.database.with_suffix(".key")
    settings.key_path.rename(beside)
    found = on_machine(settings.model_copy(update={"key_file": None}))
    assert found["key"].startswith(f"{beside} lies beside the database")


async def test_a_backup_that_is_old_missing_or_has_no_folder_is_found(settings: Settings) -> None:
    later = problems(examine_machine(settings, False, NOW + timedelta(hours=50)))
    assert later["backups"].startswith("the newest is 50 hours old.")
    elsewhere = settings.model_copy(update={"backups": settings.database.parent})
    assert on_machine(elsewhere)["backups"].startswith("there is none in ")
    assert "names no folder" in on_machine(settings.model_copy(update={"backups": None}))["backups"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
async def test_a_database_of_another_owner_is_found(settings: Settings) -> None:
    os.chown(settings.database, 12345, 12345)
    assert "k.db and the folder" in on_machine(settings)["rights"]


async def test_a_disk_that_is_nearly_full_is_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor_machine.LEAST_FREE_BYTES", 1 << 60)
    assert "Make room" in on_machine(settings)["disk"]


async def test_a_language_without_content_is_found(settings: Settings) -> None:
    found = on_machine(settings.model_copy(update={"language": "tlh"}))
    assert found["content"].startswith("there is none in 'tlh'")


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_a_sqlite_that_can_damage_a_file_is_known(version: tuple[int, int, int], has_it: bool) -> None:
    assert has_reset_bug(version) is has_it


async def test_nothing_is_wrong_with_a_good_token(settings: Settings, server: Server) -> None:
    assert await online(settings) == {}
    assert {call.method for call in server.calls} == {"getMe", "getWebhookInfo", "getUpdates"}


async def test_looking_takes_no_update_away(settings: Settings, server: Server) -> None:
    await server.user(7, "Ann").sends("hello")
    assert await online(settings) == {}
    assert server.pending() == 1


async def test_a_missing_a_wrong_and_a_revoked_token_are_found(settings: Settings, server: Server) -> None:
    assert "Ask @BotFather" in (await online(settings.model_copy(update={"telegram_token": None})))["token"]
    server.revoke()
    assert "mistyped or revoked" in (await online(settings))["token"]


async def test_a_server_that_cant_be_reached_is_found(settings: Settings, server: Server) -> None:
    await server.goes_down()
    assert "Look at network" in (await online(settings))["Telegram"]


async def test_a_webhook_nobody_asked_for_is_found(settings: Settings, server: Server) -> None:
    async with AiohttpRequest() as request:
        await BotApi(request, TOKEN, server.url).call("setWebhook", {"url": "http://127.0.0.1:9/x"})
    assert "revoke it at @BotFather" in (await online(settings))["webhook"]
    ours = settings.model_copy(update={"webhook_url": "http://127.0.0.1:9/y"})
    assert "another address than KNEEWISE_WEBHOOK_URL" in (await online(ours))["webhook"]
    assert await online(settings.model_copy(update={"webhook_url": "http://127.0.0.1:9/x"})) == {}


async def test_somebody_else_who_polls_is_found(settings: Settings, server: Server) -> None:
    async def poll_for_ever() -> None:
        async with AiohttpRequest() as request:
            api = BotApi(request, TOKEN, server.url)
            while True:
                try:
                    await api.call("getUpdates", {"timeout": 30})
                except doctor_online.Conflict:
                    await asyncio.sleep(0.05)

    other = asyncio.create_task(poll_for_ever())
    await server.until(lambda: server.polled)
    try:
        assert "the token was stolen" in (await online(settings))["second poller"]
    finally:
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)


async def test_beside_a_running_bot_nobody_polls(settings: Settings, server: Server) -> None:
    assert await online(settings, running=True) == {}
    assert server.calls_of("getUpdates") == []


def test_a_clock_that_is_wrong_is_found_either_way() -> None:
    there = NOW
    assert not skew(there + timedelta(seconds=59), there).problem
    assert skew(there + timedelta(seconds=90), there).says.startswith("90 s ahead of Telegram's.")
    assert skew(there - timedelta(hours=1), there).says.startswith("3600 s behind Telegram's.")


def test_rules_that_were_changed_are_found_and_the_bot_does_not_start(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    for package in ("bot", "dialogs", "content"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    rest = tmp_path / "content/rules/rest.yaml"
    rest.write_text(rest.read_text("utf-8").replace("when: pain_run >= 4", "when: pain_run >= 5"), "utf-8")
    more = {"KNEEWISE_TELEGRAM_TOKEN": TOKEN, "KNEEWISE_TELEGRAM_API": "http://127.0.0.1:9", "PYTHONPATH": "."}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KNEEWISE_")} | more

    started, examined = (
        subprocess.run(
            [sys.executable, "-m", "bot", word], cwd=tmp_path, env=environment, timeout=PATIENCE_SECONDS,
            capture_output=True, text=True, check=False,
        )
        for word in ("run", "doctor")
    )  # fmt: skip

    assert started.returncode == 2
    assert started.stderr.startswith("kneewise: content.yaml: the rules are not those of this version.")
    assert not (tmp_path / "data").exists()
    assert "PROBLEM  content: the rules were changed" in examined.stdout


def run_doctor(settings: Settings, token: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KNEEWISE_")}
    environment |= {
        "KNEEWISE_BACKUPS": str(settings.backups),
        "KNEEWISE_TELEGRAM_TOKEN": token,
        "KNEEWISE_TELEGRAM_API": settings.telegram_api,
        "KNEEWISE_DATABASE": str(settings.database),
        "KNEEWISE_KEY_FILE": str(settings.key_path),
        "KNEEWISE_OPERATOR_NAME": settings.operator_name,
        "KNEEWISE_OPERATOR_CONTACT": settings.operator_contact,
        **more,
    }
    command = [sys.executable, "-m", "bot", "doctor"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def test_the_command_ends_with_0_or_1_and_shows_no_secret(settings: Settings) -> None:
    make_backup(settings.database, read_or_make_key_file(settings.key_path)[0], settings.backups, datetime.now(UTC))
    done = await asyncio.to_thread(run_doctor, settings, TOKEN)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "all is well.")
    assert done.stderr == ""

    lose_the_key(settings)
    bad = await asyncio.to_thread(run_doctor, settings, OTHER_TOKEN, KNEEWISE_WEBHOOK_SECRET=SECRET)
    assert (bad.returncode, bad.stdout.splitlines()[-1]) == (1, "2 things to mend.")
    said = done.stdout + bad.stdout + bad.stderr
    assert [secret for secret in (TOKEN, OTHER_TOKEN, SECRET) if secret.rpartition(":")[2] in said] == []
