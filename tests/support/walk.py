"""Walk a runner through the questions: everything is fine unless a fact says otherwise."""

from typing import Any

from dialogs.asking import spelled
from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Done, Event, Go, NoneOfThese, Tick
from dialogs.facts import UNKNOWN, Value
from support.conversation import Conversation


def agreed(content: Content, locale: str = "en-GB") -> Conversation:
    """A runner who has just agreed, at the first screen."""
    conversation = Conversation(content, locale=locale)
    conversation.says("/start")
    conversation.says("[I agree]")
    return conversation


def at(content: Content, state: str, locale: str = "en-GB", **facts: Any) -> Conversation:
    """A runner with these facts, everything else fine, who has come to this state. Raises if the way ends elsewhere."""
    conversation = agreed(content, locale)
    go_on_to(conversation, state, **facts)
    return conversation


def go_on_to(conversation: Conversation, state: str, **facts: Any) -> None:
    """Answer until the dialogue is in this state."""
    known = {**safe_default(conversation.content), **facts}
    states = [conversation.dialogue.state]
    while conversation.dialogue.state != state:
        for event in truly(conversation, known):
            conversation.hear(event)
        states.append(conversation.dialogue.state)
        if len(states) > 60 or (states[-1] == "verdict" and state != "verdict"):
            raise AssertionError(f"{state} was not on the way: {states}")


def truly(conversation: Conversation, facts: dict[str, Value]) -> list[Event]:
    """The taps that answer the open question with these facts."""
    dialogue, triage = conversation.dialogue, conversation.content.triage
    turn = dialogue.turn
    if dialogue.state not in triage.by_id:
        return [{"parent": Go(turn, "parent_here"), "country": Go(turn, "skip")}[dialogue.state]]
    screen = triage.by_id[dialogue.state]
    open_items = [item for item in triage.items(screen, dialogue.facts) if item.fact.id not in dialogue.facts]
    if screen.kind != "ticks" or screen.id in dialogue.one_by_one:
        name = (open_items[0] if screen.kind == "ticks" else screen.items[0]).fact.id
        if screen.instead and facts["ran_last_14_days"] is False:
            return [Answer(turn, "ran_last_14_days", "no")]
        return [Answer(turn, name, spelled(facts[name]))]
    if any(facts[item.fact.id] == UNKNOWN for item in open_items):
        return [Go(turn, "one_by_one")]
    ticks: list[Event] = [
        Tick(turn, screen.id, item.fact.id, None if item.fact.type == "bool" else str(facts[item.fact.id]))
        for item in open_items
        if facts[item.fact.id] != item.fact.best
    ]
    if screen.at_once:
        return ticks[:1] or [NoneOfThese(turn, screen.id)]
    return [*ticks, Done(turn, screen.id)] if ticks else [NoneOfThese(turn, screen.id)]


def kept(dialogue: Dialogue) -> dict[str, Any]:
    """What a dialogue holds that is not at its default."""
    new = Dialogue().to_dict()
    return {name: value for name, value in dialogue.to_dict().items() if value != new.get(name)}
