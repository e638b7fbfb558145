"""Is a mutant caught? First by the vignettes, then by the proofs; what is left is the same rule, or a hole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.expressions import Rank
from dialogs.facts import read_facts
from dialogs.proofs import World, difference, prove
from dialogs.rules import Rule, verdict_of, weigh

VIGNETTES = Path(__file__).parent.parent / "vignettes"


@dataclass(frozen=True)
class Vignette:
    """What the facts of a vignette count as, and what it wants of the verdict."""

    name: str
    ranks: Mapping[str, Rank | None]
    wanted: Mapping[str, Any]
    decides: frozenset[str]
    misses: frozenset[str]

    def holds(self, rules: Iterable[Rule]) -> bool:
        """Whether these rules give the verdict it wants."""
        weighed = weigh(rules, self.ranks)
        if not weighed.fired:
            return False
        verdict = verdict_of(weighed, "")
        because = set(verdict.because)
        told = {**verdict.to_dict(), "because": list(verdict.because)}
        return (
            all(told[key] == value for key, value in self.wanted.items())
            and self.decides <= because
            and not self.misses & because
        )


def read_vignettes(content: Content) -> Iterator[Vignette]:
    """Every vignette there is."""
    for path in sorted(VIGNETTES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            facts = {**safe_default(content), **read_facts(content.facts, case["facts"])}
            wanted = {"by": None, "meanwhile": None, **case["verdict"]}
            decides, misses = (_names(case.get(key, ())) for key in ("decides", "just_misses"))
            yield Vignette(case["name"], content.triage.ranks(facts), wanted, decides, misses)


def _names(given: Any) -> frozenset[str]:
    return frozenset([given] if isinstance(given, str) else given)


def caught_by_vignette(vignettes: Iterable[Vignette], rules: tuple[Rule, ...]) -> str | None:
    """The name of the first vignette these rules fail; None if they fail none."""
    return next((vignette.name for vignette in vignettes if not vignette.holds(rules)), None)


def caught_by_proof(content: Content, rules: tuple[Rule, ...]) -> str | None:
    """What the proofs find wrong with these rules first; None if nothing."""
    broken = next(prove(World(replace(content, rules=rules))), None)
    return None if broken is None else broken.problem


def told_apart_by(world: World, rules: tuple[Rule, ...]) -> dict[str, Any] | None:
    """The smallest set of answers to which these rules give another verdict; None if they are the same rules."""
    return difference(world, rules)
