"""A day's answers: the notation, and what the check-in asks for next."""

import pytest
from support.courses import begun

from dialogs.check_in import SIGNS, Answers, read_day
from dialogs.course import asks_full_form, asks_number, asks_walk, last_typed, waits_for_morning
from dialogs.errors import AnswerError

LADDER = {"disposition": "modify", "pain_daily": 2, "mode": "ladder", "level": 6}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("p3", Answers(pain=3)),
        ("p10 r0", Answers(pain=10, ran=True, run_pain=0)),
        ("p2 r3 slow", Answers(pain=2, ran=True, run_pain=3, slow=True)),
        ("p3 worse", Answers(pain=3, worse=True)),
        ("p4 stop", Answers(pain=4, ran=True, stopped=True)),
        ("p1 r2 over", Answers(pain=1, ran=True, run_pain=2, over=True)),
        ("p2 walk", Answers(pain=2, walk=True)),
        ("p3 limp !swelling !knock", Answers(pain=3, limp=True, signs=frozenset({"swelling", "knock"}))),
        ("OK", Answers(quiet="ok")),
        ("OKRUN", Answers(quiet="okrun")),
        ("OK walk", Answers(quiet="ok", walk=True)),
        ("(none)", None),
    ],
)
def test_a_day_is_read(text: str, answers: Answers | None) -> None:
    assert read_day(text) == answers


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("p11", "'p11' is not allowed; a day has p0 to p10, r0 to r10,"),
        ("p٣", "'p٣' is not allowed"),
        ("p-1", "'p-1' is not allowed"),
        ("P2", "'P2' is not allowed"),
        ("p2 !swollen", "'!swollen' is not allowed"),
        ("p2 emergency", "'emergency' is not allowed"),
        ("p2 r", "'r' is not allowed"),
        ("", "it needs one of p0 to p10"),
        ("r2", "it needs one of p0 to p10"),
        ("p2 p3", "it needs one of p0 to p10"),
        ("p2 OK", "it needs one of p0 to p10"),
        ("OK OKRUN", "it needs one of p0 to p10"),
        ("p2 r1 r2", "one run at most"),
        ("p2 limp limp", "says something twice"),
        ("OKRUN slow", "OK and OKRUN go with 'walk' and new signs only"),
        ("OK r1", "OK and OKRUN go with 'walk' and new signs only"),
        ("p2 (none)", "'(none)' is not allowed; a day has"),
    ],
)
def test_a_day_that_makes_no_sense_is_named_with_what_is_allowed(text: str, problem: str) -> None:
    with pytest.raises(AnswerError) as error:
        read_day(text)

    assert problem in str(error.value)


def test_answers_need_a_pain_or_a_quiet_answer() -> None:
    with pytest.raises(ValueError, match="need a pain"):
        Answers(ran=True)


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_stops_the_plan(sign: str) -> None:
    decision = begun(LADDER).day(f"p1 !{sign}")

    assert decision.decision == "stop"
    assert decision.row == ("D1" if sign == "emergency" else "D2")


def test_the_number_is_asked_after_three_quiet_days_in_a_row() -> None:
    played = begun(LADDER)
    asked = []
    for text in ["OK", "(none)", "OKRUN", "OK", "p1", "OK"]:
        played.day(text)
        asked.append(asks_number(played.course))

    assert asked == [False, False, False, True, False, False]


def test_a_quiet_day_keeps_the_number_but_does_not_count_as_one() -> None:
    played = begun(LADDER)
    for text in ["p4", "OK", "OK"]:
        played.day(text)

    assert [past.pain for past in played.course.history] == [4, 4, 4]
    assert played.course.typed_pains == (4,)
    assert last_typed(played.course) == 4


@pytest.mark.parametrize(
    ("days", "full"),
    [
        (["p2"], False),
        (["p5"], True),  # D12
        (["p5", "(none)"], True),
        (["p5", "p2"], False),
        (["p4"], True),  # D19
        (["p2", *["(none)"] * 6], False),
        (["p2", *["(none)"] * 7], True),  # M4
        (["p2", *["(none)"] * 7, "p1"], False),
    ],
)
def test_the_full_form_comes_after_a_flare_a_watch_and_a_long_silence(days: list[str], full: bool) -> None:
    played = begun(LADDER)
    for text in days:
        played.day(text)

    assert asks_full_form(played.course) is full


def test_the_walk_is_asked_from_the_first_low_day_of_rest_on() -> None:
    played = begun({"disposition": "rest", "pain_daily": 4, "mode": "ladder", "level": 1})
    asked = []
    for text in ["p4", "p3", "p2", "p4", "p2", "p2 walk"]:
        played.day(text)
        asked.append(asks_walk(played.course))

    assert asked == [False, False, True, True, True, False]


def test_a_run_waits_for_the_next_morning_only() -> None:
    played = begun(LADDER)
    waits = []
    for text in ["p2 r2", "p2", "p2 r3", "(none)", "p2 r5", "p2"]:
        played.day(text)
        waits.append(waits_for_morning(played.course))

    assert waits == [True, False, True, False, False, False]


@pytest.mark.parametrize(
    ("days", "reasons"),
    [
        (["p2 r2", "(none)", "p2"], ("on_plan", "silent_1")),  # the morning after was not told
        (["p2", "(none)", "p2"], ("on_plan", "silent_1")),  # nor whether the planned run was run
        (["p2", *["(none)"] * 2, "p2 limp"], ("limp_today", "silent_2")),
        (["p2 r2", "p2", "p4", "(none)", "p3"], ("on_plan",)),  # no run was planned, nothing is lost
        (["p2", *["(none)"] * 3, "p2"], ("silent_3", "on_plan")),
    ],
)
def test_who_comes_back_hears_of_a_run_that_is_not_counted(days: list[str], reasons: tuple[str, ...]) -> None:
    played = begun(LADDER)

    assert [played.day(day) for day in days][-1].because == reasons


def test_a_run_told_without_a_number_counts_as_the_worst_it_can_have_been() -> None:
    amber, stopped = begun(LADDER), begun(LADDER)

    assert amber.day("p3 over").row == "D13"
    assert amber.course.history[-1].run_pain == 3
    assert stopped.day("p3 stop").row == "D5"
    assert stopped.course.history[-1].run_pain == 6
