"""The ladder back to running: levels of run and walk in minutes, where it is entered, and how fast it is climbed."""

from dataclasses import dataclass
from pathlib import Path

from dialogs.plan_numbers import a_number, all_in, fitting, place, read_numbers, read_parts
from dialogs.reading import Problems

FILE = "plan/ladder.yaml"
PARTS = {"levels": "list!", "numbers": "list!"}
LEVEL = {
    "level": "number!", "run_min": "number!", "walk_min": "number!", "repeats": "number!", "extra_run_min": "number",
    "source": "texts!",
}  # fmt: skip
LEVEL_UNITS = {"level": "level", "run_min": "min", "walk_min": "min", "repeats": "times", "extra_run_min": "min"}
TOP = 12


@dataclass(frozen=True, slots=True)
class Level:
    """One level: `repeats` times run and walk, then `extra_run_min` of running; all in minutes."""

    number: int
    run_min: int
    walk_min: int
    repeats: int
    extra_run_min: int = 0

    @property
    def total_min(self) -> int:
        """How long a session is, without its warm-up."""
        return (self.run_min + self.walk_min) * self.repeats + self.extra_run_min

    @property
    def run_total_min(self) -> int:
        """How much of a session is running."""
        return self.run_min * self.repeats + self.extra_run_min


@dataclass(frozen=True, slots=True)
class LadderNumbers:
    """The numbers beside the levels, each by its id in content/plan/ladder.yaml."""

    sessions_week: int = a_number("runs")
    sessions_least: int = a_number("runs")
    sessions_most: int = a_number("runs")
    rest_days_between: int = a_number("days")
    effort_least: int = a_number("effort")
    effort_most: int = a_number("effort")
    entry_rest: int = a_number("level")
    entry_cleared: int = a_number("level")
    named_level_sure: int = a_number("level")
    entry_modify: int = a_number("level")
    entry_modify_low: int = a_number("level")
    entry_few_km: int = a_number("level")
    entry_rest_walk: int = a_number("min")
    break_days: int = a_number("days")
    break_level: int = a_number("level")
    long_break_days: int = a_number("days")
    long_break_level: int = a_number("level")
    weeks_from_first: int = a_number("weeks")
    weeks_from_modify: int = a_number("weeks")
    after_minutes: int = a_number("min")
    after_runs: int = a_number("runs")


def read_ladder(folder: Path, problems: Problems) -> tuple[tuple[Level, ...], LadderNumbers]:
    """The levels from the lowest, and the numbers beside them; what is wrong is a finding."""
    data = read_parts(folder, FILE, PARTS, problems)
    levels: list[Level] = []
    for entry in fitting(FILE, data.get("levels"), LEVEL, problems):
        if all_in(FILE, entry, LEVEL_UNITS, problems):
            expected = len(levels) + 1
            if entry["level"] != expected:
                remedy = f"Number the levels from 1 to {TOP}: this is {expected}."
                problems.add(place(FILE, entry), f"level {entry['level']} stands at the wrong place.", remedy)
            extra = entry.get("extra_run_min", 0)
            levels.append(Level(expected, entry["run_min"], entry["walk_min"], entry["repeats"], extra))
    if len(levels) != TOP:
        problems.add(FILE, f"the ladder has {len(levels)} levels.", f"Write all {TOP}.")
    return tuple(levels), read_numbers(LadderNumbers, FILE, data.get("numbers"), problems)
