"""The numbers behind what a coach is shown, and which rows of the decision table mean what there."""

from dataclasses import dataclass, fields
from pathlib import Path

from dialogs.expressions import nearest
from dialogs.plan_numbers import a_number, fitting, place, read_numbers, read_parts
from dialogs.reading import Problems

FILE = "squads.yaml"
PARTS = {"numbers": "list!", "rows": "list!"}
ROWS = {"id": "text!", "rows": "texts!", "source": "texts!"}


@dataclass(frozen=True, slots=True)
class SquadNumbers:
    """Each number by its id in content/squads.yaml, where a line says what it is."""

    silent_days: int = a_number("days")
    window_days: int = a_number("days")
    watched_times: int = a_number("times")
    over_times: int = a_number("times")
    score_points: int = a_number("points")
    advice_days: int = a_number("days")
    least_runners: int = a_number("runners")
    frozen_hours: int = a_number("hours")
    response_percent: int = a_number("percent")
    group_step: int = a_number("runners")
    push_silent_days: int = a_number("days")
    page_runners: int = a_number("runners")
    shown_days: int = a_number("days")


@dataclass(frozen=True, slots=True)
class SquadRows:
    """Ids of rows of the decision table by what they mean for the status of a runner."""

    locked: frozenset[str] = frozenset()
    window: frozenset[str] = frozenset()
    rest: frozenset[str] = frozenset()
    long_rest: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    stepped: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()
    advice_weekly: frozenset[str] = frozenset()
    advice_once: frozenset[str] = frozenset()
    over: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SquadRules:
    """All of content/squads.yaml."""

    numbers: SquadNumbers
    rows: SquadRows


def read_squads(folder: Path, problems: Problems) -> SquadRules:
    """The rules of a content folder; what is wrong is a finding each."""
    data = read_parts(folder, FILE, PARTS, problems)
    return SquadRules(
        read_numbers(SquadNumbers, FILE, data.get("numbers"), problems),
        _read_rows(data.get("rows"), problems),
    )


def _read_rows(entries: object, problems: Problems) -> SquadRows:
    """The lists of rows. Each list must be there once, and no row in two of them."""
    names = [one.name for one in fields(SquadRows)]
    found: dict[str, frozenset[str]] = {}
    taken: dict[str, str] = {}
    for entry in fitting(FILE, entries, ROWS, problems):
        name, rows = entry["id"], entry["rows"]
        if name not in names:
            problems.add(place(FILE, entry), "nothing reads this list.", nearest(name, names))
        elif name in found:
            problems.add(place(FILE, entry), "this list stands here twice.", "Make one of them.")
        for row in rows:
            if taken.setdefault(row, name) != name:
                problem = f"'{row}' stands in '{taken[row]}' too."
                problems.add(place(FILE, entry), problem, "Take it out of one of them.")
        found[name] = frozenset(rows)
    for name in names if isinstance(entries, list) else ():
        if name not in found:
            problems.add(FILE, f"the list '{name}' is missing.", "Write it, with its source.")
    return SquadRows(**{name: found.get(name, frozenset()) for name in names})
