"""The vocabulary: which values a fact takes, and what they count as."""

from typing import Any

import pytest

from dialogs.content import Content
from dialogs.errors import AnswerError
from dialogs.facts import UNKNOWN, Fact, read_facts

LIMP = Fact("limp", "bool", best=False, unsure=True)
CANCER = Fact("cancer", "bool", best=False)
PAIN = Fact("pain", "score", best=0, unsure=4)
SWELLING = Fact("swelling", "choice", best="none", values=("none", "small", "large"), unsure="small")
KM = Fact("km", "number", best=0, unit="km", least=0, most=300)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (LIMP, True),
        (LIMP, False),
        (LIMP, UNKNOWN),
        (PAIN, 0),
        (PAIN, 10),
        (PAIN, UNKNOWN),
        (SWELLING, "large"),
        (SWELLING, UNKNOWN),
        (KM, 0),
        (KM, 12.5),
        (KM, 300),
    ],
)
def test_a_value_of_the_fact_is_taken_as_it_is(fact: Fact, value: Any) -> None:
    assert fact.read(value) == value


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (LIMP, "true"),
        (LIMP, 1),
        (LIMP, 0),
        (LIMP, None),
        (CANCER, UNKNOWN),
        (PAIN, -1),
        (PAIN, 11),
        (PAIN, 4.5),
        (PAIN, True),
        (PAIN, "4"),
        (PAIN, None),
        (SWELLING, "huge"),
        (SWELLING, 1),
        (SWELLING, ["small"]),
        (SWELLING, None),
        (KM, 300.1),
        (KM, float("nan")),
        (KM, float("inf")),
        (KM, False),
        (KM, UNKNOWN),
    ],
)
def test_any_other_value_is_refused(fact: Fact, value: Any) -> None:
    with pytest.raises(AnswerError, match=f"fact '{fact.id}': "):
        fact.read(value)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        (LIMP, "fact 'limp': 'x' is not allowed; it takes true or false or \"unknown\"."),
        (CANCER, "fact 'cancer': 'x' is not allowed; it takes true or false."),
        (PAIN, "fact 'pain': 'x' is not allowed; it takes a whole number from 0 to 10 or \"unknown\"."),
        (
            SWELLING,
            'fact \'swelling\': \'x\' is not allowed; it takes "none", "small", "large" or "unknown".',
        ),
        (KM, "fact 'km': 'x' is not allowed; it takes a number from 0 to 300 (km)."),
    ],
)
def test_a_refusal_says_what_the_fact_takes(fact: Fact, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        fact.read("x")

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("fact", "value", "rank"),
    [
        (LIMP, True, True),
        (LIMP, UNKNOWN, True),
        (PAIN, 7, 7),
        (PAIN, UNKNOWN, 4),
        (SWELLING, "none", 0),
        (SWELLING, "large", 2),
        (SWELLING, UNKNOWN, 1),
    ],
)
def test_a_value_counts_as_its_place_and_not_sure_as_the_fact_says(fact: Fact, value: Any, rank: Any) -> None:
    assert fact.rank(value) == rank


def test_an_unknown_fact_is_refused_and_the_nearest_one_named(content: Content) -> None:
    with pytest.raises(AnswerError, match=r"fact 'knee_loked' is not known\. Did you mean 'knee_locked'\?"):
        read_facts(content.facts, {"knee_loked": True})


@pytest.mark.parametrize("given", [None, [], "limp", 3])
def test_facts_come_as_an_object(content: Content, given: Any) -> None:
    with pytest.raises(AnswerError, match="'facts' must be an object"):
        read_facts(content.facts, given)


def test_not_sure_on_a_red_flag_is_never_read_as_a_no(content: Content) -> None:
    red = [item.fact for screen in content.triage.screens if screen.red_flags for item in screen.items]

    for fact in red:
        if fact.unsure is not None:
            assert fact.rank(UNKNOWN) != fact.rank(fact.best), fact.id
            assert fact.type != "bool" or fact.unsure is True, fact.id


def test_signs_that_can_cost_a_life_or_a_limb_are_asked_once_more(content: Content) -> None:
    again = {name for name, fact in content.facts.items() if fact.ask_again}

    assert again == {
        "chest_pain_or_breathless",
        "knee_deformed",
        "foot_cold_numb_weak",
        "deep_wound_over_knee",
        "cannot_lift_straight_leg",
        "cannot_walk_4_steps",
    }
