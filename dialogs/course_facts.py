"""What the rows of the decision table may read: the facts of a day, of a silence, of a week.

What each of them is stands beside its name in content/plan/decisions.yaml. None is "not known".
"""

from dataclasses import dataclass, fields

from dialogs.expressions import Rank

NEVER = 365
"""Days since something that has not happened yet."""


class Ranked:
    """Facts as conditions take them."""

    __slots__ = ()

    def ranks(self) -> dict[str, Rank | None]:
        """The facts by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class DayFacts(Ranked):
    """A day with an answer."""

    pain: int
    ran: bool
    run_pain: int
    run_stopped: bool
    over: bool
    slow: bool
    worse_morning: bool
    walked: bool
    limp: bool
    emergency: bool
    new_sign: bool
    rise: float
    pain_before: int | None
    rise_before: float | None
    limp_before: bool
    lowest_of_3: int | None
    run_pain_before: int
    day: int
    resting: bool
    rest_days: int
    in_window: bool
    on_ladder: bool
    km_share: float | None
    recovered: bool
    pregnant: bool
    run_waits: bool
    became_green: bool
    greens: int
    ambers: int
    level_ups_7d: int
    days_since_red: int
    sore_runs_7d: int
    answers_14d: int
    worst_14d: int
    runs_14d: int
    not_green_14d: int


@dataclass(frozen=True, slots=True)
class SilenceFacts(Ranked):
    """Days without an answer."""

    missed: int
    away: int


@dataclass(frozen=True, slots=True)
class WeekFacts(Ranked):
    """What the weekly rows look at."""

    day: int
    looked_on: int
    days_since_gain: int
    easing: float | None
    sessions_share: float | None
    score_better: int | None
    recovered: bool


@dataclass(frozen=True, slots=True)
class WeekScore(Ranked):
    """The weekly questions."""

    score: int


@dataclass(frozen=True, slots=True)
class TrendFacts(Ranked):
    """Typed pain of two weeks."""

    easing: float | None
    worsening: float | None
    numbers: int
