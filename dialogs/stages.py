"""How strength work goes on after the decision of a day: the stage up or down, a dose that rises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dialogs.exercises import CALM, MAINTENANCE, STAGES, Library
from dialogs.trained import sessions_done
from dialogs.training import Step, Training, additions
from dialogs.wording import Texts


@dataclass(frozen=True)
class Outcome:
    """What a day's decision says to strength work.

    `decision` and `row` are those of the course, `disposition` the verdict the plan runs on (after its correction),
    `level` that of the ladder or None, `pains` the worst daily pains as typed (0 to 10), newest last; `quiet`: nothing
    about running asks for care that day, and nothing of it rose.
    """

    decision: str
    row: str | None
    disposition: str
    pains: Sequence[int]
    level: int | None = None
    recovered: bool = False
    quiet: bool = True


class Raise(NamedTuple):
    """A move that gets harder: `kind` is reps, hold, weight, band, own or harder; `to` is the new number (with
    weight, band and own: how many of it), or with harder the move that follows."""

    move: str
    kind: str
    to: int | str


def raise_words(texts: Texts, change: Raise) -> str:
    """A move that gets harder, told to the runner in a sentence or two."""
    to = texts.text(f"exercises.{change.to}.name") if change.kind == "harder" else change.to
    name, harder = (texts.text(f"exercises.{change.move}.{part}") for part in ("name", "harder"))
    return texts.text(f"exercises.raised.{change.kind}", name=name, to=to, harder=harder)


def settle(library: Library, training: Training, day: int, outcome: Outcome) -> tuple[Training, tuple[Raise, ...]]:
    """The training after a day's decision, and the moves that get harder.

    Down at once; up, or harder, one thing at a time and never on a day on which running was raised.
    """
    stage = _stage(library, training, day, outcome)
    if stage != training.stage:
        return moved(training, stage, day), ()
    if not outcome.quiet or outcome.decision in (*library.rules.down_on, "progress") or library.stages[stage].low_end:
        return training, ()
    return _raised(library, training)


def moved(training: Training, stage: str, day: int) -> Training:
    """The training in another stage from a day on; what was added to moves is taken off on the way down."""
    down = STAGES.index(stage) < STAGES.index(training.stage)
    return replace(
        training,
        stage=stage,
        since=day,
        steps={} if down else {name: step._replace(running=0) for name, step in training.steps.items()},
        instead={} if down else training.instead,
    )


def may_go_up(library: Library, training: Training, day: int, outcome: Outcome) -> bool:
    """Whether the next stage opens: this one's own limit of pain held for long enough, with enough sessions done, and
    what opens the next one holds."""
    following = STAGES[STAGES.index(training.stage) + 1 :]
    entry = library.stages[following[0]].entry if following else None
    if entry is None:
        return False
    rules = library.rules
    last = list(outcome.pains)[-entry.answered_days :]
    return (
        day - training.since >= rules.up_after_days
        and sessions_done(training, day, rules.up_after_days) >= rules.up_after_sessions
        and (training.hurt_day is None or day - training.hurt_day >= rules.up_after_days)
        and len(last) == entry.answered_days
        and max(last) <= entry.pain_daily_most
        and (
            entry.disposition in (None, outcome.disposition)
            or outcome.recovered
            or (entry.ladder_level is not None and (outcome.level or 0) >= entry.ladder_level)
        )
    )


def _stage(library: Library, training: Training, day: int, outcome: Outcome) -> str:
    rules = library.rules
    hurts = bool(outcome.pains) and outcome.pains[-1] >= rules.calm_from_pain
    if outcome.disposition == "rest" or hurts or outcome.row in rules.calm_on:
        return CALM
    place = STAGES.index(training.stage)
    if outcome.decision in rules.down_on:
        return STAGES[max(0, place - 1)]
    if outcome.decision == "maintenance":
        return MAINTENANCE
    if outcome.decision != "progress" and may_go_up(library, training, day, outcome):
        return STAGES[place + 1]
    return training.stage


def _raised(library: Library, training: Training) -> tuple[Training, tuple[Raise, ...]]:
    """What went well for long enough gets harder: more repetitions, then weight or band, then the harder move."""
    steps, instead, raises = dict(training.steps), dict(training.instead), []
    for move, step in training.steps.items():
        if step.running < library.rules.raise_after_sessions:
            continue
        raised = _next(library, training, move, step)
        steps[move] = Step(step.above, step.added)
        if raised is None:
            continue
        change, steps[move] = raised
        if change.kind == "harder":
            instead[move] = str(change.to)
        raises.append(change)
    return replace(training, steps=steps, instead=instead), tuple(raises)


def _next(library: Library, training: Training, move: str, step: Step) -> tuple[Raise, Step] | None:
    """The next thing that makes a move harder; None where nothing is left."""
    found, rules = library.moves[move], library.rules
    low, top = found.dose.reps or found.dose.hold_s or (0, 0)
    if low + step.above < top:
        more = rules.raise_reps["loaded" if found.loaded else "low"] if found.dose.reps else rules.raise_hold_s
        now = min(low + step.above + more, top)
        return Raise(move, "reps" if found.dose.reps else "hold", now), Step(now - low, step.added)
    possible = additions(library, move)
    if step.added < len(possible):
        kind = possible[step.added]
        return Raise(move, kind, possible[: step.added + 1].count(kind)), Step(0, step.added + 1)
    for harder in found.harder:
        if library.suits(library.moves[harder], training.stage) and harder not in training.instead.values():
            return Raise(move, "harder", harder), Step(step.above, step.added)
    return None
