"""Everything the page for a physio or doctor tells of this runner."""

from dialogs.events import Command
from dialogs.flows.library import name_of
from dialogs.keeping import today
from dialogs.plan_marks import day_marks, week_rows
from dialogs.plans import course_of, day_of, plan_of, training_of
from dialogs.report import Case, PlanNow
from dialogs.rules import Verdict
from dialogs.scene import Scene
from dialogs.training import session


def case_of(scene: Scene) -> Case:
    """The runner's triage, course and plan. The name is what stands behind /report, and is kept nowhere."""
    plan, weeks = plan_of(scene), week_rows(scene)
    return Case(
        made_on=today(scene).isoformat(),
        facts={**plan["facts"], **({"knee_side": plan["side"]} if plan["side"] else {})},
        name=scene.event.argument if isinstance(scene.event, Command) else "",
        verdict=Verdict.from_dict(plan["verdict"]) if plan["verdict"] else None,
        verdict_on=plan["began"],
        plan=plan_now(scene, sum(week.answered for week in weeks)),
        days=day_marks(scene),
        weeks=weeks,
        signs=[(on, sign) for on, sign in plan.get("signs", ())],
    )


def plan_now(scene: Scene, answered: int) -> PlanNow:
    """The plan as it stands."""
    plan, course, training = plan_of(scene), course_of(scene), training_of(scene)
    weeks = week_rows(scene)
    return PlanNow(
        began=plan["began"],
        mode="none" if course.resting or course.locked else course.mode,
        level=course.level,
        km_week=course.km,
        runs_week=course.runs_week,
        stage=training.stage,
        exercises=[name_of(scene, move) for move in session(scene.content.library, training, day_of(scene)).moves],
        sessions_done=sum(week.exercises_done for week in weeks),
        sessions_planned=sum(week.exercises_planned for week in weeks),
        check_ins_done=answered,
        check_ins_asked=course.day,
    )
