"""Runners to send through the dialogue: found by the solver, so that together they reach everything there is."""

from collections.abc import Iterable, Iterator, Mapping

import z3

from dialogs.consent import WITH_PARENT
from dialogs.content import Content
from dialogs.expressions import Tree, facts_of
from dialogs.facts import UNKNOWN, Value
from dialogs.proofs.asking import before
from dialogs.proofs.world import World
from dialogs.rules import DISPOSITIONS, Rule

Answers = Mapping[str, Value]


def runners_to_walk(world: World) -> Iterator[Answers]:
    """Answers beside the safe default, for runners who together meet every question and every ending."""
    yield {}
    weight = world.one_weight
    for screen in world.content.triage.screens:
        asked = z3.And(before(world.half, screen), world.half.is_asked(screen), z3.Not(world.half_weight.is_decided))
        found = world.alone.fewest(asked)
        if found is not None:
            yield found[1]
            yield _unsure_on(world.content, [item.fact.id for item in screen.items], found[1])
    for level in weight.exactly.values():
        for meanwhile in (weight.runs_meanwhile, z3.Not(weight.runs_meanwhile)):
            for off in (weight.keeps_weight_off, z3.Not(weight.keeps_weight_off)):
                found = world.alone.fewest(z3.And(level, meanwhile, off))
                if found is not None:
                    yield found[1]
    yield from ({"age_band": age} for age in WITH_PARENT[:1])
    told_more = z3.Not(z3.Or(weight.ends_in("emergency"), weight.ends_in("urgent")))
    for claim in _extras(world):
        found = world.alone.fewest(z3.And(claim, told_more))
        if found is not None:
            yield found[1]


def _extras(world: World) -> Iterator[z3.BoolRef]:
    """What makes each factor and each pattern be told, as far as answers of this questionnaire can."""
    content, one = world.content, world.one

    def held(trees: Iterable[Tree]) -> list[z3.BoolRef]:
        return [one.holds(tree) for tree in trees if set(facts_of(tree)) <= one.facts.keys()]

    for factor in content.factors:
        yield from held([factor.when])
    for pattern in content.patterns:
        points = [(point, 1) for point in held(pattern.points)]
        place = [world.is_at(one, "pain_location", place) for place in pattern.place]
        if points:
            fits = z3.PbGe(points, 1 if place else 2)
            yield z3.And(fits, z3.Or(place) if place else True, *[z3.Not(part) for part in held(pattern.against)])


def _unsure_on(content: Content, facts: list[str], answers: Answers) -> Answers:
    """The same runner, not sure about anything on one screen."""
    unsure = {name: UNKNOWN for name in facts if content.facts[name].unsure is not None}
    return {**answers, **unsure}


def runners_with_most_reasons(world: World) -> Iterator[Answers]:
    """For each ending the runner whose deciding rules have the most to say: reasons and sources in letters."""
    texts = world.content.texts("en")
    for disposition in DISPOSITIONS:
        rules = [rule for rule in world.content.rules if rule.disposition == disposition]
        weights = [(world.one_weight.decides(rule), _letters(world.content, rule, texts.strings)) for rule in rules]
        answers = _heaviest(world, weights)
        if answers is not None:
            yield answers


def _letters(content: Content, rule: Rule, strings: Mapping[str, object]) -> int:
    sources = sum(len(content.sources[source].name) + 2 for source in rule.source)
    return len(str(strings.get(f"reasons.{rule.because}", ""))) + sources


def _heaviest(world: World, weights: list[tuple[z3.BoolRef, int]]) -> Answers | None:
    """The runner for whom the sum of the weights is greatest, found by halving; None if all are 0."""
    low, high, best = 0, sum(weight for _, weight in weights), None
    while low < high:
        middle = (low + high + 1) // 2
        found = world.alone.somebody(z3.PbGe(weights, middle))
        if found is None:
            high = middle - 1
        else:
            low, best = middle, found
    return best
