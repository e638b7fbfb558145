"""What the answers can fit with, and what may have brought it on: never a diagnosis, never part of a verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dialogs.expressions import Condition, Rank, Tree, compiled
from dialogs.facts import UNKNOWN, Fact, Value

MOST = 2
GROUPS = ("knee", "helps", "said")
"""The groups of topics, in reading order."""
STRENGTHS = ("strong", "moderate", "weak", "none")
"""How good the evidence is; of a topic it can be `against` it too, or "" where there is no question of evidence."""


@dataclass(frozen=True)
class Pattern:
    """A known picture: the places it names, the facts that point to it, and those that speak against it."""

    id: str
    place: tuple[str, ...]
    points: tuple[Tree, ...]
    against: tuple[Tree, ...]
    source: tuple[str, ...]
    where: str = ""

    @cached_property
    def _points(self) -> tuple[Condition, ...]:
        return tuple(map(compiled, self.points))

    @cached_property
    def _against(self) -> tuple[Condition, ...]:
        return tuple(map(compiled, self.against))

    def fit(self, location: Value | None, ranks: Mapping[str, Rank | None]) -> int:
        """How many facts point to it; 0 if the place it names is not the one, too few do, or one is against it."""
        if self.place and location not in self.place:
            return 0
        if any(condition(ranks) for condition in self._against):
            return 0
        points = sum(condition(ranks) is True for condition in self._points)
        return points + bool(self.place) if points >= self.needed else 0

    @property
    def needed(self) -> int:
        """How many facts must point to it, beside the place it names."""
        return 1 if self.place else 2


@dataclass(frozen=True)
class Factor:
    """Something that may have brought the pain on; `strength` is how good the evidence is."""

    id: str
    when: Tree
    strength: str
    source: tuple[str, ...]
    where: str = ""

    @cached_property
    def holds(self) -> Condition:
        """The condition as a three-valued function of ranks."""
        return compiled(self.when)


@dataclass(frozen=True)
class Topic:
    """Something to read; `group` is where it stands in the list, `strength` how well it is known, "" if no question."""

    id: str
    group: str
    strength: str
    source: tuple[str, ...]
    where: str = ""


def _answered(vocabulary: Mapping[str, Fact], facts: Mapping[str, Value]) -> dict[str, Rank | None]:
    """Only what was really answered: "not sure" and what was not asked count neither way."""
    return {
        name: fact.rank(facts[name]) if name in facts and facts[name] != UNKNOWN else None
        for name, fact in vocabulary.items()
    }


def fitting(patterns: Iterable[Pattern], vocabulary: Mapping[str, Fact], facts: Mapping[str, Value]) -> list[str]:
    """At most two patterns the answers can fit with, best fit first; none is "no clear pattern"."""
    ranks = _answered(vocabulary, facts)
    fits = [(pattern.fit(facts.get("pain_location"), ranks), pattern.id) for pattern in patterns]
    return [name for fit, name in sorted(fits, key=lambda found: -found[0]) if fit][:MOST]


def contributing(factors: Iterable[Factor], vocabulary: Mapping[str, Fact], facts: Mapping[str, Value]) -> list[str]:
    """The factors the answers point to, in the order of the content."""
    ranks = _answered(vocabulary, facts)
    return [factor.id for factor in factors if factor.holds(ranks) is True]
