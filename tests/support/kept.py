"""Databases for backups to hold: with one runner in them, or as an older version left them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.seal import Sealer
from bot.store import migrate
from bot.store.seal_check import check_seal
from dialogs.events import Typed
from support.shell import shell


def rows_in(database: Path, sql: str) -> list[tuple[object, ...]]:
    """What a query finds in a database nobody has open."""
    with closing(sqlite3.connect(database)) as db:
        return db.execute(sql).fetchall()


async def database(folder: Path, sealer: Sealer) -> Path:
    """A database in folder/data with one runner in it."""
    async with shell(folder / "data" / "k.db", sealer) as running:
        await running.say(Typed("agree"))
    return folder / "data" / "k.db"


def older_database(path: Path, sealer: Sealer, version: int = 1) -> Path:
    """A database as this program made it when its schema was `version`."""
    steps = path.parent / "steps"
    steps.mkdir(parents=True)
    for step in migrate.FOLDER.glob("*.sql"):
        if int(step.name[:4]) <= version:
            shutil.copy(step, steps)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        migrate.migrate(db, "2026-01-01", steps)
        check_seal(db, sealer)
        db.execute("INSERT INTO runner VALUES (1, 'test:Old', '2026-01-01T00:00:00.000+00:00', '2026-01-01', 1, NULL)")
    shutil.rmtree(steps)
    return path
