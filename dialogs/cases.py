"""A set of facts → a verdict at once, without a conversation: what vignettes and `kneewise triage` use."""

from collections.abc import Mapping
from typing import Any

from dialogs.content import Content
from dialogs.facts import Value, read_facts
from dialogs.patterns import contributing, fitting
from dialogs.standing import standing_of
from dialogs.wording import LANGUAGE


def triage_case(content: Content, given: Any, *, others_best: bool = False) -> dict[str, Any]:
    """The verdict on `given` facts as plain JSON.

    Undecided: `"disposition": None` and `"missing"`, the facts that would be asked next. With `others_best`, what is
    not given counts as the safe default. Raises AnswerError for a fact or value that is not in the vocabulary.
    """
    facts = read_facts(content.facts, given)
    known = {**safe_default(content), **facts} if others_best else facts
    standing = standing_of(content, known)
    if not standing.is_decided:
        return {"disposition": None, "missing": content.triage.missing(known), "content": content.version}
    verdict = standing.verdict
    told = content.triage.still_holding(facts)
    texts = content.texts(LANGUAGE)
    return {
        "disposition": verdict.disposition,
        "by": verdict.by,
        "meanwhile": verdict.meanwhile,
        "because": list(verdict.because),
        "reasons": [texts.text(f"reasons.{content.rule[rule].because}") for rule in verdict.because],
        "patterns": patterns_of(content, verdict.disposition, told),
        "factors": contributing(content.factors, content.facts, told),
        "content": content.version,
    }


def patterns_of(content: Content, disposition: str, facts: Mapping[str, Value]) -> list[str]:
    """What the answers can fit with; nothing is named when the runner has to be seen soon."""
    if disposition in ("emergency", "urgent"):
        return []
    return fitting(content.patterns, content.facts, facts)


def safe_default(content: Content) -> dict[str, Value]:
    """Every fact at its best value: no flags, no pain, an adult who ran lately."""
    return {name: fact.best for name, fact in content.facts.items()}
