"""What holds for any runner, whatever is tapped or typed and in whatever order."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.conversation import Conversation, toasts
from support.walk import kept

from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.events import Answer, Due, Go, NoneOfThese, Tick, Typed, Unreadable, read_tap
from dialogs.facts import UNKNOWN, Value
from dialogs.replies import Message
from dialogs.standing import standing_of

WORDS = [
    "yes", "no", "not sure", "none", "done", "back", "4", "11", "4/10", "a little puffy", "hello", "", "🏃", "<b>",
    "{{ x }}", "chest pain", "why", "25", "i want to die", "%s %(x)s", "a:1:b:c", "x" * 3000, "\x00", "٣",
]  # fmt: skip
COMMANDS = ["/start", "/triage", "/help", "/emergency", "/cancel", "/why", "/privacy", "/delete", "/start x", "/nope"]
FORGED = [
    "a:1:age_band:25_44",
    "t:2:health:lump",
    "g:3:agree",
    "d:1:health",
    "n:9:right_now",
    "g:1:change_x",
    "zzz",
    "",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_sequence_of_taps_and_texts_breaks_the_dialogue(content: Content, seed: int) -> None:
    chance = random.Random(seed)
    conversation = Conversation(content, locale=chance.choice(["en-GB", "en", "de", "", "xx-YY-zz"]))
    locked: dict[str, Any] = {}

    for _ in range(40):
        agreed = conversation.dialogue.consent is not None
        act(conversation, chance)

        assert len(conversation.open_cards) <= 1
        assert conversation.dialogue.card_open == bool(conversation.open_cards)
        if conversation.dialogue.consent is None:
            # What was kept when a yes was taken back stays locked until it is erased, and nothing comes to it.
            locked = answers_kept(conversation) if agreed else locked
            assert_nothing_new_is_kept(conversation, locked)


def act(conversation: Conversation, chance: random.Random) -> None:
    """Something a runner might do: mostly a tap on the open card."""
    if chance.random() < 0.03:
        conversation.later(hours=chance.choice([1, 30, 100]))
    kind = chance.random()
    taps = [button.tap for card in conversation.open_cards for row in card.rows for button in row]
    if kind < 0.65 and taps:
        conversation.hear(read_tap(chance.choice(taps)))
    elif kind < 0.8:
        conversation.hear(Typed(chance.choice(WORDS)))
    elif kind < 0.88:
        conversation.says(chance.choice(COMMANDS))
    elif kind < 0.95:
        old = [tap for _, tap in conversation.old_buttons] or FORGED
        conversation.hear(read_tap(chance.choice([*old, *FORGED])))
    else:
        conversation.hear(chance.choice([Due("offer_again"), Due("?"), Unreadable()]))


def assert_nothing_new_is_kept(conversation: Conversation, locked: dict[str, Any]) -> None:
    assert {name: part for name, part in answers_kept(conversation).items() if part != locked.get(name)} == {}
    assert conversation.dialogue.invitation in (None, "x")


def answers_kept(conversation: Conversation) -> dict[str, Any]:
    """What the dialogue holds beside where the runner is."""
    places = {"state", "flow", "stack", "turn", "language", "locale", "invitation", "card_open"}
    return {name: part for name, part in kept(conversation.dialogue).items() if name not in places}


@st.composite
def runners(draw: st.DrawFn, content: Content) -> dict[str, Value]:
    """Answers to everything: mostly nothing wrong, else a night-long conversation would always be an emergency."""
    facts = safe_default(content)
    asked = list(content.triage.asked_when)
    for name in draw(st.lists(st.sampled_from(asked), max_size=6)):
        facts[name] = draw(st.sampled_from(values(content, name)))
    for name in ("pain_run", "pain_daily_worst"):
        facts[name] = draw(st.integers(0, 10))
    return facts


def values(content: Content, name: str) -> list[Any]:
    fact = content.facts[name]
    known: list[Any] = {"bool": [False, True], "score": list(range(11))}.get(fact.type, list(fact.values))
    return [*known, UNKNOWN] if fact.unsure is not None else known


def answered(content: Content, facts: dict[str, Value]) -> tuple[Conversation, list[str]]:
    """The conversation of a runner with these facts, answering as asked, and the states gone through."""
    conversation = Conversation(content)
    conversation.says("/start")
    conversation.says("[I agree]")
    states: list[str] = []
    lefts: list[int] = []
    while conversation.verdict is None:
        dialogue = conversation.dialogue
        states.append(dialogue.state)
        lefts.append(standing_of(content, dialogue.facts).left)
        assert lefts == sorted(lefts, reverse=True), "the bound on questions grew"
        assert len(states) < 90, states
        step(conversation, facts)
    return conversation, states


def step(conversation: Conversation, facts: dict[str, Value]) -> None:
    """Answer the open card truly."""
    content, dialogue = conversation.content, conversation.dialogue
    if dialogue.state == "parent":
        conversation.hear(Go(dialogue.turn, "parent_here"))
        return
    screen = content.triage.by_id[dialogue.state]
    taps = [read_tap(button.tap) for row in conversation.open_cards[0].rows for button in row]
    single = next((tap.question for tap in taps if isinstance(tap, Answer)), None)
    if single is not None:
        if screen.instead and not facts["ran_last_14_days"]:
            conversation.hear(Answer(dialogue.turn, "ran_last_14_days", "no"))
        else:
            conversation.hear(Answer(dialogue.turn, single, spelled(facts[single])))
        return
    ticks = [tap for tap in taps if isinstance(tap, Tick) and tap.on]
    if any(facts[tap.fact] == UNKNOWN for tap in ticks):
        conversation.hear(Go(dialogue.turn, "one_by_one"))
        return
    true = [tap for tap in ticks if facts[tap.fact] == (True if tap.value is None else tap.value)]
    for tap in true[:1] if screen.at_once else true:
        conversation.hear(tap)
    if screen.at_once and true:
        return
    finish = next(tap for row in conversation.open_cards[0].rows for tap in [read_tap(row[0].tap)]
                  if type(tap).__name__ in ("Done", "NoneOfThese"))  # fmt: skip
    conversation.hear(finish)


def spelled(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_asking_step_by_step_ends_as_all_answers_at_once(content: Content, data: st.DataObject) -> None:
    facts = data.draw(runners(content))

    conversation, states = answered(content, facts)

    told = conversation.verdict
    whole = standing_of(content, facts).verdict
    assert told is not None
    assert [told.verdict[key] for key in ("disposition", "by", "meanwhile")] == [
        whole.disposition, whole.by, whole.meanwhile,
    ]  # fmt: skip
    assert set(told.verdict["because"]) <= set(whole.because)
    assert_red_flags_first(content, states, conversation)


def assert_red_flags_first(content: Content, states: list[str], conversation: Conversation) -> None:
    """No screen about load before the last red-flag screen; none of those asked of this runner is passed over."""
    red = {screen.id for screen in content.triage.screens if screen.red_flags}
    asked = [state for state in dict.fromkeys(states) if state in content.triage.by_id]
    about_load = [place for place, state in enumerate(asked) if state not in red and state != "age_band"]
    if not about_load:
        return
    assert not any(state in red for state in asked[about_load[0] :])
    facts = conversation.dialogue.facts
    ranks = content.triage.ranks(facts)
    for screen in content.triage.screens:
        if screen.red_flags:
            for item in screen.items:
                assert not content.triage.asks(screen, item, ranks) or item.fact.id in facts


@pytest.mark.parametrize("age", ["25_44", "45_54"])
def test_a_runner_without_flags_needs_at_most_fourteen_taps_and_one_more_from_45(content: Content, age: str) -> None:
    facts = {**safe_default(content), "age_band": age}

    _, states = answered(content, facts)

    assert len(states) == (14 if age == "25_44" else 15)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_taps_on_closed_cards_change_nothing_and_say_so(content: Content, seed: int) -> None:
    chance = random.Random(seed)
    conversation = Conversation(content)
    for _ in range(12):
        act(conversation, chance)
    now = {tap for card in conversation.open_cards for row in card.rows for tap in [button.tap for button in row]}
    for _, tap in conversation.old_buttons:
        if tap in now or read_tap(tap).turn == conversation.dialogue.turn:  # type: ignore[union-attr]
            continue
        before = conversation.dialogue.to_dict()

        replies = conversation.hear(read_tap(tap))

        assert toasts(replies) == ["stale"]
        assert not any(isinstance(reply, Message) for reply in replies)
        assert conversation.dialogue.to_dict() == before


def test_looking_at_an_answer_and_keeping_it_changes_nothing(content: Content) -> None:
    facts = {**safe_default(content), "swelling": "small", "injury_recent": True, "pain_run": 3}
    conversation, _ = answered(content, facts)
    before = dict(conversation.dialogue.facts)
    conversation.says("[My answers]")
    conversation.says("[Injury in the last 14 days]")
    conversation.says("[Back]")
    conversation.says("[Keep them as they are]")

    assert conversation.dialogue.facts == before


def test_a_none_of_these_tap_answers_every_item_of_the_screen(content: Content) -> None:
    conversation = Conversation(content)
    conversation.says("/start")
    conversation.says("[I agree]")

    conversation.hear(NoneOfThese(conversation.dialogue.turn, "right_now"))

    assert set(conversation.dialogue.facts) == {item.fact.id for item in content.triage.screens[0].items}
    assert not any(conversation.dialogue.facts.values())


CONSENT = 1


@pytest.mark.parametrize(
    ("facts", "taps"),
    [
        ({"chest_pain_or_breathless": True}, 2),
        ({"cannot_lift_straight_leg": True}, 2),
        ({"knee_hot_red_swollen": True, "fever_or_unwell": True}, 3),
        ({"cannot_walk_4_steps": True, "injury_recent": True}, 3),
        ({"cannot_walk_4_steps": True, "age_band": "16_17"}, 4),
    ],
    ids=["R01", "R10", "R05", "R08", "R09"],
)
def test_an_emergency_of_the_first_screen_is_told_within_these_taps(
    content: Content, facts: dict[str, Value], taps: int
) -> None:
    conversation, states = answered(content, {**safe_default(content), **facts})

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["disposition"] == "emergency"
    assert CONSENT + len(states) == taps


@pytest.mark.parametrize("words", ["my knee is hot and I have a fever", "I have a fever and my knee is hot"])
def test_a_hot_knee_with_a_fever_is_heard_in_everyday_words(content: Content, words: str) -> None:
    found = content.phrases["en"].in_text(words)

    assert found is not None
    assert found.fact == "knee_hot_red_swollen"


def test_a_knee_injection_is_no_emergency(content: Content) -> None:
    assert content.phrases["en"].in_text("knee injection") is None
