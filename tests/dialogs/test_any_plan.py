"""What holds of every plan, whatever a runner taps, types or leaves unanswered, day after day."""

import random
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.conversation import Conversation
from support.plan import planned

from dialogs.content import Content
from dialogs.course import Course
from dialogs.events import Due, Event, Left, Typed, read_tap
from dialogs.hours import Quiet, is_quiet, local_date
from dialogs.keeping import rhythm_of
from dialogs.replies import CheckedIn, Message, Priority, Scheduled
from dialogs.scene import Scene

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
STARTS = ({"pain_run": 5}, {"pain_run": 3}, {"pain_run": 3, "pain_daily_worst": 2}, {})
COMMANDS = (
    "/today",
    "/plan",
    "/checkin",
    "/exercises",
    "/settings",
    "/pause",
    "/resume",
    "/triage",
    "/cancel",
    "/seen",
)


def something(conversation: Conversation, chance: random.Random) -> Event:
    """Mostly what is due, then a tap on the open card; seldom a command or words."""
    kind = chance.random()
    if conversation.dialogue.due and kind < 0.35:
        what, at = conversation.next_due()
        conversation.now = max(conversation.now, at + timedelta(minutes=chance.choice([0, 1, 1, 90, 400, 3000])))
        return Due(what, at)
    if kind < 0.4:
        conversation.later(hours=chance.choice([1, 12, 30]))
    taps = [button.tap for card in conversation.open_cards for row in card.rows for button in row]
    if taps and kind < 0.9:
        return read_tap(chance.choice(taps))
    if kind < 0.97:
        return conversation.event_of(chance.choice(COMMANDS))
    return Typed(chance.choice(["2", "0", "7", "quiet", "nothing new", "no run"]))


@SLOW
@given(seed=st.integers(0, 2**32))
def test_whatever_a_runner_does_the_plan_stays_sound_and_nothing_comes_at_night_or_twice(
    content: Content, seed: int
) -> None:
    chance = random.Random(seed)
    conversation = planned(content, **chance.choice(STARTS))
    sent: Counter[tuple[str, object]] = Counter()
    for _ in range(80):
        known = len(conversation.records)
        event = something(conversation, chance)
        night = night_of(conversation)
        replies = conversation.hear(event)

        if isinstance(event, Due) and any(isinstance(reply, Message) for reply in replies):
            sent[event.kind, local_date(conversation.now, night[0])] += 1
        assert max(sent.values(), default=0) <= 1
        nudges = [one for one in replies if isinstance(one, Message) and one.priority is Priority.NUDGE]
        assert not (nudges and is_quiet(conversation.now, *night))
        assert_sound(conversation, known)


def night_of(conversation: Conversation) -> tuple[str, Quiet]:
    """Where the runner is, and when they want to be left alone there."""
    rhythm = rhythm_of(Scene(conversation.content, conversation.dialogue, Left(), conversation.now))
    return rhythm.zone, rhythm.quiet


def assert_sound(conversation: Conversation, known: int) -> None:
    """The course comes back from JSON as it was, and what is to come is to come once and by day."""
    plan = conversation.dialogue.plan
    if plan is not None:
        assert Course.from_dict(plan["course"]).to_dict() == plan["course"]
        assert Course.from_dict(plan["course"]).locked in (None, "retriage", "closed", "ended")
    for record in conversation.records[known:]:
        if isinstance(record, Scheduled):
            assert len({one.kind for one in record.upcoming}) == len(record.upcoming)
            assert not any(is_quiet(one.at, *night_of(conversation)) for one in record.upcoming)
        if isinstance(record, CheckedIn):
            assert record.local_date <= local_date(conversation.now, night_of(conversation)[0]).isoformat()
