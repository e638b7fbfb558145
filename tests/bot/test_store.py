"""The store keeps what was committed, refuses what it can't trust, and forgets what is erased."""

import asyncio
import sqlite3
import stat
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from support import plays
from support.clock import VirtualClock, WatchedStore
from support.folders import bytes_of
from support.shell import ANN, BEN, shell

from bot.erasing import empty_log, erase_chat
from bot.rows import Wording
from bot.seal import Sealer
from bot.store import Store, migrate, sql, tombstones
from bot.store.consents import consents_of
from bot.store.runners import runner_at
from bot.store.turns import erase
from bot.store.verdicts import verdicts_of
from dialogs.errors import StoreError
from dialogs.events import Answer, Command, Typed

MARKER = "MARKER-my-knee-gives-way"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# Everything a column may hold in plain sight: ids, times, kinds, turn numbers, and words of ours.
PLAIN = {
    "announcement": {"id", "at", "by_hash", "sent_at"},
    "audit": {"id", "runner_id", "at", "what"},
    "check_in": {"id", "runner_id", "local_date", "at"},
    "clock": {"one", "latest_at"},
    "coach": {"id", "squad_id", "runner_id", "since"},
    "consent": {"id", "runner_id", "text_version", "locale", "at"},
    "dead_letter": {"id", "runner_id", "update_id", "at", "error", "place"},
    "dialogue": {"runner_id", "turn", "asked_at", "offered_again"},
    "due": {"id", "runner_id", "kind", "at", "local_date", "held"},
    "group_chat": {"chat", "squad_id", "thread", "lines", "next_at"},
    "id_block": {"one", "last"},
    "link": {"id", "coach_id", "token_hash", "role", "uses", "made_for", "until"},
    "look": {"id", "squad_id", "coach_id", "runner_id", "at"},
    "membership": {"id", "squad_id", "runner_id", "level", "joined_at"},
    "operation": {"id", "by_hash", "what", "at"},
    "outbox": {
        "id", "runner_id", "chat", "turn", "kind", "priority", "state", "reason", "message_id", "created_at",
        "not_after",
    },
    "plan": {"id", "runner_id", "at"},
    "presence": {"one", "alive_at"},
    "runner": {"id", "chat", "created_at", "last_seen", "reachable", "zone"},
    "schema_version": {"version", "name", "applied_at"},
    "seal_check": {"one"},
    "seen_update": {"id", "at"},
    "silence": {"one", "counted_to", "moved_on"},
    "squad": {"id", "created_at"},
    "tombstone": {"chat_hash", "erased_on"},
    "verdict": {"id", "runner_id", "at"},
    "wrong_token": {"chat_hash", "hour", "tries"},
}  # fmt: skip
SEALED = {
    "announcement": {"body"},
    "check_in": {"body"},
    "coach": {"body"},
    "dead_letter": {"payload"},
    "dialogue": {"body"},
    "look": {"body"},
    "membership": {"body"},
    "outbox": {"body"},
    "plan": {"body"},
    "seal_check": {"word"},
    "squad": {"body", "figures"},
    "verdict": {"body"},
}


