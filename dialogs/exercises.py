"""The exercise library: moves, their doses, and the stages of strength work, as content/plan/ has them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs.wording import Texts

Range = tuple[int, int]
"""From and to, both included; the same number twice where there is only one."""

CALM, BUILD, RETURN, MAINTENANCE = STAGES = ("calm", "build", "return", "maintenance")
"""From the calmest up."""
FULL, TWO, FIVE_MINUTES = LENGTHS = ("full", "two", "five_minutes")
"""How long a session is: the whole of it, two moves, or a five-minute version."""


OWN = "own"
"""What makes a move harder in a way of its own, as its words say."""


@dataclass(frozen=True)
class Dose:
    """How much of a move.

    `reps` is None where a position is held, `hold_s` (seconds) where nothing is. `a_day` or `a_week` says how often, at
    most one of them. `each` is "side" or "way" where it is done on both, else ""; `count` is "reps" or "steps".
    """

    sets: Range
    reps: Range | None = None
    hold_s: Range | None = None
    a_day: Range | None = None
    a_week: Range | None = None
    each: str = ""
    count: str = "reps"


@dataclass(frozen=True)
class Move:
    """A move of the library; `kind` is strength, stretch or roll, and only strength moves have stages and regions.

    `harder` and `easier` are moves, `swap` those that take its place when it hurts, in their order; `more` says what
    makes it harder at the top of its range: weight, band, own.
    """

    id: str
    kind: str
    dose: Dose
    source: tuple[str, ...]
    stages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()
    swap: tuple[str, ...] = ()
    seed: bool = False
    where: str = ""

    @property
    def loaded(self) -> bool:
        """Whether it needs days between: it is done some days a week, not daily."""
        return self.dose.a_week is not None


@dataclass(frozen=True)
class Pick:
    """A place in a session, for a region, and the moves that may fill it, the first first."""

    slot: str
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """What opens a stage: the last `answered_days` had at most `pain_daily_most`; of the rest, one thing at least."""

    pain_daily_most: int
    answered_days: int
    disposition: str | None = None
    ladder_level: int | None = None


@dataclass(frozen=True)
class Stage:
    """A stage of strength work. `pain_most` is the most pain a move may bring (0 to 10).

    `picks` are the moves of a session, `light` those of the days between where loaded moves are done only
    `loaded_days_week` days a week (0: there are none); without `light` these days are free.
    """

    id: str
    pain_most: int
    sessions_week: int
    picks: tuple[Pick, ...]
    source: tuple[str, ...]
    light: tuple[Pick, ...] = ()
    loaded_days_week: int = 0
    low_end: bool = False
    twice_a_day: bool = False
    entry: Entry | None = None


@dataclass(frozen=True)
class Shorter:
    """A shorter session: how many moves and stretches, and of how many sets (None: as ever)."""

    moves: int
    stretches: int
    sets: int | None = None


@dataclass(frozen=True)
class Rules:
    """The numbers of content/plan/stages.yaml by which sessions are put together, stages change and doses rise."""

    calm_from_pain: int
    up_after_days: int
    up_after_sessions: int
    down_on: tuple[str, ...]
    calm_on: tuple[str, ...]
    most_moves: int
    most_of_a_slot: Mapping[str, int]
    most_stretches: int
    stretches: tuple[str, ...]
    swapped_days: int
    hurting_swaps: int
    raise_after_sessions: int
    raise_pain_most: int
    raise_reps: Mapping[str, int]
    raise_hold_s: int
    most_weights: int
    most_bands: int
    shorter: Mapping[str, Shorter]
    adherence: Mapping[str, int]
    source: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """All moves by id, strength first, then stretches and rolls; the stages by id, and their rules."""

    moves: Mapping[str, Move]
    stages: Mapping[str, Stage]
    rules: Rules

    def of_kind(self, kind: str) -> tuple[Move, ...]:
        """The moves of a kind, in the order of the library."""
        return tuple(move for move in self.moves.values() if move.kind == kind)

    def suits(self, move: Move, stage: str) -> bool:
        """Whether a strength move is no harder than a stage: it belongs to it or to one before it."""
        return any(STAGES.index(own) <= STAGES.index(stage) for own in move.stages)

    def swap_chain(self, move: Move) -> tuple[str, ...]:
        """All that may take the place of a move, nearest first: its swaps, then theirs; none twice, itself never."""
        chain = [move.id]
        for name in chain:
            chain += [other for other in self.moves[name].swap if other not in chain]
        return tuple(chain[1:])

    def dose(self, move: Move, stage: str) -> Dose:
        """The dose of a move in a stage: the whole range, or its low end in the calm stage."""
        dose = move.dose
        if not (move.kind == "strength" and self.stages[stage].low_end):
            return dose
        return Dose(
            _low(dose.sets),
            dose.reps and _low(dose.reps),
            dose.hold_s and _low(dose.hold_s),
            dose.a_day,
            dose.a_week,
            dose.each,
            dose.count,
        )


def picture_of(move: str) -> str:
    """The name of a move's picture, as `Message.picture` and `bot.pictures.shipped` take it."""
    return f"exercises/{move}"


def steps_of(texts: Texts, move: str) -> tuple[str, ...]:
    """How a move is done, a sentence or two for each step. Raises KeyError."""
    return tuple(texts.strings[f"exercises.{move}.how"])


def dose_words(texts: Texts, dose: Dose) -> str:
    """A dose as a runner reads it, for example "2 to 3 sets of 15, each side"."""
    kind = "hold" if not dose.reps else "reps_held" if dose.hold_s else dose.count
    words = texts.text(
        f"exercises.dose.{kind}.{'one' if dose.sets == (1, 1) else 'many'}",
        sets=_spelled(texts, dose.sets),
        times=_spelled(texts, dose.reps),
        hold=_spelled(texts, dose.hold_s),
    )
    return texts.text(f"exercises.dose.each.{dose.each}", dose=words) if dose.each else words


def often_words(texts: Texts, dose: Dose) -> str:
    """How often, for example "once or twice a day"; empty where the dose says nothing of it."""
    if dose.a_day:
        return texts.text(f"exercises.often.{'day' if dose.a_day[1] == 1 else 'day_or_two'}")
    return texts.text("exercises.often.week", times=_spelled(texts, dose.a_week)) if dose.a_week else ""


def much_words(texts: Texts, move: Move, dose: Dose, added: Sequence[str]) -> str:
    """A dose and what was added to the move, for example "3 sets of 15, with 1.5 kg"; what makes it harder in a way of
    its own follows in its own sentence."""
    words, things = dose_words(texts, dose), list(_added(texts, move, added))
    if things:
        words = texts.text("exercises.added.with", dose=words, added=texts.text("exercises.added.and").join(things))
    return f"{words}. {texts.text(f'exercises.{move.id}.harder')}" if OWN in added else words


def _added(texts: Texts, move: Move, added: Sequence[str]) -> Iterator[str]:
    if kilos := added.count("weight") / 2:
        yield texts.text("exercises.added.weight", kilos=f"{kilos:g}")
    if bands := added.count("band"):
        stronger = bands > 1 or not {"loop_band", "long_band"}.isdisjoint(move.equipment)
        yield texts.text(f"exercises.added.{'stronger_band' if stronger else 'band'}")


def _low(numbers: Range) -> Range:
    return numbers[0], numbers[0]


def _spelled(texts: Texts, numbers: Range | None) -> str:
    if numbers is None:
        return ""
    low, high = numbers
    return str(low) if low == high else texts.text("exercises.dose.range", low=low, high=high)
