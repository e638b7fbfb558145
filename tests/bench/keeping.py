"""How long a backup of a million runners takes, and its restore elsewhere."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.keeping.backup import make_backup
from bot.keeping.restore import restore_backup
from dialogs.content import read_content

from .disk import DISK
from .table import Row
from .town import Town

RUNNERS = 1_000_000


async def measure() -> list[Row]:
    """Each once."""
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        folder, now = Path(name), datetime.now(UTC)
        window, database = read_content().reminders.open_for, folder / "new" / "kneewise.db"
        town = await Town.built(folder / "town", RUNNERS)
        began = perf_counter()
        backup = make_backup(town.path, town.sealer, folder / "backups", now)
        backed_up, size = perf_counter() - began, backup.path.stat().st_size
        began = perf_counter()
        restored = restore_backup(backup.path, database, town.sealer, [folder / "backups"], now, window)
        brought_back = perf_counter() - began
    assert restored.runners == RUNNERS
    return [
        Row(f"A backup of {RUNNERS:,} runners, sealed and opened once", f"{backed_up:.0f} s", f"{size / 1e6:,.0f} MB"),
        Row("Its restore", f"{brought_back:.0f} s"),
    ]
