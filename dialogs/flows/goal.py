"""The runner's own goal: fewer km a week than before the pain are enough. The plan goes up to it and no further."""

from dialogs.course import Course
from dialogs.events import Go, tap_of
from dialogs.plans import course_of, keep_goal
from dialogs.replies import Button, Rows
from dialogs.scene import Scene

GOALS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80)
"""Km a week to choose from; the highest that are less than the usual week are shown."""
MOST_SHOWN, A_ROW = 6, 2
PLACE, NO_GOAL = "goal", "goal_none"


def hear_goal(scene: Scene, place: str) -> bool:
    """Ask for a goal, or keep the one that was tapped; False if the place is none of these."""
    _, _, km = place.partition("goal_")
    if not can_have_goal(scene):
        return False
    if place == PLACE:
        show_goals(scene)
    elif place == NO_GOAL:
        take_goal(scene, None)
    elif km in map(str, goals(course_of(scene))):
        take_goal(scene, int(km))
    else:
        return False
    return True


def can_have_goal(scene: Scene) -> bool:
    """Whether the plan is in km and going on, and less than the usual week can be meant."""
    course = course_of(scene)
    return course.mode == "km" and course.locked is None and course.recovered is None and bool(goals(course))


def goals(course: Course) -> tuple[int, ...]:
    """What is offered as a goal."""
    return tuple(km for km in GOALS if km < (course.km_usual or 0))[-MOST_SHOWN:]


def show_goals(scene: Scene) -> None:
    """The goals to tap; a goal that was set can be taken away."""
    scene.open()
    course = course_of(scene)
    offered = [button(scene, km) for km in goals(course)]
    rows: Rows = tuple(tuple(offered[at : at + A_ROW]) for at in range(0, len(offered), A_ROW))
    none = ((scene.go(NO_GOAL),),) if course.km_goal else ()
    scene.card("goal", (*rows, *none, (scene.go("week"),)), usual=f"{course.km_usual:g}", most=f"{course.km_aim:g}")


def button(scene: Scene, km: int) -> Button:
    """A goal to tap."""
    return Button(scene.texts.text("today.goal", km=km), tap_of(Go(scene.turn, f"goal_{km}")))


def take_goal(scene: Scene, km: int | None) -> None:
    """Keep the goal, or take it away, and say how far the plan goes now."""
    keep_goal(scene, km)
    scene.open()
    scene.card("goal_set", ((scene.go("week"), scene.go("today")),), most=f"{course_of(scene).km_aim:g}")
