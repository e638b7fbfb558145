"""After an erasure no byte of it is left in the data directory: not of squads, files on their way or pictures."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from support.folders import bytes_of
from support.shell import ANN, BEN
from support.squads import club

from bot.seal import Sealer
from bot.store.outbox import Kind, OutboxRow, add_rows, sealed
from dialogs.replies import CheckedIn, Consented, Drawing, Erased, Planned, Priority, VerdictGiven

TOKEN = "Tok3n-" + "x" * 26
NEEDLE = 24
"""So many bytes of a sealed value are looked for: more than chance would repeat, few enough to stay on one page."""


def needles(db: sqlite3.Connection, runner: int) -> Iterator[bytes]:
    """The beginning of every sealed value of this runner, in every table that has any."""
    tables = [row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    for table in tables:
        columns = {row["name"] for row in db.execute(f"PRAGMA table_info({table})").fetchall()}
        for column in columns & {"runner_id", "coach_id"}:
            for row in db.execute(f"SELECT * FROM {table} WHERE {column} = ?", (runner,)).fetchall():
                yield from (value[:NEEDLE] for value in tuple(row) if isinstance(value, bytes) and value)


async def test_no_byte_of_squads_exports_and_pictures_is_left(tmp_path: Path) -> None:
    sealer, data = Sealer.made_up(), tmp_path / "data"
    data.mkdir()
    async with club(data / "k.db", sealer=sealer, sends=False) as people:
        running = people.running
        squad = await people.founds(BEN)
        await people.invites(BEN, squad, TOKEN)
        await people.joins(ANN, squad, TOKEN, level=3, name="Ann of the hills")
        await people.does(ANN, Consented("1 abc"), VerdictGiven({"disposition": "run"}, {"pain_run": 2}, 3))
        await people.does(ANN, Planned({"began": "2026-12-01"}), CheckedIn("2026-12-01", {"answers": {"pain": 2}}))
        ann = await people.id_of(ANN)
        files = [
            {"document": Drawing("export_all", {"json": "all of Ann " * 2000}), "protected": True},
            {"picture": Drawing("pain_chart", {"days": [1, 2, 3] * 50})},
        ]
        rows = [
            OutboxRow(900_000 + number, ann, ANN, 1, Kind.MESSAGE, Priority.REPLY, running.clock.now(), "hello", **file)
            for number, file in enumerate(files)
        ]
        await running.store.write(lambda db: add_rows(db, [sealed(sealer, row) for row in rows]))
        looked_for = set(await running.store.read(lambda db: list(needles(db, ann))))
        assert len(looked_for) >= 7
        before = bytes_of(data)
        assert {needle for needle in looked_for if needle not in before} == set()

        await people.does(ANN, Erased())

        after = bytes_of(data)
        assert {needle for needle in looked_for if needle in after} == set()
        assert await running.value("SELECT count(*) FROM membership") == 0
    assert {needle for needle in looked_for if needle in bytes_of(data)} == set()
