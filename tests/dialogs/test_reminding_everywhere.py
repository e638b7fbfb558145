"""Whatever a runner, a machine and the clocks of the world do, nobody is written to twice on a date or at night.

Forty zones from 2024 to 2036. Days on which their clocks change are lived through, and days in between by chance, with
answers, silences, snoozes, pauses, journeys, outages and a restart after every step.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reminding import is_too_late, snoozed, upcoming

from dialogs.hours import Quiet
from dialogs.reminding import (
    CHECK_IN,
    Rhythm,
    after,
    answered,
    begun,
    changed,
    paused,
    resumed,
    skipped,
)

# fmt: off
ZONES = (
    "Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "America/Asuncion",
    "America/Chicago", "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/Miquelon",
    "America/New_York", "America/Nuuk", "America/Phoenix", "America/Santiago", "America/Sao_Paulo",
    "America/Scoresbysund", "America/St_Johns", "Antarctica/Troll", "Asia/Almaty", "Asia/Beirut", "Asia/Gaza",
    "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores",
    "Australia/Adelaide", "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin",
    "Europe/Chisinau", "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Kiritimati",
)
# fmt: on
MINUTES = ("18:30", "07:00", "00:00", "00:15", "01:30", "02:05", "02:30", "03:00", "12:00", "22:45", "23:30")
HOURS = tuple(map(time.fromisoformat, MINUTES))
QUIETS: tuple[Quiet, ...] = ((time(21), time(7)), (time(0), time(0)), (time(23), time(0, 30)), (time(2, 15), time(9)))
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 12, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The days on which the clocks there change."""
    there, days = ZoneInfo(zone), (LAST - FIRST).days
    offsets = [(FIRST + day * DAY).astimezone(there).utcoffset() for day in range(days)]
    return tuple(FIRST + day * DAY for day in range(1, days) if offsets[day] != offsets[day - 1])


@dataclass
class Life:
    """A runner lives: every message is looked at as it is sent."""

    rhythm: Rhythm
    now: datetime
    prompts: Counter[date] = field(default_factory=Counter)
    reminders: Counter[date] = field(default_factory=Counter)
    sent: list[tuple[str, datetime]] = field(default_factory=list)

    def step(self, late: timedelta) -> None:
        """Wait for what comes next, which the machine finds so much late, or for a day if nothing comes."""
        one = upcoming(self.rhythm, self.now)
        if one is None:
            self.now += DAY
            return
        assert one.local_date == self.wall(one.at).date().isoformat()
        if one.kind == CHECK_IN and one.at != self.rhythm.snoozed_until:
            assert one.at == hour_by_hand(self.rhythm, date.fromisoformat(one.local_date))
        self.now = max(self.now, one.at + late)
        missed = is_too_late(self.rhythm, one.at, self.now)
        assert missed or self.now - one.at < 3 * HOUR
        if not missed:
            self.look_at(one.kind)
        self.rhythm = after(self.rhythm, one.kind, self.now, sent=not missed, at=one.at)
        self.restart()

    def look_at(self, kind: str) -> None:
        """Never at night, never twice on a date."""
        wall = self.wall(self.now)
        start, end = self.rhythm.quiet
        night = start <= wall.time() < end if start <= end else not end <= wall.time() < start
        assert not night, (wall, self.rhythm)
        counted = self.prompts if kind == CHECK_IN else self.reminders
        counted[wall.date()] += 1
        assert counted[wall.date()] == 1, (kind, wall, self.rhythm)
        self.sent.append((kind, self.now))

    def restart(self) -> None:
        self.rhythm = Rhythm.from_dict(self.rhythm.to_dict())

    def wall(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.rhythm.zone))


def hour_by_hand(rhythm: Rhythm, day: date) -> datetime:
    """When the runner's hour is on this date, found by looking at the clock minute by minute."""
    start, end = rhythm.quiet
    in_night = start <= rhythm.hour < end if start <= end else not end <= rhythm.hour < start
    wanted = datetime.combine(day, end if in_night else rhythm.hour)
    there = ZoneInfo(rhythm.zone)
    shown = {at: at.astimezone(there).replace(tzinfo=None) for at in minutes_around(wanted, there)}
    exact = [at for at, clock in shown.items() if clock == wanted]
    if exact:
        return exact[0]
    # Skipped: as far past the change of the clocks as the hour was past the time they stopped at.
    before = max(at for at, clock in shown.items() if clock < wanted)
    found = before + (wanted - shown[before])
    night = start <= shown[found].time() < end if start <= end else not end <= shown[found].time() < start
    return next(at for at, clock in shown.items() if at >= found and clock.time() == end) if night else found


