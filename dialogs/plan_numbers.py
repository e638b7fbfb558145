"""The numbers of the plan: each stands under content/plan/ with its unit and source, and is read into a field."""

from collections.abc import Iterable, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, TypeVar

from dialogs.expressions import nearest
from dialogs.reading import Lines, Problems, read_yaml
from dialogs.shapes import misfits_in

NUMBER = {"id": "text!", "value": "number!", "unit": "text!", "what": "text!", "source": "texts!"}
UNITS = {
    "percent": (0, 300),
    "s/km": (180, 900),
    "pain": (0, 10),
    "effort": (0, 10),
    "level": (1, 12),
    "runs": (0, 14),
    "days": (0, 400),
    "weeks": (0, 60),
    "min": (0, 120),
    "s": (0, 300),
    "steps/min": (120, 220),
    "times": (0, 100),
    "rpm": (0, 150),
    "degrees": (0, 180),
    "km": (0, 300),
    "points": (0, 100),
    "hours": (0, 168),
    "runners": (1, 50),
}
"""What a number of each unit can be, least and most. All are whole but kilometres."""

N = TypeVar("N")


def a_number(unit: str) -> Any:
    """A field for a number of this unit."""
    return field(metadata={"unit": unit})


def read_numbers(kind: type[N], name: str, entries: object, problems: Problems) -> N:
    """A dataclass whose fields are `a_number` each, filled from a list of entries; 0 where one is wrong or missing.

    What is wrong is a finding: an unknown, missing or repeated id, another unit, a value out of range, no source.
    """
    units = {one.name: str(one.metadata["unit"]) for one in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, float] = {}
    seen: set[str] = set()
    for entry in fitting(name, entries, NUMBER, problems):
        number = entry["id"]
        if number not in units:
            problems.add(place(name, entry), "nothing reads this number.", nearest(number, list(units)))
        elif number in seen:
            problems.add(place(name, entry), "this number stands here twice.", "Keep one.")
        elif entry["unit"] != units[number]:
            problems.add(place(name, entry), f"its unit is '{entry['unit']}'.", f"Give it in {units[number]}.")
        elif is_in(name, entry, "value", units[number], problems):
            values[number] = entry["value"]
        seen.add(number)
    for number in _missing(units, entries):
        problems.add(name, f"the number '{number}' is missing.", "Write it, with its unit and source.")
    return kind(**{number: values.get(number, 0) for number in units})


def _missing(wanted: Iterable[str], entries: object) -> list[str]:
    """What no entry is about, not even a wrong one; nothing where there is no list at all."""
    if not isinstance(entries, list):
        return []
    named = [entry.get("id") for entry in entries if isinstance(entry, Lines)]
    return [number for number in wanted if number not in named]


def read_parts(folder: Path, name: str, shape: Mapping[str, str], problems: Problems) -> Lines:
    """A file of the plan that has these parts; what is missing or unknown is a finding."""
    before = len(problems.found)
    data = read_yaml(folder, name, problems)
    if len(problems.found) == before:
        for problem, remedy in misfits_in(data, shape):
            problems.add(name, problem, remedy)
    return data


def fitting(name: str, entries: object, shape: Mapping[str, str], problems: Problems) -> list[Lines]:
    """The entries of a list that have this shape and name a source; a finding for each of the others."""
    found = []
    for entry in entries if isinstance(entries, list) else ():
        wrong = list(misfits_in(entry, shape))
        for problem, remedy in wrong:
            problems.add(place(name, entry), problem, remedy)
        if not wrong and not entry["source"]:
            problems.add(place(name, entry), "it has no source.", "Name one of sources.yaml, JUDGEMENT at least.")
        elif not wrong:
            found.append(entry)
    return found


def is_in(name: str, entry: Lines, key: str, unit: str, problems: Problems) -> bool:
    """Whether a number of an entry is one of its unit; a finding if not."""
    value, (least, most) = entry[key], UNITS[unit]
    whole = isinstance(value, int) or unit == "km"
    if whole and least <= value <= most:
        return True
    kind = "a number" if unit == "km" else "a whole number"
    problems.add(place(name, entry), f"'{key}' is {value}.", f"Write {kind} from {least} to {most} ({unit}).")
    return False


def all_in(name: str, entry: Lines, units: Mapping[str, str], problems: Problems) -> bool:
    """Whether each number an entry has is one of its unit; a finding for each that is not."""
    found = [is_in(name, entry, key, unit, problems) for key, unit in units.items() if key in entry]
    return all(found)


def place(name: str, entry: object) -> str:
    """Where an entry stands: file, line and, where it has one, id."""
    if not isinstance(entry, Lines):
        return name
    return f"{name}, {entry.where}, {entry['id']}" if isinstance(entry.get("id"), str) else f"{name}, {entry.where}"
