"""What is looked at by the week: no change for long, the weekly questions, the trend of the pain."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from dialogs.course import Course
from dialogs.course_facts import TrendFacts, WeekFacts, WeekScore
from dialogs.decisions import Row, Table, all_true, first_true
from dialogs.load import round_half_up

WEEK = 7
THEN = (27, 21)
"""Days ago, from and to, with which the pain of now is compared."""
FINE = 6
"""Decimals beyond which a difference of means is noise."""
SCORES_KEPT = 16
MOST = 3
"""The worst answer to each weekly question."""


def weekly_rows(
    table: Table, course: Course, day: int, sessions: tuple[int, int] | None = None
) -> tuple[Course, tuple[Row, ...]]:
    """The rows that hold this week, on its first answered day; none on the other days.

    `sessions` are the strength sessions done, and planned, since the plan began.
    """
    if day // WEEK <= course.looked_on // WEEK:
        return course, ()
    rows = tuple(all_true(table.week, week_facts(course, day, sessions).ranks()))
    advised = {**course.advised, **{row.id: day for row in rows}}
    return replace(course, looked_on=day, advised=advised), rows


def week_facts(course: Course, day: int, sessions: tuple[int, int] | None) -> WeekFacts:
    """What the weekly rows read, after that day's decision."""
    now = [pain for _, pain in course.pains[-WEEK:]]
    then = [pain for at, pain in course.pains if day - THEN[0] <= at <= day - THEN[1]]
    scores = [score for _, score in course.knee_weeks]
    return WeekFacts(
        day=day,
        looked_on=course.looked_on,
        days_since_gain=day - course.gain_day,
        easing=_easing(then, now),
        sessions_share=sessions[0] / sessions[1] if sessions and sessions[1] else None,
        score_better=scores[0] - scores[-1] if len(scores) > 1 else None,
        recovered=course.recovered is not None,
    )


def trend(table: Table, course: Course, day: int) -> str:
    """The pain typed in the 7 days up to `day` against the 7 before: better, same, worse or unknown."""
    now = [pain for at, pain in course.pains if day - WEEK < at <= day]
    before = [pain for at, pain in course.pains if day - 2 * WEEK < at <= day - WEEK]
    easing = _easing(before, now)
    worsening = None if easing is None else -easing
    row = first_true(table.trend, TrendFacts(easing, worsening, min(len(now), len(before))).ranks())
    return row.id if row else "unknown"


def _easing(before: Sequence[int], now: Sequence[int]) -> float | None:
    return round(fmean(before) - fmean(now), FINE) if before and now else None


# The weekly questions


def knee_week_score(items: Sequence[int]) -> int:
    """0 to 100 from the answers, each 0 to 3; no answers at all is a week in which nothing was in the way.

    Raises ValueError for an answer out of range.
    """
    if any(not 0 <= item <= MOST for item in items):
        raise ValueError(f"the answers {list(items)} are not all 0 to {MOST}")
    return round_half_up(100 * sum(items) / (MOST * len(items))) if items else 0


def knee_week_band(table: Table, score: int) -> str:
    """none, small, moderate or large."""
    row = first_true(table.knee_week, WeekScore(score).ranks())
    return row.id if row else "none"


def with_knee_week(course: Course, day: int, score: int) -> Course:
    """The course with the score of a week; a second one within the same 7 days takes its place.

    The first one is kept for good: later ones are compared with it.
    """
    first, *later = [(at, old) for at, old in course.knee_weeks if day - at >= WEEK] or [(day, score)]
    scores = [first] if first[0] == day else [first, *later[-SCORES_KEPT:], (day, score)]
    return replace(course, knee_weeks=tuple(scores))
