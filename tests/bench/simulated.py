"""A club lives through eight weeks: every prompt, tap and decision of a thousand runners, on all processors."""

import os
from time import perf_counter

from bot.simulate.club import live_together

from .table import Row

RUNNERS, DAYS, SEED = 1000, 56, 1


async def measure() -> list[Row]:
    """Seconds for all of them, and how many days of one runner that is in a second."""
    processes = os.cpu_count() or 1
    began = perf_counter()
    fates = live_together(RUNNERS, DAYS, SEED, processes)
    took = perf_counter() - began
    figure = f"{RUNNERS:,} runners x {DAYS} days simulated"
    return [
        Row(figure, f"{took:.0f} s", f"Kneewise, {processes} processes"),
        Row("", f"{RUNNERS * DAYS / took:,.0f} days/s", "days of one runner"),
        Row("", f"{fates.at_night + fates.doubled}", "at night, or twice on a date", target="0", met=fates.is_kept),
    ]
