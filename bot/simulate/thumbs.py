"""What a runner taps or types next, by what the phone shows and what is true."""

from collections.abc import Callable
from typing import Any

from bot.simulate.persona import Visit
from bot.simulate.phone import Phone
from bot.simulate.runner import Runner
from dialogs.asking import spelled
from dialogs.events import Answer, Done, Event, Go, NoneOfThese, Tick, Typed, read_tap
from dialogs.facts import UNKNOWN, Value
from dialogs.replies import Rows
from dialogs.tapping import answer_to

Did = tuple[Event, str]
"""An event, and what it looks like: "[No]" or the words typed."""


def next_event(phone: Phone, runner: Runner, visit: Visit | None, city: str) -> Did | None:
    """The next thing to tap or type; None if nothing is asked any more.

    `visit` is the last one at a clinician's, `city` where the runner is.
    """
    dialogue = phone.dialogue
    asked: dict[str, Callable[[], dict[str, Value]]] = {
        "onboarding": dict,
        "triage": runner.triage_facts,
        "plan": runner.plan_facts,
        "check_in": runner.day_facts,
        "knee_week": runner.week_facts,
    }
    if dialogue.flow == "care":
        return told_of_visit(phone, visit)
    if dialogue.flow == "settings":
        return told_of_zone(phone, city)
    if dialogue.flow == "home" or dialogue.state in ("verdict", "ready"):
        return led_on(phone.rows, runner)
    if dialogue.flow not in asked or not dialogue.card_open:
        return None
    return typed(phone, runner) or tapped(phone, answer_to(dialogue, phone.rows, asked[dialogue.flow]()))


def tapped(phone: Phone, event: Event | None) -> Did | None:
    """An event that a button stands for, with its label."""
    match event:
        case Answer() | Tick() | Done() | NoneOfThese() | Go() as tap:
            return tap_named(phone.rows, lambda other: other == tap)
    return None


def typed(phone: Phone, runner: Runner) -> Did | None:
    """Words where the persona has some for this question, or a number that is on no button."""
    plan = phone.content.questionnaires["plan"]
    screen = plan.by_id.get(phone.dialogue.state) if phone.dialogue.flow == "plan" else None
    if screen is None or screen.kind != "number":
        return None
    name, facts = screen.question.id, runner.plan_facts()
    value: Any = facts.get(name, UNKNOWN)
    on_button = value == UNKNOWN or value in screen.suggest
    words = runner.persona.says.get(name) or (None if on_button else spelled(value))
    return (Typed(words), words) if words else None


def told_of_visit(phone: Phone, visit: Visit | None) -> Did | None:
    """Whether they were seen, what was said, and where to begin."""
    if phone.dialogue.state in ("level", "sure"):
        level = visit.level if visit else None
        if level is not None:
            return tap_named(phone.rows, lambda event: isinstance(event, Answer) and event.value == str(level))
        return tap_named(phone.rows, lambda event: event == Go(phone.dialogue.turn, "gently"))
    place = "not_seen" if visit is None else f"seen_{visit.said}"
    return tap_named(phone.rows, lambda event: isinstance(event, Go) and event.place == place)


def told_of_zone(phone: Phone, city: str) -> Did | None:
    """The city where the bot asks for it, yes to the right zone, and out of the settings."""
    if phone.dialogue.state == "zone":
        return Typed(city), city
    right = tap_named(phone.rows, lambda event: isinstance(event, Answer) and event.value == phone.zone)
    places = ("leave",) if phone.dialogue.state == "card" else ("zone_wrong",)
    return right or tap_named(phone.rows, lambda event: isinstance(event, Go) and event.place in places)


def led_on(rows: Rows, runner: Runner) -> Did | None:
    """From a card that asks nothing: to the plan, to the week's questions."""
    wanted = ["make_plan", *(["knee_week"] if runner.persona.habits.knee_week else [])]
    return tap_named(rows, lambda event: isinstance(event, Go) and event.place in wanted)


def tap_named(rows: Rows, fits: Callable[[Event], bool]) -> Did | None:
    """The first button whose event fits, and its label."""
    for row in rows:
        for button in row:
            event = read_tap(button.tap)
            if fits(event):
                return event, f"[{button.label}]"
    return None
