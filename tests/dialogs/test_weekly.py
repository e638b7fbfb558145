"""What is looked at by the week: the weekly score, the trend, and the rows that send to a physio."""

import pytest
from support.courses import begun, tables

from dialogs.course import Course
from dialogs.weekly import knee_week_band, knee_week_score, trend, week_facts, with_knee_week

TABLE, LOAD = tables()


@pytest.mark.parametrize(
    ("items", "score", "band"),
    [
        ((), 0, "none"),
        ((0, 0, 0, 0), 0, "none"),
        ((0, 0, 0, 1), 8, "small"),
        ((1, 1, 0, 1), 25, "small"),
        ((1, 1, 1, 1), 33, "moderate"),
        ((2, 1, 1, 2), 50, "moderate"),
        ((2, 2, 2, 1), 58, "large"),
        ((3, 3, 3, 2), 92, "large"),
        ((3, 3, 3, 3), 100, "large"),
    ],
)
def test_the_weekly_score_and_its_band(items: tuple[int, ...], score: int, band: str) -> None:
    assert knee_week_score(items) == score
    assert knee_week_band(TABLE, score) == band


@pytest.mark.parametrize("items", [(4, 0, 0, 0), (0, 0, 0, -1)])
def test_an_answer_out_of_range_is_refused(items: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="0 to 3"):
        knee_week_score(items)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ([2, 2, 2, 2, 1, 2, 2], [3] * 7, "same"),  # 1.14 higher
        ([2, 2, 2, 2, 2, 2, 1], [3, 3, 3, 3, 3, 3, 4], "worse"),  # 1.29 higher
        ([3] * 5, [2, 2, 2, 2, 1], "better"),  # 1.2 lower
        ([3] * 7, [2] * 7, "same"),
        ([3] * 3, [1] * 7, "unknown"),
        ([3] * 7, [1] * 3, "unknown"),
        ([], [], "unknown"),
    ],
)
def test_the_trend_compares_two_weeks_of_typed_numbers(before: list[int], now: list[int], found: str) -> None:
    pains = (*enumerate(before, 1), *enumerate(now, 8))

    assert trend(TABLE, Course(pains=pains), 14) == found


def test_quiet_days_are_no_part_of_the_trend() -> None:
    played = begun({"disposition": "modify", "pain_daily": 3, "mode": "ladder", "level": 6})
    for text in [*["p3"] * 7, *["p1"] * 3, *["OK"] * 4]:
        played.day(text)

    assert trend(TABLE, played.course, 14) == "unknown"


def test_a_score_of_the_same_week_takes_the_place_of_the_first_one() -> None:
    course = with_knee_week(with_knee_week(with_knee_week(Course(), 7, 50), 14, 42), 15, 33)

    assert course.knee_weeks == ((7, 50), (15, 33))
    assert with_knee_week(Course(knee_weeks=((7, 50),)), 8, 42).knee_weeks == ((8, 42),)


def test_the_first_score_is_kept_however_many_follow() -> None:
    course = Course()
    for week in range(1, 60):
        course = with_knee_week(course, 7 * week, 90 - week)

    assert course.knee_weeks[0] == (7, 89)
    assert course.knee_weeks[-1] == (7 * 59, 31)
    assert len(course.knee_weeks) < 20
    assert week_facts(course, 413, None).score_better == 58


def test_a_missing_week_is_not_a_zero() -> None:
    facts = week_facts(Course(knee_weeks=((7, 50),)), 42, None)

    assert facts.score_better is None
    assert facts.sessions_share is None


def test_pain_is_compared_with_three_weeks_ago() -> None:
    old = [(day, 9) for day in (*range(1, 8), *range(15, 29))]
    then = [(day, 4) for day in range(8, 15)]
    course = Course(pains=tuple(sorted([*old, *then, *((day, 2) for day in range(29, 36))])))

    assert week_facts(course, 35, None).easing == 2.0


def test_what_sent_to_a_physio_is_remembered_with_its_day() -> None:
    played = begun({"disposition": "rest", "pain_daily": 4, "mode": "ladder", "level": 1})
    for _ in range(28):
        played.day("p4")

    assert played.course.advised == {"D7": 28, "D21": 28}
