"""/export: everything that is kept about the runner, as files, after asking once: a phone may be in other hands.

The files are only named here; whoever keeps the record fills them.
"""

from dialogs.content import Content
from dialogs.flows.table import Table
from dialogs.replies import Drawing, Message
from dialogs.scene import Scene
from dialogs.typed import yes_or_no

FILES = {"export_all": "export_sent", "export_check_ins": "export_table"}
"""The files that are sent, and the message each comes with."""


def table(_: Content) -> Table:
    """Asked once."""
    return Table(
        states=["sure", "sent", "kept"],
        transitions=[
            # trigger  from    to
            ["send",   "sure", "sent"],
            ["keep",   "sure", "kept"],
            ["ask",    "sure", "sure"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """Send or not, tapped or typed; anything else asks again."""
    match yes_or_no(scene, scene.event, "export_now", "export_not_now"):
        case "yes":
            scene.close()
            return "send"
        case "no":
            scene.close()
            return "keep"
    return "ask"


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The question, the files, or a word."""
    if scene.state == "sure":
        scene.open()
        scene.card("export_ask", ((scene.go("export_now"),), (scene.go("export_not_now", "not_now"),)))
    elif scene.state == "sent":
        for file, text in FILES.items():
            scene.replies.append(Message(text, document=Drawing(file, {}), protected=True))
    else:
        scene.say("export_kept")
