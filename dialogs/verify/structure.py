"""What hangs together: facts, questions, rules and reasons each name the other, and nothing hangs loose."""

import re
from collections.abc import Iterator
from pathlib import Path

from dialogs.content import Content
from dialogs.expressions import Tree, facts_of
from dialogs.reading import Problems, read_yaml
from dialogs.rules import DISPOSITIONS
from dialogs.verify.findings import Finding

STRUCTURE = "structure"


def check_structure(content: Content, folder: Path) -> Iterator[Finding]:
    """Ids that stand twice, facts that are read but never asked or asked but never read, conditions in a circle."""
    yield from ids_are_single(content)
    yield from rules_read_what_is_asked(content)
    yield from facts_are_used(content, folder)
    yield from derived_are_used(content, folder)
    yield from conditions_lead_somewhere(content)


def ids_are_single(content: Content) -> Iterator[Finding]:
    """No rule, screen, pattern or factor has the id of another."""
    for entries in (content.rules, content.triage.screens, content.patterns, content.factors, content.topics):
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                yield Finding.at(STRUCTURE, entry.where, f"the id '{entry.id}' stands twice.", "Give it another one.")
            seen.add(entry.id)


def rules_read_what_is_asked(content: Content) -> Iterator[Finding]:
    """A rule or an `ask_when` that reads a fact nobody is asked for would stop the program."""
    asked = content.triage.asked_when
    conditions: list[tuple[str, str, Tree]] = [(rule.id, rule.where, rule.when) for rule in content.rules]
    conditions += [
        (screen.id, screen.where, item.ask_when) for screen in content.triage.screens for item in screen.items
    ]
    for name, where, tree in conditions:
        for fact in sorted(set(facts_of(tree)) - asked.keys()):
            yield Finding.at(
                STRUCTURE,
                where,
                f"'{name}' reads '{fact}', which no question asks for.",
                "Ask for it in questions/triage.yaml, or take it from the condition.",
            )


def facts_are_used(content: Content, folder: Path) -> Iterator[Finding]:
    """A fact is asked for or marked `part: plan`; a fact that is asked for is read by something."""
    data = read_yaml(folder, "facts.yaml", Problems())
    plan = {entry["id"] for entry in data.get("facts", []) if entry.get("part") == "plan"}
    read_by_rules = {fact for rule in content.rules for fact in facts_of(rule.when)}
    trees: list[Tree] = [item.ask_when for screen in content.triage.screens for item in screen.items]
    trees += [tree for pattern in content.patterns for tree in (*pattern.points, *pattern.against)]
    trees += [factor.when for factor in content.factors]
    read = read_by_rules | {fact for tree in trees for fact in facts_of(tree)}
    read |= {"pain_location" for pattern in content.patterns if pattern.place}
    for fact in content.facts.values():
        if fact.id in plan and fact.id in read_by_rules & content.triage.asked_when.keys():
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"a rule reads '{fact.id}', but plan facts choose advice and never decide a verdict.",
                "Take 'part: plan' away, or take it from the rule.",
            )
        elif fact.id not in plan and fact.id not in content.triage.asked_when:
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"no question asks for '{fact.id}'.",
                "Ask for it in questions/triage.yaml, mark it 'part: plan', or take it away.",
            )
        elif fact.id not in plan and fact.id not in read:
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"'{fact.id}' is asked for, but nothing reads it.",
                "Let a rule, a pattern or a factor read it, or stop asking.",
            )


def derived_are_used(content: Content, folder: Path) -> Iterator[Finding]:
    """A derived fact stands in some condition."""
    problems = Problems()
    derived = read_yaml(folder, "facts.yaml", problems).get("derived", {})
    texts = [str(text) for text in derived.values()]
    names = ("questions/triage.yaml", "patterns.yaml", "factors.yaml", *(f"rules/{name}.yaml" for name in DISPOSITIONS))
    texts += [(folder / name).read_text(encoding="utf-8") for name in names]
    for name in content.derived:
        if not any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts):
            yield Finding.at(
                STRUCTURE,
                f"facts.yaml, line {derived.at[name]}",
                f"no condition reads the derived fact '{name}'.",
                "Use it, or take it away.",
            )


def conditions_lead_somewhere(content: Content) -> Iterator[Finding]:
    """No `ask_when` waits for itself."""
    asked = content.triage.asked_when
    done: set[str] = set()
    while ready := [name for name in asked if name not in done and set(facts_of(asked[name])) <= done]:
        done.update(ready)
    for screen in content.triage.screens:
        circle = sorted({item.fact.id for item in screen.items} - done)
        if circle:
            yield Finding.at(
                STRUCTURE,
                screen.where,
                f"'ask_when' goes in a circle: {', '.join(circle)} wait for one another.",
                "Ask one of them whatever the others are.",
            )
