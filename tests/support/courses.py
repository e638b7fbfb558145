"""Courses as pages: a start, then what a runner answered day by day with what was decided.

A line is `days  answers  row decision amount notes`; days with the same answers and the same decision share one. A line
that begins with `*` is what happened before the next day: `* pause 5`, `* restart modify`, `* cleared 3`, `* hand 1`,
`* goal 20` (km a week), `* week 50` (a weekly score), `* sessions 30 of 42` (from then on). Notes: `green 1` and `amber
1` so many are counted, `waits` for the morning, `until 5` a no-run window is open, `number` is asked tomorrow,
`physio`, `+D21` a weekly row.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dialogs.breaks import cleared, pause, restart
from dialogs.check_in import read_day
from dialogs.content import FOLDER
from dialogs.course import Course, with_goal
from dialogs.course_facts import DayFacts
from dialogs.courses import course_at
from dialogs.day_facts import day_facts
from dialogs.deciding import Decision, answer, miss
from dialogs.decisions import Table, read_decisions
from dialogs.level_steps import by_hand
from dialogs.load import Load, read_load
from dialogs.reading import Problems
from dialogs.weekly import with_knee_week

PAGES = Path(__file__).parent.parent / "courses"


@cache
def tables() -> tuple[Table, Load]:
    """The decision table and the load plan that are shipped."""
    problems = Problems()
    read = read_decisions(FOLDER, problems), read_load(FOLDER, problems)
    problems.check()
    return read


@dataclass
class Played:
    """A course that is played day by day; `facts` are those of its answered days."""

    table: Table
    load: Load
    course: Course
    sessions: tuple[int, int] | None = None
    facts: list[DayFacts] = field(default_factory=list)

    def day(self, answers: str) -> Decision:
        """The next day, in the notation of the check-in."""
        day = self.course.day + 1
        told = read_day(answers)
        if told is None:
            self.course, decision = miss(self.table, self.load, self.course, day)
        else:
            self.facts.append(day_facts(self.table, self.course, day, told))
            self.course, decision = answer(self.table, self.load, self.course, day, told, self.sessions)
        self.course = Course.from_dict(json.loads(json.dumps(self.course.to_dict())))
        return decision

    def event(self, line: str) -> None:
        """What a line with a star says."""
        what, *rest = line.removeprefix("*").split()
        today, tomorrow = self.course.day, self.course.day + 1
        match what:
            case "pause":
                self.course = pause(self.table, self.course, tomorrow, int(rest[0]))
            case "restart":
                self.course = restart(self.table, self.load, self.course, rest[0], today)
            case "cleared":
                self.course = cleared(self.load, self.course, today, int(rest[0]) if rest else None)
            case "hand":
                self.course = by_hand(self.table, self.load, self.course, tomorrow, int(rest[0]))
            case "goal":
                self.course = with_goal(self.course, float(rest[0]))
            case "week":
                self.course = with_knee_week(self.course, today, int(rest[0]))
            case "sessions":
                self.sessions = int(rest[0]), int(rest[2])
            case _:
                raise ValueError(f"nothing does '{line}'")


def begun(start: dict[str, Any], table: Table | None = None) -> Played:
    """A course at its start."""
    shipped, load = tables()
    return Played(table or shipped, load, course_at(load, start))


def replayed(page: str, table: Table | None = None) -> tuple[str, Played]:
    """The page with what the program decides in place of what it says, and the course at its end."""
    lines = page.splitlines()
    head = [line for line in lines if line.startswith(("#", "start"))]
    played = begun(json.loads(head[-1].removeprefix("start")), table)
    body: list[tuple[int, int, str, str]] = []
    shown: list[str] = []
    for line in lines[len(head) :]:
        if not line.strip():
            continue
        if line.startswith("*"):
            shown += [*_lines(body), line]
            body.clear()
            played.event(line)
            continue
        days, answers = _told(line)
        for _ in days:
            decision = played.day(answers)
            body.append((decision.day, decision.day, answers, said(decision)))
    return "\n".join([*head, "", *shown, *_lines(body)]) + "\n", played


def said(decision: Decision) -> str:
    """A decision as a page has it."""
    amount = f"L{decision.level}" if decision.level is not None else f"{decision.km}km" if decision.km else "-"
    notes = [
        f"green {decision.greens}" if decision.greens else "",
        f"amber {decision.ambers}" if decision.ambers else "",
        "waits" if decision.waits else "",
        f"until {decision.no_run_until}" if decision.no_run_until else "",
        "number" if decision.asks_number_tomorrow else "",
        "physio" if decision.see_physio else "",
        *(f"+{row}" for row in decision.added),
    ]
    return " ".join([decision.row or "-", decision.decision, amount, *filter(None, notes)])


def _told(line: str) -> tuple[range, str]:
    days, rest = line.split(maxsplit=1)
    first, _, last = days.partition("-")
    return range(int(first), int(last or first) + 1), rest.split("  ")[0].strip()


def _lines(days: list[tuple[int, int, str, str]]) -> list[str]:
    joined: list[tuple[int, int, str, str]] = []
    for first, last, answers, words in days:
        if joined and joined[-1][2:] == (answers, words):
            joined[-1] = (joined[-1][0], last, answers, words)
        else:
            joined.append((first, last, answers, words))
    return [
        f"{f'{first}-{last}' if last > first else first!s:<7}{answers:<16}  {words}"
        for first, last, answers, words in joined
    ]
