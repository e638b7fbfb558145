"""Runners with a plan on the page: one of each kind, and the days they live with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogs.events import Due
from dialogs.facts import Value
from dialogs.lived import STARTS, facts_told, step_of_day, step_to_plan
from dialogs.preview.chat import Chat, Stage, Turn
from dialogs.preview.verdicts import tell

EVENING = 20
"""The hour, in UTC, at which a day is told."""
MOST_STEPS = 60


@dataclass(frozen=True)
class Planned:
    """A runner with a plan: the chat just after it was made, and the turn that told it."""

    chat: Chat
    turn: Turn

    def begin(self) -> Chat:
        """A chat that goes its own way from here."""
        return self.chat.copy()


Plans = Mapping[str, Planned]
"""One for each kind of plan in `lived.STARTS`."""


def plans(stage: Stage) -> Plans:
    """A runner for each kind of plan."""
    return {name: planned(stage, name) for name in STARTS}


def planned(stage: Stage, name: str) -> Planned:
    """Somebody whose answers led to a plan of this kind. Raises LookupError if they lead to none."""
    start = STARTS[name]
    chat = tell(stage, start.triage).chat
    for _ in range(MOST_STEPS):
        event = step_to_plan(stage.content, chat.dialogue, chat.rows, start)
        turn = chat.hear(event) if event else None
        if turn is None:
            break
        if chat.dialogue.plan is not None:
            return Planned(chat, turn)
    raise LookupError(f"no plan comes of the start '{name}'")


def live(chat: Chat, days: Iterable[str], *, diligent: bool = False) -> Turn | None:
    """Tell these days, one after the other, in the evening; the turn that told the last decision, if there was one.

    The clock stands at the hour of the day after.
    """
    told = None
    for day in days:
        chat.now = chat.now.replace(hour=EVENING, minute=0)
        facts = facts_told(day)
        if facts is not None:
            told = check_in(chat, facts, diligent=diligent)
        chat.later(days=1)
    return told


def check_in(chat: Chat, facts: Mapping[str, Value], *, diligent: bool = False) -> Turn | None:
    """Tell one day; the turn that told its decision."""
    turns = [chat.types("/checkin")]
    for _ in range(MOST_STEPS):
        event = step_of_day(chat.dialogue, chat.rows, facts, diligent=diligent)
        if event is None:
            break
        turns.append(chat.hear(event))
    return next((turn for turn in turns if turn.says("decision") or turn.says("retriage_now")), None)


def falls_due(chat: Chat) -> Turn:
    """What comes next comes, at its time. Raises LookupError if nothing is to come."""
    if not chat.dialogue.due:
        raise LookupError("nothing is to come")
    kind, at, _ = chat.dialogue.due[0]
    chat.now = max(chat.now, datetime.fromisoformat(at))
    return chat.hear(Due(kind, datetime.fromisoformat(at)))


def next_day(chat: Chat, days: int = 1) -> Chat:
    """The morning so many days later."""
    chat.now = chat.now.replace(hour=9) + timedelta(days=days)
    return chat
