"""Between questions: today's card, the week, the exercises; one state with many cards.

Each card has the ways to the others, and back to the questions that were left open, if any were. Moving by hand stands
in `by_hand.py`, what is drawn in `showing.py`.
"""

from collections.abc import Callable
from typing import Any

from dialogs.care import open_care
from dialogs.content import Content
from dialogs.events import Go, Tick, Typed, tap_of
from dialogs.exercises import FULL, much_words
from dialogs.flows.before_run import BEFORE_A_RUN
from dialogs.flows.by_hand import BY_HAND, can_be_moved
from dialogs.flows.goal import can_have_goal, hear_goal
from dialogs.flows.library import hear_library, name_of
from dialogs.flows.showing import DRAWN
from dialogs.flows.table import Table
from dialogs.following import may_take_back, plan_allowed
from dialogs.half_told import is_half_told
from dialogs.holding import may_run_today, waits_for
from dialogs.keeping import today
from dialogs.pauses import pause_of
from dialogs.plan_words import cross_words, full_date, knee_words, running_today, week_values
from dialogs.plans import course_of, day_of, has_checked_in, keep_training, training_of
from dialogs.replies import Button, Rows
from dialogs.scene import Scene
from dialogs.trained import done
from dialogs.training import Session, session
from dialogs.typed import typed_place

NAMED = (
    "today", "week", "exercises", "more", "warm_up", "chart", "week_card", "report", "expect", "cross",
    "check_in", "change_answer", "knee_week", "make_plan", "seen", "back_to_result", "start_triage", "to_questions",
)  # fmt: skip
"""Places whose buttons can be typed too: those that only show something, or begin questions."""


