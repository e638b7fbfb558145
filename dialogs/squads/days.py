"""The status of a runner on each day that their course remembers. Days are numbers of the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dialogs.course import Course
from dialogs.decisions import Table
from dialogs.squads.marks import Marks, at_first, note, settle
from dialogs.squads.member import Status
from dialogs.squads.numbers import SquadRules

Reasons = Iterator[tuple[str, int]]
"""Keys of reasons in en/squads.yaml, each with the day since when it is so."""


class Judged(NamedTuple):
    """The status on a day, why, and since which day; `answered`: there was an answer that day."""

    day: int
    status: Status
    reason: str
    since: int
    answered: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What counts beside the course: `care` is the day of a verdict that sent the runner to somebody, if it is open,
    and `waits` whether nothing may be run until then; `visited` is the last day they were seen, 0 for never."""

    care: int | None = None
    waits: bool = False
    visited: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What the status of a day is made from. The course must be told until yesterday; `last_row` is the row of the
    last answered day, however long ago that was."""

    rules: SquadRules
    table: Table
    course: Course
    beside: Beside
    last_row: str | None = None


def walked(look: Looked, today: int) -> list[Judged]:
    """The status of each day that the course remembers, the oldest first, and of today."""
    marks, found = at_first(look.rules, look.course, look.last_row), []
    for past in look.course.history:
        note(look.rules, marks, past)
        found.append(judged(look, marks, past.day, answered=past.pain is not None))
    answered = bool(found) and found[-1].day == today and found[-1].answered
    settle(marks, look.course)
    now = judged(look, marks, today, answered=answered)
    before = [one for one in found if one.day < today]
    if now.status == "green":
        now = now._replace(since=_first_of_stretch([*before, now]))
    return [*before, now]


def _first_of_stretch(days: list[Judged]) -> int:
    """The first day from which on all have the status of the last one."""
    first = days[-1].day
    for one in reversed(days):
        if one.status != days[-1].status:
            break
        first = one.day
    return first


def judged(look: Looked, marks: Marks, day: int, *, answered: bool) -> Judged:
    """The status on a day: red, then grey, then amber, then green."""
    if reds := list(red_reasons(look, marks, day)):
        return Judged(day, "red", reds[0][0], min(since for _, since in reds), answered)
    if marks.ended:
        return Judged(day, "grey", "ended", marks.last or day, answered)
    if marks.silent >= look.rules.numbers.silent_days:
        return Judged(day, "grey", silence(look.course, marks, day), marks.last or 1, answered)
    reason, since = next(amber_reasons(look, marks, day), ("on_plan", day))
    return Judged(day, "green" if reason == "on_plan" else "amber", reason, since, answered)


def silence(course: Course, marks: Marks, day: int) -> str:
    """Why there is no answer: a pause that was agreed, or nobody knows; "never" before the first one."""
    if course.pause is not None and course.pause[0] <= day <= course.pause[1]:
        return "paused"
    return "silent" if marks.last is not None else "never"


def red_reasons(look: Looked, marks: Marks, day: int) -> Reasons:
    """What is not resolved, the one to be told first."""
    if marks.locked is not None:
        yield marks.lock, marks.locked
    if marks.window is not None and not (marks.window_answered and day > window_end(look, marks.window)):
        yield "window", marks.window
    if marks.rest is not None:
        yield "rest_again", marks.rest
    if look.beside.waits and look.beside.care is not None and look.beside.care <= day:
        yield "care", look.beside.care
    if marks.long_rest is not None:
        yield "long_rest", marks.long_rest


def window_end(look: Looked, first: int) -> int:
    """The last day that a row closed to running on day `first`."""
    return first + max(look.table.row[row].no_run_days for row in look.rules.rows.window)


def amber_reasons(look: Looked, marks: Marks, day: int) -> Reasons:
    """Why to be careful, the one to be told first."""
    numbers, care = look.rules.numbers, look.beside.care
    since = day - numbers.window_days
    if marks.resting is not None:
        yield "rest", marks.resting
    if care is not None and care <= day and not look.beside.waits:
        yield "meanwhile", care
    if marks.step is not None and marks.step > since:
        yield marks.step_reason, marks.step
    watched = [on for on in marks.watched if on > since]
    if len(watched) >= numbers.watched_times:
        yield "watched", watched[-1]
    if (risen := score_risen(look, day)) is not None:
        yield "score", risen
    if (advised := open_advice(look, day)) is not None:
        yield "advice", advised
    over = [on for on in marks.over if on > since]
    if len(over) >= numbers.over_times:
        yield "over", over[-1]


def score_risen(look: Looked, day: int) -> int | None:
    """The day of this week's score, if it is clearly higher than the one before."""
    told = [one for one in look.course.knee_weeks if one[0] <= day]
    if len(told) < 2 or told[-1][0] <= day - look.rules.numbers.window_days:
        return None
    (_, before), (on, now) = told[-2:]
    return on if now - before >= look.rules.numbers.score_points else None


def open_advice(look: Looked, day: int) -> int | None:
    """The day of an advice to see somebody that is still open.

    It closes with a visit or with maintenance. One that is looked at every week also closes when it is not given again,
    one that is given once after some weeks.
    """
    course = look.course
    if not course.advised or (course.recovered is not None and course.recovered <= day):
        return None
    given = [on for row, on in course.advised.items() if look.beside.visited < on <= day and stays(look, row, day - on)]
    return max(given, default=None)


def stays(look: Looked, row: str, days: int) -> bool:
    """Whether an advice of this row, given so many days ago, still holds by itself."""
    numbers, rows = look.rules.numbers, look.rules.rows
    if row in rows.advice_once:
        return days < numbers.advice_days
    return row in rows.advice_weekly and look.course.advised[row] >= look.course.looked_on
