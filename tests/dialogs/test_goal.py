"""The runner's own goal: fewer km a week can be enough, and then the plan goes up no further."""

from collections.abc import Callable

import pytest
from support.conversation import Conversation
from support.plan import planned
from support.walk import at

from dialogs.content import Content
from dialogs.course import Course
from dialogs.events import Go
from dialogs.lived import facts_told, step_of_day


def in_km(content: Content, km_week: str = "40", pain_run: int = 2) -> Conversation:
    """A runner with a plan in km, on the card of the week."""
    conversation = at(content, "verdict", pain_run=pain_run, load_change="big")
    for line in ("/plan", "skip", km_week, "4", "12"):
        conversation.says(line)
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    conversation.says("/plan")
    return conversation


def course(conversation: Conversation) -> Course:
    return Course.from_dict((conversation.dialogue.plan or {})["course"])


def labels(conversation: Conversation) -> list[str]:
    return [button.label for row in conversation.cards[-1].rows for button in row]


def test_a_goal_below_the_usual_week_is_one_tap_and_the_week_says_so(content: Content) -> None:
    conversation = in_km(content)
    conversation.says("[My own goal]")
    assert labels(conversation)[:6] == [f"{km} km a week" for km in (5, 10, 15, 20, 25, 30)]

    conversation.says("[20 km a week]")
    assert "20 km a week" in conversation.cards[-1].text

    conversation.says("/plan")
    assert "up to your own goal of 20 km and no further" in conversation.cards[-1].text
    assert (course(conversation).km_goal, course(conversation).km_aim) == (20, 20)


def test_a_goal_is_taken_away_as_easily(content: Content) -> None:
    conversation = in_km(content)
    for line in ("[My own goal]", "[20 km a week]", "/plan", "[My own goal]", "[As before the pain]", "/plan"):
        conversation.says(line)

    assert "your usual 40 km" in conversation.cards[-1].text
    assert course(conversation).km_goal is None


def test_an_answer_that_is_changed_later_the_same_day_leaves_the_goal_as_it_is(content: Content) -> None:
    conversation = in_km(content)
    for line in ("/checkin", "[Quiet, no run]", "/plan", "[My own goal]", "[20 km a week]"):
        conversation.says(line)
    conversation.says("/checkin")
    while conversation.dialogue.flow == "check_in":
        told = step_of_day(conversation.dialogue, conversation.cards[-1].rows, facts_told("p1 r1") or {})
        assert told is not None
        conversation.hear(told)

    assert course(conversation).history[-1].run is not None
    assert course(conversation).km_goal == 20


@pytest.mark.parametrize(
    "conversation",
    [
        pytest.param(lambda content: in_km(content, km_week="5"), id="nothing is less"),
        pytest.param(lambda content: planned(content, "/plan", pain_run=3), id="a plan in minutes"),
    ],
)
def test_where_less_cannot_be_meant_no_goal_is_offered(
    content: Content, conversation: Callable[[Content], Conversation]
) -> None:
    there = conversation(content)
    before = course(there)

    assert "My own goal" not in labels(there)
    there.hear(Go(there.dialogue.turn, "goal_5"))
    assert course(there) == before


@pytest.mark.parametrize("place", ["goal_7", "goal_40", "goal_", "goal_x", "goal_-5"])
def test_what_was_not_offered_is_no_goal(content: Content, place: str) -> None:
    conversation = in_km(content)
    conversation.hear(Go(conversation.dialogue.turn, place))

    assert course(conversation).km_goal is None
