"""What holds running beside the course: questions left open, and what the knee said after today's warm-up.

`plan["gate"]` has "day" and "opens", the strictest that was found after a warm-up on it: "go", "short" or "none".
"""

from dialogs.breaks import stand_still
from dialogs.half_told import is_half_told
from dialogs.plans import course_of, course_today, day_of, has_checked_in, keep_course, plan_of
from dialogs.prescribing import planned_run
from dialogs.scene import Scene
from dialogs.under_way import forbids_running, is_asking_beneath
from dialogs.warming import GATES, Gate


def waits_for(scene: Scene) -> str | None:
    """What has to be told before anything is run or trained: "check_in", "triage", or None."""
    if is_half_told(scene.dialogue):
        return "check_in"
    return "triage" if is_asking_beneath(scene) and forbids_running(scene) else None


def ended_by_silence(scene: Scene) -> bool:
    """Whether so many days went by without an answer that only a fresh look at the knee can begin a plan again."""
    course = course_today(scene)
    row = scene.content.decisions.for_silence(course.missed, course.away)
    return course.locked is None and row is not None and row.locks


def stop_if_certain(scene: Scene) -> None:
    """Before the answers of a triage are forgotten: if they forbid running, the plan stands still until the next."""
    if scene.dialogue.verdict is None and forbids_running(scene):
        wait_for_triage(scene)


def wait_for_triage(scene: Scene) -> None:
    """The plan, if there is one that goes on, stands still until the questions are answered; none begins before."""
    scene.dialogue.care.pop("level", None)
    if scene.dialogue.plan is not None and course_of(scene).locked is None:
        keep_course(scene, stand_still(course_today(scene), day_of(scene)))
        plan_of(scene).pop("base", None)


def gate_today(scene: Scene) -> Gate | None:
    """What the knee after today's warm-up lets the run be; None before one."""
    gate = plan_of(scene).get("gate")
    return gate["opens"] if gate and gate["day"] == day_of(scene) else None


def keep_gate(scene: Scene, gate: Gate) -> Gate:
    """Another warm-up today: the strictest one holds."""
    strictest = max(gate, gate_today(scene) or gate, key=GATES.index)
    plan_of(scene)["gate"] = {"day": day_of(scene), "opens": strictest}
    return strictest


def is_run_planned(scene: Scene) -> bool:
    """Whether the plan has a run today, and the knee did not refuse it after the warm-up."""
    return planned_run(scene.content.load, course_today(scene), day_of(scene)) and gate_today(scene) != "none"


def may_run_today(scene: Scene) -> bool:
    """Whether there is a run today that was not told yet, and nothing has to be told first."""
    return waits_for(scene) is None and not has_checked_in(scene) and is_run_planned(scene)
