"""What to run on a day, or whether to run at all."""

from dataclasses import dataclass

from dialogs.course import Course, last_typed
from dialogs.decisions import Table
from dialogs.ladder import Level
from dialogs.load import Load

WEEK = 7


@dataclass(frozen=True, slots=True)
class RunToday:
    """A run: a level of the ladder, or km and how far at most; all None for a runner who runs as before."""

    level: Level | None = None
    km: float | None = None
    km_most: float | None = None


def may_run(load: Load, course: Course, day: int) -> bool:
    """Whether running is allowed on a day at all, planned or not.

    Not while the plan stands still, rests or pauses, in a no-run window, before the answer a flare asks for, or when
    the pain typed last was above the limit.
    """
    paused = course.pause is not None and course.pause[0] <= day <= course.pause[1]
    held = course.until_answer or course.until_low
    closed = day <= course.no_run_until or day < course.runs_from
    sore = (last_typed(course) or 0) > load.numbers.modify_pain_most
    return course.locked is None and not (course.resting or paused or held or closed or sore)


def planned_run(load: Load, course: Course, day: int) -> bool:
    """Whether there is a run in the plan that day, by the runs of the days before it: those told, and those that were
    planned on a day nobody answered, as they may well have been run.

    On the ladder, and for up to three runs a week, at least a day is free between two runs (a week of one or two runs
    is spread wider); with four there is one pair of days in a row, with five never three in a row: rest comes before
    the count. In maintenance, where not every day is told, runs are spread evenly. Nothing is planned where running is
    not allowed, or after a silence of a week.
    """
    if not may_run(load, course, day) or course.away >= WEEK:
        return False
    if course.mode == "as_now":
        return True
    runs = load.sessions_week if course.mode == "ladder" else runs_in_week(load, course)
    if not course.daily:
        return spread(runs, day)
    before = run_days(course, day)
    days = {run for run in before if run > day - WEEK}
    if len(days) >= runs:
        return False
    streak = next(count for count in range(WEEK + 1) if day - 1 - count not in days)
    if runs >= 6:
        return True
    if runs == 5:
        return streak < 2
    if runs == 4:
        return streak == 0 or (streak == 1 and len(days) == runs - 1)
    return all(day - run >= WEEK // runs for run in before)


def spread(runs: int, day: int) -> bool:
    """Whether one of so many runs a week, spread evenly over it, falls on this day; for who does not tell each one."""
    return day * runs // WEEK != (day - 1) * runs // WEEK


def run_days(course: Course, until: int) -> list[int]:
    """The days before `until` with a run, as far as they are remembered: told, or planned and untold."""
    return [past.day for past in course.history if past.day < until and (past.run or past.untold)]


def runs_in_week(load: Load, course: Course) -> int:
    """Runs a week in km mode: as planned, or fewer where each would get too short."""
    runs = course.runs_week or 1
    while runs > 1 and (course.km or 0) / runs < load.numbers.modify_run_least:
        runs -= 1
    return runs


def run_today(load: Load, course: Course, day: int) -> RunToday:
    """What a run is on a day; `planned_run` says whether there is one. No run is above the limit for a single one."""
    if course.mode == "ladder" and course.level is not None:
        return RunToday(level=load.ladder[course.level - 1])
    if course.mode != "km" or course.km is None:
        return RunToday()
    longest = longest_km(load, course, day)
    most = None if longest is None else load.longest_next(longest)
    return RunToday(km=load.each_run(course.km, runs_in_week(load, course), longest), km_most=most)


def longest_km(load: Load, course: Course, day: int) -> float | None:
    """The longest run of the last 30 days in km, as far as the plan knows; None if none is known."""
    first = day - load.numbers.single_days
    return max((km for at, km in course.longest if at >= first), default=None)


def check_in_every(table: Table, course: Course, day: int) -> int:
    """Days from one check-in to the next: daily, in maintenance weekly at first and monthly later."""
    if course.recovered is None or course.daily:
        return 1
    numbers = table.numbers
    weekly = day - course.recovered <= numbers.weekly_weeks * WEEK
    return numbers.weekly_days if weekly else numbers.monthly_days
