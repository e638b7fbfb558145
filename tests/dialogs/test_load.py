"""The load plan: every worked number of its specification, and bounds that no runner's figures get past."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.content import FOLDER
from dialogs.load import Baseline, Disposition, Load, Running, floor05, read_load, round_half_up
from dialogs.reading import Problems


def shipped() -> Load:
    problems = Problems()
    load = read_load(FOLDER, problems)
    problems.check()
    return load


LOAD = shipped()
NONE = Running("rest", "none", level=1)


def at(text: str) -> int:
    """Seconds per km of a pace such as 5:35."""
    minutes, seconds = text.split(":")
    return int(minutes) * 60 + int(seconds)


def km(runs: int, each: float, week: float, paces: str, cadence: tuple[int, int] | None, walk: bool) -> dict[str, Any]:
    fast, slow = paces.split("-")
    figures = {"runs_week": runs, "km_run": each, "km_week": week, "longest_km": each, "run_walk": walk}
    return {"disposition": "modify", "mode": "km", "pace": (at(fast), at(slow)), "cadence": cadence, **figures}


def as_run(runs: int, each: float, week: float, longest: float) -> dict[str, Any]:
    figures = {"runs_week": runs, "km_run": each, "km_week": week, "longest_km": longest}
    return {"disposition": "run", "mode": "km", **figures}


# W0, n0, L0, P, pace0, c0
WORKED: dict[str, tuple[Disposition, tuple[Any, ...], dict[str, Any]]] = {
    "W1": ("modify", (40, 4, 16, 2, "5:00", 164), km(5, 5.5, 27.5, "5:35-6:15", (172, 180), False)),
    "W2": ("modify", (40, 4, 16, 3, "5:00", 164), km(5, 4.0, 20.0, "5:35-6:15", (172, 180), True)),
    "W3": ("modify", (15, 3, 5, 2, "6:00", 158), km(4, 2.5, 10.0, "6:40-7:30", (166, 174), False)),
    "W4": ("modify", (60, 6, 22, 3, "5:30", 172), km(5, 6.0, 30.0, "6:05-6:55", None, True)),
    "W5": ("modify", (8, 2, 5, 3, "7:00", 160), km(2, 2.0, 4.0, "7:45-8:45", (168, 176), True)),
    "W6": ("modify", (50, 2, 15, 2, "5:20", 168), km(3, 9.0, 27.0, "5:55-6:40", (176, 185), False)),
    "W7": ("modify", (6, 2, 4, 3, "6:40", 156), km(2, 1.5, 3.0, "7:25-8:20", (164, 172), True)),
    "W8": ("run", (30, 4, 12, 1, None, None), as_run(4, 7.5, 30.0, 12.0)),
    "W9": ("run", (30, 4, 12, 2, None, None), as_run(4, 6.5, 27.0, 9.5)),
    "W10": ("run", (20, 3, 8, 3, "5:45", 170), km(4, 2.5, 10.0, "6:25-7:10", (179, 187), True)),
    "W11": ("modify", (25, 3, 10, 5, None, None), {"disposition": "rest", "mode": "none", "level": 1}),
    "W12": ("rest", (35, 4, 14, 6, None, None), {"disposition": "rest", "mode": "none", "level": 1}),
}


def told(row: tuple[Any, ...]) -> Baseline:
    km_week, runs, longest, pain, pace, cadence = row
    easy_pace = at(pace) if pace else None
    return Baseline(km_week, runs, longest, pain, pain_daily=2, easy_pace=easy_pace, cadence=cadence)


@pytest.mark.parametrize("case", WORKED.values(), ids=WORKED)
def test_the_first_week_is_the_worked_one(case: tuple[Disposition, tuple[Any, ...], dict[str, Any]]) -> None:
    disposition, row, expected = case

    assert LOAD.first(disposition, told(row)) == Running(**expected)


# Figures that were skipped, and weeks too small for kilometres


def modify(**told: Any) -> Running:
    return LOAD.first("modify", Baseline(**{"km_week": 40, "runs_week": 4, "longest_km": 16, "pain_run": 2} | told))


@pytest.mark.parametrize("skipped", ["km_week", "runs_week"])
@pytest.mark.parametrize(("pain", "level"), [(0, 9), (2, 9), (3, 6)])
def test_without_a_usual_week_the_ladder_takes_the_place_of_kilometres(skipped: str, pain: int, level: int) -> None:
    running = modify(pain_run=pain, **{skipped: None})

    assert (running.mode, running.level, running.runs_week, running.km_week) == ("ladder", level, 3, None)


def test_without_a_run_in_the_last_weeks_no_pain_on_it_is_known_and_the_ladder_begins_at_9() -> None:
    assert modify(pain_run=None).level == 9


@pytest.mark.parametrize("skipped", ["km_week", "runs_week", "pain_run"])
def test_the_verdict_run_without_figures_goes_on_as_now(skipped: str) -> None:
    baseline = Baseline(**{"km_week": 30, "runs_week": 4, "longest_km": 12, "pain_run": 1, skipped: None})

    assert LOAD.first("run", baseline) == Running("run", "as_now")


@pytest.mark.parametrize("zero", [{"km_week": 0}, {"runs_week": 0}, {"km_week": 0.5, "pain_run": 2}])
def test_nobody_who_may_run_is_planned_a_week_of_nothing(zero: dict[str, float]) -> None:
    baseline = Baseline(**{"km_week": 30, "runs_week": 4, "pain_run": 1} | zero)

    assert LOAD.first("run", baseline).mode == "as_now"


def test_without_a_longest_run_the_week_is_cut_but_the_run_is_not_capped() -> None:
    running = LOAD.first("modify", Baseline(km_week=50, runs_week=2, pain_run=2))

    assert (running.runs_week, running.km_run, running.km_week) == (3, 11.5, 34.5)


def test_a_week_is_split_into_two_runs_at_least() -> None:
    once = LOAD.first("modify", Baseline(km_week=100, runs_week=1, pain_run=2))
    never = LOAD.first("modify", Baseline(km_week=10, runs_week=0, pain_run=2))

    assert (once.runs_week, once.km_run, once.km_week) == (2, 35.0, 70.0)
    assert (never.runs_week, never.km_run, never.km_week) == (2, 3.5, 7.0)


def test_without_a_longest_run_no_bound_is_named_for_the_verdict_run() -> None:
    running = LOAD.first("run", Baseline(km_week=30, runs_week=4, pain_run=1))

    assert (running.km_week, running.km_run, running.longest_km) == (30.0, 7.5, None)


def test_without_an_easy_pace_or_a_cadence_no_line_is_made_of_them() -> None:
    assert (modify().pace, modify().cadence) == (None, None)


def test_a_week_below_3_km_is_planned_in_minutes() -> None:
    below = modify(km_week=5.5, runs_week=2, longest_km=4, pain_run=3)
    just = modify(km_week=6, runs_week=2, longest_km=4, pain_run=3)

    assert (below.mode, below.level, below.runs_week) == ("ladder", 6, 3)
    assert (just.mode, just.km_week) == ("km", 3.0)


def test_a_longest_run_too_short_for_any_is_planned_in_minutes() -> None:
    assert (modify(longest_km=0.5).mode, modify(longest_km=0.5).level) == ("ladder", 6)


# Pain on the run above the verdict's own limit


@pytest.mark.parametrize(
    ("told", "pain", "left"),
    [
        ("run", 2, "run"), ("run", 3, "modify"), ("run", 4, "rest"), ("run", None, "run"),
        ("modify", 0, "modify"), ("modify", 3, "modify"), ("modify", 4, "rest"), ("modify", None, "modify"),
        ("rest", 0, "rest"), ("rest", None, "rest"),
    ],
)  # fmt: skip
def test_pain_above_the_limit_of_a_verdict_takes_the_next_stricter_plan(
    told: Disposition, pain: int | None, left: Disposition
) -> None:
    assert LOAD.first(told, Baseline(40, 4, 16, pain)).disposition == left


# Time off


@pytest.mark.parametrize(("days_off", "level"), [(0, 9), (13, 9), (14, 4), (27, 4), (28, 1), (300, 1)])
def test_after_time_off_the_ladder_is_entered_lower(days_off: int, level: int) -> None:
    assert modify(pain_run=None, days_off=days_off).level == level
    assert LOAD.level_after_break(9, days_off) == level


def test_back_on_day_20_after_modify_with_pain_3_it_is_level_4() -> None:  # G9
    running = modify(pain_run=3, days_off=20)

    assert (running.mode, running.level) == ("ladder", 4)


def test_a_low_level_is_not_raised_by_a_break() -> None:
    assert [LOAD.level_after_break(level, 14) for level in (1, 3, 4, 5)] == [1, 3, 4, 4]


def test_a_runner_cleared_by_a_clinician_begins_at_1_or_where_they_said() -> None:
    assert LOAD.cleared(Baseline(40, 4, 16)).level == 1
    assert LOAD.cleared(Baseline(days_off=60), level=5).level == 5
    assert LOAD.cleared(Baseline(), level=99).level == 12
    assert (LOAD.cleared(Baseline()).mode, LOAD.cleared(Baseline()).runs_week) == ("ladder", 3)


# From week to week


def test_weeks_of_40_km_come_back_as_in_the_example() -> None:
    assert LOAD.week_up(27.5, 40) == 30.0
    assert LOAD.week_up(30.0, 40) == 33.0
    assert LOAD.km_down(33.0, 1) == 23.0  # G11
    assert LOAD.week_up(23.0, 40) == 25.0
    assert LOAD.week_up(33.0, 40) == 36.0  # G10


def test_weeks_of_15_km_come_back_a_kilometre_at_a_time() -> None:
    weeks = [10.0]
    for _ in range(6):
        weeks.append(LOAD.week_up(weeks[-1], 15))

    assert weeks == [10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 15.0]


def test_two_steps_down_are_half_the_week_and_none_is_the_week() -> None:
    assert [LOAD.km_down(33.0, steps) for steps in (0, 1, 2, 3)] == [33.0, 23.0, 16.5, 16.5]


@pytest.mark.parametrize(
    ("longest", "most"),
    [(5.5, 6.0), (6.0, 6.5), (10.0, 11.0), (2.5, 3.0), (4.0, 4.5), (8.0, 8.5), (5.0, 5.5), (4.5, 5.0), (0, 0.5)],
)
def test_one_run_is_a_tenth_longer_than_the_longest_or_a_small_step(longest: float, most: float) -> None:
    assert LOAD.longest_next(longest) == most


def test_a_negative_distance_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="-1"):
        LOAD.longest_next(-1)


def test_the_runs_of_a_week_are_even_and_none_is_over_the_single_run_bound() -> None:
    assert LOAD.each_run(33.0, 5, 5.5) == 6.0
    assert LOAD.each_run(30.0, 5, 5.5) == 6.0
    assert LOAD.each_run(33.0, 5, None) == 6.5
    assert LOAD.each_run(33.0, 0, None) == 33.0


# The ladder

TABLE = [
    (1, 30, 6), (2, 30, 12), (3, 28, 14), (4, 30, 18), (5, 30, 20), (6, 30, 24),
    (7, 28, 24), (8, 30, 27), (9, 30, 28), (10, 30, 28), (11, 25, 25), (12, 30, 30),
]  # fmt: skip


def test_the_minutes_of_each_level_add_up() -> None:
    assert [(level.number, level.total_min, level.run_total_min) for level in LOAD.ladder] == TABLE


def test_the_turns_of_each_level_are_those_of_the_table() -> None:
    turns = [(level.run_min, level.walk_min, level.repeats, level.extra_run_min) for level in LOAD.ladder]

    assert turns == [
        (1, 4, 6, 0), (2, 3, 6, 0), (2, 2, 7, 0), (3, 2, 6, 0), (4, 2, 5, 0), (4, 1, 6, 0),
        (6, 1, 4, 0), (9, 1, 3, 0), (14, 1, 2, 0), (20, 2, 1, 8), (25, 0, 1, 0), (30, 0, 1, 0),
    ]  # fmt: skip


def test_a_level_has_no_less_running_than_the_one_below() -> None:
    shares = [level.run_total_min / level.total_min for level in LOAD.ladder]

    assert shares == sorted(shares)


@pytest.mark.parametrize(
    ("pace", "usual", "expected"),
    [("6:00", 40, (5.0, 15.0)), ("6:30", 40, (4.5, 13.5)), ("6:00", 10, (3.0, 9.0)), ("6:00", 1, None)],
)
def test_after_the_ladder_three_runs_of_half_an_hour_are_planned_in_km(
    pace: str, usual: float, expected: tuple[float, float] | None
) -> None:
    assert LOAD.after_ladder(at(pace), usual) == expected


def test_after_the_ladder_there_are_no_km_without_a_pace_or_a_usual_week() -> None:
    assert LOAD.after_ladder(None, 40) is None
    assert LOAD.after_ladder(360, None) is None


def test_levels_go_down_to_1_and_no_lower() -> None:
    assert [LOAD.level_down(level, 2) for level in (12, 3, 2, 1)] == [10, 1, 1, 1]


# Rounding


def test_half_kilometres_are_not_lost_to_the_arithmetic_of_floats() -> None:
    assert floor05(45 * 0.7) == 31.5
    assert floor05(1.1 * 10) == 11.0
    assert [floor05(value) for value in (0.49, 0.5, 0.99, 8.8)] == [0.0, 0.5, 0.5, 8.5]


def test_halves_are_rounded_up() -> None:
    assert [round_half_up(value) for value in (178.5, 187.0, 170.4)] == [179, 187, 170]
    assert [round_half_up(value, 5) for value in (333.3, 412.5, 337.4)] == [335, 415, 335]


# Bounds

KM = st.floats(0, 300).map(lambda value: round(value, 2)) | st.integers(0, 300)
BASELINES = st.builds(
    Baseline,
    km_week=st.none() | KM,
    runs_week=st.none() | st.integers(0, 14),
    longest_km=st.none() | KM,
    pain_run=st.none() | st.integers(0, 10),
    pain_daily=st.none() | st.integers(0, 10),
    easy_pace=st.none() | st.integers(180, 900),
    cadence=st.none() | st.integers(120, 220),
    days_off=st.integers(0, 3650),
)
DISPOSITIONS = st.sampled_from(["rest", "modify", "run"])
STRICTNESS = {"rest": 0, "modify": 1, "run": 2}


@given(disposition=DISPOSITIONS, baseline=BASELINES)
def test_the_first_week_is_within_the_usual_one_and_each_run_within_its_bound(
    disposition: Disposition, baseline: Baseline
) -> None:
    running = LOAD.first(disposition, baseline)

    assert STRICTNESS[running.disposition] <= STRICTNESS[disposition]
    if running.mode == "km":
        assert running.km_week is not None
        assert running.km_run is not None
        assert baseline.km_week is not None
        assert 0 < running.km_week <= baseline.km_week
        assert running.km_run * (running.runs_week or 0) <= running.km_week
        if baseline.longest_km is not None:
            assert max(running.km_run, running.longest_km or 0) <= baseline.longest_km
            assert running.km_run <= LOAD.longest_next(baseline.longest_km)
    else:
        assert (running.km_week, running.km_run, running.longest_km) == (None, None, None)


@given(disposition=DISPOSITIONS, baseline=BASELINES)
def test_a_level_is_given_exactly_where_the_ladder_is_and_is_one_of_it(
    disposition: Disposition, baseline: Baseline
) -> None:
    running = LOAD.first(disposition, baseline)

    assert (running.level is not None) == (running.mode in ("none", "ladder"))
    assert running.level is None or 1 <= running.level <= 12
    assert (running.mode == "none") == (running.disposition == "rest")
    if running.mode == "ladder" and baseline.days_off >= 14:
        assert running.level is not None
        assert running.level <= (1 if baseline.days_off >= 28 else 4)


@given(disposition=DISPOSITIONS, baseline=BASELINES, pain=st.integers(0, 9))
def test_more_pain_on_the_run_never_gives_a_longer_week(
    disposition: Disposition, baseline: Baseline, pain: int
) -> None:
    def week(pain_run: int) -> float:
        values = {one.name: getattr(baseline, one.name) for one in fields(baseline)}
        return LOAD.first(disposition, Baseline(**values | {"pain_run": pain_run})).km_week or 0

    if baseline.runs_week:  # without them there are no figures for run, and some for modify
        assert week(pain + 1) <= week(pain)


@given(now=KM, usual=KM)
def test_a_week_up_stays_within_the_usual_week_and_is_no_shorter_unless_it_was_over(now: float, usual: float) -> None:
    up = LOAD.week_up(now, usual)

    assert up <= usual
    assert up >= now or now > usual
    assert up <= max(now * 1.1, now + 1) + 1e-9


@given(now=KM, steps=st.integers(0, 5))
def test_a_step_down_never_raises_a_week_and_more_steps_take_no_less(now: float, steps: int) -> None:
    assert LOAD.km_down(now, steps + 1) <= LOAD.km_down(now, steps) <= now


@given(longest=KM)
def test_the_next_run_is_at_most_a_tenth_or_half_a_kilometre_longer(longest: float) -> None:
    assert floor05(longest) <= LOAD.longest_next(longest) <= max(longest * 1.1, longest + 0.5) + 1e-9


@given(level=st.integers(-3, 20), steps=st.integers(0, 15), days_off=st.integers(0, 400))
def test_no_step_and_no_break_leaves_the_ladder(level: int, steps: int, days_off: int) -> None:
    down = LOAD.level_down(level, steps)

    assert 1 <= down <= 12
    assert 1 <= LOAD.level_after_break(down, days_off) <= down


@given(pace=st.integers(180, 900), cadence=st.integers(120, 220))
def test_the_plan_is_slower_with_quicker_steps_and_never_over_a_tenth_of_them(pace: int, cadence: int) -> None:
    paces, cadences = LOAD.pace_range(pace), LOAD.cadence_range(cadence)

    assert paces is not None
    assert pace <= paces[0] < paces[1]
    assert (cadences is None) == (cadence > 170)
    if cadences:
        assert cadence < cadences[0] <= cadences[1] <= cadence * 1.1 + 0.5


@given(pace=st.integers(180, 900), usual=KM)
def test_the_first_km_after_the_ladder_are_within_half_an_hour_and_the_usual_week(pace: int, usual: float) -> None:
    if planned := LOAD.after_ladder(pace, usual):
        km_run, km_week = planned

        assert 0 < km_run * pace <= 30 * 60
        assert km_week == km_run * 3 <= usual