async def columns(store: Store) -> dict[str, set[str]]:
    def read(db: sqlite3.Connection) -> dict[str, set[str]]:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: {row["name"] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}

    return await store.read(read)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def modes_in(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def failing(name: str) -> Callable[[sqlite3.Connection], None]:
    """A piece of work on which the disk gives up, as SQLite reports it."""

    def work(db: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = getattr(sqlite3, name)
        error.sqlite_errorname = name
        raise error

    return work


async def test_what_is_committed_is_there_after_a_new_start(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    async with shell(path, sealer) as first:
        await first.say(Typed("agree"), locale="de-AT")
        await first.say(Typed("verdict"))
    async with shell(path, sealer) as second:
        runner = await second.store.read(lambda db: runner_at(db, ANN))
        assert runner is not None
        assert (runner.chat, runner.created_at, runner.last_seen, runner.reachable) == (ANN, NOW, "2026-03-02", True)
        told = await second.store.read(lambda db: verdicts_of(db, sealer, runner.id))
        agreed = await second.store.read(lambda db: consents_of(db, runner.id))
        assert [(one.at, one.verdict, one.facts) for one in told] == [(NOW, {"disposition": "rest"}, {})]
        assert [(one.text_version, one.locale, one.at) for one in agreed] == [("v1", "de-AT", NOW)]


async def test_the_pragmas_that_keep_and_erase_are_set(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "k.db", Sealer.made_up())
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    found = await store.read(lambda db: [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names])
    await store.close()
    assert found == ["wal", 2, 1, 1, 5000]


async def test_every_column_is_known_to_be_plain_or_sealed() -> None:
    store = await Store.open(":memory:", Sealer.made_up())
    found = await columns(store)
    await store.close()
    assert found == {table: plain | SEALED.get(table, set()) for table, plain in PLAIN.items()}


def reads_all(step: str) -> bool:
    """Whether this step of a query plan goes through a whole table."""
    return step.startswith("SCAN") and "USING" not in step


async def test_every_query_finds_its_rows_by_an_index() -> None:
    few = {"tombstones", "old_tombstones", "drop_drafts"}
    # What an operator asks for now and then, and which is about everybody.
    everybody = {"counts", "readers", "fall_due", "void_offers"}
    store = await Store.open(":memory:", Sealer.made_up())

    def plans(db: sqlite3.Connection) -> dict[str, list[str]]:
        found = {}
        for path in sorted(sql.FOLDER.glob("*.sql")):
            queries = sql.read_queries(path.stem)
            for name in queries.available_queries:
                if not name.endswith("_cursor"):
                    query, nothing = getattr(queries, name).sql, defaultdict(lambda: None)
                    found[name] = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}", nothing)]
        return found

    found = await store.read(plans)
    await store.close()
    assert len(found) > 40
    scanning = {name for name, steps in found.items() if any(map(reads_all, steps))}
    assert scanning == few | everybody


async def test_erasing_a_runner_reaches_every_table_that_names_one() -> None:
    store = await Store.open(":memory:", Sealer.made_up())
    naming = {table for table, names in (await columns(store)).items() if "runner_id" in names}
    cascading = await store.read(
        lambda db: {
            table
            for table in naming
            for key in db.execute(f"PRAGMA foreign_key_list({table})")
            if (key["table"], key["from"], key["on_delete"]) == ("runner", "runner_id", "CASCADE")
        }
    )
    await store.close()
    assert cascading == naming
    assert len(naming) == 12


async def test_the_files_belong_to_their_owner_alone_and_show_nothing(tmp_path: Path) -> None:
    async with shell(tmp_path / "k.db") as running:
        await running.say(Typed("agree"))
        await running.say(Typed(MARKER))
        await running.say(Command("start"))
        assert names_in(tmp_path) == ["k.db", "k.db-shm", "k.db-wal", "k.db.lock"]
        assert modes_in(tmp_path) == {0o600}
        assert b"MARKER" not in bytes_of(tmp_path)
        assert b"pain:yes" not in bytes_of(tmp_path)


async def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    first = await Store.open(path, sealer)
    with pytest.raises(StoreError, match="in use by another process"):
        await Store.open(path, sealer)
    await first.close()
    await (await Store.open(path, sealer)).close()


async def test_a_wrong_key_is_refused_and_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    await (await Store.open(path, Sealer.made_up())).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another key") as caught:
        await Store.open(path, Sealer.made_up())
    assert str(path) in str(caught.value)
    assert "KNEEWISE_KEY_FILE" in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("position", [0, 20, 100, 4096, 8192])
async def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, position: int) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    await (await Store.open(path, sealer)).close()
    damaged = bytearray(path.read_bytes())
    damaged[position : position + 60] = b"\xaa" * 60
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match="restore a backup") as caught:
        await Store.open(path, sealer)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == damaged


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    path.write_text("a letter to my physio\n" * 100)
    with pytest.raises(StoreError, match="damaged or no database"):
        await Store.open(path, Sealer.made_up())
    assert path.read_text().startswith("a letter")


async def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        await Store.open(path, Sealer.made_up())


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    store = await Store.open(path, sealer)
    await store.write(lambda db: db.execute("INSERT INTO schema_version VALUES (99, '0099_later', '')"))
    await store.close()
    with pytest.raises(StoreError, match="schema 99"):
        await Store.open(path, sealer)


@pytest.mark.parametrize("place", ["/proc/kneewise.db", "/proc/nowhere/at/all/kneewise.db"])
async def test_a_place_that_cannot_be_written_is_named(place: str) -> None:
    with pytest.raises(StoreError, match="Check") as caught:
        await Store.open(place, Sealer.made_up())
    assert place in str(caught.value)


async def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be opened for writing"):
        await Store.open(tmp_path, Sealer.made_up())


