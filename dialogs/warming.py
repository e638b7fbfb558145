"""What goes around a run, and in its place: warm-up with its gate, cool-down, cross-training."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from dialogs.plan_numbers import a_number, all_in, fitting, place, read_numbers, read_parts
from dialogs.reading import Lines, Problems

Gate = Literal["go", "short", "none"]
GATES: tuple[Gate, ...] = ("go", "short", "none")
"""What the knee allows after the warm-up, the strictest last."""

WARM_UP = "plan/warm_up.yaml"
CROSS_TRAINING = "plan/cross_training.yaml"
WARM_UP_PARTS = {"steps": "list!", "stretches": "texts!", "numbers": "list!"}
CROSS_TRAINING_PARTS = {"options": "list!", "numbers": "list!"}
STEP = {
    "id": "text!", "minutes_least": "number!", "minutes_most": "number!", "optional": "switch", "moves": "texts",
    "repeats": "number", "seconds_least": "number", "seconds_most": "number", "degrees": "number", "jog_min": "number",
    "run_s": "number", "walk_s": "number", "source": "texts!",
}  # fmt: skip
STEP_UNITS = {
    "minutes_least": "min", "minutes_most": "min", "repeats": "times", "seconds_least": "s", "seconds_most": "s",
    "degrees": "degrees", "jog_min": "min", "run_s": "s", "walk_s": "s",
}  # fmt: skip
OPTION = {
    "id": "text!", "minutes_least": "number!", "minutes_most": "number!", "times_least": "number!",
    "times_most": "number!", "turns_least": "number", "turns_most": "number", "source": "texts!",
}  # fmt: skip
OPTION_UNITS = {
    "minutes_least": "min", "minutes_most": "min", "times_least": "times", "times_most": "times",
    "turns_least": "rpm", "turns_most": "rpm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the warm-up, or a kind of cross-training: its text stands under its id and takes `values`.

    `values` always has `minutes_least` and `minutes_most`; of cross-training `times_least` and `times_most` (a week)
    too. `moves` are ids of exercises.
    """

    id: str
    values: Mapping[str, int]
    moves: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class WarmUpNumbers:
    """The numbers beside the steps, each by its id in content/plan/warm_up.yaml."""

    warm_up_least: int = a_number("min")
    gate_go: int = a_number("pain")
    gate_short: int = a_number("pain")
    short_share: int = a_number("percent")
    cool_down_walk: int = a_number("min")
    stretch_hold: int = a_number("s")
    stretch_rounds_least: int = a_number("times")
    stretch_rounds_most: int = a_number("times")
    rolling: int = a_number("s")
    ask_later_pain: int = a_number("pain")
    ask_later_after: int = a_number("min")


@dataclass(frozen=True)
class WarmUp:
    """The steps before a run, the stretches after it (ids), and the gate between warm-up and run."""

    steps: tuple[Step, ...]
    stretches: tuple[str, ...]
    numbers: WarmUpNumbers

    def gate(self, pain: int, *, sharp: bool = False, limp: bool = False) -> Gate:
        """What the knee allows after the warm-up: the run as planned, its short version, or none today."""
        if sharp or limp or pain > self.numbers.gate_short:
            return "none"
        return "short" if pain > self.numbers.gate_go else "go"

    def short_minutes(self, minutes: int) -> int:
        """The short version of so many minutes, rounded down."""
        return minutes * self.numbers.short_share // 100

    @property
    def values(self) -> dict[str, int]:
        """The numbers by name, as texts take them."""
        return asdict(self.numbers)


@dataclass(frozen=True, slots=True)
class CrossTrainingNumbers:
    """The numbers beside the options, each by its id in content/plan/cross_training.yaml."""

    pain_most: int = a_number("pain")
    minutes_share: int = a_number("percent")
    new_a_week: int = a_number("times")


@dataclass(frozen=True)
class CrossTraining:
    """What to do while running rests or is less."""

    options: tuple[Step, ...]
    numbers: CrossTrainingNumbers

    @property
    def values(self) -> dict[str, int]:
        """The numbers by name, as texts take them."""
        return asdict(self.numbers)


def read_warm_up(folder: Path, problems: Problems) -> WarmUp:
    """The warm-up; what is wrong is a finding."""
    data = read_parts(folder, WARM_UP, WARM_UP_PARTS, problems)
    numbers = read_numbers(WarmUpNumbers, WARM_UP, data.get("numbers"), problems)
    steps = _read_steps(WARM_UP, data.get("steps"), STEP, STEP_UNITS, problems)
    least = sum(step.values["minutes_least"] for step in steps if not step.optional)
    if least < numbers.warm_up_least:
        problem = f"the steps take {least} minutes at least, not {numbers.warm_up_least}."
        problems.add(WARM_UP, problem, "Make one longer; what is optional does not count.")
    named = data.get("stretches")
    stretches = tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()
    return WarmUp(steps, stretches, numbers)


def read_cross_training(folder: Path, problems: Problems) -> CrossTraining:
    """The cross-training; what is wrong is a finding."""
    data = read_parts(folder, CROSS_TRAINING, CROSS_TRAINING_PARTS, problems)
    numbers = read_numbers(CrossTrainingNumbers, CROSS_TRAINING, data.get("numbers"), problems)
    return CrossTraining(_read_steps(CROSS_TRAINING, data.get("options"), OPTION, OPTION_UNITS, problems), numbers)


def _read_steps(
    name: str, entries: Any, shape: Mapping[str, str], units: Mapping[str, str], problems: Problems
) -> tuple[Step, ...]:
    steps: dict[str, Step] = {}
    for entry in fitting(name, entries, shape, problems):
        if entry["id"] in steps:
            problems.add(place(name, entry), "this id stands here twice.", "Give each its own.")
        elif all_in(name, entry, units, problems) and _in_order(name, entry, problems):
            values = {key: entry[key] for key in units if key in entry}
            optional = entry.get("optional", False)
            steps[entry["id"]] = Step(entry["id"], values, tuple(entry.get("moves", ())), optional)
    return tuple(steps.values())


def _in_order(name: str, entry: Lines, problems: Problems) -> bool:
    """Whether the least of a range is there with its most, and no more than it; a finding if not."""
    for key in ("minutes", "times", "seconds", "turns"):
        least, most = entry.get(f"{key}_least"), entry.get(f"{key}_most")
        if (least is None) != (most is None) or (least is not None and least > most):
            problem = f"'{key}_least' and '{key}_most' are no range."
            problems.add(place(name, entry), problem, "Write both, the smaller first.")
            return False
    return True
