"""What a plan could do wrong by a slip: the wrong day, a sign that waits, a visit that never was, the wrong knee."""

from datetime import UTC, datetime

import pytest
from support.conversation import Conversation, toasts
from support.plan import planned
from support.walk import at, go_on_to

from dialogs.content import Content
from dialogs.events import Due, read_tap
from dialogs.replies import CheckedIn, Message, OfferedLater, Priority, Reply, Scheduled

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


@pytest.mark.parametrize(("tap", "level"), [("[Start at the lowest level]", 1), ("[3]", 3)])
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


def test_a_high_level_counts_only_once_it_was_said_again(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    for line in ("/seen", MAY_RUN, "[4]"):
        conversation.says(line)
    assert "Did they name this very level?" in conversation.open_cards[-1].text
    asks_which = keys(conversation.says("[Another level]"))

    conversation.says("[8]")
    conversation.says("[Yes, level 8 was named]")
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")

    assert asks_which == ["seen_level"]
    assert conversation.dialogue.plan is not None
    assert conversation.dialogue.plan["course"]["level"] == 8


def test_a_clearance_that_was_a_slip_is_taken_back_and_asked_for_again(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    due = conversation.next_due()
    for line in ("/seen", MAY_RUN, "[3]"):
        conversation.says(line)
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    said = conversation.says("[A slip: no running yet]")

    assert keys(said) == ["seen_taken_back", "seen_ask"]
    assert conversation.dialogue.plan is not None
    assert conversation.dialogue.plan["course"]["locked"] == "closed"
    assert conversation.next_due() == due
    conversation.says("[Seen, no running yet]")
    assert "Warm up for the run" not in str(conversation.says("/today"))


def test_a_clearance_taken_back_leaves_the_plan_that_waited_as_it_was(content: Content) -> None:
    conversation = planned(content, pain_run=3)
    conversation.says("/triage")
    go_on_to(conversation, "verdict", **URGENT)
    before = conversation.dialogue.plan
    for line in ("/seen", MAY_RUN, "[Start at the lowest level]"):
        conversation.says(line)
    assert conversation.dialogue.plan != before
    conversation.says("/seen")
    conversation.says("[A slip: no running yet]")

    assert conversation.dialogue.plan == before


def test_a_check_in_after_a_clearance_that_is_taken_back_is_kept_and_the_plan_closed(content: Content) -> None:
    conversation = planned(content, pain_run=3)
    conversation.says("/triage")
    go_on_to(conversation, "verdict", **URGENT)
    for line in ("/seen", MAY_RUN, "[Start at the lowest level]", "/checkin", "[3]", "[No run]", "none"):
        conversation.says(line)
    conversation.says("/seen")
    conversation.says("[A slip: no running yet]")

    assert conversation.dialogue.plan is not None
    assert conversation.dialogue.plan["course"]["locked"] == "closed"
    assert conversation.dialogue.plan["told"]["pain"] == 3


def test_a_clearance_can_be_taken_back_on_its_day_only(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    for line in ("/seen", MAY_RUN, "[3]", "/exercises", "/seen"):
        conversation.says(line)
    assert "take_back" in str(conversation.open_cards[-1].rows)
    conversation.later(days=1)

    assert keys(conversation.says("/seen"))[0] == "seen_nothing"
    assert "take_back" not in str(conversation.open_cards[-1].rows)


def test_a_level_named_holds_for_the_plan_made_later_until_triage_is_answered_anew(content: Content) -> None:
    conversation = at(content, "verdict", **URGENT)
    for line in ("/seen", MAY_RUN, "[3]", "/exercises"):
        conversation.says(line)
    other = Conversation(content, dialogue=conversation.dialogue.copy(), now=conversation.now)
    conversation.says("/plan")
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    other.later(days=3)
    other.says("/triage")
    go_on_to(other, "verdict", pain_run=5)
    other.says("/plan")
    while other.dialogue.flow == "plan":
        other.says("skip")

    assert conversation.dialogue.plan is not None
    assert conversation.dialogue.plan["course"]["level"] == 3
    assert other.dialogue.plan is not None
    assert other.dialogue.plan["course"]["rest_from"] == 1


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


def test_what_is_to_come_looks_the_same_for_all_in_the_store(content: Content) -> None:
    sent, training = at(content, "verdict", **URGENT), planned(content, pain_run=3)
    both = planned(content, pain_run=3)
    both.says("/triage")
    go_on_to(both, "verdict", duration="over_6_weeks_not_improving", pain_run=3)

    for conversation in (sent, training, both):
        scheduled = [record for record in conversation.records if isinstance(record, Scheduled)]
        assert [one.kind for one in scheduled[-1].upcoming] == ["planned"]
    kind, when = sent.next_due()
    assert kind == "seen"
    sent.now = when
    assert keys(sent.hear(Due("planned", when))) == ["seen_ask"]


def test_a_visit_is_asked_for_beside_the_questions_of_a_plan(content: Content) -> None:
    conversation = planned(content, pain_run=3)
    conversation.says("/triage")
    go_on_to(conversation, "verdict", duration="over_6_weeks_not_improving", pain_run=3)
    told = []
    while conversation.dialogue.due and len(told) < 60:
        told += keys(conversation.falls_due(*conversation.next_due()))

    assert "seen_ask" in told


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


def test_the_card_of_a_week_without_an_answer_says_that_nothing_is_known(content: Content) -> None:
    conversation = planned(content, "/today", "[More]", pain_run=3)
    (card,) = [reply for reply in conversation.says("[This week]") if isinstance(reply, Message)]
    unknown = conversation.open_cards[-1].text
    for line in ("/checkin", "[Quiet, no run]", "/today", "[More]", "[This week]"):
        conversation.says(line)

    assert card.picture is None
    assert "I know nothing of this week yet" in unknown
    assert "no running" not in unknown
    assert "Plan: level 6" in conversation.open_cards[-1].text


# what the plan is made from, and when somebody is asked


@pytest.mark.parametrize("facts", [{"birth_12_weeks": True}, {"birth_12_weeks": True, "pregnant": True}])
def test_within_12_weeks_after_a_birth_there_is_no_plan_and_one_that_is_there_closes(
    content: Content, facts: dict[str, bool]
) -> None:
    new, planning = at(content, "verdict", **facts), planned(content, pain_run=3)
    assert "plan_none" in keys(new.says("/plan"))
    planning.says("/triage")
    go_on_to(planning, "verdict", **facts)

    assert new.dialogue.plan is None
    assert planning.dialogue.plan is not None
    assert planning.dialogue.plan["course"]["locked"] == "closed"


@pytest.mark.parametrize("name", ["number_first", "pain_today", "walk_today", "run_today"])
def test_every_pain_of_a_day_is_asked_for_without_a_painkiller(content: Content, name: str) -> None:
    assert "Answer for the pain without it" in content.texts("en").text(f"questions.{name}.help")


def test_the_decision_of_a_day_is_kept_with_the_version_of_the_content(content: Content) -> None:
    conversation = asked(content)
    conversation.says("[Quiet, no run]")

    (record,) = checked_in(conversation)
    assert record.body["content"] == content.version


@pytest.mark.parametrize(("hour", "told"), [(20, ()), (16, ("offer_again", "question"))])
def test_after_an_outage_nothing_comes_in_the_quiet_hours_a_runner_has_set(
    content: Content, hour: int, told: tuple[str, ...]
) -> None:
    conversation = at(content, "the_knee")
    conversation.dialogue.settings |= {"quiet": ["18:00", "08:00"], "zone": "Europe/London"}
    conversation.now = conversation.now.replace(hour=hour)

    assert tuple(keys(conversation.hear(Due("offer_again")))) == told
    later = [record for record in conversation.records if isinstance(record, OfferedLater)]
    assert later == ([] if told else [OfferedLater(datetime(2026, 12, 2, 8, tzinfo=UTC), "2026-12-02")])


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
