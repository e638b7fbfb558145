"""The plan in words: what to run today, what the week holds, what comes next."""

from datetime import date
from typing import Any

from dialogs.course import Course, last_typed
from dialogs.holding import ended_by_silence, gate_today, waits_for
from dialogs.keeping import today
from dialogs.plans import (
    baseline_of,
    course_of,
    course_today,
    date_of,
    day_of,
    has_checked_in,
    plan_of,
    running_of,
    training_of,
)
from dialogs.prescribing import RunToday, planned_run, run_today, runs_in_week
from dialogs.scene import Scene


def date_words(scene: Scene, day: date) -> str:
    """A date as one says it: "tomorrow", else "Friday, 4 December"."""
    ahead = (day - today(scene)).days
    if ahead in (0, 1):
        return scene.texts.text("today.when_tomorrow" if ahead else "today.when_today")
    return full_date(scene, day)


def full_date(scene: Scene, day: date) -> str:
    """ "Friday, 4 December"."""
    return scene.texts.text(
        "today.date",
        day=scene.texts.text(f"today.days.{day.isoweekday()}"),
        number=day.day,
        month=scene.label(f"months.{day.month}"),
    )


def knee_words(scene: Scene) -> str:
    """ ", left knee", to go behind a title; "" if it is not known."""
    side = (scene.dialogue.plan or {}).get("side")
    return scene.texts.text(f"today.knee.{side}") if side else ""


def level_words(scene: Scene, number: int) -> str:
    """A level of the ladder as a session."""
    ladder = scene.content.load.ladder
    level = ladder[number - 1]
    key = "level_extra" if level.extra_run_min else "level" if level.walk_min else "level_straight"
    return scene.texts.text(
        f"today.run.{key}",
        level=number,
        top=len(ladder),
        run=level.run_min,
        walk=level.walk_min,
        repeats=level.repeats,
        extra=level.extra_run_min,
        total=level.total_min,
    )


def run_words(scene: Scene, run: RunToday) -> str:
    """A run: minutes by level, km, or as before."""
    texts, numbers = scene.texts, scene.content.load.numbers
    if run.level is not None:
        return level_words(scene, run.level.number)
    if run.km is None:
        return texts.text("today.run.as_now")
    key = "km_walk" if has_walk_breaks(scene) else "km"
    return texts.text(f"today.run.{key}", km=f"{run.km:g}", run=numbers.walk_break_run, walk=numbers.walk_break_walk)


def has_walk_breaks(scene: Scene) -> bool:
    """Whether runs by distance have walk breaks: so from the start, or since a pregnancy was told."""
    return running_of(scene).run_walk or course_of(scene).pregnant


def running_today(scene: Scene) -> tuple[str, str]:
    """What to run today, or that there is no run; and why not, or when the next one can be, "" where there is a run."""
    load, course, day = scene.content.load, course_today(scene), day_of(scene)
    texts, none = scene.texts, scene.texts.text("today.no_run")
    pause = plan_of(scene).get("pause")
    if course.locked:
        return none, texts.text(f"today.locked.{course.locked}")
    if ended_by_silence(scene):
        return none, texts.text("today.locked.ended")
    if pause and date.fromisoformat(pause["until"]) > today(scene):
        return none, texts.text("today.paused", when=date_words(scene, date.fromisoformat(pause["until"])))
    if (what := waits_for(scene)) is not None:
        return none, texts.text(f"today.waits.{what}")
    if course.resting:
        return texts.text("today.no_run_yet"), texts.text("today.start_when", what=start_words(scene, course))
    if has_checked_in(scene):
        ran = course.history and course.history[-1].run
        return texts.text("today.ran") if ran else none, next_words(scene, course, day)
    if gate_today(scene) == "none":
        return none, texts.text("today.no_run_warm_up")
    if not planned_run(load, course, day):
        return none, next_words(scene, course, day)
    if gate_today(scene) == "short":
        return texts.text("today.run.short", minutes=short_run_minutes(scene)), ""
    return run_words(scene, run_today(load, course, day)), ""


