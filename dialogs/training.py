"""What a runner trains on a day: the session of the stage, with swaps for what hurts.

Days are numbers, as in the course of a plan: 1 is the local date the plan began. `Training` is what is kept of a
runner; how it changes stands in trained.py (what the runner tells) and stages.py (what a decision does).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from dialogs.exercises import CALM, FULL, Dose, Library, Pick


class Step(NamedTuple):
    """How far a move has come: repetitions (or seconds held) above its low end, what was added, sessions running at
    the top."""

    above: int = 0
    added: int = 0
    running: int = 0


class Done(NamedTuple):
    """What was done on a day: strength moves, and whether a loaded one was among them."""

    day: int
    moves: tuple[str, ...]
    loaded: bool


@dataclass(frozen=True)
class Training:
    """A runner's strength work. `since` is the day the stage began.

    `swapped` gives for a move that hurt the last day it is left out, `resting` for a region the day it rests;
    `hurting` counts, for the day `hurting_day`, by region the swaps that hurt too; `hurt_day` is the last day a move
    hurt. `instead` names the harder move that follows one that was outgrown.
    """

    stage: str = CALM
    since: int = 1
    length: str = FULL
    swapped: Mapping[str, int] = field(default_factory=dict)
    resting: Mapping[str, int] = field(default_factory=dict)
    hurting: Mapping[str, int] = field(default_factory=dict)
    hurting_day: int = 0
    hurt_day: int | None = None
    steps: Mapping[str, Step] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    done: tuple[Done, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it; what is as at the start is left out."""
        data = {name: value for name, value in vars(self).items() if value != getattr(_FRESH, name)}
        for name in ("swapped", "resting", "hurting", "instead"):
            if name in data:
                data[name] = dict(data[name])
        if "steps" in data:
            data["steps"] = {name: list(step) for name, step in self.steps.items()}
        if "done" in data:
            data["done"] = [[one.day, list(one.moves), one.loaded] for one in self.done]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Training":
        """What `to_dict` gave."""
        values = dict(data)
        if "steps" in values:
            values["steps"] = {name: Step(*step) for name, step in values["steps"].items()}
        if "done" in values:
            values["done"] = tuple(Done(day, tuple(moves), loaded) for day, moves, loaded in values["done"])
        return cls(**values)


_FRESH = Training()


@dataclass(frozen=True)
class Given:
    """A move of a session: where it stands, how much of it, what was added to it (weight, band or own, each as often
    as it was), and the move whose place it takes, if any."""

    move: str
    slot: str
    dose: Dose
    added: tuple[str, ...] = ()
    instead_of: str | None = None


@dataclass(frozen=True)
class Session:
    """What to train on a day; nothing on a free day. `loaded`: a day for loaded moves.

    `twice`: once more the same day, if it feels easy. `empty` names the slots for which all hurts or rests.
    """

    day: int
    stage: str
    given: tuple[Given, ...] = ()
    stretches: tuple[str, ...] = ()
    loaded: bool = False
    twice: bool = False
    empty: tuple[str, ...] = ()

    @property
    def moves(self) -> tuple[str, ...]:
        """The strength moves, in their order."""
        return tuple(given.move for given in self.given)


def begin(day: int = 1) -> Training:
    """Everybody begins in the calm stage, whatever the verdict: it holds for the first days of every plan."""
    return Training(since=day)


def may_load(library: Library, training: Training, day: int) -> bool:
    """Whether loaded moves may be done on a day: not after a day that had some, and only so many days a week."""
    most = library.stages[training.stage].loaded_days_week
    before = {one.day for one in training.done if one.loaded and day - 7 < one.day < day}
    return len(before) < most and day - 1 not in before


