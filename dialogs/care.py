"""A verdict that sent the runner to care: open until they were seen and may run again.

Which one it is follows from the verdicts told. What came of it is `dialogue.care`: "asked" (when they were asked),
"raised" (by how many steps, since they were not seen), "again" (ask again, counted from then), "later" (ask at the next
hour after it), "cleared" (when they said that they may run), "before" (what of all this was there by then) and "level"
(the one they named, until there is a plan). Times are UTC in ISO.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogs.earlier import SENT_TO_CARE, STANDS, age, urgency
from dialogs.reminding import is_too_late, next_hour, seen_at
from dialogs.replies import Upcoming
from dialogs.rhythm import Rhythm
from dialogs.rules import TIME_FRAMES
from dialogs.scene import Scene

MOST_RAISES = 2
"""After asking so often again we are silent: the words were said, and the runner knows where we are."""


def open_care(scene: Scene) -> dict[str, Any] | None:
    """The most urgent verdict that sent the runner to care and is not over: disposition, by, meanwhile, at; or None."""
    dialogue = scene.dialogue
    form = dialogue.aside or {"verdict": dialogue.verdict}
    found = []
    if form["verdict"] and dialogue.asked_at and form["verdict"]["disposition"] in SENT_TO_CARE:
        told = {key: form["verdict"][key] for key in ("disposition", "by", "meanwhile")}
        found.append({**told, "at": dialogue.asked_at})
    if dialogue.earlier and age(scene, dialogue.earlier) <= STANDS:
        found.append(dialogue.earlier)
    cleared = dialogue.care.get("cleared", "")
    return min((one for one in found if one["at"] > cleared), key=urgency, default=None)


def raised_by(care: Mapping[str, Any], steps: int) -> str:
    """The time frame so many steps more urgent: from 2 weeks over 1 week, 48 hours and today to now."""
    return str(TIME_FRAMES[max(TIME_FRAMES.index(care["by"]) - steps, 0)])


def when_to_ask(scene: Scene, rhythm: Rhythm) -> Upcoming | None:
    """When the runner is asked whether they were seen: when the time frame is over, and again when they were not."""
    care, what, numbers = open_care(scene), scene.dialogue.care, scene.content.reminders
    if care is None or what.get("raised", 0) > MOST_RAISES:
        return None
    if what.get("later", "") > care["at"]:
        return next_hour(rhythm, datetime.fromisoformat(what["later"]))
    if "again" in what and what["again"] > care["at"]:
        coming = seen_at(numbers, raised_by(care, what.get("raised", 0)), datetime.fromisoformat(what["again"]), rhythm)
    elif what.get("asked", "") > care["at"]:
        return None
    else:
        coming = seen_at(numbers, care["by"], datetime.fromisoformat(care["at"]), rhythm)
    return next_hour(rhythm, scene.now) if is_too_late(numbers, rhythm, coming.at, scene.now) else coming


def asked(scene: Scene) -> None:
    """The runner was asked; that is not done twice for one verdict."""
    scene.dialogue.care = {key: value for key, value in scene.dialogue.care.items() if key not in ("again", "later")}
    scene.dialogue.care["asked"] = scene.now.isoformat()


def ask_later(scene: Scene) -> None:
    """The question would come in the middle of a triage: at the runner's next hour, then."""
    scene.dialogue.care["later"] = scene.now.isoformat()


def not_seen(scene: Scene) -> str:
    """They were not: it becomes one step more urgent. The new time frame."""
    care, what = open_care(scene), scene.dialogue.care
    what["raised"], what["again"] = what.get("raised", 0) + 1, scene.now.isoformat()
    return raised_by(care, what["raised"]) if care else "today"


def seen_without_clearance(scene: Scene) -> None:
    """They were seen, and running is not allowed yet: ask again after the same time, at least a week."""
    scene.dialogue.care |= {"asked": scene.now.isoformat(), "seen": scene.now.isoformat()}


def cleared(scene: Scene) -> None:
    """They were seen and may run: the verdict is over, unless that is taken back."""
    before = {key: value for key, value in scene.dialogue.care.items() if key != "before"}
    scene.dialogue.care = {"cleared": scene.now.isoformat(), "before": before}


def level_named(scene: Scene) -> int | None:
    """The level at which a plan begins by a clinician's word; None without one, or once triage was answered anew."""
    care, asked_at = scene.dialogue.care, scene.dialogue.asked_at or ""
    return care["level"] if "level" in care and asked_at <= care["cleared"] else None
