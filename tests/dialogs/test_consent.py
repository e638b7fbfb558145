"""What may be kept, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.plan import planned
from support.squad_people import founded, joins
from support.walk import agreed, at

from bot.keeping.backup import BACKUPS_KEPT
from bot.store.pruning import GOES
from dialogs import retention
from dialogs.consent import may_keep
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due
from dialogs.replies import CheckedIn, Consented, Message, Reply, Scheduled, SharingSet, Withdrew


def test_nothing_may_be_kept_before_consent(content: Content) -> None:
    assert not may_keep(content, Dialogue())


def test_after_consent_answers_may_be_kept(content: Content) -> None:
    assert may_keep(content, agreed(content).dialogue)


@pytest.mark.parametrize("age", ["under_12", "12_15"])
def test_under_16_nothing_may_be_kept_until_a_parent_agrees(content: Content, age: str) -> None:
    conversation = at(content, "parent", age_band=age)
    assert not may_keep(content, conversation.dialogue)

    conversation.says("[Yes, here, and they agree]")

    assert may_keep(content, conversation.dialogue)


# A text that has changed

NEWER = "2"


@pytest.fixture
def newer(content: Content) -> Content:
    """The content with another text to agree to, and a word on what is new in it."""
    texts = content.texts("en")
    strings = {**texts.strings, "privacy.changes.2": "I now keep the colour of your shoes."}
    return replace(content, consent_version=NEWER, languages={"en": replace(texts, strings=strings)})


def texts(replies: tuple[Reply, ...]) -> list[str]:
    return [str(reply.text) for reply in replies if isinstance(reply, Message)]


@pytest.mark.parametrize("line", ["hello", "4", "/triage", "/plan", "/start", "[Buckled under me]"])
def test_who_agreed_to_an_older_text_is_asked_anew_before_anything_is_kept(
    content: Content, newer: Content, line: str
) -> None:
    conversation = at(content, "the_knee")
    facts, conversation.content = dict(conversation.dialogue.facts), newer

    assert texts(conversation.says(line)) == ["consent_again"]

    assert "I now keep the colour of your shoes." in conversation.cards[-1].text
    assert conversation.dialogue.facts == facts
    assert not may_keep(newer, conversation.dialogue)


def test_a_yes_to_the_new_text_is_on_record_and_leads_back_to_the_question(content: Content, newer: Content) -> None:
    conversation = at(content, "the_knee")
    facts, conversation.content = dict(conversation.dialogue.facts), newer
    conversation.says("hello")

    assert texts(conversation.says("[I agree]")) == ["question"]

    assert (conversation.dialogue.state, conversation.dialogue.facts) == ("the_knee", facts)
    given = [record for record in conversation.records if isinstance(record, Consented)]
    assert [record.text_version.split()[0] for record in given] == ["1", NEWER]
    assert texts(conversation.says("[None of these]")) == ["question"]


def test_an_emergency_is_heard_before_the_new_text_is_agreed_to_and_not_kept(content: Content, newer: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.content = newer
    conversation.says("hello")

    assert texts(conversation.says("chest pain")) == ["emergency_now"]
    assert texts(conversation.says("yes"))[0] == "emergency_yes"

    assert conversation.verdict is None
    assert "chest_pain_or_breathless" not in conversation.dialogue.facts
    assert texts(conversation.says("hello")) == ["consent_again"]


def test_a_typed_yes_to_the_new_text_is_no_yes_and_is_told_so_in_a_line(content: Content, newer: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.content = newer
    conversation.says("hello")

    assert texts(conversation.says("ok")) == ["agree_by_tap"]
    assert not may_keep(newer, conversation.dialogue)

    conversation.says("[I agree]")
    assert may_keep(newer, conversation.dialogue)


@pytest.mark.parametrize("command", ["help", "emergency", "privacy", "problem", "export", "delete"])
def test_what_needs_no_yes_works_before_the_new_text_is_agreed_to(
    content: Content, newer: Content, command: str
) -> None:
    conversation = at(content, "the_knee")
    conversation.content = newer
    conversation.says("hello")

    assert texts(conversation.says(f"/{command}"))[0] != "consent_again"


def test_who_does_not_agree_to_the_new_text_is_left_in_peace_and_may_erase_all(
    content: Content, newer: Content
) -> None:
    conversation = planned(content)
    conversation.content = newer
    conversation.says("hello")

    assert texts(conversation.says("[No, I do not agree]")) == ["withdrawn", "delete_ask"]

    assert conversation.dialogue.due == []
    conversation.says("[Delete everything]")
    assert conversation.is_erased


def test_the_daily_question_still_comes_but_its_answer_waits_for_the_yes(content: Content, newer: Content) -> None:
    conversation = planned(content)
    conversation.content = newer
    kind, due = conversation.next_due()
    assert texts(conversation.falls_due(kind, due))

    assert texts(conversation.says("[Quiet, no run]")) == ["consent_again"]

    assert not any(isinstance(record, CheckedIn) for record in conversation.records)


# A yes taken back


def test_one_tap_under_privacy_stops_everything_and_offers_to_erase(content: Content) -> None:
    conversation = planned(content)
    assert conversation.dialogue.due
    conversation.says("/privacy")

    assert texts(conversation.says("[Stop keeping my answers]")) == ["withdrawn", "delete_ask"]

    assert conversation.dialogue.consent is None
    assert [record for record in conversation.records if isinstance(record, Withdrew)] == [Withdrew()]
    assert [record for record in conversation.records if isinstance(record, Scheduled)][-1] == Scheduled(())
    assert not may_keep(content, conversation.dialogue)


def test_who_took_the_yes_back_and_kept_the_rest_is_asked_for_a_yes_again(content: Content) -> None:
    conversation = planned(content)
    conversation.says("/privacy")
    conversation.says("[Stop keeping my answers]")

    assert texts(conversation.says("[Keep my answers]")) == ["delete_kept", "welcome"]
    for line in ("/today", "4", "/checkin", "hello"):
        assert texts(conversation.says(line)) == ["welcome"]
    assert conversation.hear(Due("check_in", conversation.now)) == ()
    assert texts(conversation.says("chest pain")) == ["emergency_now"]
    assert conversation.dialogue.suspected == []


def test_a_yes_given_again_brings_the_plan_back_after_a_new_check_of_the_knee(content: Content) -> None:
    conversation = planned(content)
    plan = conversation.dialogue.plan
    for line in ("/privacy", "[Stop keeping my answers]", "[Keep my answers]"):
        conversation.says(line)

    assert texts(conversation.says("[I agree]")) == ["question"]

    assert conversation.dialogue.state == "right_now"
    assert conversation.dialogue.plan is not None
    assert plan is not None
    assert conversation.dialogue.plan["course"] == plan["course"]
    assert conversation.dialogue.due


def test_no_squad_sees_anything_of_who_took_the_yes_back(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 3, pain_run=3)
    club.says("ben", "/privacy")

    club.says("ben", "[Stop keeping my answers]")

    assert [(record.level, record.parent_ok) for _, record in club.records if isinstance(record, SharingSet)] == [
        (0, False)
    ]


# The other two switches


def test_daily_questions_are_switched_under_privacy_without_taking_anything_else_back(content: Content) -> None:
    conversation = planned(content)
    conversation.says("/privacy")

    assert texts(conversation.says("[Stop daily questions]")) == ["privacy"]

    assert conversation.dialogue.settings["reminders"] is False
    assert conversation.dialogue.consent is not None
    assert not any(kind == "check_in" for kind, *_ in conversation.dialogue.due)


def test_what_squads_see_is_one_tap_from_privacy(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 3, pain_run=3)
    club.says("ben", "/privacy")

    assert texts(club.says("ben", "[What squads see]")) == ["sharing"]


def test_privacy_leads_back_to_the_open_question(content: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.says("/privacy")

    assert texts(conversation.says("[Back]")) == ["question"]
    assert conversation.dialogue.state == "the_knee"


def test_how_long_things_are_kept_is_told_from_the_numbers_that_are_used(content: Content) -> None:
    lines = list(retention.lines(content.texts("en")))

    assert len(lines) == len(retention.KEPT)
    for line, kept in zip(lines, retention.KEPT.values(), strict=True):
        count, unit = line.rsplit(" ", 2)[1:]
        assert timedelta(days=365 * int(count)) == kept if unit == "years" else timedelta(**{unit: int(count)}) == kept
    assert set(GOES.values()) - {timedelta(0)} <= set(retention.KEPT.values())
    assert retention.KEPT["backups"] == BACKUPS_KEPT