def session(library: Library, training: Training, day: int) -> Session:
    """What to train on a day."""
    stage, rules = library.stages[training.stage], library.rules
    loaded = may_load(library, training, day)
    picks = stage.picks if loaded or not stage.loaded_days_week else stage.light
    shorter = rules.shorter.get(training.length)
    if shorter:
        picks = _of_each_slot(picks, shorter.moves, training, day)
    chosen = _chosen(library, training, day, picks, loaded=loaded)
    given = tuple(
        Given(
            name,
            pick.slot,
            dose(library, training, name, shorter.sets if shorter else None),
            added_to(library, training, name),
            _left_out(training, pick, day),
        )
        for pick, name in zip(picks, chosen, strict=True)
        if name
    )
    return Session(
        day,
        stage.id,
        given,
        rules.stretches[: shorter.stretches if shorter else rules.most_stretches] if given else (),
        loaded,
        stage.twice_a_day and not loaded,
        tuple(dict.fromkeys(pick.slot for pick, name in zip(picks, chosen, strict=True) if not name)),
    )


def dose(library: Library, training: Training, move: str, sets: int | None = None) -> Dose:
    """How much of a move this runner does now: the low end of its range, and what was added since."""
    stage, found = library.stages[training.stage], library.moves[move]
    full = library.dose(found, stage.id)
    above = 0 if stage.low_end else training.steps.get(move, Step()).above
    now = full
    if full.reps:
        reps = min(full.reps[0] + above, full.reps[1])
        now = replace(now, reps=(reps, reps))
    elif full.hold_s:
        hold = min(full.hold_s[0] + above, full.hold_s[1])
        now = replace(now, hold_s=(hold, hold))
    return replace(now, sets=(sets, sets)) if sets else now


def added_to(library: Library, training: Training, move: str) -> tuple[str, ...]:
    """What was added to a move until now, each as often as it was; nothing in a stage that is done at the low end."""
    if library.stages[training.stage].low_end:
        return ()
    return additions(library, move)[: training.steps.get(move, Step()).added]


def additions(library: Library, move: str) -> tuple[str, ...]:
    """All that can be added to a move, in its order."""
    most = {"weight": library.rules.most_weights, "band": library.rules.most_bands}
    return tuple(kind for kind in library.moves[move].more for _ in range(most.get(kind, 1)))


def _meant(training: Training, pick: Pick) -> list[str]:
    """What a place in a session is meant for: its moves, each after the harder one that followed it, if any."""
    return [name for move in pick.moves for name in (training.instead.get(move), move) if name]


def _left_out(training: Training, pick: Pick, day: int) -> str | None:
    """The move that a place was meant for and that is left out as it hurt; None where that is not so."""
    first = _meant(training, pick)[0]
    return first if training.swapped.get(first, 0) >= day else None


def _of_each_slot(picks: Sequence[Pick], most: int, training: Training, day: int) -> tuple[Pick, ...]:
    """At most so many picks, one for each slot, those that rest left out."""
    by_slot: dict[str, Pick] = {}
    for pick in picks:
        if training.resting.get(pick.slot) != day:
            by_slot.setdefault(pick.slot, pick)
    return tuple(by_slot.values())[:most]


def _chosen(library: Library, training: Training, day: int, picks: Sequence[Pick], *, loaded: bool) -> list[str | None]:
    """The move for each pick: first where nothing hurts, then for the others what their swaps lead to."""

    def is_free(move: str) -> bool:
        found = library.moves[move]
        return (
            move not in chosen
            and library.suits(found, training.stage)
            and (loaded or not found.loaded)
            and training.swapped.get(move, 0) < day
            and all(training.resting.get(region) != day for region in found.regions)
        )

    chosen: list[str | None] = [None] * len(picks)
    for place, pick in enumerate(picks):
        if training.resting.get(pick.slot) != day:
            chosen[place] = next(filter(is_free, _meant(training, pick)), None)
    for place, pick in enumerate(picks):
        if chosen[place] is None and training.resting.get(pick.slot) != day:
            chain = library.swap_chain(library.moves[_meant(training, pick)[0]])
            chosen[place] = next(filter(is_free, chain), None)
    return chosen
