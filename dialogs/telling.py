"""Answers and verdicts in the words the questions use, for those who look after the content."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dialogs.facts import UNKNOWN, Fact, Value
from dialogs.rules import Verdict
from dialogs.standing import standing_of
from dialogs.wording import Texts

if TYPE_CHECKING:
    from dialogs.content import Content


def said(content: "Content", answers: Mapping[str, Value], language: str = "en") -> str:
    """Answers as one would say them, for example "Swelling: a little puffy; Pregnant"."""
    texts = content.texts(language)
    parts = [said_of(texts, content.facts[name], value) for name, value in answers.items()]
    return "; ".join(parts) or "nothing wrong at all"


def said_of(texts: Texts, fact: Fact, value: Value) -> str:
    """One answer: the fact's short name, and the value where the name does not say it all."""
    key = f"questions.{fact.id}"
    name = texts.text(f"{key}.short") if texts.has(f"{key}.short") else fact.id
    if fact.type == "bool" and value is True:
        return name
    return f"{name}: {value_said(texts, fact, value)}"


def value_said(texts: Texts, fact: Fact, value: Value) -> str:
    """A value in the words of its button, in lower case."""
    if value == UNKNOWN:
        return texts.text("buttons.not_sure_answer").lower()
    if isinstance(value, bool):
        return texts.text("buttons.yes" if value else "buttons.no").lower()
    label = f"questions.{fact.id}.values.{value}.label"
    return texts.text(label).lower() if texts.has(label) else str(value)


def verdict_on(content: "Content", answers: Mapping[str, Value]) -> Verdict:
    """The verdict of the running program on these answers, all others at the safe default."""
    default = {name: fact.best for name, fact in content.facts.items()}
    return standing_of(content, {**default, **answers}).verdict


def verdict_said(verdict: Verdict) -> str:
    """The verdict in a few words, for example "clinician within 2 weeks, running meanwhile"."""
    by = {None: "", "now": " now", "today": " today"}.get(verdict.by, f" within {verdict.by}")
    return f"{verdict.disposition}{by}" + (", running meanwhile" if verdict.meanwhile else "")
