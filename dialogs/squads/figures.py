"""The figures of a squad, and which of them stand for too few runners to be shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import permutations
from statistics import median
from typing import Any, Self

from dialogs.load import round_half_up
from dialogs.squads.member import STATUSES
from dialogs.squads.numbers import SquadRules
from dialogs.squads.sharing import Shared

WEEK = 7
RUNNING = ("yes", "no", "unknown")
BANDS = ("none", "small", "moderate", "large", "missing")
Cells = Mapping[str, int | None]
"""Counts that add up to all who contribute; None is a count that is not shown."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a squad as they are shown; None is "fewer than 5, not shown".

    `sharing` runners are counted, `answered` of them had answered that day, and `answered_days` of their last 7 days
    were answered. Who shares the status only is in these and in `statuses`, and in no figure beside them. `km` is the
    middle planned week in percent of the usual one; `ups` and `downs` are steps of the last 7 days, `over` runners who
    ran more than planned in them, `reason` is the row that decided days of most runners.
    `statuses` is for a group chat, where also that all are of one colour is not told.
    """

    sharing: int
    answered: int
    answered_days: int
    statuses: Cells
    running: Cells
    bands: Cells
    km: int | None = None
    ups: int | None = None
    downs: int | None = None
    over: int | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What a `to_dict` gave."""
        return cls(**stored)


def figures_of(rules: SquadRules, lines: Sequence[Shared], on: date) -> Figures | None:
    """The figures of what these runners share on a date of the squad; None for too few of them."""
    least = rules.numbers.least_runners
    if len(lines) < least:
        return None
    ways = [line.way for line in lines if line.way is not None]
    shares = [way.share for way in ways if way.share is not None]
    over = sum(way.over > 0 for way in ways)
    return Figures(
        sharing=len(lines),
        answered=answered_on(lines, on),
        answered_days=sum(answered_on(lines, on - timedelta(days=back)) for back in range(WEEK)),
        statuses=few_hidden(counted((line.outline.status for line in lines), STATUSES), least, none_too=True),
        running=few_hidden(counted((running(line) for line in lines if line.way is not None), RUNNING), least),
        bands=few_hidden(counted((way.band or "missing" for way in ways), BANDS), least),
        km=round_half_up(median(shares)) if len(shares) >= least else None,
        ups=total([way.ups for way in ways], least),
        downs=total([way.downs for way in ways], least),
        over=few_hidden({"over": over, "not": len(ways) - over}, least)["over"],
        reason=most_common([way.rows - rules.rows.usual for way in ways], least),
    )


def answered_on(lines: Iterable[Shared], on: date) -> int:
    """How many runners answered on a date."""
    return sum(any(day.answered and day.on == on for day in line.outline.days) for line in lines)


def running(line: Shared) -> str:
    """Whether the next run is allowed: yes, no or unknown."""
    return "unknown" if line.outline.allowed is None else "yes" if line.outline.allowed else "no"


def counted(values: Iterable[str], names: Sequence[str]) -> dict[str, int]:
    """How often each name occurs, in the order of the names."""
    found = Counter(values)
    return {name: found[name] for name in names}


def few_hidden(cells: Mapping[str, int], least: int, *, none_too: bool = False) -> dict[str, int | None]:
    """The counts without those that stand for too few, nor any that would tell them by subtraction.

    All are hidden where the rest would still tell one to somebody who knows how they are hidden. That nobody is counted
    is told beside a count that is, unless `none_too`.
    """
    hidden = small_ones(cells, least, none_too=none_too)
    shown = sum(cells[name] for name in cells if name not in hidden)
    nothing = not shown or (hidden and not may_differ(cells, hidden, least, none_too=none_too))
    return {name: None if nothing or name in hidden else count for name, count in cells.items()}


def small_ones(cells: Mapping[str, int], least: int, *, none_too: bool) -> set[str]:
    """The counts to hide. It is no single one, and together they stand for enough runners too: else the smallest count
    left is hidden as well."""
    left = sorted((name for name in cells if none_too or cells[name]), key=lambda name: cells[name])
    hidden = [name for name in left if cells[name] < least]
    while hidden and (len(hidden) < 2 or sum(cells[name] for name in hidden) < least) and len(hidden) < len(left):
        hidden.append(left[len(hidden)])
    return set(hidden)


def may_differ(cells: Mapping[str, int], hidden: set[str], least: int, *, none_too: bool) -> bool:
    """Whether each hidden count could be another one, and the same ones would be hidden."""
    moved = set()
    for one, other in permutations(hidden, 2):
        told = {**cells, one: cells[one] - 1, other: cells[other] + 1}
        if cells[one] and small_ones(told, least, none_too=none_too) == hidden:
            moved |= {one, other}
    return moved == hidden


def total(numbers: Sequence[int], least: int) -> int | None:
    """The sum, if enough runners could add to it, and enough did or nobody."""
    added = sum(number > 0 for number in numbers)
    return sum(numbers) if len(numbers) >= least and (added >= least or not added) else None


def most_common(rows: Iterable[frozenset[str]], least: int) -> str | None:
    """The row that most runners had, if they are enough."""
    found = Counter(row for had in rows for row in had)
    row, count = max(sorted(found.items()), key=lambda one: one[1], default=("", 0))
    return row if count >= least else None


def too_few_answers(rules: SquadRules, figures: Figures) -> bool:
    """Whether so few of the last 7 days were answered that nothing can be said of the group."""
    return 100 * figures.answered_days < rules.numbers.response_percent * WEEK * figures.sharing
