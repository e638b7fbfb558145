"""A runner whose answers are left open: the trees of the content as z3 formulas.

Each fact is a ladder of yes-or-no variables, one per step: "its rank is 1 or more", "2 or more" and so on. Every
comparison with a rank is then one variable or two, and a proof over all answers is a question a SAT solver settles.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import z3

from dialogs.expressions import All, Always, AnyOf, Compared, Count, Counted, IsTrue, Not, Tree
from dialogs.facts import Fact, Value
from dialogs.questions import Questionnaire, always

Formula = Any
"""A z3 formula; z3 carries no types."""


def truth(value: bool) -> Formula:
    """A constant."""
    return z3.BoolVal(value)


def counted(parts: list[Formula], op: str, number: int) -> Formula:
    """How many parts are true, compared with a number."""
    pairs = [(part, 1) for part in parts]
    match op:
        case ">=":
            return z3.PbGe(pairs, number)
        case ">":
            return z3.PbGe(pairs, number + 1)
        case "<=":
            return z3.PbLe(pairs, number)
        case "<":
            return z3.PbLe(pairs, number - 1)
        case "==":
            return z3.PbEq(pairs, number)
    return z3.Not(z3.PbEq(pairs, number))


@dataclass(frozen=True)
class Ladder:
    """The rank of one fact, from `lowest` up: `steps[k]` says that it is lowest + k + 1 or more."""

    lowest: int
    steps: tuple[Formula, ...]

    @classmethod
    def of(cls, fact: Fact, name: str) -> "Ladder":
        """A rank of this fact that may be anything."""
        lowest, highest = bounds(fact)
        return cls(lowest, tuple(z3.Bool(f"{name}>={rank}") for rank in range(lowest + 1, highest + 1)))

    @classmethod
    def fixed(cls, fact: Fact, value: Value) -> "Ladder":
        """A rank that is known."""
        lowest, highest = bounds(fact)
        rank = int(fact.rank(value))
        return cls(lowest, tuple(truth(rank >= step) for step in range(lowest + 1, highest + 1)))

    @property
    def order(self) -> list[Formula]:
        """What makes it a ladder: who stands on a step stands on those below."""
        return [z3.Implies(upper, lower) for lower, upper in zip(self.steps, self.steps[1:], strict=False)]

    def least(self, rank: float) -> Formula:
        """The rank is this or more."""
        step = math.ceil(rank) - self.lowest
        if step <= 0:
            return truth(True)
        return self.steps[step - 1] if step <= len(self.steps) else truth(False)

    def compared(self, op: str, rank: float) -> Formula:
        """The rank against a number."""
        here, above = self.least(rank), self.least(math.floor(rank) + 1)
        match op:
            case ">=":
                return here
            case ">":
                return above
            case "<":
                return z3.Not(here)
            case "<=":
                return z3.Not(above)
            case "==":
                return z3.And(here, z3.Not(above))
        return z3.Or(z3.Not(here), above)

    def same(self, other: "Ladder") -> Formula:
        """Both ranks are the same."""
        return z3.And([one == two for one, two in zip(self.steps, other.steps, strict=True)])

    def rank_in(self, model: Any) -> int:
        """The rank in a model."""
        taken = [bool(z3.is_true(model.eval(step, model_completion=True))) for step in self.steps]
        return self.lowest + taken.count(True)


def bounds(fact: Fact) -> tuple[int, int]:
    """The lowest and the highest rank of a fact; a number counts in whole units."""
    match fact.type:
        case "bool":
            return 0, 1
        case "choice":
            return 0, len(fact.values) - 1
    return int(fact.least), int(fact.most)


def value_at(fact: Fact, rank: int) -> Value:
    """The value of a rank."""
    if fact.type == "bool":
        return bool(rank)
    return fact.values[rank] if fact.type == "choice" else rank


class Runner:
    """One runner with an answer to every question: `given` as answered, `counts` as it counts.

    A fact whose `ask_when` is false counts as its best value, whatever was answered. Facts in `shared` are answered
    as given there.
    """

    def __init__(self, triage: Questionnaire, name: str, shared: Mapping[str, Ladder] | None = None) -> None:
        self.triage = triage
        self.facts = {fact: triage.vocabulary[fact] for fact in triage.asked_when}
        own = shared or {}
        self.given = {fact: own.get(fact) or Ladder.of(kind, f"{name}.{fact}") for fact, kind in self.facts.items()}
        self._counts: dict[str, Ladder] = {}

    @property
    def order(self) -> list[Formula]:
        """What makes the answers answers."""
        return [rule for ladder in self.given.values() for rule in ladder.order]

    def counts(self, fact: str) -> Ladder:
        """What the fact counts as."""
        if fact not in self._counts:
            given, tree = self.given[fact], self.triage.asked_when[fact]
            if not always(tree):
                asked, best = self.holds(tree), Ladder.fixed(self.facts[fact], self.facts[fact].best)
                given = Ladder(
                    given.lowest,
                    tuple(
                        z3.Or(z3.And(asked, step), z3.And(z3.Not(asked), default))
                        for step, default in zip(given.steps, best.steps, strict=True)
                    ),
                )
            self._counts[fact] = given
        return self._counts[fact]

    def holds(self, tree: Tree) -> Formula:
        """A condition, for this runner."""
        return formula(tree, lambda leaf: self._leaf(leaf))

    def _leaf(self, leaf: IsTrue | Compared) -> Formula:
        if isinstance(leaf, IsTrue):
            return self.counts(leaf.fact).least(1)
        return self.counts(leaf.fact).compared(leaf.op, leaf.rank)

    def differs(self, fact: str) -> Formula:
        """The answer is not the safe default."""
        return z3.Not(self.given[fact].same(Ladder.fixed(self.facts[fact], self.facts[fact].best)))

    def steps_from_best(self, fact: str) -> list[Formula]:
        """One formula for each step of the answer away from the safe default."""
        given, best = self.given[fact], Ladder.fixed(self.facts[fact], self.facts[fact].best)
        return [
            z3.Not(step) if z3.is_true(default) else step for step, default in zip(given.steps, best.steps, strict=True)
        ]

    def answers(self, model: Any) -> dict[str, Value]:
        """The answers of the runner a model stands for, as far as they are not the safe default."""
        found = {name: value_at(fact, self.given[name].rank_in(model)) for name, fact in self.facts.items()}
        return {name: value for name, value in found.items() if value != self.facts[name].best}


def formula(tree: Tree, leaf: Callable[[IsTrue | Compared], Formula]) -> Formula:
    """A tree as a formula; `leaf` says what its facts are."""
    match tree:
        case Always(value):
            return truth(value)
        case IsTrue() | Compared():
            return leaf(tree)
        case Not(part):
            return z3.Not(formula(part, leaf))
        case All(parts):
            return z3.And([formula(part, leaf) for part in parts])
        case AnyOf(parts):
            return z3.Or([formula(part, leaf) for part in parts])
        case Counted(Count(parts), op, number):
            return counted([formula(part, leaf) for part in parts], op, number)
