"""Single steps of a walk: what a runner taps, where a dialogue is, whether it may end there."""

from collections.abc import Mapping
from typing import Any

from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Done, Event, Go, NoneOfThese, Tick, Typed, read_tap
from dialogs.facts import UNKNOWN, Value
from dialogs.machine import Outcome
from dialogs.replies import Edit, Erased, Message, Priority, Rows

ABOUT_THE_VERDICT = ("verdict", "answers", "country")


def may_end_here(outcome: Outcome) -> bool:
    """Everything about the runner is erased, or the last word was about safety."""
    said = [reply for reply in outcome.replies if isinstance(reply, Message)]
    erased = any(isinstance(record, Erased) for record in outcome.records)
    return erased or bool(said and said[-1].priority == Priority.SAFETY)


def rows_of(outcome: Outcome) -> Rows:
    """The buttons of the card that is open now, if this turn changed them."""
    rows: Rows = ()
    for reply in outcome.replies:
        if isinstance(reply, Message | Edit) and reply.rows:
            rows = reply.rows
    return rows


def answer_to(dialogue: Dialogue, rows: Rows, facts: Mapping[str, Value]) -> Event | None:
    """What a runner with these facts taps; the first button where it is no matter of facts; None without a card."""
    taps: list[Any] = [read_tap(button.tap) for row in rows for button in row]
    answers = [tap for tap in taps if isinstance(tap, Answer)]
    right = [tap for tap in answers if tap.question in facts and tap.value == spelled(facts[tap.question])]
    if right:
        # A button that sets another fact, such as "no run in 14 days", tells more than a number does.
        return min(right, key=lambda tap: tap.question == answers[0].question)
    ticks = [tap for tap in taps if isinstance(tap, Tick)]
    one_by_one = [tap for tap in taps if isinstance(tap, Go) and tap.place == "one_by_one"]
    if one_by_one and any(facts[tap.fact] == UNKNOWN for tap in ticks):
        return one_by_one[0]
    open_ticks = [tap for tap in ticks if tap.on and facts[tap.fact] == (True if tap.value is None else tap.value)]
    finish = [tap for tap in taps if isinstance(tap, Done | NoneOfThese)]
    if open_ticks or finish:
        return (open_ticks or finish)[0]
    return taps[0] if dialogue.card_open and taps else None


def spelled(value: Value) -> str:
    """A value as buttons carry it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def place_of(dialogue: Dialogue) -> tuple[object, ...]:
    """Where a dialogue is, as far as it matters for what its buttons do there."""
    verdict = (dialogue.verdict or {}) if dialogue.state in ABOUT_THE_VERDICT else {}
    told = tuple(str(verdict.get(key)) for key in ("disposition", "meanwhile", "keep_weight_off"))
    going_through = dialogue.state in dialogue.one_by_one
    plainer = going_through and bool(dialogue.asked_again)
    return (*flow_of(dialogue), dialogue.changing, going_through, plainer, told)


def flow_of(dialogue: Dialogue) -> tuple[object, ...]:
    """Where a dialogue is, as far as it matters for commands and for words that fit nothing."""
    return dialogue.flow, dialogue.state, bool(dialogue.consent), bool(dialogue.stack)


def shape_of(event: Event) -> tuple[object, ...]:
    """An event without the number of its card; a tick set and one taken back are alike."""
    match event:
        case Answer(_, question, value):
            return "answer", question, value
        case Tick(_, screen, fact, value):
            return "tick", screen, fact, value
        case Done(_, screen):
            return "done", screen
        case NoneOfThese(_, screen):
            return "none", screen
        case Go(_, place):
            return "go", place
    return "other", repr(event)


def in_words(event: Event | None) -> str:
    """An event for a message to an author."""
    match event:
        case None:
            return "nothing"
        case Command(name):
            return f"/{name}"
        case Typed(text):
            return f"'{text}' typed"
    return " ".join(str(part) for part in shape_of(event))
