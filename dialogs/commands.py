"""Commands: they work in every state."""

import re

from dialogs.asking import why
from dialogs.earlier import SENT_TO_CARE
from dialogs.events import Command
from dialogs.flows import triage, verdict
from dialogs.moving import FLOWS, pull, show_again, start_triage
from dialogs.replies import Priority
from dialogs.scene import Scene

INVITATION = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link can carry after /start; anything else was typed, and before consent nothing typed is kept."""


def command(scene: Scene, event: Command) -> None:
    """Commands work in every state; an open question is asked again after what only informs."""
    if event.name in INFORM:
        INFORM[event.name](scene)
        show_again(scene)
    elif event.name == "delete":
        scene.push("erasing", "sure")
        FLOWS["erasing"].show(scene, scene.state)
    elif event.name == "cancel" and scene.dialogue.flow == "erasing":
        pull(scene, "keep")
    elif scene.dialogue.consent is None:
        if event.name == "start" and INVITATION.fullmatch(event.argument):
            scene.dialogue.invitation = event.argument
        show_again(scene)
    elif scene.dialogue.flow == "emergency":
        show_again(scene)
    else:
        while scene.dialogue.stack:
            scene.pop()
        MOVE.get(event.name, inform)(scene)


def tell_help(scene: Scene) -> None:
    scene.say("help")


def inform(scene: Scene) -> None:
    """A command we do not know, or that has nothing to say here: what there is."""
    tell_help(scene)
    show_again(scene)


def tell_privacy(scene: Scene) -> None:
    scene.say("privacy")


def tell_emergency(scene: Scene) -> None:
    scene.say("emergency_card", Priority.SAFETY, **scene.numbers)


def is_asking(scene: Scene) -> bool:
    """Whether a triage is under way."""
    return scene.state in scene.content.triage.by_id or scene.state in ("parent", "resume")


def start(scene: Scene) -> None:
    """/start: an open triage is offered, else what one can do."""
    if is_asking(scene):
        pull(scene, "away")
    else:
        show_again(scene)


def triage_again(scene: Scene) -> None:
    """/triage: an open triage is offered, else a new one begins."""
    if is_asking(scene):
        pull(scene, "away")
    else:
        start_triage(scene)


def cancel(scene: Scene) -> None:
    """/cancel: the open triage is dropped, its answers too; what was certain by then is said."""
    if is_asking(scene):
        scene.close()
        certain = scene.standing.verdict
        by = scene.by_words(certain.by) if certain.disposition in SENT_TO_CARE else ""
        scene.say("cancelled", by=by, **scene.numbers)
        triage.begin(scene)
        scene.state = "ready"
    else:
        scene.say("nothing_to_cancel")
        show_again(scene)


def tell_why(scene: Scene) -> None:
    """/why: why the open question is asked, or why the verdict is what it is."""
    screen = scene.content.triage.by_id.get(scene.state)
    if screen is not None:
        scene.say("why_asked", why=why(scene, screen))
        show_again(scene)
    elif scene.state == "verdict":
        verdict.tell_why(scene)
    else:
        inform(scene)


INFORM = {"help": tell_help, "privacy": tell_privacy, "emergency": tell_emergency}
MOVE = {"start": start, "triage": triage_again, "cancel": cancel, "why": tell_why}
