"""Something has fallen due: sent if it still fits, else marked as missed; nothing comes late, and nothing twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dialogs import care
from dialogs.events import Due
from dialogs.keeping import keep_rhythm, rhythm_of, set_for, today
from dialogs.plans import date_of, plan_of
from dialogs.reminding import SEEN, is_too_late, snoozed, window_end
from dialogs.replies import PLANNED, Priority
from dialogs.rhythm import CHECK_IN, LAST_WORD, REMINDER, after, silence
from dialogs.scene import Scene
from dialogs.under_way import is_asked_first, is_asking_beneath

BUSY = timedelta(hours=1)
"""A triage that was answered within this time is under way: what falls due waits."""

Ask = Callable[[Scene], None]


def fall_due(scene: Scene, due: Due, ask: Ask, ask_seen: Ask) -> None:
    """Play what was due; `ask` opens the day's questions, `ask_seen` the one whether the runner was seen."""
    due = meant(scene, due)
    at, rhythm = set_for(scene, due.kind), rhythm_of(scene)
    # The store has forgotten it with this event; what comes again must be told to it anew.
    scene.dialogue.due = [one for one in scene.dialogue.due if one[0] != due.kind]
    if at is None or (due.at is not None and due.at != at):
        return
    if is_too_late(scene.content.reminders, rhythm, at, scene.now):
        if due.kind != SEEN:
            keep_rhythm(scene, after(rhythm, due.kind, scene.now, sent=False, at=at))
        return
    scene.priority, scene.until = Priority.NUDGE, window_end(scene.content.reminders, rhythm, at)
    if due.kind == SEEN and (is_asking_beneath(scene) or must_be_answered(scene)):
        care.ask_later(scene)
    elif due.kind == SEEN:
        care.asked(scene)
        ask_seen(scene)
    elif is_busy(scene) or must_be_answered(scene):
        wait(scene, due)
    else:
        scene.intro = intro(scene, due.kind)
        keep_rhythm(scene, after(rhythm, due.kind, scene.now, sent=True))
        if due.kind == LAST_WORD:
            scene.close()
            scene.say("last_word")
        elif due.kind in (CHECK_IN, REMINDER):
            ask(scene)


def meant(scene: Scene, due: Due) -> Due:
    """What is due by its kind in the dialogue: the store knows only that something was planned."""
    kinds = [kind for kind, _, _ in scene.dialogue.due]
    return replace(due, kind=kinds[0]) if due.kind == PLANNED and kinds else due


def may_ask_again(scene: Scene) -> bool:
    """Whether the open question may come once more after an outage: that of a prompt in its window, as its reminder."""
    if scene.dialogue.flow != "check_in":
        return True
    rhythm, day = rhythm_of(scene), today(scene)
    if date_of(scene, plan_of(scene)["asking"]) != day:
        return False
    if rhythm.asked_at is None or rhythm.prompted != day:
        return True
    if rhythm.reminded == day or is_too_late(scene.content.reminders, rhythm, rhythm.asked_at, scene.now):
        return False
    keep_rhythm(scene, after(rhythm, REMINDER, scene.now, sent=True))
    scene.until = window_end(scene.content.reminders, rhythm, rhythm.asked_at)
    return True


def must_be_answered(scene: Scene) -> bool:
    """Whether a question is open that nothing may push aside: an emergency, a new sign, or whether all is erased."""
    return is_asked_first(scene.dialogue) or scene.dialogue.flow == "erasing"


def is_busy(scene: Scene) -> bool:
    """Whether a triage is under way this hour."""
    asked = scene.dialogue.asked()
    return is_asking_beneath(scene) and asked is not None and scene.now - asked < BUSY


def wait(scene: Scene, due: Due) -> None:
    """What falls due during triage comes half an hour later, if that is no night; else it is missed."""
    rhythm = rhythm_of(scene)
    later = snoozed(scene.content.reminders, rhythm, scene.now, scene.now + BUSY / 2)
    keep_rhythm(scene, later or after(rhythm, due.kind, scene.now, sent=False, at=due.at))


def intro(scene: Scene, kind: str) -> str:
    """What stands above the question: a welcome after a pause, a word in a silence."""
    if kind != REMINDER:
        return ""
    days, numbers = silence(rhythm_of(scene), today(scene)), scene.content.reminders
    if days < numbers.first_word:
        key = "same_day" if days < 2 else "next_day"
    else:
        key = "first_word" if days < numbers.second_word else "second_word"
    return scene.texts.text(f"today.reminder.{key}")
