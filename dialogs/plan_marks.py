"""The days and weeks of a course as charts and the page for a physio take them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dialogs.charts import DayMark, WeekMark
from dialogs.course import Course, Past
from dialogs.plans import course_of, date_of, day_of, plan_of, training_of
from dialogs.report import WeekRow
from dialogs.scene import Scene
from dialogs.trained import sessions_done
from dialogs.weekly import knee_week_band, trend

WEEK = 7
MARKS = {"progress": "up", "regress": "down", "resume": "down", "stop": "stop", "start": "start"}
RESTS = "D10"


def day_marks(scene: Scene) -> list[DayMark]:
    """The days that the course remembers, oldest first; those without an answer too."""
    course = course_of(scene)
    return [day_mark(past, date_of(scene, past.day)) for past in course.history]


def day_mark(past: Past, on: date) -> DayMark:
    """A day as it is drawn."""
    amount = past.amount
    return DayMark(
        local_date=on.isoformat(),
        pain=past.pain,
        imputed=not past.typed,
        run_pain=past.run_pain,
        ran=bool(past.run),
        level=int(amount) if amount is not None and not past.in_km else None,
        km=amount if past.in_km else None,
        mark="rest" if past.row == RESTS else MARKS.get(past.decision),
        no_run=past.closed,
    )


def this_week(scene: Scene) -> WeekMark:
    """The week of the plan that is under way."""
    course, day = course_of(scene), day_of(scene)
    number = (day - 1) // WEEK + 1
    first = (number - 1) * WEEK + 1
    days = day_marks(scene)
    numbered = list(zip((past.day for past in course.history), days, strict=True))
    way, training = trend(scene.content.decisions, course, day), training_of(scene)
    score = next((score for on, score in course.knee_weeks if on >= first), None)
    return WeekMark(
        number=number,
        days=[mark for on, mark in numbered if on >= first],
        days_before=[mark for on, mark in numbered if first - WEEK <= on < first],
        runs_planned=None if course.resting or course.locked else course.runs_week,
        trend=None if way == "unknown" else way,
        band=knee_week_band(scene.content.decisions, score) if score is not None else None,
        exercises_done=sessions_done(training, day, day - first + 1),
        exercises_planned=scene.content.library.stages[training.stage].sessions_week,
    )


def keep_weeks(scene: Scene) -> None:
    """Put weeks that are over on record, a small row each: the course itself remembers four."""
    plan, course = plan_of(scene), course_of(scene)
    kept = plan.setdefault("weeks", [])
    while kept_all(kept) + WEEK <= course.day:
        first = kept_all(kept) + 1
        kept.append(week_row(scene, course, first))


def kept_all(kept: Sequence[dict[str, Any]]) -> int:
    """The last day of the weeks on record."""
    return len(kept) * WEEK


def week_row(scene: Scene, course: Course, first: int) -> dict[str, Any]:
    """What stays of a week."""
    days = [past for past in course.history if first <= past.day < first + WEEK]
    typed = [past.pain for past in days if past.typed and past.pain is not None]
    decisions = [MARKS.get(past.decision) for past in days]
    last = days[-1] if days else Past(first)
    training = training_of(scene)
    return {
        "answered": sum(past.pain is not None for past in days),
        "mean": round(sum(typed) / len(typed), 1) if typed else None,
        "highest": max(typed, default=None),
        "runs": sum(bool(past.run) for past in days),
        "level": None if last.in_km else last.amount,
        "km": last.amount if last.in_km else None,
        "up": decisions.count("up"),
        "down": decisions.count("down"),
        "stop": decisions.count("stop"),
        "exercises_done": sum(first <= one.day < first + WEEK for one in training.done),
        "exercises_planned": scene.content.library.stages[training.stage].sessions_week,
        "score": next((score for on, score in course.knee_weeks if first <= on < first + WEEK), None),
    }


def week_rows(scene: Scene) -> list[WeekRow]:
    """Every week of the plan so far, the one under way among them."""
    course = course_of(scene)
    rows = list(plan_of(scene).get("weeks", ()))
    if kept_all(rows) < course.day:
        rows.append(week_row(scene, course, kept_all(rows) + 1))
    began = date_of(scene, 1)
    return [
        WeekRow(number, (began + timedelta(days=(number - 1) * WEEK)).isoformat(), **row)
        for number, row in enumerate(rows, 1)
    ]
