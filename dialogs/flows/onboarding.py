"""The first screen: what this is and is not, what is stored; nothing about health before the tap that agrees."""

from dialogs.consent import agree, types_yes
from dialogs.content import Content
from dialogs.events import Go, Typed
from dialogs.flows import privacy
from dialogs.flows.table import Table
from dialogs.replies import Rows
from dialogs.scene import Scene


def table(_: Content) -> Table:
    """Before and after the welcome; agreeing leads on to triage."""
    return Table(
        states=["new", "welcome", "agreed"],
        transitions=[
            # trigger   from                 to
            ["greet",   ["new", "welcome"],  "welcome"],
            ["agree",   "welcome",           "agreed"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """Consent is a tap, and who types a yes is told so; whatever else comes, the welcome is shown."""
    match scene.event:
        case Go(place="agree"):
            scene.close("agreed")
            agree(scene)
            scene.dialogue.content = scene.content.version
            scene.note_zone()
            return "agree"
        case Go(place="privacy"):
            privacy.tell(scene)
        case Typed() if scene.state == "welcome" and types_yes(scene):
            scene.open()
            scene.card("agree_by_tap", ways(scene))
            return None
    return "greet"


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The welcome."""
    if scene.state == "welcome":
        scene.open()
        scene.card("welcome", ways(scene))


def ways(scene: Scene) -> Rows:
    """To agree with a tap, or to read more first."""
    return (scene.go("agree"),), (scene.go("privacy"),)
