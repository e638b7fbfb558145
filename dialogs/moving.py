"""Moving through the flows: their shared machines, and where one flow ends and another goes on."""

from functools import lru_cache
from types import ModuleType

from transitions import Machine

from dialogs.content import Content
from dialogs.flows import emergency, erasing, onboarding, triage, verdict
from dialogs.flows.table import Table
from dialogs.replies import Priority
from dialogs.scene import Scene

FLOWS: dict[str, ModuleType] = {
    "onboarding": onboarding,
    "triage": triage,
    "emergency": emergency,
    "erasing": erasing,
}


def hear_in_flow(scene: Scene) -> None:
    """Let the flow say what the event means, and move."""
    trigger = FLOWS[scene.dialogue.flow].hear(scene)
    if trigger is not None:
        pull(scene, trigger)


def pull(scene: Scene, trigger: str) -> None:
    """Trigger an event of the flow's machine, then show where that led."""
    flow, before = scene.dialogue.flow, scene.state
    machine_of(scene.content, flow).events[trigger].trigger(scene)
    if trigger in triage.GOES_ON:
        scene.dialogue.asked_at = scene.now.isoformat()
    after = AFTER.get((flow, scene.state))
    if after is not None:
        after(scene)
    else:
        FLOWS[flow].show(scene, before)


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


def go_back(scene: Scene) -> None:
    """An interruption is over: the flow goes on where it was."""
    FLOWS[scene.dialogue.flow].show(scene, scene.state)
    scene.pop()
    show_again(scene)


def happening_now(scene: Scene) -> None:
    """The emergency is real: with consent and a fact that says so triage ends with it, else the numbers are said."""
    fact, scene.dialogue.suspected = scene.dialogue.suspected, None
    while scene.dialogue.stack:
        scene.pop()
    if scene.dialogue.consent is None or fact is None:
        scene.say("emergency_yes", Priority.SAFETY, **scene.numbers)
        if scene.dialogue.consent is not None:
            triage.begin(scene)
            scene.state = "ready"
        return
    if scene.state not in scene.content.triage.by_id or scene.days_away > 1:
        triage.begin(scene)
        scene.state = scene.content.triage.screens[0].id
    triage.take_for_true(scene, fact)
    pull(scene, "answer")


AFTER = {
    ("onboarding", "agreed"): start_triage,
    ("emergency", "yes"): happening_now,
    ("emergency", "no"): go_back,
    ("erasing", "kept"): go_back,
}
"""Where a flow ends and another one goes on."""
