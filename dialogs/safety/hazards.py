"""The hazard log: one file per hazard under content/safety/hazards, read with everything wrong with it named at once.

A risk is the place of severity and likelihood in MATRIX. A hazard is `open` while a control it needs is missing
(`missing` says which), `controlled` when all are there, `closed` when it can't happen any more. None is ever deleted.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dialogs.expressions import nearest
from dialogs.reading import Lines, Problems, read_yaml
from dialogs.shapes import misfits_in

MATRIX = (
    (1, 1, 2, 2, 3),
    (1, 2, 3, 3, 4),
    (2, 3, 3, 4, 5),
    (2, 3, 4, 5, 5),
    (3, 4, 5, 5, 5),
)
"""Risk by severity (rows, minor to catastrophic) and likelihood (columns, very low to very high)."""

SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very low", "low", "medium", "high", "very high")
JUSTIFIED_ABOVE = 2
CONTROLS = ("design", "test", "information", "process")
STATUSES = ("open", "controlled", "closed")

SHAPES = {
    "hazard": {"id": "text!", "title": "text!", "causes": "texts!", "effect": "text!", "harm": "text!",
               "severity": "number!", "likelihood": "number!", "risk": "number!", "controls": "list!",
               "residual": "mapping!", "status": "text!", "missing": "text", "owner": "text!", "rules": "texts!",
               "updated": "text!"},
    "control": {"type": "text!", "what": "text!", "ref": "text!"},
    "residual": {"severity": "number!", "likelihood": "number!", "risk": "number!", "justification": "text"},
}  # fmt: skip
"""As in `dialogs.shapes`: a kind of value with "!" must be there."""


@dataclass(frozen=True, slots=True)
class Risk:
    """How bad, how likely (1 to 5 each), and what the matrix makes of it; `justification` for a residual above 2."""

    severity: int
    likelihood: int
    level: int
    justification: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """What keeps a hazard small: `ref` is a file of the project, or a test as pytest names it."""

    type: str
    what: str
    ref: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """One way in which the program could harm somebody."""

    id: str
    title: str
    causes: tuple[str, ...]
    effect: str
    harm: str
    before: Risk
    controls: tuple[Control, ...]
    residual: Risk
    status: str
    missing: str
    owner: str
    rules: tuple[str, ...]
    updated: str


def read_hazards(folder: Path, rules: Collection[str], problems: Problems) -> list[Hazard]:
    """The hazards of a content folder in order of their ids; what is wrong with the others becomes findings."""
    names = sorted(f"safety/hazards/{path.name}" for path in (folder / "safety" / "hazards").glob("*.yaml"))
    found = []
    for place, name in enumerate(names, start=1):
        entry = read_yaml(folder, name, problems)
        wrong = list(misfits(entry, "hazard")) or list(contradictions(entry, f"H-{place:02}", Path(name).stem, rules))
        for problem, remedy in wrong:
            problems.add(name, problem, remedy)
        if not wrong:
            found.append(hazard_of(entry))
    return found


def misfits(entry: Any, kind: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the shape of an entry, and of what stands in it, each with its remedy."""
    wrong = list(misfits_in(entry, SHAPES[kind]))
    yield from wrong
    if kind == "hazard" and not wrong:
        yield from misfits(entry["residual"], "residual")
        for control in entry["controls"]:
            yield from misfits(control, "control")


def contradictions(entry: Lines, wanted: str, stem: str, rules: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a hazard of the right shape; `wanted` is the id of its place, `stem` its file's name."""
    if entry["id"] != stem or stem != wanted:
        yield f"the hazard '{entry['id']}' stands where {wanted} is due.", "Number files and ids without a gap."
    yield from wrong_risks(entry, entry["residual"])
    yield from wrong_status(entry)
    for control in entry["controls"]:
        if control["type"] not in CONTROLS:
            yield f"'{control['type']}' is no type of control.", f"Use {', '.join(CONTROLS)}."
    for rule in entry["rules"]:
        if rule not in rules:
            yield f"there is no rule '{rule}'.", nearest(rule, list(rules))
    try:
        date.fromisoformat(entry["updated"])
    except ValueError:
        yield f"'{entry['updated']}' is no date.", 'Write one such as "2026-11-22".'


def wrong_status(entry: Lines) -> Iterator[tuple[str, str]]:
    """An open hazard says what is missing, and no other does; one that is held back by nothing is open."""
    if entry["status"] not in STATUSES:
        yield f"'{entry['status']}' is no status.", f"Use {', '.join(STATUSES)}."
    elif (entry["status"] == "open") != bool(entry.get("missing")):
        yield "'missing' and 'open' go together.", "Say what an open hazard lacks, and nothing in any other."
    elif entry["status"] == "controlled" and not entry["controls"]:
        yield "it is 'controlled' without a control.", "Name one, or call it open."


def wrong_risks(before: Lines, residual: Lines) -> Iterator[tuple[str, str]]:
    """Risks that are not those of the matrix; a residual that is above the risk before, or not justified."""
    wrong = [*wrong_risk("risk", before), *wrong_risk("residual risk", residual)]
    yield from wrong
    if not wrong and residual["risk"] > before["risk"]:
        yield "its residual risk is above the risk before.", "Weigh both again."
    if residual["risk"] > JUSTIFIED_ABOVE and not residual.get("justification"):
        yield f"a residual risk above {JUSTIFIED_ABOVE} has no justification.", "Say why it is borne, or lower it."


def wrong_risk(name: str, entry: Lines) -> Iterator[tuple[str, str]]:
    """What is wrong with a severity, a likelihood and the risk they make."""
    severity, likelihood = entry["severity"], entry["likelihood"]
    if severity not in range(1, 6) or likelihood not in range(1, 6):
        yield "severity and likelihood go from 1 to 5.", "Choose whole numbers."
    elif entry["risk"] != MATRIX[severity - 1][likelihood - 1]:
        yield (
            f"the {name} of severity {severity} and likelihood {likelihood} is not {entry['risk']}.",
            f"Write {MATRIX[severity - 1][likelihood - 1]}.",
        )


def hazard_of(entry: Lines) -> Hazard:
    """A hazard from an entry that is right."""
    return Hazard(
        id=entry["id"],
        title=entry["title"],
        causes=tuple(entry["causes"]),
        effect=entry["effect"],
        harm=entry["harm"],
        before=risk_of(entry),
        controls=tuple(Control(**control) for control in entry["controls"]),
        residual=risk_of(entry["residual"]),
        status=entry["status"],
        missing=entry.get("missing", ""),
        owner=entry["owner"],
        rules=tuple(entry["rules"]),
        updated=entry["updated"],
    )


def risk_of(entry: Lines) -> Risk:
    """The risk an entry states."""
    return Risk(entry["severity"], entry["likelihood"], entry["risk"], entry.get("justification", ""))
