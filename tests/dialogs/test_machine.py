"""What holds in every state: consent, the parent's yes, commands, forged taps, and events that are no answers."""

from hashlib import sha256
from typing import Any

import pytest
from support.conversation import Conversation, toasts
from support.plan import planned
from support.walk import agreed, at, go_on_to, kept

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Done, Due, Event, Go, Left, NoneOfThese, Tick, TooMany, Typed, Unreadable
from dialogs.replies import Consented, Edit, Erased, Message, Priority

KEPT_BEFORE_CONSENT = {"state", "flow", "stack", "turn", "language", "locale", "invitation", "card_open"}


def texts(replies: tuple[Any, ...]) -> list[str]:
    """The keys of the messages among replies."""
    return [reply.text for reply in replies if isinstance(reply, Message)]


def test_play_leaves_the_dialogue_it_was_given_as_it_is(content: Content) -> None:
    conversation = at(content, "the_knee")
    before, given = conversation.dialogue.to_dict(), conversation.dialogue.copy()

    conversation.dialogue = given
    conversation.says("[Buckled under me]")

    assert given.to_dict() == before


# Consent


@pytest.mark.parametrize(
    "lines",
    [
        ["hello, my knee is hot and I have a fever"],
        ["/start", "I have chest pain", "yes"],
        ["/start", "I have chest pain", "no"],
        ["/triage my knee hurts a lot", "/cancel it all", "/why my knee", "/start my knee hurts", "/help knee"],
        ["/start", "31", "yes", "i agree", "I agree", "ok"],
        ["/start", "[Privacy]", "/delete", "no", "i want to die"],
        ["/delete", "yes"],
    ],
)
def test_before_consent_nothing_a_runner_typed_is_kept(content: Content, lines: list[str]) -> None:
    conversation = Conversation(content)
    for line in lines:
        conversation.says(line)

        assert set(kept(conversation.dialogue)) <= KEPT_BEFORE_CONSENT
        assert conversation.dialogue.invitation is None
        assert "knee" not in str(conversation.dialogue.to_dict())
    assert not any(isinstance(record, Consented) for record in conversation.records)


def test_an_invitation_from_a_link_waits_for_consent(content: Content) -> None:
    conversation = Conversation(content)
    conversation.says("/start squad_7Hk-2")
    conversation.says("hello")
    conversation.says("/start")

    assert conversation.dialogue.invitation == "squad_7Hk-2"
    replies = conversation.says("[I agree]")
    assert "squad_link_wrong" in [reply.text for reply in replies]
    assert conversation.dialogue.invitation is None


@pytest.mark.parametrize("argument", ["my knee hurts", "knee!", "x" * 65, "", "ü"])
def test_what_no_link_can_carry_is_no_invitation(content: Content, argument: str) -> None:
    conversation = Conversation(content)

    conversation.hear(Command("start", argument))

    assert conversation.dialogue.invitation is None


def test_consent_is_put_on_record_once_with_the_version_of_its_text(content: Content) -> None:
    conversation = agreed(content)

    given = [record for record in conversation.records if isinstance(record, Consented)]
    version, _, words = given[0].text_version.partition(" ")
    assert len(given) == 1
    assert version == content.consent_version
    assert words == sha256(content.texts("en").message("welcome", {}).encode()).hexdigest()[:16]
    assert conversation.dialogue.consent == content.consent_version


@pytest.mark.parametrize(
    "event",
    [
        Answer(1, "age_band", "25_44"),
        Tick(1, "right_now", "chest_pain_or_breathless"),
        NoneOfThese(1, "right_now"),
        Done(1, "health"),
        Go(1, "one_by_one"),
        Go(1, "start_triage"),
        Go(0, "agree"),
        Go(2, "agree"),
    ],
)
def test_a_forged_tap_before_consent_neither_answers_nor_agrees(content: Content, event: Event) -> None:
    conversation = Conversation(content)
    conversation.says("/start")
    assert conversation.dialogue.turn == 1

    conversation.hear(event)

    assert conversation.dialogue.consent is None
    assert not conversation.dialogue.facts
    assert conversation.dialogue.state == "welcome"


