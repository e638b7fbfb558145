"""Moving through the flows: their shared machines, and where one flow ends and another goes on."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from transitions import Machine

from dialogs import daily, following, leading
from dialogs.content import Content
from dialogs.flows import (
    care,
    consenting,
    emergency,
    erasing,
    exporting,
    home,
    joining,
    onboarding,
    pausing,
    privacy,
    racing,
    settings,
    sharing,
    sign,
    squad,
    triage,
    verdict,
)
from dialogs.flows.table import Table
from dialogs.holding import wait_for_triage
from dialogs.replies import Priority
from dialogs.scene import Scene
from dialogs.under_way import is_asking

FLOWS: dict[str, Any] = {
    "onboarding": onboarding,
    "triage": triage,
    "emergency": emergency,
    "sign": sign,
    "erasing": erasing,
    "exporting": exporting,
    "privacy": privacy,
    "consenting": consenting,
    "settings": settings,
    "pausing": pausing,
    "racing": racing,
    "squad": squad,
    "joining": joining,
    "sharing": sharing,
    "care": care,
    "home": home,
    **leading.FORMS,
}
"""Modules or forms: each has `table`, `hear` and `show`."""


def hear_in_flow(scene: Scene) -> None:
    """Let the flow say what the event means, and move."""
    trigger = FLOWS[scene.dialogue.flow].hear(scene)
    if trigger is not None:
        pull(scene, trigger)


def pull(scene: Scene, trigger: str) -> None:
    """Trigger an event of the flow's machine, then show where that led."""
    flow, before = scene.dialogue.flow, scene.state
    machine_of(scene.content, flow).events[trigger].trigger(scene)
    if flow == "triage" and trigger in triage.GOES_ON:
        scene.dialogue.asked_at = scene.now.isoformat()
    after = AFTER.get((flow, scene.state))
    if after is None:
        FLOWS[flow].show(scene, before)
        return
    following = after(scene)
    if following is not None:
        pull(scene, following)


@lru_cache(maxsize=16)
def machine_of(content: Content, flow: str) -> Machine:
    """The shared machine of a flow; it holds no runner."""
    table: Table = FLOWS[flow].table(content)
    return Machine(
        model=None,
        states=table.states,
        transitions=table.transitions,
        initial=table.states[0],
        auto_transitions=False,
        send_event=True,
        ignore_invalid_triggers=True,
    )


def show_again(scene: Scene) -> None:
    """The card of the state we are in, after something else was said."""
    if scene.dialogue.flow == "onboarding":
        pull(scene, "greet")
    elif scene.state == "verdict":
        verdict.show_ways(scene)
    else:
        FLOWS[scene.dialogue.flow].show(scene, scene.state)


def start_triage(scene: Scene) -> None:
    """Consent is given, or a triage is asked for: the first screen."""
    scene.dialogue.flow, scene.state = "triage", "ready"
    pull(scene, triage.begin(scene))


def agreed(scene: Scene) -> None:
    """Consent is given: on to the first screen; before that to the invitation the runner came with, if it works."""
    if scene.dialogue.invitation is not None:
        scene.dialogue.flow, scene.state = "triage", "ready"
        state = joining.begin(scene)
        if state is not None:
            scene.push("joining", state)
            joining.show(scene, state)
            return
    start_triage(scene)


def put_away(scene: Scene) -> None:
    """What the talk about squads was about, once it is over."""
    dialogue = scene.dialogue
    flows = {dialogue.flow, *(flow for flow, _ in dialogue.stack)}
    if dialogue.consent is not None and "joining" not in flows:
        dialogue.invitation = None
    if flows.isdisjoint(("squad", "joining", "sharing")):
        dialogue.squad = {}


def go_back(scene: Scene) -> None:
    """An interruption is over: the flow goes on where it was."""
    FLOWS[scene.dialogue.flow].show(scene, scene.state)
    scene.pop()
    show_again(scene)


def to_sharing(scene: Scene) -> None:
    """From what is kept to what squads see."""
    FLOWS[scene.dialogue.flow].show(scene, scene.state)
    scene.pop()
    scene.push("sharing", sharing.begin(scene))
    sharing.show(scene, scene.state)


