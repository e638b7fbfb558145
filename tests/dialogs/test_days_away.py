"""After more than a day the signs of right now are asked again before anything is decided from old answers."""

import pytest
from support.conversation import Conversation, toasts
from support.walk import agreed, at, go_on_to

from dialogs.content import Content
from dialogs.events import Due
from dialogs.replies import Message, Reply

SIGNS = "right_now"


def texts(replies: tuple[Reply, ...]) -> list[str]:
    return [reply.text for reply in replies if isinstance(reply, Message)]


def away(content: Content, state: str = "the_knee", days: float = 3) -> Conversation:
    conversation = at(content, state)
    conversation.later(days=days)
    return conversation


@pytest.mark.parametrize(
    "line", ["[None of these]", "[Buckled under me]", "[Not sure]", "[Why do you ask?]", "[Back]", "none", "hi"]
)
def test_whatever_is_answered_after_days_the_runner_may_go_on_or_start_afresh(content: Content, line: str) -> None:
    conversation = away(content)
    facts = dict(conversation.dialogue.facts)

    assert texts(conversation.says(line)) == ["resume"]

    assert conversation.dialogue.state == "resume"
    assert conversation.dialogue.facts == facts


def test_who_goes_on_after_days_is_asked_the_signs_of_right_now_first(content: Content) -> None:
    conversation = away(content)
    conversation.says("none")

    conversation.says("[Go on]")

    assert conversation.dialogue.state == SIGNS
    assert "knee_deformed" not in conversation.dialogue.facts
    assert conversation.dialogue.facts["injury_recent"] is False
    conversation.says("[None of these]")
    assert conversation.dialogue.state == "the_knee"


@pytest.mark.parametrize(
    "lines",
    [
        ["/help"],
        ["/why"],
        ["/emergency", "/privacy", "[Back]"],
        ["chest pain", "no"],
        ["/delete", "no"],
        ["/start", "/start"],
        ["/triage", "hello", "/help"],
        ["i want to die", "no"],
    ],
)
def test_a_card_shown_again_makes_no_answer_fresher(content: Content, lines: list[str]) -> None:
    conversation = away(content)
    for line in lines:
        conversation.says(line)
    if conversation.dialogue.state != "resume":
        conversation.says("[None of these]")

    assert conversation.dialogue.state == "resume"
    conversation.says("[Go on]")
    assert conversation.dialogue.state == SIGNS


def test_being_offered_the_question_again_makes_no_answer_fresher(content: Content) -> None:
    conversation = away(content, days=0.9)
    conversation.hear(Due("offer_again"))
    conversation.later(days=0.9)

    assert texts(conversation.says("[None of these]")) == ["resume"]


def test_within_a_day_the_questions_go_on_at_once(content: Content) -> None:
    conversation = away(content, days=0.99)

    conversation.says("[None of these]")

    assert conversation.dialogue.state == "health"


def test_every_answer_counts_as_going_on(content: Content) -> None:
    conversation = at(content, "the_knee")
    for state in ("health", "bone_and_hip", "pain_location"):
        conversation.later(hours=20)
        conversation.says("[None of these]")
        assert conversation.dialogue.state == state


def test_days_spent_on_the_card_that_offers_to_go_on_count_too(content: Content) -> None:
    conversation = away(content, days=0.5)
    conversation.says("/start")
    conversation.later(days=2)

    conversation.says("[Go on]")

    assert conversation.dialogue.state == SIGNS


def test_a_short_pause_goes_on_where_it_was(content: Content) -> None:
    conversation = away(content, days=0.2)
    assert texts(conversation.says("/triage")) == ["resume_today"]

    conversation.says("[Go on]")

    assert conversation.dialogue.state == "the_knee"


@pytest.mark.parametrize(("typed", "state", "kept"), [("go on", "the_knee", True), ("Start over", SIGNS, False)])
def test_whether_to_go_on_can_be_typed(content: Content, typed: str, state: str, kept: bool) -> None:
    conversation = away(content, days=0.2)
    conversation.says("/triage")

    conversation.says(typed)

    assert conversation.dialogue.state == state
    assert bool(conversation.dialogue.facts) == kept


@pytest.mark.parametrize("typed", ["yes", "no", "my knee still hurts"])
def test_words_that_choose_neither_are_told_what_can_be_typed(content: Content, typed: str) -> None:
    conversation = away(content, days=0.2)
    conversation.says("/triage")

    assert texts(conversation.says(typed)) == ["not_understood", "resume_today"]
    assert "Going on keeps your answers" in conversation.cards[-2].text


