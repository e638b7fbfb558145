"""A hand-made play, as small as a conversation can be, for tests of what stands around it.

/start        a card with buttons          agree     consents            verdict   tells a verdict
anything      is repeated and remembered   boom      fails               /delete   erases
a tap         answers the open card; an old one only gets a toast
offer_again   shows the open card again; asks, when due, closes it and shows another
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace

from dialogs.content import read_content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Due, Event, Left, Tick, Typed
from dialogs.replies import (
    Button,
    Consented,
    Edit,
    Erased,
    Message,
    Priority,
    Record,
    Reply,
    Rows,
    Toast,
    VerdictGiven,
)
from dialogs.squads.around import NOBODY, Around

CONTENT = SimpleNamespace(consent_version="v1", reminders=read_content().reminders)


@dataclass
class Outcome:
    dialogue: Dialogue
    replies: list[Reply] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


class SecretTextError(RuntimeError):
    """Carries what the runner typed, as careless code would."""


def card(turn: int) -> Rows:
    return ((Button("Yes", f"a:{turn}:pain:yes"), Button("No", f"a:{turn}:pain:no")),)


def words(content: object, language: str, text: str, values: Mapping[str, object]) -> str:
    assert content == CONTENT
    return " ".join([f"[{language}]", text, *(str(value) for value in values.values())])


def play(  # noqa: C901 - one case a line
    content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around = NOBODY
) -> Outcome:
    assert content == CONTENT
    before = dialogue.turn
    out = Outcome(replace(dialogue, facts=dict(dialogue.facts), draft=dict(dialogue.draft)))
    if not isinstance(event, Tick):
        out.dialogue.turn += 1
    match event:
        case Command("start"):
            ask(out, "hello")
        case Command("delete"):
            out.replies += [Edit(before, "closed"), Message("farewell")]
            out.records.append(Erased())
        case Command("urgent"):
            out.replies.append(Message("urgent", priority=Priority.SAFETY))
        case Command("nudge"):
            out.replies.append(Message("nudge", priority=Priority.NUDGE))
        case Answer(turn, _, value) if turn == before:
            out.dialogue.facts["pain"] = value
            out.replies.append(Edit(turn, "answered", {"value": value}))
            ask(out, "next")
        case Answer():
            out.replies.append(Toast("old"))
        case Tick(turn):
            out.dialogue.draft["ticks"] = out.dialogue.draft.get("ticks", 0) + 1
            out.replies.append(Edit(turn, "ticked", out.dialogue.draft, card(turn)))
        case Due("offer_again"):
            ask(out, "again", Priority.NUDGE)
        case Due("asks"):
            out.replies.append(Edit(before, "closed"))
            ask(out, "how is it", Priority.NUDGE)
        case Due(kind):
            out.replies.append(Message(kind, priority=Priority.NUDGE))
        case Left():
            out.replies.append(Message("never seen"))
        case Typed("boom"):
            raise SecretTextError("boom, my knee is hot")
        case Typed("agree"):
            out.dialogue.consent = "v1"
            out.records.append(Consented("v1"))
            out.replies.append(Message("thanks"))
        case Typed("verdict"):
            out.records.append(VerdictGiven({"disposition": "rest"}, dict(out.dialogue.facts)))
            out.replies.append(Message("rest"))
        case Typed(text):
            out.dialogue.facts["text"] = text
            out.replies.append(Message("echo", {"text": text}))
    return out


def ask(out: Outcome, text: str, priority: Priority = Priority.REPLY) -> None:
    out.dialogue.card_open = True
    out.replies.append(Message(text, rows=card(out.dialogue.turn), priority=priority))