def table(_: Content) -> Table:
    """One state, and its ways out."""
    return Table(
        states=["home", "left", "over"],
        transitions=[
            # trigger  from    to
            ["leave",  "home", "left"],
            ["back",   "home", "over"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """A way to a card, or an exercise done; anything else shows today's card."""
    event = scene.event
    if isinstance(event, Typed) and (named := typed_place(scene, event.text, NAMED)) is not None:
        event = Go(scene.turn, named)
    match event:
        case Tick(screen="today", fact=move) if has_plan(scene) and move in session_of(scene).moves:
            tick(scene, move)
        case Go(place=place) if place in CARDS and has_plan(scene):
            CARDS[place](scene)
        case Go(place="to_questions") if scene.dialogue.stack:
            return "back"
        case Go(place=place) if leads_to(scene, place):
            scene.target = place
            return "leave"
        case Go(place=place) if hear_library(scene, place) or (has_plan(scene) and hear_goal(scene, place)):
            pass
        case _:
            show(scene, scene.state)
    return None


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """Today's card; without a plan, what one can do."""
    if has_plan(scene):
        show_today(scene)
    else:
        scene.open()
        ways = [
            place
            for place in ("make_plan", "seen", "take_back", "back_to_result", "start_triage")
            if leads_to(scene, place)
        ]
        scene.card("menu", (*((scene.go(place),) for place in ways), *ways_back(scene)))


def leads_to(scene: Scene, place: str) -> bool:
    """Whether this place begins questions that make sense now."""
    match place:
        case "start_triage":
            return not scene.dialogue.stack
        case "back_to_result":
            return scene.dialogue.verdict is not None
        case "make_plan":
            return plan_allowed(scene) is not None and not has_plan(scene)
        case "seen":
            return open_care(scene) is not None
        case "take_back":
            return may_take_back(scene)
        case "check_in" | "change_answer" | "knee_week":
            return has_plan(scene) and course_of(scene).locked is None
    return False


def has_plan(scene: Scene) -> bool:
    """Whether there is a plan."""
    return scene.dialogue.plan is not None


def ways_back(scene: Scene) -> Rows:
    """Back to the questions that were left open."""
    return ((scene.go("to_questions"),),) if scene.dialogue.stack else ()


# today


def show_today(scene: Scene) -> None:
    """The card of today: what to run or not, and the exercises with a button for each that is done."""
    scene.open()
    scene.card("today", today_rows(scene), **today_values(scene))


def today_values(scene: Scene) -> dict[str, Any]:
    """What today's message takes."""
    texts, work, library = scene.texts, session_of(scene), scene.content.library
    running, why = running_today(scene)
    ticked = done_today(scene)
    moves = [
        {
            "mark": "☑" if given.move in ticked else "☐",
            "name": name_of(scene, given.move),
            "dose": much_words(texts, library.moves[given.move], given.dose, given.added),
        }
        for given in work.given
    ]
    return {
        "title": texts.text("today.title", date=full_date(scene, today(scene))),
        "knee": knee_words(scene),
        "running": running,
        "why": why,
        "cross": cross_words(scene) if course_of(scene).resting and not pause_of(scene) else "",
        "moves": moves,
        "stage": texts.text(f"today.strength.{work.stage}") if moves else no_moves(scene, work),
        "stretches": "; ".join(name_of(scene, one).lower() for one in work.stretches),
        "twice": work.twice,
        "checked": checked(scene),
    }


def checked(scene: Scene) -> str:
    """Whether today's check-in is done; nothing while the plan stands still, or waits for the rest of a check-in."""
    if course_of(scene).locked or is_half_told(scene.dialogue):
        return ""
    return scene.texts.text("today.checked" if has_checked_in(scene) else "today.not_checked")


def no_moves(scene: Scene, work: Session) -> str:
    """Why there are no exercises today."""
    if course_of(scene).locked or waits_for(scene):
        return scene.texts.text("today.strength.locked")
    if pause_of(scene):
        return scene.texts.text("today.strength.ill")
    return scene.texts.text("today.strength.resting" if work.empty else "today.strength.free")


def today_rows(scene: Scene) -> Rows:
    """The exercises still to do, then the ways on."""
    ticked = done_today(scene)
    left = [given.move for given in session_of(scene).given if given.move not in ticked]
    ticks = tuple((Button(f"☐ {name_of(scene, move)}", tap_of(Tick(scene.turn, "today", move))),) for move in left)
    ways: list[tuple[Button, ...]] = []
    if may_run_today(scene):
        ways.append((scene.go("warm_up"),))
    ways += [(scene.go(place),) for place in ("check_in", "seen", "take_back", "start_triage") if is_next(scene, place)]
    return (*ticks, *ways, (scene.go("week"), scene.go("exercises")), (scene.go("more"),), *ways_back(scene))


def is_next(scene: Scene, place: str) -> bool:
    """Whether this is what today asks for: the check-in, a word on a visit, or triage where the plan stands still."""
    if place == "start_triage":
        return course_of(scene).locked in ("retriage", "ended")
    told = place == "check_in" and has_checked_in(scene) and not is_half_told(scene.dialogue)
    return leads_to(scene, place) and not told


def tick(scene: Scene, move: str) -> None:
    """An exercise is done; the card keeps its number, so that quick taps all count."""
    if move not in done_today(scene):
        keep_training(scene, done(scene.content.library, training_of(scene), day_of(scene), [move]))
    scene.change("today", today_rows(scene), **today_values(scene))


def session_of(scene: Scene) -> Session:
    """Today's exercises; none while the plan stands still, something has to be told first, or the runner is ill."""
    pause = pause_of(scene)
    if course_of(scene).locked or waits_for(scene) or (pause and pause["why"] == "ill"):
        return Session(day_of(scene), training_of(scene).stage)
    return session(scene.content.library, training_of(scene), day_of(scene))


def done_today(scene: Scene) -> tuple[str, ...]:
    """The moves done today."""
    day = day_of(scene)
    return next((one.moves for one in training_of(scene).done if one.day == day), ())


# the week, and the rest


def show_week(scene: Scene) -> None:
    """The plan of the week."""
    scene.open()
    steps = ((scene.go("level_up"), scene.go("level_down")),) if can_be_moved(scene) else ()
    goal = ((scene.go("goal"),),) if can_have_goal(scene) else ()
    scene.card(
        "plan_week",
        (*steps, *goal, (scene.go("today"), scene.go("exercises")), (scene.go("more"),), *ways_back(scene)),
        **week_values(scene),
    )


def show_more(scene: Scene) -> None:
    """What else there is."""
    scene.open()
    length = "whole" if training_of(scene).length != FULL else "shorter"
    places = (
        ("chart", "week_card"),
        ("report", "expect"),
        ("stage_up", "stage_down"),
        ("cross", length),
        ("today", "week"),
    )
    ways = [(scene.go(place),) for place in ("back_to_result", "start_triage") if leads_to(scene, place)]
    scene.card("menu", (*(tuple(scene.go(place) for place in row) for row in places), *ways))


def show_cross(scene: Scene) -> None:
    """What to do in place of a run, each with how long, how to be kind to the knee, and when not."""
    texts, training = scene.texts, scene.content.load.cross_training
    options = [
        {
            part: texts.text(f"plan.cross_training.{option.id}.{part}", **{**training.values, **option.values})
            for part in ("label", "dose", "hint", "not_when")
        }
        for option in training.options
    ]
    scene.open()
    scene.card("cross_training", ((scene.go("today"), scene.go("week")),), options=options)


def show_expect(scene: Scene) -> None:
    """How long it takes, in honest figures."""
    scene.open()
    scene.card("expect", ((scene.go("today"),),))


CARDS: dict[str, Callable[[Scene], None]] = {
    "today": show_today,
    "week": show_week,
    "more": show_more,
    "expect": show_expect,
    "cross": show_cross,
    **BEFORE_A_RUN,
    **DRAWN,
    **BY_HAND,
}
