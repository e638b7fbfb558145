"""What is done only after asking once: one question that takes yes or no, and is asked again for anything else."""

from dialogs.flows.table import Table
from dialogs.scene import Scene
from dialogs.typed import yes_or_no


def asked_once(trigger: str, done: str) -> Table:
    """The question in the state "sure", and from there `done`, or "kept" where it stays as it is."""
    return Table(
        states=["sure", done, "kept"],
        transitions=[
            # trigger  from    to
            [trigger,  "sure", done],
            ["keep",   "sure", "kept"],
            ["ask",    "sure", "sure"],
        ],
    )  # fmt: skip


def hear_sure(scene: Scene, trigger: str, yes: str, no: str) -> str:
    """The trigger that a yes or a no pulls, tapped (`yes` and `no` are the places) or typed."""
    answer = yes_or_no(scene, scene.event, yes, no)
    if answer is None:
        return "ask"
    scene.close()
    return trigger if answer == "yes" else "keep"
