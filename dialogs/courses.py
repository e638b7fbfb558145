"""A start and a list of days → one decision a day as plain JSON: what `kneewise course` prints."""

from typing import Any

from dialogs.check_in import read_day
from dialogs.course import Course, begin
from dialogs.deciding import Decision, answer, miss
from dialogs.decisions import Table
from dialogs.errors import AnswerError
from dialogs.expressions import nearest
from dialogs.load import Baseline, Load, Running

DISPOSITIONS = ("rest", "modify", "run")
KEYS = ("disposition", "mode", "pain_run", "pain_daily", "level", "km_week", "km_plan", "runs_week", "easy_pace")
MOST_KM, SLOWEST = 300, 1200


def course_days(table: Table, load: Load, given: Any) -> list[dict[str, Any]]:
    """The decisions of a course, oldest day first. Raises AnswerError that names the place, what, what is allowed.

    `given` has `start` (disposition; pain_run and pain_daily 0 to 10; mode "ladder" with level, or "km" with km_week
    and km_plan; optional: runs_week and easy_pace in s/km) and `days`, each in the notation of check_in.py.
    """
    if not isinstance(given, dict) or set(given) != {"start", "days"}:
        raise AnswerError('a course is an object with the keys "start" and "days" and no other.')
    if not isinstance(given["days"], list):
        raise AnswerError('"days" must be a list of texts, one a day.')
    course = course_at(load, given["start"])
    told = []
    for day, text in enumerate(given["days"], 1):
        try:
            if not isinstance(text, str):
                raise AnswerError(f'{text!r} is no text; write for example "p2 r2", "OK" or "(none)".')
            answers = read_day(text)
        except AnswerError as error:
            raise AnswerError(f"day {day}: {error}") from error
        if answers is None:
            course, decision = miss(table, load, course, day)
        else:
            course, decision = answer(table, load, course, day, answers)
        told.append(as_line(course, decision))
    return told


def as_line(course: Course, decision: Decision) -> dict[str, Any]:
    """A decision as it is printed: `km_plan` in km mode only, `see_physio` only where it is true."""
    line: dict[str, Any] = {
        "day": decision.day,
        "row": decision.row,
        "decision": decision.decision,
        "level": decision.level,
    }
    if course.mode == "km":
        line["km_plan"] = decision.km
    line["no_run_until"] = decision.no_run_until
    return line | ({"see_physio": True} if decision.see_physio else {})


def course_at(load: Load, start: Any) -> Course:
    """The course that a start describes, before its first day. Raises AnswerError."""
    if not isinstance(start, dict):
        raise AnswerError('"start" must be an object such as {"disposition": "modify", "mode": "ladder", "level": 6}.')
    for key in start:
        if key not in KEYS:
            raise AnswerError(f"start: '{key}' is no key here. {nearest(str(key), KEYS)}")
    disposition = _one_of(start, "disposition", DISPOSITIONS)
    mode = _one_of(start, "mode", ("ladder", "km"))
    wrong = {"ladder": ("km_plan",), "km": ("level",)}[mode]
    for key in wrong:
        if start.get(key) is not None:
            raise AnswerError(f"start: '{key}' does not go with the mode '{mode}'. Leave it out.")
    baseline = Baseline(
        km_week=_number(start, "km_week", 0.5, MOST_KM, needed=mode == "km"),
        runs_week=_whole(start, "runs_week", 1, 14),
        pain_run=_whole(start, "pain_run", 0, 10),
        pain_daily=_whole(start, "pain_daily", 0, 10),
        easy_pace=_whole(start, "easy_pace", 1, SLOWEST),
    )
    if mode == "km":
        km_plan = _number(start, "km_plan", 0.5, baseline.km_week or 0, needed=True)
        running = Running(disposition, "km", runs_week=baseline.runs_week, km_week=km_plan)  # type: ignore[arg-type]
    else:
        level = _whole(start, "level", 1, len(load.ladder))
        level = level or (load.ladder_numbers.entry_rest if disposition == "rest" else load.entry_level(baseline))
        running = Running(disposition, "ladder", level=level)  # type: ignore[arg-type]
    return begin(load, disposition, running, baseline)  # type: ignore[arg-type]


def _one_of(start: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = start.get(key)
    if value not in allowed:
        given = f"'{key}' is missing" if key not in start else f"'{key}' is {value!r}"
        raise AnswerError(f"start: {given}; it takes {', '.join(allowed)}.")
    return str(value)


def _whole(start: dict[str, Any], key: str, least: int, most: int) -> int | None:
    value = start.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise AnswerError(f"start: '{key}' is {value!r}; it takes a whole number from {least} to {most}.")
    return value


def _number(start: dict[str, Any], key: str, least: float, most: float, *, needed: bool) -> float | None:
    value = start.get(key)
    if value is None and not needed:
        return None
    if value is None:
        raise AnswerError(f"start: '{key}' is missing; the mode 'km' needs it.")
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise AnswerError(f"start: '{key}' is {value!r}; it takes a number from {least:g} to {most:g}.")
    return float(value)
