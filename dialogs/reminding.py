"""When to write to a runner next: once a day at their hour, less and less into a silence, never at night.

Nothing is sent from here. The dialogue keeps a Rhythm, asks `upcoming` what comes next, and tells `after` what became
of it. Days and hours stand in content/plan/reminders.yaml.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from dialogs.hours import is_quiet, local_date, next_date, next_quiet
from dialogs.reminder_numbers import ReminderNumbers
from dialogs.replies import Upcoming
from dialogs.rhythm import (
    CHECK_IN,
    HOUR,
    LAST_WORD,
    REMINDER,
    Rhythm,
    after,
    answered,
    base_of,
    begun,
    changed,
    hour_on,
    paused,
    resumed,
    silence,
    skipped,
    written_on,
)

__all__ = [
    "CHECK_IN",
    "HOUR",
    "LAST_WORD",
    "REMINDER",
    "SEEN",
    "Rhythm",
    "after",
    "answered",
    "begun",
    "changed",
    "hour_on",
    "is_too_late",
    "next_hour",
    "paused",
    "resumed",
    "seen_at",
    "silence",
    "skipped",
    "snoozed",
    "upcoming",
    "window_end",
]

SEEN = "seen"

_LOOKS_AHEAD = 30


def upcoming(numbers: ReminderNumbers, rhythm: Rhythm, now: datetime) -> Upcoming | None:
    """The one thing that comes next, None in a silence that is over or a switch that is off.

    Its instant lies before `now` if it is due and not too late. For one date there is at most one prompt and one
    reminder.
    """
    base = base_of(rhythm)
    if not rhythm.on or rhythm.stopped or base is None:
        return None
    found = [
        one for one in (_follow_up(numbers, rhythm, base), _next_planned(numbers, rhythm, base, now)) if one is not None
    ]
    found = [one for one in found if not is_too_late(numbers, rhythm, one.at, now)]
    return min(found, key=lambda one: one.at, default=None)


def snoozed(numbers: ReminderNumbers, rhythm: Rhythm, now: datetime, until: datetime) -> Rhythm | None:
    """Today's message comes again at `until`. None if that can't be: another date, at night, or asked twice already."""
    today = local_date(now, rhythm.zone)
    later = replace(rhythm, snoozed_until=until)
    fits = until > now and local_date(until, rhythm.zone) == today and not is_quiet(until, rhythm.zone, rhythm.quiet)
    coming = upcoming(numbers, later, now) if fits else None
    return later if coming is not None and coming.at == until else None


def window_end(numbers: ReminderNumbers, rhythm: Rhythm, at: datetime) -> datetime:
    """From when on it is too late for what was due at `at`: the end of its window, the night, or the next date."""
    ends = (at + numbers.open_for, next_date(at, rhythm.zone), next_quiet(at, rhythm.zone, rhythm.quiet))
    return min(end for end in ends if end is not None)


def is_too_late(numbers: ReminderNumbers, rhythm: Rhythm, at: datetime, now: datetime) -> bool:
    """Whether what was due at `at` is not to be sent any more."""
    return now >= window_end(numbers, rhythm, at) or is_quiet(max(at, now), rhythm.zone, rhythm.quiet)


def next_hour(rhythm: Rhythm, now: datetime, days: int = 0) -> Upcoming:
    """The question whether the runner was seen, at their first hour after `now`, at least `days` dates on."""
    today = local_date(now, rhythm.zone)
    for day in (today + timedelta(days=days + more) for more in range(4)):
        at = hour_on(rhythm, day)
        if at is not None and at > now:
            return Upcoming(SEEN, at, day.isoformat())
    raise ValueError("four dates in a row have no such hour")


def seen_at(numbers: ReminderNumbers, by: str, told_at: datetime, rhythm: Rhythm) -> Upcoming:
    """When to ask whether the runner was seen, for a verdict told then with the time frame `by`."""
    return next_hour(rhythm, told_at, numbers.seen_after(by))


def _next_planned(numbers: ReminderNumbers, rhythm: Rhythm, base: date, now: datetime) -> Upcoming | None:
    """The next prompt, or the word on a later day of a silence, at the runner's hour."""
    yesterday = local_date(now, rhythm.zone) - timedelta(days=1)
    first = max([*written_on(rhythm), base, yesterday]) + timedelta(days=1)
    for day in (first + timedelta(days=ahead) for ahead in range(_LOOKS_AHEAD)):
        kind = _kind_on(numbers, rhythm, day, base)
        at = _set_for(rhythm, day, kind) if kind else None
        if kind and at and not is_too_late(numbers, rhythm, at, now):
            return Upcoming(kind, at, day.isoformat())
    return None


def _kind_on(numbers: ReminderNumbers, rhythm: Rhythm, day: date, base: date) -> str | None:
    missed = (day - base).days
    if rhythm.every_days > 1:
        last = max(base, rhythm.prompted or base)
        return CHECK_IN if (day - last).days >= rhythm.every_days and rhythm.unanswered < numbers.prompts else None
    if missed >= numbers.last_word:
        return LAST_WORD
    if rhythm.unanswered < numbers.prompts:
        return CHECK_IN
    return REMINDER if missed in (numbers.first_word, numbers.second_word) else None


def _set_for(rhythm: Rhythm, day: date, kind: str) -> datetime | None:
    snoozed_until = rhythm.snoozed_until
    if kind == CHECK_IN and snoozed_until and local_date(snoozed_until, rhythm.zone) == day:
        return snoozed_until
    at = hour_on(rhythm, day)
    return None if at is None or (rhythm.since and at < rhythm.since) else at


def _follow_up(numbers: ReminderNumbers, rhythm: Rhythm, base: date) -> Upcoming | None:
    """The reminder of a prompt of the same date that nobody answered, before the night."""
    day, asked_at = rhythm.prompted, rhythm.asked_at
    done = [one for one in (base, rhythm.reminded, rhythm.missed) if one]
    if day is None or asked_at is None or day <= max(done):
        return None
    at = asked_at + timedelta(hours=numbers.reminder_after) if rhythm.unanswered <= numbers.reminded else None
    if rhythm.snoozed_until and local_date(rhythm.snoozed_until, rhythm.zone) == day:
        at = rhythm.snoozed_until
    return Upcoming(REMINDER, at, day.isoformat()) if at and local_date(at, rhythm.zone) == day else None
