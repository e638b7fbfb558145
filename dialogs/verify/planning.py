"""The walk through the plan: one of each kind is made, short lives are lived with it, and every decision is heard."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from dialogs.check_in import read_day
from dialogs.content import Content
from dialogs.course import Course
from dialogs.daily import decision_values
from dialogs.deciding import Decision, answer, miss
from dialogs.dialogue import Dialogue
from dialogs.events import Command, Due, Event, Go, Typed
from dialogs.exercises import STAGES, Library
from dialogs.facts import Value
from dialogs.lived import DILIGENT, LIVES, STARTS, Start, days_of, facts_told, step_of_day, step_to_plan
from dialogs.plans import course_of
from dialogs.replies import Rows
from dialogs.scene import Scene
from dialogs.tapping import rows_of
from dialogs.training import Step, Training, additions
from dialogs.verify.saying import VISITS
from dialogs.verify.walking import NOW, Walk
from dialogs.weekly import WEEK, with_knee_week

EVENING = timedelta(hours=7)
"""From noon to the hour at which a day is told."""
AGAIN: tuple[Mapping[str, Value], ...] = (
    {}, {"pain_run": 3}, {"pain_run": 6}, {"limp_walking": True}, {"knee_hot_red_swollen": True},
)  # fmt: skip
"""Triage answers that lead to a verdict of each kind beside a plan."""
BY_HAND = (("week", "level_up", "level_up_sure"), ("more", "stage_up", "stage_up_sure"))
"""The ways to a step up of one's own."""
SILENT, UNSEEN = 16, 5
"""So many times something falls due for one who is silent, and for one who is not seen."""
MOST_DAYS = 20
"""Longer lives say nothing new but the reason at their end, and that is heard without them."""
MOST_STEPS = 20
SAME_EVERY_WEEK = 33
"""The weekly score of who does all exercises and gets no better by them."""


def walk_plans(walk: Walk) -> None:
    """Make a plan of each kind, live with it, and hear what can be said beside it."""
    plans = {name: found for name, start in STARTS.items() if (found := planned(walk, start)) is not None}
    if plans.keys() != STARTS.keys():
        return
    walk.reasons = frozenset(reasons_come_to(walk.content, plans))
    for start, life in LIVES.values():
        days = list(days_of(life))
        if len(days) <= MOST_DAYS:
            live(walk, plans[start], days)
    for dialogue in plans.values():
        triage_again(walk, dialogue)
    for dialogue in (plans["ladder"], plans["km"]):
        go_by_hand(walk, dialogue)
    get_strong(walk, plans["ladder"])
    fall_silent(walk, plans["ladder"])
    visit(walk, plans["ladder"])
    name_signs(walk, plans["ladder"])
    stay_unseen(walk)
    for name in ("rest", "km"):
        tell_decisions(walk, plans[name])


def reasons_come_to(content: Content, plans: Mapping[str, Dialogue]) -> Iterator[str]:
    """The reasons of the decisions at the end of each life."""
    for name, (start, life) in LIVES.items():
        course, decision = Course.from_dict((plans[start].plan or {})["course"]), None
        for day, text in enumerate(days_of(life), 1):
            answers = read_day(text)
            if answers is None:
                course, decision = miss(content.decisions, content.load, course, day)
                continue
            if name in DILIGENT and day % WEEK == 0:
                course = with_knee_week(course, day, SAME_EVERY_WEEK)
            sessions = (day, day) if name in DILIGENT else None
            course, decision = answer(content.decisions, content.load, course, day, answers, sessions)
        yield from decision.because if decision else ()


def planned(walk: Walk, start: Start) -> Dialogue | None:
    """A runner with a plan; each way on the way there is tried."""
    outcome = walk.hear(walk.reading_answers(start.triage, "en-GB"), Go(0, "keep"))
    for _ in range(MOST_STEPS):
        if outcome is None:
            return None
        dialogue, rows = outcome.dialogue, rows_of(outcome)
        walk.try_all(dialogue, rows)
        if dialogue.plan is not None:
            return dialogue
        event = step_to_plan(walk.content, dialogue, rows, start)
        outcome = walk.hear(dialogue, event) if event else None
    return None


def live(walk: Walk, dialogue: Dialogue, days: Iterable[str]) -> None:
    """Each day what falls due, then the answers; every way that opens is tried."""
    walk.now = NOW + EVENING
    for day in days:
        dialogue = hear_due(walk, dialogue)
        facts = facts_told(day)
        if facts is not None:
            dialogue = tell(walk, dialogue, Command("checkin"), facts)
        walk.now += timedelta(days=1)
    walk.now = NOW


def hear_due(walk: Walk, dialogue: Dialogue) -> Dialogue:
    """What has fallen due by now."""
    for _ in range(MOST_STEPS):
        if not dialogue.due or datetime.fromisoformat(dialogue.due[0][1]) > walk.now:
            break
        dialogue = ask(walk, dialogue)
    return dialogue


def ask(walk: Walk, dialogue: Dialogue) -> Dialogue:
    """What is due next falls due at its time."""
    kind, at, _ = dialogue.due[0]
    due = datetime.fromisoformat(at)
    now, walk.now = walk.now, max(due, NOW)
    outcome = walk.hear(dialogue, Due(kind, due))
    if outcome is not None:
        dialogue = outcome.dialogue
        walk.try_all(dialogue, rows_of(outcome))
    walk.now = max(now, walk.now)
    return dialogue


