"""/delete: everything about the runner goes, after asking once."""

from dialogs.content import Content
from dialogs.flows.parting import leave_everything, orphaned
from dialogs.flows.sure import asked_once, hear_sure
from dialogs.flows.table import Table
from dialogs.replies import Erased
from dialogs.retention import KEPT
from dialogs.scene import Scene


def table(_: Content) -> Table:
    """Asked once."""
    return asked_once("erase", "erased")


def hear(scene: Scene) -> str:
    """Delete or keep, tapped or typed; anything else asks again."""
    return hear_sure(scene, "erase", "delete_all", "keep_all")


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
