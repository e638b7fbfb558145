"""What answers can fit with: never without the place it names, never against a fact, at most two."""

from typing import Any

import pytest

from dialogs.cases import patterns_of
from dialogs.content import Content
from dialogs.expressions import Tree, parse
from dialogs.facts import UNKNOWN, Fact
from dialogs.patterns import Factor, Pattern, contributing, fitting

FACTS = {
    name: Fact(name, "bool", best=False, unsure=True) for name in ("squat", "stairs", "locked", "limp", "hip", "builds")
} | {"pain_location": Fact("pain_location", "choice", best="front", values=("front", "side"), ordered=False)}


def tree(text: str) -> Tree:
    return parse(text, FACTS, {})


def pattern(name: str, place: tuple[str, ...] = (), points: str = "", against: str = "") -> Pattern:
    return Pattern(name, place, tuple(map(tree, points.split(", "))), tuple(map(tree, filter(None, [against]))), ())


KNEECAP = pattern("kneecap", ("front",), "squat, stairs", "locked")
HIP = pattern("hip", (), "limp, hip, builds", "squat")


def named(*patterns: Pattern, **facts: Any) -> list[str]:
    return fitting(patterns, FACTS, facts)


def test_the_place_and_one_more_fact_make_a_fit() -> None:
    assert named(KNEECAP, pain_location="front", squat=True) == ["kneecap"]


def test_the_place_alone_is_no_fit() -> None:
    assert named(KNEECAP, pain_location="front", squat=False) == []


@pytest.mark.parametrize("place", ["side", None])
def test_another_place_is_no_fit(place: str | None) -> None:
    facts = {"pain_location": place} if place else {}

    assert named(KNEECAP, squat=True, stairs=True, **facts) == []


def test_a_fact_against_it_rules_it_out() -> None:
    assert named(KNEECAP, pain_location="front", squat=True, locked=True) == []


def test_without_a_place_two_facts_are_needed() -> None:
    assert named(HIP, limp=True) == []
    assert named(HIP, limp=True, hip=True) == ["hip"]


def test_what_was_not_asked_or_not_sure_counts_neither_way() -> None:
    assert named(KNEECAP, pain_location="front", squat=UNKNOWN) == []
    assert named(KNEECAP, pain_location="front", squat=True, locked=UNKNOWN) == ["kneecap"]
    assert named(HIP, limp=True, hip=UNKNOWN) == []


def test_the_best_two_are_named_best_first() -> None:
    one = pattern("one", (), "limp, hip")
    three = pattern("three", (), "limp, hip, builds, stairs")
    two = pattern("two", (), "limp, hip, builds")

    assert named(one, two, three, limp=True, hip=True, builds=True, stairs=True) == ["three", "two"]


@pytest.mark.parametrize("disposition", ["emergency", "urgent"])
def test_no_pattern_is_named_when_the_knee_must_be_seen_soon(content: Content, disposition: str) -> None:
    facts: dict[str, Any] = {"pain_location": "around_kneecap", "pain_run": 3, "agg_squat": True}

    assert patterns_of(content, disposition, facts) == []
    assert patterns_of(content, "modify", facts) == ["patellofemoral"]


def test_factors_are_what_was_answered_and_not_what_was_left_open() -> None:
    factors = [Factor("sharp_turns", tree("limp"), "weak", ()), Factor("sitting", tree("not squat"), "weak", ())]

    assert contributing(factors, FACTS, {"limp": True}) == ["sharp_turns"]
    assert contributing(factors, FACTS, {"limp": UNKNOWN, "squat": False}) == ["sitting"]


def test_every_place_a_pattern_names_is_a_place_one_can_choose(content: Content) -> None:
    places = set(content.facts["pain_location"].values)

    for one in content.patterns:
        assert set(one.place) <= places, one.id
