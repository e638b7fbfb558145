"""Words for an emergency, and the signs of right now: heard in every state, acted on at once, never lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from support.conversation import Conversation
from support.plan import planned
from support.walk import agreed, at, go_on_to, kept

from dialogs.content import Content
from dialogs.events import Go, NoneOfThese, Tick
from dialogs.replies import Message, Priority, Reply, VerdictGiven


def new(content: Content) -> Conversation:
    return Conversation(content, locale="en-GB")


def welcomed(content: Content) -> Conversation:
    conversation = new(content)
    conversation.says("/start")
    return conversation


def reading_answers(content: Content) -> Conversation:
    conversation = at(content, "verdict")
    conversation.says("[My answers]")
    return conversation


def changing(content: Content) -> Conversation:
    conversation = reading_answers(content)
    conversation.says("[Knee and lower leg]")
    return conversation


def stopped(content: Content) -> Conversation:
    conversation = at(content, "the_knee")
    conversation.says("/cancel")
    return conversation


def deleting(content: Content) -> Conversation:
    conversation = at(content, "the_knee")
    conversation.says("/delete")
    return conversation


def resuming(content: Content) -> Conversation:
    conversation = at(content, "the_knee")
    conversation.says("/start")
    return conversation


def one_by_one(content: Content) -> Conversation:
    conversation = at(content, "the_knee")
    conversation.says("[Not sure]")
    return conversation


def country(content: Content) -> Conversation:
    return at(content, "country", locale="en", giving_way=True)


def parent(content: Content) -> Conversation:
    return at(content, "parent", age_band="12_15")


def midway(content: Content) -> Conversation:
    return at(content, "pain_daily_worst")


def told(content: Content) -> Conversation:
    return at(content, "verdict")


BEFORE_CONSENT = [new, welcomed]
AFTER_CONSENT = [
    agreed, midway, one_by_one, parent, resuming, country, told, reading_answers, changing, stopped, deleting,
]  # fmt: skip
Way = Callable[[Content], Conversation]


def texts(replies: tuple[Reply, ...]) -> list[str]:
    return [reply.text for reply in replies if isinstance(reply, Message)]


@pytest.mark.parametrize("words", ["I have chest pain", "/help chest pain", "/triage I can't breathe"])
@pytest.mark.parametrize("way", [*BEFORE_CONSENT, *AFTER_CONSENT])
def test_an_emergency_in_words_is_heard_in_every_state(content: Content, way: Way, words: str) -> None:
    conversation = way(content)

    replies = conversation.says(words)

    (card,) = [reply for reply in replies if isinstance(reply, Message)]
    assert (card.text, card.priority) == ("emergency_now", Priority.SAFETY)
    number = "local emergency number" if way is country else "999"
    assert number in conversation.text(card)


@pytest.mark.parametrize("no", ["[No, not now]", "no", "nope"])
@pytest.mark.parametrize("way", AFTER_CONSENT)
def test_a_no_goes_on_where_the_runner_was(content: Content, way: Way, no: str) -> None:
    conversation = way(content)
    before = {**conversation.dialogue.to_dict(), "turn": 0, "card_open": True}
    conversation.says("chest pain")

    conversation.says(no)

    assert {**conversation.dialogue.to_dict(), "turn": 0} == before
    assert len(conversation.open_cards) == 1


@pytest.mark.parametrize("yes", ["[Yes, it is happening now]", "yes", "yes, I have chest pain", "Yes please help"])
@pytest.mark.parametrize("way", [way for way in AFTER_CONSENT if way is not parent])
def test_a_yes_ends_triage_with_the_emergency(content: Content, way: Way, yes: str) -> None:
    conversation = way(content)
    conversation.says("chest pain")

    replies = conversation.says(yes)

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01"]
    assert conversation.dialogue.state == "verdict"
    assert conversation.dialogue.stack == []
    verdict = next(reply for reply in replies if isinstance(reply, Message))
    assert (verdict.text, verdict.priority) == ("verdict_emergency", Priority.SAFETY)


def test_a_yes_of_the_young_is_told_at_once_and_put_on_record_beside_a_parent(content: Content) -> None:
    conversation = parent(content)
    conversation.says("chest pain")

    replies = conversation.says("yes")

    assert texts(replies) == ["verdict_emergency", "parent"]
    assert next(reply for reply in replies if isinstance(reply, Message)).priority == Priority.SAFETY
    assert conversation.verdict is None
    conversation.says("[Yes, here, and they agree]")
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01"]


@pytest.mark.parametrize("way", BEFORE_CONSENT)
def test_before_consent_a_yes_brings_the_number_and_nothing_is_kept(content: Content, way: Way) -> None:
    conversation = way(content)
    conversation.says("chest pain")
    assert conversation.dialogue.suspected == []

    replies = conversation.says("yes")

    assert texts(replies) == ["emergency_yes"]
    assert conversation.verdict is None
    assert set(kept(conversation.dialogue)) <= {"turn", "locale", "state"}


@pytest.mark.parametrize("way", AFTER_CONSENT)
def test_until_it_is_answered_nothing_is_decided(content: Content, way: Way) -> None:
    conversation = way(content)
    conversation.says("chest pain")
    known = len(conversation.records)

    for line in ("maybe", "/triage", "/start", "/cancel", "/why", "what?", "ok", "[No, not now]"):
        if line != "[No, not now]":
            assert "emergency_now" in texts(conversation.says(line))

    assert not any(isinstance(record, VerdictGiven) for record in conversation.records[known:])


@pytest.mark.parametrize("way", AFTER_CONSENT)
def test_after_a_no_the_runner_reads_not_to_run_before_a_doctor_has_looked_at_it(content: Content, way: Way) -> None:
    conversation = way(content)
    conversation.says("chest pain on my run yesterday")

    said = conversation.says("[No, not now]")

    first = next(reply for reply in said if isinstance(reply, Message))
    assert (first.text, first.priority) == ("emergency_no", Priority.SAFETY)
    assert "do not run until a doctor has looked at it" in conversation.text(first)


def test_a_danger_no_fact_names_brings_the_number_and_ends_triage(content: Content) -> None:
    conversation = midway(content)
    conversation.says("she is unconscious")

    replies = conversation.says("yes")

    assert texts(replies) == ["emergency_yes"]
    assert conversation.dialogue.state == "ready"
    assert conversation.dialogue.facts == {"age_band": "25_44"}
    assert texts(conversation.says("hello")) == ["menu"]


def test_the_fact_of_the_last_words_counts(content: Content) -> None:
    conversation = midway(content)
    conversation.says("chest pain")
    conversation.says("no wait, my kneecap popped out")

    conversation.says("yes")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R02"]


def test_an_emergency_said_by_mistake_is_taken_back_and_the_answers_stay(content: Content) -> None:
    conversation = midway(content)
    facts = dict(conversation.dialogue.facts)
    for line in ("chest pain", "yes", "[That was a slip]", "[None of these]"):
        conversation.says(line)

    assert conversation.dialogue.facts == facts
    assert conversation.dialogue.state == "pain_daily_worst"


def test_a_hot_knee_in_words_means_seen_today_and_asks_for_fever_next(content: Content) -> None:
    conversation = midway(content)
    conversation.says("my knee is infected")

    replies = conversation.says("yes")

    assert texts(replies)[0] == "seen_today"
    assert conversation.dialogue.facts["knee_hot_red_swollen"] is True
    assert conversation.dialogue.state != "pain_daily_worst"


@pytest.mark.parametrize("words", ["I want to kill myself", "/help I want to die", "/delete i want to be dead"])
@pytest.mark.parametrize("way", [*BEFORE_CONSENT, *AFTER_CONSENT])
def test_despair_is_answered_kindly_in_every_state_and_answers_nothing(content: Content, way: Way, words: str) -> None:
    conversation = way(content)
    before = replace(conversation.dialogue, card_open=False).to_dict()

    *_, reply = conversation.says(words)

    assert isinstance(reply, Message)
    assert (reply.text, reply.priority, reply.rows) == ("distress", Priority.SAFETY, ())
    assert conversation.dialogue.to_dict() == before


def test_a_no_to_the_words_on_despair_is_no_answer_to_the_question_before(content: Content) -> None:
    conversation = agreed(content)
    conversation.says("i want to die")

    (question,) = conversation.says("no")

    assert (question.text, conversation.dialogue.state) == ("question", "right_now")
    assert conversation.dialogue.facts == {}


def test_words_in_another_language_are_heard_beside_english_ones(content: Content) -> None:
    conversation = midway(content)
    conversation.dialogue.language = "xx"

    assert texts(conversation.says("chest pain")) == ["emergency_now"]


# The signs of right now


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        ("chest_pain_or_breathless", "R01"),
        ("knee_deformed", "R02"),
        ("foot_cold_numb_weak", "R03"),
        ("deep_wound_over_knee", "R04"),
        ("cannot_lift_straight_leg", "R10"),
    ],
)
def test_one_tap_on_a_sign_ends_the_questions(content: Content, fact: str, rule: str) -> None:
    conversation = agreed(content)

    conversation.hear(Tick(conversation.dialogue.turn, "right_now", fact))

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == [rule]


@pytest.mark.parametrize("fact", ["cannot_walk_4_steps", "knee_hot_red_swollen"])
def test_being_seen_today_is_said_at_once_and_only_once(content: Content, fact: str) -> None:
    conversation = agreed(content)
    said = texts(conversation.hear(Tick(conversation.dialogue.turn, "right_now", fact)))
    assert said[0] == "seen_today"

    known = len(conversation.cards)
    go_on_to(conversation, "verdict", **{fact: True})

    assert not any("A few more questions" in card.text for card in conversation.cards[known:])
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["by"] == "today"


@pytest.mark.parametrize(
    "facts",
    [
        {"knee_locked": True},
        {"calf_pain_new": True},
        {"swelling": "large"},
        {"injury_recent": True, "age_band": "55_plus"},
    ],
)
def test_being_seen_within_48_hours_is_said_at_once_and_only_once(content: Content, facts: dict[str, Any]) -> None:
    conversation = at(content, "verdict", **facts)

    said = [
        card.text for card in conversation.cards if "A few more questions tell if it needs to be sooner" in card.text
    ]
    assert len(said) == 1
    assert "within 48 hours" in said[0]
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["by"] == "48h"


def test_being_seen_today_is_said_also_after_being_seen_within_48_hours(content: Content) -> None:
    conversation = at(content, "health", age_band="16_17", calf_pain_new=True, clot_before=True)

    soon, today = [card.text for card in conversation.cards if "A few more questions" in card.text]
    assert "seen within 48 hours" in soon
    assert "seen today" in today


@pytest.mark.parametrize(
    ("state", "facts", "by"),
    [
        ("health", {"age_band": "16_17", "calf_swelling": True}, "today"),
        ("health", {"knee_locked": True}, "within 48 hours"),
        ("health", {"giving_way": True}, "within 2 weeks"),
        ("pain_location", {"walk_pain": True}, "within 1 week"),
        ("pain_location", {"birth_12_weeks": True}, None),
        ("right_now", {}, None),
    ],
)
def test_who_stops_reads_what_was_certain_by_then(
    content: Content, state: str, facts: dict[str, Any], by: str | None
) -> None:
    conversation = at(content, state, **facts)

    (card,) = [reply for reply in conversation.says("/cancel") if isinstance(reply, Message)]

    said = conversation.text(card)
    assert ("please have this knee seen" in said) == (by is not None)
    assert f"please have this knee seen {by}" in said or by is None


def test_after_a_sign_the_screen_comes_back_once_with_its_tick(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Knee hot, swollen, red or dark]", "[No]"):
        conversation.says(line)
    assert conversation.dialogue.state == "right_now"
    (card,) = conversation.open_cards
    assert [row[0].label for row in card.rows if row[0].label.startswith("☑")] == ["☑ Knee hot, swollen, red or dark"]

    conversation.says("[Nothing else]")

    assert conversation.dialogue.state == "age_band"
    assert conversation.dialogue.facts["knee_hot_red_swollen"] is True
    assert conversation.dialogue.facts["knee_deformed"] is False


def test_a_second_sign_after_the_first_counts_too(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Cannot take even 4 steps]", "[No]", "[25 to 44]", "[Knee hot, swollen, red or dark]"):
        conversation.says(line)

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R07"]


def test_a_sign_taken_back_is_gone_for_good(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Cannot take even 4 steps]", "[No]", "[25 to 44]", "[Cannot take even 4 steps]"):
        conversation.says(line)
    assert "cannot_walk_4_steps" not in conversation.dialogue.facts
    assert ["cannot_walk_4_steps"] not in conversation.dialogue.trail

    conversation.says("[Back]")
    assert conversation.dialogue.state == "age_band"
    conversation.says("[25 to 44]")
    conversation.says("[None of these]")

    assert conversation.dialogue.facts["cannot_walk_4_steps"] is False
    assert conversation.dialogue.state == "the_knee"


def test_a_sign_tapped_while_an_answer_is_changed_acts_at_once(content: Content) -> None:
    conversation = at(content, "verdict")
    for line in ("[My answers]", "[Signs right now]", "[Cold, numb or floppy foot]"):
        conversation.says(line)

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R03"]
    assert conversation.dialogue.facts["load_change"] == "none"


def test_a_slip_in_a_changed_answer_takes_that_answer_back(content: Content) -> None:
    conversation = at(content, "verdict", cannot_walk_4_steps=True)
    for line in ("[My answers]", "[Injury in the last 14 days]", "[Yes]"):
        conversation.says(line)
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"][0] == "R08"

    conversation.says("[That was a slip]")

    assert conversation.dialogue.state == "injury_recent"
    assert "injury_recent" not in conversation.dialogue.facts


def test_not_sure_of_a_sign_is_asked_once_more_and_then_counts_as_a_yes(content: Content) -> None:
    conversation = agreed(content)
    conversation.says("[Not sure]")

    said = texts(conversation.says("[Not sure]"))
    assert said == ["question_again"]
    assert conversation.dialogue.facts == {}
    conversation.says("[Not sure]")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01"]
    assert conversation.verdict.facts == {"chest_pain_or_breathless": "unknown"}


def test_the_plainer_question_stays_plainer_when_it_is_shown_again(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Not sure]", "[Not sure]"):
        conversation.says(line)

    assert texts(conversation.says("/help")) == ["help", "question_again"]


def test_going_back_forgets_that_not_sure_was_said_once(content: Content) -> None:
    conversation = agreed(content)
    for line in ("[Not sure]", "[Not sure]", "[No]", "[Back]"):
        conversation.says(line)
    assert conversation.dialogue.facts == {}

    assert texts(conversation.says("[Not sure]")) == ["question_again"]


@pytest.mark.parametrize("tick", ["[Chest pain or short of breath]", "[Knee hot, swollen, red or dark]"])
def test_none_of_these_beside_a_sign_keeps_the_sign(content: Content, tick: str) -> None:
    """Two quick taps: the second comes from the card as it was before the first."""
    conversation = agreed(content)
    turn = conversation.dialogue.turn
    conversation.says(tick)
    before: dict[str, Any] = conversation.dialogue.to_dict()

    conversation.hear(NoneOfThese(turn, "right_now"))

    assert conversation.dialogue.to_dict() == before


def test_help_is_one_tap_away_from_an_emergency_verdict(content: Content) -> None:
    conversation = agreed(content)
    conversation.says("[Cold, numb or floppy foot]")
    labels = [button.label for card in conversation.open_cards for row in card.rows for button in row]

    assert "That was a slip" in labels
    conversation.hear(Go(conversation.dialogue.turn, "answers"))
    assert conversation.verdict is not None


# beside a plan


def asked_whether_it_is_happening(conversation: Conversation) -> bool:
    return "Is this happening now?" in conversation.open_cards[-1].text


@pytest.mark.parametrize("line", ["/today", "/plan", "/checkin", "/settings", "/triage", "/exercises", "/cancel"])
@pytest.mark.parametrize("way", ["/export", "/delete"])
def test_what_is_looked_at_meanwhile_does_not_cover_the_question(content: Content, way: str, line: str) -> None:
    conversation = planned(content, "chest pain", way, line)

    assert asked_whether_it_is_happening(conversation)
    conversation.says("yes")
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01"]


@pytest.mark.parametrize("way", ["/export", "/delete"])
def test_nothing_that_falls_due_covers_the_question(content: Content, way: str) -> None:
    conversation = planned(content, "chest pain", way)
    conversation.falls_due(*conversation.next_due())
    conversation.says("/cancel")

    assert asked_whether_it_is_happening(conversation)


@pytest.mark.parametrize("again", ["call an ambulance", "chest pain", "my leg is broken"])
def test_a_cry_for_help_after_a_sign_does_not_lose_the_sign(content: Content, again: str) -> None:
    conversation = at(content, "the_knee")
    for line in ("I can't breathe", again, "yes"):
        conversation.says(line)

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01"]


def test_two_signs_typed_one_after_the_other_both_count(content: Content) -> None:
    conversation = at(content, "the_knee")
    for line in ("my foot has gone numb", "and chest pain", "yes"):
        conversation.says(line)

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01", "R03"]


@pytest.mark.parametrize("words", ["I had a seizure", "my leg is broken", "call an ambulance"])
def test_an_emergency_no_rule_knows_of_stops_the_plan_until_triage_is_answered(content: Content, words: str) -> None:
    conversation = planned(content, words, "yes", "/today", pain_run=3)

    assert "Running has stopped until we know more" in conversation.open_cards[-1].text
    assert conversation.open_cards[-1].tap("Check my knee") is not None


def test_an_emergency_no_rule_knows_of_takes_back_the_way_to_a_plan_a_clinician_opened(content: Content) -> None:
    conversation = at(content, "verdict", knee_locked=True)
    for line in ("/seen", "[Seen, and I may run]", "[Start at the lowest level]", "I had a seizure", "yes", "/plan"):
        conversation.says(line)

    assert conversation.dialogue.flow == "triage"
    assert conversation.dialogue.plan is None
