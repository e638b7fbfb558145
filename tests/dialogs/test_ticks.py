"""Screens of ticks: every tick counts, none is lost or read as another, and "not sure" opens them one by one."""

import pytest
from support.conversation import START, Conversation, toasts
from support.walk import at

from dialogs.asking import offered_ticks
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Done, Go, NoneOfThese, Tick, Unreadable
from dialogs.replies import Edit, Message
from dialogs.scene import Scene


def tick(conversation: Conversation, fact: str, value: str | None = None, *, on: bool = True) -> None:
    dialogue = conversation.dialogue
    conversation.hear(Tick(dialogue.turn, dialogue.state, fact, value, on))


def test_quick_ticks_all_count_and_the_same_one_twice_is_one(content: Content) -> None:
    conversation = at(content, "the_knee")
    turn = conversation.dialogue.turn
    for fact in ("giving_way", "knee_locked", "giving_way"):
        tick(conversation, fact)

    assert conversation.dialogue.turn == turn
    assert conversation.dialogue.draft == {"giving_way": True, "knee_locked": True}
    assert "giving_way" not in conversation.dialogue.facts


def test_a_tick_taken_back_is_no_tick(content: Content) -> None:
    conversation = at(content, "the_knee")
    tick(conversation, "giving_way")
    tick(conversation, "giving_way", on=False)
    tick(conversation, "knee_locked", on=False)

    assert conversation.dialogue.draft == {}


def test_of_a_choice_one_value_is_ticked_at_most(content: Content) -> None:
    conversation = at(content, "the_knee")
    tick(conversation, "swelling", "small")
    tick(conversation, "swelling", "large")
    tick(conversation, "swelling", "small", on=False)

    assert conversation.dialogue.draft == {"swelling": "large"}


def test_done_says_no_to_what_is_not_ticked(content: Content) -> None:
    conversation = at(content, "the_knee")
    tick(conversation, "swelling", "small")

    conversation.says("[Done]")

    facts = conversation.dialogue.facts
    assert facts["swelling"] == "small"
    assert {facts[name] for name in ("knee_locked", "giving_way", "calf_swelling")} == {False}


def test_none_of_these_beside_a_tick_does_not_lose_the_tick(content: Content) -> None:
    """Two quick taps: the second comes from the card as it was before the first."""
    conversation = at(content, "the_knee")
    tick(conversation, "calf_swelling")

    replies = conversation.hear(NoneOfThese(conversation.dialogue.turn, "the_knee"))

    assert toasts(replies) == ["stale"]
    assert conversation.dialogue.state == "the_knee"
    assert conversation.dialogue.draft == {"calf_swelling": True}
    (edit,) = [reply for reply in replies if isinstance(reply, Edit)]
    assert "☑ One calf or leg more swollen" in [row[0].label for row in edit.rows]


def test_done_without_a_tick_answers_nothing(content: Content) -> None:
    conversation = at(content, "the_knee")
    tick(conversation, "calf_swelling")
    tick(conversation, "calf_swelling", on=False)

    assert toasts(conversation.hear(Done(conversation.dialogue.turn, "the_knee"))) == ["stale"]
    assert "calf_swelling" not in conversation.dialogue.facts


def test_not_sure_asks_each_item_and_keeps_what_is_ticked(content: Content) -> None:
    conversation = at(content, "the_knee")
    tick(conversation, "giving_way")
    tick(conversation, "swelling", "large")

    conversation.hear(Go(conversation.dialogue.turn, "one_by_one"))

    assert {name: conversation.dialogue.facts[name] for name in ("giving_way", "swelling")} == {
        "giving_way": True,
        "swelling": "large",
    }
    asked = []
    while conversation.dialogue.state == "the_knee":
        asked.append(conversation.open_cards[0].rows[0][0].tap.split(":")[2])
        conversation.says("[No]")
    assert asked == ["knee_locked", "catching_painful", "calf_swelling", "calf_pain_new", "foot_numb_cold_on_run"]


