"""An earlier verdict that sent the runner to care: it stands until a clinician has seen the knee, whatever comes after.

A verdict taken back as a slip, or changed with an answer, is not an earlier one: it was corrected.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dialogs.replies import Priority
from dialogs.rules import DISPOSITIONS, TIME_FRAMES, Verdict
from dialogs.scene import Scene

SENT_TO_CARE = ("emergency", "urgent", "clinician")
STANDS = timedelta(days=14)
"""The longest time frame of a verdict; after that a knee has been seen, or is another story."""


def remember(scene: Scene) -> None:
    """Before the verdict is forgotten and questions begin anew: the most urgent one that still stands is kept."""
    dialogue = scene.dialogue
    found = [dialogue.earlier] if dialogue.earlier else []
    if dialogue.verdict and dialogue.asked_at and dialogue.verdict["disposition"] in SENT_TO_CARE:
        told = {key: dialogue.verdict[key] for key in ("disposition", "by", "meanwhile")}
        found.insert(0, {**told, "at": dialogue.asked_at})
    standing = [one for one in found if age(scene, one) <= STANDS]
    dialogue.earlier = min(standing, key=urgency, default=None)


def age(scene: Scene, earlier: Mapping[str, Any]) -> timedelta:
    """How long ago it was told."""
    return scene.now - datetime.fromisoformat(earlier["at"])


def urgency(told: Mapping[str, Any]) -> tuple[int, int, bool]:
    """Smaller is more urgent; with the same time frame, that which lets nobody run until then."""
    return DISPOSITIONS.index(told["disposition"]), TIME_FRAMES.index(told["by"]), told["meanwhile"] is not None


def say_what_stands(scene: Scene, verdict: Verdict) -> None:
    """Beside a verdict less urgent than an earlier one: the earlier one stands."""
    earlier = scene.dialogue.earlier
    if earlier is None or age(scene, earlier) > STANDS or urgency(earlier) >= urgency(verdict.to_dict()):
        return
    scene.say(
        "earlier_stands",
        Priority.SAFETY,
        days=age(scene, earlier).days,
        disposition=earlier["disposition"],
        by=scene.by_words(earlier["by"]),
        may_run=earlier["meanwhile"] is not None,
        **scene.numbers,
    )
