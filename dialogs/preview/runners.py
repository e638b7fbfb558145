"""Runners for whom a condition holds: found from the condition itself, with as few answers as it takes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, islice, product

from dialogs.cases import safe_default
from dialogs.condition_words import COMPARE
from dialogs.content import Content
from dialogs.expressions import All, Always, AnyOf, Compared, Condition, Counted, IsTrue, Not, Tree, compiled
from dialogs.facts import Fact, Value
from dialogs.questions import always

Answers = Mapping[str, Value]

MOST = 400
"""So many runners are looked at for one condition."""


def runners(content: Content, tree: Tree) -> list[Answers]:
    """Answers beside the safe default that make the condition hold and would be asked for, the fewest first.

    What is asked of the history, on a wish, is among them.
    """
    wanted = (_but_the_best(content, answers) for answers in islice(_ways(content, tree, wanted=True), MOST))
    found = islice((runner for answers in wanted for runner in _asked(content, answers)), MOST)
    return sorted(found, key=len)


def _but_the_best(content: Content, answers: Answers) -> Answers:
    """Without the answers a runner has anyway; what nobody is asked for stays, so that it is seen."""
    asked = content.triage.asked_when
    return {name: value for name, value in answers.items() if value != content.facts[name].best or name not in asked}


def _ways(content: Content, tree: Tree, *, wanted: bool) -> Iterator[Answers]:
    """Small sets of answers for which the tree is true, or false if that is wanted."""
    match tree:
        case Always(value):
            yield from [{}] if value == wanted else []
        case IsTrue(fact):
            yield {fact: wanted}
        case Compared(fact):
            yield from islice(({fact: value} for value in _values(content.facts[fact], tree, wanted)), 1)
        case Not(part):
            yield from _ways(content, part, wanted=not wanted)
        case Counted(count, op, number):
            fits = (many for many in range(len(count.parts) + 1) if COMPARE[op](many, number) == wanted)
            for parts in combinations(count.parts, next(fits, 0)):
                yield from _together(content, parts, wanted=True)
        case All(parts) | AnyOf(parts) if isinstance(tree, All) == wanted:
            yield from _together(content, parts, wanted=wanted)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _ways(content, part, wanted=wanted)


def _values(fact: Fact, compared: Compared, wanted: bool) -> Iterator[Value]:
    """The values that fit a comparison, the best first."""
    values: Iterable[Value] = fact.values or range(int(fact.least), int(fact.most) + 1)
    for value in sorted(values, key=lambda value: (value != fact.best, fact.rank(value))):
        if COMPARE[compared.op](fact.rank(value), compared.rank) == wanted:
            yield value


def _together(content: Content, parts: tuple[Tree, ...], *, wanted: bool) -> Iterator[Answers]:
    for ways in product(*(list(islice(_ways(content, part, wanted=wanted), MOST)) for part in parts)):
        merged: dict[str, Value] = {}
        for way in ways:
            merged = _worse_of_both(content, merged, way)
        yield merged


def _worse_of_both(content: Content, one: Answers, other: Answers) -> dict[str, Value]:
    both = {**one, **other}
    for name in one.keys() & other.keys():
        both[name] = max(one[name], other[name], key=content.facts[name].rank)
    return both


def _asked(content: Content, answers: Answers) -> Iterator[Answers]:
    """The answers with what it takes to be asked for each of them; nothing if one is never asked for."""
    ranks = content.triage.ranks({**safe_default(content), **answers})
    for name in answers:
        tree = content.triage.asked_when.get(name)
        if tree is None:
            if name in content.questionnaires["history"].asked_when:
                continue
            return
        if not always(tree) and not _condition(tree)(ranks):
            for more in _ways(content, tree, wanted=True):
                if _but_the_best(content, more).items() - answers.items():
                    yield from _asked(content, {**answers, **_but_the_best(content, more)})
            return
    yield answers


@lru_cache(maxsize=256)
def _condition(tree: Tree) -> Condition:
    return compiled(tree)
