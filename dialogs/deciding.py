"""A day's answers, or their absence → the course after it, and what was decided."""

from dataclasses import dataclass, replace
from typing import Any

from dialogs.applying import counted, kept, marked, remembered, shown_amount, stepped, without_morning
from dialogs.check_in import Answers
from dialogs.course import Course, Past
from dialogs.day_facts import day_facts
from dialogs.decision_reasons import reasons, with_silence
from dialogs.decisions import Row, Table, first_true
from dialogs.level_steps import week_weighed
from dialogs.load import Load
from dialogs.prescribing import check_in_every, may_run, planned_run
from dialogs.weekly import weekly_rows


@dataclass(frozen=True, slots=True)
class Decision:
    """What a day decided.

    `row` is None where no row speaks: the plan stands still, or the day belongs to a pause. `level` and `km` are those
    after the decision, None where the mode has no such figure or the plan has ended. `no_run_until` is the last day of
    an open no-run window. `added` are weekly rows. `waits`: today's run waits for the next morning. `because` are keys
    of en/decisions.yaml, the first one first. `rose`: the week in km is longer than
    before.
    """

    day: int
    row: str | None
    decision: str
    level: int | None = None
    km: float | None = None
    no_run_until: int | None = None
    see_physio: bool = False
    added: tuple[str, ...] = ()
    greens: int = 0
    ambers: int = 0
    waits: bool = False
    asks_number_tomorrow: bool = False
    because: tuple[str, ...] = ()
    rose: bool = False

    def to_dict(self) -> dict[str, Any]:
        """What is kept with a check-in, plain JSON."""
        return {
            "day": self.day,
            "row": self.row,
            "decision": self.decision,
            "level": self.level,
            "km": self.km,
            "no_run_until": self.no_run_until,
            "see_physio": self.see_physio,
            "added": list(self.added),
            "because": list(self.because),
        }


def answer(
    table: Table, load: Load, course: Course, day: int, answers: Answers, sessions: tuple[int, int] | None = None
) -> tuple[Course, Decision]:
    """The course after an answered day, and its decision.

    Days before it must have been told (`catch_up`); a correction starts from the course before. `sessions` are the
    strength sessions done, and planned, since the plan began. Raises ValueError for a day out of turn.
    """
    _check_turn(course, day)
    if course.locked is not None:
        return _standing_still(course, day)
    back = table.for_silence(course.missed, course.away)
    if back is not None and back.locks:
        return _ended(course, day, answers, back)
    if back is not None and (back.counts_zero or back.down):
        course = replace(course, greens=0, ambers=0)
    facts = day_facts(table, course, day, answers)
    row = first_true(table.alarms, facts.ranks())
    steady = row is None
    row = row or first_true(table.steady, facts.ranks())
    if row is None:
        raise ValueError(f"no row decides day {day}")
    after = counted(table, course, facts, answers, row, steady=steady)
    after, cut_twice = stepped(load, after, day, row, back)
    after = marked(after, day, row)
    may_rise = steady and table.term["week_may_rise"](facts.ranks()) is True
    after, rose = week_weighed(table, load, after, day, course.away, may_rise=may_rise)
    after = remembered(table, load, course, after, day, answers, facts, row)
    after, added = weekly_rows(table, after, day, sessions) if not row.locks else (after, ())
    if row.see_physio:
        after = replace(after, advised={**after.advised, row.id: day})
    more = [name for name, holds in (("cut_once", cut_twice), ("week_rose", rose)) if holds]
    because = (*reasons(row, facts, course, after), *more, *(one.because for one in added))
    return after, replace(_decided(after, day, row, back, added, with_silence(course, back, because)), rose=rose)


def miss(table: Table, load: Load, course: Course, day: int) -> tuple[Course, Decision]:
    """The course after a day without an answer. A day of a pause is none, nor one in maintenance without a check-in.

    Raises ValueError for a day out of turn.
    """
    _check_turn(course, day)
    if course.locked is not None:
        return _standing_still(course, day)
    course = without_morning(course)
    paused = course.pause is not None and course.pause[0] <= day <= course.pause[1]
    asked_last = course.last.day if course.last else 0
    if paused or day - asked_last < check_in_every(table, course, day):
        missed, away, row = course.missed, course.away + paused, None
    else:
        missed, away = course.missed + 1, course.away + 1
        row = table.for_silence(missed, away)
    past = Past(day, row=row.id if row else None, decision=row.decision if row else "none",
                amount=shown_amount(course), closed=not may_run(load, course, day),
                untold=planned_run(load, course, day))  # fmt: skip
    # One copy for all of it: somebody who comes back after a year has missed as many days.
    after = replace(course, day=day, missed=missed, away=away, history=kept(course, past),
                    full_form=course.full_form or bool(row and row.full_form))  # fmt: skip
    return after, _said(after, day, row)


def catch_up(table: Table, load: Load, course: Course, until_day: int) -> tuple[Course, list[Decision]]:
    """The course after all days before `until_day` that nobody answered, and what each of them decided."""
    decisions = []
    for day in range(course.day + 1, until_day):
        course, decision = miss(table, load, course, day)
        decisions.append(decision)
    return course, decisions


def once_more(course: Course, day: int) -> Course:
    """The course before `day`, which was told already and is told again: after triage was answered on it, or where the
    clock was set back. What was decided since then stays; the day itself is not counted twice.
    """
    if course.day < day:
        return course
    return replace(
        course,
        day=day - 1,
        history=tuple(past for past in course.history if past.day < day),
        pains=tuple((at, pain) for at, pain in course.pains if at < day),
    )


def _check_turn(course: Course, day: int) -> None:
    if day != course.day + 1:
        raise ValueError(f"day {day} comes after day {course.day}; each day is told once, in turn")


def _standing_still(course: Course, day: int) -> tuple[Course, Decision]:
    """A day while triage is open, or a clinician has to see the knee."""
    past = Past(day, amount=shown_amount(course), closed=True)
    after = replace(course, day=day, history=kept(course, past))
    return after, _said(after, day, None)


def _ended(course: Course, day: int, answers: Answers, back: Row) -> tuple[Course, Decision]:
    """The day of return after a silence that ended the plan: triage comes first, then a new one begins."""
    past = Past(day, answers.pain, answers.pain is not None, row=back.id, decision=back.returns or "stop", closed=True)
    after = replace(course, day=day, locked="ended", locked_on=day, missed=0, away=0, pause=None,
                    history=kept(course, past))  # fmt: skip
    return after, replace(_said(after, day, back), decision=past.decision)


def _decided(
    course: Course, day: int, row: Row, back: Row | None, added: tuple[Row, ...], because: tuple[str, ...]
) -> Decision:
    """What is said of an answered day."""
    said = _said(course, day, row)
    if back is not None and back.returns and row.gives_way:
        said = replace(said, row=back.id, decision=back.returns)
    return replace(
        said,
        see_physio=row.see_physio or any(one.see_physio for one in added),
        added=tuple(one.id for one in added),
        waits=course.waiting is not None,
        because=because,
    )


def _said(course: Course, day: int, row: Row | None) -> Decision:
    ended = row is not None and row.decision == "ended"
    return Decision(
        day,
        row.id if row else None,
        row.decision if row else "none",
        level=None if ended or course.locked == "ended" or course.mode != "ladder" else course.level,
        km=None if ended or course.locked == "ended" or course.mode != "km" else course.km,
        no_run_until=course.no_run_until if course.no_run_until >= day else None,
        greens=course.greens,
        ambers=course.ambers,
        asks_number_tomorrow=course.number_next,
        because=(row.because,) if row else (),
    )
