"""The words of the report. It speaks to clinicians, so its file is held to none of the rules for runners."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dialogs.facts import Fact
from dialogs.reading import Lines, Problems, read_yaml


@dataclass(frozen=True)
class ReportWords:
    """The words of one language, by dotted key; `{name}` in them is filled in."""

    language: str
    words: Mapping[str, str]

    def said(self, key: str, /, **values: object) -> str:
        """The words of a key. Raises KeyError."""
        return self.words[key].format(**values) if values else self.words[key]

    def under(self, key: str) -> dict[str, str]:
        """The words under a key, by the rest of theirs."""
        start = f"{key}."
        return {name[len(start) :]: words for name, words in self.words.items() if name.startswith(start)}


def read_report_words(folder: Path, language: str, facts: Mapping[str, Fact], problems: Problems) -> ReportWords:
    """The words of `<language>/report.yaml`, with a finding for each fact of triage that has none."""
    name = f"{language}/report.yaml"
    data = read_yaml(folder, name, problems)
    words: dict[str, str] = {}
    _flatten(data, "", name, words, problems)
    known = _keys(facts)
    for key in sorted(known - words.keys() if data else ()):
        problems.add(name, f"the text '{key}' is missing.", "Write it.")
    for part in ("facts", "values"):
        entries = data.get(part, {})
        for key in entries if isinstance(entries, Lines) else ():
            if key not in facts:
                problems.add(f"{name}, line {entries.at[key]}", f"'{key}' is no fact.", "Mend its name.")
    return ReportWords(language, words)


def _keys(facts: Mapping[str, Fact]) -> set[str]:
    """The keys that facts call for."""
    triage = [fact for fact in facts.values() if fact.part == "triage"]
    values = {f"values.{fact.id}.{value}" for fact in triage for value in fact.values}
    return {f"facts.{fact.id}" for fact in triage} | values


def _flatten(entry: Lines, start: str, name: str, words: dict[str, str], problems: Problems) -> None:
    for key, value in entry.items():
        if isinstance(value, Lines):
            _flatten(value, f"{start}{key}.", name, words, problems)
        elif isinstance(value, str) and value.strip():
            words[f"{start}{key}"] = value
        else:
            problems.add(f"{name}, line {entry.at[key]}", f"'{start}{key}' is no text.", "Put it in quotes.")
