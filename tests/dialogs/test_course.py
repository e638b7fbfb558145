"""Courses day by day, as the pages of tests/courses have them, and what holds for any course."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.courses import PAGES, Played, begun, replayed, tables

from dialogs.breaks import restart
from dialogs.check_in import FLAGS, SIGNS, read_day
from dialogs.course import Course, asks_full_form
from dialogs.deciding import Decision, answer, catch_up, miss
from dialogs.plan_marks import day_mark
from dialogs.prescribing import planned_run

COURSES = sorted(PAGES.glob("*.txt"))
TABLE, LOAD = tables()


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.stem)
def test_a_course_is_decided_as_its_page_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")

    assert replayed(page)[0] == page


@pytest.mark.parametrize("row", TABLE.row)
def test_every_row_decides_a_day_of_some_page(row: str) -> None:
    pages = " ".join(path.read_text(encoding="utf-8") for path in COURSES)

    assert f" {row} " in pages or f"+{row}" in pages


def test_days_are_told_in_turn() -> None:
    course = begun({"disposition": "modify", "mode": "ladder", "level": 6}).course

    with pytest.raises(ValueError, match="day 2 comes after day 0"):
        answer(TABLE, LOAD, course, 2, read_day("p2"))
    course, decisions = catch_up(TABLE, LOAD, course, 3)
    assert [decision.row for decision in decisions] == ["M1", "M2"]
    with pytest.raises(ValueError, match="each day is told once"):
        miss(TABLE, LOAD, course, 2)


def test_a_corrected_answer_is_decided_from_the_course_before() -> None:
    played = begun({"disposition": "modify", "pain_daily": 2, "mode": "ladder", "level": 6})
    before = played.course
    _, first = answer(TABLE, LOAD, before, 1, read_day("p2 limp"))
    _, second = answer(TABLE, LOAD, before, 1, read_day("p2"))

    assert (first.row, first.level) == ("D5", 4)
    assert (second.row, second.level) == ("D20", 6)


def test_a_plan_that_silence_ended_is_not_taken_up_again() -> None:
    played = begun({"disposition": "modify", "mode": "ladder", "level": 6})
    for _ in range(14):
        played.day("(none)")
    played.day("p1")

    with pytest.raises(ValueError, match="begin a new one"):
        restart(TABLE, LOAD, played.course, "modify", 15)


# What holds for any course

WORDS = [*FLAGS, "walk"]
days = st.one_of(
    st.just("(none)"),
    st.sampled_from(["OK", "OKRUN", "OK walk", "p2 r1", "p1 r2", "p1", "p2 walk", "p1 walk"]),
    st.builds(
        lambda pain, run, flags, sign: " ".join(
            [f"p{pain}", *([f"r{run}"] if run is not None else []), *sorted(flags), *sign]
        ),
        st.sampled_from([0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7]),
        st.one_of(st.none(), st.sampled_from([0, 1, 2, 2, 3, 4, 5, 6])),
        st.sets(st.sampled_from(WORDS), max_size=2),
        st.sampled_from([[]] * 30 + [[f"!{sign}"] for sign in SIGNS]),
    ),
)
starts = st.one_of(
    st.builds(
        lambda level, disposition, pain: {
            "disposition": disposition, "mode": "ladder", "level": level, "pain_daily": pain, "pain_run": 2,
            "km_week": 30, "easy_pace": 360,
        },
        st.integers(1, 12), st.sampled_from(["rest", "modify"]), st.integers(0, 6),
    ),
    st.builds(
        lambda share, disposition, runs: {
            "disposition": disposition, "mode": "km", "km_week": 40, "km_plan": 40 * share / 4, "pain_daily": 1,
            "pain_run": 2, "runs_week": runs,
        },
        st.integers(1, 4), st.sampled_from(["rest", "modify", "run"]), st.integers(1, 7),
    ),
)  # fmt: skip
any_course = settings(max_examples=200, deadline=None)


def is_stop(told: str) -> bool:
    """Whether a day holds a sign that running has to stop."""
    words = told.split()
    return any(word in ("limp", "stop", "r5", "r6", "p7") or word.startswith("!") for word in words)


def more(decision: Decision, before: Course) -> bool:
    """Whether the level or the week is above what it was."""
    if decision.level is not None and before.level is not None:
        return decision.level > before.level
    return decision.km is not None and before.km is not None and decision.km > before.km


@any_course
@given(start=starts, told=st.lists(days, min_size=4, max_size=45))
def test_no_answers_raise_a_level_within_two_days_of_a_stop_sign(start: dict[str, object], told: list[str]) -> None:
    played = begun(start)
    for day, text in enumerate(told, 1):
        before = played.course
        decision = played.day(text)

        if more(decision, before):
            assert not any(is_stop(earlier) for earlier in told[max(day - 3, 0) : day])


@any_course
@given(start=starts, told=st.lists(days, max_size=45))
def test_no_answer_raises_twice_or_steps_further_than_a_row_says(start: dict[str, object], told: list[str]) -> None:
    played = begun(start)
    for text in told:
        before = played.course
        decision = played.day(text)
        after = played.course
        if before.level is not None and after.level is not None:
            assert -2 <= after.level - before.level <= 1
            assert 1 <= after.level <= 12
        if before.km is not None and after.km is not None:
            assert after.km <= before.km + max(1.0, 0.1 * before.km)
            assert 0.5 <= after.km <= 40
            assert after.km >= before.km * 0.5 - 0.5
        assert decision.decision != "none" or not more(decision, before)


@any_course
@given(start=starts, told=st.lists(days, max_size=45))
def test_no_run_is_planned_on_a_closed_day(start: dict[str, object], told: list[str]) -> None:
    played = begun(start)
    for day, text in enumerate(told, 1):
        decision = played.day(text)
        course = played.course
        closed = decision.no_run_until is not None and decision.no_run_until >= day + 1
        if closed or course.resting or course.locked or (course.typed_pains[-1:] or (0,))[-1] > 3:
            assert not planned_run(LOAD, course, day + 1)
        if decision.decision in ("stop", "regress") and decision.row not in ("D14", "relapse"):
            assert not planned_run(LOAD, course, day + 1)


@any_course
@given(start=starts, told=st.lists(days, max_size=45))
def test_on_the_ladder_a_day_is_free_after_each_run_even_one_nobody_told_of(
    start: dict[str, object], told: list[str]
) -> None:
    played = begun(start)
    may_have_run = False
    for day, text in enumerate(told, 1):
        planned = planned_run(LOAD, played.course, day)
        assert not (planned and may_have_run and played.course.mode == "ladder")
        answers = read_day(text)
        may_have_run = planned if answers is None else answers.has_run
        played.day(text)


@any_course
@given(start=starts, told=st.lists(days, min_size=1, max_size=40))
def test_a_course_that_was_kept_goes_on_as_if_it_never_was(start: dict[str, object], told: list[str]) -> None:
    straight = begun(start)
    course = straight.course
    for day, text in enumerate(told, 1):
        answers = read_day(text)
        course, unkept = (
            miss(TABLE, LOAD, course, day) if answers is None else answer(TABLE, LOAD, course, day, answers)
        )

        assert straight.day(text) == unkept
    assert straight.course == course


@settings(max_examples=25, deadline=None)
@given(start=starts, told=st.lists(days, min_size=60, max_size=60), seed=st.integers(0, 2))
def test_a_course_stays_small(start: dict[str, object], told: list[str], seed: int) -> None:
    played = begun(start)
    for text in told:
        if played.course.locked and played.course.locked != "ended":
            played.event(f"* restart {('modify', 'run', 'rest')[seed]}")
        played.day(text)

    assert len(json.dumps(played.course.to_dict())) < 4000
    assert len(played.course.history) <= 28


def test_the_longest_course_stays_small() -> None:
    played = begun({"disposition": "modify", "pain_daily": 10, "mode": "km", "km_week": 40, "km_plan": 27.5})
    for day in range(1, 400):
        if day % 7 == 0:
            played.event(f"* week {day % 100}")
        played.day("p2 r3" if day % 2 else "p2 r2 slow")
        if day % 3 == 0:
            played.event("* hand -1")

    assert len(json.dumps(played.course.to_dict())) < 4000


def test_running_without_figures_goes_on_on_the_ladder_after_a_step_down() -> None:
    as_now = Course(disposition="run", mode="as_now", pain_daily=1)
    one, two = Played(TABLE, LOAD, as_now), Played(TABLE, LOAD, as_now)

    assert (one.day("p1 r5").level, one.course.mode) == (9, "ladder")
    assert two.day("p1 limp").level == 6
    assert "onto_ladder" in Played(TABLE, LOAD, as_now).day("p1 r5").because


def test_a_run_that_a_worse_morning_followed_is_red() -> None:
    played = begun({"disposition": "modify", "pain_daily": 1, "mode": "km", "km_week": 40, "km_plan": 40})
    for text in ["p1 r1", "p1 worse", "p1", "p1"]:
        played.day(text)

    assert [past.run for past in played.course.history] == ["red", "", "", ""]
    assert (played.facts[-1].not_green_14d, played.facts[-1].days_since_red) == (1, 2)


def test_a_week_in_km_is_never_cut_to_nothing() -> None:
    played = begun({"disposition": "modify", "pain_daily": 1, "mode": "km", "km_week": 40, "km_plan": 1})

    assert [played.day("p1 r6").km for _ in range(3)] == [0.5, 0.5, 0.5]


def test_maintenance_begins_once() -> None:
    played = begun({"disposition": "run", "pain_daily": 0, "mode": "km", "km_week": 30, "km_plan": 30})
    told = [played.day("p0 r0" if day % 2 else "p0") for day in range(1, 18)]

    assert [decision.row for decision in told[13:]] == ["D16"] * 4
    assert played.course.recovered == 14
    assert [decision.because for decision in told[13:15]] == [("recovered",), ("still_recovered",)]


def test_after_triage_is_answered_again_the_first_check_in_asks_everything() -> None:
    played = begun({"disposition": "modify", "pain_daily": 2, "mode": "ladder", "level": 6})
    played.day("p2 !knock")
    played.event("* restart modify")

    assert asks_full_form(played.course)
    assert not planned_run(LOAD, played.course, 1)
    assert planned_run(LOAD, played.course, 2)


def test_days_in_km_stay_days_in_km_once_the_plan_is_the_ladder() -> None:
    played = begun({"disposition": "modify", "pain_daily": 1, "mode": "km", "km_week": 30, "km_plan": 22})
    for line in ("p1 r1", "p2 !swelling"):
        played.day(line)
    played.event("* cleared 3")
    played.day("p1")
    kept = Course.from_dict(played.course.to_dict())
    marks = [day_mark(past, date(2026, 12, past.day)) for past in kept.history]

    assert [(mark.level, mark.km) for mark in marks] == [(None, 22), (None, 22), (3, None)]


def test_days_on_the_ladder_stay_levels_once_the_plan_is_in_km() -> None:
    played = begun({"disposition": "modify", "pain_daily": 1, "mode": "ladder", "level": 12, "km_week": 30,
                    "easy_pace": 360})  # fmt: skip
    for line in ("p1 r1", "p1", "p1 r1", "p1", "p1"):
        played.day(line)
    marks = [day_mark(past, date(2026, 12, past.day)) for past in played.course.history]

    assert [(mark.level, mark.km) for mark in marks] == [(12, None)] * 3 + [(None, 15)] * 2
