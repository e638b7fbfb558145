"""The runner's own steps, of running and of strength work: down at once, up by one with a word of caution, and only
when no stop rule is on. A session can be made shorter, and whole again."""

from collections.abc import Callable
from dataclasses import replace

from dialogs.exercises import BUILD, CALM, FULL, RETURN, TWO
from dialogs.holding import waits_for
from dialogs.level_steps import by_hand, may_step_up
from dialogs.plan_words import run_words, running_today
from dialogs.plans import course_of, course_today, day_of, keep_course, keep_training, training_of
from dialogs.prescribing import run_today
from dialogs.scene import Scene
from dialogs.stages import moved
from dialogs.trained import length_to_offer


def ask_up(scene: Scene) -> None:
    """A word of caution before the step up; or why not now."""
    scene.open()
    if course_of(scene).pregnant:
        scene.card("level_up_pregnant", ((scene.go("week"),),))
    elif can_go_up(scene):
        scene.card("level_up_ask", ((scene.go("level_up_sure"),), (scene.go("week"),)))
    else:
        scene.card("level_up_not_now", ((scene.go("week"),),), why=running_today(scene)[1])


def can_go_up(scene: Scene) -> bool:
    """Whether a step up by hand is allowed today: nothing waits to be told, a day without an answer neither."""
    if waits_for(scene) is not None:
        return False
    return may_step_up(scene.content.decisions, scene.content.load, course_today(scene), day_of(scene))


def can_be_moved(scene: Scene) -> bool:
    """Whether there is a level or a week to move, and the plan does not stand still."""
    course = course_of(scene)
    return course.amount is not None and course.locked is None and waits_for(scene) is None


def go_up(scene: Scene) -> None:
    """The step up, if it is still allowed."""
    if can_go_up(scene) and not course_of(scene).pregnant:
        step(scene, 1)
    else:
        ask_up(scene)


def go_down(scene: Scene) -> None:
    """The step down."""
    step(scene, -1)


def step(scene: Scene, levels: int) -> None:
    """Take it, and say what a run is now, and if there is none today, why."""
    content, day = scene.content, day_of(scene)
    course = by_hand(content.decisions, content.load, course_of(scene), day, levels)
    keep_course(scene, course)
    scene.open()
    running = "" if course.resting else run_words(scene, run_today(content.load, course, day))
    why = running_today(scene)[1]
    scene.card("level_moved", ((scene.go("today"), scene.go("week")),), running=running, why=why)


# strength work


def stage_beside(scene: Scene, steps: int) -> str | None:
    """The stage so many steps up or down; None where there is none."""
    place = BY_HAND_STAGES.index(training_of(scene).stage) + steps if training_of(scene).stage in BY_HAND_STAGES else -1
    return BY_HAND_STAGES[place] if 0 <= place < len(BY_HAND_STAGES) else None


BY_HAND_STAGES = (CALM, BUILD, RETURN)


def ask_harder(scene: Scene) -> None:
    """A word of caution before harder exercises; or that it can't be now."""
    scene.open()
    if can_go_up(scene) and stage_beside(scene, 1):
        scene.card("stage_up_ask", ((scene.go("stage_up_sure"),), (scene.go("week"),)))
    else:
        scene.card("stage_up_not_now", ((scene.go("week"),),))


def go_harder(scene: Scene) -> None:
    """The next stage."""
    move_stage(scene, 1 if can_go_up(scene) else 0)


def go_easier(scene: Scene) -> None:
    """The stage before."""
    move_stage(scene, -1)


def move_stage(scene: Scene, steps: int) -> None:
    """Take the step, and say which stage it is now."""
    stage = stage_beside(scene, steps)
    if stage is not None:
        keep_training(scene, moved(training_of(scene), stage, day_of(scene)))
    tell_stage(scene)


def make_shorter(scene: Scene) -> None:
    """Two moves a session, or the five-minute version."""
    offer = length_to_offer(scene.content.library, training_of(scene), day_of(scene)) or TWO
    keep_training(scene, replace(training_of(scene), length=offer))
    tell_stage(scene)


def make_whole(scene: Scene) -> None:
    """The whole session again."""
    keep_training(scene, replace(training_of(scene), length=FULL))
    tell_stage(scene)


def tell_stage(scene: Scene) -> None:
    """What strength work is from now on."""
    training = training_of(scene)
    scene.open()
    scene.card(
        "stage_moved",
        ((scene.go("today"), scene.go("week")),),
        stage=scene.texts.text(f"today.strength.{training.stage}"),
        length=scene.texts.text(f"today.length.{training.length}"),
    )


BY_HAND: dict[str, Callable[[Scene], None]] = {
    "level_up": ask_up,
    "level_up_sure": go_up,
    "level_down": go_down,
    "stage_up": ask_harder,
    "stage_up_sure": go_harder,
    "stage_down": go_easier,
    "shorter": make_shorter,
    "whole": make_whole,
}
