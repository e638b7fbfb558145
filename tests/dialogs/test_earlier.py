"""Who was sent to care and asks again reads that it still stands, until a clinician has seen the knee."""

import pytest
from support.conversation import Conversation
from support.walk import agreed, at, go_on_to

from dialogs.content import Content
from dialogs.replies import Message, Priority, Reply

URGENT = {"knee_locked": True}
MILD = {"pain_run": 1}


def sent_to_care(content: Content, **facts: object) -> Conversation:
    return at(content, "verdict", **(facts or URGENT))


def asks_again(conversation: Conversation, **facts: object) -> list[Message]:
    """Start afresh and answer; the messages of the turn with the verdict."""
    conversation.says("/triage")
    return last_turn(conversation, **facts)


def last_turn(conversation: Conversation, **facts: object) -> list[Message]:
    said: list[tuple[Reply, ...]] = []
    hear = conversation.hear
    conversation.hear = lambda event: said.append(hear(event)) or said[-1]  # type: ignore[method-assign]
    go_on_to(conversation, "verdict", **facts)
    conversation.hear = hear  # type: ignore[method-assign]
    return [reply for reply in said[-1] if isinstance(reply, Message)]


def test_a_milder_verdict_comes_with_what_was_said_before(content: Content) -> None:
    conversation = sent_to_care(content)
    conversation.later(days=3)

    note, verdict = asks_again(conversation)

    assert (note.text, note.priority) == ("earlier_stands", Priority.SAFETY)
    assert "3 days ago I asked you to have this knee seen within 48 hours" in conversation.text(note)
    assert "do not run until then" in conversation.text(note)
    assert verdict.text == "verdict_run"


def test_it_is_said_again_whenever_the_milder_verdict_is(content: Content) -> None:
    conversation = sent_to_care(content)
    asks_again(conversation)
    conversation.says("[Why do you say this?]")

    said = conversation.says("[Back to result]")

    assert [reply.text for reply in said if isinstance(reply, Message)] == ["earlier_stands", "verdict_run"]
    assert len(conversation.open_cards) == 1


def test_an_emergency_before_it_stands_too(content: Content) -> None:
    conversation = agreed(content)
    conversation.says("[Cold, numb or floppy foot]")

    note, _ = asks_again(conversation)

    assert "get emergency help" in conversation.text(note)
    assert "999" in conversation.text(note)


@pytest.mark.parametrize("ways", [["/triage"], ["[Start afresh]"], ["[Start afresh]", "/cancel", "/triage"]])
def test_every_way_to_begin_anew_remembers_it(content: Content, ways: list[str]) -> None:
    conversation = sent_to_care(content)
    for line in ways:
        conversation.says(line)

    assert last_turn(conversation)[0].text == "earlier_stands"


def test_it_is_remembered_when_a_runner_goes_on_days_later(content: Content) -> None:
    conversation = sent_to_care(content, cannot_walk_4_steps=True)
    conversation.later(days=2)
    for line in ("[My answers]", "[Go on]"):
        conversation.says(line)

    assert last_turn(conversation)[0].text == "earlier_stands"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"knee_locked": True}, {"knee_locked": True}),
        ({"knee_locked": True}, {"calf_swelling": True}),
        ({"walk_pain": True}, {"knee_locked": True}),
        ({"pain_run": 5}, {}),
        ({}, {}),
    ],
)
def test_as_urgent_a_verdict_or_a_mild_one_before_needs_no_such_words(
    content: Content, before: dict[str, object], after: dict[str, object]
) -> None:
    conversation = at(content, "verdict", **before)

    assert asks_again(conversation, **after)[0].text != "earlier_stands"


def test_the_most_urgent_of_several_is_the_one_that_stands(content: Content) -> None:
    conversation = sent_to_care(content)
    asks_again(conversation, walk_pain=True)

    note, _ = asks_again(conversation)

    assert "within 48 hours" in conversation.text(note)


def test_after_14_days_nothing_is_said(content: Content) -> None:
    conversation = sent_to_care(content)
    conversation.later(days=14.1)

    assert [one.text for one in asks_again(conversation)] == ["verdict_run"]


def test_a_visit_until_which_running_was_fine_forbids_no_run(content: Content) -> None:
    conversation = at(content, "verdict", duration="over_6_weeks_not_improving", pain_run=3)

    note, _ = asks_again(conversation)

    assert "do not run" not in conversation.text(note)


def test_a_slip_and_a_changed_answer_are_corrections(content: Content) -> None:
    slipped = agreed(content)
    for line in ("[Cold, numb or floppy foot]", "[That was a slip]"):
        slipped.says(line)
    assert [one.text for one in last_turn(slipped)] == ["verdict_run"]

    changed = at(content, "verdict", giving_way=True)
    for line in ("[My answers]", "[Knee and lower leg]", "[Buckled under me]", "[None of these]"):
        changed.says(line)
    assert [one.text for one in last_turn(changed)] == ["verdict_run"]


def test_it_is_said_also_where_the_country_is_asked_for_after_the_verdict(content: Content) -> None:
    conversation = at(content, "country", locale="en", knee_locked=True)
    conversation.says("/triage")
    go_on_to(conversation, "country", giving_way=True)

    assert sum("still stands" in card.text for card in conversation.cards) == 1
    assert len(conversation.open_cards) == 1


def test_deleting_forgets_it(content: Content) -> None:
    conversation = sent_to_care(content)
    for line in ("[Start afresh]", "/delete", "[Delete everything]"):
        conversation.says(line)

    assert conversation.dialogue.earlier is None
