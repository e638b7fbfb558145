"""Where everything comes from: each rule, pattern and factor has a source, each source a date to look at it again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dialogs.content import Content
from dialogs.patterns import Factor, Pattern, Topic
from dialogs.plan_numbers import place
from dialogs.reading import Lines, Problems, read_any
from dialogs.rules import Rule
from dialogs.verify.findings import Finding


def check_sources(content: Content, folder: Path, today: date) -> Iterator[Finding]:
    """Rules without a source; sources nobody names, without a review date, or past it on `today`."""
    entries: list[Rule | Pattern | Factor | Topic] = [
        *content.rules,
        *content.patterns,
        *content.factors,
        *content.topics,
    ]
    for entry in entries:
        if not entry.source:
            yield Finding.at(
                "sources", entry.where, f"'{entry.id}' has no source.", "Name one of sources.yaml, JUDGEMENT at least."
            )
    used = set(named_in(folder))
    for source in content.sources.values():
        if source.id not in used:
            yield Finding.at(
                "sources",
                source.where,
                f"nothing names the source '{source.id}'.",
                "Name it where it belongs, or take it away.",
            )
        remedy = "Read the newest version, mend what it changes, and set the next review_by."
        yield from overdue(source.where, f"'{source.id}' ", source.review_by, today, remedy)
    remedy = "Check every number with its country's health service, and set the next review_by."
    yield from overdue("regions.yaml", "the file of numbers to call ", content.regions.review_by, today, remedy)


def overdue(where: str, what: str, review_by: str, today: date, remedy: str) -> Iterator[Finding]:
    """What has no date by which to look at it again, or is past it."""
    try:
        late = date.fromisoformat(review_by) < today
    except ValueError:
        problem = f"{what}has no date to look at it again."
        yield Finding.at("sources", where, problem, 'Give it a review_by such as "2028-06-30".')
        return
    if late:
        yield Finding.at("sources", where, f"{what}was to be looked at again by {review_by}.", remedy)


def named_in(folder: Path) -> Iterator[str]:
    """Every source that a `source:` in any file of the content names."""
    for path in sorted(folder.rglob("*.yaml")):
        if path.name != "sources.yaml":
            yield from (source for _, source in named_in_file(folder, path.relative_to(folder).as_posix()))


def named_in_file(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """The sources that one file names, each with its place."""
    yield from _named(name, read_any(folder, name, Problems()))


def _named(name: str, data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, Lines):
        found = data.get("source", ())
        yield from ((place(name, data), source) for source in ([found] if isinstance(found, str) else found))
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _named(name, part)
