"""A plan that is interrupted: a pause the runner asked for, triage answered again, a clinician's word."""

from dataclasses import replace

from dialogs.course import Course
from dialogs.decisions import Table
from dialogs.level_steps import stepped_down
from dialogs.load import Disposition, Load


def pause(table: Table, course: Course, day: int, days: int) -> Course:
    """The course with an agreed pause of so many days from `day` on. Its days are not missed; on return they count as
    time away: from a week on with a step down, from two weeks on with triage and a new plan.

    Raises ValueError for a pause that is too short or too long, or that begins on a day that is over.
    """
    if not table.numbers.pause_least <= days <= table.numbers.pause_most:
        raise ValueError(f"a pause of {days} days")
    if day <= course.day:
        raise ValueError(f"day {day} is over")
    return replace(course, pause=(day, day + days - 1))


def resume(course: Course, day: int) -> Course:
    """The course with its pause over, `day` being a day like any other again."""
    if course.pause is None or course.pause[1] < day:
        return course
    first = course.pause[0]
    return replace(course, pause=(first, day - 1) if first < day else None)


def stand_still(course: Course, day: int) -> Course:
    """The course with the plan locked on `day` until triage is answered, as after a new sign."""
    return replace(course, locked="retriage", locked_on=day, waiting=None, recovered=None, daily=True)


def restart(table: Table, load: Load, course: Course, disposition: str, day: int) -> Course:
    """The course once triage was answered again, on `day`, before or after its check-in.

    `modify` and `run` go on from the next day two steps lower, `rest` too, but only after the walk; `emergency`,
    `urgent` and `clinician` close the plan until the runner was cleared (`clinician` with running allowed meanwhile is
    `modify`). Raises ValueError for a plan that a silence ended: a new one begins.
    """
    if course.locked == "ended":
        raise ValueError("this plan has ended; begin a new one")
    course = _afresh(course, day)
    if disposition not in ("rest", "modify", "run"):
        return replace(course, locked="closed", locked_on=day)
    lower = stepped_down(load, course, table.numbers.restart_down)
    known: Disposition = "rest" if disposition == "rest" else "run" if disposition == "run" else "modify"
    return replace(lower, disposition=known, rest_from=day if known == "rest" else None, gain_day=max(day, 1))


def cleared(load: Load, course: Course, day: int, level: int | None = None) -> Course:
    """The course once a clinician allowed running: on the ladder, at the level they named or the lowest one."""
    numbers = load.ladder_numbers
    return replace(
        _afresh(course, day),
        disposition="modify",
        mode="ladder",
        level=load.level_down(level or numbers.entry_cleared, 0),
        km=None,
        runs_week=load.sessions_week,
        rest_from=None,
        gain_day=max(day, 1),
    )


def _afresh(course: Course, day: int) -> Course:
    """Open again from the next day on, with nothing counted; the first check-in asks everything."""
    return replace(
        course,
        locked=None,
        locked_on=None,
        rest_from=None,
        runs_from=max(course.runs_from, day + 1),
        week_from=day + 1,
        until_answer=False,
        until_low=False,
        full_form=True,
        number_next=False,
        walk_wanted=False,
        greens=0,
        ambers=0,
        waiting=None,
        missed=0,
        away=0,
        pause=None,
        recovered=None,
        daily=True,
    )
