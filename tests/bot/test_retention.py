"""Who has not written for as many months as answers are kept is gone, and nobody else."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support import plays
from support.clock import VirtualClock
from support.folders import bytes_of
from support.kept import rows_in
from support.sending import RecordingTransport
from support.shell import ANN, BEN, Shell, shell
from support.squads import club

from bot.app import open_app
from bot.keeping.retention import Retention, months_before
from bot.rows import Wording
from bot.seal import Sealer
from bot.settings import Settings
from bot.store import tombstones
from bot.store.retention import PAGE
from dialogs.events import Command, Typed

SEALER = Sealer.made_up()
CLEO = "test:Cleo"


def retention_of(running: Shell, backups: Path | None = None) -> Retention:
    wording = Wording(running.store, plays.CONTENT, plays.words)
    return Retention(
        running.store, running.outbox, wording, running.clock, running.turns.alone, months=12, backups=backups
    )


async def seen(running: Shell, chat: str, day: str) -> None:
    await running.store.write(lambda db: db.execute("UPDATE runner SET last_seen = ? WHERE chat = ?", (day, chat)))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-03-02", 12, "2025-03-02"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-15", 13, "2024-12-15"),
        ("2026-12-31", 120, "2016-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


async def test_twelve_months_after_the_last_message_not_a_byte_is_left(tmp_path: Path) -> None:
    async with shell(tmp_path / "data" / "k.db", SEALER) as running:
        for chat in (ANN, BEN):
            await running.say(Typed("agree"), chat)
            await running.say(Typed("verdict"), chat)
        said = running.transport.texts(ANN)
        body = await running.value("SELECT body FROM verdict")
        await seen(running, ANN, "2025-03-01")
        await seen(running, BEN, "2025-03-02")

        assert await retention_of(running, tmp_path / "backups").forget_unseen() == 1
        await running.clock.settle()

        assert await running.rows("SELECT chat FROM runner") == [(BEN,)]
        assert ANN.encode() not in bytes_of(tmp_path / "data")
        assert body not in bytes_of(tmp_path / "data")
        stones = await running.store.read(tombstones.tombstones)
        assert stones == tombstones.read_file(tmp_path / "backups") == {SEALER.keyed_hash(ANN): date(2026, 3, 2)}
        assert running.transport.texts(ANN) == said


async def test_who_writes_again_afterwards_is_new() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        await seen(running, ANN, "2020-01-01")
        await retention_of(running).forget_unseen()
        await running.say(Command("start"))
        assert await running.value("SELECT last_seen FROM runner") == "2026-03-02"
        assert await running.value("SELECT count(*) FROM consent") == 0


async def test_what_still_waits_for_somebody_erased_is_not_sent() -> None:
    async with shell(gate=False) as running:
        for _ in range(3):
            await running.say(Typed("agree"))
        await seen(running, ANN, "2020-01-01")
        await retention_of(running).forget_unseen()
        running.transport.gate.set()
        await running.clock.advance(60)
        assert len(running.transport.texts(ANN)) <= 1
        assert await running.value("SELECT count(*) FROM outbox") == 0


async def test_a_clock_set_years_ahead_erases_nobody_until_it_is_mended() -> None:
    async with shell() as running:
        for chat in (ANN, BEN):
            await running.say(Typed("agree"), chat)
        retention = retention_of(running)
        assert await retention.forget_unseen() == 0
        right = running.clock.now()
        running.clock.step_wall(timedelta(days=3650).total_seconds())
        for _ in range(24):
            with capture_logs() as logs:
                assert await retention.forget_unseen() == 0
        assert {"event": "retention_waits", "log_level": "warning", "days": 3648} in logs
        running.clock.step_wall((right - running.clock.now()).total_seconds())
        assert await retention.forget_unseen() == 0


async def test_days_on_which_the_bot_was_off_are_made_up_for_two_a_day() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        retention = retention_of(running)
        await seen(running, ANN, "2025-03-09")
        await retention.forget_unseen()
        running.clock.step_wall(timedelta(days=8).total_seconds())
        erased = []
        for _ in range(8):
            erased.append(await retention.forget_unseen())
            running.clock.step_wall(timedelta(days=1).total_seconds())
        assert erased == [0, 0, 0, 1, 0, 0, 0, 0]


async def test_who_writes_in_the_last_moment_stays() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        await seen(running, ANN, "2020-01-01")
        async with running.turns.alone:
            looking = asyncio.create_task(retention_of(running).forget_unseen())
            await running.clock.settle()
            await seen(running, ANN, "2026-03-02")
        assert await looking == 0
        assert await running.value("SELECT count(*) FROM runner") == 1


async def test_everybody_is_looked_at_however_many_they_are() -> None:
    rows = [(row, str(row), "", "2020-01-01" if row % 50 == 0 else "2026-01-01") for row in range(1, 2 * PAGE + 100)]
    async with shell() as running:
        await running.store.write(
            lambda db: db.executemany("INSERT INTO runner (id, chat, created_at, last_seen) VALUES (?, ?, ?, ?)", rows)
        )
        assert await retention_of(running).forget_unseen() == 41
        assert await running.value("SELECT count(*) FROM runner WHERE last_seen < '2025'") == 0
        assert await running.value("SELECT count(*) FROM runner") == len(rows) - 41


async def test_the_squad_of_a_coach_who_is_gone_hears_that_it_is_over() -> None:
    async with club() as people:
        running = people.running
        squad = await people.founds(CLEO)
        token = "Tok3n-" + "x" * 26
        await people.invites(CLEO, squad, token)
        await people.joins(ANN, squad, token)
        await seen(running, CLEO, "2020-01-01")

        await retention_of(running).forget_unseen()
        await running.clock.settle()

        assert running.transport.texts(ANN)[-1] == "[en] squad_over Early birds"
        assert await running.value("SELECT count(*) FROM squad") == 0


async def test_the_log_tells_a_number_and_no_person() -> None:
    async with shell() as running:
        await running.say(Typed("agree"))
        await seen(running, ANN, "2020-01-01")
        with capture_logs() as lines:
            await retention_of(running).forget_unseen()
        assert lines == [{"event": "unseen_erased", "count": 1, "log_level": "info"}]


async def test_the_running_bot_does_it_every_hour(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "k.db", retention_months=1)
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    clock = VirtualClock(now)
    async with open_app(settings, RecordingTransport(clock), clock) as app:
        old = (now - timedelta(days=32)).date().isoformat()
        rows = [(1, ANN, "", old), (2, BEN, "", now.date().isoformat())]
        await app.store.write(
            lambda db: db.executemany("INSERT INTO runner (id, chat, created_at, last_seen) VALUES (?, ?, ?, ?)", rows)
        )
        await clock.advance(3601)
        for _ in range(100):
            if len(rows_in(tmp_path / "k.db", "SELECT chat FROM runner")) == 1:
                break
            await asyncio.sleep(0.01)
        assert rows_in(tmp_path / "k.db", "SELECT chat FROM runner") == [(BEN,)]
