"""A day's check-in: what is known before it is asked, the answers in the course's terms, and what came of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dialogs.check_in import SIGNS, Answers
from dialogs.course import Course, asks_full_form, asks_number, asks_walk, waits_for_morning
from dialogs.deciding import Decision, answer, catch_up, once_more
from dialogs.facts import Value
from dialogs.holding import gate_today
from dialogs.keeping import keep_rhythm, rhythm_of, today
from dialogs.pauses import follow_answer
from dialogs.plan_marks import keep_weeks
from dialogs.plans import course_of, date_of, day_of, has_checked_in, keep_course, keep_training, plan_of, training_of
from dialogs.prescribing import check_in_every, planned_run
from dialogs.replies import CheckedIn
from dialogs.rhythm import answered
from dialogs.scene import Scene
from dialogs.stages import Outcome, Raise, settle
from dialogs.trained import sessions_done

RUN_PAINS = {"pain_0_2": 2, "pain_3": 3, "pain_4": 4, "pain_5": 5, "pain_6_10": 6}
QUIET_ROWS = ("D16", "D18", "D20")
"""Rows of days on which exercises may get harder."""
QUIET = {"quiet": "ok", "quiet_ran": "okrun"}


def begin_day(scene: Scene, *, correcting: bool = False) -> dict[str, Value]:
    """Today is asked about: days without an answer before it are told to the course. What is known beforehand."""
    plan = plan_of(scene)
    settle_beginning(scene)
    day, course = day_of(scene), before_today(scene)
    course, _ = catch_up(scene.content.decisions, scene.content.load, course, day)
    plan["before"], plan["asking"] = course.to_dict(), day
    if plan.get("answered") != day:
        keep_course(scene, course)
    keep_weeks(scene)
    return {
        "resting": course.resting,
        "run_planned": planned_run(scene.content.load, course, day) and gate_today(scene) != "none",
        "run_waits": waits_for_morning(course),
        "walk_wanted": asks_walk(course),
        "number_day": asks_number(course),
        "full_form": correcting or "half" in plan or asks_full_form(course),
    }


def before_today(scene: Scene) -> Course:
    """The course before today's answers, if they were given already."""
    plan = plan_of(scene)
    return Course.from_dict(plan["before"]) if has_checked_in(scene) else once_more(course_of(scene), day_of(scene))


def settle_beginning(scene: Scene) -> None:
    """A plan made after its hour begins tomorrow, unless the runner checks in on the day itself."""
    plan, started = plan_of(scene), rhythm_of(scene).started
    began = date.fromisoformat(plan["began"])
    if started is None or course_of(scene).day or not began < started <= today(scene):
        return
    later, training = (started - began).days, training_of(scene)
    plan["began"] = started.isoformat()
    done = tuple(one._replace(day=one.day - later) for one in training.done if one.day > later)
    keep_training(scene, replace(training, done=done))


def answers_from(facts: Mapping[str, Value], *, late: bool = False) -> Answers:
    """The answers of the form in the course's terms. A run by the buttons has the number its button stands for."""
    gate = str(facts.get("gate_ran", facts.get("gate", "tell")))
    pain = facts.get("pain_today")
    run = str(facts.get("run_today", "none"))
    ran_as_planned = gate == "quiet_ran" and pain is not None
    after = {facts.get("after_run"), facts.get("this_morning")}
    return Answers(
        pain=int(pain) if pain is not None else None,
        ran=run != "none" or ran_as_planned,
        run_pain=2 if ran_as_planned else RUN_PAINS.get(run),
        stopped=run == "stopped",
        over=facts.get("over_plan") is True and run != "none",
        slow="slow" in after,
        worse="worse" in after,
        walk={"easy": True, "sore": False}.get(str(facts.get("walk_today"))),
        limp=facts.get("sign_limp") is True,
        signs=frozenset(sign for sign in SIGNS if facts.get(f"sign_{sign}") is True),
        quiet=QUIET.get(gate) if pain is None else None,  # type: ignore[arg-type]
        late=late,
    )


