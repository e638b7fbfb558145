"""Steps up and down: the level of the ladder, or the km of a week."""

from dataclasses import replace

from dialogs.course import AMBER, GREEN, STEPS_BACK, Course
from dialogs.decisions import Table
from dialogs.load import Load

LEAST_KM = 0.5
"""A week is never cut to nothing: resting is a decision of its own."""
WEEK = 7
UPS_KEPT = 28


def stepped_down(load: Load, course: Course, steps: int) -> Course:
    """So many steps down; one or two cut a week in km, and running without figures goes on on the ladder."""
    if steps <= 0:
        return course
    if course.mode == "km" and course.km is not None:
        return replace(course, km=min(course.km, max(LEAST_KM, load.km_down(course.km, steps))))
    if course.mode == "ladder":
        return replace(course, level=load.level_down(course.level or 1, steps))
    numbers = load.ladder_numbers
    level = numbers.entry_modify_low if steps == 1 else numbers.entry_modify
    return replace(course, mode="ladder", level=level, runs_week=load.sessions_week)


def stepped_up(load: Load, course: Course, day: int) -> Course:
    """One level up; after the highest one the km plan, by a slow pace where none is known. Without a usual week the
    one that follows from the highest level stands for it."""
    if course.mode != "ladder" or course.level is None:
        return course
    ups = (*(up for up in course.ups if day - up < UPS_KEPT), day)
    if course.level < len(load.ladder):
        return replace(course, level=course.level + 1, ups=ups, gain_day=day)
    pace = course.easy_pace or load.numbers.pace_unknown
    moved = off_ladder(load, course, day, pace, course.km_usual or load.week_of_half_hours(pace))
    return course if moved is course else replace(moved, ups=ups)


def off_ladder(load: Load, course: Course, day: int, easy_pace: int | None, km_usual: float | None) -> Course:
    """From the highest level to the km plan (pace in s/km); the same course where a figure is missing."""
    first = load.after_ladder(easy_pace, km_usual)
    if first is None or course.mode != "ladder" or course.level != len(load.ladder):
        return course
    km_run, km = first
    return replace(
        course,
        mode="km",
        level=None,
        km=km,
        km_usual=km_usual,
        easy_pace=easy_pace,
        runs_week=load.ladder_numbers.after_runs,
        gain_day=day,
        week_from=day + 1,
        longest=with_longest(load, course, day, km_run),
    )


def with_longest(load: Load, course: Course, day: int, km: float) -> tuple[tuple[int, float], ...]:
    """The runs that bound the next one, with one more: only those count that no later one reached."""
    first = day - load.numbers.single_days
    kept = [(at, other) for at, other in course.longest if at > first and other > km]
    return (*kept, (day, km))


def week_weighed(
    table: Table, load: Load, course: Course, day: int, missed: int, *, may_rise: bool
) -> tuple[Course, bool]:
    """The course at the first answer after a week in km, and whether the week rose: after a green one only.

    Nothing rises when days were missed before this one, or the day decided something else. Weeks are counted from the
    day the km plan began; a red week was cut when it turned red.
    """
    weeks = (day - course.week_from) // WEEK
    if course.mode != "km" or course.resting or weeks < 1 or course.km is None or course.km_aim is None:
        return course, False
    green = weeks == 1 and is_green_week(load, course, course.week_from)
    moved = replace(course, week_from=course.week_from + WEEK * weeks)
    km = load.week_up(course.km, course.km_aim)
    if not may_rise or not green or missed >= table.numbers.frozen_from or km <= course.km:
        return moved, False
    return replace(moved, km=km, gain_day=day), True


def is_green_week(load: Load, course: Course, first: int) -> bool:
    """Whether the week that began on `first` had enough green runs, few amber ones, no step back."""
    week = [past for past in course.history if first <= past.day < first + WEEK]
    runs = [past.run for past in week]
    ambers = 0 if course.disposition == "run" else load.numbers.green_week_ambers
    return (
        runs.count(GREEN) >= load.numbers.green_week_runs
        and runs.count(AMBER) <= ambers
        and not any(past.decision in STEPS_BACK for past in week)
    )


# By the runner's own hand


def may_step_up(table: Table, load: Load, course: Course, day: int) -> bool:
    """Whether the runner may go up by hand: no stop rule is on, none was lately, and nothing rose today."""
    since = day - table.numbers.by_hand_after
    stopped = any(past.day > since and past.decision in ("stop", "regress") for past in course.history)
    held = course.until_answer or course.until_low or day <= course.no_run_until or stopped
    red = course.red_day is not None and course.red_day > since
    frozen = course.away >= table.numbers.frozen_from
    going = course.locked is None and not course.resting and not frozen and course.pause is None
    sore = course.last is not None and course.last.pain > load.numbers.modify_pain_most
    return going and not held and not red and not sore and course.gain_day != day


def by_hand(table: Table, load: Load, course: Course, day: int, levels: int) -> Course:
    """The runner's own step: down at once, up by one where `may_step_up`, and not while pregnant; otherwise the same
    course."""
    if levels < 0 and course.locked is None:
        return replace(stepped_down(load, course, -levels), greens=0, ambers=0)
    if levels <= 0 or course.pregnant or not may_step_up(table, load, course, day):
        return course
    if course.mode == "ladder":
        return replace(stepped_up(load, course, day), greens=0)
    if course.km is None or course.km_aim is None:
        return course
    km = load.week_up(course.km, course.km_aim)
    return replace(course, km=km, gain_day=day) if km > course.km else course
