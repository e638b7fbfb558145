"""When a squad's digest comes: at its hour, every day or on the last day of the week, where the squad trains."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from dialogs.events import Due, Event
from dialogs.hours import instant, local_date, read_time
from dialogs.reminder_numbers import ReminderNumbers
from dialogs.squads.people import Squad

DIGEST = "digest"
# The week is told when it is over and before the next one is trained for.
SUNDAY = 6


def next_digest(squad: Squad, after: datetime) -> tuple[datetime, date]:
    """The first digest later than `after`: the instant (UTC) and the date there."""
    today, hour = local_date(after, squad.zone), read_time(squad.hour)
    days = (today + timedelta(days=ahead) for ahead in range(9))
    fitting = (day for day in days if squad.every == "day" or day.weekday() == SUNDAY)
    times = ((instant(day, hour, squad.zone), day) for day in fitting)
    return next(time for time in times if time[0] > after)


def kind_of(squad_id: int) -> str:
    """The kind of the due row that brings a coach this squad's digest."""
    return f"{DIGEST}:{squad_id}"


def squad_of(event: Event) -> int | None:
    """The squad whose digest is due, None for any other event."""
    match event:
        case Due(kind) if kind.startswith(f"{DIGEST}:"):
            return int(kind.removeprefix(f"{DIGEST}:"))
    return None


def as_played(event: Event) -> Event:
    """The event as dialogues know it; which squad it is for they see from those around them."""
    return Due(DIGEST, event.at) if isinstance(event, Due) else event


def is_too_late(numbers: ReminderNumbers, event: Event, now: datetime) -> bool:
    """Whether nobody wants to read it any more."""
    return isinstance(event, Due) and event.at is not None and now - event.at > numbers.open_for


def next_post(squad: Squad, after: datetime) -> datetime:
    """When the squad's group chat gets its next line: once a week, however often its coaches want a digest."""
    return next_digest(replace(squad, every="week"), after)[0]
