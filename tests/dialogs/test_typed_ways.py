"""Where typed words lead between questions: to what the button of that name does; else nowhere, and that is said."""

import pytest
from support.plan import planned
from support.walk import at

from dialogs.content import Content
from dialogs.replies import Message, Reply


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The messages among replies."""
    return [reply.text for reply in replies if isinstance(reply, Message)]


# the words of a button


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Make my plan", "question"),
        ("make a plan", "question"),
        ("why", "why_verdict"),
        ("What would change this?", "what_changes"),
        ("back to result", "verdict_modify"),
        ("start over", "question"),
    ],
)
def test_the_words_of_a_button_under_a_verdict_do_what_it_does(content: Content, text: str, told: str) -> None:
    assert keys(at(content, "verdict", pain_builds=True).says(text))[-1] == told


@pytest.mark.parametrize("text", ["so can I run tonight?", "thanks", "make my day"])
def test_other_words_change_nothing_about_a_verdict_and_that_is_said(content: Content, text: str) -> None:
    conversation = at(content, "verdict", pain_builds=True)
    before = conversation.dialogue.verdict

    assert keys(conversation.says(text)) == ["menu_again"]
    assert conversation.dialogue.verdict == before


def test_no_words_make_a_plan_where_a_clinician_comes_first(content: Content) -> None:
    conversation = at(content, "verdict", limp_walking=True)

    assert keys(conversation.says("make my plan")) == ["menu_again"]
    assert conversation.dialogue.plan is None


def test_words_lead_to_old_answers_no_sooner_than_a_tap_does(content: Content) -> None:
    tapped, typed = at(content, "verdict", pain_builds=True), at(content, "verdict", pain_builds=True)
    for conversation in (tapped, typed):
        conversation.later(days=3)

    assert keys(typed.says("my answers")) == keys(tapped.says("[My answers]")) == ["resume"]


@pytest.mark.parametrize(
    ("text", "told"), [("my week", "plan_week"), ("Exercises", "exercises"), ("check in now", "question")]
)
def test_the_words_of_a_button_beside_a_plan_do_what_it_does(content: Content, text: str, told: str) -> None:
    assert keys(planned(content, pain_run=3).says(text)) == [told]


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [("/export", "Send me the files", "export_sent"), ("/delete", "Keep my answers", "delete_kept")],
)
def test_what_is_asked_back_once_can_be_answered_in_the_words_of_its_buttons(
    content: Content, command: str, text: str, told: str
) -> None:
    conversation = at(content, "verdict")
    conversation.says(command)

    assert told in keys(conversation.says(text))


# a verdict of long ago


def test_under_a_verdict_of_days_ago_it_is_said_how_old_it_is(content: Content) -> None:
    conversation = at(content, "verdict", pain_builds=True)
    conversation.later(days=3)

    assert keys(conversation.says("can I run again?")) == ["menu_old"]
    assert "3 days old" in conversation.cards[-1].text


@pytest.mark.parametrize(("days", "allowed"), [(13, True), (14, False), (35, False)])
def test_answers_as_old_as_a_silence_that_ends_a_plan_begin_none(content: Content, days: int, *, allowed: bool) -> None:
    tapped, typed, called = (at(content, "verdict", pain_builds=True) for _ in range(3))
    for conversation in (tapped, typed, called):
        conversation.later(days=days)

    assert (keys(tapped.says("[Make my plan]")) == ["question"]) is allowed
    assert (keys(typed.says("make my plan")) == ["question"]) is allowed
    assert ("plan_none" in keys(called.says("/plan"))) is not allowed
    assert (tapped.dialogue.flow == typed.dialogue.flow == called.dialogue.flow == "plan") is allowed


def test_a_list_of_signs_is_ended_by_the_words_of_its_button(content: Content) -> None:
    conversation = planned(content, "/checkin", "something to tell", "2", "no run", pain_run=3)

    assert keys(conversation.says("nothing new"))[-1] == "decision"


def test_words_that_fit_nothing_beside_an_emergency_bring_the_number_again(content: Content) -> None:
    conversation = at(content, "verdict", knee_deformed=True)
    conversation.says("what now")
    assert "999" in conversation.cards[-1].text
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "verdict")
