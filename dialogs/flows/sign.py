"""A sign was typed beside a plan or a result, outside the day's questions: is it new? Until that is answered nothing is
planned.

A yes stops the plan as in the check-in, if there is one, and triage begins; a no goes on where the runner was. Another
sign that is typed meanwhile is asked about together with the first.
"""

from dialogs.content import Content
from dialogs.flows.table import Table
from dialogs.plans import course_of
from dialogs.replies import Priority
from dialogs.scene import Scene
from dialogs.typed import begins_with, yes_or_no
from dialogs.under_way import ASKED_FIRST, back_to_first
from dialogs.understanding import Phrase

AT_ONCE = ("emergency", "urgent")
SIGN = "sign_"
"""How the facts begin that the day's questions ask new signs with."""
NOT_HEARD_IN = ("onboarding", "consenting", "triage")
"""Flows that ask for signs themselves, or come before a yes to keeping anything; but a verdict asks for none."""
ANSWERS = (("check_in", "news"), ("pausing", "why"))
"""Where what is typed is an answer: the screen that asks for signs itself, and whether the runner is ill."""


def table(_: Content) -> Table:
    """One question and its two answers."""
    return Table(
        states=["new", "yes", "no"],
        transitions=[
            # trigger  from   to
            ["yes",    "new", "yes"],
            ["no",     "new", "no"],
            ["ask",    "new", "new"],
        ],
    )  # fmt: skip


def is_heard(scene: Scene) -> bool:
    """Whether a sign that is typed here concerns the plan or the result, and is no answer to what is being asked."""
    dialogue = scene.dialogue
    if dialogue.consent is None or not may_change_something(scene):
        return False
    places = [*dialogue.stack, [dialogue.flow, dialogue.state]]
    flow, state = next((place for place in reversed(places) if place[0] not in ASKED_FIRST), places[-1])
    return (flow, state) == ("triage", "verdict") or (flow not in NOT_HEARD_IN and (flow, state) not in ANSWERS)


def may_change_something(scene: Scene) -> bool:
    """Whether there is a plan that goes on, or without one a result that does not send the runner to be seen now."""
    dialogue = scene.dialogue
    if dialogue.plan is not None:
        return course_of(scene).locked is None
    told = (dialogue.aside or {}).get("verdict") or dialogue.verdict
    return told is not None and told["disposition"] not in AT_ONCE


def suspect(scene: Scene, phrase: Phrase) -> None:
    """Interrupt whatever is going on and ask; but an emergency that is asked about comes first."""
    dialogue = scene.dialogue
    flows = [dialogue.flow, *(flow for flow, _ in dialogue.stack)]
    if "emergency" in flows:
        back_to_first(scene)
        if "sign" not in flows:
            dialogue.stack.append(["sign", "new"])
    elif dialogue.flow != "sign":
        scene.push("sign", "new")
    if phrase.fact is not None and phrase.fact not in dialogue.suspected:
        dialogue.suspected.append(phrase.fact)


def hear(scene: Scene) -> str | None:
    """Yes or no, tapped or typed; anything else shows the question again."""
    answer = answered(scene)
    if answer is not None:
        scene.close("answered", ask=asked(scene), answer=scene.label("sign_new" if answer == "yes" else "sign_not_new"))
    if answer == "no":
        scene.dialogue.suspected = []
    return answer or "ask"


def answered(scene: Scene) -> str | None:
    """The answer in the event, if there is one; what begins with a yes is a yes."""
    if begins_with(scene, scene.event, "yes"):
        return "yes"
    return yes_or_no(scene, scene.event, "sign_new", "sign_not_new")


def asked(scene: Scene) -> str:
    """The question, with the signs in the words of their buttons."""
    signs = (scene.texts.text(f"questions.{name}.label") for name in scene.dialogue.suspected if name.startswith(SIGN))
    return scene.texts.text("today.sign_new", sign=", ".join(signs))


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The question."""
    if scene.state == "new":
        scene.open()
        rows = ((scene.go("sign_new"),), (scene.go("sign_not_new"),))
        scene.card("sign_ask", rows, Priority.SAFETY, ask=asked(scene))