async def test_a_refused_start_leaves_no_thread_and_no_lock(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    await (await Store.open(path, sealer)).close()
    before = threading.active_count()
    for _ in range(3):
        with pytest.raises(StoreError):
            await Store.open(path, Sealer.made_up())
    for thread in threading.enumerate()[before:]:
        thread.join()
    await (await Store.open(path, sealer)).close()


async def test_the_folder_of_the_database_is_made_but_not_a_whole_path(tmp_path: Path) -> None:
    await (await Store.open(tmp_path / "data" / "k.db", Sealer.made_up())).close()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    with pytest.raises(StoreError, match="folder above it exists"):
        await Store.open(tmp_path / "no" / "such" / "k.db", Sealer.made_up())
    assert not (tmp_path / "no").exists()


def test_a_migration_that_fails_half_way_leaves_nothing_of_itself(tmp_path: Path) -> None:
    (tmp_path / "0001_start.sql").write_text("CREATE TABLE one (id INTEGER);\n")
    (tmp_path / "0002_more.sql").write_text("CREATE TABLE two (id INTEGER);\nCREATE TABLE one (id INTEGER);\n")
    db = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate.migrate(db, "now", tmp_path)
    assert migrate.schema_version(db) == 1
    assert {row[0] for row in db.execute("SELECT name FROM sqlite_master")} == {"one", "schema_version"}
    (tmp_path / "0002_more.sql").write_text("CREATE TABLE two (id INTEGER); -- mended\n")
    assert migrate.migrate(db, "now", tmp_path) == 2
    assert migrate.migrate(db, "now", tmp_path) == 2
    db.close()


async def test_work_that_fails_leaves_nothing_and_the_store_goes_on(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "k.db", Sealer.made_up())

    def half(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO seen_update VALUES (1, 'now')")
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(half)
    assert await store.read(lambda db: db.execute("SELECT count(*) FROM seen_update").fetchone()[0]) == 0
    assert await store.can_write()
    await store.close()


async def test_a_full_disk_is_told_and_heals_by_itself(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "k.db", Sealer.made_up())
    fill = partial(_insert, text="x" * 100_000)
    pages = await store.read(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    await store.read(lambda db: db.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())
    with pytest.raises(StoreError, match=r"disk of .* is full"):
        await store.write(fill)
    await store.read(lambda db: db.execute("PRAGMA max_page_count = 100000").fetchone())
    await store.write(fill)
    await store.close()


def _insert(db: sqlite3.Connection, text: str) -> None:
    db.execute("INSERT INTO seen_update VALUES (1, ?)", (text,))


async def test_a_lock_held_by_another_program_is_told(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "k.db", Sealer.made_up())
    await store.read(lambda db: db.execute("PRAGMA busy_timeout = 0").fetchone())
    other = sqlite3.connect(tmp_path / "k.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another program"):
        await store.write(lambda db: None)
    assert not await store.can_write()
    other.execute("ROLLBACK")
    other.close()
    assert await store.can_write()
    await store.close()


async def test_a_store_of_a_bot_that_stops_waits_for_no_lock(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "k.db", Sealer.made_up())
    store.stop_waiting()
    await store.write(lambda db: None)
    assert await store.read(lambda db: db.execute("PRAGMA busy_timeout").fetchone()[0]) == 0
    await store.close()


async def test_after_an_input_output_error_the_file_is_opened_anew(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "k.db", Sealer.made_up())
    await store.write(lambda db: db.execute("INSERT INTO seen_update VALUES (1, 'now')"))
    before = await store.read(lambda db: id(db))
    with pytest.raises(StoreError, match="SQLITE_IOERR_FSYNC"):
        await store.write(failing("SQLITE_IOERR_FSYNC"))
    counts = await asyncio.gather(
        *(store.read(lambda db: (id(db), db.execute("SELECT count(*) FROM seen_update").fetchone()[0])) for _ in "abc")
    )
    assert {count for _, count in counts} == {1}
    assert len({connection for connection, _ in counts}) == 1
    assert counts[0][0] != before
    await store.close()


async def test_a_log_cut_off_anywhere_leaves_the_commits_before_the_cut(tmp_path: Path) -> None:
    sealer, path = Sealer.made_up(), tmp_path / "k.db"
    log = path.with_name("k.db-wal")
    store = await Store.open(path, sealer)
    for number in range(10):
        await store.write(lambda db, number=number: db.execute("INSERT INTO seen_update VALUES (?, '')", (number,)))
    file, whole = path.read_bytes(), log.read_bytes()
    await store.close()

    left = []
    for cut in range(0, len(whole) + 1, 1000):
        path.write_bytes(file)
        log.write_bytes(whole[:cut])
        store = await Store.open(path, sealer)
        rows = await store.read(lambda db: [row[0] for row in db.execute("SELECT id FROM seen_update ORDER BY id")])
        await store.close()
        assert rows == list(range(len(rows)))
        left.append(len(rows))
    assert left == sorted(left)
    assert left[-1] >= 9


async def test_ids_rise_and_are_never_given_twice(tmp_path: Path) -> None:
    sealer, given = Sealer.made_up(), []
    for _ in range(3):
        store = await Store.open(tmp_path / "k.db", sealer)
        await store.ids.ensure(2)
        given += [store.ids.next(), store.ids.next()]
        await store.ids.ensure(10**6)
        given.append(store.ids.next())
        await store.close()
    assert given == sorted(set(given))


async def test_an_id_nobody_reserved_is_refused() -> None:
    store = await Store.open(":memory:", Sealer.made_up())
    with pytest.raises(RuntimeError, match="ensure"):
        store.ids.next()
    await store.close()


async def test_of_an_erased_runner_not_a_byte_is_left(tmp_path: Path) -> None:
    sealer, data, backups = Sealer.made_up(), tmp_path / "data", tmp_path / "backups"
    backups.mkdir()
    ann, others = "test:MARKER-Ann", [f"test:Other{number}" for number in range(10)]
    async with shell(data / "k.db", sealer, backups=backups) as running:
        for chat in (ann, *others):
            await running.say(Typed("agree"), chat, locale="MARKER-locale" if chat == ann else "en")
            await running.say(Command("start"), chat)
            for turn in range(2, 12):
                await running.say(Answer(turn, "pain", "yes"), chat)
            await running.say(Typed("verdict"), chat)
        runner = await running.store.read(lambda db: runner_at(db, ann))
        assert runner is not None
        sealed = await running.rows("SELECT body FROM dialogue WHERE runner_id = ?", runner.id)
        assert sealed[0][0] in bytes_of(data)
        assert b"MARKER" in bytes_of(data)
        await running.say(Command("delete"), ann)
        assert running.transport.texts(ann)[-1] == "[en] farewell"
        assert b"MARKER" not in bytes_of(data)
        assert sealed[0][0] not in bytes_of(data)
        assert await running.store.read(lambda db: runner_at(db, ann)) is None
        assert len(await running.rows("SELECT id FROM runner")) == len(others)
        stones = await running.store.read(tombstones.tombstones)
        assert stones == {sealer.keyed_hash(ann): NOW.date()}
        assert tombstones.read_file(backups) == stones
        assert modes_in(backups) == {0o600}


async def test_a_reader_in_the_way_only_delays_the_emptying_of_the_log(tmp_path: Path) -> None:
    clock = VirtualClock()
    store = await WatchedStore.open(tmp_path / "k.db", Sealer.made_up())
    other = sqlite3.connect(tmp_path / "k.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM runner").fetchone()
    await store.write(partial(_insert, text=MARKER))
    await store.write(lambda db: db.execute("DELETE FROM seen_update"))
    emptying = asyncio.create_task(empty_log(store, clock))
    clock.store = store
    await clock.advance(3)
    assert not emptying.done()
    assert MARKER.encode() in bytes_of(tmp_path)
    other.execute("ROLLBACK")
    other.close()
    await clock.advance(2)
    assert emptying.done()
    assert MARKER.encode() not in bytes_of(tmp_path)
    assert await store.read(lambda db: db.execute("PRAGMA busy_timeout").fetchone()[0]) == 5000
    await store.close()


async def test_what_a_crash_kept_in_the_log_is_gone_after_the_next_start(tmp_path: Path) -> None:
    sealer, path, copy = Sealer.made_up(), tmp_path / "k.db", tmp_path / "copy"
    store = await Store.open(path, sealer)
    await store.write(partial(_insert, text=MARKER))
    await store.write(lambda db: db.execute("DELETE FROM seen_update"))
    copy.mkdir()
    for name in ("k.db", "k.db-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    await store.close()
    assert MARKER.encode() in bytes_of(copy)
    store = await Store.open(copy / "k.db", sealer)
    assert MARKER.encode() not in bytes_of(copy)
    await store.close()


async def test_an_operator_erases_somebody_and_only_somebody_known(tmp_path: Path) -> None:
    async with shell(tmp_path / "k.db") as running:
        await running.say(Typed("agree"))
        wording = Wording(running.store, plays.CONTENT, plays.words)
        assert await erase_chat(running.store, running.clock, ANN, wording, tmp_path)
        assert not await erase_chat(running.store, running.clock, ANN, wording, tmp_path)
        assert not await erase_chat(running.store, running.clock, BEN, wording, tmp_path)
        assert await running.value("SELECT count(*) FROM consent") == 0
        assert len(tombstones.read_file(tmp_path)) == 1


async def test_the_file_of_tombstones_keeps_what_a_restored_database_lacks(tmp_path: Path) -> None:
    day = NOW.date()
    tombstones.write_file(tmp_path, {"aa": day, "bb": day - timedelta(days=40)}, day - timedelta(days=35))
    tombstones.write_file(tmp_path, {"cc": day}, day - timedelta(days=35))
    assert tombstones.read_file(tmp_path) == {"aa": day, "cc": day}
    assert names_in(tmp_path) == ["tombstones.txt"]


async def test_a_backup_folder_that_is_gone_does_not_stop_an_erasure(tmp_path: Path) -> None:
    async with shell(backups=tmp_path / "gone") as running:
        await running.say(Typed("agree"))
        await running.say(Command("delete"))
        assert await running.value("SELECT count(*) FROM runner") == 0
        assert len(await running.store.read(tombstones.tombstones)) == 1


async def test_what_was_kept_long_enough_goes_and_nothing_else() -> None:
    ages = {"hours=47": timedelta(hours=47), "hours=49": timedelta(hours=49), "31 days": timedelta(days=31)}
    ages |= {"36 days": timedelta(days=36), "3 years": timedelta(days=1095)}
    async with shell(sends=False) as running:
        await running.say(Typed("agree"))
        runner_id = await running.value("SELECT id FROM runner")

        def fill(db: sqlite3.Connection) -> None:
            for number, age in enumerate(ages.values(), start=1000):
                at = (NOW - age).isoformat(timespec="milliseconds")
                db.execute("INSERT INTO seen_update VALUES (?, ?)", (number, at))
                db.execute("INSERT INTO audit VALUES (?, ?, ?, 'consented')", (number, runner_id, at))
                db.execute("INSERT INTO tombstone VALUES (?, ?)", (str(number), at[:10]))
                db.execute("INSERT INTO dead_letter VALUES (?, ?, 1, ?, 'E', 'p', X'')", (number, runner_id, at))
                for state, id_ in (("sent", number), ("pending", number + 100)):
                    db.execute(
                        "INSERT INTO outbox (id, runner_id, chat, turn, kind, priority, state, created_at) "
                        "VALUES (?, ?, 'c', 1, 'message', 1, ?, ?)",
                        (id_, runner_id, state, at),
                    )

        await running.store.write(fill)
        await running.store.prune(NOW)

        async def left(table: str, key: str = "id", where: str = "1") -> int:
            return int(await running.value(f"SELECT count(*) FROM {table} WHERE {key} >= 1000 AND {where}"))

        assert await left("seen_update") == 1
        assert await left("dead_letter") == 2
        assert await left("outbox", where="state = 'sent'") == 2
        assert await left("outbox", where="state = 'pending'") == 5
        assert await left("audit") == 4
        assert await running.value("SELECT count(*) FROM tombstone") == 3


async def test_pruning_goes_in_pages() -> None:
    store = await Store.open(":memory:", Sealer.made_up())
    old = [(number, "2020-01-01T00:00:00.000+00:00") for number in range(2500)]
    await store.write(lambda db: db.executemany("INSERT INTO seen_update VALUES (?, ?)", old))
    await store.prune(NOW)
    assert await store.read(lambda db: db.execute("SELECT count(*) FROM seen_update").fetchone()[0]) == 0
    await store.close()


async def test_erasing_does_not_touch_anybody_else() -> None:
    async with shell() as running:
        for chat in (ANN, BEN):
            await running.say(Typed("agree"), chat)
            await running.say(Typed("verdict"), chat)
        ann = await running.value("SELECT id FROM runner WHERE chat = ?", ANN)
        await running.store.write(lambda db: erase(db, running.store.sealer, ann, "hash", NOW))
        assert await running.value("SELECT count(*) FROM runner") == 1
        assert await running.value("SELECT count(*) FROM verdict") == 1
        assert await running.value("SELECT count(*) FROM consent") == 1
