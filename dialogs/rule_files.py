"""Reads content/sources.yaml and content/rules/: what decides, and where it comes from."""

from collections.abc import Mapping

from dialogs.expressions import Always
from dialogs.files import Files
from dialogs.reading import Lines
from dialogs.rules import DISPOSITIONS, FRAMES, Rule, Source


def read_sources(files: Files) -> dict[str, Source]:
    """The sources by id."""
    data = files.mapping("sources.yaml")
    files.fitting("sources.yaml", list(data.values()), "source")
    return {
        name: Source(
            name,
            str(entry.get("name", entry.get("citation", ""))),
            str(entry.get("citation", "")),
            str(entry.get("link") or ""),
            entry.get("year"),
            str(entry.get("review_by", "")),
            f"sources.yaml, {entry.where}",
        )
        for name, entry in data.items()
        if isinstance(entry, Lines)
    }


def read_rules(files: Files, sources: Mapping[str, Source]) -> tuple[Rule, ...]:
    """The rules of all dispositions, the most urgent first."""
    rules = tuple(rule for name in DISPOSITIONS for rule in _read_rules(files, name, sources))
    if Always(True) not in [rule.when for rule in rules]:
        files.problems.add("rules/run.yaml", "no rule holds always.", "Keep one, for who stays inside all limits.")
    return rules


def _read_rules(files: Files, disposition: str, sources: Mapping[str, Source]) -> list[Rule]:
    name = f"rules/{disposition}.yaml"
    rules = []
    for entry in files.entries(name, "rule"):
        by, meanwhile = entry.get("by"), entry.get("meanwhile")
        if by not in FRAMES[disposition]:
            problem = f"'by: {by}' does not go with '{disposition}'." if by else "'by' is missing."
            named = [frame for frame in FRAMES[disposition] if frame]
            files.wrong(name, entry, problem, f"Use {' or '.join(named)}." if named else "Take it away.")
            continue
        if meanwhile not in (None, "modify") or (meanwhile and disposition != "clinician"):
            files.wrong(name, entry, f"'meanwhile: {meanwhile}' says nothing here.", "Only 'clinician' has it: modify.")
            continue
        files.check_sources(name, entry, sources)
        rules.append(
            Rule(
                id=entry["id"],
                when=files.condition(name, entry, entry["when"]),
                disposition=disposition,
                because=entry["because"],
                source=tuple(entry["source"]),
                by=by,
                meanwhile=meanwhile,
                keep_weight_off=entry.get("keep_weight_off", False),
                advice=entry.get("advice", ""),
                where=f"{name}, {entry.where}",
            )
        )
    return rules