@pytest.mark.parametrize("typed", ["yes", "Yeah", "ok", "OK!", "I agree", "sure"])
def test_a_typed_yes_to_the_welcome_is_no_yes_and_is_told_so_in_a_line(content: Content, typed: str) -> None:
    conversation = Conversation(content)
    conversation.says("/start")

    assert texts(conversation.says(typed)) == ["agree_by_tap"]
    assert conversation.dialogue.consent is None
    assert len(conversation.open_cards) == 1
    assert len(conversation.cards[-1].text.split()) < 40

    conversation.says("[I agree]")
    assert conversation.dialogue.consent == content.consent_version


@pytest.mark.parametrize("typed", ["hello", "my knee hurts", "no", "what is this?"])
def test_other_words_before_a_yes_show_the_welcome(content: Content, typed: str) -> None:
    conversation = Conversation(content)
    conversation.says("/start")

    assert texts(conversation.says(typed)) == ["welcome"]


def test_a_yes_as_the_first_word_ever_shows_the_welcome(content: Content) -> None:
    assert texts(Conversation(content).says("yes")) == ["welcome"]


# A parent or carer


@pytest.mark.parametrize("age", ["under_12", "12_15"])
def test_under_16_nothing_is_asked_before_a_parent_agrees(content: Content, age: str) -> None:
    conversation = at(content, "parent", age_band=age)
    turn = conversation.dialogue.turn

    forged: list[Event] = [Go(turn, "go_on"), Answer(turn, "injury_recent", "no")]
    for event in [Typed("yes"), Typed("no"), *forged, Command("triage"), *forged, Command("start")]:
        conversation.hear(event)
        assert conversation.dialogue.state in ("parent", "resume")
    conversation.says("[Go on]")

    assert conversation.dialogue.state == "parent"
    assert not conversation.dialogue.parent


@pytest.mark.parametrize("age", ["16_17", "25_44"])
def test_from_16_on_no_parent_is_asked_for(content: Content, age: str) -> None:
    conversation = at(content, "injury_recent", age_band=age)

    assert not conversation.dialogue.parent


def test_changing_the_age_afterwards_asks_for_a_parent_too(content: Content) -> None:
    conversation = at(content, "verdict")
    for line in ("[My answers]", "[Your age]", "[12 to 15]"):
        conversation.says(line)

    assert conversation.dialogue.state == "parent"
    assert conversation.verdict is not None
    assert conversation.verdict.facts["age_band"] == "25_44"

    conversation.says("[Yes, here, and they agree]")
    assert conversation.dialogue.state == "verdict"
    assert conversation.verdict.facts["age_band"] == "12_15"


def test_a_mistyped_age_can_be_taken_back_from_the_question_for_a_parent(content: Content) -> None:
    conversation = at(content, "verdict")
    for line in ("[My answers]", "[Your age]", "[12 to 15]", "[Back]"):
        conversation.says(line)
    assert conversation.dialogue.state == "age_band"

    conversation.says("[25 to 44]")

    assert conversation.dialogue.state == "verdict"
    assert conversation.dialogue.facts["load_change"] == "none"


def test_without_a_parent_nothing_is_kept_and_the_signs_are_the_last_word(content: Content) -> None:
    conversation = at(content, "parent", age_band="12_15")

    replies = conversation.says("[No, not with me now]")

    assert texts(replies) == ["parent_declined"]
    assert conversation.records[-1] == Erased()
    assert set(kept(conversation.dialogue)) == {"turn", "locale"}


@pytest.mark.parametrize("words", ["yes", "no", "mum said ok", "18"])
def test_words_agree_for_no_child_and_are_told_that_a_tap_is_needed(content: Content, words: str) -> None:
    conversation = at(content, "parent", age_band="12_15")

    replies = conversation.says(words)

    assert texts(replies) == ["not_understood", "parent"]
    assert "only a tap counts" in conversation.text(replies[0])
    assert not conversation.dialogue.parent
    conversation.says("[Yes, here, and they agree]")
    assert conversation.dialogue.parent


