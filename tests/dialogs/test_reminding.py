"""When a runner is written to: daily at their hour, less and less into a silence, never at night, never twice."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.plan import planned
from support.reminding import NUMBERS, is_too_late, seen_at, snoozed, upcoming, window_end

from dialogs import reminding
from dialogs.content import Content
from dialogs.hours import instant
from dialogs.reminder_numbers import ReminderNumbers
from dialogs.reminding import (
    Rhythm,
    after,
    answered,
    begun,
    changed,
    next_hour,
    paused,
    resumed,
    silence,
    skipped,
)
from dialogs.replies import Upcoming

BERLIN = "Europe/Berlin"
DAY = timedelta(days=1)


def at(text: str, zone: str = BERLIN) -> datetime:
    """The instant a clock there shows this."""
    there = datetime.fromisoformat(text)
    return instant(there.date(), there.time(), zone)


def wall(one: Upcoming | None, zone: str = BERLIN) -> tuple[str, str] | None:
    """What comes and what the clock there shows then."""
    if one is None:
        return None
    assert one.local_date == one.at.astimezone(ZoneInfo(zone)).date().isoformat()
    return one.kind, f"{one.at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


NOON = at("2026-03-02T12:00")
NEW = begun(Rhythm(zone=BERLIN), NOON)


def lived(rhythm: Rhythm, until: datetime, now: datetime = NOON) -> list[tuple[str, str] | None]:
    """Everything sent by then if nobody answers, saved and read back each time."""
    told = []
    while (one := upcoming(rhythm, now)) is not None and one.at <= until:
        told.append(wall(one, rhythm.zone))
        now = one.at
        rhythm = Rhythm.from_dict(after(rhythm, one.kind, now, sent=True).to_dict())
    return told


def test_a_silence_is_answered_as_the_table_says_and_then_left_alone() -> None:
    assert lived(NEW, at("2027-03-02T12:00")) == [
        ("check_in", "03-02 18:30"),
        ("reminder", "03-02 20:30"),
        ("check_in", "03-03 18:30"),
        ("reminder", "03-03 20:30"),
        ("check_in", "03-04 18:30"),
        ("reminder", "03-05 18:30"),
        ("reminder", "03-08 18:30"),
        ("last_word", "03-15 18:30"),
    ]


def test_who_answers_is_asked_every_day_and_reminded_never() -> None:
    rhythm, now, told = NEW, at("2026-03-02T12:00"), []
    for _ in range(30):
        one = upcoming(rhythm, now)
        assert one is not None
        told.append(wall(one))
        now = one.at + timedelta(minutes=3)
        rhythm = answered(after(rhythm, one.kind, one.at, sent=True), date.fromisoformat(one.local_date))
    assert {kind for kind, _ in filter(None, told)} == {"check_in"}
    assert told[-1] == ("check_in", "03-31 18:30")


@pytest.mark.parametrize(
    ("hour", "reminded"),
    [("07:00", "09:00"), ("18:59", "20:59"), ("19:00", None), ("20:59", None)],
)
def test_the_reminder_follows_two_hours_later_but_not_at_night(hour: str, reminded: str | None) -> None:
    rhythm = begun(Rhythm(zone=BERLIN, hour=time.fromisoformat(hour)), at("2026-03-02T00:00"))
    told = lived(rhythm, at("2026-03-02T23:59"), at("2026-03-02T00:00"))
    expected = [("check_in", f"03-02 {hour}")] + ([("reminder", f"03-02 {reminded}")] if reminded else [])
    assert told == expected


def test_the_reminder_follows_the_prompt_as_it_was_sent_not_as_it_was_due() -> None:
    late = after(NEW, "check_in", at("2026-03-02T18:50"), sent=True)
    assert wall(upcoming(late, at("2026-03-02T18:50"))) == ("reminder", "03-02 20:50")
    too_late = after(NEW, "check_in", at("2026-03-02T19:10"), sent=True)
    assert wall(upcoming(too_late, at("2026-03-02T19:10"))) == ("check_in", "03-03 18:30")


@pytest.mark.parametrize(
    ("hour", "quiet", "expected"),
    [
        ("22:00", ("21:00", "07:00"), "03-02 07:00"),
        ("21:00", ("21:00", "07:00"), "03-02 07:00"),
        ("06:59", ("21:00", "07:00"), "03-02 07:00"),
        ("12:00", ("09:00", "17:00"), "03-02 17:00"),
        ("22:00", ("23:30", "06:00"), "03-02 22:00"),
        ("03:00", ("00:00", "00:00"), "03-02 03:00"),
    ],
)
def test_an_hour_in_the_quiet_hours_is_moved_to_their_end(hour: str, quiet: tuple[str, str], expected: str) -> None:
    start, end = (time.fromisoformat(part) for part in quiet)
    rhythm = begun(Rhythm(zone=BERLIN, hour=time.fromisoformat(hour), quiet=(start, end)), at("2026-03-02T00:00"))
    assert wall(upcoming(rhythm, at("2026-03-02T00:00"))) == ("check_in", expected)


@pytest.mark.parametrize(
    ("zone", "hour", "begins", "expected"),
    [
        (BERLIN, "02:30", "2026-03-29T00:30", "03-29 03:30"),
        (BERLIN, "02:30", "2026-10-25T00:30", "10-25 02:30"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04T00:30", "10-04 02:45"),
        ("Africa/Cairo", "00:10", "2026-04-23T12:00", "04-24 01:10"),
        # The clocks skip from 23:00 to midnight: that date has no such hour, and the next one has its own.
        ("America/Nuuk", "23:30", "2026-03-28T12:00", "03-29 23:30"),
    ],
)
def test_a_skipped_hour_moves_by_the_gap_and_one_that_comes_twice_is_the_first(
    zone: str, hour: str, begins: str, expected: str
) -> None:
    rhythm = Rhythm(zone=zone, hour=time.fromisoformat(hour), quiet=(time(0), time(0)))
    now = at(begins, zone)
    assert wall(upcoming(begun(rhythm, now), now), zone) == ("check_in", expected)


def test_a_skipped_hour_that_moves_into_the_quiet_hours_moves_on_to_their_end() -> None:
    rhythm = Rhythm(zone=BERLIN, hour=time(2, 5), quiet=(time(3), time(9)))
    now = at("2026-03-29T00:30")
    assert wall(upcoming(begun(rhythm, now), now)) == ("check_in", "03-29 09:00")


def test_a_plan_begins_today_if_the_hour_is_still_to_come_and_was_not_served() -> None:
    before, later = at("2026-03-02T18:29"), at("2026-03-02T18:30")
    assert begun(Rhythm(zone=BERLIN), before).started == date(2026, 3, 2)
    assert begun(Rhythm(zone=BERLIN), later).started == date(2026, 3, 3)
    for served in ("prompted", "answered", "skipped", "reminded"):
        rhythm = replace(Rhythm(zone=BERLIN), **{served: date(2026, 3, 2)})
        assert begun(rhythm, before).started == date(2026, 3, 3)
        assert wall(upcoming(begun(rhythm, before), before)) == ("check_in", "03-03 18:30")


def test_a_new_plan_is_no_silence_but_keeps_what_the_runner_chose() -> None:
    old = replace(NEW, hour=time(8), unanswered=3, stopped=True, every_days=7, paused_until=date(2026, 4, 1))
    new = begun(old, at("2026-03-20T12:00"))
    assert (new.zone, new.hour, new.every_days, new.stopped) == (BERLIN, time(8), 1, False)
    assert lived(new, at("2026-03-23T12:00"), at("2026-03-20T12:00"))[:2] == [
        ("check_in", "03-21 08:00"),
        ("reminder", "03-21 10:00"),
    ]


def test_nothing_comes_before_the_first_plan_or_while_it_is_switched_off() -> None:
    now = at("2026-03-02T12:00")
    for rhythm in (Rhythm(zone=BERLIN), replace(NEW, on=False), replace(NEW, stopped=True)):
        assert upcoming(rhythm, now) is None


def test_an_answer_given_early_spares_the_prompt_of_that_date() -> None:
    assert wall(upcoming(answered(NEW, date(2026, 3, 2)), at("2026-03-02T12:05"))) == ("check_in", "03-03 18:30")


def test_a_late_answer_for_yesterday_ends_the_silence_but_not_todays_prompt() -> None:
    silent = after(
        after(NEW, "check_in", at("2026-03-02T18:30"), sent=True), "reminder", at("2026-03-02T20:30"), sent=True
    )
    back = answered(silent, date(2026, 3, 2))
    assert wall(upcoming(back, at("2026-03-03T09:00"))) == ("check_in", "03-03 18:30")
    assert silence(back, date(2026, 3, 3)) == 1
    assert answered(back, date(2026, 3, 1)).answered == date(2026, 3, 2)


def test_a_late_answer_leaves_todays_prompt_open() -> None:
    prompted = after(replace(NEW, unanswered=2), "check_in", at("2026-03-03T18:30"), sent=True)
    back = answered(prompted, date(2026, 3, 2))
    assert wall(upcoming(back, at("2026-03-03T18:40"))) == ("reminder", "03-03 20:30")
    assert (back.unanswered, answered(prompted, date(2026, 3, 3)).unanswered) == (1, 0)


def test_who_skips_a_day_is_left_alone_that_day_and_is_not_silent() -> None:
    prompted = after(NEW, "check_in", at("2026-03-02T18:30"), sent=True)
    rhythm = skipped(prompted, at("2026-03-02T18:31"))
    assert wall(upcoming(rhythm, at("2026-03-02T18:31"))) == ("check_in", "03-03 18:30")
    assert (rhythm.answered, silence(rhythm, date(2026, 3, 3))) == (None, 1)
    assert lived(rhythm, at("2026-03-30T12:00"), at("2026-03-02T18:31"))[-1] == ("last_word", "03-16 18:30")


def test_a_snooze_is_the_reminder_of_that_date() -> None:
    prompted = after(NEW, "check_in", at("2026-03-02T18:30"), sent=True)
    rhythm = snoozed(prompted, at("2026-03-02T18:40"), at("2026-03-02T20:40"))
    assert rhythm is not None
    assert lived(rhythm, at("2026-03-03T18:30"), at("2026-03-02T18:40")) == [
        ("reminder", "03-02 20:40"),
        ("check_in", "03-03 18:30"),
    ]


def test_a_snooze_before_the_hour_moves_the_prompt_itself() -> None:
    rhythm = snoozed(NEW, at("2026-03-02T17:00"), at("2026-03-02T20:00"))
    assert rhythm is not None
    assert lived(rhythm, at("2026-03-03T18:30"), at("2026-03-02T17:00")) == [
        ("check_in", "03-02 20:00"),
        ("check_in", "03-03 18:30"),
    ]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-02T20:00", "2026-03-02T21:00"),
        ("2026-03-02T20:00", "2026-03-03T08:00"),
        ("2026-03-02T20:00", "2026-03-02T19:00"),
    ],
)
def test_a_snooze_into_the_night_another_date_or_the_past_is_refused(now: str, until: str) -> None:
    prompted = after(NEW, "check_in", at("2026-03-02T18:30"), sent=True)
    assert snoozed(prompted, at(now), at(until)) is None


def test_a_date_is_reminded_of_only_once_snoozed_or_not() -> None:
    prompted = after(NEW, "check_in", at("2026-03-02T08:30"), sent=True)
    reminded = after(prompted, "reminder", at("2026-03-02T10:30"), sent=True)
    assert snoozed(reminded, at("2026-03-02T10:31"), at("2026-03-02T12:00")) is None


def test_a_pause_is_no_silence_and_ends_at_the_hour_of_its_date() -> None:
    prompted = after(NEW, "check_in", at("2026-03-02T18:30"), sent=True)
    rhythm = paused(prompted, date(2026, 3, 12))
    assert lived(rhythm, at("2026-03-13T18:30"), at("2026-03-02T18:40")) == [
        ("check_in", "03-12 18:30"),
        ("reminder", "03-12 20:30"),
        ("check_in", "03-13 18:30"),
    ]


def test_who_comes_back_early_is_asked_from_the_next_hour_on() -> None:
    rhythm = replace(paused(NEW, date(2026, 3, 12)), on=False, stopped=True)
    for now, expected in (("2026-03-05T10:00", "03-05 18:30"), ("2026-03-05T19:00", "03-06 18:30")):
        back = resumed(rhythm, at(now))
        assert wall(upcoming(back, at(now))) == ("check_in", expected)
        assert silence(back, date.fromisoformat(f"2026-{expected[:5]}")) == 1


@pytest.mark.parametrize(
    ("every_days", "expected"),
    [(7, ["03-09 18:30", "03-16 18:30", "03-23 18:30"]), (28, ["03-30 18:30", "04-27 18:30", "05-25 18:30"])],
)
def test_in_maintenance_three_prompts_stay_unanswered_and_no_last_word_is_said(
    every_days: int, expected: list[str]
) -> None:
    rhythm = replace(answered(NEW, date(2026, 3, 2)), every_days=every_days)
    told = lived(rhythm, at("2027-03-02T12:00"))
    assert [when for kind, when in filter(None, told) if kind == "check_in"] == expected
    assert [kind for kind, _ in filter(None, told)] == ["check_in", "reminder", "check_in", "reminder", "check_in"]


def test_an_answer_in_maintenance_counts_from_its_own_date() -> None:
    rhythm = replace(answered(NEW, date(2026, 3, 6)), every_days=7)
    assert wall(upcoming(rhythm, at("2026-03-06T12:00"))) == ("check_in", "03-13 18:30")


@pytest.mark.parametrize(
    ("due", "now", "late"),
    [
        ("2026-03-02T12:00", "2026-03-02T14:59:59", False),
        ("2026-03-02T12:00", "2026-03-02T15:00", True),
        ("2026-03-02T18:30", "2026-03-02T20:59:59", False),
        ("2026-03-02T18:30", "2026-03-02T21:00", True),
        ("2026-03-02T18:30", "2026-03-03T09:00", True),
        ("2026-03-02T18:30", "2026-03-12T18:30", True),
        ("2026-03-02T18:30", "2026-03-02T18:29", False),
        # Somebody set the clock into the night.
        ("2026-03-02T18:30", "2026-03-02T03:00", False),
    ],
)
def test_three_hours_late_or_past_the_night_is_too_late(due: str, now: str, late: bool) -> None:
    assert is_too_late(NEW, at(due), at(now)) is late


def test_too_late_is_also_what_would_come_on_another_date() -> None:
    rhythm = replace(NEW, quiet=(time(2), time(7)))
    assert window_end(rhythm, at("2026-03-02T23:00")) == at("2026-03-03T00:00")
    assert window_end(replace(NEW, quiet=(time(0), time(0))), at("2026-03-02T23:00")) == at("2026-03-03T00:00")


def test_after_a_long_outage_one_prompt_comes_and_the_silence_was_not_the_runners() -> None:
    back = at("2026-03-09T10:00")
    due = upcoming(NEW, at("2026-03-02T12:00"))
    assert due is not None
    assert is_too_late(NEW, due.at, back)
    rhythm = after(NEW, due.kind, back, sent=False, at=due.at)
    assert rhythm.missed == date(2026, 3, 2)
    assert lived(rhythm, at("2026-03-30T12:00"), back) == [
        ("check_in", "03-09 18:30"),
        ("reminder", "03-09 20:30"),
        ("check_in", "03-10 18:30"),
        ("reminder", "03-10 20:30"),
        ("check_in", "03-11 18:30"),
        ("last_word", "03-15 18:30"),
    ]


def test_what_was_missed_does_not_come_again_that_date() -> None:
    rhythm = after(NEW, "check_in", at("2026-03-02T19:00"), sent=False, at=at("2026-03-02T18:30"))
    assert wall(upcoming(rhythm, at("2026-03-02T19:00"))) == ("check_in", "03-03 18:30")
    prompted = after(NEW, "check_in", at("2026-03-02T18:30"), sent=True)
    missed = after(prompted, "reminder", at("2026-03-02T20:45"), sent=False, at=at("2026-03-02T20:30"))
    assert wall(upcoming(missed, at("2026-03-02T20:45"))) == ("check_in", "03-03 18:30")


def test_what_is_due_and_not_too_late_comes_after_a_restart() -> None:
    assert wall(upcoming(Rhythm.from_dict(NEW.to_dict()), at("2026-03-02T20:30"))) == ("check_in", "03-02 18:30")
    assert wall(upcoming(NEW, at("2026-03-02T21:30"))) == ("check_in", "03-03 18:30")


def test_a_last_word_that_was_missed_is_said_the_next_day() -> None:
    silent = replace(NEW, unanswered=3, prompted=date(2026, 3, 4), reminded=date(2026, 3, 8))
    assert wall(upcoming(silent, at("2026-03-15T12:00"))) == ("last_word", "03-15 18:30")
    assert wall(upcoming(silent, at("2026-03-16T12:00"))) == ("last_word", "03-16 18:30")
    assert upcoming(after(silent, "last_word", at("2026-03-16T18:30"), sent=True), at("2026-03-17T12:00")) is None


@pytest.mark.parametrize(
    ("old", "new", "now", "served", "expected"),
    [
        # Tokyo to Los Angeles: its evening of the 2nd was served in Tokyo.
        ("Asia/Tokyo", "America/Los_Angeles", "2026-03-02T12:00", True, "03-03 18:30"),
        # Los Angeles to Kiritimati, over the date line: the 3rd is not yet served, and not yet over.
        ("America/Los_Angeles", "Pacific/Kiritimati", "2026-03-03T03:00", True, "03-03 18:30"),
        # Kiritimati to Honolulu, the same wall a date back: the 3rd was served, so was what comes before it.
        ("Pacific/Kiritimati", "Pacific/Honolulu", "2026-03-03T06:00", True, "03-04 18:30"),
        # East past the hour: it is not called in late.
        ("Europe/Berlin", "Asia/Kolkata", "2026-03-02T15:00", False, "03-03 18:30"),
        # West before the hour: it comes at the new clock's.
        ("Europe/Berlin", "America/New_York", "2026-03-02T15:00", False, "03-02 18:30"),
    ],
)
def test_a_new_zone_holds_from_the_next_date_there_that_was_not_served(
    old: str, new: str, now: str, served: bool, expected: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    rhythm = begun(Rhythm(zone=old), moment - DAY)
    if served:
        rhythm = after(rhythm, "check_in", moment - timedelta(hours=1), sent=True)
    assert wall(upcoming(changed(rhythm, moment, zone=new), moment), new) == ("check_in", expected)


def test_a_plan_made_after_a_journey_west_keeps_what_was_served_ahead() -> None:
    moment = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    rhythm = after(replace(NEW, zone="Asia/Tokyo", hour=time(8)), "check_in", moment, sent=True)
    assert rhythm.prompted == date(2026, 3, 3)
    west = changed(rhythm, moment + timedelta(hours=1), zone="America/Los_Angeles")
    assert begun(west, moment + timedelta(hours=1)).started == date(2026, 3, 3)
    assert wall(upcoming(begun(west, moment + timedelta(hours=1)), moment), "America/Los_Angeles") == (
        "check_in",
        "03-04 08:00",
    )
    assert after(west, "check_in", moment + timedelta(hours=2), sent=True).prompted == date(2026, 3, 3)


def test_another_hour_holds_from_its_next_coming() -> None:
    assert wall(upcoming(changed(NEW, at("2026-03-02T12:00"), hour=time(9)), at("2026-03-02T12:00"))) == (
        "check_in",
        "03-03 09:00",
    )
    assert wall(upcoming(changed(NEW, at("2026-03-02T12:00"), hour=time(19)), at("2026-03-02T12:00"))) == (
        "check_in",
        "03-02 19:00",
    )
    night = changed(NEW, at("2026-03-02T12:00"), quiet=(time(18), time(8)))
    assert wall(upcoming(night, at("2026-03-02T12:00"))) == ("check_in", "03-03 08:00")


@pytest.mark.parametrize(
    ("by", "told", "expected"),
    [
        ("now", "2026-03-02T03:00", "03-03 18:30"),
        ("today", "2026-03-02T23:59", "03-03 18:30"),
        ("48h", "2026-03-02T12:00", "03-04 18:30"),
        ("1 week", "2026-03-02T19:00", "03-09 18:30"),
        ("2 weeks", "2026-03-02T12:00", "03-16 18:30"),
    ],
)
def test_whether_somebody_was_seen_is_asked_when_the_time_is_over(by: str, told: str, expected: str) -> None:
    assert wall(seen_at(by, at(told), Rhythm(zone=BERLIN))) == ("seen", expected)


def test_what_could_not_be_asked_is_asked_at_the_next_hour() -> None:
    assert wall(next_hour(Rhythm(zone=BERLIN), at("2026-03-03T18:30"))) == ("seen", "03-04 18:30")
    assert wall(next_hour(Rhythm(zone=BERLIN, hour=time(23)), at("2026-03-03T06:00"))) == ("seen", "03-03 07:00")


def test_a_rhythm_is_read_back_as_it_was_written_and_old_ones_too() -> None:
    full = Rhythm(
        "Asia/Kathmandu", time(7, 5), (time(22), time(6, 30)), False, True, 7, date(2026, 3, 1), date(2026, 3, 2),
        date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 7),
        at("2026-03-04T18:30"), at("2026-03-04T20:30"), at("2026-03-01T12:00"), 2,
    )  # fmt: skip
    stored = full.to_dict()
    assert set(stored) == set(Rhythm.__slots__)
    assert Rhythm.from_dict(stored) == full
    assert Rhythm.from_dict({}) == Rhythm()
    assert Rhythm.from_dict({"hour": "06:00", "something_new": 1}) == Rhythm(hour=time(6))
    assert Rhythm().to_dict() == {}


def told(numbers: ReminderNumbers) -> list[object]:
    """What the numbers decide: all that comes in a silence, what is too late, and when it is asked who was seen."""
    sent: list[object] = []
    rhythm, now = NEW, NOON
    while (one := reminding.upcoming(numbers, rhythm, now)) is not None:
        sent.append(wall(one))
        rhythm, now = after(rhythm, one.kind, one.at, sent=True), one.at
    due = at("2026-03-02T16:00")
    late = [reminding.is_too_late(numbers, NEW, due, due + timedelta(hours=hours)) for hours in range(6)]
    frames = ("now", "today", "48h", "1 week", "2 weeks")
    return [*sent, late, *(wall(reminding.seen_at(numbers, by, NOON, NEW)) for by in frames)]


@pytest.mark.parametrize("name", [one.name for one in fields(ReminderNumbers) if one.name != "later"])
def test_every_number_of_the_file_decides_something(name: str) -> None:
    other = replace(NUMBERS, **{name: getattr(NUMBERS, name) + 1})

    assert told(other) != told(NUMBERS)


def test_how_long_later_is_stands_in_the_file(content: Content) -> None:
    other = replace(content, reminders=replace(content.reminders, later=2))
    conversation = planned(other)
    conversation.falls_due(*conversation.next_due())
    asked = conversation.now
    conversation.says("[Later today]")

    assert conversation.next_due()[1] == asked + timedelta(hours=2)
