"""The questions that make a plan: nothing that is only looked at in between loses an answer to them."""

import pytest
from support.conversation import Conversation
from support.walk import at

from dialogs.content import Content
from dialogs.replies import Message, Reply


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The messages among replies."""
    return [reply.text for reply in replies if isinstance(reply, Message)]


def half_made(content: Content) -> Conversation:
    """A runner half-way through the questions that make a plan."""
    conversation = at(content, "verdict", pain_run=3)
    for line in ("[Make my plan]", "[Left]", "25 km", "3"):
        conversation.says(line)
    return conversation


@pytest.mark.parametrize("command", ["/start", "/today", "/plan", "/report", "/exercises", "/checkin"])
def test_what_needs_a_plan_waits_until_its_questions_are_answered(content: Content, command: str) -> None:
    conversation = half_made(content)
    told = dict(conversation.dialogue.facts)

    assert keys(conversation.says(command)) == ["plan_first", "question"]
    assert conversation.dialogue.facts == told
    assert "longest run" in conversation.cards[-1].text


@pytest.mark.parametrize("between", ["/progress", "/help", "/settings", "/squad"])
def test_nothing_between_loses_an_answer_to_the_questions_of_a_plan(content: Content, between: str) -> None:
    conversation = half_made(content)
    told = dict(conversation.dialogue.facts)

    conversation.says(between)
    conversation.says("/plan")

    assert conversation.dialogue.facts == told
    assert "longest run" in conversation.cards[-1].text


def test_cancel_still_drops_the_questions_of_a_plan(content: Content) -> None:
    conversation = half_made(content)

    assert keys(conversation.says("/cancel"))[0] == "form_dropped"
    assert conversation.dialogue.plan is None
