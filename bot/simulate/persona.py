"""A persona: who lives through the weeks, what they usually do, how their knee behaves. `reading.py` reads one."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from dialogs.facts import Value


@dataclass(frozen=True, slots=True)
class Habits:
    """What a runner usually does. Shares are 0 to 1, days are counted from the one they sign up, which is 1.

    They train at `trains` on their clock; `answers` is the share of days on which the question is answered,
    `after_min` minutes after it or sooner; `reminded` that of reminders that help; `runs` and `exercises` what they do
    of the plan. The warm-up is looked up the first `warm_ups` times. In `silent` spans (first and last day) they do not
    touch their phone. From each day of `over_runs` on, the next run is nearly twice as long as planned.
    """

    trains: time
    answers: float
    after_min: int
    reminded: float
    runs: float
    exercises: float
    warm_ups: int = 0
    knee_week: bool = True
    over_runs: tuple[int, ...] = ()
    silent: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """Something new on a day: what is ticked in the check-in, and the facts of the triage that follows."""

    day: int
    ticks: tuple[str, ...]
    triage: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Nature:
    """How a knee behaves; see `knee.py`. `flares` are points of soreness added on a day."""

    sore: float
    settles: float
    takes_min: float
    gains_min: float
    rises: float
    noise: float
    flares: tuple[tuple[int, float], ...] = ()
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody sees the knee so many days after the verdict that asked for it, and names a level or none."""

    after_days: int
    said: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happens: the runner travels to `zone` and tells the bot so, or the bot is down for some hours."""

    day: int
    at: time
    zone: str | None = None
    says: str = ""
    down_hours: float = 0


@dataclass(frozen=True, slots=True)
class Persona:
    """A runner. `starts` is the local time at which they sign up; a fact that is not given is at its best.

    `city` is what they type when the bot does not have their clock right.
    """

    name: str
    about: str
    locale: str
    zone: str
    starts: datetime
    days: int
    facts: dict[str, Value]
    says: dict[str, str]
    habits: Habits
    nature: Nature
    city: str = ""
    care: tuple[Visit, ...] = ()
    lives: tuple[Turn, ...] = ()

    @property
    def starts_at(self) -> datetime:
        """The instant, in UTC."""
        return self.starts.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
