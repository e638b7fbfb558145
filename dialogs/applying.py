"""What a row does to a course: runs are counted, steps taken, windows closed, the day remembered."""

from dataclasses import replace

from dialogs.check_in import Answers
from dialogs.course import AMBER, GREEN, OVER, RED, UNCOUNTED, WAITING, Course, Last, Past
from dialogs.course_facts import DayFacts
from dialogs.day_facts import run_pain_of, settled
from dialogs.decisions import Row, Table
from dialogs.level_steps import stepped_down, stepped_up, with_longest
from dialogs.load import Load
from dialogs.prescribing import may_run, run_today

HISTORY_DAYS = 28
PAINS_KEPT = 7
"""Typed numbers that are kept however old they are."""


def without_morning(course: Course) -> Course:
    """Nobody answered on the morning after a run: it is not counted."""
    if course.waiting is None:
        return course
    last = course.history[-1]
    history = (*course.history[:-1], last._replace(run=UNCOUNTED if last.run == WAITING else last.run))
    return replace(course, waiting=None, history=history)


def counted(table: Table, course: Course, facts: DayFacts, answers: Answers, row: Row, *, steady: bool) -> Course:
    """Yesterday's run and today's, as far as they count; an alarm counts neither."""
    if not steady:
        history = without_morning(course).history
        if facts.run_waits and facts.worse_morning:
            history = (*history[:-1], history[-1]._replace(run=RED))
        return replace(course, waiting=None, history=history)
    amber = table.term["amber_run"](facts.ranks()) is True
    return replace(
        course,
        history=settled(course, answers),
        waiting=(OVER if row.uncounted else AMBER if amber else GREEN) if facts.ran else None,
        greens=facts.greens,
        ambers=facts.ambers if not row.uncounted else 0 if facts.became_green else course.ambers,
    )


def stepped(load: Load, course: Course, day: int, row: Row, back: Row | None) -> tuple[Course, bool]:
    """The step of the row, or of the day of return if that is the longer one; whether a second cut was spared.

    In km mode a step down by one row cuts the week once in some days; another one closes running until a quiet day.
    """
    if row.up:
        return replace(stepped_up(load, course, day), greens=0), False
    down = max(row.down, back.down if back else 0)
    if not down:
        return course, False
    course = replace(course, greens=0, ambers=0)
    if row.decision != "regress" or course.mode != "km":
        return stepped_down(load, course, down), False
    if course.cut_day is not None and day - course.cut_day < load.numbers.week_down_days:
        return replace(course, until_low=True), True
    return replace(stepped_down(load, course, down), cut_day=day), False


def marked(course: Course, day: int, row: Row) -> Course:
    """What else the row does: windows, rest, start, maintenance."""
    course = replace(
        course,
        greens=0 if row.greens_zero else course.greens,
        no_run_until=max(course.no_run_until, day + row.no_run_days) if row.no_run_days else course.no_run_until,
        until_answer=row.until_answer,
        full_form=row.full_form,
    )
    if row.locks:
        return replace(course, locked="retriage", locked_on=day, recovered=None, daily=True)
    if row.rests:
        return replace(course, rest_from=day, recovered=None, daily=True)
    if row.starts:
        return replace(course, rest_from=None, runs_from=day + 1, week_from=day + 1, gain_day=day)
    if row.maintains:
        return replace(course, recovered=course.recovered or day, daily=False)
    if row.decision in ("stop", "regress"):
        disposition = "modify" if row.relapses else course.disposition
        return replace(course, disposition=disposition, recovered=None, daily=True)
    return course


def remembered(
    table: Table, load: Load, before: Course, course: Course, day: int, answers: Answers, facts: DayFacts, row: Row
) -> Course:
    """The day's answers, for the days to come."""
    numbers = table.numbers
    typed = answers.pain is not None
    run_pain = run_pain_of(table, answers, facts.pain)
    pains = (*course.pains, (day, facts.pain)) if typed else course.pains
    quiet_days = 0 if typed else course.quiet_days + 1
    red = any(table.term[name](facts.ranks()) is True for name in ("red_run", "stopping_run"))
    run = "" if not facts.ran else WAITING if course.waiting == GREEN else course.waiting or (RED if red else UNCOUNTED)
    past = Past(day, facts.pain, typed, run_pain, run, row.id, row.decision, shown_amount(course),
                closed=not may_run(load, before, day))  # fmt: skip
    run_km = run_today(load, before, day).km if course.waiting is not None and before.mode == "km" else None
    return replace(
        course,
        day=day,
        missed=0,
        away=0,
        pause=None,
        last=Last(day, facts.pain, facts.rise, facts.limp),
        last_run_pain=course.last_run_pain if run_pain is None else run_pain,
        red_day=day if red or (facts.run_waits and facts.worse_morning) else course.red_day,
        pains=tuple((at, pain) for at, pain in pains[:-PAINS_KEPT] if day - at < HISTORY_DAYS) + pains[-PAINS_KEPT:],
        history=kept(course, past),
        quiet_days=quiet_days,
        number_next=quiet_days >= numbers.quiet_most,
        walk_wanted=course.resting and (course.walk_wanted or facts.pain <= numbers.low_pain),
        until_low=course.until_low and (not before.until_low or facts.pain > numbers.low_pain),
        daily=course.daily or (typed and not row.maintains and not (row.gives_way and facts.pain <= numbers.calm_pain)),
        longest=with_longest(load, course, day, run_km) if run_km else course.longest,
    )


def kept(course: Course, past: Past) -> tuple[Past, ...]:
    """The history with one more day, without those that are long over."""
    past = past._replace(in_km=course.mode == "km")
    return (*(old for old in course.history if past.day - old.day < HISTORY_DAYS), past)


def shown_amount(course: Course) -> float | None:
    return None if course.resting else course.amount
