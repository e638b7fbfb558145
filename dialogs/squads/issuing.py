"""Which figures of a squad are out: they stay as they are for a day after somebody came or left.

So nobody can look before and after, subtract, and know what that one runner added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from dialogs.squads.figures import Figures, figures_of
from dialogs.squads.numbers import SquadRules
from dialogs.squads.sharing import Shared


@dataclass(frozen=True, slots=True)
class Issued:
    """The figures last issued and when (`at`); None where the squad was too small, or nothing was issued yet.

    `changed_at` is when somebody began or ceased to share, or shares more or less; `members` (runner, level) and
    `looked_at` are those of the last look. Instants are UTC. One of these belongs to each squad.
    """

    figures: Figures | None = None
    at: datetime | None = None
    changed_at: datetime | None = None
    members: tuple[tuple[int, int], ...] = ()
    looked_at: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; `from_dict` reads it back."""
        times = {name: at.isoformat() for name in TIMES if (at := getattr(self, name)) is not None}
        figures = {} if self.figures is None else {"figures": self.figures.to_dict()}
        return {**figures, **times, "members": [list(member) for member in self.members]}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What a `to_dict` gave; of an empty one, that nothing was issued yet."""
        times = {name: datetime.fromisoformat(stored[name]) for name in TIMES if name in stored}
        figures = Figures.from_dict(stored["figures"]) if "figures" in stored else None
        return cls(figures, members=tuple((one, level) for one, level in stored.get("members", ())), **times)


TIMES = ("at", "changed_at", "looked_at")


def moved(issued: Issued, before: int, after: int, now: datetime) -> Issued:
    """A runner went from one level to another, 0 standing for who is not in the squad or shares nothing.

    From nothing to nothing is no change: a coach must not learn who declined.
    """
    return issued if before == after else replace(issued, changed_at=now)


def issue(rules: SquadRules, lines: Sequence[Shared], issued: Issued, on: date, now: datetime) -> Issued:
    """What is out after a look: the figures of now, or those last issued if who shares changed within a day."""
    members = tuple(sorted((line.runner_id, line.level) for line in lines))
    seen = replace(issued, changed_at=last_change(issued, members, now), members=members, looked_at=now)
    if is_frozen(rules, seen, now):
        return seen
    return replace(seen, figures=figures_of(rules, lines, on), at=now)


def last_change(issued: Issued, members: tuple[tuple[int, int], ...], now: datetime) -> datetime | None:
    """When who shares changed last; now, if it did and nobody said so."""
    told = issued.changed_at is not None and (issued.looked_at is None or issued.changed_at >= issued.looked_at)
    return issued.changed_at if told or members == issued.members else now


def is_frozen(rules: SquadRules, issued: Issued, now: datetime) -> bool:
    """Whether no figure may be worked out anew."""
    hours = timedelta(hours=rules.numbers.frozen_hours)
    return issued.changed_at is not None and now - issued.changed_at < hours
