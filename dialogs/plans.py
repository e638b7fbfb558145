"""The runner's plan as the dialogue holds it: when it began, what it was made from, its course, the strength work.

`dialogue.plan` is plain JSON: "began" (local date of day 1), "side", "facts" and "verdict" (of the triage it follows),
"baseline", "running" (what it began with), "course", "training"; "before" is the course before today's answers and
"answered" the day of these; "base" the course before the last restart; "uncleared" what there was before the last
clearance; "asking" the day that is being asked about; "half" a check-in that was left half-way (half_told.py); "gate"
what today's warm-up showed (holding.py); "pause" and "race" are the runner's.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from dialogs.course import Course, begin, with_goal
from dialogs.deciding import catch_up
from dialogs.facts import UNKNOWN, Value
from dialogs.keeping import keep_rhythm, rhythm_of, today
from dialogs.load import Baseline, Disposition, Running
from dialogs.replies import Planned
from dialogs.rhythm import begun
from dialogs.scene import Scene
from dialogs.training import Training
from dialogs.training import begin as begin_training

BREAK_DAYS = 14
"""So many days, at least, lie behind who has not run in the last 14."""
PLANNED = ("rest", "modify", "run")


def plan_of(scene: Scene) -> dict[str, Any]:
    """The plan. There must be one."""
    plan = scene.dialogue.plan
    if plan is None:
        raise ValueError("there is no plan")
    return plan


def course_of(scene: Scene) -> Course:
    """Where the runner stands; read once for all who ask, as long as nothing else is written down."""
    stored, known = plan_of(scene)["course"], scene.course_read
    if known is None or known[0] is not stored:
        known = scene.course_read = stored, Course.from_dict(stored)
    return known[1]


def keep_course(scene: Scene, course: Course) -> None:
    """Write the course down."""
    stored = plan_of(scene)["course"] = course.to_dict()
    scene.course_read = stored, course


def keep_goal(scene: Scene, km: float | None) -> None:
    """Write the runner's own goal down, also in the courses to which a changed answer goes back."""
    keep_course(scene, with_goal(course_of(scene), km))
    for name in ("before", "base"):
        if stored := plan_of(scene).get(name):
            plan_of(scene)[name] = with_goal(Course.from_dict(stored), km).to_dict()


def running_of(scene: Scene) -> Running:
    """What the plan began with."""
    stored: dict[str, Any] = plan_of(scene)["running"]
    pairs: dict[str, Any] = {name: tuple(stored[name]) for name in ("pace", "cadence") if stored[name]}
    return Running(**{**stored, **pairs})


def baseline_of(scene: Scene) -> Baseline:
    """What the plan was made from."""
    return Baseline(**plan_of(scene)["baseline"])


def training_of(scene: Scene) -> Training:
    """The strength work."""
    return Training.from_dict(plan_of(scene).get("training", {}))


def keep_training(scene: Scene, training: Training) -> None:
    """Write the strength work down."""
    plan_of(scene)["training"] = training.to_dict()


def day_of(scene: Scene, on: date | None = None) -> int:
    """The number of a local date, today if none is given, in the plan; 1 is its first.

    A day that was answered is still today where the calendar went back since then: west over the date line, say.
    """
    began = date.fromisoformat(plan_of(scene)["began"])
    answered = plan_of(scene).get("answered", 1) if on is None else 1
    return max(((on or today(scene)) - began).days + 1, answered)


def date_of(scene: Scene, day: int) -> date:
    """The local date of a day of the plan."""
    return date.fromisoformat(plan_of(scene)["began"]) + timedelta(days=day - 1)


def allowed_by(verdict: Mapping[str, Any] | None) -> Disposition | None:
    """What a verdict lets the plan be; None if it allows none before somebody has seen the knee."""
    if verdict is None:
        return None
    disposition = verdict["disposition"]
    if disposition == "clinician" and verdict["meanwhile"] == "modify":
        return "modify"
    return disposition if disposition in PLANNED else None


def make_plan(
    scene: Scene, disposition: Disposition, answers: Mapping[str, Value], level: int | None = None
) -> Running:
    """A new plan from the verdict and what the runner told; a level if a clinician named one. What it begins with."""
    load, triage = scene.content.load, scene.dialogue.facts
    baseline = baseline_from({**triage, **answers})
    running = load.first(disposition, baseline) if level is None else load.cleared(baseline, level)
    if (hour := known(answers, "check_in_hour")) is not None:
        scene.dialogue.settings["hour"] = hour
    scene.dialogue.plan = {
        "began": today(scene).isoformat(),
        "side": known(answers, "knee_side"),
        "facts": dict(triage),
        "verdict": dict(scene.dialogue.verdict or {}),
        "baseline": asdict(baseline),
        "running": asdict(running),
        "course": begin(load, running.disposition, running, baseline).to_dict(),
        "training": begin_training().to_dict(),
    }
    keep_rhythm(scene, begun(rhythm_of(scene), scene.now))
    scene.records.append(
        Planned({key: scene.dialogue.plan[key] for key in ("began", "baseline", "running", "verdict")})
    )
    return running


def baseline_from(facts: Mapping[str, Value]) -> Baseline:
    """The figures the plan starts from; what was passed over, or was not sure, is None."""
    ran = facts.get("ran_last_14_days", True)
    at_least = 0 if ran else BREAK_DAYS
    return Baseline(
        km_week=known(facts, "km_week_usual") or None,
        runs_week=known(facts, "runs_per_week") or None,
        longest_km=known(facts, "longest_run_30d"),
        pain_run=known(facts, "pain_run") if ran else None,
        pain_daily=known(facts, "pain_daily_worst"),
        easy_pace=known(facts, "easy_pace"),
        cadence=known(facts, "cadence"),
        days_off=max(known(facts, "days_off") or 0, at_least),
        pregnant=known(facts, "pregnant") is True,
    )


def known(facts: Mapping[str, Value], name: str) -> Any:
    """An answer, None if there is none or it was passed over."""
    value = facts.get(name)
    return None if value == UNKNOWN else value


def has_checked_in(scene: Scene) -> bool:
    """Whether today's check-in is done."""
    return bool(plan_of(scene).get("answered") == day_of(scene))


def course_today(scene: Scene) -> Course:
    """The course as it is today: days without an answer until yesterday told, and today's answer if there is one."""
    course, day = course_of(scene), day_of(scene)
    return catch_up(scene.content.decisions, scene.content.load, course, day)[0] if course.day < day else course
