"""Amounts, ranges and days as charts and their captions say them."""

import math
from collections.abc import Sequence
from datetime import date

from dialogs.wording import Texts


def amount_said(amount: float) -> str:
    """A number as short as it is: "15", "27.5"."""
    return f"{amount:g}"


def mean_said(mean: float) -> str:
    """A mean with at most one decimal, halves up: "1.3", "2"."""
    return amount_said(math.floor(10 * mean + 0.5) / 10)


def range_said(texts: Texts, ordered: Sequence[float]) -> str:
    """From the first to the last of these, for example "1 to 2", or "2" where they are the same; "" of nothing."""
    if not ordered:
        return ""
    low, high = amount_said(ordered[0]), amount_said(ordered[-1])
    return low if low == high else texts.text("pictures.chart.range", low=low, high=high)


def done_said(texts: Texts, done: int, planned: int | None) -> str:
    """How much was done of what was planned: "2 of 3", or "2" where nothing was."""
    return str(done) if planned is None else texts.text("pictures.chart.done", done=done, planned=planned)


def day_said(texts: Texts, local_date: str, months: str = "pictures.chart.months") -> str:
    """An ISO date as day and month, the names of the months found under `months`."""
    day = date.fromisoformat(local_date)
    return texts.text("pictures.chart.date", day=day.day, month=texts.text(f"{months}.{day.month}"))


def weekday_said(texts: Texts, local_date: str) -> str:
    """The short name of a day of the week."""
    return texts.text(f"pictures.chart.weekdays.{date.fromisoformat(local_date).isoweekday()}")


def period_said(texts: Texts, dates: Sequence[str]) -> str:
    """From the first to the last of these ISO dates; "" of none."""
    if len(dates) < 2:
        return day_said(texts, dates[0]) if dates else ""
    low, high = day_said(texts, dates[0]), day_said(texts, dates[-1])
    return texts.text("pictures.chart.range", low=low, high=high)
