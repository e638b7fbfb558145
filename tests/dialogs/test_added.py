"""What was added to a move is told wherever its dose is, from the day on which it was added."""

import pytest
from support.conversation import Conversation
from support.plan import planned

from dialogs.content import Content
from dialogs.events import Command, Event, Go
from dialogs.exercises import STAGES, Dose, much_words
from dialogs.lived import facts_told, step_of_day
from dialogs.verify.limits import CAPTION, MESSAGE, length
from dialogs.verify.planning import at_the_top

GOOD_DAYS = 30
WAYS = {"take a band": "with a stronger band", "add half a kilo": "with 0.5 kg", "make it harder": ". "}
"""What a raise says, and what the dose of its move says from then on."""


def good_day(conversation: Conversation) -> str:
    """A quiet day on which all exercises are done; what the bot said at its end."""
    event: Event | None = Command("checkin")
    told = ""
    while event is not None:
        before = len(conversation.cards)
        conversation.hear(event)
        told += "".join(card.text for card in conversation.cards[before:])
        event = step_of_day(conversation.dialogue, conversation.cards[-1].rows, facts_told("OK") or {}, diligent=True)
    return told


def ways_told(told: str) -> dict[str, str]:
    """For each move to which something is added in these words, what its dose then says."""
    lines = [line.partition(": ") for line in told.splitlines()]
    return {name: way for name, _, what in lines for said, way in WAYS.items() if what.startswith(said)}


def doses(conversation: Conversation) -> dict[str, str]:
    """For each move of today's card its dose."""
    conversation.says("/today")
    lines = conversation.cards[-1].text.splitlines()
    return dict(line.removeprefix("☐ ").split(": ", 1) for line in lines if line.startswith("☐ "))


def test_what_a_raise_adds_is_in_the_dose_of_that_move_from_the_next_day_on(content: Content) -> None:
    conversation, added, seen = planned(content, pain_run=3), {}, set()
    for _ in range(GOOD_DAYS):
        added |= ways_told(good_day(conversation))
        conversation.later(days=1)
        for name, dose in doses(conversation).items():
            assert added.get(name, "sets" if "sets" in dose else "times") in dose
            seen.add(added.get(name))

    assert seen == {None, *WAYS.values()}


def card_of(conversation: Conversation, move: str) -> str:
    conversation.says("/exercises")
    conversation.hear(Go(conversation.dialogue.turn, f"move_{move}"))
    return conversation.cards[-1].text


def strong(content: Content, stage: str) -> Conversation:
    """A runner to whose moves all was added."""
    conversation = planned(content, pain_run=3)
    training = at_the_top(content.library, stage).to_dict()
    conversation.dialogue.plan = {**(conversation.dialogue.plan or {}), "training": training}
    return conversation


def test_the_card_of_a_move_tells_the_dose_as_today_does_and_its_own_way_once(content: Content) -> None:
    conversation = strong(content, "build")
    today = doses(conversation)["Mini squat"]

    card = card_of(conversation, "mini_squat")

    assert today == "3 sets of 15, with 2 kg. Go deeper bit by bit, then hold a weight."
    assert f"Dose: {today}" in card
    assert card.count("Go deeper bit by bit") == 1


def test_in_the_calm_stage_nothing_is_added(content: Content) -> None:
    conversation = strong(content, "calm")

    assert doses(conversation)["Straighten over a towel"].endswith("each side")
    assert "Harder: " in card_of(conversation, "mini_squat")


@pytest.mark.parametrize("stage", STAGES)
def test_with_all_that_can_be_added_each_card_is_short_enough_to_send(content: Content, stage: str) -> None:
    conversation = strong(content, stage)
    doses(conversation)

    assert length(conversation.cards[-1].text) <= MESSAGE
    assert [move for move in content.library.moves if length(card_of(conversation, move)) > CAPTION] == []


@pytest.mark.parametrize(
    ("move", "added", "words"),
    [
        ("quad_set", (), "3 sets of 15"),
        ("quad_set", ("weight",) * 3, "3 sets of 15, with 1.5 kg"),
        ("clamshell_band", ("band",), "3 sets of 15, with a stronger band"),
        ("side_leg_lift", ("weight", "band"), "3 sets of 15, with 0.5 kg and a band"),
        ("side_leg_lift", ("weight", "band", "band"), "3 sets of 15, with 0.5 kg and a stronger band"),
        ("calf_raise", ("own", "weight"), "3 sets of 15, with 0.5 kg. Use one leg, then hold a weight."),
        ("clamshell", ("own",), "3 sets of 15. Put a loop band round both thighs."),
    ],
)
def test_a_dose_is_told_with_what_was_added(content: Content, move: str, added: tuple[str, ...], words: str) -> None:
    assert much_words(content.texts("en"), content.library.moves[move], Dose((3, 3), (15, 15)), added) == words