def tell(walk: Walk, dialogue: Dialogue, event: Event | None, facts: Mapping[str, Value]) -> Dialogue:
    """What is asked on a day, from what opens it to its last answer."""
    rows: Rows = ()
    for _ in range(MOST_STEPS):
        outcome = walk.hear(dialogue, event) if event else None
        if outcome is None:
            break
        dialogue, rows = outcome.dialogue, rows_of(outcome) or rows
        walk.try_all(dialogue, rows)
        event = step_of_day(dialogue, rows, facts)
    return dialogue


def name_signs(walk: Walk, dialogue: Dialogue) -> None:
    """Each new sign typed beside the plan, and both answers to whether it is new."""
    phrases = walk.content.signs[walk.language].all if walk.language in walk.content.signs else ()
    for phrase in {phrase.fact: phrase for phrase in phrases}.values():
        outcome = walk.hear(dialogue, Typed(" ".join(phrase.words)))
        if outcome is not None:
            walk.try_all(outcome.dialogue, rows_of(outcome))


def triage_again(walk: Walk, dialogue: Dialogue) -> None:
    """A verdict of each kind beside the plan, and what can be done from there."""
    for facts in AGAIN:
        here, asked = dialogue.copy(), walk.reading_answers(facts, "en-GB")
        for name in ("flow", "state", "facts", "card_open"):
            setattr(here, name, getattr(asked, name))
        outcome = walk.hear(here, Go(here.turn, "keep"))
        if outcome is not None:
            walk.try_all(outcome.dialogue, rows_of(outcome))


def at_the_top(library: Library, stage: str) -> Training:
    """Strength work in which every move has all that can be added to it."""
    tops = {move.id: move.dose.reps or move.dose.hold_s or (0, 0) for move in library.of_kind("strength")}
    steps = {name: Step(top - low, len(additions(library, name))) for name, (low, top) in tops.items()}
    return Training(stage, steps=steps)


def get_strong(walk: Walk, dialogue: Dialogue) -> None:
    """Today's exercises and the card of each move, at the top of what they can take: the longest there can be."""
    library, strong = walk.content.library, dialogue.copy()
    for stage in STAGES:
        strong.plan = {**(dialogue.plan or {}), "training": at_the_top(library, stage).to_dict()}
        walk.hear(strong, Command("today"))
        for move in library.moves:
            walk.hear(strong, Go(strong.turn, f"move_{move}"))


def fall_silent(walk: Walk, dialogue: Dialogue) -> None:
    """Nobody answers until the last word, and after it."""
    for _ in range(SILENT):
        if dialogue.due:
            dialogue = ask(walk, dialogue)
    walk.now += timedelta(days=3)
    for name in ("checkin", "today"):
        outcome = walk.hear(dialogue, Command(name))
        if outcome is not None:
            walk.try_all(outcome.dialogue, rows_of(outcome))
    walk.now = NOW


def stay_unseen(walk: Walk) -> None:
    """Sent to care and asked whether they were seen: never."""
    outcome = walk.hear(walk.reading_answers(STARTS["cleared"].triage, "en-GB"), Go(0, "keep"))
    for _ in range(UNSEEN):
        if outcome is None or not outcome.dialogue.due:
            break
        dialogue = ask(walk, outcome.dialogue)
        outcome = walk.hear(dialogue, Go(dialogue.turn, "not_seen"))
    walk.now = NOW


def go_by_hand(walk: Walk, dialogue: Dialogue) -> None:
    """The runner's own steps, on a day on which they are allowed."""
    walk.now = NOW + timedelta(days=1)
    for steps in BY_HAND:
        outcome = walk.hear(dialogue, Command("today"))
        for place in steps:
            if outcome is not None:
                walk.look_around(outcome.dialogue, rows_of(outcome))
                outcome = walk.hear(outcome.dialogue, Go(outcome.dialogue.turn, place))
    walk.now = NOW


def visit(walk: Walk, dialogue: Dialogue) -> None:
    """What can be set beside a plan."""
    for command, more in VISITS:
        here = dialogue.copy()
        here.plan = {**(here.plan or {}), **more}
        outcome = walk.hear(here, Command(command))
        if outcome is not None:
            walk.try_all(outcome.dialogue, rows_of(outcome))


def tell_decisions(walk: Walk, dialogue: Dialogue) -> None:
    """Every reason there is, as it would be told, with all that can stand beside it: the longest there can be."""
    scene = Scene(walk.content, dialogue, Command("today"), NOW)
    for decision in decisions(walk, course_of(scene).level):
        key = "retriage_now" if decision.decision == "stop" and decision.no_run_until is None else "decision"
        walk.overhear(key, partial(decision_values, scene, decision))


def decisions(walk: Walk, level: int | None) -> Iterator[Decision]:
    """A decision for each reason of the texts."""
    for because in sorted(walk.content.texts(walk.language).under("decisions.reasons")):
        reasons = (because, "plateau", "fair_trial")
        yield Decision(1, "D20", "hold", level, no_run_until=3, see_physio=True, greens=1, asks_number_tomorrow=True,
                       because=reasons)  # fmt: skip
        yield Decision(1, "D2", "stop", level, because=(because,))
