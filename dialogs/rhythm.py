"""The rhythm in which a runner is written to: what they chose, and what was sent, missed, answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from dialogs.hours import QUIET, Quiet, after_quiet, instant, is_between, local_date, read_time, time_text

CHECK_IN, REMINDER, LAST_WORD = "check_in", "reminder", "last_word"
HOUR = time(18, 30)
"""Early evening, until the runner chooses."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What decides when a runner is written to; dates are those of their calendar.

    `on` is the runner's own switch, `stopped` says that the last word was said or the plan is over. `every_days` is 1,
    in maintenance 7 or 28. `started` is the first date of the plan, `answered` and `skipped` the last ones dealt with,
    `prompted` and `reminded` the last ones written on, `missed` the last one on which it was too late to write;
    `asked_at` is the instant of the last prompt and `unanswered` how many since the last sign of life. Nothing comes
    before the date `paused_until`. `snoozed_until` is an instant: that day's message comes then. What was set for
    before `since`, when the hour or the zone changed, is passed over.
    """

    zone: str = "UTC"
    hour: time = HOUR
    quiet: Quiet = QUIET
    on: bool = True
    stopped: bool = False
    every_days: int = 1
    started: date | None = None
    answered: date | None = None
    skipped: date | None = None
    prompted: date | None = None
    reminded: date | None = None
    missed: date | None = None
    paused_until: date | None = None
    asked_at: datetime | None = None
    snoozed_until: datetime | None = None
    since: datetime | None = None
    unanswered: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON without what is at its default; `from_dict` reads it back."""
        return {name: _plain(value) for name, fresh in _FRESH.items() if (value := getattr(self, name)) != fresh}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The rhythm a `to_dict` wrote; what it does not name is at its default."""
        return cls(**{name: _READ[name](value) for name, value in stored.items() if name in _READ})


def begun(rhythm: Rhythm, now: datetime) -> Rhythm:
    """The rhythm of a new plan, with the first date that still has its hour before it.

    What was sent today stays sent, whatever plan it was for.
    """
    chosen = Rhythm(rhythm.zone, rhythm.hour, rhythm.quiet, rhythm.on)
    first = _first_date(rhythm, now)
    return replace(chosen, started=first, prompted=rhythm.prompted, reminded=rhythm.reminded, since=now)


def changed(
    rhythm: Rhythm, now: datetime, *, zone: str | None = None, hour: time | None = None, quiet: Quiet | None = None
) -> Rhythm:
    """Another zone, hour or night: it holds from the next date there that was not yet served."""
    return replace(rhythm, zone=zone or rhythm.zone, hour=hour or rhythm.hour, quiet=quiet or rhythm.quiet, since=now)


def answered(rhythm: Rhythm, day: date) -> Rhythm:
    """The check-in of this date was answered: the silence is over, and nothing more comes on that date."""
    waiting = rhythm.prompted is not None and rhythm.prompted > day
    return replace(rhythm, unanswered=int(waiting), answered=_later(rhythm.answered, day))


def skipped(rhythm: Rhythm, now: datetime) -> Rhythm:
    """The runner wants to be left alone today, which is a sign of life and no answer."""
    return replace(rhythm, unanswered=0, skipped=_later(rhythm.skipped, local_date(now, rhythm.zone)))


def paused(rhythm: Rhythm, until: date) -> Rhythm:
    """Nothing comes before this date, and the days until then are no silence."""
    return replace(rhythm, unanswered=0, paused_until=until)


def resumed(rhythm: Rhythm, now: datetime) -> Rhythm:
    """After a pause, a switch turned on again or a last word: as if all before the next prompt had been answered."""
    first = _first_date(rhythm, now)
    return replace(rhythm, on=True, stopped=False, unanswered=0, paused_until=first, since=now)


def after(rhythm: Rhythm, kind: str, now: datetime, *, sent: bool, at: datetime | None = None) -> Rhythm:
    """What was due at `at` is done: sent just now, or not at all because it was too late or out of place."""
    day = local_date(now, rhythm.zone)
    if not sent:
        return replace(rhythm, missed=_later(rhythm.missed, min(local_date(at or now, rhythm.zone), day)))
    written = replace(rhythm, snoozed_until=None)
    if kind == CHECK_IN:
        prompted = _later(rhythm.prompted, day)
        return replace(written, prompted=prompted, asked_at=now, unanswered=rhythm.unanswered + 1)
    return replace(written, reminded=_later(rhythm.reminded, day), stopped=kind == LAST_WORD)


def hour_on(rhythm: Rhythm, day: date) -> datetime | None:
    """The runner's hour on this date, out of the quiet hours; None on a date that has no such hour."""
    wanted = rhythm.quiet[1] if is_between(rhythm.hour, rhythm.quiet) else rhythm.hour
    at = after_quiet(instant(day, wanted, rhythm.zone), rhythm.zone, rhythm.quiet)
    return at if local_date(at, rhythm.zone) == day else None


def silence(rhythm: Rhythm, day: date) -> int:
    """How many check-ins in a row are missed if this date stays unanswered; 0 on one that was dealt with."""
    base = base_of(rhythm)
    return max(0, (day - base).days) if base else 0


def _first_date(rhythm: Rhythm, now: datetime) -> date:
    """Today if its hour is still to come and it was not served, else tomorrow."""
    today = local_date(now, rhythm.zone)
    at = hour_on(rhythm, today)
    over = [*written_on(rhythm), *(day for day in (rhythm.answered, rhythm.skipped) if day)]
    is_open = at is not None and at > now and all(day < today for day in over)
    return today if is_open else today + timedelta(days=1)


def written_on(rhythm: Rhythm) -> list[date]:
    """The last dates of each kind that got their message or lost it."""
    return [day for day in (rhythm.prompted, rhythm.reminded, rhythm.missed) if day]


def base_of(rhythm: Rhythm) -> date | None:
    """The last date that was no silence; None before the first plan."""
    if rhythm.started is None:
        return None
    before = [day - timedelta(days=1) for day in (rhythm.started, rhythm.paused_until) if day]
    return max(before + [day for day in (rhythm.answered, rhythm.skipped) if day])


def _later(one: date | None, other: date) -> date:
    return max(one, other) if one else other


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return time_text(value)
    return [time_text(part) for part in value] if isinstance(value, tuple) else value


def _read_quiet(stored: list[str]) -> Quiet:
    start, end = stored
    return read_time(start), read_time(end)


def _same(value: Any) -> Any:
    return value


_DATES = ("started", "answered", "skipped", "prompted", "reminded", "missed", "paused_until")
_INSTANTS = ("asked_at", "snoozed_until", "since")
_FRESH: dict[str, Any] = {field.name: field.default for field in fields(Rhythm)}
_READ: dict[str, Any] = dict.fromkeys(_FRESH, _same)
_READ |= dict.fromkeys(_DATES, date.fromisoformat) | dict.fromkeys(_INSTANTS, datetime.fromisoformat)
_READ |= {"hour": read_time, "quiet": _read_quiet}
