"""Short lives with a plan: days in the notation of check_in.py, and what a runner taps to tell them.

Together they hear every reason a decision can have; the page of all messages and the walk of `verify` live them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.asking import spelled
from dialogs.check_in import Answers, read_day
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Event, Go, Tick, Typed, read_tap
from dialogs.facts import UNKNOWN, Value
from dialogs.replies import Rows
from dialogs.tapping import answer_to

FIGURES: Mapping[str, Value] = {
    "knee_side": "both", "km_week_usual": 60, "runs_per_week": 6, "longest_run_30d": 16, "easy_pace": 480,
    "cadence": 155,
}  # fmt: skip
"""Answers to the questions of the plan; what is not among them is passed over."""


@dataclass(frozen=True)
class Start:
    """How a plan begins: triage answers beside the best ones, figures of the plan, a level that a clinician named."""

    triage: Mapping[str, Value]
    figures: Mapping[str, Value]
    level: int | None = None


STARTS: Mapping[str, Start] = {
    "rest": Start({"pain_run": 6}, FIGURES),
    "ladder": Start({"pain_run": 3}, {}),
    "km": Start({"pain_run": 2, "load_change": "big"}, FIGURES),
    "km_breaks": Start({"pain_run": 3}, FIGURES),
    "run": Start({}, FIGURES),
    "as_now": Start({}, {}),
    "pregnant": Start({"pregnant": True}, {}),
    "cleared": Start({"limp_walking": True}, FIGURES, level=12),
    "cleared_little": Start({"limp_walking": True}, {**FIGURES, "km_week_usual": 1}, level=11),
}
"""One plan of each kind."""

LIVES: Mapping[str, tuple[str, str]] = {
    "emergency_sign": ("ladder", "p2 !emergency"),
    "new_sign": ("ladder", "p2 !swelling"),
    "severe_pain": ("ladder", "p7"),
    "limp_again": ("ladder", "p2 limp x2"),
    "limp_today": ("ladder", "p2 limp"),
    "run_too_sore": ("ladder", "p5 r6"),
    "stop_while_resting": ("rest", "p3 limp"),
    "walk_passed": ("rest", "p2, p1 walk"),
    "long_rest": ("rest", "p3 x14"),
    "still_resting": ("rest", "p3"),
    "ran_while_resting": ("rest", "p3 r3"),
    "three_days_high": ("ladder", "p4 x3"),
    "red_run": ("ladder", "p5 r5"),
    "worse_morning": ("ladder", "p2 r2, p3 worse"),
    "flare_two_days": ("ladder", "p1 x3, p5 x2"),
    "third_amber": ("ladder", "p3 r3, p2, p3 r3, p2, p3 r3"),
    "relapse": ("run", "p1 r1, p1, p1 r1, p1, p1 r1, p1, p1 r1, p1 x7, p3 r3, p1, p3 r3"),
    "cut_once": ("km", "p5 r5, p2, p5 r5"),
    "onto_ladder": ("as_now", "p5 r5"),
    "flare": ("ladder", "p1 x3, p5"),
    "over_plan": ("ladder", "p2 r2 over"),
    "ran_in_window": ("ladder", "p5 r5, p2 r1"),
    "amber_run": ("ladder", "p3 r3"),
    "run_waits": ("ladder", "p2 r2"),
    "watch": ("ladder", "p1 x3, p3"),
    "on_plan": ("ladder", "p1"),
    "pregnant": ("pregnant", "p2 r2, p2"),
    "two_green": ("ladder", "p2 r2, p2, p2 r2, p1"),
    "ladder_done": ("cleared", "p1 r1, p1, p1 r1, p1"),
    "ladder_top": ("cleared_little", "p1 r1, p1, p1 r1, p1, p1 r1, p1, p1 r1, p1"),
    "week_rose": ("km", "p1 r1, p1, p1 r1, p1, p1 r1, p1, p1 r1, p1"),
    "recovered": ("run", "p1 r1, p1, p1 r1, p1, p1 r1, p1, p1 r1, p1 x7"),
    "still_recovered": ("run", "p1 r1, p1, p1 r1, p1, p1 r1, p1, p1 r1, p1, p1 r1, p1 x6"),
    "silent_1": ("ladder", "p2 r2, (none), p2"),
    "silent_2": ("ladder", "(none) x2, p2"),
    "silent_3": ("ladder", "p2, (none) x3, p2"),
    "silent_7": ("ladder", "p2, (none) x7, p2"),
    "silent_14": ("ladder", "p2, (none) x14, p2"),
    "plateau": ("ladder", "p3 x28"),
    "fair_trial": ("ladder", "p2 x42"),
    "twelve_weeks": ("ladder", "p2 x84"),
}
"""For each reason a start, and days of which the last one is decided with it."""

DILIGENT = ("fair_trial",)
"""Lives in which all exercises are done, and the weekly questions answered."""
WEEK: Mapping[str, Value] = {
    "week_bothered": True, "week_running": "most", "week_cut": "little", "week_feel": "slightly_off",
    "week_sore": "little",
}  # fmt: skip
"""Their answers."""


def days_of(life: str) -> Iterator[str]:
    """The days of a life: "p2 x3" stands for three of them."""
    for part in life.split(", "):
        day, times = re.fullmatch(r"(.*?)(?: x(\d+))?", part).groups()  # type: ignore[union-attr]
        yield from [day] * int(times or 1)


def facts_told(day: str) -> dict[str, Value] | None:
    """The answers of a day as the questions ask for them; None for a missed day."""
    answers = read_day(day)
    if answers is None:
        return None
    return {
        **WEEK,
        "gate": "quiet" if answers.quiet else "tell",
        "gate_ran": {None: "tell", "ok": "quiet", "okrun": "quiet_ran"}[answers.quiet],
        "pain_today": answers.pain or 0,
        "walk_today": "ran" if answers.has_run else "easy" if answers.walk else "none",
        "run_today": run_told(answers),
        "over_plan": answers.over,
        "after_run": "worse" if answers.worse else "slow" if answers.slow else "settled",
        "this_morning": "worse" if answers.worse else "same",
        "sign_limp": answers.limp,
        **{f"sign_{sign}": True for sign in answers.signs},
    }


def step_to_plan(content: Content, dialogue: Dialogue, rows: Rows, start: Start) -> Event | None:
    """What leads from the verdict to the plan; None where nothing is asked."""
    match dialogue.flow, dialogue.state:
        case "triage", _ if start.level is None:
            return Go(dialogue.turn, "make_plan")
        case "triage", _:
            return Command("seen")
        case "care", "ask":
            return Go(dialogue.turn, "seen_cleared")
        case "care", "level" | "sure":
            return Answer(dialogue.turn, "level", str(start.level))
        case "plan", _:
            skipped: dict[str, Value] = dict.fromkeys(content.questionnaires["plan"].asked_when, UNKNOWN)
            return tapped_or_typed(answer_to(dialogue, rows, {**skipped, **start.figures}), start.figures)
    return None


def tapped_or_typed(tap: Event | None, figures: Mapping[str, Value]) -> Event | None:
    """A figure that has no button is typed."""
    if isinstance(tap, Answer) and tap.question in figures and tap.value != spelled(figures[tap.question]):
        return Typed(spelled(figures[tap.question]))
    return tap


def step_of_day(dialogue: Dialogue, rows: Rows, facts: Mapping[str, Value], *, diligent: bool = False) -> Event | None:
    """What answers the questions of the day; None once they are answered.

    A diligent runner then answers those of the week, if they are offered, and does the exercises.
    """
    if dialogue.flow in ("check_in", "knee_week"):
        return answer_to(dialogue, rows, facts)
    taps = [read_tap(button.tap) for row in rows for button in row] if diligent else []
    to_do = [tap for tap in taps if isinstance(tap, Tick) and tap.on]
    ways = {tap.place: tap for tap in taps if isinstance(tap, Go)}
    return ways.get("knee_week") or next(iter(to_do), None) or ways.get("today")


def run_told(answers: Answers) -> str:
    """The button for the run of a day."""
    if answers.stopped:
        return "stopped"
    if not answers.has_run:
        return "none"
    pain = answers.run_pain or 0
    return "pain_0_2" if pain <= 2 else "pain_6_10" if pain >= 6 else f"pain_{pain}"
