"""A check-in that was left half-way: what was told is kept, and running waits until the rest is told too.

`plan["half"]` has "day" (the day it is about), "facts", "trail" and "draft" (as a dialogue holds them).
"""

from dialogs.dialogue import Dialogue

FLOW = "check_in"


def is_half_told(dialogue: Dialogue) -> bool:
    """Whether a check-in was begun and never came to its end."""
    return bool(dialogue.plan and "half" in dialogue.plan) or is_telling(dialogue)


def is_telling(dialogue: Dialogue) -> bool:
    """Whether a check-in is open, here or beneath what interrupts it, with something told."""
    is_open = dialogue.flow == FLOW or any(flow == FLOW for flow, _ in dialogue.stack)
    return is_open and dialogue.aside is not None and bool(dialogue.trail or dialogue.draft)


def keep_half(dialogue: Dialogue) -> None:
    """Before the open check-in is left: what was told stays for when it goes on."""
    if dialogue.plan is None or not is_telling(dialogue):
        return
    told = [name for group in dialogue.trail for name in group]
    dialogue.plan["half"] = {
        "day": dialogue.plan["asking"],
        "facts": {name: dialogue.facts[name] for name in told if name in dialogue.facts},
        "trail": dialogue.trail,
        "draft": dialogue.draft,
    }


def take_up(dialogue: Dialogue, day: int) -> None:
    """Go on where a check-in about this day was left; the form is open. Of another day only that it was left counts."""
    half = (dialogue.plan or {}).get("half")
    if half is not None and half["day"] == day:
        dialogue.facts |= half["facts"]
        dialogue.trail, dialogue.draft = half["trail"], half["draft"]
