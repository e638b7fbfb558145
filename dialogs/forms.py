"""Answers to one questionnaire at a time: those of triage are set aside while the plan or a day is asked about."""

from collections.abc import Mapping
from typing import Any

from dialogs.dialogue import Dialogue
from dialogs.facts import Value
from dialogs.half_told import keep_half
from dialogs.scene import Scene
from dialogs.under_way import ASKED_FIRST

FORM: dict[str, Any] = {
    "facts": {}, "trail": [], "draft": {}, "asked_again": [], "one_by_one": [], "changing": False, "verdict": None,
}  # fmt: skip
"""What a dialogue holds of the questionnaire that is open, and how it begins."""


def begin_form(scene: Scene, known: Mapping[str, Value]) -> None:
    """Open a questionnaire with what is known before; an open one is dropped, the answers of triage are set aside."""
    end_form(scene)
    dialogue = scene.dialogue
    dialogue.aside = {name: getattr(dialogue, name) for name in FORM}
    for name, begins in FORM.items():
        setattr(dialogue, name, type(begins)() if begins is not None else None)
    dialogue.facts = dict(known)


def drop_form(dialogue: Dialogue) -> None:
    """Under newer content a questionnaire that is half done is not gone on with; a triage beneath it waits, and a
    question that nothing may push aside stays open.
    """
    if dialogue.aside is not None:
        keep_half(dialogue)
        for name, before in dialogue.aside.items():
            setattr(dialogue, name, before)
        dialogue.aside = None
        places = [*dialogue.stack, [dialogue.flow, dialogue.state]]
        waiting = [place for place in places if place[0] == "triage"]
        first = [place for place in places if place[0] in ASKED_FIRST]
        dialogue.stack = [*waiting, ["home", "home"], *first]
        dialogue.flow, dialogue.state = dialogue.stack.pop()


def end_form(scene: Scene) -> dict[str, Value]:
    """The answers of the open questionnaire, and those of triage take their place again; {} if none is open."""
    dialogue = scene.dialogue
    if dialogue.aside is None:
        return {}
    answers = dialogue.facts
    for name, before in dialogue.aside.items():
        setattr(dialogue, name, before)
    dialogue.aside = None
    return answers
