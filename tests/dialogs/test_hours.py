"""Wall clocks: an hour on a wall is one instant, by the rule for times that are skipped or come twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest

from dialogs import hours
from dialogs.hours import after_quiet, instant, is_quiet, is_zone, local, local_date, local_time, next_date, next_quiet


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        ("Europe/Berlin", "2026-06-01T18:30", "2026-06-01T16:30"),
        # Skipped: moves on by the gap.
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
        ("Africa/Cairo", "2026-04-24T00:10", "2026-04-23T22:10"),
        # Comes twice: the first.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30"),
        # A zone that left out a whole date.
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15"),
        ("Nowhere/At_All", "2026-01-01T12:00", "2026-01-01T12:00"),
        (None, "2026-01-01T12:00", "2026-01-01T12:00"),
    ],
)
def test_a_time_on_the_wall_is_one_instant(zone: str | None, wall: str, expected: str) -> None:
    there = datetime.fromisoformat(wall)
    found = instant(there.date(), there.time(), zone)
    assert (found, found.tzinfo) == (utc(expected), UTC)
    assert instant(there.date(), there.time().replace(fold=1), zone) == found


def test_a_skipped_time_shows_the_gap_on_the_wall() -> None:
    assert local(instant(date(2026, 3, 29), time(2, 30), "Europe/Berlin"), "Europe/Berlin").hour == 3
    assert local_date(instant(date(2011, 12, 30), time(9), "Pacific/Apia"), "Pacific/Apia") == date(2011, 12, 31)
    assert local_time(utc("2026-10-25T01:30"), "Europe/Berlin") == time(2, 30)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "UTC", "Etc/GMT+5", "Asia/Kolkata", "America/Argentina/Buenos_Aires"]
)
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name",
    ["Europe", "Europe/", "europe/berlin", "Berlin", "Factory", "localtime", "../../etc/passwd", "/etc/localtime", "",
     "Europe/Berlin\0", None, 5, "posix/Europe/Berlin"],
)  # fmt: skip
def test_what_is_no_zone_is_refused_and_counts_as_utc(name: object) -> None:
    assert not is_zone(name)
    if name is None or isinstance(name, str):
        assert hours.zone_of(name).key == "UTC"


def test_every_zone_that_is_accepted_can_be_used() -> None:
    assert len(hours.zone_names()) > 500
    assert hours.zone_names() <= available_timezones()
    for name in hours.zone_names():
        assert abs(local(utc("2030-07-01T12:00"), name).utcoffset() or timedelta()) <= timedelta(hours=14)


@pytest.mark.parametrize(
    ("at", "quiet", "expected"),
    [
        ("20:59:59", ("21:00", "07:00"), False),
        ("21:00:00", ("21:00", "07:00"), True),
        ("00:00:00", ("21:00", "07:00"), True),
        ("06:59:59", ("21:00", "07:00"), True),
        ("07:00:00", ("21:00", "07:00"), False),
        ("13:00:00", ("09:00", "17:00"), True),
        ("17:00:00", ("09:00", "17:00"), False),
        ("08:00:00", ("09:00", "17:00"), False),
        ("12:00:00", ("12:00", "12:00"), False),
    ],
)
def test_quiet_hours_begin_with_their_first_minute_and_end_before_their_last(
    at: str, quiet: tuple[str, str], expected: bool
) -> None:
    there = instant(date(2026, 6, 1), time.fromisoformat(at), "Asia/Kathmandu")
    hours_ = (hours.read_time(quiet[0]), hours.read_time(quiet[1]))
    assert is_quiet(there, "Asia/Kathmandu", hours_) is expected


@pytest.mark.parametrize(
    ("now", "ends", "begins", "date_changes"),
    [
        ("2026-06-01T10:00", "2026-06-01T10:00", "2026-06-01T19:00", "2026-06-01T22:00"),
        ("2026-06-01T19:00", "2026-06-02T05:00", "2026-06-02T19:00", "2026-06-01T22:00"),
        ("2026-06-02T01:00", "2026-06-02T05:00", "2026-06-02T19:00", "2026-06-02T22:00"),
        # The nights the clocks change.
        ("2026-03-28T22:00", "2026-03-29T05:00", "2026-03-29T19:00", "2026-03-28T23:00"),
        ("2026-10-24T22:30", "2026-10-25T06:00", "2026-10-25T20:00", "2026-10-25T23:00"),
    ],
)
def test_the_ends_of_a_night_and_of_a_date_are_known(now: str, ends: str, begins: str, date_changes: str) -> None:
    zone = "Europe/Berlin"
    assert after_quiet(utc(now), zone) == utc(ends)
    assert next_quiet(utc(now), zone) == utc(begins)
    assert next_date(utc(now), zone) == utc(date_changes)
    assert next_quiet(utc(now), zone, (time(5), time(5))) is None


@pytest.mark.parametrize("text", ["", "18", "25:00", "18:60", "x:y", "18:30:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"invalid literal|must be in"):
        hours.read_time(text)


def test_times_are_kept_as_they_are_read() -> None:
    assert [hours.time_text(hours.read_time(text)) for text in ("07:05", "23:59", "0:00")] == [
        "07:05",
        "23:59",
        "00:00",
    ]
