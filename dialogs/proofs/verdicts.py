"""The verdict as formulas: how urgent it is, who decides it, whether running is allowed, whether it is certain yet."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import z3

from dialogs.proofs.half_known import HalfKnown
from dialogs.proofs.symbols import Formula, Runner, truth
from dialogs.rules import DISPOSITIONS, Rule

Urgency = tuple[int, int]


def stops_meanwhile(rule: Rule) -> bool:
    """Whether the rule takes `meanwhile: modify` from a clinician's verdict."""
    return rule.disposition == "rest" or (rule.disposition == "clinician" and rule.meanwhile is None)


def forbids_running(rule: Rule) -> bool:
    """Whether the rule, once it fires, leaves no running until somebody has looked or the rest is over."""
    return rule.disposition in ("emergency", "urgent") or stops_meanwhile(rule)


class Weight:
    """The rules on one runner: `fires` says of each rule whether it does (or surely does, or still may)."""

    def __init__(self, fires: Mapping[str, Formula], rules: Iterable[Rule]) -> None:
        self.fires, self.rules = fires, tuple(rules)

    @classmethod
    def of(cls, runner: Runner, rules: Iterable[Rule]) -> "Weight":
        """The rules on a runner who has answered everything."""
        rules = tuple(rules)
        return cls({rule.id: runner.holds(rule.when) for rule in rules}, rules)

    @cached_property
    def levels(self) -> list[Urgency]:
        """Every urgency the rules know, the most urgent first."""
        return sorted({rule.urgency for rule in self.rules})

    def any_of(self, rules: Iterable[Rule]) -> Formula:
        """One of these rules fires."""
        parts = [self.fires[rule.id] for rule in rules]
        return z3.Or(parts) if parts else truth(False)

    @cached_property
    def at_least(self) -> dict[Urgency, Formula]:
        """For each urgency: the verdict is this urgent or more."""
        return {level: self.any_of(rule for rule in self.rules if rule.urgency <= level) for level in self.levels}

    @cached_property
    def exactly(self) -> dict[Urgency, Formula]:
        """For each urgency: the verdict is just this urgent."""
        found: dict[Urgency, Formula] = {}
        above: Formula = truth(False)
        for level in self.levels:
            found[level] = z3.And(self.at_least[level], z3.Not(above))
            above = self.at_least[level]
        return found

    def ends_in(self, disposition: str) -> Formula:
        """The verdict has this disposition."""
        index = DISPOSITIONS.index(disposition)
        return z3.Or([holds for level, holds in self.exactly.items() if level[0] == index] or [truth(False)])

    def decides(self, rule: Rule) -> Formula:
        """The rule stands among the reasons of the verdict."""
        more_urgent = (other for other in self.rules if other.urgency[0] < rule.urgency[0])
        return z3.And(self.fires[rule.id], z3.Not(self.any_of(more_urgent)))

    @cached_property
    def forbidden(self) -> Formula:
        """A rule fires that forbids running."""
        return self.any_of(filter(forbids_running, self.rules))

    @cached_property
    def runs_meanwhile(self) -> Formula:
        """The verdict says `meanwhile: modify`, as `rules.verdict_of` finds it."""
        return z3.And(self.ends_in("clinician"), z3.Not(self.any_of(filter(stops_meanwhile, self.rules))))

    @cached_property
    def keeps_weight_off(self) -> Formula:
        """The verdict says to keep weight off the leg."""
        return self.any_of(rule for rule in self.rules if rule.keep_weight_off)

    def less_urgent_than(self, other: "Weight") -> Formula:
        """This verdict is less urgent than that of `other`."""
        return z3.Or([z3.And(other.at_least[level], z3.Not(self.at_least[level])) for level in self.levels])

    def differs_from(self, other: "Weight") -> Formula:
        """Disposition, time frame or `meanwhile` are not the same."""
        levels = sorted({*self.levels, *other.levels})
        none = truth(False)
        return z3.Or(
            [self.exactly.get(level, none) != other.exactly.get(level, none) for level in levels]
            + [self.runs_meanwhile != other.runs_meanwhile]
        )

    def reads_otherwise_than(self, other: "Weight") -> Formula:
        """Anything of the verdict is not the same: the reasons and keeping weight off included."""
        mine = {rule.id: self.decides(rule) for rule in self.rules}
        theirs = {rule.id: other.decides(rule) for rule in other.rules}
        none = truth(False)
        return z3.Or(
            [self.differs_from(other), self.keeps_weight_off != other.keeps_weight_off]
            + [mine.get(name, none) != theirs.get(name, none) for name in sorted({*mine, *theirs})]
        )


class HalfWeight:
    """The rules on a runner part of whose answers is known."""

    def __init__(self, half: HalfKnown, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        known = {rule.id: half.holds(rule.when) for rule in self.rules}
        self.fired = Weight({name: part.yes for name, part in known.items()}, self.rules)
        self.possible = {name: z3.And(z3.Not(part.yes), z3.Not(part.no)) for name, part in known.items()}

    def _possible(self, rules: Iterable[Rule]) -> Formula:
        return z3.Or([self.possible[rule.id] for rule in rules] or [truth(False)])

    @cached_property
    def is_decided(self) -> Formula:
        """No open answer can change the verdict any more, as `rules.is_decided` finds it."""
        running = [rule for rule in self.rules if stops_meanwhile(rule)]
        parts = []
        for level, holds in self.fired.exactly.items():
            if level[0] == 0:
                parts.append(holds)
                continue
            settled = z3.Not(self._possible(rule for rule in self.rules if rule.urgency < level))
            if DISPOSITIONS[level[0]] == "clinician":
                settled = z3.And(settled, z3.Or(self.fired.any_of(running), z3.Not(self._possible(running))))
            parts.append(z3.And(holds, settled))
        return z3.Or(parts)
