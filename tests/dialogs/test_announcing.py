"""When a runner gets what whoever runs the bot writes to everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.announcing import Times, times_of
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.hours import is_quiet, read_time

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def runner(content: Content, **settings: object) -> Dialogue:
    return Dialogue(flow="home", state="card", consent=content.consent_version, settings=settings)


@given(
    zone=st.sampled_from(("UTC", "Australia/Sydney", "America/Los_Angeles", "Asia/Kathmandu")),
    quiet=st.sampled_from((["21:00", "07:00"], ["23:30", "09:00"], ["08:00", "16:00"], ["00:00", "18:00"])),
    minutes=st.integers(0, 60 * 24 * 60),
)
def test_it_never_comes_in_quiet_hours_and_always_within_a_day(
    content: Content, zone: str, quiet: list[str], minutes: int
) -> None:
    now = NOON + timedelta(minutes=minutes)
    times = times_of(content, runner(content, zone=zone, quiet=quiet), now, urgent=False)
    span = read_time(quiet[0]), read_time(quiet[1])
    assert now <= times.at <= now + timedelta(days=1)
    assert not is_quiet(times.at, zone, span)
    assert times.until - times.at >= timedelta(hours=1)
    assert not is_quiet(times.until - timedelta(minutes=1), zone, span)
    again = times_of(content, runner(content, zone=zone, quiet=quiet), times.at, urgent=False)
    assert again == times, "what was put off comes then"


def test_what_is_urgent_comes_now_to_everybody_who_agreed(content: Content) -> None:
    night = NOON + timedelta(hours=10)
    assert times_of(content, runner(content), night, urgent=True) == Times(night)
    assert times_of(content, runner(content, reminders=False), night, urgent=True) == Times(night)
    assert times_of(content, Dialogue(), night, urgent=True) is None


def test_who_took_back_their_yes_or_wants_no_daily_questions_gets_none(content: Content) -> None:
    assert times_of(content, Dialogue(), NOON, urgent=False) is None
    assert times_of(content, runner(content, reminders=False), NOON, urgent=False) is None


@pytest.mark.parametrize("flow", ["emergency", "sign", "erasing"])
def test_nothing_comes_between_a_runner_and_an_emergency(content: Content, flow: str) -> None:
    dialogue = runner(content)
    dialogue.flow = flow
    times = times_of(content, dialogue, NOON, urgent=False)
    assert times.at == NOON + timedelta(hours=1)


def test_who_answers_the_questions_about_their_knee_is_not_interrupted(content: Content) -> None:
    dialogue = runner(content)
    dialogue.flow, dialogue.state, dialogue.asked_at = "triage", content.triage.screens[0].id, NOON.isoformat()
    assert times_of(content, dialogue, NOON, urgent=False).at == NOON + timedelta(hours=1)
    later = NOON + timedelta(hours=1)
    assert times_of(content, dialogue, later, urgent=False).at == later
