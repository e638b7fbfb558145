"""Where one flow ends and another begins: to the plan, to the day's questions, to triage, and home again."""

from typing import Any

from dialogs import care, daily, following
from dialogs.deciding import Decision
from dialogs.flows import triage, verdict
from dialogs.flows.form import Form
from dialogs.forms import begin_form, end_form
from dialogs.half_told import keep_half
from dialogs.holding import ended_by_silence
from dialogs.keeping import knows_zone
from dialogs.plan_words import advice_lines, knee_words, running_today, week_words
from dialogs.plans import course_of, make_plan, training_of
from dialogs.scene import Scene
from dialogs.under_way import is_asking

PLAN, HISTORY = Form("plan"), Form("history")
FORMS = {"plan": PLAN, "history": HISTORY, "check_in": daily.CHECK_IN, "knee_week": daily.KNEE_WEEK}
"""The flows that ask one questionnaire each."""
LOAD_TOLD = "load_told"
"""Known before the history is asked: triage has asked how running changed."""


def come_home(scene: Scene) -> None:
    """Leave what interrupts, and a questionnaire that is half done; a triage that is under way stays open.

    What was told in the day's questions is kept for when they go on.
    """
    keep_half(scene.dialogue)
    end_form(scene)
    while scene.dialogue.stack:
        scene.pop()
    if scene.dialogue.flow in (*FORMS, "care"):
        go_home(scene)


def go_home(scene: Scene) -> None:
    """To the place between questions; one that was interrupted waits beneath."""
    if is_asking(scene):
        scene.push("home", "home")
    else:
        scene.dialogue.flow, scene.state = "home", "home"


def begin_plan(scene: Scene) -> str | None:
    """Ask what shapes the plan, if there may be one; the trigger that leads to the first question."""
    allowed = following.plan_allowed(scene)
    if allowed is None:
        return None
    ran = scene.dialogue.facts.get("ran_last_14_days", True)
    begin_form(scene, {"plan_for": allowed, "ran_last_14_days": ran})
    return PLAN.begin(scene)


def back_to_plan_questions(scene: Scene) -> bool:
    """To the open question of a plan in the making, out of what interrupts it; False if there is none."""
    if scene.dialogue.flow != PLAN.name and all(flow != PLAN.name for flow, _ in scene.dialogue.stack):
        return False
    while scene.dialogue.flow != PLAN.name:
        scene.pop()
    return True


def end_plan(scene: Scene) -> str | None:
    """The questions of the plan are answered: here it is. Where the time zone is a guess, it is asked."""
    answers = end_form(scene)
    make_plan(scene, answers.get("plan_for", "modify"), answers, care.level_named(scene))  # type: ignore[arg-type]
    scene.dialogue.care.pop("level", None)
    scene.dialogue.flow, scene.state = "home", "home"
    if not knows_zone(scene):
        scene.close()
        scene.say("plan_ready", **plan_values(scene))
        scene.push("settings", "card")
        return "zone"
    scene.open()
    slip = ((scene.go("take_back"),),) if following.may_take_back(scene) else ()
    ways = ((scene.go("today"),), (scene.go("exercises"), scene.go("week")), *slip)
    scene.card("plan_ready", ways, **plan_values(scene))
    return None


def plan_values(scene: Scene) -> dict[str, Any]:
    """What the message of a new plan takes."""
    course = course_of(scene)
    now, why = running_today(scene)
    return {
        "knee": knee_words(scene),
        "running": why if course.resting else week_words(scene, course),
        "running_more": [] if course.resting else advice_lines(scene, course),
        "today": "" if course.resting else now,
        "strength": scene.texts.text(f"today.strength.{training_of(scene).stage}"),
        "onward": scene.texts.text(f"today.onward.{'pregnant' if course.pregnant else 'plan'}"),
        "hour": daily.hour_words(scene),
    }


def begin_history(scene: Scene) -> str:
    """Ask what may have brought the pain on, beside a verdict."""
    begin_form(scene, {LOAD_TOLD: "load_change" in scene.dialogue.facts})
    return HISTORY.begin(scene)


def end_history(scene: Scene) -> None:
    """It is told: what it shows, beside the verdict, which stays as it is."""
    scene.dialogue.history = {name: value for name, value in end_form(scene).items() if name != LOAD_TOLD}
    scene.dialogue.flow, scene.state = "triage", "verdict"
    verdict.show_history(scene)


def begin_check_in(scene: Scene, *, correcting: bool = False) -> str:
    """The day's questions, over a triage that is under way if there is one."""
    if ended_by_silence(scene):
        return stop_for_triage(scene, daily.end_by_silence(scene))
    if is_asking(scene):
        scene.push("check_in", "open")
    return daily.begin_check_in(scene, correcting=correcting)


def end_check_in(scene: Scene) -> str | None:
    """The day is decided and told. New signs lead straight on to triage; the trigger that leads there."""
    decision, raises = daily.decide_day(scene)
    while scene.dialogue.stack:
        scene.pop()
    if course_of(scene).locked is not None:
        return stop_for_triage(scene, decision)
    go_home(scene)
    daily.tell_decision(scene, decision, raises)
    return None


def stop_for_signs(scene: Scene, signs: frozenset[str]) -> str:
    """Signs outside the day's questions: the day is decided with them."""
    come_home(scene)
    if ended_by_silence(scene):
        return stop_for_triage(scene, daily.end_by_silence(scene))
    return stop_for_triage(scene, daily.take_signs(scene, signs))


def stop_for_triage(scene: Scene, decision: Decision) -> str:
    """The plan stands still: said with its reason, then the first questions."""
    daily.tell_stop(scene, decision)
    scene.dialogue.flow, scene.state = "triage", "ready"
    return triage.begin(scene)


def cleared(scene: Scene) -> str | None:
    """A clinician allowed running: the plan goes on, or its questions begin."""
    level = int(scene.target)
    care.cleared(scene)
    scene.dialogue.flow, scene.state = "home", "home"
    if scene.dialogue.plan is not None:
        following.clear_plan(scene, level)
        return None
    scene.dialogue.care["level"] = level
    return begin_plan(scene)