def told_so_far(scene: Scene) -> Answers:
    """What was told of today: in the check-in, or in one that was left half-way; a quiet day if nothing was."""
    plan = plan_of(scene)
    if (half := plan.get("half", {})).get("day") == day_of(scene) and "pain_today" in half["facts"]:
        return answers_from({**half["facts"], **half["draft"]})
    if not has_checked_in(scene):
        return Answers(quiet="ok")
    told = {name: value for name, value in plan["told"].items() if name not in ("row", "decision")}
    return Answers(**{**told, "signs": frozenset(told.get("signs", ()))})


def take_day(scene: Scene, answers: Answers) -> tuple[Decision, tuple[Raise, ...]]:
    """Decide the day that was asked about, and keep all that follows from it; with the moves that get harder."""
    plan, content = plan_of(scene), scene.content
    day = plan.pop("asking")
    before = Course.from_dict(plan["before"])
    course, decision = answer(content.decisions, content.load, before, day, answers, sessions_so_far(scene, day))
    corrected = plan.get("answered") == day
    plan["answered"], plan["told"] = day, {**told(answers), "row": decision.row, "decision": decision.decision}
    for name in ("base", "half", "uncleared"):
        plan.pop(name, None)
    keep_course(scene, course)
    on = date_of(scene, day)
    signs = [entry for entry in plan.get("signs", ()) if entry[0] != on.isoformat()]
    plan["signs"] = [*signs, *([on.isoformat(), sign] for sign in sorted(answers.signs))]
    # A second decision of the day must not raise the exercises a second time.
    once = not corrected or decision.decision in content.library.rules.down_on
    raises = train_on(scene, course, decision) if once else ()
    follow_answer(scene)
    keep_rhythm(
        scene, replace(answered(rhythm_of(scene), on), every_days=check_in_every(content.decisions, course, day))
    )
    body = {"answers": told(answers), "decision": decision.to_dict(), "content": content.version}
    scene.records.append(CheckedIn(on.isoformat(), body))
    return decision, raises


def train_on(scene: Scene, course: Course, decision: Decision) -> tuple[Raise, ...]:
    """What the day means for strength work; the moves that get harder."""
    outcome = Outcome(
        decision.decision,
        decision.row,
        strength_after(course),
        course.typed_pains,
        course.level,
        recovered=course.recovered is not None,
        quiet=decision.row in QUIET_ROWS and not decision.rose,
    )
    training, raises = settle(scene.content.library, training_of(scene), decision.day, outcome)
    keep_training(scene, training)
    return raises


def strength_after(course: Course) -> str:
    """The disposition that strength work follows: after a rest it is that of a careful return."""
    if course.resting:
        return "rest"
    return "modify" if course.disposition == "rest" else course.disposition


def sessions_so_far(scene: Scene, day: int) -> tuple[int, int]:
    """Strength sessions done and planned since the plan began; both of them count once a day."""
    rows = plan_of(scene).get("weeks", ())
    done = sum(row["exercises_done"] for row in rows)
    planned = sum(row["exercises_planned"] for row in rows)
    training, over = training_of(scene), len(rows) * 7
    now = scene.content.library.stages[training.stage].sessions_week
    return done + sessions_done(training, day, max(day - over, 1)), planned + round(now * (day - over) / 7)


def told(answers: Answers) -> dict[str, Any]:
    """The answers as they are kept: what was said, and nothing else."""
    names = ("pain", "run_pain", "ran", "stopped", "over", "slow", "worse", "walk", "limp", "quiet", "late")
    said = {name: getattr(answers, name) for name in names}
    # A pain of 0 was said as much as any other.
    said = {name: value for name, value in said.items() if value is not None and value is not False}
    return {**said, **({"signs": sorted(answers.signs)} if answers.signs else {})}
