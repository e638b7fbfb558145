"""What holds after every event of any conversation, and what going back, pausing and not being sure never change."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.conversation import Conversation, toasts
from support.walk import agreed, kept, truly

from dialogs.cases import safe_default
from dialogs.consent import AGE
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Event, Left, Typed, Unreadable, read_tap
from dialogs.facts import UNKNOWN, Value
from dialogs.machine import play
from dialogs.replies import VerdictGiven, Withdrew
from dialogs.standing import standing_of

BEFORE_CONSENT = {"state", "flow", "stack", "turn", "language", "locale", "invitation", "card_open"}
COMMANDS = [
    "/start",
    "/triage",
    "/help",
    "/emergency",
    "/cancel",
    "/why",
    "/privacy",
    "/delete",
    "/start my knee",
    "/today",
    "/plan",
    "/checkin",
    "/exercises",
    "/seen",
    "/settings",
    "/pause",
    "/resume",
    "/race",
    "/report Ann",
    "/nope",
]
TYPED = [
    "yes",
    "no",
    "not sure",
    "none",
    "done",
    "back",
    "2",
    "hello",
    "chest pain",
    "my knee is infected",
    "unconscious",
]
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def something(conversation: Conversation, chance: random.Random) -> Event:
    """What a runner may do next: mostly a tap on the open card, often the harmless one, so that some get far."""
    if chance.random() < 0.05:
        conversation.later(hours=chance.choice([1, 30, 100]))
    taps = [button.tap for card in conversation.open_cards for row in card.rows for button in row]
    harmless = [
        tap for tap in taps if tap.startswith("n:") or tap.endswith((":no", "agree", "none", "25_44", "parent_here"))
    ]
    kind = chance.random()
    if conversation.dialogue.due and chance.random() < 0.1:
        what, at = conversation.next_due()
        conversation.now = max(conversation.now, at)
        return Due(what, at)
    if harmless and kind < 0.5:
        return read_tap(chance.choice(harmless))
    if taps and kind < 0.85:
        return read_tap(chance.choice(taps))
    if kind < 0.91:
        return conversation.event_of(chance.choice(COMMANDS))
    if kind < 0.97:
        return Typed(chance.choice(TYPED))
    return chance.choice([Due("offer_again"), Due("check_in"), Unreadable(), Left()])


@SLOW
@given(seed=st.integers(0, 2**32))
def test_after_every_event_the_dialogue_is_sound(content: Content, seed: int) -> None:
    chance = random.Random(seed)
    conversation = Conversation(content, locale=chance.choice(["en-GB", "en"]))
    for _ in range(60):
        known = len(conversation.records)
        conversation.hear(something(conversation, chance))

        assert_sound(conversation)
        for record in conversation.records[known:]:
            if isinstance(record, VerdictGiven):
                assert_well_told(conversation, record)
        assert_a_button_works(conversation, chance)


def assert_sound(conversation: Conversation) -> None:
    """One card, a trail of just the answers there are but those kept from before, no flow interrupted twice, no verdict
    that the answers deny.
    """
    dialogue, content = conversation.dialogue, conversation.content
    if dialogue.consent is None:
        withdrew = any(isinstance(record, Withdrew) for record in conversation.records)
        assert withdrew or set(kept(dialogue)) <= BEFORE_CONSENT
        assert dialogue.invitation is None
    assert len(conversation.open_cards) == dialogue.card_open <= 1
    answered = sorted(name for group in dialogue.trail for name in group)
    kept_before = {screen.id for screen in content.triage.screens if screen.keep_days} - {*answered}
    assert answered == sorted(dialogue.facts.keys() - given_beforehand(conversation) - kept_before)
    flows = [flow for flow, _ in dialogue.stack]
    assert len({*flows, dialogue.flow}) == len(flows) + 1
    if dialogue.flow not in ("triage", "home"):
        return
    standing = standing_of(content, dialogue.facts)
    if dialogue.flow == "triage" and dialogue.state == "verdict":
        assert standing.is_decided
        assert standing.verdict.to_dict() == dialogue.verdict
    asking = dialogue.flow == "triage" and dialogue.state in content.triage.by_id and not dialogue.changing
    # Who goes back from "Is a parent there?" to a wrong age was told of the emergency when that was asked.
    if asking and dialogue.state != AGE:
        assert not standing.is_emergency


def given_beforehand(conversation: Conversation) -> set[str]:
    """What the open questionnaire, interrupted or not, knows without asking."""
    dialogue, known = conversation.dialogue, conversation.content.questionnaires
    flows = [dialogue.flow, *(flow for flow, _ in dialogue.stack)]
    asking = [known[flow] for flow in flows if flow in known and flow != "triage"]
    return {name for questions in asking for name in questions.given}


def assert_well_told(conversation: Conversation, told: VerdictGiven) -> None:
    """A verdict is decided, made of the answers as they are, and given to the young only beside a parent."""
    standing = standing_of(conversation.content, conversation.dialogue.facts)
    assert standing.is_decided
    assert told.verdict == standing.verdict.to_dict()
    assert told.facts == conversation.dialogue.facts
    if told.facts.get("age_band") in ("under_12", "12_15"):
        assert conversation.dialogue.parent or conversation.dialogue.plan is not None


def assert_a_button_works(conversation: Conversation, chance: random.Random) -> None:
    """No button of the open card leads nowhere."""
    taps = [button.tap for card in conversation.open_cards for row in card.rows for button in row]
    for tap in chance.sample(taps, min(2, len(taps))):
        stored = Dialogue.from_dict(conversation.dialogue.copy().to_dict())
        replies = play(conversation.content, stored, read_tap(tap), conversation.now).replies
        assert replies, tap
        assert "stale" not in toasts(replies), tap


@st.composite
def runners(draw: st.DrawFn, content: Content) -> dict[str, Value]:
    """Answers to everything, mostly fine."""
    facts = safe_default(content)
    for name in draw(st.lists(st.sampled_from(list(content.triage.asked_when)), max_size=5)):
        fact = content.facts[name]
        values: list[Any] = {"bool": [False, True], "score": list(range(11))}.get(fact.type, list(fact.values))
        facts[name] = draw(st.sampled_from([*values, UNKNOWN] if fact.unsure is not None else values))
    return facts


def interrupted(conversation: Conversation, facts: dict[str, Value], chance: random.Random) -> None:
    """Answer truly to the verdict, now and then going back, asking why, pausing, or saying something else."""
    for _ in range(400):
        if conversation.dialogue.state == "verdict":
            return
        kind = chance.random()
        if kind < 0.15 and any(card.tap("Back") for card in conversation.open_cards):
            conversation.says("[Back]")
        elif kind < 0.3:
            detours = (["/help"], ["/why"], ["/start", "[Go on]"], ["chest pain", "no"], ["/delete", "/cancel"], ["hm"])
            for line in chance.choice(detours):
                conversation.says(line)
        else:
            for event in truly(conversation, facts):
                conversation.hear(event)
    raise AssertionError("no verdict")


@SLOW
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_who_goes_back_pauses_and_wanders_off_gets_the_verdict_of_who_went_straight_on(
    content: Content, data: st.DataObject, seed: int
) -> None:
    facts = data.draw(runners(content))
    straight, wandering = agreed(content), agreed(content)
    interrupted(straight, facts, NeverWanders())

    interrupted(wandering, facts, random.Random(seed))

    assert straight.verdict is not None
    assert wandering.verdict is not None
    assert_well_told(wandering, wandering.verdict)
    decided = ("disposition", "by", "meanwhile")
    assert [wandering.verdict.verdict[key] for key in decided] == [straight.verdict.verdict[key] for key in decided]
    both = straight.dialogue.facts.keys() & wandering.dialogue.facts.keys()
    assert {name: wandering.dialogue.facts[name] for name in both} == {
        name: straight.dialogue.facts[name] for name in both
    }


class NeverWanders(random.Random):
    """Always goes straight on."""

    def random(self) -> float:
        return 0.99
