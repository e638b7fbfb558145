"""Wall clocks and instants: what time it is where the runner is, and when their hour comes.

Instants are aware and in UTC, wall-clock times and dates are naive. A zone is an IANA name; one that is not known
counts as UTC, since a name that was good when it was stored may be gone from the next edition of the zones.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

Quiet = tuple[time, time]

QUIET: Quiet = (time(21), time(7))
"""From when to when nobody is written to unasked, on the runner's own clock."""


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The IANA names of all zones that clocks on the wall follow."""
    # The list that comes with the zones; "Factory" stands for a clock nobody has set.
    return frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split()) - {"Factory"}


def is_zone(name: object) -> bool:
    """Whether this is the IANA name of a zone that clocks on the wall follow."""
    return isinstance(name, str) and name in zone_names()


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of this name, UTC for none and for one that is not known."""
    return _zone(name) if name is not None and is_zone(name) else _zone("UTC")


def local(now: datetime, zone: str | None) -> datetime:
    """This instant as the clock on the runner's wall shows it, aware."""
    return now.astimezone(zone_of(zone))


def local_date(now: datetime, zone: str | None) -> date:
    """The date on the runner's calendar."""
    return local(now, zone).date()


def local_time(now: datetime, zone: str | None) -> time:
    """The time on the runner's wall."""
    return local(now, zone).time()


def instant(day: date, at: time, zone: str | None) -> datetime:
    """When the clock there shows `at` on that day.

    A time that is skipped moves on by the gap, of a time that comes twice the first one counts (RFC 5545). On a date
    that a zone leaves out the instant falls on the next one.
    """
    return datetime.combine(day, at.replace(fold=0), zone_of(zone)).astimezone(UTC)


def is_quiet(now: datetime, zone: str | None, quiet: Quiet = QUIET) -> bool:
    """Whether the runner is not to be written to unasked: from the first time of `quiet` until before the second.

    Two times that are the same mean no quiet hours.
    """
    return is_between(local_time(now, zone), quiet)


def is_between(at: time, quiet: Quiet) -> bool:
    """Whether a time of day lies within these hours, which may go past midnight."""
    start, end = quiet
    return start <= at < end if start <= end else at >= start or at < end


def after_quiet(now: datetime, zone: str | None, quiet: Quiet = QUIET) -> datetime:
    """`now`, or the end of the quiet hours it lies in."""
    if not is_quiet(now, zone, quiet):
        return now
    here = local(now, zone)
    day = here.date() + timedelta(days=here.time() >= quiet[1])
    return instant(day, quiet[1], zone)


def next_quiet(now: datetime, zone: str | None, quiet: Quiet = QUIET) -> datetime | None:
    """When the next quiet hours begin after `now`; None if there are none."""
    if quiet[0] == quiet[1]:
        return None
    today = local_date(now, zone)
    begins = (instant(today + timedelta(days=days), quiet[0], zone) for days in range(3))
    return next(begin for begin in begins if begin > now)


def next_date(now: datetime, zone: str | None) -> datetime:
    """When the date there changes next."""
    return instant(local_date(now, zone) + timedelta(days=1), time(0), zone)


def read_time(text: str) -> time:
    """The time of "18:30", as settings hold it. Raises ValueError for anything else."""
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))


def time_text(at: time) -> str:
    """A time as settings hold it: "18:30"."""
    return f"{at:%H:%M}"


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
