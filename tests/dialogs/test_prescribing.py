"""What is planned to run, from day to day, and the runner's own steps."""

from dataclasses import replace

import pytest
from support.courses import Played, begun, tables

from dialogs.breaks import pause, resume
from dialogs.course import Course, begin
from dialogs.level_steps import by_hand, may_step_up, off_ladder
from dialogs.load import Baseline, Running
from dialogs.prescribing import check_in_every, may_run, planned_run, run_today, runs_in_week, spread

TABLE, LOAD = tables()
LADDER = {"disposition": "modify", "pain_run": 2, "pain_daily": 2, "mode": "ladder", "level": 6}


def week_of(played: Played, days: int = 21) -> str:
    """Who runs whenever it is planned: R for a run, . for none."""
    shown = ""
    for day in range(1, days + 1):
        planned = planned_run(LOAD, played.course, day)
        played.day("p1 r1" if planned else "p1")
        shown += "R" if planned else "."
    return shown


def in_km(runs: int, km: float = 40) -> Played:
    return begun(
        {**LADDER, "mode": "km", "level": None, "km_week": 40, "km_plan": km, "runs_week": runs, "pain_daily": 1}
    )


def test_the_ladder_has_three_sessions_a_week_with_a_day_between() -> None:
    assert week_of(begun({**LADDER, "pain_daily": 1, "level": 1})) == "R.R.R..R.R.R..R.R.R.."


@pytest.mark.parametrize(
    ("runs", "weeks"),
    [
        (1, "R......R......R......"),
        (2, "R..R...R..R...R..R..."),
        (3, "R.R.R..R.R.R..R.R.R.."),
        (4, "R.R.RR.R.R.RR.R.R.RR."),
        (5, "RR.RR.RR.RR.RR.RR.RR."),
        (6, "RRRRRR.RRRRRR.RRRRRR."),
        (7, "RRRRRRRRRRRRRRRRRRRRR"),
    ],
)
def test_runs_are_spread_over_the_week(runs: int, weeks: str) -> None:
    # Two weeks of calm runs lead to maintenance, in which not every day is told.
    assert week_of(in_km(runs))[:14] == weeks[:14]


@pytest.mark.parametrize(("runs", "week"), [(1, "......R"), (3, "..R.R.R"), (7, "RRRRRRR")])
def test_in_maintenance_runs_are_spread_evenly(runs: int, week: str) -> None:
    assert "".join("R" if spread(runs, day) else "." for day in range(8, 15)) == week


@pytest.mark.parametrize(
    ("days", "day", "planned"),
    [
        (["p2 r2"], 2, False),  # a day between
        (["p2 r2", "p2"], 3, True),
        (["p2 r2", "(none)"], 3, True),
        (["p3"], 2, True),
        (["p4"], 2, False),  # above 3
        (["p4", "OK"], 3, False),
        (["p4", "p3"], 3, True),
        (["p2 limp"], 3, False),  # a no-run window
        (["p2 limp", "p2", "p2"], 4, True),
        (["p5"], 2, False),  # before the answer a flare asks for
        (["p5", "p2"], 3, True),
        (["(none)"], 2, False),  # planned and untold: it may have been run
        (["(none)", "p2"], 3, True),
        (["p2", *["(none)"] * 2], 4, True),
        (["p2", *["(none)"] * 5], 7, False),  # three untold runs are a week
        (["p2", *["(none)"] * 7], 9, False),  # paused by silence
        (["p2 !knock"], 2, False),
    ],
)
def test_a_run_is_planned_only_where_running_is_allowed(days: list[str], day: int, planned: bool) -> None:
    played = begun(LADDER)
    for text in days:
        played.day(text)

    assert planned_run(LOAD, played.course, day) is planned


def test_no_run_is_planned_while_resting_or_on_the_day_running_starts() -> None:
    played = begun({"disposition": "rest", "pain_daily": 3, "mode": "ladder", "level": 1})

    assert not planned_run(LOAD, played.course, 1)
    for text in ["p2", "p2 walk"]:
        played.day(text)
    assert not planned_run(LOAD, played.course, 2)
    assert planned_run(LOAD, played.course, 3)


def test_a_second_step_back_in_a_week_of_km_waits_for_a_quiet_day() -> None:
    played = in_km(4)
    planned = []
    for text in ["p1 r5", "p1", "p1 r5", "p1", "p3", "p2", "p1"]:
        played.day(text)
        planned.append(planned_run(LOAD, played.course, played.course.day + 1))

    # Day 3 is red again; day 4 is closed and already quiet.
    assert planned == [False, True, False, True, True, True, True]


def test_who_runs_without_figures_may_run_every_day() -> None:
    course = Course(disposition="run", mode="as_now")

    assert planned_run(LOAD, course, 1)
    assert run_today(LOAD, course, 1).km is None


def test_a_run_is_never_longer_than_the_last_ones_allow() -> None:
    running = Running("modify", "km", runs_week=2, km_week=20.0, km_run=10.0, longest_km=8.0)
    course = begin(LOAD, "modify", running, Baseline(km_week=40, runs_week=2, longest_km=16, pain_run=2))

    assert run_today(LOAD, course, 1).km == 8.5
    assert run_today(LOAD, course, 1).km_most == 8.5


