"""Triage begun anew: the age is not asked again within days, everything that can change is."""

import pytest
from support.conversation import Conversation
from support.walk import at, go_on_to

from dialogs.content import Content
from dialogs.events import Tick


def again(content: Content, days: float, **facts: object) -> Conversation:
    """A runner who is at the first screen once more, so many days after a verdict."""
    conversation = at(content, "verdict", **facts)
    conversation.later(days=days)
    conversation.says("/triage")
    return conversation


@pytest.mark.parametrize(("days", "facts"), [(0, {"age_band": "45_54"}), (7, {"age_band": "45_54"}), (7.5, {})])
def test_the_age_alone_is_kept_for_a_week(content: Content, days: float, facts: dict[str, str]) -> None:
    conversation = again(content, days, age_band="45_54", pain_run=3, cancer_history=True)

    assert conversation.dialogue.state == "right_now"
    assert conversation.dialogue.facts == facts


def test_an_age_that_was_kept_is_said_in_place_of_its_question(content: Content) -> None:
    conversation = again(content, 1, age_band="45_54")
    conversation.says("[None of these]")

    assert conversation.dialogue.state == "injury_recent"
    assert "You told me your age: 45 to 54." in conversation.open_cards[-1].text
    conversation.says("[No]")
    assert "You told me your age" not in conversation.open_cards[-1].text


def test_who_starts_afresh_is_asked_the_age(content: Content) -> None:
    conversation = again(content, 1, age_band="45_54")
    conversation.says("[None of these]")
    conversation.says("/triage")
    conversation.says("[Start afresh]")

    assert conversation.dialogue.facts == {}


def test_a_parent_agrees_each_time(content: Content) -> None:
    conversation = again(content, 1, age_band="12_15")
    conversation.says("[None of these]")

    assert conversation.dialogue.state == "parent"
    conversation.says("[Back]")
    assert conversation.dialogue.state == "age_band"


def test_every_red_flag_is_asked_again(content: Content) -> None:
    conversation = again(content, 0)
    go_on_to(conversation, "verdict")

    answered = {name for group in conversation.dialogue.trail for name in group}
    asked = {name for name in content.triage.asked_when if name in conversation.dialogue.facts}
    assert asked - answered == {"age_band"}


def test_an_emergency_is_told_before_a_parent_is_asked_for_and_stands_when_the_kept_age_was_wrong(
    content: Content,
) -> None:
    conversation = again(content, 1, age_band="12_15")
    turn = conversation.dialogue.turn
    conversation.hear(Tick(turn, "right_now", "cannot_lift_straight_leg"))
    assert conversation.dialogue.state == "parent"
    assert "999" in conversation.cards[-2].text

    conversation.says("[Back]")
    assert conversation.dialogue.state == "age_band"
    conversation.says("[25 to 44]")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["disposition"] == "emergency"
