"""Rules and the verdict: facts → disposition, time frame, and the rules that decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialogs.expressions import Condition, Rank, Tree, compiled

DISPOSITIONS = ("emergency", "urgent", "clinician", "rest", "modify", "run")
TIME_FRAMES = ("now", "today", "48h", "1 week", "2 weeks", None)
FRAMES: dict[str, tuple[str | None, ...]] = {
    "emergency": ("now",), "urgent": ("today", "48h"), "clinician": ("1 week", "2 weeks"),
    "rest": (None,), "modify": (None,), "run": (None,),
}  # fmt: skip
"""The time frames that go with each disposition."""


@dataclass(frozen=True)
class Source:
    """Where a rule comes from; `name` is what a runner reads."""

    id: str
    name: str
    citation: str
    link: str
    year: int | None
    review_by: str
    where: str = ""


@dataclass(frozen=True)
class Rule:
    """When its condition holds, the disposition is at least this urgent. `where` is its file and line.

    `advice` names a message of its own: `verdict_rest_after_birth` for `after_birth` of a rule that ends in `rest`.
    """

    id: str
    when: Tree
    disposition: str
    because: str
    source: tuple[str, ...]
    by: str | None = None
    meanwhile: str | None = None
    keep_weight_off: bool = False
    advice: str = ""
    where: str = ""

    @cached_property
    def holds(self) -> Condition:
        """The condition as a three-valued function of ranks."""
        return compiled(self.when)

    @cached_property
    def urgency(self) -> tuple[int, int]:
        """Smaller is more urgent: the disposition, then the time frame."""
        return DISPOSITIONS.index(self.disposition), TIME_FRAMES.index(self.by)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How urgent it is, whether running is allowed meanwhile, and the rules that fired at that disposition."""

    disposition: str
    by: str | None
    meanwhile: str | None
    because: tuple[str, ...]
    keep_weight_off: bool
    content: str

    def to_dict(self) -> dict[str, Any]:
        """What is stored with a verdict: enough to tell it again and to replay it."""
        return {
            "disposition": self.disposition,
            "by": self.by,
            "meanwhile": self.meanwhile,
            "because": list(self.because),
            "keep_weight_off": self.keep_weight_off,
            "content": self.content,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Verdict":
        """The verdict a `to_dict` wrote."""
        return cls(**{**stored, "because": tuple(stored["because"])})


@dataclass(frozen=True, slots=True)
class Weighed:
    """The rules that surely fire, and those that open answers may still make fire."""

    fired: tuple[Rule, ...]
    possible: tuple[Rule, ...]

    @property
    def top(self) -> tuple[int, int]:
        """The urgency that is already certain."""
        return min(rule.urgency for rule in self.fired)


def weigh(rules: Iterable[Rule], ranks: Mapping[str, Rank | None]) -> Weighed:
    """Try every rule on the ranks of the facts known so far."""
    fired, possible = [], []
    for rule in rules:
        holds = rule.holds(ranks)
        if holds:
            fired.append(rule)
        elif holds is None:
            possible.append(rule)
    return Weighed(tuple(fired), tuple(possible))


def is_decided(weighed: Weighed) -> bool:
    """Whether no open answer can change disposition, time frame or `meanwhile` any more."""
    disposition, _ = weighed.top
    if disposition == 0:
        return True
    if any(rule.urgency < weighed.top for rule in weighed.possible):
        return False
    if DISPOSITIONS[disposition] != "clinician" or not _may_run_meanwhile(weighed.fired):
        return True
    return _may_run_meanwhile(weighed.possible)


def _may_run_meanwhile(rules: Sequence[Rule]) -> bool:
    """No rule among these forbids running inside limits until the visit."""
    return not any(
        rule.disposition == "rest" or (rule.disposition == "clinician" and rule.meanwhile is None) for rule in rules
    )


def verdict_of(weighed: Weighed, content_version: str) -> Verdict:
    """The verdict of the rules that fired: the worst disposition, its shortest time frame, and who decided it."""
    disposition, _ = weighed.top
    deciding = sorted(
        (rule for rule in weighed.fired if rule.urgency[0] == disposition),
        key=lambda rule: (rule.urgency, rule.id),
    )
    name = DISPOSITIONS[disposition]
    meanwhile = "modify" if name == "clinician" and _may_run_meanwhile(weighed.fired) else None
    return Verdict(
        name,
        deciding[0].by,
        meanwhile,
        tuple(rule.id for rule in deciding),
        any(rule.keep_weight_off for rule in weighed.fired),
        content_version,
    )
