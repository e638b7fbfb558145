"""A day that was told already and is told again: after triage was answered on it, or where the calendar went back."""

import pytest
from support.conversation import Conversation
from support.plan import planned
from support.walk import go_on_to

from dialogs.content import Content
from dialogs.replies import CheckedIn

TOLD = ("[3]", "[No run]")


def decided(conversation: Conversation) -> list[str]:
    """The rows that decided the days so far."""
    return [record.body["decision"]["row"] for record in conversation.records if isinstance(record, CheckedIn)]


def back_on_plan(content: Content) -> Conversation:
    """A runner whom a sign stopped today, and whose answers to triage let them run on."""
    conversation = planned(content, "my knee is swollen", "yes", pain_run=3)
    go_on_to(conversation, "verdict", pain_run=3)
    return conversation


def test_who_checks_in_after_triage_on_the_same_day_is_heard(content: Content) -> None:
    conversation = back_on_plan(content)
    for line in ("/checkin", *TOLD, "[Nothing new]"):
        conversation.says(line)

    assert decided(conversation) == ["D2", "D19"]
    conversation.later(days=1)
    conversation.says("/today")
    assert "Level" in conversation.open_cards[-1].text


@pytest.mark.parametrize("lines", [("/checkin", *TOLD, "[Swelling]", "[Done]"), ("it locked up", "yes")])
def test_another_sign_on_the_day_triage_was_answered_stops_the_plan_again(
    content: Content, lines: tuple[str, ...]
) -> None:
    conversation = back_on_plan(content)
    for line in lines:
        conversation.says(line)

    assert decided(conversation) == ["D2", "D2"]
    conversation.says("/today")
    assert "Running has stopped until we know more" in conversation.open_cards[-1].text


def checks_in(conversation: Conversation, *news: str) -> None:
    """Tell of today: pain 3, no run, and this."""
    conversation.says("/checkin")
    if conversation.dialogue.state.startswith("gate"):
        conversation.says("[Something to tell]")
    for line in (*TOLD, *news):
        conversation.says(line)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("checked_in", [True, False])
@pytest.mark.parametrize("way", ["west over the date line", "the clock was set back"])
def test_a_sign_told_where_the_calendar_went_back_stops_the_plan(
    content: Content, way: str, checked_in: bool, typed: bool
) -> None:
    conversation = planned(content, pain_run=3)
    conversation.dialogue.settings["zone"] = "Pacific/Auckland"
    conversation.later(days=3)
    if checked_in:
        checks_in(conversation, "[Nothing new]")
    else:
        conversation.says("/checkin")
    if way == "the clock was set back":
        conversation.later(days=-1)
    else:
        conversation.dialogue.settings["zone"] = "Pacific/Honolulu"

    if typed:
        for line in ("it locked up", "yes"):
            conversation.says(line)
    else:
        checks_in(conversation, "[Swelling]", "[Done]")

    assert decided(conversation)[-1] == "D2"
    conversation.says("/today")
    assert "Running has stopped until we know more" in conversation.open_cards[-1].text


def test_what_was_told_of_a_day_is_corrected_where_the_calendar_went_back(content: Content) -> None:
    conversation = planned(content, pain_run=3)
    checks_in(conversation, "[Nothing new]")
    conversation.later(days=-1)
    checks_in(conversation, "[Nothing new]")

    one, other = (record for record in conversation.records if isinstance(record, CheckedIn))
    assert (one.local_date, one.body) == (other.local_date, other.body)
