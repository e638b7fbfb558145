"""/export: everything that is kept about the runner, as files, after asking once: a phone may be in other hands.

The files are only named here; whoever keeps the record fills them.
"""

from dialogs.content import Content
from dialogs.flows.sure import asked_once, hear_sure
from dialogs.flows.table import Table
from dialogs.replies import Drawing, Message
from dialogs.scene import Scene

FILES = {"export_all": "export_sent", "export_check_ins": "export_table"}
"""The files that are sent, and the message each comes with."""


def table(_: Content) -> Table:
    """Asked once."""
    return asked_once("send", "sent")


def hear(scene: Scene) -> str:
    """Send or not, tapped or typed; anything else asks again."""
    return hear_sure(scene, "send", "export_now", "export_not_now")


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The question, the files, or a word."""
    if scene.state == "sure":
        scene.open()
        scene.card("export_ask", ((scene.go("export_now"),), (scene.go("export_not_now"),)))
    elif scene.state == "sent":
        for file, text in FILES.items():
            scene.replies.append(Message(text, document=Drawing(file, {}), protected=True))
    else:
        scene.say("export_kept")
