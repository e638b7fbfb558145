"""The numbers of the kilometre plan: how much is cut, how fast it comes back, how long a run may be."""

from dataclasses import dataclass
from pathlib import Path

from dialogs.plan_numbers import a_number, read_numbers, read_parts
from dialogs.reading import Problems

FILE = "plan/load.yaml"


@dataclass(frozen=True, slots=True)
class LoadNumbers:
    """Each number by its id in content/plan/load.yaml, where a line says what it is."""

    run_pain_low: int = a_number("pain")
    run_pain_most: int = a_number("pain")
    run_share_low: int = a_number("percent")
    run_share: int = a_number("percent")
    run_longest_low: int = a_number("percent")
    run_longest: int = a_number("percent")
    run_green_days: int = a_number("days")
    modify_pain_low: int = a_number("pain")
    modify_pain_most: int = a_number("pain")
    modify_share_low: int = a_number("percent")
    modify_share: int = a_number("percent")
    modify_longest: int = a_number("percent")
    modify_runs_more: int = a_number("runs")
    modify_runs_least: int = a_number("runs")
    modify_runs_most: int = a_number("runs")
    modify_run_least: float = a_number("km")
    modify_week_least: float = a_number("km")
    walk_break_run: int = a_number("min")
    walk_break_walk: int = a_number("min")
    pace_fast: int = a_number("percent")
    pace_slow: int = a_number("percent")
    pace_step: int = a_number("s")
    pace_unknown: int = a_number("s/km")
    cadence_most: int = a_number("steps/min")
    cadence_low: int = a_number("percent")
    cadence_high: int = a_number("percent")
    cadence_first_weeks: int = a_number("weeks")
    cadence_first_min: int = a_number("min")
    cadence_first_of: int = a_number("min")
    week_up_least: float = a_number("km")
    week_up_share: int = a_number("percent")
    week_down: int = a_number("percent")
    week_down_two: int = a_number("percent")
    week_down_days: int = a_number("days")
    green_week_runs: int = a_number("runs")
    green_week_ambers: int = a_number("runs")
    change_weeks: int = a_number("weeks")
    single_share: int = a_number("percent")
    single_days: int = a_number("days")
    single_short: float = a_number("km")
    single_short_step: float = a_number("km")
    hills_pain: int = a_number("pain")


def read_load_numbers(folder: Path, problems: Problems) -> LoadNumbers:
    """The numbers of a content folder; what is wrong is a finding each."""
    return read_numbers(
        LoadNumbers, FILE, read_parts(folder, FILE, {"numbers": "list!"}, problems).get("numbers"), problems
    )
