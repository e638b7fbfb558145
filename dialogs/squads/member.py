"""What is known of a runner in a squad, in three parts: each is what one level of sharing adds.

Nothing but `sharing.shared` may take these parts to a coach.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Status = Literal["red", "amber", "grey", "green"]
STATUSES: tuple[Status, ...] = ("red", "amber", "green", "grey")
"""In the order in which they are counted."""


class Day(NamedTuple):
    """A date of the runner's calendar: the status as it was then (None before there was a plan), and whether there was
    an answer."""

    on: date
    status: Status | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """What level 1 shows: the status and since when, the last answer, and whether running is allowed.

    `allowed` holds for the day after the last answer, today or tomorrow; None: not known, since an answer is missing.
    `days` are the last ones, the oldest first.
    """

    status: Status
    since: date | None = None
    last_answer: date | None = None
    allowed: bool | None = None
    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """What level 2 adds: why the status is as it is, and how it goes.

    `reason` is a key under `reasons` of en/squads.yaml. `trend` is better, same, worse or unknown. `level` is that of
    the ladder, `share` the planned week in percent of the usual one; both None where there is no such figure. `band` is
    that of the weekly questions, None where this week has none. `advice`: an advice to see somebody is open. Of the
    last 7 days: `over` how often it was more than planned, `ups` and `downs` the steps, `rows` what days were decided
    by.
    """

    reason: str
    trend: str = "unknown"
    level: int | None = None
    share: int | None = None
    band: str | None = None
    advice: bool = False
    over: int = 0
    ups: int = 0
    downs: int = 0
    rows: frozenset[str] = frozenset()


class Pain(NamedTuple):
    """The worst pain of a day, 0 to 10; `typed` is False where the runner only said that the knee was quiet."""

    on: date
    pain: int
    typed: bool


class Decided(NamedTuple):
    """The row that decided a day."""

    on: date
    row: str


@dataclass(frozen=True, slots=True)
class Details:
    """What level 3 adds. `adherence` is the percent of the planned exercise sessions of the last 7 days that were done,
    None where nothing can be said yet; `score` that of this week's questions, 0 to 100, `before` the one before it;
    `items` the answers to these questions, each 0 to 3, by the name of its fact."""

    pains: tuple[Pain, ...] = ()
    decisions: tuple[Decided, ...] = ()
    adherence: int | None = None
    score: int | None = None
    before: int | None = None
    items: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberState:
    """All of it. `minor`: under 18, as far as is known."""

    outline: Outline
    way: Way
    details: Details = field(default_factory=Details)
    minor: bool = False
