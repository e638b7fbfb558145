"""What a plan could do wrong by a slip: the wrong day, a sign that waits, a visit that never was, the wrong knee."""

import pytest
from support.conversation import Conversation, toasts
from support.plan import planned
from support.walk import at, go_on_to

from dialogs.content import Content
from dialogs.events import Due, read_tap
from dialogs.replies import CheckedIn, Message, Priority, Reply

URGENT = {"knee_locked": True}
MAY_RUN = "[Seen, and I may run]"


def asked(content: Content) -> Conversation:
    """A runner with a plan who was asked at their hour."""
    conversation = planned(content, pain_run=3)
    conversation.falls_due(*conversation.next_due())
    return conversation


def checked_in(conversation: Conversation) -> list[CheckedIn]:
    return [record for record in conversation.records if isinstance(record, CheckedIn)]


def keys(replies: tuple[Reply, ...]) -> list[str]:
    return [reply.text for reply in replies if isinstance(reply, Message)]


# the wrong day


def test_a_card_answered_next_morning_is_for_the_day_it_asked_about_and_says_so(content: Content) -> None:
    conversation = asked(content)
    evening = conversation.now.date()
    conversation.later(hours=14)
    conversation.says("[Quiet, no run]")

    (record,) = checked_in(conversation)
    assert record.local_date == evening.isoformat()
    assert record.body["answers"]["late"] is True
    assert f"{evening.day} December, a day late" in conversation.open_cards[-1].text


def test_todays_question_still_comes_after_a_late_answer(content: Content) -> None:
    conversation = asked(content)
    conversation.later(hours=14)
    today = conversation.now.date()
    conversation.says("[Quiet, no run]")

    kind, when = conversation.next_due()
    assert (kind, when.date()) == ("check_in", today)


def test_who_checks_in_by_themselves_next_morning_tells_of_today(content: Content) -> None:
    conversation = asked(content)
    conversation.later(hours=14)
    conversation.says("/checkin")
    conversation.says("[Quiet, no run]")

    assert [record.local_date for record in checked_in(conversation)] == [conversation.now.date().isoformat()]


# a sign in the check-in


def test_a_sign_of_an_emergency_in_the_check_in_brings_the_number_first_and_the_first_questions_next(
    content: Content,
) -> None:
    conversation = asked(content)
    for line in ("[Something to tell]", "[2]", "[No run]", "[Chest, breath or a numb foot]"):
        conversation.says(line)
    said = conversation.says("[Done]")

    assert keys(said)[:2] == ["emergency_card", "retriage_now"]
    assert next(reply.priority for reply in said if isinstance(reply, Message)) is Priority.SAFETY
    assert conversation.dialogue.state == "right_now"


def test_a_sore_warm_up_ends_in_no_run(content: Content) -> None:
    conversation = planned(content, "/today", "[Warm up for the run]", pain_run=3)
    conversation.says("[4 or more, sharp, or a limp]")

    assert "No run today" in conversation.open_cards[-1].text


# a visit that never was, or was heard wrongly


def test_who_was_sent_nowhere_can_tell_of_no_clearance(content: Content) -> None:
    conversation = planned(content, pain_run=3)
    before = conversation.dialogue.plan

    assert keys(conversation.says("/seen"))[0] == "seen_nothing"
    assert conversation.dialogue.plan == before


@pytest.mark.parametrize(("tap", "level"), [("[Start at the lowest level]", 1), ("[4]", 4)])
def test_who_is_cleared_begins_at_the_lowest_level_or_the_one_that_was_named(
    content: Content, tap: str, level: int
) -> None:
    conversation = at(content, "verdict", **URGENT)
    for line in ("/seen", MAY_RUN, tap):
        conversation.says(line)
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")

    assert conversation.dialogue.plan is not None
    assert conversation.dialogue.plan["course"]["level"] == level


@pytest.mark.parametrize("answer", ["[Seen, no running yet]", "[Not seen yet]"])
def test_without_a_clearance_there_is_no_plan(content: Content, answer: str) -> None:
    conversation = at(content, "verdict", **URGENT)
    conversation.says("/seen")
    conversation.says(answer)
    conversation.says("/plan")

    assert conversation.dialogue.plan is None


def test_a_milder_verdict_after_an_urgent_one_opens_no_plan(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    conversation.later(days=3)
    conversation.says("/triage")
    go_on_to(conversation, "verdict", pain_run=1)
    said = conversation.says("/plan")

    assert "plan_closed" in keys(said)
    assert conversation.dialogue.plan is None


def test_who_was_sent_to_care_is_asked_once_if_they_were_seen(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    kind, when = conversation.next_due()
    said = conversation.falls_due(kind, when)

    assert kind == "seen"
    assert keys(said) == ["seen_ask"]
    assert conversation.hear(Due(kind, when)) == ()


def test_whether_they_were_seen_waits_for_a_triage_left_open_beneath(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    conversation.says("/triage")
    conversation.says("none")
    conversation.later(days=2)
    conversation.says("18 to 24")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "resume")
    conversation.says("/exercises")
    kind, when = conversation.next_due()
    card = conversation.open_cards[-1]

    assert kind == "seen"
    assert conversation.falls_due(kind, when) == ()
    assert conversation.open_cards == [card]
    assert "stale" not in toasts(conversation.hear(read_tap(card.rows[0][0].tap)))
    assert conversation.next_due()[0] == "seen"


# the wrong knee


@pytest.mark.parametrize("side", ["Left", "Right", "Both"])
def test_plan_and_day_name_the_knee_they_are_for(content: Content, side: str) -> None:
    conversation = at(content, "verdict", pain_run=3)
    conversation.says("/plan")
    conversation.says(f"[{side}]")
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    plan = conversation.open_cards[-1].text
    conversation.says("/today")

    for text in (plan, conversation.open_cards[-1].text):
        assert f"{side.lower()} knee" in text.splitlines()[0]