def happening_now(scene: Scene) -> None:
    """The emergency is real: with consent and a fact that says so triage ends with it, else the numbers are said."""
    facts = [name for name in scene.dialogue.suspected if not name.startswith(sign.SIGN)]
    scene.dialogue.suspected = []
    leading.come_home(scene)
    if not facts:
        scene.say("emergency_yes", Priority.SAFETY, **scene.numbers)
        if scene.dialogue.consent is not None:
            wait_for_triage(scene)
            triage.begin(scene)
            scene.dialogue.flow, scene.state = "triage", "ready"
        return
    asking = scene.state in scene.content.triage.by_id or scene.state == "parent"
    if scene.dialogue.flow != "triage" or not asking or scene.days_away > 1:
        triage.begin(scene)
    scene.dialogue.flow, scene.state = "triage", scene.content.triage.screens[0].id
    triage.take_for_true(scene, facts)
    pull(scene, "answer")


def new_sign(scene: Scene) -> str | None:
    """It is new: the plan stops, if there is one, and triage begins."""
    found, scene.dialogue.suspected = scene.dialogue.suspected, []
    if scene.dialogue.plan is None:
        leading.come_home(scene)
        scene.dialogue.flow, scene.state = "triage", "ready"
        return triage.begin(scene)
    return leading.stop_for_signs(
        scene, frozenset(name.removeprefix(sign.SIGN) for name in found if name.startswith(sign.SIGN))
    )


def lead_on(scene: Scene) -> str | None:
    """From a verdict, or from the place between questions, to where the runner wants to go."""
    leading.come_home(scene)
    match scene.target:
        case "make_plan":
            return leading.begin_plan(scene)
        case "history":
            return leading.begin_history(scene)
        case "check_in" | "change_answer":
            return leading.begin_check_in(scene, correcting=scene.target == "change_answer")
        case "knee_week":
            if is_asking(scene):
                scene.push("knee_week", "open")
            return daily.begin_knee_week(scene)
        case "seen":
            scene.dialogue.flow, scene.state = "care", "ask"
        case "take_back":
            following.take_back(scene)
            scene.say("seen_taken_back")
            scene.dialogue.flow, scene.state = "care", "ask"
        case "start_triage":
            scene.dialogue.flow, scene.state = "triage", "ready"
            return triage.begin(scene)
        case "back_to_result" if scene.dialogue.verdict is not None:
            scene.dialogue.flow, scene.state = "triage", "verdict"
            return "return"
        case _:
            leading.go_home(scene)
    FLOWS[scene.dialogue.flow].show(scene, scene.state)
    return None


def to_questions(scene: Scene) -> None:
    """Back to the questions that were left open."""
    scene.pop()
    show_again(scene)


def left_check_in(scene: Scene) -> None:
    """Not now; back to where we were."""
    daily.leave_check_in(scene)
    if scene.dialogue.stack:
        scene.pop()
    else:
        scene.dialogue.flow, scene.state = "home", "home"
    show_again(scene)


def told_week(scene: Scene) -> None:
    """The weekly questions are answered."""
    daily.tell_knee_week(scene)
    if scene.dialogue.stack:
        scene.pop()
    leading.go_home(scene)


def may_run_again(scene: Scene) -> str | None:
    """A clinician allowed running: on with the plan there is, or to the questions of a new one."""
    trigger = leading.cleared(scene)
    if trigger is None:
        show_again(scene)
    return trigger


def after_care(scene: Scene) -> None:
    """It was told what became of a visit: what can be done now."""
    care.show(scene, scene.state)
    scene.dialogue.flow, scene.state = "home", "home"
    show_again(scene)


AFTER: dict[tuple[str, str], Callable[[Scene], str | None]] = {
    ("onboarding", "agreed"): agreed,
    ("emergency", "yes"): happening_now,
    ("emergency", "no"): go_back,
    ("sign", "yes"): new_sign,
    ("sign", "no"): go_back,
    ("erasing", "kept"): go_back,
    ("consenting", "agreed"): go_back,
    ("privacy", "done"): go_back,
    ("privacy", "squads"): to_sharing,
    ("exporting", "sent"): go_back,
    ("exporting", "kept"): go_back,
    ("settings", "done"): go_back,
    ("squad", "done"): go_back,
    ("sharing", "left"): go_back,
    **{("joining", end): go_back for end in joining.ENDS},
    **{("pausing", end): go_back for end in pausing.ENDS},
    **{("racing", end): go_back for end in racing.ENDS},
    ("triage", "left"): lead_on,
    ("home", "left"): lead_on,
    ("home", "over"): to_questions,
    ("plan", "answered"): leading.end_plan,
    ("plan", "left"): lead_on,
    ("history", "answered"): leading.end_history,
    ("history", "left"): lead_on,
    ("check_in", "answered"): leading.end_check_in,
    ("check_in", "left"): left_check_in,
    ("knee_week", "answered"): told_week,
    ("care", "cleared"): may_run_again,
    ("care", "waiting"): after_care,
    ("care", "raised"): after_care,
}
"""Where a flow ends and another one goes on."""
