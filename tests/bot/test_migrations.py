"""A database of an older version keeps what counts when it is brought to the newest one."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import migrate

OLD_KINDS = ("check_in", "reminder", "last_word", "seen")
"""What a row of the schedule told of itself before the schedule held only when something comes."""


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database as it was before 0005_planned, with two runners."""
    for path in migrate.FOLDER.glob("*.sql"):
        if int(path.name.partition("_")[0]) < 5:
            shutil.copy(path, tmp_path)
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    assert migrate.migrate(db, "then", tmp_path) == 4
    for runner in (1, 2):
        db.execute(
            "INSERT INTO runner (id, chat, created_at, last_seen) VALUES (?, ?, 'then', 'then')", (runner, runner)
        )
    yield db
    db.close()


def due(db: sqlite3.Connection, runner: int, kind: str, at: str, *, held: int = 0) -> None:
    row = (runner, kind, at, at[:10], held)
    db.execute("INSERT INTO due (runner_id, kind, at, local_date, held) VALUES (?, ?, ?, ?, ?)", row)


def scheduled(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """What stands in the schedule once the database is up to date."""
    migrate.migrate(db, "now")
    return db.execute("SELECT runner_id, kind, at, local_date, held FROM due ORDER BY runner_id, at, kind").fetchall()


@pytest.mark.parametrize("kind", OLD_KINDS)
def test_what_was_to_come_still_comes_at_its_time_and_no_longer_says_what_it_is(
    db: sqlite3.Connection, kind: str
) -> None:
    due(db, 1, kind, "2026-03-02T18:30")

    assert scheduled(db) == [(1, "planned", "2026-03-02T18:30", "2026-03-02", 0)]


def test_of_several_rows_of_a_runner_the_first_one_stays_and_each_runner_keeps_their_own(
    db: sqlite3.Connection,
) -> None:
    due(db, 1, "seen", "2026-03-03T18:30")
    due(db, 1, "check_in", "2026-03-02T18:30")
    due(db, 1, "reminder", "2026-03-02T20:30")
    due(db, 2, "seen", "2026-03-04T18:30")

    assert scheduled(db) == [
        (1, "planned", "2026-03-02T18:30", "2026-03-02", 0),
        (2, "planned", "2026-03-04T18:30", "2026-03-04", 0),
    ]


def test_of_two_rows_of_one_instant_one_stays(db: sqlite3.Connection) -> None:
    due(db, 1, "seen", "2026-03-02T18:30")
    due(db, 1, "check_in", "2026-03-02T18:30")

    assert scheduled(db) == [(1, "planned", "2026-03-02T18:30", "2026-03-02", 0)]


def test_rows_of_another_kind_stay_as_they_are_and_push_none_out(db: sqlite3.Connection) -> None:
    due(db, 1, "digest", "2026-03-01T18:30")
    due(db, 1, "digest", "2026-03-02T18:30")
    due(db, 1, "check_in", "2026-03-02T19:30")

    assert scheduled(db) == [
        (1, "digest", "2026-03-01T18:30", "2026-03-01", 0),
        (1, "digest", "2026-03-02T18:30", "2026-03-02", 0),
        (1, "planned", "2026-03-02T19:30", "2026-03-02", 0),
    ]


def test_what_was_held_back_is_held_back_still(db: sqlite3.Connection) -> None:
    due(db, 1, "check_in", "2026-03-02T18:30", held=1)

    assert scheduled(db) == [(1, "planned", "2026-03-02T18:30", "2026-03-02", 1)]
