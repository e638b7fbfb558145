"""What would change a verdict: the nearest answers about load that would make it less urgent, or more.

Never for red flags: a sign is looked at, not answered away. Only answers that change from week to week count, those
whose words stand in the texts (`changes.yaml`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from dialogs.facts import Fact, Value
from dialogs.rules import DISPOSITIONS
from dialogs.standing import standing_of

if TYPE_CHECKING:
    from dialogs.content import Content

CHANGEABLE = ("rest", "modify", "run")
MOST_AT_ONCE = 4
MOST_WORSE = 4


@dataclass(frozen=True, slots=True)
class Change:
    """These answers, all else as it is, would give this disposition."""

    answers: Mapping[str, Value]
    disposition: str


def less_urgent(content: "Content", facts: Mapping[str, Value], changeable: frozenset[str]) -> list[Change]:
    """The smallest sets of answers that would make the verdict less urgent, each moved no further than it must.

    Nothing for a verdict that is more than a matter of load, or that cannot be less urgent.
    """
    now = urgency(content, facts)
    if DISPOSITIONS[now] not in CHANGEABLE:
        return []
    movable = [name for name in asked_of(content, facts, changeable) if _rank(content, facts, name) > 0]
    for size in range(1, min(len(movable), MOST_AT_ONCE) + 1):
        found = [
            _as_near_as_can_be(content, facts, group, now)
            for group in combinations(movable, size)
            if urgency(content, {**facts, **_best(content, group)}) > now
        ]
        if found:
            return found
    return []


def more_urgent(content: "Content", facts: Mapping[str, Value], changeable: frozenset[str]) -> list[Change]:
    """For each answer the first worse value that would make the verdict more urgent, mildest consequence first."""
    now = urgency(content, facts)
    if DISPOSITIONS[now] not in CHANGEABLE:
        return []
    found = []
    for name in asked_of(content, facts, changeable):
        for value in _worse(content.facts[name], facts[name]):
            then = urgency(content, {**facts, name: value})
            if then < now:
                found.append(Change({name: value}, DISPOSITIONS[then]))
                break
    return sorted(found, key=lambda change: -DISPOSITIONS.index(change.disposition))[:MOST_WORSE]


def urgency(content: "Content", facts: Mapping[str, Value]) -> int:
    """The place of the disposition these facts give; 0 is the most urgent."""
    return DISPOSITIONS.index(standing_of(content, facts).verdict.disposition)


def asked_of(content: "Content", facts: Mapping[str, Value], changeable: frozenset[str]) -> list[str]:
    """The answered facts that may change, in the order they are asked."""
    held = content.triage.still_holding(facts)
    return [name for name in content.triage.asked_when if name in held and name in changeable]


def _rank(content: "Content", facts: Mapping[str, Value], name: str) -> float:
    return content.facts[name].rank(facts[name])


def _best(content: "Content", names: tuple[str, ...]) -> dict[str, Value]:
    return {name: content.facts[name].best for name in names}


def _as_near_as_can_be(content: "Content", facts: Mapping[str, Value], names: tuple[str, ...], now: int) -> Change:
    """From their best values back towards the answers given, as long as the verdict stays less urgent."""
    answers = _best(content, names)
    for name in names:
        for value in _worse(content.facts[name], answers[name]):
            if value == facts[name] or urgency(content, {**facts, **answers, name: value}) <= now:
                break
            answers[name] = value
    return Change(answers, DISPOSITIONS[urgency(content, {**facts, **answers})])


def _worse(fact: Fact, value: Value) -> Iterator[Value]:
    """The values after this one, the next worse first."""
    place = int(fact.rank(value))
    if fact.type == "bool":
        yield from [True][place:]
    elif fact.type == "score":
        yield from range(place + 1, 11)
    else:
        yield from fact.values[place + 1 :]
