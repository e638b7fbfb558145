"""What the charts show and say: plain days → the values of the pictures and of the captions that say it in words.

Only numbers a runner typed count in ranges and means: one that was carried over from the day before is no news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from dialogs.amounts import amount_said, day_said, done_said, mean_said, period_said, range_said, weekday_said
from dialogs.wording import Texts

CHART_DAYS = 28
HALF_A_CHART = 14
MARKS = ("up", "down", "stop", "start", "rest")
"""What a decision can do to the plan; each has a shape of its own."""
BANDS = ("none", "small", "moderate", "large")


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of a plan.

    `local_date` is ISO; `pain` 0 to 10, None for a day without an answer; `imputed` where the runner only said that the
    knee was quiet; `run_pain` 0 to 10, None for no run or no number; `level` of the ladder or `km` a week as they stood
    after that day, both None while running rests; `mark` one of MARKS; `no_run` where no run is allowed.
    """

    local_date: str
    pain: int | None = None
    imputed: bool = False
    run_pain: int | None = None
    ran: bool = False
    level: int | None = None
    km: float | None = None
    mark: str | None = None
    no_run: bool = False


@dataclass(frozen=True, slots=True)
class WeekMark:
    """A week of a plan and the one before it, oldest day first.

    `trend` is better, same or worse, None where there are too few numbers to tell; `band` one of BANDS, None where the
    weekly questions were not answered; `runs_planned` and `exercises_planned` are None where nothing was planned.
    """

    number: int
    days: Sequence[DayMark]
    days_before: Sequence[DayMark] = ()
    runs_planned: int | None = None
    trend: str | None = None
    band: str | None = None
    exercises_done: int = 0
    exercises_planned: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether a day of it was answered."""
        return any(day.pain is not None for day in self.days)


# pain over 28 days


def pain_chart_values(days: Sequence[DayMark], texts: Texts) -> dict[str, Any]:
    """What pictures/pain_chart.svg.j2 takes, as plain JSON; of more days than fit the last ones are shown."""
    shown = list(days)[-CHART_DAYS:]
    return {
        "columns": HALF_A_CHART if len(shown) <= HALF_A_CHART else CHART_DAYS,
        "dates": _dates(shown, texts),
        "days": _drawn(shown),
        "kind": _kind(shown),
        "legend": _legend(shown),
        "period": period_said(texts, [day.local_date for day in shown]),
        "steps": _steps(shown, texts),
        "words": _under(texts, "pictures.chart"),
    }


def pain_chart_words(days: Sequence[DayMark], texts: Texts) -> dict[str, Any]:
    """What messages/pain_chart.j2 takes: the same chart for those who don't see it.

    `mostly` is the range of the middle half of the typed numbers; `highest_on` the day of the last highest one.
    """
    shown = list(days)[-CHART_DAYS:]
    typed = sorted(_typed(shown))
    top = next((day for day in reversed(shown) if typed and day.pain == typed[-1] and not day.imputed), None)
    count = len(typed)
    return {
        "days": len(shown),
        "numbers": count,
        "mostly": range_said(texts, typed[count // 4 : count - count // 4]),
        "highest": typed[-1] if typed else None,
        "highest_on": day_said(texts, top.local_date, "buttons.months") if top else "",
        "runs": sum(day.ran for day in shown),
        "plan": _plan_said(shown, texts),
        "steps": {mark: sum(day.mark == mark for day in shown) for mark in MARKS},
        "missed": sum(day.pain is None for day in shown),
    }


def _drawn(days: Sequence[DayMark]) -> list[dict[str, Any]]:
    """What is drawn of each day, and in which column."""
    drawn = ("pain", "imputed", "ran", "run_pain", "mark", "no_run")
    return [{"at": at, **{name: getattr(day, name) for name in drawn}} for at, day in enumerate(days)]


def _dates(days: Sequence[DayMark], texts: Texts) -> list[dict[str, Any]]:
    """The first day and each Monday that does not crowd it, by their column."""
    found: list[dict[str, Any]] = []
    for at, day in enumerate(days):
        if at == 0 or (at >= 4 and date.fromisoformat(day.local_date).isoweekday() == 1):
            found.append({"at": at, "label": day_said(texts, day.local_date)})
    return found


def _steps(days: Sequence[DayMark], texts: Texts) -> list[dict[str, Any]]:
    """Stretches of the same level or weekly distance: first and last column, height from 0 to 1, a long and a short
    label.
    """
    highest = {
        "level": max((day.level or 0 for day in days), default=0),
        "km": max((day.km or 0 for day in days), default=0),
    }
    found = []
    at = 0
    for (level, km), group in groupby(days, key=lambda day: (day.level, day.km)):
        last = at + len(list(group)) - 1
        amount, kind = (level, "level") if level is not None else (km, "km")
        if amount is None:
            found.append(
                {"from": at, "to": last, "share": 0.0, "long": texts.text("pictures.chart.no_running"), "short": ""}
            )
        else:
            long = texts.text(f"pictures.chart.{kind}_is", amount=amount_said(amount))
            share = amount / highest[kind] if highest[kind] else 0.0
            found.append({"from": at, "to": last, "share": round(share, 3), "long": long, "short": amount_said(amount)})
        at = last + 1
    return found


def _legend(days: Sequence[DayMark]) -> list[str]:
    """What of the chart needs explaining, in the order it is explained."""
    there = {
        "typed": any(day.pain is not None and not day.imputed for day in days),
        "carried": any(day.pain is not None and day.imputed for day in days),
        "missed": any(day.pain is None for day in days),
        "ran": any(day.ran for day in days),
        "no_run": any(day.no_run for day in days),
        **{mark: any(day.mark == mark for day in days) for mark in MARKS},
    }
    return [name for name, shown in there.items() if shown]


def _kind(days: Sequence[DayMark]) -> str:
    """What the plan counts in: "level", "km" or "both"."""
    kinds = {kind for day in days for kind in ("level", "km") if getattr(day, kind) is not None}
    return "both" if len(kinds) == 2 else kinds.pop() if kinds else "level"


def _plan_said(days: Sequence[DayMark], texts: Texts) -> str:
    """Level and weekly distance as they went, for example "level 6 to 8"; "" while running rests all along."""
    parts = []
    for kind in ("level", "km"):
        amounts = [amount for day in days if (amount := getattr(day, kind)) is not None]
        if amounts:
            parts.append(
                texts.text(f"pictures.chart.{kind}_said", amount=range_said(texts, [min(amounts), max(amounts)]))
            )
    return ", ".join(parts)


# one week


def week_card_values(week: WeekMark, texts: Texts) -> dict[str, Any]:
    """What pictures/week_card.svg.j2 takes, as plain JSON."""
    kind, amount, before = _plan_of(week)
    named = zip(_drawn(week.days), week.days, strict=True)
    return {
        "number": week.number,
        "period": period_said(texts, [day.local_date for day in week.days]),
        "days": [{**drawn, "name": weekday_said(texts, day.local_date)} for drawn, day in named],
        "runs": done_said(texts, sum(day.ran for day in week.days), week.runs_planned),
        "mean": _mean(_typed(week.days)),
        "trend": week.trend,
        "plan": kind,
        "amount": "" if amount is None else amount_said(amount),
        "direction": _direction(amount, before),
        "band": BANDS.index(week.band) if week.band else None,
        "exercises": done_said(texts, week.exercises_done, week.exercises_planned),
        "words": _under(texts, "pictures.week_card"),
        "said": {
            "runs": _run_pain(week.days, texts),
            "trend": _trend(week, texts),
            "change": _change(amount, before, texts),
            "band": texts.text(f"pictures.week_card.{f'bands.{week.band}' if week.band else 'not_asked'}"),
        },
    }


def week_card_words(week: WeekMark, texts: Texts) -> dict[str, Any]:
    """What messages/week_card.j2 takes: the same card for those who don't see it."""
    kind, amount, before = _plan_of(week)
    typed = _typed(week.days)
    return {
        "number": week.number,
        "is_known": week.is_known,
        "period": period_said(texts, [day.local_date for day in week.days]),
        "runs": sum(day.ran for day in week.days),
        "runs_planned": week.runs_planned,
        "numbers": len(typed),
        "mean": _mean(typed),
        "range": range_said(texts, sorted(typed)),
        "trend": week.trend,
        "plan": "" if amount is None else texts.text(f"pictures.chart.{kind}_said", amount=amount_said(amount)),
        "change": _change(amount, before, texts),
        "band": texts.text(f"pictures.week_card.bands.{week.band}") if week.band else "",
        "exercises": week.exercises_done,
        "exercises_planned": week.exercises_planned,
        "quiet": sum(day.pain is not None and day.imputed for day in week.days),
        "missed": sum(day.pain is None for day in week.days),
    }


