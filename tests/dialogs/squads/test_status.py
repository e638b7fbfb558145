"""The status of one runner: each colour, and each reason just met and just missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.courses import tables
from support.plan import planned
from support.squad_lines import BEGAN, LADDER, NOW, RESTING, Life, lived, unplanned

from dialogs.content import Content
from dialogs.squads.member import MemberState
from dialogs.squads.state import state_of

CALM = ("p2", "p2", "p2")
SORE = {**LADDER, "pain_daily": 4}
KM = {"disposition": "modify", "pain_daily": 1, "mode": "km", "km_week": 30, "km_plan": 30}


def seen(state: MemberState) -> tuple[str, str]:
    return state.outline.status, state.way.reason


def since_day(life: Life, state: MemberState) -> int:
    assert state.outline.since is not None
    return (state.outline.since - BEGAN).days + 1


# red


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        ("p2 !emergency", "red", "D1"),
        ("p2 !swelling", "red", "D2"),
        ("p2 !other", "red", "D2"),
        ("p7", "red", "D3"),
        ("p6", "green", "on_level"),
        ("p2 limp", "red", "window"),
        ("p3 stop", "red", "window"),
        ("p3 r6", "red", "window"),
        ("p3 r3", "green", "on_level"),
    ],
)
def test_what_stops_a_plan_is_red(content: Content, answer: str, status: str, reason: str) -> None:
    life = lived(content, *CALM, answer)

    assert seen(life.state()) == (status, reason)
    assert since_day(life, life.state()) == (4 if status == "red" else 1)


def test_a_limp_on_two_days_is_red_since_the_first_of_them(content: Content) -> None:
    life = lived(content, *CALM, "p2 limp", "p2 limp")

    assert seen(life.state()) == ("red", "D4")
    assert since_day(life, life.state()) == 4


def test_a_stop_of_two_days_is_over_after_them_and_another_answer(content: Content) -> None:
    stopped = [*CALM, "p2 limp"]

    assert [seen(lived(content, *stopped, *["p2"] * days).state())[0] for days in range(4)] == ["red"] * 3 + ["green"]
    assert seen(lived(content, *stopped, "p2").state(later=2))[0] == "green"


def test_a_stop_of_two_days_stays_red_until_there_is_an_answer(content: Content) -> None:
    life = lived(content, *CALM, "p2 limp")

    assert [life.state(later).outline.status for later in (2, 3, 10, 27, 40)] == ["red"] * 5


def test_a_plan_locked_by_a_new_sign_stays_red_until_triage_is_answered(content: Content) -> None:
    life = lived(content, *CALM, "p2 !swelling")

    assert seen(life.state(later=20)) == ("red", "D2")
    assert since_day(life, life.state(later=40)) == 4

    life.days("(none)").event("* restart modify")
    assert seen(life.state()) == ("green", "on_level")


def test_a_plan_closed_by_triage_waits_to_be_seen(content: Content) -> None:
    life = lived(content, *CALM, "p2 !swelling").event("* restart urgent")

    assert seen(life.state(later=3)) == ("red", "care")

    life.event("* cleared 3")
    assert seen(life.state())[0] == "green"


def test_three_sore_days_are_red_until_running_starts_again(content: Content) -> None:
    life = lived(content, "p4", "p4", "p4", start=SORE)
    assert seen(life.state()) == ("red", "rest_again")

    life.days("p3", "p2", "p2")
    assert seen(life.state()) == ("red", "rest_again")
    assert since_day(life, life.state()) == 3

    life.days("p2 walk")
    assert seen(life.state()) == ("green", "on_level")


def test_two_sore_days_and_a_better_one_are_not_red(content: Content) -> None:
    assert seen(lived(content, "p4", "p4", "p3", start=SORE).state())[0] == "green"


def test_a_rest_of_two_weeks_is_red(content: Content) -> None:
    life = lived(content, *["p4"] * 13, start=RESTING)
    assert seen(life.state()) == ("amber", "rest")

    life.days("p4")
    assert seen(life.state()) == ("red", "long_rest")
    assert since_day(life, life.state()) == 14

    life.days("p3", "p3")
    assert since_day(life, life.state()) == 14


@pytest.mark.parametrize(
    ("disposition", "by", "meanwhile", "found"),
    [
        ("emergency", "now", None, ("red", "care")),
        ("urgent", "48h", None, ("red", "care")),
        ("clinician", "1 week", None, ("red", "care")),
        ("clinician", "2 weeks", "modify", ("amber", "meanwhile")),
        ("rest", None, None, ("amber", "rest")),
        ("modify", None, None, ("grey", "no_plan")),
        ("run", None, None, ("grey", "no_plan")),
    ],
)
def test_a_verdict_without_a_plan(
    content: Content, disposition: str, by: str | None, meanwhile: str | None, found: tuple[str, str]
) -> None:
    state = state_of(content, unplanned(disposition, by, meanwhile), NOW)

    assert seen(state) == found
    assert state.outline.last_answer == NOW.date()
    assert state.outline.allowed is (False if found[0] == "red" or disposition == "rest" else None)


def test_a_verdict_that_was_cleared_is_over(content: Content) -> None:
    care = {"cleared": (NOW + timedelta(hours=1)).isoformat()}
    dialogue = unplanned("urgent", "48h", care=care)

    assert seen(state_of(content, dialogue, NOW + timedelta(hours=2))) == ("grey", "no_plan")
    assert seen(state_of(content, unplanned("urgent", "48h"), NOW + timedelta(days=30))) == ("red", "care")


def test_an_earlier_verdict_that_still_stands_is_red_during_the_next_triage(content: Content) -> None:
    earlier = {"disposition": "urgent", "by": "48h", "meanwhile": None, "at": NOW.isoformat()}
    dialogue = unplanned("run", None, earlier=earlier)
    dialogue.verdict = None

    assert seen(state_of(content, dialogue, NOW + timedelta(days=13))) == ("red", "care")
    assert seen(state_of(content, dialogue, NOW + timedelta(days=15))) == ("grey", "no_plan")


def test_a_stricter_verdict_is_red_beside_one_that_lets_the_runner_run(content: Content) -> None:
    earlier = {"disposition": "clinician", "by": "1 week", "meanwhile": "modify", "at": NOW.isoformat()}

    state = state_of(content, unplanned("clinician", "2 weeks", None, NOW + timedelta(days=3), earlier=earlier), NOW)
    assert seen(state) == ("red", "care")
    assert state.outline.since == (NOW + timedelta(days=3)).date()


def test_a_verdict_open_beside_a_plan_that_goes_on_is_amber(content: Content) -> None:
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    life = lived(content, *CALM)
    life.more["earlier"] = {"disposition": "clinician", "by": "2 weeks", "meanwhile": "modify", "at": at.isoformat()}

    assert seen(life.state()) == ("amber", "meanwhile")
    assert life.state().outline.since == at.date()


def test_answers_of_another_questionnaire_do_not_hide_the_verdict(content: Content) -> None:
    dialogue = unplanned("urgent", "48h")
    dialogue.aside = {"facts": {}, "trail": [], "draft": {}, "asked_again": [], "one_by_one": [], "changing": False,
                      "verdict": dialogue.verdict}  # fmt: skip
    dialogue.verdict = None

    assert seen(state_of(content, dialogue, NOW)) == ("red", "care")


def test_what_is_unresolved_longest_says_since_when(content: Content) -> None:
    life = lived(content, "p4", "p4", "p4", "p3 !swelling")

    assert seen(life.state()) == ("red", "D2")
    assert since_day(life, life.state()) == 3


# grey


def test_three_days_without_an_answer_are_grey(content: Content) -> None:
    life = lived(content, *CALM)

    assert [seen(life.state(later))[0] for later in (1, 2, 3, 4, 5, 13)] == ["green"] * 3 + ["grey"] * 3
    assert life.state(4).way.reason == "silent"
    assert since_day(life, life.state(4)) == 3


def test_a_runner_who_never_answered_is_grey_after_three_days(content: Content) -> None:
    life = lived(content)

    assert [life.state(later).outline.status for later in (0, 2, 3)] == ["green", "green", "grey"]
    assert seen(life.state(3)) == ("grey", "never")
    assert life.state(3).outline.last_answer is None
    assert life.state(3).outline.since == BEGAN


def test_a_plan_made_after_its_hour_counts_from_the_next_day(content: Content) -> None:
    life = lived(content)
    life.more["rhythm"] = {"started": (BEGAN + timedelta(days=1)).isoformat()}

    assert [life.state(later).outline.status for later in (3, 4)] == ["green", "grey"]


def test_a_red_runner_who_is_silent_for_six_days_stays_red(content: Content) -> None:
    life = lived(content, *CALM, "p2 !swelling")

    assert seen(life.state(later=7)) == ("red", "D2")
    assert life.state(later=7).outline.last_answer == life.date(4)


def test_a_careful_runner_who_falls_silent_turns_grey(content: Content) -> None:
    life = lived(content, *CALM, "p3 r5")

    assert [life.state(later).outline.status for later in (3, 4)] == ["amber", "grey"]


def test_a_pause_that_was_agreed_is_grey_too_and_says_so(content: Content) -> None:
    life = lived(content, *CALM).event("* pause 10")

    assert [seen(life.state(later)) for later in (2, 5)] == [("green", "on_level"), ("grey", "paused")]


def test_in_maintenance_only_check_ins_that_were_asked_for_are_missed(content: Content) -> None:
    life = lived(content, *["p1 r1", "p0"] * 7, start=KM)
    assert life.decision is not None
    assert life.decision.row == "D16"
    assert seen(life.state()) == ("green", "recovered")

    assert [life.state(later).outline.status for later in (5, 7, 9, 10)] == ["green", "green", "green", "grey"]


def test_back_after_two_weeks_of_silence_is_grey_until_a_new_plan(content: Content) -> None:
    life = lived(content, *CALM, *["(none)"] * 14, "p2")

    assert life.played.course.locked == "ended"
    assert seen(life.state()) == ("grey", "ended")


@pytest.mark.parametrize("days", [59, 60, 61, 90, 200])
def test_a_long_silence_comes_to_the_same_as_one_told_day_by_day(content: Content, days: int) -> None:
    told = lived(content, *CALM, *["(none)"] * days)

    assert lived(content, *CALM).state(later=days + 1) == told.state(later=1)
    assert seen(told.state(later=1)) == ("grey", "silent")


def test_triage_answered_in_a_silence_is_a_sign_of_life(content: Content) -> None:
    life = lived(content, *CALM, "(none)", "(none)", "(none)")
    assert seen(life.state(later=1)) == ("grey", "silent")

    assert seen(life.event("* restart modify").state(later=1))[0] == "green"


# amber


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (["p3 r5"], "D9"),
        (["p2 r2", "p2 worse"], "D9_morning"),
        (["p5", "p5"], "D11"),
        (["p3 r3", "p3", "p3 r3", "p3", "p3 r3"], "D14"),
        (["p5", "p2", "p5"], "watched"),
        (["p4", "p4"], "watched"),
        (["p4", "p5"], "watched"),
        (["p2 r2 over", "p2", "p2 r2 over"], "over"),
    ],
)
def test_a_step_back_and_days_to_watch_are_amber(content: Content, days: list[str], reason: str) -> None:
    life = lived(content, *["p2"] * 7, *days)

    assert seen(life.state()) == ("amber", reason)
    assert since_day(life, life.state()) == 7 + len(days)


@pytest.mark.parametrize(
    "days",
    [["p3 r3"], ["p2 r2", "p2"], ["p5"], ["p3 r3", "p3", "p3 r3"], ["p4"], ["p2 r2 over"], ["p3", "p3"]],
)
def test_less_than_that_is_green(content: Content, days: list[str]) -> None:
    assert seen(lived(content, *["p2"] * 7, *days).state()) == ("green", "on_level")


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [(["p3 r5"], 6, 7), (["p2 r2 over", "p2", "p2 r2 over"], 4, 5), (["p4", "p2", "p4"], 4, 5)],
)
def test_seven_days_later_it_is_over(content: Content, days: list[str], first: int, last: int) -> None:
    life = lived(content, *["p2"] * 7, *days)

    assert seen(life.days(*["p2"] * first).state())[0] == "amber"
    assert seen(life.days(*["p2"] * (last - first)).state())[0] == "green"


@pytest.mark.parametrize(("risen", "status"), [(17, "amber"), (16, "green")])
def test_a_week_that_was_clearly_harder_is_amber(content: Content, risen: int, status: str) -> None:
    life = lived(content, *["p2"] * 7).event("* week 25").days(*["p2"] * 7).event(f"* week {25 + risen}")
    assert seen(life.state())[0] == status

    life.days(*["p2"] * 7)
    assert seen(life.state())[0] == "green"


def test_rest_by_the_verdict_is_amber_from_its_first_day(content: Content) -> None:
    life = lived(content, "p4", start=RESTING)
    assert seen(life.state()) == ("amber", "rest")
    assert since_day(life, life.state()) == 1

    life.days("p2", "p2 walk")
    assert seen(life.state()) == ("green", "on_level")


def test_rest_after_triage_was_answered_again_is_amber(content: Content) -> None:
    life = lived(content, *CALM, "p2 !swelling").event("* restart rest")

    assert seen(life.state(later=1)) == ("amber", "rest")
    assert since_day(life, life.state(later=1)) == 4


@pytest.mark.parametrize(("days", "reason"), [(3, "rest_again"), (16, "long_rest")])
def test_rest_that_triage_ordered_takes_the_place_of_one_that_was_red(content: Content, days: int, reason: str) -> None:
    life = lived(content, *["p4"] * days, start=SORE if days == 3 else RESTING)
    assert seen(life.state()) == ("red", reason)

    life.days("p4 !swelling").event("* restart rest")
    assert seen(life.state()) == ("amber", "rest")


def test_a_level_that_does_not_rise_for_weeks_is_amber_while_the_weekly_look_says_so(content: Content) -> None:
    life = lived(content, *["p3"] * 28)
    assert life.played.course.advised == {"D21": 28}
    assert seen(life.state()) == ("amber", "advice")
    assert life.state().way.advice

    life.days(*["p1"] * 7)
    assert life.played.course.advised == {"D21": 28}
    assert seen(life.state()) == ("green", "on_level")


@pytest.mark.parametrize("row", ["D22", "D23"])
def test_an_advice_that_is_given_once_stays_open_until_a_visit_or_for_four_weeks(content: Content, row: str) -> None:
    life = lived(content, *["p2"] * 10)
    course = life.played.course
    life.played.course = replace(course, advised={row: 10}, looked_on=10)
    assert seen(life.state()) == ("amber", "advice")
    assert since_day(life, life.state()) == 10

    life.more["care"] = {"seen": life.now().isoformat()}
    assert seen(life.state())[0] == "green"

    life.more.clear()
    life.days(*["p2"] * 27)
    life.played.course = replace(life.played.course, advised={row: 10})
    assert seen(life.state()) == ("amber", "advice")
    life.days("p2")
    life.played.course = replace(life.played.course, advised={row: 10})
    assert seen(life.state())[0] == "green"


def test_maintenance_ends_an_open_advice(content: Content) -> None:
    life = lived(content, *["p1 r1", "p0"] * 7, start=KM)
    life.played.course = replace(life.played.course, advised={"D23": 14})

    assert not life.state().way.advice


# which wins


def test_red_comes_before_amber_and_amber_before_green(content: Content) -> None:
    assert seen(lived(content, *CALM, "p3 r5", "p2 limp").state())[0] == "red"
    assert seen(lived(content, *CALM, "p3 r5", "p2", "p2").state())[0] == "amber"


def test_every_row_that_colours_a_status_is_a_row_of_the_table(content: Content) -> None:
    rows = content.squads.rows
    named = frozenset().union(*(getattr(rows, name) for name in type(rows).__slots__))
    table, _ = tables()

    assert named <= set(table.row)


def test_the_reason_of_every_colour_has_words(content: Content) -> None:
    rows, texts = content.squads.rows, content.texts("en")
    reasons = [*rows.locked, *rows.stepped, "locked", "care", "window", "rest_again", "long_rest", "silent", "never",
               "paused", "ended", "no_plan", "rest", "meanwhile", "D9_morning", "watched", "score", "advice", "over",
               "on_plan", "on_level", "on_km", "recovered"]  # fmt: skip

    assert [key for key in reasons if not texts.has(f"squads.reasons.{key}")] == []
    assert set(texts.under("squads.reasons")) == set(reasons)


# whether running is allowed


def allowed(life: Life, later: int = 0) -> Any:
    return life.state(later).outline.allowed


def test_running_is_allowed_by_the_last_answer_and_the_plan(content: Content) -> None:
    assert allowed(lived(content, *CALM)) is True
    assert allowed(lived(content, *CALM), later=1) is True
    assert allowed(lived(content, *CALM, "p2 r2")) is False
    assert allowed(lived(content, "p4")) is False
    assert allowed(lived(content, *CALM, "p2 limp")) is False
    assert allowed(lived(content, "p4", start=RESTING)) is False
    assert allowed(lived(content, *CALM, "p2 limp"), later=10) is False


def test_without_an_answer_it_is_not_known_unless_it_is_surely_not_allowed(content: Content) -> None:
    assert allowed(lived(content, *CALM), later=2) is None
    assert allowed(lived(content, *CALM), later=5) is None
    assert allowed(lived(content, "p4"), later=5) is False
    assert allowed(lived(content, *CALM, "p2 !swelling"), later=5) is False


@pytest.mark.parametrize(
    ("lines", "may_run"),
    [
        ((), True),
        (("/triage", "[Knee hot, swollen, red or dark]"), False),
        (("/triage", "[Knee hot, swollen, red or dark]", "/today"), False),
        (("/triage", "[Knee hot, swollen, red or dark]", "/checkin"), False),
        (("chest pain",), None),
        (("chest pain", "/export"), None),
        (("my knee is swollen",), None),
        (("/checkin", "[Something to tell]", "[5]", "/today"), None),
        (("chest pain", "no"), True),
    ],
)
def test_what_holds_a_run_back_for_the_runner_does_so_for_a_coach(
    content: Content, lines: tuple[str, ...], may_run: bool | None
) -> None:
    conversation = planned(content, "/checkin", "[Quiet, no run]", pain_run=3)
    conversation.later(days=1)
    for line in lines:
        conversation.says(line)

    assert state_of(content, conversation.dialogue, conversation.now).outline.allowed is may_run