def short_run_minutes(scene: Scene) -> int:
    """How long the short version of today's run is; of a run by distance, at an easy pace where none is known."""
    load = scene.content.load
    run = run_today(load, course_today(scene), day_of(scene))
    by_distance = (run.km or USUAL_KM) * (baseline_of(scene).easy_pace or USUAL_PACE) / 60
    return load.warm_up.short_minutes(run.level.total_min if run.level is not None else int(by_distance))


USUAL_KM, USUAL_PACE = 5.0, 390
"""What stands in for a run without figures: km, and seconds per km."""


def start_words(scene: Scene, course: Course) -> str:
    """What running starts with after a rest."""
    if course.mode == "ladder":
        return scene.texts.text("today.start_level", level=course.level)
    return scene.texts.text("today.start_km", km=f"{course.km or 0:g}")


def next_words(scene: Scene, course: Course, day: int) -> str:
    """Why there is no run, and when the next one can be as far as that is known."""
    texts = scene.texts
    if closed := window_words(scene, course, day):
        return closed[0]
    if course.until_answer or course.until_low:
        return texts.text("today.no_run_answer")
    if (last_typed(course) or 0) > scene.content.load.numbers.modify_pain_most:
        return texts.text("today.no_run_sore")
    ahead = next_run_day(scene, course, day)
    if ahead is None:
        return texts.text("today.no_run_check_in")
    return texts.text("today.rest_day", when=date_words(scene, date_of(scene, ahead)))


def window_words(scene: Scene, course: Course, day: int) -> list[str]:
    """The first day after a no-run window that is open, in a line of its own; none without one."""
    if course.no_run_until < day:
        return []
    when = date_words(scene, date_of(scene, course.no_run_until + 1))
    return [scene.texts.text("today.no_run_before", when=when)]


LOOK_AHEAD, WEEK = 9, 7


def next_run_day(scene: Scene, course: Course, day: int) -> int | None:
    """The first day after `day` on which a run is planned, as far as one can say now."""
    return next((on for on in range(day + 1, day + LOOK_AHEAD) if planned_run(scene.content.load, course, on)), None)


def next_run_words(scene: Scene) -> str | None:
    """When the next run is, and what it is, or what it waits for; None where that is not known."""
    if (what := waits_for(scene)) is not None:
        return scene.texts.text(f"today.waits.{what}")
    course, day = course_today(scene), day_of(scene)
    ahead = next_run_day(scene, course, day)
    if ahead is None:
        return None
    run = run_words(scene, run_today(scene.content.load, course, ahead))
    return scene.texts.text("today.next_run", when=date_words(scene, date_of(scene, ahead)), run=run)


def week_values(scene: Scene) -> dict[str, Any]:
    """What the week's message takes."""
    course, training = course_today(scene), training_of(scene)
    locked = bool(course.locked or course.resting or course.away >= WEEK or waits_for(scene))
    return {
        "knee": knee_words(scene),
        "day": day_of(scene),
        "running": week_words(scene, course) if not locked else running_today(scene)[1],
        "running_more": [] if locked else [*window_words(scene, course, day_of(scene)), *advice_lines(scene, course)],
        "cross": cross_words(scene) if course.resting else "",
        "strength": scene.texts.text(f"today.strength.{training.stage}"),
        "next": coming_words(scene, course),
        "race": race_words(scene),
    }


