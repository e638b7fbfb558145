"""The text runners agree to has changed: who agreed to an older one is asked anew, and may say no."""

from collections.abc import Container

from dialogs.consent import agree, has_agreed, types_yes
from dialogs.content import Content
from dialogs.events import Command, Go, Typed
from dialogs.flows.table import Table
from dialogs.flows.withdrawing import withdraw
from dialogs.replies import Rows
from dialogs.scene import Scene

NEVER_WAITS = ("emergency", "erasing", "exporting", "onboarding")
"""Flows that keep nothing new about a knee."""


def table(_: Content) -> Table:
    """Asked until it is answered."""
    return Table(
        states=["ask", "agreed"],
        transitions=[
            # trigger  from   to
            ["agree",  "ask", "agreed"],
            ["ask",    "ask", "ask"],
        ],
    )  # fmt: skip


def must_come_first(scene: Scene, free: Container[str]) -> bool:
    """Whether the runner has to agree anew before this event is heard; commands with these names are `free`."""
    if scene.dialogue.consent is None or has_agreed(scene.content, scene.dialogue):
        return False
    if isinstance(scene.event, Command):
        return scene.event.name not in free and scene.dialogue.flow != "emergency"
    return scene.dialogue.flow not in (*NEVER_WAITS, "consenting")


def ask(scene: Scene) -> None:
    """Ask, whatever else is going on; that goes on after a yes."""
    if scene.dialogue.flow != "consenting":
        scene.push("consenting", "ask")
    show(scene, scene.state)


def hear(scene: Scene) -> str | None:
    """A yes is a tap; so is a no, which takes back the yes there was."""
    match scene.event:
        case Go(place="agree"):
            scene.close("agreed")
            agree(scene)
            return "agree"
        case Go(place="disagree"):
            withdraw(scene)
            return None
        case Typed() if types_yes(scene):
            scene.open()
            scene.card("agree_by_tap", yes_or_no(scene))
            return None
    return "ask"


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """What is new, and the whole of what is kept."""
    if scene.state == "ask":
        scene.open()
        scene.card("consent_again", yes_or_no(scene), changes=changes(scene))


def yes_or_no(scene: Scene) -> Rows:
    """To agree or not, with a tap."""
    return (scene.go("agree"),), (scene.go("disagree"),)


def changes(scene: Scene) -> list[str]:
    """What is new since the text this runner agreed to."""
    agreed, now = max(int(scene.dialogue.consent or 0), 1), int(scene.content.consent_version)
    return [scene.texts.text(f"privacy.changes.{version}") for version in range(agreed + 1, now + 1)]
