"""What is known of a runner who has a plan."""

from dataclasses import replace
from datetime import date, timedelta

from dialogs.course import Course
from dialogs.deciding import catch_up
from dialogs.holding import waits_for
from dialogs.plans import course_of, date_of, day_of, plan_of, training_of
from dialogs.prescribing import may_run, planned_run
from dialogs.scene import Scene
from dialogs.squads.cares import visited_on, waiting_since
from dialogs.squads.days import Beside, Judged, Looked, open_advice, walked
from dialogs.squads.member import Day, Decided, Details, MemberState, Outline, Pain, Way
from dialogs.trained import adherence
from dialogs.under_way import is_asked_first
from dialogs.weekly import knee_week_band, trend

LONG_SILENCE = 60
"""Days without an answer of which only the last ones are told one by one: what they lead to was decided long before."""


def with_plan(scene: Scene) -> MemberState:
    """A runner who has a plan, its course told until yesterday."""
    course = course_told(scene)
    day = max(day_of(scene), course.day)
    content = scene.content
    last_row = plan_of(scene).get("told", {}).get("row")
    look = Looked(content.squads, content.decisions, course, beside_of(scene), last_row)
    days = walked(look, day)
    return MemberState(
        outline_of(scene, course, days), way_of(scene, look, days[-1]), details_of(scene, course, days[-1].day)
    )


def beside_of(scene: Scene) -> Beside:
    """What counts beside the course. A verdict that is older than the plan has a day before its first one."""
    since, waits = waiting_since(scene)
    visit = visited_on(scene)
    return Beside(number_of(scene, since), waits, number_of(scene, visit) or 0)


def number_of(scene: Scene, on: date | None) -> int | None:
    """The number of a date in the plan, 0 and less before it; None for no date."""
    return None if on is None else (on - date_of(scene, 1)).days + 1


def course_told(scene: Scene) -> Course:
    """The course until yesterday, and today's answer if there is one."""
    course, day = course_of(scene), day_of(scene)
    skipped = day - course.day - LONG_SILENCE
    if skipped > 0:
        course = replace(
            course, day=course.day + skipped, missed=course.missed + skipped, away=course.away + skipped, waiting=None
        )
    return catch_up(scene.content.decisions, scene.content.load, course, day)[0]


def outline_of(scene: Scene, course: Course, days: list[Judged]) -> Outline:
    """What level 1 shows."""
    now, first = days[-1], days[-1].day - scene.content.squads.numbers.shown_days
    return Outline(
        now.status,
        date_of(scene, now.since),
        date_of(scene, course.last.day) if course.last else None,
        running_allowed(scene, course, now),
        tuple(Day(date_of(scene, one.day), one.status, one.answered) for one in days if one.day >= first),
    )


def running_allowed(scene: Scene, course: Course, now: Judged) -> bool | None:
    """Whether there may be a run on the day after the last answer, today or tomorrow; None if no answer tells.

    What holds a run back for the runner does so here: answers that forbid it, or a question that waits for its answer.
    """
    on = now.day + now.answered
    load, waits = scene.content.load, waits_for(scene)
    if now.status == "red" or waits == "triage" or not may_run(load, course, on):
        return False
    unknown = course.away or waits is not None or is_asked_first(scene.dialogue)
    return None if unknown else planned_run(load, course, on)


def way_of(scene: Scene, look: Looked, now: Judged) -> Way:
    """What level 2 adds."""
    content, course, day = scene.content, look.course, now.day
    since = day - content.squads.numbers.window_days
    rows = [past.row for past in course.history if past.day > since and past.pain is not None and past.row]
    table = content.decisions.row
    score = score_of(course, since)
    figures = course.locked is None and not course.resting
    return Way(
        plan_words_key(course, now),
        trend(content.decisions, course, day),
        level=course.level if figures and course.mode == "ladder" else None,
        share=round(100 * course.km / course.km_usual) if figures and course.km and course.km_usual else None,
        band=knee_week_band(content.decisions, score) if score is not None else None,
        advice=open_advice(look, day) is not None,
        over=sum(row in content.squads.rows.over for row in rows),
        ups=sum(table[row].up > 0 for row in rows),
        downs=sum(table[row].down > 0 for row in rows),
        rows=frozenset(rows),
    )


def plan_words_key(course: Course, now: Judged) -> str:
    """The key of the reason; of "on plan" the one that says how far the plan has come."""
    if now.reason != "on_plan":
        return now.reason
    if course.recovered is not None:
        return "recovered"
    if course.mode == "ladder":
        return "on_level"
    return "on_km" if course.mode == "km" and course.km_usual else "on_plan"


def score_of(course: Course, since: int) -> int | None:
    """The weekly score told after a day; None if there was none."""
    return next((score for on, score in reversed(course.knee_weeks) if on > since), None)


def details_of(scene: Scene, course: Course, day: int) -> Details:
    """What level 3 adds."""
    numbers = scene.content.squads.numbers
    began = date_of(scene, 1) - timedelta(days=1)
    shown = [past for past in course.history if past.day > day - numbers.shown_days and past.pain is not None]
    score = score_of(course, day - numbers.window_days)
    items = plan_of(scene).get("week_items", {}) if score is not None else {}
    return Details(
        tuple(Pain(began + timedelta(days=past.day), past.pain or 0, past.typed) for past in shown),
        tuple(Decided(began + timedelta(days=past.day), past.row) for past in shown if past.row),
        adherence(scene.content.library, training_of(scene), day),
        score,
        course.knee_weeks[-2][1] if score is not None and len(course.knee_weeks) > 1 else None,
        dict(items),
    )