def week_words(scene: Scene, course: Course) -> str:
    """The week of the plan in a sentence or two."""
    load, texts = scene.content.load, scene.texts
    if course.mode == "ladder":
        top, more = len(load.ladder), more_words(scene, course)
        return texts.text("today.week.ladder", level=course.level, top=top, sessions=load.sessions_week, more=more)
    if course.mode != "km" or course.km is None:
        return texts.text("today.week.as_now")
    numbers = load.numbers
    walk = {"run": numbers.walk_break_run, "walk": numbers.walk_break_walk}
    values = {"km_week": f"{course.km:g}", "runs": runs_in_week(load, course)}
    day = day_of(scene)
    run = run_today(load, course, day)
    if course.disposition == "run":
        return texts.text("today.week.run", **values, longest=f"{run.km_most or run.km or 0:g}")
    key = "km_walk" if has_walk_breaks(scene) else "km"
    more = more_words(scene, course)
    return texts.text(f"today.week.{key}", **values, km_run=f"{run.km or 0:g}", more=more, **walk)


def more_words(scene: Scene, course: Course) -> str:
    """When it gets more, and how far; or why it does not."""
    if course.pregnant:
        key = "pregnant"
    elif course.mode == "ladder":
        key = "ladder"
    else:
        key = "goal" if course.km_goal else "km" if course.km_usual else "km_unknown"
    return scene.texts.text(f"today.more.{key}", most=f"{course.km_aim or 0:g}")


def coming_words(scene: Scene, course: Course) -> str:
    """What comes next when all goes well."""
    top = len(scene.content.load.ladder)
    if course.recovered is not None:
        key = "maintenance"
    elif course.resting:
        key = "rest"
    elif course.pregnant:
        key = "pregnant"
    elif course.mode == "ladder":
        key = "ladder" if (course.level or 0) < top else "ladder_top"
    else:
        key = "run" if course.disposition == "run" else "km"
    return scene.texts.text(f"today.next.{key}", level=(course.level or 0) + 1, top=top)


def advice_lines(scene: Scene, course: Course) -> list[str]:
    """Pace, walk breaks, steps and limits that go with what is to be run."""
    texts, running = scene.texts, running_of(scene)
    if course.mode == "as_now":
        return []
    lines = []
    if running.pace:
        lines.append(
            texts.text("today.pace", **{"from": pace_words(running.pace[0]), "to": pace_words(running.pace[1])})
        )
    elif course.disposition != "run":
        lines.append(texts.text("today.talk"))
    if running.cadence:
        lines.append(texts.text("today.cadence", **{"from": running.cadence[0], "to": running.cadence[1]}))
    if course.disposition != "run":
        lines.append(texts.text("today.flat"))
    most = run_today(scene.content.load, course, day_of(scene)).km_most
    if most is not None:
        lines.append(texts.text("today.longest", km=f"{most:g}"))
    return lines


def pace_words(seconds: int) -> str:
    """Seconds per km as minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def race_words(scene: Scene) -> str:
    """How long until the race, and that it changes nothing; "" without one, or once it is over."""
    race: dict[str, Any] | None = (scene.dialogue.plan or {}).get("race")
    if not race:
        return ""
    days = (date.fromisoformat(race["date"]) - today(scene)).days
    if days < 0:
        return ""
    if days < 2:
        return scene.texts.text("today.race_tomorrow" if days else "today.race_today")
    if days < 14:
        return scene.texts.text("today.race_soon", days=days)
    return scene.texts.text("today.race_left", weeks=days // 7)


def cross_words(scene: Scene) -> str:
    """Three things to do in place of a run."""
    labels = [
        scene.texts.text(f"plan.cross_training.{option.id}.label")
        for option in scene.content.load.cross_training.options
    ]
    one, two, three = labels[0], *(label[:1].lower() + label[1:] for label in labels[1:3])
    return scene.texts.text("today.cross", one=one, two=two, three=three)


def warm_up_lines(scene: Scene) -> list[str]:
    """The steps of the warm-up."""
    return [scene.texts.text(f"plan.warm_up.{step.id}", **step.values) for step in scene.content.load.warm_up.steps]


def cool_down_lines(scene: Scene) -> list[str]:
    """What to do after a run."""
    values = scene.content.load.warm_up.values
    return [scene.texts.text(f"plan.cool_down.{part}", **values) for part in ("walk", "roll", "stretch")]
