"""From the start of `kneewise run` on an empty folder to its first poll."""

import tempfile
from pathlib import Path
from statistics import median

from support.botapi import BotApi

from .bots import OURS, TOKEN, running
from .disk import DISK
from .table import Row

STARTS = 5
TARGET_SECONDS = 2.0


async def measure() -> list[Row]:
    """The median of some starts."""
    took = []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory(dir=DISK) as folder:
            async with await BotApi.start(TOKEN) as api, running(OURS, api, Path(folder)) as run:
                took.append(run.seconds)
    middle = median(took)
    target = f"< {TARGET_SECONDS:.0f} s"
    return [Row("Start to first poll", f"{middle:.2f} s", target=target, met=middle < TARGET_SECONDS)]
