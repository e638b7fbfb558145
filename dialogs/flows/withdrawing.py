"""The yes to storing answers is taken back: everything stops at once, and erasing is offered.

What was kept stays locked and unused until it is erased, or until as long after the last use as all answers are.
"""

from dialogs.flows import erasing, sharing
from dialogs.forms import drop_form
from dialogs.holding import wait_for_triage
from dialogs.replies import Scheduled, Withdrew
from dialogs.scene import Scene
from dialogs.squads.people import NONE
from dialogs.under_way import is_asked_first


def withdraw(scene: Scene) -> None:
    """Nothing is asked, stored or shared from now on."""
    scene.close()
    for joined in scene.around.joined:
        if joined.membership.level != NONE:
            sharing.record(scene, joined, joined.membership.name, NONE, parent_ok=False)
    dialogue = scene.dialogue
    if is_asked_first(dialogue):
        # Who agrees again finds the plan waiting, as the question is gone.
        wait_for_triage(scene)
    drop_form(dialogue)
    dialogue.flow, dialogue.state, dialogue.stack = "onboarding", "new", []
    dialogue.consent, dialogue.invitation = None, None
    dialogue.draft, dialogue.squad, dialogue.due, dialogue.suspected = {}, {}, [], []
    scene.records += [Withdrew(), Scheduled(())]
    scene.say("withdrawn")
    scene.push("erasing", "sure")
    erasing.show(scene, "sure")