def test_one_by_one_offers_not_sure_only_where_it_means_something(content: Content) -> None:
    conversation = at(content, "health")
    conversation.says("[Not sure]")
    offered = {}
    while conversation.dialogue.state == "health":
        (card,) = conversation.open_cards
        fact = card.rows[0][0].tap.split(":")[2]
        offered[fact] = card.tap("Not sure") is not None
        conversation.says("[No operation]" if fact == "knee_surgery" else "[No]")

    assert offered == {name: content.facts[name].unsure is not None for name in offered}
    assert not offered["cancer_history"]
    assert offered["fever_or_unwell"]


def test_what_one_by_one_leaves_open_is_never_read_as_a_no(content: Content) -> None:
    conversation = at(content, "bone_and_hip")
    conversation.says("[Not sure]")
    while conversation.dialogue.state == "bone_and_hip":
        conversation.says("[Not sure]")

    assert conversation.dialogue.facts["night_rest_pain"] == "unknown"
    assert content.triage.ranks(conversation.dialogue.facts)["night_rest_pain"] is True


def test_an_item_that_is_answered_already_is_not_offered_again_among_the_open_ones(content: Content) -> None:
    """Its tick would look unset, and setting it would change nothing."""
    dialogue = Dialogue(flow="triage", state="injury_detail", consent="1", content=content.version, turn=3)
    dialogue.facts = {"knee_hot_red_swollen": True, "injury_recent": True, "cannot_bend_90": True}
    scene = Scene(content, dialogue, Unreadable(), START)

    offered = {fact for fact, _ in offered_ticks(scene, content.triage.by_id["injury_detail"])}

    assert offered == {
        "could_not_walk_after", "tender_kneecap_bone", "tender_outer_bump", "swelled_within_hours", "pop_and_stopped",
    }  # fmt: skip


def test_fever_asked_with_a_hot_knee_is_not_offered_again_with_health(content: Content) -> None:
    conversation = at(content, "health", knee_hot_red_swollen=True)

    labels = [row[0].label for row in conversation.open_cards[0].rows]

    assert "☐ Fever, shivers or feeling ill" not in labels
    conversation.hear(Tick(conversation.dialogue.turn, "health", "fever_or_unwell"))
    conversation.says("[None of these]")
    assert conversation.dialogue.facts["fever_or_unwell"] is False


def test_why_is_told_on_the_card_and_the_ticks_stay(content: Content) -> None:
    conversation = at(content, "the_knee")
    tick(conversation, "giving_way")

    replies = conversation.says("[Why do you ask?]")

    assert not [reply for reply in replies if isinstance(reply, Message)]
    assert "Why I ask" in conversation.open_cards[0].text
    assert conversation.open_cards[0].tap("Buckled under me") is not None
    conversation.says("[Done]")
    assert conversation.dialogue.facts["giving_way"] is True


@pytest.mark.parametrize("screen", ["the_knee", "health", "bone_and_hip"])
def test_going_back_shows_the_ticks_as_they_were(content: Content, screen: str) -> None:
    conversation = at(content, screen)
    (first,) = [item.fact.id for item in content.triage.by_id[screen].items if item.fact.type == "bool"][:1]
    tick(conversation, first)
    conversation.says("[Done]")

    conversation.says("[Back]")

    assert conversation.dialogue.state == screen
    assert conversation.dialogue.draft == {first: True}
    assert first not in conversation.dialogue.facts


def test_one_by_one_each_item_says_why_it_is_asked(content: Content) -> None:
    conversation = at(content, "bone_and_hip")
    conversation.says("[Not sure]")

    conversation.says("[Why do you ask?]")

    texts = content.texts("en")
    assert texts.text("questions.night_rest_pain.why") in conversation.open_cards[0].text
    assert texts.text("questions.bone_and_hip.why") not in conversation.open_cards[0].text
