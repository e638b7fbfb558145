"""Mutants: the rules with one small mistake each, as a hurried author might make it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dialogs.content import Content
from dialogs.expressions import All, Always, AnyOf, Compared, Count, Counted, IsTrue, Not, Tree
from dialogs.facts import Fact
from dialogs.rules import DISPOSITIONS, TIME_FRAMES, Rule

Facts = dict[str, Fact]
Variant = tuple[str, Tree]

LOWER = {"emergency": ("urgent", "today"), "urgent": ("clinician", "1 week"), "clinician": ("rest", None)}
"""What a disposition one lower is, and the time frame it comes with; below these no time frame is left."""


@dataclass(frozen=True)
class Mutant:
    """All rules, one of them changed or taken away; `name` says which and how, and stays the same."""

    name: str
    rule: str
    rules: tuple[Rule, ...]


def mutants_of(content: Content) -> Iterator[Mutant]:
    """Every mutant of every rule, each with a name of its own."""
    names: dict[str, int] = {}
    for rule in content.rules:
        for name, changed in changes(rule, dict(content.facts)):
            full = f"{rule.id} {name}"
            names[full] = names.get(full, 0) + 1
            if names[full] > 1:
                full += f" ({names[full]})"
            yield Mutant(full, rule.id, swapped(content.rules, rule, changed))


def swapped(rules: Sequence[Rule], old: Rule, new: Rule | None) -> tuple[Rule, ...]:
    """The rules with one of them in another shape, or without it."""
    return tuple(part for rule in rules for part in ([rule] if rule is not old else [new] if new else []))


def changes(rule: Rule, facts: Facts) -> Iterator[tuple[str, Rule | None]]:
    """A rule with one mistake, and what the mistake is; None is a rule that is gone."""
    yield "removed", None
    for name, tree in variants(rule.when, facts):
        yield name, replace(rule, when=tree)
    place = DISPOSITIONS.index(rule.disposition) + 1
    if place < len(DISPOSITIONS):
        lower, by = LOWER.get(rule.disposition, (DISPOSITIONS[place], None))
        yield f"{lower} instead of {rule.disposition}", replace(rule, disposition=lower, by=by, meanwhile=None)
    if rule.by is not None:
        later = TIME_FRAMES[TIME_FRAMES.index(rule.by) + 1]
        yield f"by {later} instead of {rule.by}", replace(rule, by=later)
    if rule.disposition == "clinician":
        meanwhile = None if rule.meanwhile else "modify"
        yield f"meanwhile {meanwhile} instead of {rule.meanwhile}", replace(rule, meanwhile=meanwhile)


def variants(tree: Tree, facts: Facts) -> Iterator[Variant]:
    """A condition with one mistake in it: at its top, or in one of its parts."""
    match tree:
        case Compared():
            yield from thresholds(tree, facts)
        case Not(part):
            yield f"'{spelled(part)}' instead of '{spelled(tree)}'", part
            yield from within(part, facts, Not)
        case All(parts):
            yield f"or instead of and in '{spelled(tree)}'", AnyOf(parts)
            yield from of_parts(tree, parts, facts, All)
        case AnyOf(parts):
            yield f"and instead of or in '{spelled(tree)}'", All(parts)
            yield from of_parts(tree, parts, facts, AnyOf)
        case Counted(Count(parts), op, number):
            for other in (number + 1, number - 1):
                yield f"{other} instead of {number} in '{spelled(tree)}'", Counted(Count(parts), op, other)
            yield from of_parts(tree, parts, facts, lambda parts: Counted(Count(parts), op, number))


def thresholds(tree: Compared, facts: Facts) -> Iterator[Variant]:
    """A comparison one step up and one down; beyond the last value nobody is, at the first everybody."""
    fact = facts[tree.fact]
    last = len(fact.values) - 1 if fact.type == "choice" else int(fact.most)
    for rank in (int(tree.rank) + 1, int(tree.rank) - 1):
        beyond = last if tree.op in ("==", "!=") else last + 1
        if 0 <= rank <= beyond:
            value = str(rank) if fact.type != "choice" else fact.values[rank] if rank <= last else "beyond"
            changed = replace(tree, rank=rank, value=value)
            yield f"'{spelled(changed)}' instead of '{spelled(tree)}'", changed


def of_parts(
    tree: Tree, parts: tuple[Tree, ...], facts: Facts, join: Callable[[tuple[Tree, ...]], Tree]
) -> Iterator[Variant]:
    """One part dropped, or with a mistake in it."""
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        yield f"without '{spelled(part)}' in '{spelled(tree)}'", join((*before, *after))

        def joined(changed: Tree, before: tuple[Tree, ...] = before, after: tuple[Tree, ...] = after) -> Tree:
            return join((*before, changed, *after))

        yield from within(part, facts, joined)


def within(part: Tree, facts: Facts, join: Callable[[Tree], Tree]) -> Iterator[Variant]:
    """The mistakes in one part, each put back where the part stands."""
    for name, changed in variants(part, facts):
        yield name, join(changed)


def spelled(tree: Tree) -> str:
    """A condition as an author would write it, derived facts written out."""
    match tree:
        case Always(value):
            return str(value)
        case IsTrue(fact):
            return fact
        case Compared(fact, op, _, value):
            return f"{fact} {op} {value}"
        case Not(part):
            return f"not {_bracketed(part)}"
        case All(parts):
            return " and ".join(map(_bracketed, parts))
        case AnyOf(parts):
            return " or ".join(map(_bracketed, parts))
        case Counted(Count(parts), op, number):
            return f"count({', '.join(map(spelled, parts))}) {op} {number}"


def _bracketed(part: Tree) -> str:
    return f"({spelled(part)})" if isinstance(part, All | AnyOf) else spelled(part)