def test_the_longest_run_is_forgotten_after_thirty_days() -> None:
    course = Course(mode="km", km=20.0, runs_week=2, longest=((0, 8.0), (20, 5.0)))

    assert run_today(LOAD, course, 30).km_most == 8.5
    assert run_today(LOAD, course, 31).km_most == 5.5


def test_what_was_run_as_planned_bounds_the_next_run() -> None:
    played = in_km(4, 20)
    played.course = replace(played.course, longest=((0, 3.0),))
    longest = []
    for text in ["p1 r1", "p1", "p1 r1", "p1", "p1 r1 over", "p1"]:
        played.day(text)
        longest.append(max(km for _, km in played.course.longest))

    assert longest == [3.5, 3.5, 4.0, 4.0, 4.5, 4.5]


def test_a_small_week_has_fewer_runs() -> None:
    assert runs_in_week(LOAD, Course(mode="km", km=4.0, runs_week=3)) == 2
    assert runs_in_week(LOAD, Course(mode="km", km=1.0, runs_week=3)) == 1


# By hand


@pytest.mark.parametrize(
    ("days", "may"),
    [
        ([], False),  # the plan began today
        (["p2"], True),
        (["p4"], False),
        (["p5"], False),
        (["p2 r5"], False),
        (["p2 r5", "p2"], False),
        (["p2 r5", "p2", "p2"], True),
        (["p2 limp", "p2"], False),
        (["p2 !calf"], False),
        (["p2", "(none)"], True),
        (["p2", "(none)", "(none)"], False),
        (["p2 r1", "p2", "p2 r1", "p2"], True),
    ],
)
def test_up_by_hand_only_when_no_stop_rule_is_on(days: list[str], may: bool) -> None:
    played = begun(LADDER)
    for text in days:
        played.day(text)
    course, day = played.course, played.course.day + 1

    assert may_step_up(TABLE, LOAD, course, day) is may
    assert by_hand(TABLE, LOAD, course, day, 1).level == (course.level or 0) + may


def test_by_hand_is_one_step_up_a_day_however_often_it_is_asked() -> None:
    course = begun(LADDER).course
    once = by_hand(TABLE, LOAD, course, 2, 3)

    assert once.level == 7
    assert by_hand(TABLE, LOAD, once, 2, 1) == once


def test_on_the_day_a_row_raised_the_level_the_hand_does_not() -> None:
    played = begun(LADDER)
    for text in ["p2 r1", "p2", "p2 r1", "p2"]:
        played.day(text)

    assert played.course.level == 7
    assert not may_step_up(TABLE, LOAD, played.course, 4)


def test_by_hand_moves_a_week_in_km_too() -> None:
    course = in_km(4, 30).course

    assert by_hand(TABLE, LOAD, course, 1, -1).km == 21.0
    assert by_hand(TABLE, LOAD, course, 2, 1).km == 33.0
    assert by_hand(TABLE, LOAD, in_km(4, 40).course, 2, 1).km == 40.0


def test_the_ladder_is_left_from_its_last_level_with_a_known_pace_only() -> None:
    top = begun({**LADDER, "level": 12}).course

    assert (off_ladder(LOAD, top, 5, 390, 30).km, off_ladder(LOAD, top, 5, 390, 30).mode) == (13.5, "km")
    assert off_ladder(LOAD, top, 5, None, 30) is top
    assert off_ladder(LOAD, begun(LADDER).course, 5, 390, 30).level == 6


# Pauses, and how often to ask


def test_a_pause_has_three_to_fourteen_days_and_begins_on_a_day_that_is_not_over() -> None:
    played = begun(LADDER)
    played.day("p2")

    for days in (2, 15):
        with pytest.raises(ValueError, match="a pause of"):
            pause(TABLE, played.course, 2, days)
    with pytest.raises(ValueError, match="is over"):
        pause(TABLE, played.course, 1, 3)
    paused = pause(TABLE, played.course, 2, 3)
    assert [may_run(LOAD, paused, day) for day in range(1, 7)] == [True, False, False, False, True, True]


def test_a_pause_ends_on_the_day_it_is_called_off() -> None:
    paused = pause(TABLE, begun(LADDER).course, 1, 10)

    assert resume(paused, 4).pause == (1, 3)
    assert resume(paused, 1).pause is None
    assert may_run(LOAD, resume(paused, 4), 4)


def test_maintenance_asks_weekly_for_twelve_weeks_and_then_monthly() -> None:
    course = Course(recovered=14, daily=False)

    assert [check_in_every(TABLE, course, day) for day in (15, 98, 99)] == [7, 7, 28]
    assert check_in_every(TABLE, replace(course, daily=True), 20) == 1
    assert check_in_every(TABLE, Course(), 20) == 1


def test_something_to_tell_makes_the_check_in_daily_again() -> None:
    start = {"disposition": "run", "pain_daily": 0, "mode": "km", "km_week": 30, "km_plan": 30}
    days = ["p0 r0", "p0", "p0 r0", "p0", "p0 r0", "p0", "p0 r0", *["p0"] * 7]
    for text, every in [("OK", 7), ("p1", 7), ("p2", 1), ("p1 r3", 1)]:
        played = begun(start)
        for day in days:
            played.day(day)
        played.day(text)
        assert check_in_every(TABLE, played.course, 16) == every, text
