"""When a runner gets what whoever runs the bot writes to everybody."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due
from dialogs.falling_due import BUSY, is_busy, must_be_answered
from dialogs.hours import after_quiet, next_quiet
from dialogs.keeping import rhythm_of
from dialogs.scene import Scene

# So close to the night it waits for the morning: what is sent to many leaves one by one.
BEFORE_NIGHT = BUSY


@dataclass(frozen=True, slots=True)
class Times:
    """It is sent at `at`, and from `until` on not any more."""

    at: datetime
    until: datetime | None = None


def times_of(content: Content, dialogue: Dialogue, now: datetime, *, urgent: bool) -> Times | None:
    """When this runner gets it, None for never: who took back their yes, and, unless it is urgent, who wants no daily
    questions. What is urgent comes now; the rest not at night, nor while an emergency or a triage is open.
    """
    if dialogue.consent is None:
        return None
    if urgent:
        return Times(now)
    if not dialogue.settings.get("reminders", True):
        return None
    scene = Scene(content, dialogue, Due("announcement"), now)
    rhythm = rhythm_of(scene)
    waits = is_busy(scene) or must_be_answered(scene)
    at = after_quiet(now + BUSY if waits else now, rhythm.zone, rhythm.quiet)
    night = next_quiet(at, rhythm.zone, rhythm.quiet)
    if night is not None and night - at < BEFORE_NIGHT:
        at = after_quiet(night, rhythm.zone, rhythm.quiet)
        night = next_quiet(at, rhythm.zone, rhythm.quiet)
    return Times(at, night)
