"""The facts of a day: what was answered, against what is known of the course."""

from dataclasses import replace
from statistics import median
from typing import Any

from dialogs.check_in import EMERGENCY, Answers
from dialogs.course import AMBER, GREEN, RED, Course, Past
from dialogs.course_facts import NEVER, DayFacts
from dialogs.decisions import Table

FORTNIGHT, WEEK = 14, 7
COUNTED = (GREEN, AMBER, RED)


def day_facts(table: Table, course: Course, day: int, answers: Answers) -> DayFacts:
    """What the rows read on that day. `course` is as it stood after the day before."""
    pain = pain_of(course, answers)
    facts = DayFacts(
        **_told(table, course, answers, pain),
        **_compared(table, course, day, answers, pain),
        **_standing(course, day),
        **_runs(course, answers),
        **_fortnight(course, day, answers, pain),
        ambers=0,
        sore_runs_7d=_sore_runs(table, course, day, answers, pain),
    )
    before = 0 if facts.became_green else course.ambers
    return replace(facts, ambers=before + bool(table.term["amber_run"](facts.ranks())))


def pain_of(course: Course, answers: Answers) -> int:
    """The worst pain of the day: as typed, or with a quiet answer the one typed last, else that of intake."""
    if answers.pain is not None:
        return answers.pain
    return course.pains[-1][1] if course.pains else course.pain_daily


def run_pain_of(table: Table, answers: Answers, pain: int) -> int | None:
    """The pain on the day's run, None without one; of a run told without a number the worst it can have been."""
    if not answers.has_run:
        return None
    if answers.run_pain is not None:
        return answers.run_pain
    if answers.stopped:
        return table.numbers.stopped_pain
    return table.numbers.quiet_run_pain if answers.quiet else pain


def usual_pain(table: Table, course: Course) -> float:
    """The middle of the last numbers typed, that of intake while there are too few."""
    typed = [pain for _, pain in course.pains[-table.numbers.usual_of :]]
    return median(typed) if len(typed) >= table.numbers.usual_least else course.pain_daily


def became_green(course: Course, answers: Answers) -> bool:
    """Whether yesterday's run, green so far, is green now: nothing was told of it that speaks against it."""
    return course.waiting == GREEN and not answers.worse and not slow_yesterday(course, answers)


def slow_yesterday(course: Course, answers: Answers) -> bool:
    """Whether it is yesterday's run that took long to settle: it waits, was green so far, and there is none today."""
    return answers.slow and not answers.has_run and course.waiting == GREEN


def _told(table: Table, course: Course, answers: Answers, pain: int) -> dict[str, Any]:
    return {
        "pain": pain,
        "ran": answers.has_run,
        "run_pain": run_pain_of(table, answers, pain) or 0,
        "run_stopped": answers.stopped,
        "over": answers.over,
        "slow": answers.slow and (answers.has_run or slow_yesterday(course, answers)),
        "worse_morning": answers.worse,
        "walked": answers.walk is True,
        "limp": answers.limp,
        "emergency": EMERGENCY in answers.signs,
        "new_sign": bool(answers.signs - {EMERGENCY}),
    }


def _compared(table: Table, course: Course, day: int, answers: Answers, pain: int) -> dict[str, Any]:
    last = course.last
    if last is not None and day - last.day - 1 > table.numbers.gap_most:
        last = None
    typed = [*course.typed_pains, *([] if answers.pain is None else [answers.pain])][-3:]
    return {
        "rise": pain - usual_pain(table, course),
        "pain_before": last.pain if last else None,
        "rise_before": last.rise if last else None,
        "limp_before": last.limp if last else False,
        "lowest_of_3": min(typed) if len(typed) == 3 else None,
        "run_pain_before": course.last_run_pain,
    }


def _standing(course: Course, day: int) -> dict[str, Any]:
    km, aim = (course.km, course.km_aim) if course.mode == "km" else (None, None)
    return {
        "day": day,
        "resting": course.resting,
        "rest_days": 0 if course.rest_from is None else day - course.rest_from + 1,
        "in_window": day <= course.no_run_until,
        "on_ladder": course.mode == "ladder",
        "km_share": km / aim if km and aim else None,
        "recovered": course.recovered is not None,
        "pregnant": course.pregnant,
        "level_ups_7d": sum(day - up < WEEK for up in course.ups),
        "days_since_red": NEVER if course.red_day is None else day - course.red_day,
    }


def _runs(course: Course, answers: Answers) -> dict[str, Any]:
    green = became_green(course, answers)
    return {"run_waits": course.waiting is not None, "became_green": green, "greens": course.greens + green}


def _fortnight(course: Course, day: int, answers: Answers, pain: int) -> dict[str, Any]:
    days = [past for past in settled(course, answers) if past.day > day - FORTNIGHT]
    pains = [past.pain for past in days if past.pain is not None]
    runs = [past.run for past in days if past.run in COUNTED]
    return {
        "answers_14d": len(pains) + 1,
        "worst_14d": max([pain, *pains]),
        "runs_14d": len(runs),
        "not_green_14d": sum(run != GREEN for run in runs),
    }


def settled(course: Course, answers: Answers) -> tuple[Past, ...]:
    """The history with what became of yesterday's run, on a day that counts it."""
    if course.waiting is None:
        return course.history
    run = GREEN if became_green(course, answers) else AMBER if slow_yesterday(course, answers) else course.waiting
    return (*course.history[:-1], course.history[-1]._replace(run=run))


def _sore_runs(table: Table, course: Course, day: int, answers: Answers, pain: int) -> int:
    """Runs of the last 7 days on a sore day; a run without a number is as sore as its day."""
    found = [max(past.pain or 0, past.run_pain or 0) for past in course.runs_since(day - WEEK + 1)]
    if answers.has_run:
        found.append(max(pain, run_pain_of(table, answers, pain) or 0))
    return sum(worst >= table.numbers.sore_run for worst in found)