def _plan_of(week: WeekMark) -> tuple[str, float | None, float | None]:
    """ "level" or "km", where it stands at the end of the week, and where it stood before; None while running rests."""
    last = week.days[-1] if week.days else None
    before = week.days_before[-1] if week.days_before else None
    kind = "km" if last is not None and last.km is not None else "level"
    return kind, getattr(last, kind, None), getattr(before, kind, None)


def _direction(amount: float | None, before: float | None) -> int | None:
    return None if amount is None or before is None else (amount > before) - (amount < before)


def _change(amount: float | None, before: float | None, texts: Texts) -> str:
    """How much more or less than before, in words; "" where there is nothing to compare."""
    if amount is None or before is None:
        return ""
    if amount == before:
        return texts.text("pictures.week_card.no_change")
    change = f"{'+' if amount > before else '−'}{amount_said(abs(amount - before))}"
    return texts.text("pictures.week_card.change", change=change)


def _trend(week: WeekMark, texts: Texts) -> str:
    """How far the numbers of the week lie apart, and whether it is more or less pain than before; "" without any."""
    typed = sorted(_typed(week.days))
    if not typed:
        return ""
    kind = "once" if len(typed) == 1 else "each_time" if typed[0] == typed[-1] else "between"
    numbers = texts.text(f"pictures.week_card.{kind}", range=range_said(texts, typed))
    return texts.text(f"pictures.week_card.{week.trend}", numbers=numbers) if week.trend else numbers


def _run_pain(days: Sequence[DayMark], texts: Texts) -> str:
    known = sorted(day.run_pain for day in days if day.run_pain is not None)
    return texts.text("pictures.week_card.run_pain", range=range_said(texts, known)) if known else ""


def _typed(days: Iterable[DayMark]) -> list[int]:
    return [day.pain for day in days if day.pain is not None and not day.imputed]


def _mean(numbers: Sequence[int]) -> str:
    return mean_said(sum(numbers) / len(numbers)) if numbers else ""


def _under(texts: Texts, key: str) -> dict[str, str]:
    """The plain strings right under a key, by their last name."""
    start = f"{key}."
    return {
        name[len(start) :]: texts.text(name)
        for name, string in texts.strings.items()
        if name.startswith(start) and "." not in name[len(start) :] and "{{" not in string
    }