def test_a_parent_who_agreed_is_not_asked_twice(content: Content) -> None:
    conversation = at(content, "the_knee", age_band="12_15")
    conversation.says("[Back]")
    conversation.says("[Back]")
    conversation.says("[12 to 15]")

    assert conversation.dialogue.state == "injury_recent"


def young_emergency(content: Content) -> Conversation:
    return at(content, "parent", age_band="12_15", cannot_walk_4_steps=True)


def test_an_emergency_is_told_to_the_young_at_once_and_kept_only_once_a_parent_agrees(content: Content) -> None:
    conversation = young_emergency(content)
    told, card = conversation.cards[-2:]
    assert "Please get emergency help now" in told.text
    assert card.tap("Yes, here, and they agree")
    assert (conversation.verdict, conversation.dialogue.verdict) == (None, None)

    conversation.says("[Yes, here, and they agree]")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"][0] == "R09"


def test_an_emergency_of_the_young_is_told_once_however_often_the_parent_is_asked_for(content: Content) -> None:
    conversation = young_emergency(content)

    assert texts(conversation.says("hm")) == ["not_understood", "parent"]
    assert texts(conversation.says("/help")) == ["help", "parent"]


def test_after_an_emergency_nothing_is_kept_of_the_young_without_a_parent(content: Content) -> None:
    conversation = young_emergency(content)

    conversation.says("[No, not with me now]")

    assert conversation.verdict is None
    assert set(kept(conversation.dialogue)) == {"turn", "locale"}


def test_an_emergency_stops_the_plan_of_the_young_whoever_is_there(content: Content) -> None:
    conversation = young_emergency(content)
    conversation.says("[Back]")
    conversation.dialogue.plan = planned(content).dialogue.plan
    conversation.says("[12 to 15]")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["disposition"] == "emergency"
    assert conversation.dialogue.plan is not None
    assert conversation.dialogue.plan["course"]["locked"]


# Forged and senseless taps on the open card


@pytest.mark.parametrize(
    ("state", "event"),
    [
        ("age_band", Answer(0, "age_band", "99")),
        ("age_band", Answer(0, "age_band", "unknown")),
        ("age_band", Answer(0, "injury_recent", "no")),
        ("age_band", Answer(0, "ran_last_14_days", "no")),
        ("age_band", Done(0, "age_band")),
        ("age_band", NoneOfThese(0, "age_band")),
        ("age_band", Tick(0, "age_band", "age_band", "25_44")),
        ("age_band", Go(0, "one_by_one")),
        ("age_band", Go(0, "keep")),
        ("age_band", Go(0, "agree")),
        ("age_band", Go(0, "delete_all")),
        ("age_band", Go(0, "parent_here")),
        ("age_band", Go(0, "change_age_band")),
        ("injury_recent", Answer(0, "injury_recent", "maybe")),
        ("the_knee", Answer(0, "giving_way", "no")),
        ("the_knee", Tick(0, "the_knee", "lump")),
        ("the_knee", Tick(0, "health", "lump")),
        ("the_knee", Tick(0, "the_knee", "swelling")),
        ("the_knee", Tick(0, "the_knee", "swelling", "huge")),
        ("the_knee", Tick(0, "the_knee", "swelling", "none")),
        ("the_knee", Tick(0, "the_knee", "giving_way", "yes")),
        ("the_knee", Done(0, "the_knee")),
        ("the_knee", NoneOfThese(0, "health")),
        ("pain_run", Answer(0, "pain_run", "11")),
        ("pain_run", Answer(0, "pain_run", "-1")),
        ("pain_run", Answer(0, "ran_last_14_days", "yes")),
        ("pain_run", Answer(0, "pain_run", "yes")),
        ("parent", Go(0, "go_on")),
        ("parent", Answer(0, "age_band", "25_44")),
    ],
)
def test_a_tap_that_is_not_on_offer_answers_nothing(content: Content, state: str, event: Any) -> None:
    facts = {"age_band": "12_15"} if state == "parent" else {}
    conversation = at(content, state, **facts)
    before = conversation.dialogue.to_dict()

    forged = type(event)(conversation.dialogue.turn, *[getattr(event, name) for name in event.__slots__[1:]])
    replies = conversation.hear(forged)

    assert toasts(replies) == ([] if state == "parent" else ["stale"])
    assert {**conversation.dialogue.to_dict(), "turn": before["turn"]} == before
    assert len(conversation.open_cards) == 1


