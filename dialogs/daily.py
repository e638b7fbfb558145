"""The day's conversation: asked at the runner's hour or when they wish, decided, told; new signs lead to triage."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.check_in import EMERGENCY, Answers
from dialogs.checking_in import answers_from, begin_day, take_day, told_so_far
from dialogs.deciding import Decision
from dialogs.flows.form import Form
from dialogs.forms import begin_form, end_form
from dialogs.half_told import keep_half, take_up
from dialogs.hours import local_time, time_text
from dialogs.keeping import keep_rhythm, rhythm_of, today, zone_of
from dialogs.plan_words import full_date, next_run_words
from dialogs.plans import course_of, date_of, day_of, keep_course, plan_of, training_of
from dialogs.prescribing import check_in_every
from dialogs.reminding import snoozed
from dialogs.replies import Button, Priority, Rows
from dialogs.rhythm import skipped
from dialogs.scene import Scene
from dialogs.stages import Raise, raise_words
from dialogs.trained import length_to_offer
from dialogs.weekly import knee_week_band, knee_week_score, trend, with_knee_week

CHECK_IN, KNEE_WEEK = Form("check_in"), Form("knee_week")
LATEST = timedelta(days=1)
"""An answer that comes later than this counts for the day on which it comes."""
WEEK = 7
COUNTS = 17
"""Points of the weekly score that are a change and no noise."""
WEEK_ITEMS = ("week_running", "week_cut", "week_feel", "week_sore")
ON_PLAN, CALM_ROW = "on_plan", "D20"


def begin_check_in(scene: Scene, *, correcting: bool = False) -> str:
    """Open the day's questions; the trigger that leads to the first one."""
    begin_form(scene, begin_day(scene, correcting=correcting))
    take_up(scene.dialogue, day_of(scene))
    return CHECK_IN.begin(scene)


def end_by_silence(scene: Scene) -> Decision:
    """The runner is back after such a silence: the plan ends."""
    begin_day(scene)
    return take_day(scene, Answers(quiet="ok"))[0]


def take_signs(scene: Scene, signs: frozenset[str]) -> Decision:
    """New signs, beside what was told today so far."""
    told = told_so_far(scene)
    begin_day(scene, correcting=True)
    return take_day(scene, replace(told, signs=told.signs | signs))[0]


def hour_words(scene: Scene) -> str:
    """The runner's hour, as they set it."""
    return time_text(rhythm_of(scene).hour)


def leave_check_in(scene: Scene) -> None:
    """Not now: later today, or not today at all. The plan stays as it is."""
    keep_half(scene.dialogue)
    end_form(scene)
    plan_of(scene).pop("asking", None)
    rhythm = rhythm_of(scene)
    if scene.target == "skip_today":
        keep_rhythm(scene, skipped(rhythm, scene.now))
        scene.say("check_in_skipped")
        return
    numbers = scene.content.reminders
    until = scene.now + timedelta(hours=numbers.later)
    later = snoozed(numbers, rhythm, scene.now, until)
    if later is None:
        scene.say("check_in_no_later")
    else:
        keep_rhythm(scene, later)
        scene.say("check_in_later", at=time_text(local_time(until, zone_of(scene))))


def decide_day(scene: Scene) -> tuple[Decision, tuple[Raise, ...]]:
    """The questions are answered: the decision of the day, kept; and the moves that get harder."""
    form = end_form(scene)
    if today(scene) - date_of(scene, plan_of(scene)["asking"]) > LATEST:
        # Whoever comes back to a card of days ago tells how the knee is now.
        begin_day(scene)
    late = date_of(scene, plan_of(scene)["asking"]) < today(scene)
    return take_day(scene, answers_from(form, late=late))


def tell_decision(scene: Scene, decision: Decision, raises: Sequence[Raise]) -> None:
    """The decision with its reason: what was seen, what changes and until when, and something worth having."""
    priority = Priority.SAFETY if decision.decision == "stop" else Priority.REPLY
    scene.open()
    values = decision_values(scene, decision)
    values["more"] += [raise_words(scene.texts, one) for one in raises]
    scene.card("decision", decision_rows(scene), priority, **values)


def tell_stop(scene: Scene, decision: Decision) -> None:
    """The plan stands still and triage comes next; with an emergency sign the numbers to call come first."""
    values = decision_values(scene, without_silence(scene, decision))
    if EMERGENCY in plan_of(scene)["told"].get("signs", ()):
        scene.say("emergency_card", Priority.SAFETY, **scene.numbers)
    scene.say("retriage_now", Priority.SAFETY, **{name: values[name] for name in ("title", "seen", "change")})


def without_silence(scene: Scene, decision: Decision) -> Decision:
    """The decision by its own reasons, if it has any beside a silence before it: a stop is told first."""
    silences = {row.because for row in scene.content.decisions.silence}
    return replace(decision, because=tuple(one for one in decision.because if one not in silences) or decision.because)


