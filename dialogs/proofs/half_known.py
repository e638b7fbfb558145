"""A runner part of whose answers is known: the three-valued logic of the running program as z3 formulas.

A condition is a pair: it surely holds, it surely does not. The pairs are built as `expressions.compiled` computes them
and the facts as `Questionnaire.ranks` does, so what is proved of them is true of any half-finished conversation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import z3

from dialogs.expressions import All, Always, AnyOf, Compared, Count, Counted, IsTrue, Not, Tree
from dialogs.proofs.symbols import Formula, Ladder, Runner, counted, truth
from dialogs.questions import Item, Screen, always


@dataclass(frozen=True)
class Known:
    """A condition as far as it is known: `yes` it surely holds, `no` it surely does not; neither while open."""

    yes: Formula
    no: Formula


class HalfKnown:
    """What is known of `runner` when the facts in `known` are answered; by default any facts may be."""

    def __init__(self, runner: Runner, name: str, known: Mapping[str, Formula] | None = None) -> None:
        self.runner = runner
        self.known = known or {fact: z3.Bool(f"{name}.{fact}") for fact in runner.facts}
        self._counts: dict[str, tuple[Formula, Ladder]] = {}

    def counts(self, fact: str) -> tuple[Formula, Ladder]:
        """Whether it is known what the fact counts as, and what that is if so."""
        if fact not in self._counts:
            given, tree = self.runner.given[fact], self.runner.triage.asked_when[fact]
            known: Formula = self.known[fact]
            if not always(tree):
                asked = self.holds(tree)
                best = Ladder.fixed(self.runner.facts[fact], self.runner.facts[fact].best)
                known = z3.Or(asked.no, z3.And(asked.yes, known))
                given = Ladder(
                    given.lowest,
                    tuple(
                        z3.Or(z3.And(z3.Not(asked.no), step), z3.And(asked.no, default))
                        for step, default in zip(given.steps, best.steps, strict=True)
                    ),
                )
            self._counts[fact] = known, given
        return self._counts[fact]

    def holds(self, tree: Tree) -> Known:
        """A condition as far as it is known."""
        match tree:
            case Always(value):
                return Known(truth(value), truth(not value))
            case IsTrue(fact):
                return self._compared(fact, ">=", 1)
            case Compared(fact, op, rank):
                return self._compared(fact, op, rank)
            case Not(part):
                inner = self.holds(part)
                return Known(inner.no, inner.yes)
            case All(parts):
                inners = [self.holds(part) for part in parts]
                return Known(z3.And([inner.yes for inner in inners]), z3.Or([inner.no for inner in inners]))
            case AnyOf(parts):
                inners = [self.holds(part) for part in parts]
                return Known(z3.Or([inner.yes for inner in inners]), z3.And([inner.no for inner in inners]))
            case Counted(Count(parts), op, number):
                return _counted([self.holds(part) for part in parts], op, number)

    def _compared(self, fact: str, op: str, rank: float) -> Known:
        known, ladder = self.counts(fact)
        holds = ladder.compared(op, rank)
        return Known(z3.And(known, holds), z3.And(known, z3.Not(holds)))

    def asks(self, item: Item) -> Known:
        """Whether a screen asks this fact."""
        return self.holds(item.ask_when)

    def is_open(self, screen: Screen) -> Formula:
        """Something on the screen is unanswered and may yet be asked: the screen counts in "at most N more"."""
        return z3.Or([z3.And(z3.Not(self.known[item.fact.id]), z3.Not(self.asks(item).no)) for item in screen.items])

    def is_asked(self, screen: Screen) -> Formula:
        """Something on the screen is unanswered and surely asked: the screen can come next."""
        return z3.Or([z3.And(z3.Not(self.known[item.fact.id]), self.asks(item).yes) for item in screen.items])


def _counted(parts: list[Known], op: str, number: int) -> Known:
    """As many as surely hold, up to all that do not surely not: known when every such count compares alike."""
    yes, no, all_parts = [part.yes for part in parts], [part.no for part in parts], len(parts)

    def least(count: int) -> Formula:
        return counted(yes, ">=", count)

    def most(count: int) -> Formula:
        return counted(no, ">=", all_parts - count)

    match op:
        case ">=":
            return Known(least(number), most(number - 1))
        case ">":
            return Known(least(number + 1), most(number))
        case "<":
            return Known(most(number - 1), least(number))
        case "<=":
            return Known(most(number), least(number + 1))
    equal = Known(z3.And(least(number), most(number)), z3.Or(least(number + 1), most(number - 1)))
    return equal if op == "==" else Known(equal.no, equal.yes)
