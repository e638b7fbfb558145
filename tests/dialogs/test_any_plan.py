"""What holds of every plan, whatever a runner taps, types or leaves unanswered, day after day."""

import random
import re
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.conversation import Conversation
from support.plan import planned

from dialogs.care import open_care
from dialogs.content import Content
from dialogs.course import Course
from dialogs.events import Due, Event, Left, Typed, read_tap
from dialogs.hours import Quiet, is_quiet, local_date
from dialogs.keeping import rhythm_of
from dialogs.plans import allowed_by, course_today
from dialogs.replies import CheckedIn, Message, Priority, Scheduled
from dialogs.scene import Scene
from dialogs.standing import standing_of

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


# running, while it is forbidden

TELLS_TO_RUN = re.compile(
    r"^Running\. (Level|Run \d|Run as|About|Only)|^Next run: .*\b(Level|Run)\b|runs a week", re.MULTILINE
)
WORDS = ("it is swollen", "8", "my knee locked up", "yes", "no", "/today", "/plan", "/checkin", "/triage", "/cancel")
SIGNS = ("Stuck", "Buckled", "puffy", "Calf", "Swelling", "limp", "worse", "[8]", "[9]")


def something_bad(conversation: Conversation, chance: random.Random) -> Event:
    """Often a bad answer, or a word in between; else what any runner does."""
    taps = [
        button.tap
        for card in conversation.open_cards
        for row in card.rows
        for button in row
        if any(sign in f"[{button.label}]" for sign in SIGNS)
    ]
    kind = chance.random()
    if taps and kind < 0.2:
        return read_tap(chance.choice(taps))
    if kind < 0.35:
        line = chance.choice(WORDS)
        return conversation.event_of(line) if line.startswith("/") else Typed(line)
    return something(conversation, chance)


def forbids_running(conversation: Conversation) -> list[str]:
    """What forbids running now, found without the words of any card."""
    dialogue, content = conversation.dialogue, conversation.content
    scene = Scene(content, dialogue, Left(), conversation.now)
    course, care = course_today(scene), open_care(scene)
    triage = dialogue.aside or {"facts": dialogue.facts, "draft": dialogue.draft}
    places = [*dialogue.stack, [dialogue.flow, dialogue.state]]
    is_open = any(flow == "triage" and state in content.triage.by_id for flow, state in places)
    sure = standing_of(content, {**triage["facts"], **triage["draft"]}).verdict.to_dict()
    is_told = any(flow == "check_in" for flow, _ in places) and bool(dialogue.trail or dialogue.draft)
    found = {
        "the plan stands still": course.locked is not None,
        "running rests": course.resting,
        "a week of silence": course.away >= 7,
        "care comes first": care is not None and allowed_by(care) is None,
        "triage forbids it": is_open and allowed_by(sure) not in ("modify", "run"),
        "a check-in is half told": is_told or "half" in (dialogue.plan or {}),
    }
    return [name for name, holds in found.items() if holds]


@SLOW
@given(seed=st.integers(0, 2**32))
def test_no_card_tells_to_run_while_anything_forbids_it(content: Content, seed: int) -> None:
    chance = random.Random(seed)
    conversation = planned(content, **chance.choice(STARTS))
    for _ in range(80):
        known = [card.text for card in conversation.cards]
        conversation.hear(something_bad(conversation, chance))
        if conversation.dialogue.plan is None:
            continue
        said = [card.text for at, card in enumerate(conversation.cards) if card.text not in known[at : at + 1]]
        told = [text for text in said if TELLS_TO_RUN.search(text)]
        if told:
            assert forbids_running(conversation) == [], told
