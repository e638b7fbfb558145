"""The course of a plan: what is known of a runner from day to day, as small as decisions need it.

Days are numbers: 1 is the local date the plan began. A course is told one day after the other (deciding.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, NamedTuple

from dialogs.load import Baseline, Disposition, Load, Running

Locked = Literal["retriage", "closed", "ended"]
"""Why a plan stands still: new signs, or a long silence, ask for triage again; or a clinician has to see the knee."""

GREEN, AMBER, RED, OVER, WAITING, UNCOUNTED = "green", "amber", "red", "over", "waits", "uncounted"
"""What became of a run. One that was more than planned, or that no next answer followed, is not counted."""

STEPS_BACK = ("stop", "regress", "resume")
"""Decisions after which a week is no green one."""


class Past(NamedTuple):
    """A day that is over. `pain` is None on a day without an answer, `run_pain` without a run.

    `run` is what became of the run, "" without one; `amount` the level, or the km a week, after the decision, None
    while running rests, and `in_km` which of the two; `closed`: no run was allowed that day; `untold`: one was planned,
    and nobody told what became of it.
    """

    day: int
    pain: int | None = None
    typed: bool = False
    run_pain: int | None = None
    run: str = ""
    row: str | None = None
    decision: str = "none"
    amount: float | None = None
    closed: bool = False
    untold: bool = False
    in_km: bool = False


class Last(NamedTuple):
    """The last answered day: worst pain, its rise above the usual pain, and whether there was a limp."""

    day: int
    pain: int
    rise: float
    limp: bool


@dataclass(frozen=True, slots=True)
class Course:
    """Where a runner stands. Distances are km a week, pains 0 to 10, days numbers; None is "not yet" or "not known".

    `level` is that of the ladder, in km mode None; `km` the week that is planned, `km_usual` that before the pain,
    `km_goal` the runner's own goal, `runs_week` how many runs make it. While `rest_from` is set no run is planned, and
    level or km are those to start at. `no_run_until` is the last day closed by a no-run window, `runs_from` the first
    day a run is allowed after resting. `until_answer`: no run before the next full form; `until_low`: no run before a
    day with little pain. `full_form`: the next check-in asks everything.

    `pregnant`: the plan does not go up by itself.

    `waiting` is what the last run is so far, while its next morning is open; `last_run_pain` that of the run before
    today. `ups` are days of steps up, `gain_day` the last one with more than before, `red_day` that of the last red
    run, `cut_day` that of the last cut of a week by one step. `missed` counts days without an answer in a row, `away`
    those and the days of a pause; `pause` is its first and last day. `quiet_days` counts quiet answers in a row.

    `pains` are the numbers typed, with their day; `history` the last days; `longest` runs (day, km) that bound the next
    one; `week_from` the first day of the week that is under way in km mode. `recovered` is the day maintenance began,
    `daily` whether the check-in is still daily. `looked_on` is the last day weekly rows were looked at, `advised` the
    rows that last sent the runner to a clinician, with their day; `knee_weeks` the weekly scores with theirs.
    """

    disposition: Disposition = "modify"
    mode: Literal["ladder", "km", "as_now"] = "ladder"
    level: int | None = None
    km: float | None = None
    km_usual: float | None = None
    km_goal: float | None = None
    runs_week: int | None = None
    easy_pace: int | None = None
    pain_daily: int = 0
    pregnant: bool = False

    day: int = 0
    rest_from: int | None = None
    locked: Locked | None = None
    locked_on: int | None = None
    no_run_until: int = 0
    runs_from: int = 1
    until_answer: bool = False
    until_low: bool = False
    full_form: bool = False
    number_next: bool = False
    walk_wanted: bool = False

    greens: int = 0
    ambers: int = 0
    waiting: str | None = None
    last_run_pain: int = 0
    ups: tuple[int, ...] = ()
    gain_day: int = 1
    red_day: int | None = None
    cut_day: int | None = None

    missed: int = 0
    away: int = 0
    pause: tuple[int, int] | None = None
    quiet_days: int = 0
    last: Last | None = None
    pains: tuple[tuple[int, int], ...] = ()
    history: tuple[Past, ...] = ()
    longest: tuple[tuple[int, float], ...] = ()
    week_from: int = 1

    recovered: int | None = None
    daily: bool = True
    looked_on: int = 0
    advised: Mapping[str, int] = field(default_factory=dict)
    knee_weeks: tuple[tuple[int, int], ...] = ()

    @property
    def resting(self) -> bool:
        """Whether running rests until a walk shows that it may start."""
        return self.rest_from is not None

    @property
    def km_aim(self) -> float | None:
        """The km a week the plan goes up to: the runner's own goal, at most the week before the pain."""
        return min((km for km in (self.km_usual, self.km_goal) if km), default=None)

    @property
    def amount(self) -> float | None:
        """The level of the ladder or the km of the week; None without such a figure, and once the plan has ended."""
        if self.locked == "ended":
            return None
        return self.km if self.mode == "km" else self.level

    @property
    def typed_pains(self) -> tuple[int, ...]:
        """The typed numbers, newest last."""
        return tuple(pain for _, pain in self.pains)

    def runs_since(self, first: int) -> list[Past]:
        """The days from `first` on that had a run, oldest first."""
        return [past for past in self.history if past.day >= first and past.run]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, what is as at the start left out; `from_dict` reads it back."""
        data = {name: value for name, fresh in _FRESH.items() if (value := getattr(self, name)) != fresh}
        for name in ("pains", "longest", "knee_weeks"):
            if name in data:
                data[name] = [list(pair) for pair in data[name]]
        for name in ("pause", "ups", "last"):
            if name in data and data[name] is not None:
                data[name] = list(data[name])
        if "history" in data:
            data["history"] = [_shortened(past) for past in self.history]
        if "advised" in data:
            data["advised"] = dict(self.advised)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Course":
        """What a `to_dict` gave."""
        values = dict(data)
        for name in ("pains", "longest", "knee_weeks"):
            if name in values:
                values[name] = tuple((pair[0], pair[1]) for pair in values[name])
        if values.get("pause"):
            values["pause"] = tuple(values["pause"])
        if values.get("last"):
            values["last"] = Last(*values["last"])
        values["ups"] = tuple(values.get("ups", ()))
        values["history"] = tuple(Past(*past) for past in values.get("history", ()))
        return cls(**values)


def _shortened(past: Past) -> list[Any]:
    """A day without the defaults at its end."""
    end = len(past)
    while end > 1 and past[end - 1] == _BARE[end - 1]:
        end -= 1
    return list(past[:end])


_BARE = Past(0)
_FRESH: Mapping[str, Any] = {one.name: getattr(Course(), one.name) for one in fields(Course)}


def begin(load: Load, disposition: Disposition, running: Running, baseline: Baseline) -> Course:
    """The course of a new plan, before its first day. Pain on the run may make the disposition a stricter one."""
    disposition = load.corrected(disposition, baseline.pain_run)
    mode = "ladder" if running.mode == "none" else running.mode
    bound = running.longest_km if running.longest_km is not None else baseline.longest_km
    return Course(
        disposition=disposition,
        mode=mode,
        level=(running.level or load.ladder_numbers.entry_rest) if mode == "ladder" else None,
        km=running.km_week if mode == "km" else None,
        km_usual=baseline.km_week,
        runs_week=load.sessions_week if mode == "ladder" else running.runs_week,
        easy_pace=baseline.easy_pace,
        pain_daily=baseline.pain_daily or 0,
        pregnant=baseline.pregnant,
        rest_from=1 if disposition == "rest" else None,
        last_run_pain=baseline.pain_run or 0,
        longest=((0, bound),) if bound else (),
    )


# What the check-in asks for


def asks_number(course: Course) -> bool:
    """Whether the next check-in begins with the number: there were some quiet days in a row without one."""
    return course.number_next


def asks_full_form(course: Course) -> bool:
    """Whether the next check-in asks everything at once, without the quiet answers."""
    return course.full_form or course.until_answer


def asks_walk(course: Course) -> bool:
    """Whether a quiet answer is followed by the question for the walk: from the first day of rest with little pain."""
    return course.resting and course.walk_wanted


def waits_for_morning(course: Course) -> bool:
    """Whether the run of the last answered day still waits for the morning after it."""
    return course.waiting is not None


def last_typed(course: Course) -> int | None:
    """The worst daily pain typed last."""
    return course.pains[-1][1] if course.pains else None


def with_goal(course: Course, km_goal: float | None) -> Course:
    """The course with the runner's own goal in km a week, in place of the week before the pain; None takes it away."""
    return replace(course, km_goal=km_goal)