def test_how_long_it_was_is_said(content: Content) -> None:
    conversation = away(content, days=3.4)

    conversation.says("hello")

    assert "3 days" in conversation.open_cards[0].text


def test_starting_afresh_forgets_the_answers(content: Content) -> None:
    conversation = away(content)
    conversation.says("hello")

    conversation.says("[Start afresh]")

    assert (conversation.dialogue.state, conversation.dialogue.facts, conversation.dialogue.trail) == (SIGNS, {}, [])


def test_a_sign_of_right_now_acts_at_once_even_after_days(content: Content) -> None:
    conversation = agreed(content)
    conversation.later(days=5)

    conversation.says("[Chest pain or short of breath]")

    assert conversation.verdict is not None


def test_signs_denied_one_by_one_days_ago_are_asked_again(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Not sure]", "[No]", "[No]"):
        conversation.says(line)
    conversation.later(days=2)

    conversation.says("[No]")

    assert conversation.dialogue.state == SIGNS
    assert conversation.dialogue.facts == {"foot_cold_numb_weak": False}
    assert "chest pain" in conversation.open_cards[0].text


def test_a_sign_affirmed_one_by_one_after_days_acts_at_once(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Not sure]", "[No]"):
        conversation.says(line)
    conversation.later(days=2)

    conversation.says("[Yes]")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R02"]


def test_signs_gone_through_one_by_one_are_asked_as_one_screen_again(content: Content) -> None:
    conversation = agreed(content)
    conversation.says("[Not sure]")
    go_on_to(conversation, "the_knee")
    conversation.later(days=2)
    conversation.says("hello")

    conversation.says("[Go on]")

    assert conversation.open_cards[0].tap("None of these") is not None


@pytest.mark.parametrize("line", ["[Back]", "[Yes, here, and they agree]", "hello"])
def test_a_parent_who_comes_days_later_is_welcomed_back_first(content: Content, line: str) -> None:
    conversation = at(content, "parent", age_band="12_15")
    conversation.later(days=2)

    assert texts(conversation.says(line)) == ["resume"]
    assert not conversation.dialogue.parent


def test_days_after_a_verdict_no_answer_is_changed_without_the_signs_of_right_now(content: Content) -> None:
    conversation = away(content, "verdict")
    assert texts(conversation.says("[My answers]")) == ["resume"]

    conversation.says("[Go on]")
    assert conversation.dialogue.state == SIGNS
    conversation.says("[Cannot hold leg out, it drops]")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R10"]


def test_days_after_a_verdict_the_same_answers_give_a_verdict_of_today(content: Content) -> None:
    conversation = away(content, "verdict")
    known = len(conversation.records)
    for line in ("[My answers]", "[Go on]", "[None of these]"):
        conversation.says(line)

    assert conversation.dialogue.state == "verdict"
    assert len(conversation.records) == known + 1


def test_an_open_list_of_answers_is_old_after_days_too(content: Content) -> None:
    conversation = at(content, "verdict")
    conversation.says("[My answers]")
    conversation.later(days=2)

    assert texts(conversation.says("[Bone and hip]")) == ["resume"]


def test_days_after_a_verdict_its_reasons_can_still_be_read(content: Content) -> None:
    conversation = away(content, "verdict")

    assert texts(conversation.says("[Why do you say this?]")) == ["why_verdict"]


def test_days_after_an_emergency_a_slip_is_not_undone_from_old_answers(content: Content) -> None:
    conversation = agreed(content)
    conversation.says("[Cold, numb or floppy foot]")
    conversation.later(days=2)

    assert texts(conversation.says("[That was a slip]")) == ["resume"]


def test_an_emergency_in_words_after_days_is_not_weighed_with_old_answers(content: Content) -> None:
    conversation = at(content, "bone_and_hip")
    conversation.later(days=4)
    conversation.says("my knee is infected")

    conversation.says("yes")

    assert conversation.dialogue.facts == {"age_band": "25_44", "knee_hot_red_swollen": True}


def test_a_tap_on_an_old_card_is_old_after_days_too(content: Content) -> None:
    conversation = away(content)

    assert toasts(conversation.says("[old: 25 to 44]")) == ["stale"]
    assert conversation.dialogue.state == "the_knee"
