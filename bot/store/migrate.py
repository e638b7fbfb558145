"""Brings the schema to the newest version, one transaction a step; a released migration is never edited."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from dialogs.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = """
    CREATE TABLE IF NOT EXISTS schema_version (
        version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL
    )
"""


def schema_version(db: sqlite3.Connection) -> int:
    """The version of this database, 0 for an empty one. Raises StoreError when it belongs to another program."""
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise StoreError("This database was made by another program. Choose another path in KNEEWISE_DATABASE.")
    return int(db.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()[0])


def newest_version(folder: Path = FOLDER) -> int:
    """The version this program brings a database to."""
    return _steps(folder)[-1][0]


def migrate(db: sqlite3.Connection, now: str, folder: Path = FOLDER) -> int:
    """Apply what is missing and return the version reached. A step that fails leaves the database as it was before it.

    Raises StoreError when the database is newer than this program.
    """
    version = schema_version(db)
    steps, newest = _steps(folder), newest_version(folder)
    if version > newest:
        raise StoreError(
            f"The database has schema {version}, this program knows {newest}. Install the newer version again."
        )
    for number, path in steps:
        if number > version:
            _apply(db, number, path, now)
    return newest


def _steps(folder: Path) -> list[tuple[int, Path]]:
    return sorted((int(path.name.partition("_")[0]), path) for path in folder.glob("*.sql"))


def _apply(db: sqlite3.Connection, number: int, path: Path, now: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute(VERSIONS)
        for statement in statements(path.read_text(encoding="utf-8")):
            db.execute(statement)
        db.execute("INSERT INTO schema_version VALUES (?, ?, ?)", (number, path.stem, now))
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one; sqlite3's executescript would commit in between."""
    text = ""
    for line in script.splitlines(keepends=True):
        text += line
        if sqlite3.complete_statement(text):
            yield text
            text = ""