def minutes_around(wanted: datetime, there: ZoneInfo) -> Iterator[datetime]:
    """The instants within the hours around this time on the wall, by the minute; all of them if the clocks change."""
    middle = wanted.replace(tzinfo=there).astimezone(UTC)
    near = [middle + hours * HOUR for hours in (-3, 12)]
    if near[0].astimezone(there).utcoffset() == near[1].astimezone(there).utcoffset():
        return iter([middle])
    return (middle + timedelta(minutes=minute) for minute in range(-180, 720))


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_change_of_the_clocks_a_runner_has_one_prompt_a_date_at_their_hour(zone: str) -> None:
    chance = random.Random(zone)
    moments = sorted(chance.sample(changes(zone), min(14, len(changes(zone)))))
    moments += [FIRST + chance.random() * (LAST - FIRST) for _ in range(3)]
    for moment in moments:
        for hour in (HOURS[0], *chance.sample(HOURS[1:], 2)):
            begins = moment - 3 * DAY
            life = Life(begun(Rhythm(zone=zone, hour=hour, quiet=chance.choice(QUIETS)), begins), begins)
            while life.now < moment + 3 * DAY:
                life.step(timedelta(seconds=chance.randrange(5)))
                if life.sent and life.sent[-1][0] == CHECK_IN:
                    life.rhythm = answered(life.rhythm, life.wall(life.now).date())
            days = {life.wall(begins + number * DAY).date() for number in range(1, 6)}
            unserved = [day for day in days if not life.prompts[day]]
            # A date can lack the hour altogether only where the clocks skip midnight.
            assert len(unserved) <= (hour == time(23, 30) and zone in ("America/Nuuk", "America/Scoresbysund")), (
                unserved
            )


ACTIONS = ("answer", "answer", "silence", "silence", "silence", "snooze", "skip", "outage", "travel", "hour", "pause",
           "back", "early")  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_whatever_happens_nobody_is_written_to_twice_on_a_date_or_at_night(chance: random.Random) -> None:
    zone = chance.choice(ZONES)
    now = chance.choice(changes(zone) or (FIRST,)) - chance.randrange(20) * DAY + chance.random() * DAY
    life = Life(begun(Rhythm(zone=zone, hour=chance.choice(HOURS), quiet=chance.choice(QUIETS)), now), now)
    for _ in range(60):
        act(life, chance, chance.choice(ACTIONS))
        life.restart()


def act(life: Life, chance: random.Random, action: str) -> None:  # noqa: C901 - one case a line
    today = life.wall(life.now).date()
    match action:
        case "answer":
            life.step(timedelta(seconds=2))
            life.rhythm = answered(life.rhythm, life.wall(life.now).date())
        case "early":
            life.now += chance.random() * 3 * HOUR
            life.rhythm = answered(life.rhythm, today - chance.randrange(2) * DAY)
        case "silence":
            life.step(chance.random() * HOUR)
        case "snooze":
            life.rhythm = snoozed(life.rhythm, life.now, life.now + chance.random() * 3 * HOUR) or life.rhythm
        case "skip":
            life.rhythm = skipped(life.rhythm, life.now)
        case "outage":
            life.step(chance.choice((1, 4, 30, 24 * 9)) * chance.random() * HOUR)
        case "travel":
            life.rhythm = changed(life.rhythm, life.now, zone=chance.choice(ZONES))
        case "hour":
            life.rhythm = changed(life.rhythm, life.now, hour=chance.choice(HOURS), quiet=chance.choice(QUIETS))
        case "pause":
            life.rhythm = paused(life.rhythm, today + chance.randrange(3, 15) * DAY)
        case "back":
            life.rhythm = resumed(life.rhythm, life.now)


def test_a_journey_round_the_world_in_either_direction_has_one_prompt_a_date() -> None:
    for route in (ZONES, ZONES[::-1]):
        now = datetime(2026, 3, 20, 12, 7, tzinfo=UTC)
        life = Life(begun(Rhythm(zone=route[0]), now), now)
        for zone in route:
            life.rhythm = changed(life.rhythm, life.now, zone=zone)
            life.step(timedelta(0))
            life.rhythm = answered(life.rhythm, life.wall(life.now).date())
        assert life.prompts.total() == len(route)
