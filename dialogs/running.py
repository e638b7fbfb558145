"""What a runner told about their running, and what they are to run.

Distances are km, paces seconds per km, cadences steps per minute.
"""

import math
from dataclasses import dataclass
from typing import Literal

Disposition = Literal["rest", "modify", "run"]
Mode = Literal["none", "ladder", "km", "as_now"]

FINE = 6
"""Decimals beyond which a float is noise: 70 % of 45 is 31.5, not 31.499999999999996."""


def floor05(km: float) -> float:
    """Rounded down to half a kilometre."""
    return math.floor(round(km * 2, FINE)) / 2


def round_half_up(value: float, step: int = 1) -> int:
    """Rounded to the nearest multiple of `step`, a half up."""
    return math.floor(round(value / step + 0.5, FINE)) * step


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a runner told about their running; None where it was skipped.

    `km_week` and `runs_week` are those before the pain, `longest_km` the longest run of the last 30 days, `pain_run`
    and `pain_daily` the worst pain on a run and on an ordinary day (0 to 10), `days_off` the days since the last run.
    While `pregnant` runs have walk breaks, and nothing is added.
    """

    km_week: float | None = None
    runs_week: int | None = None
    longest_km: float | None = None
    pain_run: int | None = None
    pain_daily: int | None = None
    easy_pace: int | None = None
    cadence: int | None = None
    days_off: int = 0
    pregnant: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """What to run at first; None where the mode has no such figure.

    `none` is no running, until the ladder at `level`; `ladder` is minutes by level; `km` is `runs_week` runs of
    `km_run` each, none above `longest_km` (None: no such bound is known); `as_now` is running without figures.
    In `run` the runs may differ, and `km_run` is what an even share would be. `pace` and `cadence` are from-to, the
    pace from the faster end; a cadence of None says: change nothing.
    """

    disposition: Disposition
    mode: Mode
    level: int | None = None
    runs_week: int | None = None
    km_week: float | None = None
    km_run: float | None = None
    run_walk: bool = False
    pace: tuple[int, int] | None = None
    cadence: tuple[int, int] | None = None
    longest_km: float | None = None
