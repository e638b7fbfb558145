"""A life in one line."""

from typing import Any

from bot.simulate.living import Life
from bot.simulate.tally import listed
from dialogs.course import Course
from dialogs.plans import course_today


def life_line(life: Life, days: int) -> str:
    """Days, messages, answers, runs, decisions by kind, where it began and ended, and the promises."""
    tally = life.tally
    asked = tally.sent("seen")
    return "; ".join(
        [
            f"{days} days",
            f"prompts: {tally.sent('check_in')}, reminders: {tally.sent('reminder')}"
            + (f", asked about a visit: {asked}" if asked else "")
            + (", a last word" if tally.sent("last_word") else ""),
            f"answers: {len(tally.answers)}",
            f"runs: {tally.runs}",
            f"decisions: {listed(tally.decided('decision'))}",
            f"began {began(tally.plans)}, ended {ended(life)}",
            *tally.broken(),
        ]
    )


def began(plans: list[dict[str, Any]]) -> str:
    """What the first plan began with."""
    if not plans:
        return "without a plan"
    match plans[0]["running"]:
        case {"disposition": "rest"}:
            return "resting"
        case {"mode": "ladder", "level": level}:
            return f"at level {level}"
        case {"mode": "km", "km_week": km}:
            return f"with {km:g} km a week"
    return "running as before"


def ended(life: Life) -> str:
    """Where the runner stands."""
    if life.phone.dialogue.plan is None:
        return "without a plan"
    course = course_today(life.scene)
    where = at_last(course)
    states = {
        "recovered": course.recovered is not None,
        "resting": course.resting,
        "waiting for triage": course.locked == "retriage",
        "waiting for a clinician": course.locked == "closed",
        "ended by silence": course.locked == "ended",
    }
    return ", ".join([where, *(state for state, holds in states.items() if holds)])


def at_last(course: Course) -> str:
    """The level, or the km of the week."""
    if course.mode == "ladder":
        return f"at level {course.level}"
    return f"with {course.km:g} km a week" if course.km is not None else "running as before"
