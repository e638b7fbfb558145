"""What the claims share: two runners with free answers, the rules on each, and the searches over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import z3

from dialogs.facts import Fact, Value
from dialogs.proofs.half_known import HalfKnown
from dialogs.proofs.search import Search
from dialogs.proofs.symbols import Formula, Ladder, Runner
from dialogs.proofs.verdicts import HalfWeight, Weight

if TYPE_CHECKING:
    from dialogs.content import Content


@dataclass(frozen=True)
class Broken:
    """A claim that does not hold: where to look, what is wrong, what to do, and the answers that show it."""

    where: str
    problem: str
    remedy: str
    runner: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class World:
    """The content, and runners who may answer anything."""

    content: "Content"

    @cached_property
    def one(self) -> Runner:
        """A runner."""
        return Runner(self.content.triage, "one")

    @cached_property
    def other(self) -> Runner:
        """A second runner."""
        return Runner(self.content.triage, "other")

    @cached_property
    def one_weight(self) -> Weight:
        """The rules on the first runner."""
        return Weight.of(self.one, self.content.rules)

    @cached_property
    def other_weight(self) -> Weight:
        """The rules on the second runner."""
        return Weight.of(self.other, self.content.rules)

    @cached_property
    def half(self) -> HalfKnown:
        """The first runner, when any part of the answers is known."""
        return HalfKnown(self.one, "known")

    @cached_property
    def half_weight(self) -> HalfWeight:
        """The rules on the first runner as far as the answers are known."""
        return HalfWeight(self.half, self.content.rules)

    @cached_property
    def alone(self) -> Search:
        """Looks for one runner."""
        return Search(self.one)

    @cached_property
    def pair(self) -> Search:
        """Looks for two runners; the smallest is the first one."""
        return Search(self.one, *self.other.order)

    def same(self, facts: Mapping[str, Fact]) -> Formula:
        """Both runners answer these facts alike."""
        return z3.And([self.one.given[name].same(self.other.given[name]) for name in facts])

    def others(self, fact: str) -> dict[str, Fact]:
        """Every fact asked but this one."""
        return {name: kind for name, kind in self.one.facts.items() if name != fact}

    def is_at(self, runner: Runner, fact: str, value: Value) -> Formula:
        """The runner's answer is this value."""
        return runner.given[fact].same(Ladder.fixed(runner.facts[fact], value))
