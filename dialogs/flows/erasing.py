"""/delete: everything about the runner goes, after asking once."""

from dialogs.content import Content
from dialogs.events import Event, Go, Typed
from dialogs.flows.parting import leave_everything, orphaned
from dialogs.flows.table import Table
from dialogs.replies import Erased
from dialogs.retention import KEPT
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import chosen


def table(_: Content) -> Table:
    """Asked once."""
    return Table(
        states=["sure", "erased", "kept"],
        transitions=[
            # trigger  from    to
            ["erase",  "sure", "erased"],
            ["keep",   "sure", "kept"],
            ["ask",    "sure", "sure"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """Delete or keep, tapped or typed; anything else asks again."""
    match answered(scene, scene.event):
        case "yes":
            scene.close()
            return "erase"
        case "no":
            scene.close()
            return "keep"
    return "ask"


def answered(scene: Scene, event: Event) -> str | None:
    """The answer in the event, if there is one."""
    match event:
        case Go(place="delete_all"):
            return "yes"
        case Go(place="keep_all"):
            return "no"
        case Typed(text=text):
            return chosen(text, [word_option(scene, "yes"), word_option(scene, "no")])
    return None


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The question, or what became of it."""
    if scene.state == "sure":
        scene.open()
        scene.card("delete_ask", ((scene.go("delete_all"),), (scene.go("keep_all"),)), squads=orphaned(scene))
    elif scene.state == "erased":
        until = scene.now + KEPT["backups"]
        scene.say("deleted", backups_until=f"{until.day} {scene.label(f'months.{until.month}')} {until.year}")
        leave_everything(scene)
        scene.records.append(Erased())
    else:
        scene.say("delete_kept")
