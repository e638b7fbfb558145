"""Why a set of answers gets its verdict: the rules that fired, and those one answer away from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.errors import AnswerError
from dialogs.expressions import facts_of
from dialogs.facts import UNKNOWN, Fact, Value, read_facts
from dialogs.questions import always
from dialogs.rules import Rule, Verdict
from dialogs.standing import standing_of
from dialogs.telling import said_of, value_said, verdict_said
from dialogs.wording import LANGUAGE


@dataclass(frozen=True)
class Fired:
    """A rule that fired, the answers it read that are not the best ones, and whether the verdict names it."""

    rule: Rule
    answers: Mapping[str, Value]
    decides: bool


@dataclass(frozen=True)
class Near:
    """A rule that did not fire: each single answer that would make it, the nearest value of each fact."""

    rule: Rule
    answers: Mapping[str, Value]


@dataclass(frozen=True)
class Explanation:
    """One case explained. `near` has begun already; what is in `alone` would fire by one sign out of the blue."""

    name: str
    content: Content
    facts: Mapping[str, Value]
    verdict: Verdict
    fired: tuple[Fired, ...]
    near: tuple[Near, ...]
    alone: tuple[Near, ...]

    def lines(self) -> Iterator[str]:
        """The explanation as text, a line each."""
        texts = self.content.texts(LANGUAGE)
        yield self.name
        yield f"  Verdict: {verdict_said(self.verdict)}, because of {', '.join(self.verdict.because)}."
        yield "  Fired:"
        for fired in self.fired:
            yield f"    {self._head(fired.rule)}{'' if fired.decides else ' (outweighed)'}: {self._why(fired.rule)}"
            if fired.answers:
                yield f"      from: {'; '.join(self._said(name, value) for name, value in fired.answers.items())}"
        if self.near:
            yield "  One answer away:"
        for near in self.near:
            yield f"    {self._head(near.rule)}: {self._why(near.rule)}"
            for name, value in near.answers.items():
                now = value_said(texts, self.content.facts[name], self._now(name))
                yield f"      with: {self._said(name, value)} (now {now})"
        if self.alone:
            yield f"  Any one sign would be enough for: {', '.join(near.rule.id for near in self.alone)}."

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain JSON."""
        return {
            "name": self.name,
            "verdict": self.verdict.to_dict(),
            "fired": [
                {"rule": fired.rule.id, "answers": dict(fired.answers), "decides": fired.decides}
                for fired in self.fired
            ],
            "near": [{"rule": near.rule.id, "answers": dict(near.answers)} for near in self.near],
            "alone": [near.rule.id for near in self.alone],
        }

    def _head(self, rule: Rule) -> str:
        by = f", {rule.by}" if rule.by else ""
        return f"{rule.id} ({rule.disposition}{by})"

    def _why(self, rule: Rule) -> str:
        return self.content.texts(LANGUAGE).text(f"reasons.{rule.because}")

    def _said(self, name: str, value: Value) -> str:
        return said_of(self.content.texts(LANGUAGE), self.content.facts[name], value)

    def _now(self, name: str) -> Value:
        return self.facts.get(name, self.content.facts[name].best)


def explain_all(content: Content, text: str) -> list[Explanation]:
    """Explain what a file holds: YAML or JSON, one case or a list of them. Raises AnswerError for anything else."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        data = None
    cases = data if isinstance(data, list) else [data]
    if not cases or not all(isinstance(case, dict) and "facts" in case for case in cases):
        raise AnswerError("this holds no case. Give a name and facts, as the vignettes do.")
    return [explain(content, case) for case in cases]


def explain(content: Content, case: Mapping[str, Any]) -> Explanation:
    """Explain a vignette or a case of `kneewise triage`: `facts`, and a `name` if it has one.

    What the facts leave out counts as the safe default. Raises AnswerError for a fact or value that is not in the
    vocabulary.
    """
    given = read_facts(content.facts, case.get("facts", {}))
    facts = {**safe_default(content), **given}
    standing = standing_of(content, facts)
    verdict = standing.verdict
    asked = {name: value for name, value in facts.items() if name in content.triage.still_holding(facts)}
    fired = [
        Fired(rule, _counting(content, rule, asked), rule.id in verdict.because) for rule in standing.weighed.fired
    ]
    near: list[Near] = []
    alone: list[Near] = []
    for rule in sorted(content.rules, key=lambda rule: (rule.urgency, rule.id)):
        found = nearest_answers(content, facts, rule)
        if found:
            begun = _counting(content, rule, asked)
            (near if begun else alone).append(Near(rule, found))
    name = str(case.get("name", "This case"))
    return Explanation(name, content, facts, verdict, tuple(fired), tuple(near), tuple(alone))


def _counting(content: Content, rule: Rule, asked: Mapping[str, Value]) -> dict[str, Value]:
    """The answers a rule reads that are not the best ones, in the order it reads them."""
    return {
        name: asked[name]
        for name in dict.fromkeys(facts_of(rule.when))
        if name in asked and asked[name] != content.facts[name].best
    }


def nearest_answers(content: Content, facts: Mapping[str, Value], rule: Rule) -> dict[str, Value]:
    """For a rule that does not fire, each fact that could make it fire alone, with its nearest value; else nothing.

    `facts` has an answer to everything. An answer to a question that would not be asked changes nothing.
    """
    if rule.holds(content.triage.ranks(facts)):
        return {}
    found: dict[str, Value] = {}
    for name in _facts_behind(content, rule):
        fact = content.facts[name]
        for value in _other_values(fact, facts.get(name, fact.best)):
            if rule.holds(content.triage.ranks({**facts, name: value})):
                found[name] = value
                break
    return found


def _facts_behind(content: Content, rule: Rule) -> list[str]:
    """What a rule reads, and what decides whether that is asked."""
    behind = list(dict.fromkeys(facts_of(rule.when)))
    for name in behind:
        tree = content.triage.asked_when[name]
        if not always(tree):
            behind += [fact for fact in facts_of(tree) if fact not in behind]
    return behind


def _other_values(fact: Fact, now: Value) -> list[Value]:
    """The other values of a fact, the nearest first."""
    here = fact.rank(now)
    values: list[Value]
    if fact.type == "bool":
        values = [False, True]
    else:
        values = list(fact.values) if fact.type == "choice" else list(range(int(fact.least), int(fact.most) + 1))
    others = [value for value in values if fact.rank(value) != here and value != UNKNOWN]
    return sorted(others, key=lambda value: abs(fact.rank(value) - here))
