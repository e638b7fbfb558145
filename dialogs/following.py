"""What a verdict means for the plan that is there: it goes on, starts again lower, rests, or waits for a clinician."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs import breaks
from dialogs.care import level_named, open_care
from dialogs.course import Course
from dialogs.deciding import catch_up
from dialogs.hours import local_date
from dialogs.keeping import keep_rhythm, rhythm_of, today, zone_of
from dialogs.load import Disposition
from dialogs.plan_words import running_today
from dialogs.plans import allowed_by, course_of, day_of, keep_course, known, plan_of
from dialogs.rhythm import resumed
from dialogs.scene import Scene

AFTER_BIRTH = "birth_12_weeks"
"""Running soon after a birth needs a plan of its own, which is not ours to make."""
PREGNANT = "pregnant"
"""A plan that is there begins again lower once it is told, and holds from then on."""
BY_CLEARANCE = ("course", "base", "pause")
"""What of a plan a clearance changes."""


def plan_allowed(scene: Scene) -> Disposition | None:
    """What a plan may be now: by a clinician's word, else by the verdict told and an earlier one that is still open."""
    if level_named(scene) is not None:
        return "modify"
    if scene.dialogue.facts.get(AFTER_BIRTH) is True or is_too_old(scene):
        return None
    allowed, care = allowed_by(scene.dialogue.verdict), open_care(scene)
    return allowed if care is None or allowed_by(care) else None


def is_too_old(scene: Scene) -> bool:
    """Whether the answers are as old as a silence that ends a plan: then they begin none either."""
    days = int(scene.days_away)
    row = scene.content.decisions.for_silence(days, days)
    return row is not None and row.locks


def follow_verdict(scene: Scene, verdict: Mapping[str, Any]) -> None:
    """The plan after a new verdict; one that a silence ended is over, and the next verdict can begin another.

    A pregnancy that is new starts it again lower. A verdict that takes the place of the one before it, since an answer
    was changed, starts from the same course.
    """
    dialogue, content = scene.dialogue, scene.content
    if dialogue.plan is None:
        return
    day = day_of(scene)
    course = base_course(scene, day)
    if course.locked == "ended":
        dialogue.plan = None
        return
    plan_of(scene)["base"] = course.to_dict()
    allowed = plan_allowed(scene)
    pregnant = known(dialogue.facts, PREGNANT)
    since_now = bool(pregnant) and not course.pregnant
    goes_on = course.locked is None and allowed in ("modify", "run") and not course.resting and not since_now
    disposition = allowed or ("urgent" if allowed_by(verdict) else verdict["disposition"])
    after = course if goes_on else breaks.restart(content.decisions, content.load, course, disposition, day)
    keep_course(scene, after if pregnant is None else replace(after, pregnant=pregnant))
    for name in ("answered", "pause", "uncleared"):
        plan_of(scene).pop(name, None)
    keep_rhythm(scene, replace(resumed(rhythm_of(scene), scene.now), every_days=1))


def base_course(scene: Scene, day: int) -> Course:
    """The course the verdict meets: as it was before the last one, or until yesterday."""
    stored = plan_of(scene).get("base")
    course = Course.from_dict(stored) if stored else course_of(scene)
    return catch_up(scene.content.decisions, scene.content.load, course, day)[0]


def say_plan(scene: Scene) -> None:
    """Beside a verdict: what becomes of the plan."""
    if scene.dialogue.plan is None or course_of(scene).locked:
        return
    running, why = running_today(scene)
    scene.say("plan_goes_on", running=running, why=why)


def clear_plan(scene: Scene, level: int | None) -> None:
    """A clinician allowed running: the plan that waited begins again on the ladder."""
    plan, course = plan_of(scene), base_course(scene, day_of(scene))
    plan["uncleared"] = {name: plan.get(name) for name in BY_CLEARANCE}
    keep_course(scene, breaks.cleared(scene.content.load, course, day_of(scene), level))
    for name in ("base", "pause"):
        plan.pop(name, None)
    keep_rhythm(scene, resumed(rhythm_of(scene), scene.now))


def may_take_back(scene: Scene) -> bool:
    """Whether the runner said today that they may run, which can have been a slip."""
    told = scene.dialogue.care
    if "before" not in told:
        return False
    return local_date(datetime.fromisoformat(told["cleared"]), zone_of(scene)) == today(scene)


def take_back(scene: Scene) -> None:
    """They may not run after all. The plan is as it was before; one that was made or answered since then is closed."""
    dialogue, content = scene.dialogue, scene.content
    dialogue.care = dialogue.care["before"]
    if dialogue.plan is None:
        return
    plan = plan_of(scene)
    if "uncleared" in plan:
        before = plan.pop("uncleared")
        plan.update({name: value for name, value in before.items() if value is not None})
    elif plan_allowed(scene) is None:
        day = day_of(scene)
        keep_course(scene, breaks.restart(content.decisions, content.load, course_of(scene), "urgent", day))
