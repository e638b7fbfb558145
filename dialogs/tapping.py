"""A runner who taps truthfully: from the facts about them and the buttons they see to the button they tap."""

from collections.abc import Mapping
from typing import Any

from dialogs.asking import spelled
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Done, Event, Go, NoneOfThese, Tick, read_tap
from dialogs.facts import UNKNOWN, Value
from dialogs.machine import Outcome
from dialogs.replies import Edit, Message, Rows


def rows_of(outcome: Outcome) -> Rows:
    """The buttons of the card that is open now, if this turn changed them."""
    rows: Rows = ()
    for reply in outcome.replies:
        if isinstance(reply, Message | Edit) and reply.rows:
            rows = reply.rows
    return rows


def answer_to(dialogue: Dialogue, rows: Rows, facts: Mapping[str, Value]) -> Event | None:
    """What a runner with these facts taps: what is to be ticked first, then the answer that is true, then "done".

    The first button where it is no matter of facts; None without an open card.
    """
    taps: list[Any] = [read_tap(button.tap) for row in rows for button in row]
    answers = [tap for tap in taps if isinstance(tap, Answer)]
    ticks = [tap for tap in taps if isinstance(tap, Tick)]
    one_by_one = [tap for tap in taps if isinstance(tap, Go) and tap.place == "one_by_one"]
    if one_by_one and any(facts.get(tap.fact) == UNKNOWN for tap in ticks):
        return one_by_one[0]
    to_tick = [tap for tap in ticks if tap.on and facts.get(tap.fact) == (True if tap.value is None else tap.value)]
    if to_tick:
        return to_tick[0]
    right = [tap for tap in answers if tap.question in facts and tap.value == spelled(facts[tap.question])]
    if right:
        # A button that sets another fact, such as "no run in 14 days", tells more than a number does.
        return min(right, key=lambda tap: tap.question == answers[0].question)
    finish = [tap for tap in taps if isinstance(tap, Done | NoneOfThese)]
    if finish:
        return finish[0]
    return taps[0] if dialogue.card_open and taps else None
