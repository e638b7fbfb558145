"""What happened on the days of a plan, and what of it still counts on later ones.

Days are numbers of the plan, as in its course.
"""

from dataclasses import dataclass, field

from dialogs.course import RED, Course, Past
from dialogs.squads.numbers import SquadRules

AFTER_A_RUN = "D9"
WORSE_MORNING = "D9_morning"


@dataclass(slots=True)
class Marks:
    """What counts on the day that is looked at, each as the day it began on; None is "not so".

    `lock` is the row, or the word of a clinician, that a plan waits for. `window_answered`: there was an answer after
    the one that closed some days to running. `watched` and `over` are the days of rows of their kind. `silent` counts
    the days without an answer that was asked for, `last` is the last answered one; `ended`: a silence ended the plan.
    """

    locked: int | None = None
    lock: str = "locked"
    window: int | None = None
    window_answered: bool = False
    rest: int | None = None
    long_rest: int | None = None
    resting: int | None = None
    step: int | None = None
    step_reason: str = ""
    watched: list[int] = field(default_factory=list)
    over: list[int] = field(default_factory=list)
    silent: int = 0
    last: int | None = None
    ended: bool = False


def at_first(rules: SquadRules, course: Course, last_row: str | None) -> Marks:
    """What counted before the first day that the course remembers; `last_row` is that of the last answered day."""
    first, marks = course.history[0].day if course.history else course.day + 1, Marks()
    if course.last is not None and course.last.day < first:
        note(rules, marks, Past(course.last.day, course.last.pain, row=last_row))
    if course.locked is not None and course.locked_on is not None and course.locked_on < first:
        marks.locked = course.locked_on
    if course.rest_from is not None and course.rest_from <= first:
        marks.resting = course.rest_from
        marks.rest = None if course.disposition == "rest" else course.rest_from
    return marks


def note(rules: SquadRules, marks: Marks, past: Past) -> None:
    """A day that is over, or was answered."""
    if past.pain is None:
        if past.row is not None:
            marks.locked = None
        # A day of a pause is closed to running; one in maintenance on which nothing was asked is not, and has no row.
        marks.silent += past.row is not None or (past.closed and marks.locked is None)
        return
    rows, row, day = rules.rows, past.row or "", past.day
    marks.silent, marks.last, marks.ended = 0, day, row in rows.ended
    marks.locked = (day if marks.locked is None else marks.locked) if row in rows.locked else None
    marks.lock = row if row in rows.locked else marks.lock
    if row in rows.window:
        marks.window, marks.window_answered = day, False
    else:
        marks.window_answered = True
    if row not in rows.locked | rows.window:
        note_rest(rules, marks, row, day)
    if row in rows.stepped:
        marks.step, marks.step_reason = day, step_reason(row, past)
    if row in rows.watched:
        marks.watched.append(day)
    if row in rows.over:
        marks.over.append(day)


def note_rest(rules: SquadRules, marks: Marks, row: str, day: int) -> None:
    """Whether running rests after this row, and since when."""
    rows = rules.rows
    if row in rows.rest:
        marks.rest = marks.resting = day
    elif row in rows.long_rest | rows.resting:
        marks.resting = day if marks.resting is None else marks.resting
        marks.long_rest = (day if marks.long_rest is None else marks.long_rest) if row in rows.long_rest else None
    else:
        marks.rest = marks.long_rest = marks.resting = None


def step_reason(row: str, past: Past) -> str:
    """The row of a step back; one after a worse morning is told apart from one after a sore run."""
    return WORSE_MORNING if row == AFTER_A_RUN and past.run != RED else row


def settle(marks: Marks, course: Course) -> None:
    """How the course stands today is the last word: triage may have been answered since the last day that was told."""
    marks.ended = course.locked == "ended"
    if course.locked is None or marks.ended:
        marks.locked = None
    elif marks.locked is None:
        marks.locked, marks.lock = course.locked_on or course.day, "locked"
    if course.locked == "closed":
        marks.lock = "care"
    if course.rest_from is None:
        marks.rest = marks.long_rest = marks.resting = None
    else:
        marks.resting = course.rest_from
        marks.rest = marks.rest if marks.rest == course.rest_from else None
        marks.long_rest = marks.long_rest if (marks.long_rest or 0) > course.rest_from else None
    marks.silent = course.away
