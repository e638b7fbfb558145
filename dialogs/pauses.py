"""A pause the runner asked for: its days are no silence, nothing is asked in them, and on return they count as away.

`plan["pause"]` has "until" (the local date that is asked again), "why" ("ill" or "away") and "since" (its first date).
"""

from datetime import date, timedelta

from dialogs import breaks
from dialogs.deciding import catch_up
from dialogs.keeping import keep_rhythm, rhythm_of, today
from dialogs.plans import course_of, date_of, day_of, keep_course, plan_of
from dialogs.rhythm import paused, resumed
from dialogs.scene import Scene


def pause_of(scene: Scene) -> dict[str, str] | None:
    """The pause that is on, or that begins tomorrow; None without one."""
    pause = (scene.dialogue.plan or {}).get("pause")
    return pause if pause and today(scene).isoformat() < pause["until"] else None


def first_date(scene: Scene) -> date:
    """The date a pause begins: today, or tomorrow once today's check-in is done."""
    return date_of(scene, max(day_of(scene), course_of(scene).day + 1))


def shortest_and_longest(scene: Scene) -> tuple[int, int]:
    """How many days a pause can have."""
    numbers = scene.content.decisions.numbers
    return numbers.pause_least, numbers.pause_most


def begin_pause(scene: Scene, why: str, days: int) -> None:
    """The plan waits for so many days; another pause that is on ends with it. ValueError for too few or too many."""
    first, before = first_date(scene), pause_of(scene)
    since = min(first.isoformat(), before["since"]) if before else first.isoformat()
    plan_of(scene)["pause"] = {"until": (first + timedelta(days=days)).isoformat(), "why": why, "since": since}
    pause_course(scene, first, days)
    keep_rhythm(scene, paused(rhythm_of(scene), first + timedelta(days=days)))


def pause_course(scene: Scene, first: date, days: int) -> None:
    """The course knows of so many days of a pause from this date on."""
    content, day = scene.content, day_of(scene, first)
    course, _ = catch_up(content.decisions, content.load, course_of(scene), day)
    keep_course(scene, breaks.pause(content.decisions, course, day, days))


def end_pause(scene: Scene) -> dict[str, str] | None:
    """The plan goes on today; the pause that was on, None if none was."""
    pause = pause_of(scene)
    if scene.dialogue.plan is not None:
        scene.dialogue.plan.pop("pause", None)
    if pause is not None:
        keep_course(scene, breaks.resume(course_of(scene), day_of(scene)))
        keep_rhythm(scene, resumed(rhythm_of(scene), scene.now))
    return pause


def follow_answer(scene: Scene) -> None:
    """After a check-in: who answers in a pause is back; one that begins only tomorrow is told to the course again."""
    pause = pause_of(scene)
    if pause is None:
        plan_of(scene).pop("pause", None)
    elif pause["since"] <= today(scene).isoformat():
        end_pause(scene)
    else:
        first = date.fromisoformat(pause["since"])
        pause_course(scene, first, (date.fromisoformat(pause["until"]) - first).days)
