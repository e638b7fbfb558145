"""From the start of `kneewise run` to its first poll: on an empty folder, and after a crash with much to be sent."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from support.botapi import BotApi

from bot.store import Store
from bot.store.outbox import Kind, OutboxRow, add_rows, sealed
from dialogs.replies import Priority

from .bots import OURS, TOKEN, running
from .disk import DISK
from .table import Row
from .town import Town, chat_of

STARTS = 5
TARGET_SECONDS, TARGET_AFTER_CRASH_SECONDS = 2.0, 3.0
ROWS, STARTS_AFTER_CRASH = 100_000, 3


async def measure() -> list[Row]:
    """The median of some starts each."""
    empty = [await _start_seconds(None) for _ in range(STARTS)]
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        town = await Town.built(Path(folder), ROWS)
        await _leave_replies(town)
        crashed = [await _start_seconds(town.path.parent) for _ in range(STARTS_AFTER_CRASH)]
    return [
        _row("Start to first poll", median(empty), TARGET_SECONDS),
        _row(f"After a crash with {ROWS:,} replies to be sent", median(crashed), TARGET_AFTER_CRASH_SECONDS),
    ]


def _row(figure: str, seconds: float, target: float) -> Row:
    return Row(figure, f"{seconds:.2f} s", target=f"< {target:.0f} s", met=seconds < target)


async def _start_seconds(folder: Path | None) -> float:
    """Seconds to the first poll, in this folder or an empty one."""
    if folder is None:
        with tempfile.TemporaryDirectory(dir=DISK) as name:
            return await _start_seconds(Path(name))
    async with await BotApi.start(TOKEN, any_chat=True) as api, running(OURS, api, folder) as run:
        return run.seconds


async def _leave_replies(town: Town) -> None:
    """A reply to each runner; of every hundredth nobody knows whether it was sent."""
    now = datetime.now(UTC)
    rows = (
        OutboxRow(
            id=number, runner_id=number, chat=chat_of(number), turn=30, kind=Kind.MESSAGE, priority=Priority.REPLY,
            text="How is the knee today?" * 10, rows=(), created_at=now,
        )
        for number in range(1, ROWS + 1)
    )  # fmt: skip
    store = await Store.open(town.path, town.sealer)
    await store.write(lambda db: add_rows(db, (sealed(town.sealer, row) for row in rows)))
    await store.write(lambda db: db.execute("UPDATE outbox SET state = 'sending' WHERE id % 100 = 0"))
    await store.close()