@pytest.mark.parametrize("place", ["keep", "change_load", "change_", "change_fever_or_unwell", "slip_", "why"])
def test_a_way_that_is_not_on_the_card_of_a_verdict_leads_nowhere(content: Content, place: str) -> None:
    conversation = at(content, "verdict")
    before = conversation.dialogue.to_dict()

    replies = conversation.hear(Go(conversation.dialogue.turn, place))

    assert toasts(replies) == ["stale"]
    assert conversation.dialogue.to_dict() == before


@pytest.mark.parametrize("event", [Answer(0, "country", "XX"), Answer(0, "age_band", "GB"), Go(0, "slip")])
def test_a_country_that_is_not_on_offer_is_not_taken(content: Content, event: Any) -> None:
    conversation = at(content, "country", locale="en", giving_way=True)

    conversation.hear(type(event)(conversation.dialogue.turn, *[getattr(event, name) for name in event.__slots__[1:]]))

    assert conversation.dialogue.region is None
    assert conversation.dialogue.state == "country"


# Commands


@pytest.mark.parametrize("command", ["help", "problem", "emergency", "nope"])
@pytest.mark.parametrize("state", ["right_now", "the_knee", "parent", "country", "verdict"])
def test_a_command_that_informs_changes_no_answer_and_shows_the_card_again(
    content: Content, command: str, state: str
) -> None:
    facts = {"parent": {"age_band": "12_15"}, "country": {"giving_way": True}}.get(state, {})
    conversation = at(content, state, locale="en" if state == "country" else "en-GB", **facts)
    before = (conversation.dialogue.state, dict(conversation.dialogue.facts), conversation.dialogue.verdict)

    replies = conversation.hear(Command(command))

    assert (conversation.dialogue.state, conversation.dialogue.facts, conversation.dialogue.verdict) == before
    assert texts(replies)[0] == {"emergency": "emergency_card", "nope": "help"}.get(command, command)
    assert len(conversation.open_cards) == 1


@pytest.mark.parametrize(("state", "text"), [("the_knee", "why_asked"), ("verdict", "why_verdict"), ("ready", "help")])
def test_why_tells_why_something_is_asked_or_said(content: Content, state: str, text: str) -> None:
    conversation = at(content, "the_knee" if state == "ready" else state)
    if state == "ready":
        conversation.says("/cancel")

    assert texts(conversation.says("/why"))[0] == text
    assert len(conversation.open_cards) == 1


def test_deleting_is_asked_once_however_often_it_is_wished_for(content: Content) -> None:
    conversation = at(content, "the_knee")
    for _ in range(3):
        conversation.says("/delete")
        conversation.says("chest pain")
    conversation.says("no")

    conversation.says("[Keep my answers]")

    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "the_knee")
    assert conversation.dialogue.stack == []


def test_cancelling_a_deletion_cancels_only_the_deletion(content: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.says("/delete")

    conversation.says("/cancel")

    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "the_knee")
    assert conversation.dialogue.facts["injury_recent"] is False


@pytest.mark.parametrize("word", ["ok", "sure", "delete", "maybe", "hm"])
def test_only_a_clear_yes_deletes(content: Content, word: str) -> None:
    conversation = at(content, "the_knee")
    conversation.says("/delete")
    conversation.says(word)
    assert not conversation.is_erased

    conversation.says("yes")
    assert conversation.is_erased


