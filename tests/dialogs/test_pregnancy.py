"""While a runner is pregnant the plan is short and easy, and does not go up; steps down stay as they are."""

from dataclasses import replace

import pytest
from support.conversation import Conversation
from support.courses import Played, begun
from support.plan import planned
from support.walk import go_on_to

from dialogs.content import Content
from dialogs.course import Course
from dialogs.deciding import Decision
from dialogs.level_steps import by_hand
from dialogs.load import Baseline

LADDER = {"disposition": "modify", "mode": "ladder", "level": 6, "pain_run": 2, "pain_daily": 1}
KM = {"disposition": "modify", "mode": "km", "km_week": 40, "km_plan": 20, "runs_week": 3, "pain_run": 2}
GOOD_RUN = ("p1 r1", "p1")


def course_of(start: dict[str, object], *, pregnant: bool) -> Played:
    played = begun(start)
    played.course = replace(played.course, pregnant=pregnant)
    return played


def lived(played: Played, times: int = 8) -> list[Decision]:
    return [played.day(answers) for _ in range(times) for answers in GOOD_RUN]


def stored(conversation: Conversation) -> Course:
    assert conversation.dialogue.plan is not None
    return Course.from_dict(conversation.dialogue.plan["course"])


def told_again(conversation: Conversation, **facts: object) -> None:
    conversation.later(days=1)
    conversation.says("/triage")
    go_on_to(conversation, "verdict", **facts)


@pytest.mark.parametrize("start", [LADDER, KM], ids=["ladder", "km"])
def test_good_runs_take_no_pregnant_runner_up_and_everybody_else(start: dict[str, object]) -> None:
    held, free = course_of(start, pregnant=True), course_of(start, pregnant=False)
    before = held.course.amount
    for played in (held, free):
        lived(played)

    assert held.course.amount == before
    assert free.course.amount is not None
    assert before is not None
    assert free.course.amount > before


@pytest.mark.parametrize("start", [LADDER, KM], ids=["ladder", "km"])
def test_a_bad_run_takes_a_pregnant_runner_down_as_anybody(start: dict[str, object]) -> None:
    held, free = course_of(start, pregnant=True), course_of(start, pregnant=False)

    assert held.day("p5 r5") == free.day("p5 r5")
    assert (held.course.amount or 0) < (begun(start).course.amount or 0)


@pytest.mark.parametrize("start", [LADDER, KM], ids=["ladder", "km"])
def test_a_pregnant_runner_goes_down_by_hand_and_not_up(start: dict[str, object]) -> None:
    played = course_of(start, pregnant=True)
    for _ in range(3):
        played.day("p1")
    course, day = played.course, played.course.day + 1

    assert by_hand(played.table, played.load, course, day, 1) == course
    assert (by_hand(played.table, played.load, course, day, -1).amount or 0) < (course.amount or 0)


def test_the_runner_is_told_why_and_the_row_that_a_coach_may_see_tells_nothing() -> None:
    decisions = lived(course_of(LADDER, pregnant=True))

    assert all("pregnant" in decision.because for decision in decisions[1::2])
    assert {decision.row for decision in decisions} == {"D18", "D20"}


def test_a_plan_made_while_pregnant_says_that_it_holds_and_whom_to_ask(content: Content) -> None:
    conversation = planned(content, pregnant=True)
    told = conversation.cards[-1].text
    conversation.says("/plan")
    week = conversation.open_cards[-1].text

    for text in (told, week):
        assert "It stays at that while you are pregnant. Please ask your midwife or doctor" in text
        assert "up" not in text.replace("Ups and downs", "").split()
    assert stored(conversation).pregnant


def test_a_step_up_by_hand_is_refused_with_the_reason(content: Content) -> None:
    conversation = planned(content, "/plan", pregnant=True)
    before = stored(conversation)
    conversation.says("[One step up]")

    assert "Not while you are pregnant" in conversation.open_cards[-1].text
    assert stored(conversation) == before


def test_runs_by_distance_have_walk_breaks_while_pregnant(content: Content) -> None:
    load, facts = content.load, {"km_week": 40.0, "runs_week": 4, "pain_run": 1}

    assert load.first("modify", Baseline(**facts, pregnant=True)).run_walk
    assert not load.first("modify", Baseline(**facts)).run_walk


def test_a_pregnancy_told_later_starts_the_plan_again_lower_and_holds_it(content: Content) -> None:
    conversation = planned(content, pain_run=2, load_change="big")
    before = stored(conversation)
    told_again(conversation, pregnant=True)
    lower = stored(conversation)
    told_again(conversation, pregnant=True)

    assert before.level is not None
    assert (lower.pregnant, lower.level) == (True, before.level - 2)
    assert stored(conversation).level == lower.level


def test_who_ran_as_before_gets_short_runs_with_walks_once_pregnant(content: Content) -> None:
    conversation = planned(content)
    assert stored(conversation).mode == "as_now"
    told_again(conversation, pregnant=True)

    course = stored(conversation)
    assert (course.mode, course.level, course.pregnant) == ("ladder", content.load.ladder_numbers.entry_modify, True)


def test_a_plan_goes_up_again_once_the_first_questions_say_so(content: Content) -> None:
    conversation = planned(content, pregnant=True)
    told_again(conversation)

    assert not stored(conversation).pregnant


def test_what_was_not_asked_leaves_a_pregnancy_as_it_was(content: Content) -> None:
    conversation = planned(content, pregnant=True)
    told_again(conversation, chest_pain_or_breathless=True)

    assert "pregnant" not in conversation.dialogue.facts
    assert stored(conversation).pregnant
