"""Days of a plan for charts: a way back on the ladder, and what else may come."""

from collections.abc import Sequence
from datetime import date, timedelta

from dialogs.charts import DayMark

FIRST = date(2026, 11, 3)
"""A Tuesday."""


def day(number: int, **more: object) -> DayMark:
    """The day of this number, from 0."""
    return DayMark((FIRST + timedelta(days=number)).isoformat(), **more)  # type: ignore[arg-type]


def way_back() -> list[DayMark]:
    """28 days on the ladder: 25 answers, 3 of them without a number, 11 runs, from level 6 to 9 with a step back."""
    pains = [2, 2, 3, 2, 2, None, 2, 1, 1, 2, 2, 4, 3, 5, 3, 2, 2, None, None, 1, 1, 2, 1, 1, 1, 0, 1, 1]
    runs = {0: 2, 2: 2, 4: 1, 7: 2, 9: 2, 11: 4, 16: 2, 20: 1, 22: 1, 24: 2, 26: 1}
    marks = {4: "up", 10: "up", 13: "down", 21: "up", 25: "up"}
    level, days = 6, []
    for number, pain in enumerate(pains):
        mark = marks.get(number)
        level += {"up": 1, "down": -1}.get(mark or "", 0)
        days.append(
            day(
                number,
                pain=pain,
                imputed=number in (6, 15, 20),
                ran=number in runs,
                run_pain=runs.get(number),
                level=level,
                mark=mark,
                no_run=number in (14, 15),
            )
        )
    return days


def silence(days: int) -> list[DayMark]:
    """So many days without an answer."""
    return [day(number, level=6) for number in range(days)]


def at_its_worst(days: int) -> list[DayMark]:
    """A run with pain 10 each day."""
    return [day(number, pain=10, ran=True, run_pain=10, km=27.5) for number in range(days)]


def every_mark(marks: Sequence[str]) -> list[DayMark]:
    """A quiet day for each decision."""
    return [day(number, pain=1, level=number + 1, mark=mark) for number, mark in enumerate(marks)]
