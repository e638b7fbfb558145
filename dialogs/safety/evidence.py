"""The evidence page: every rule with its condition in words, its reason, and what it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dialogs.content import Content
from dialogs.reading import Problems, read_yaml
from dialogs.rules import DISPOSITIONS, Rule, Source
from dialogs.safety.conditions import in_words
from dialogs.wording import LANGUAGE

OUR_OWN = ("JUDGEMENT", "COMBINATION")
"""Sources that are choices of this project: nothing is published that could be read."""

SEEN = {
    "A": "abstract or opening read",
    "P": "the passage that matters read",
    "S": "known from somebody else's summary",
    "N": "not read",
}

HEAD = """\
# Evidence

Made by `python -m dialogs.safety` from the rules, their reasons and their sources. Change those, never this page.

Content version {version}, {rules} rules. A rule fires when its condition holds; of all that fire, the most urgent one
decides, and among its equals the shortest time. “Not sure” has been turned into a value before (see `facts.yaml`).
Names in quotes are those a runner reads. Who has reviewed the rules, and when, stands in `safety_case.md`.

## Read these first

"""


def how_sources_were_seen(folder: Path, problems: Problems) -> dict[str, str]:
    """How much of each source was read, by its id."""
    sources = read_yaml(folder, "sources.yaml", problems)
    return {name: str(entry.get("seen", "N")) for name, entry in sources.items() if isinstance(entry, Mapping)}


def evidence_page(content: Content, seen: Mapping[str, str]) -> str:
    """All rules as Markdown, most urgent first; before them those whose footing is weakest."""
    head = HEAD.format(version=content.version, rules=len(content.rules))
    return head + "\n".join([*_weakest(content.rules, seen), *_rules(content, seen)])


def _weakest(rules: Iterable[Rule], seen: Mapping[str, str]) -> Iterator[str]:
    groups: dict[str, list[str]] = {
        "Choices of this project alone, no published number": [],
        "Published, with a choice of this project added": [],
        "Published, known only from somebody else's summary": [],
        "Published, only the abstract or opening read": [],
    }
    alone, added, summary, abstract = groups.values()
    for rule in rules:
        published = [source for source in rule.source if source not in OUR_OWN]
        how = {seen[source] for source in published}
        if not published:
            alone.append(rule.id)
        elif len(published) < len(rule.source):
            added.append(rule.id)
        if published and how <= {"S", "N"}:
            summary.append(rule.id)
        elif published and how <= {"A", "S", "N"}:
            abstract.append(rule.id)
    for name, found in groups.items():
        yield f"- {name}: {', '.join(sorted(found)) or 'none'}."
    yield "- All others rest on at least one source of which the passage that matters was read.\n"


def _rules(content: Content, seen: Mapping[str, str]) -> Iterator[str]:
    for disposition in DISPOSITIONS:
        yield f"## Ends in `{disposition}`\n"
        for rule in sorted(content.rules, key=lambda rule: (rule.urgency, rule.id)):
            if rule.disposition == disposition:
                yield from _rule(content, rule, seen)


def _rule(content: Content, rule: Rule, seen: Mapping[str, str]) -> Iterator[str]:
    texts = content.texts(LANGUAGE)
    allowed = ["running within limits until then"] if rule.meanwhile else []
    forbidden = ["no weight on the leg"] if rule.keep_weight_off else []
    yield f"### {rule.id}: " + ", ".join([f"{disposition_said(rule)}", *allowed, *forbidden]) + "\n"
    yield f"- When: {in_words(rule.when, content.facts, texts)}"
    yield f"- Reason told: {texts.text(f'reasons.{rule.because}')}"
    for source in rule.source:
        yield f"- {source}: {source_said(content.sources[source], seen[source])}"
    yield ""


def disposition_said(rule: Rule) -> str:
    """The disposition and its time frame."""
    return f"{rule.disposition}, {rule.by}" if rule.by else rule.disposition


def source_said(source: Source, seen: str) -> str:
    """A source as a reviewer wants it: citation, link, year, how much was read, and when to look again."""
    year = str(source.year or "undated")
    read = "" if source.id in OUR_OWN else f"{year}; {SEEN.get(seen, seen)}; "
    link = f" <{source.link}>" if source.link else ""
    return f"{source.citation}{link} ({read}look again by {source.review_by})"