def test_after_deleting_old_cards_stay_old(content: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.says("/delete")
    conversation.says("yes")

    assert set(kept(conversation.dialogue)) == {"turn", "locale"}
    assert toasts(conversation.says("[old: I agree]")) == ["stale"]
    conversation.says("/start")
    assert toasts(conversation.says("[old: None of these]")) == ["stale"]


@pytest.mark.parametrize("command", ["triage", "start"])
def test_an_open_triage_is_offered_and_not_dropped(content: Content, command: str) -> None:
    conversation = at(content, "the_knee")
    facts = dict(conversation.dialogue.facts)

    conversation.hear(Command(command))
    assert conversation.dialogue.state == "resume"
    conversation.says("[Go on]")

    assert (conversation.dialogue.state, conversation.dialogue.facts) == ("the_knee", facts)


def test_ticks_survive_a_pause(content: Content) -> None:
    conversation = at(content, "the_knee")
    for line in ("[Buckled under me]", "/start", "[Go on]", "/help", "[Done]"):
        conversation.says(line)

    assert conversation.dialogue.facts["giving_way"] is True


# Events that are no answers


def test_offering_again_repeats_the_open_question_and_wakes_nobody(content: Content) -> None:
    conversation = at(content, "the_knee")
    facts = dict(conversation.dialogue.facts)

    replies = conversation.hear(Due("offer_again"))

    assert texts(replies) == ["offer_again", "question"]
    assert {reply.priority for reply in replies if isinstance(reply, Message)} == {Priority.NUDGE}
    assert conversation.dialogue.facts == facts


def test_nothing_is_offered_again_when_nothing_is_asked(content: Content) -> None:
    new, stopped, told = Conversation(content), at(content, "the_knee"), at(content, "verdict")
    stopped.says("/cancel")

    for conversation in (new, stopped, told):
        assert conversation.hear(Due("offer_again")) == ()
    stopped.says("hello")
    assert stopped.open_cards
    assert stopped.hear(Due("offer_again")) == ()


@pytest.mark.parametrize("event", [Due("check_in"), Left()])
@pytest.mark.parametrize("days", [0, 5])
def test_what_falls_due_during_triage_waits_and_who_left_hears_nothing(
    content: Content, event: Event, days: int
) -> None:
    conversation = at(content, "the_knee")
    conversation.later(days=days)
    before = conversation.dialogue.to_dict()

    assert conversation.hear(event) == ()
    assert conversation.dialogue.to_dict() == before


def test_what_cannot_be_read_is_said_and_changes_nothing(content: Content) -> None:
    conversation = at(content, "the_knee")
    before = conversation.dialogue.to_dict()

    assert texts(conversation.hear(Unreadable())) == ["unreadable"]
    assert conversation.dialogue.to_dict() == before


def test_of_far_too_much_one_word_is_said_with_the_number_to_call_and_nothing_changes(content: Content) -> None:
    conversation = at(content, "the_knee")
    before = conversation.dialogue.to_dict()

    (reply,) = conversation.hear(TooMany())
    assert "112" in conversation.text(reply)
    assert conversation.dialogue.to_dict() == before


def test_a_dialogue_written_before_a_field_was_added_can_be_read() -> None:
    stored = {"flow": "triage", "state": "health", "turn": 3, "gone_since": [1]}

    assert Dialogue.from_dict(stored).to_dict() == {
        **Dialogue().to_dict(),
        "flow": "triage",
        "state": "health",
        "turn": 3,
    }


def test_the_buttons_of_the_open_card_carry_the_turn_of_the_dialogue(content: Content) -> None:
    conversation = agreed(content)
    for state in ("right_now", "age_band", "the_knee", "pain_location", "pain_run", "verdict"):
        go_on_to(conversation, state)
        (card,) = conversation.open_cards
        assert {button.tap.split(":")[1] for row in card.rows for button in row} == {str(conversation.dialogue.turn)}


def test_an_edit_names_the_card_it_changes(content: Content) -> None:
    conversation = at(content, "the_knee")
    turn = conversation.dialogue.turn

    edits = [reply for reply in conversation.says("[None of these]") if isinstance(reply, Edit)]

    assert [edit.turn for edit in edits] == [turn]
    assert conversation.dialogue.turn == turn + 1