def decision_rows(scene: Scene) -> Rows:
    """Where one goes from a decision."""
    rows: list[tuple[Button, ...]] = [(scene.go("today"), scene.go("chart"))]
    if asks_knee_week(scene):
        rows.insert(0, (scene.go("knee_week"),))
    if offers_shorter(scene):
        rows.append((scene.go("shorter"),))
    return (*rows, (scene.go("change_answer"),))


def decision_values(scene: Scene, decision: Decision) -> dict[str, Any]:
    """What the message takes."""
    texts, on = scene.texts, date_of(scene, decision.day)
    key = f"decisions.reasons.{reasons_told(decision)[0]}"
    late = on < today(scene)
    row = f"today.decided.{decision.row}"
    title = texts.text(row if texts.has(row) else f"today.decided.{decision.decision}")
    return {
        "title": f"{title} {texts.text('today.late', when=full_date(scene, on))}" if late else title,
        "seen": texts.text(f"{key}.seen"),
        "change": texts.text(f"{key}.change"),
        "until": texts.text(f"{key}.until") if texts.has(f"{key}.until") else "",
        "more": list(more_lines(scene, decision)),
        "course": way_words(scene, decision),
    }


def reasons_told(decision: Decision) -> tuple[str, ...]:
    """The reasons, the first one first. Beside the advice to see somebody, "nothing changes" is no news."""
    because = decision.because or (ON_PLAN,)
    return because[1:] if decision.added and decision.row == CALM_ROW else because


def more_lines(scene: Scene, decision: Decision) -> Iterator[str]:
    """What else there is to say beside the decision of the row."""
    texts = scene.texts
    for because in reasons_told(decision)[1:]:
        yield " ".join(texts.text(f"decisions.reasons.{because}.{part}") for part in ("seen", "change"))
    if (coming := next_run_words(scene)) is not None:
        yield coming
    if offers_shorter(scene):
        yield texts.text("today.offer_shorter")
    if decision.asks_number_tomorrow and is_daily(scene, decision.day):
        yield texts.text("today.number_tomorrow")


def offers_shorter(scene: Scene) -> bool:
    """Whether fewer exercises were done than planned, so that less is offered, once a week and never as a reproach."""
    weekly = day_of(scene) % WEEK == 0
    return weekly and length_to_offer(scene.content.library, training_of(scene), day_of(scene)) is not None


def is_daily(scene: Scene, day: int) -> bool:
    """Whether the next check-in is tomorrow's; in maintenance it is a later one."""
    return check_in_every(scene.content.decisions, course_of(scene), day) == 1


def way_words(scene: Scene, decision: Decision) -> str:
    """The trend, and how far the way back has come."""
    course, texts = course_of(scene), scene.texts
    words = []
    way = trend(scene.content.decisions, course, decision.day)
    if way != "unknown":
        words.append(texts.text(f"today.trend.{way}"))
    if course.locked or course.resting:
        return " ".join(words)
    if course.mode == "ladder":
        top = len(scene.content.load.ladder)
        words.append(texts.text("today.way", level=course.level, top=top))
        if decision.greens == 1 and (course.level or 0) < top and not course.pregnant:
            words.append(texts.text("today.good_run"))
    elif course.km and course.km_usual:
        words.append(texts.text("today.way_km", share=min(round(100 * course.km / course.km_usual), 100)))
    return " ".join(words)


# the week


def asks_knee_week(scene: Scene) -> bool:
    """Whether the weekly questions are due: once a week, from the end of the first week on."""
    course, day = course_of(scene), day_of(scene)
    last = course.knee_weeks[-1][0] if course.knee_weeks else 0
    return course.locked is None and day - last >= WEEK


def begin_knee_week(scene: Scene) -> str:
    """Open the weekly questions."""
    begin_form(scene, {})
    return KNEE_WEEK.begin(scene)


def tell_knee_week(scene: Scene) -> None:
    """The score of the week in words, beside that of the week before."""
    form, content, day = end_form(scene), scene.content, day_of(scene)
    answers = {name: int(content.facts[name].rank(form[name])) for name in WEEK_ITEMS if name in form}
    items = list(answers.values())
    plan_of(scene)["week_items"] = answers
    score, before = knee_week_score(items), course_of(scene).knee_weeks
    keep_course(scene, with_knee_week(course_of(scene), day, score))
    change = score - before[-1][1] if before else None
    if change is None:
        key = "week_first"
    elif abs(change) < COUNTS:
        key = "week_same"
    else:
        key = "week_worse" if change > 0 else "week_better"
    scene.open()
    scene.card(
        "knee_week_done",
        ((scene.go("week_card"), scene.go("today")),),
        week=(day - 1) // WEEK + 1,
        band=scene.texts.text(f"today.band.{knee_week_band(content.decisions, score)}"),
        change=scene.texts.text(f"today.{key}"),
    )
