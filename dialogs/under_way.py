"""What is under way: a triage and what its answers make sure so far, or a question that comes before all else."""

from dialogs.dialogue import Dialogue
from dialogs.plans import allowed_by
from dialogs.rules import Verdict
from dialogs.scene import Scene
from dialogs.standing import standing_of

RUNNING = ("modify", "run")
"""What a plan with running in it can follow from."""
ASKED_FIRST = ("emergency", "sign")
"""Flows whose question nothing may push aside: is it happening now, is it new?"""


def is_asking(scene: Scene) -> bool:
    """Whether a triage is under way here."""
    return is_asked_in(scene, scene.dialogue.flow, scene.state)


def is_asking_beneath(scene: Scene) -> bool:
    """Whether a triage is under way, here or beneath what interrupts it."""
    return is_asking(scene) or any(is_asked_in(scene, flow, state) for flow, state in scene.dialogue.stack)


def is_asked_in(scene: Scene, flow: str, state: str) -> bool:
    """Whether this is a place of a triage that has no verdict yet."""
    return flow == "triage" and (state in scene.content.triage.by_id or state in ("parent", "resume"))


def is_asked_first(dialogue: Dialogue) -> bool:
    """Whether a question is open that nothing may push aside, here or beneath what was looked at meanwhile."""
    return dialogue.flow in ASKED_FIRST or any(flow in ASKED_FIRST for flow, _ in dialogue.stack)


def back_to_first(scene: Scene) -> None:
    """Leave what was looked at meanwhile for the question that nothing may push aside."""
    while scene.dialogue.flow not in ASKED_FIRST:
        scene.pop()


def certain(scene: Scene) -> Verdict:
    """What the answers so far make sure, the ticks of an open screen among them."""
    aside = scene.dialogue.aside or {"facts": scene.dialogue.facts, "draft": scene.dialogue.draft}
    return standing_of(scene.content, {**aside["facts"], **aside["draft"]}).verdict


def forbids_running(scene: Scene) -> bool:
    """Whether it is sure by now that the verdict will leave no running."""
    return allowed_by(certain(scene).to_dict()) not in RUNNING
