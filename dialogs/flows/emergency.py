"""An emergency phrase was typed: the numbers at once, and whether it is happening now.

Until that is answered nothing is decided. A yes sets the facts that were named, if there are any and the runner has
agreed to storing answers; a no goes on where the runner was.
"""

from dialogs.consent import has_agreed
from dialogs.content import Content
from dialogs.events import Event
from dialogs.flows.sign import SIGN
from dialogs.flows.table import Table
from dialogs.replies import Priority
from dialogs.scene import Scene
from dialogs.typed import begins_with, yes_or_no
from dialogs.understanding import Phrase


def table(_: Content) -> Table:
    """One question and its two answers."""
    return Table(
        states=["now", "yes", "no"],
        transitions=[
            # trigger  from   to
            ["yes",    "now", "yes"],
            ["no",     "now", "no"],
            ["ask",    "now", "now"],
        ],
    )  # fmt: skip


def suspect(scene: Scene, phrase: Phrase) -> None:
    """Interrupt whatever is going on and ask; "no wait, ..." takes back what was named before."""
    if scene.dialogue.flow != "emergency":
        scene.push("emergency", "now")
    if phrase.fact is not None and has_agreed(scene.content, scene.dialogue):
        if begins_with(scene, scene.event, "no"):
            forget(scene)
        if phrase.fact not in scene.dialogue.suspected:
            scene.dialogue.suspected.append(phrase.fact)
    show(scene, scene.state)


def forget(scene: Scene) -> None:
    """What was named is not so; a new sign that was asked about before stays asked about."""
    scene.dialogue.suspected = [name for name in scene.dialogue.suspected if name.startswith(SIGN)]


def hear(scene: Scene) -> str | None:
    """Yes or no, tapped or typed; anything else shows the question again."""
    match answered(scene, scene.event):
        case "yes":
            scene.close("answered", ask=scene.label("happening_ask"), answer=scene.label("yes"))
            return "yes"
        case "no":
            scene.close("answered", ask=scene.label("happening_ask"), answer=scene.label("no"))
            forget(scene)
            return "no"
    return "ask"


def answered(scene: Scene, event: Event) -> str | None:
    """The answer in the event, if there is one; what begins with a yes is a yes."""
    if begins_with(scene, event, "yes"):
        return "yes"
    return yes_or_no(scene, event, "happening_now", "not_now")


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The numbers and the question, or a word after a no."""
    if scene.state == "now":
        scene.open()
        rows = ((scene.go("happening_now"),), (scene.go("not_now"),))
        scene.card("emergency_now", rows, Priority.SAFETY, **scene.numbers)
    elif scene.state == "no":
        scene.say("emergency_no", Priority.SAFETY)
