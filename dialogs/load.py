"""How much to run: the first week from what a runner did before the pain, a week up or down, and the single run.

Distances are km; every number stands in content/plan/.
"""

from dataclasses import dataclass
from pathlib import Path

from dialogs.ladder import LadderNumbers, Level, read_ladder
from dialogs.load_numbers import LoadNumbers, read_load_numbers
from dialogs.reading import Problems
from dialogs.running import Baseline, Disposition, Mode, Running, floor05, round_half_up
from dialogs.warming import CrossTraining, Gate, WarmUp, read_cross_training, read_warm_up

__all__ = ["Baseline", "Disposition", "Load", "Mode", "Running", "floor05", "read_load", "round_half_up"]


@dataclass(frozen=True)
class Load:
    """Everything of content/plan/ about running: the km plan, the ladder, the warm-up, what to do instead."""

    numbers: LoadNumbers
    ladder: tuple[Level, ...]
    ladder_numbers: LadderNumbers
    warm_up: WarmUp
    cross_training: CrossTraining

    @property
    def sessions_week(self) -> int:
        """Sessions a week on the ladder."""
        return self.ladder_numbers.sessions_week

    def first(self, disposition: Disposition, baseline: Baseline) -> Running:
        """What to run at first, after a verdict that leaves it to the plan."""
        disposition = self.corrected(disposition, baseline.pain_run)
        if disposition == "rest":
            return Running("rest", "none", level=self.ladder_numbers.entry_rest)
        if disposition == "run":
            return self._first_run(baseline)
        return self._first_modify(baseline)

    def cleared(self, baseline: Baseline, level: int | None = None) -> Running:
        """What to run at first after a clinician said so, at the level they named, if any."""
        return self._on_ladder(baseline, self.level_down(level or self.ladder_numbers.entry_cleared, 0))

    def corrected(self, disposition: Disposition, pain_run: int | None) -> Disposition:
        """The disposition that the pain on the run leaves standing; never a milder one."""
        if pain_run is None or disposition == "rest":
            return disposition
        if pain_run > self.numbers.modify_pain_most:
            return "rest"
        return "modify" if pain_run > self.numbers.run_pain_most else disposition

    def _first_run(self, baseline: Baseline) -> Running:
        numbers, pain, runs = self.numbers, baseline.pain_run, baseline.runs_week
        if not baseline.km_week or not runs or pain is None:
            return Running("run", "as_now")
        low = pain <= numbers.run_pain_low
        km_week = floor05(_share(baseline.km_week, numbers.run_share_low if low else numbers.run_share))
        if not km_week:
            return Running("run", "as_now")
        longest = None
        if baseline.longest_km is not None:
            longest = floor05(_share(baseline.longest_km, numbers.run_longest_low if low else numbers.run_longest))
        share = floor05(km_week / runs)
        return Running(
            "run",
            "km",
            runs_week=runs,
            km_week=km_week,
            km_run=share if longest is None else min(share, longest),
            cadence=self.cadence_range(baseline.cadence),
            longest_km=longest,
        )

    def _first_modify(self, baseline: Baseline) -> Running:
        """A few short, even runs; the ladder where figures are missing, too small, or older than a break."""
        numbers, pain = self.numbers, baseline.pain_run
        away = baseline.days_off >= self.ladder_numbers.break_days
        if baseline.km_week is None or baseline.runs_week is None or pain is None or away:
            return self._on_ladder(baseline, self.entry_level(baseline))
        low = pain <= numbers.modify_pain_low
        most = floor05(_share(baseline.km_week, numbers.modify_share_low if low else numbers.modify_share))
        runs = self._runs_modify(baseline.runs_week, most)
        km_run = floor05(most / runs)
        if baseline.longest_km is not None:
            km_run = min(km_run, floor05(_share(baseline.longest_km, numbers.modify_longest)))
        if most < numbers.modify_week_least or not km_run:
            return self._on_ladder(baseline, self.ladder_numbers.entry_few_km)
        return Running(
            "modify",
            "km",
            runs_week=runs,
            km_week=km_run * runs,
            km_run=km_run,
            run_walk=baseline.pregnant or not low,
            pace=self.pace_range(baseline.easy_pace),
            cadence=self.cadence_range(baseline.cadence),
            longest_km=km_run,
        )

    def _runs_modify(self, runs_before: int, km_week: float) -> int:
        """One run more than before, as long as none gets too short."""
        numbers = self.numbers
        runs = min(max(runs_before + numbers.modify_runs_more, numbers.modify_runs_least), numbers.modify_runs_most)
        while runs > 1 and km_week / runs < numbers.modify_run_least:
            runs -= 1
        return runs

    def _on_ladder(self, baseline: Baseline, level: int) -> Running:
        return Running(
            "modify",
            "ladder",
            level=level,
            runs_week=self.sessions_week,
            pace=self.pace_range(baseline.easy_pace),
            cadence=self.cadence_range(baseline.cadence),
        )

    def entry_level(self, baseline: Baseline) -> int:
        """Where the ladder is entered after `modify`, lower after a break."""
        low = baseline.pain_run is None or baseline.pain_run <= self.numbers.modify_pain_low
        entry = self.ladder_numbers.entry_modify_low if low else self.ladder_numbers.entry_modify
        return self.level_after_break(entry, baseline.days_off)

    def pace_range(self, easy_pace: int | None) -> tuple[int, int] | None:
        """The paces to run at, from the faster one, for someone whose easy pace this is."""
        if easy_pace is None:
            return None
        numbers = self.numbers
        fast, slow = (
            round_half_up(easy_pace * 100 / share, numbers.pace_step)
            for share in (numbers.pace_fast, numbers.pace_slow)
        )
        return fast, slow

    def cadence_range(self, cadence: int | None) -> tuple[int, int] | None:
        """The step rate to try; None if it is not known, or high enough as it is."""
        if cadence is None or cadence > self.numbers.cadence_most:
            return None
        return (
            round_half_up(_share(cadence, self.numbers.cadence_low)),
            round_half_up(_share(cadence, self.numbers.cadence_high)),
        )

    # from week to week

    def week_up(self, km: float, usual: float) -> float:
        """The week after a green one, never above the usual week."""
        return min(usual, floor05(km + max(self.numbers.week_up_least, _share(km, self.numbers.week_up_share))))

    def km_down(self, km: float, steps: int) -> float:
        """The week after one step down, or after two or more; the same week for none."""
        if steps <= 0:
            return km
        return floor05(_share(km, self.numbers.week_down if steps == 1 else self.numbers.week_down_two))

    def each_run(self, km_week: float, runs_week: int, longest_km: float | None) -> float:
        """An even share of a week, no longer than the next single run may be."""
        share = floor05(km_week / max(runs_week, 1))
        return share if longest_km is None else min(share, self.longest_next(longest_km))

    def longest_next(self, longest_km: float) -> float:
        """The longest run allowed next, by the longest of the last 30 days. Raises ValueError for a negative distance.

        At most 110 % of it; where that was a short one, half a kilometre more is allowed. Source: RUN25.
        """
        if longest_km < 0:
            raise ValueError(f"a run of {longest_km} km")
        longest = floor05(_share(longest_km, self.numbers.single_share))
        if longest_km < self.numbers.single_short:
            return max(longest, floor05(longest_km + self.numbers.single_short_step))
        return longest

    # on the ladder

    def level_down(self, level: int, steps: int) -> int:
        """The level so many steps down, 1 at least."""
        return min(max(level - steps, 1), len(self.ladder))

    def level_after_break(self, level: int, days_off: int) -> int:
        """The level to come back at, by the days since the last run."""
        numbers = self.ladder_numbers
        if days_off >= numbers.long_break_days:
            return min(level, numbers.long_break_level)
        return min(level, numbers.break_level) if days_off >= numbers.break_days else level

    def after_ladder(self, easy_pace: int | None, usual: float | None) -> tuple[float, float] | None:
        """Each run and the week (km) after the highest level, the week at most the usual one.

        None where the easy pace or the usual week is not known, or too small for half a kilometre a run.
        """
        if not easy_pace or not usual:
            return None
        numbers = self.ladder_numbers
        km_run = min(floor05(numbers.after_minutes * 60 / easy_pace), floor05(usual / numbers.after_runs))
        return (km_run, km_run * numbers.after_runs) if km_run else None

    def week_of_half_hours(self, easy_pace: int) -> float:
        """The week (km) of the highest level's runs at this pace."""
        numbers = self.ladder_numbers
        return floor05(numbers.after_minutes * 60 / easy_pace) * numbers.after_runs

    # around a run

    def gate(self, pain: int, *, sharp: bool = False, limp: bool = False) -> Gate:
        """Whether to run after the warm-up, by the pain then."""
        return self.warm_up.gate(pain, sharp=sharp, limp=limp)


def _share(value: float, percent: int) -> float:
    return value * percent / 100


def read_load(folder: Path, problems: Problems) -> Load:
    """The load plan of a content folder; what is wrong in its four files is a finding each."""
    numbers = read_load_numbers(folder, problems)
    ladder, ladder_numbers = read_ladder(folder, problems)
    return Load(numbers, ladder, ladder_numbers, read_warm_up(folder, problems), read_cross_training(folder, problems))
