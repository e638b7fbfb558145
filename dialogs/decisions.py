"""The decision table: rows of content/plan/decisions.yaml, tried from the top."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from dialogs.course_facts import DayFacts, SilenceFacts, TrendFacts, WeekFacts, WeekScore
from dialogs.expressions import Condition, ExpressionError, Rank, Tree, compiled, nearest, parse
from dialogs.plan_numbers import a_number, read_numbers
from dialogs.reading import Lines, Problems, read_yaml
from dialogs.shapes import misfits_in

FILE = "plan/decisions.yaml"
NUMBERS = "plan/course.yaml"
DECISIONS = ("stop", "hold", "regress", "progress", "start", "maintenance", "resume", "ended", "none")

FACT = {"id": "text!", "type": "text!", "what": "text!"}
SWITCHES = (
    "locks", "rests", "starts", "greens_zero", "counts_zero", "until_answer", "full_form", "see_physio",
    "maintains", "relapses", "gives_way", "uncounted",
)  # fmt: skip
ROW = {
    "id": "text!", "when": "text!", "decision": "text!", "because": "text!", "source": "texts!", "returns": "text",
    "down": "number", "up": "number", "no_run_days": "number", **dict.fromkeys(SWITCHES, "switch"),
}  # fmt: skip
TERMS = ("red_run", "amber_run", "stopping_run", "week_may_rise")
NAMED = {"id": "text!", "when": "text!", "source": "texts!"}


@dataclass(frozen=True)
class Row:
    """A row of a list: what it decides when its condition holds. What else it does is said in the file's head."""

    id: str
    when: Tree
    source: tuple[str, ...]
    decision: str = "none"
    because: str = ""
    returns: str | None = None
    down: int = 0
    up: int = 0
    no_run_days: int = 0
    locks: bool = False
    rests: bool = False
    starts: bool = False
    greens_zero: bool = False
    counts_zero: bool = False
    until_answer: bool = False
    full_form: bool = False
    see_physio: bool = False
    maintains: bool = False
    relapses: bool = False
    gives_way: bool = False
    uncounted: bool = False
    where: str = ""

    @cached_property
    def holds(self) -> Condition:
        """The condition as a three-valued function of the facts."""
        return compiled(self.when)


@dataclass(frozen=True, slots=True)
class CourseNumbers:
    """The numbers beside the table, each by its id in content/plan/course.yaml."""

    usual_of: int = a_number("times")
    usual_least: int = a_number("times")
    gap_most: int = a_number("days")
    quiet_most: int = a_number("days")
    quiet_run_pain: int = a_number("pain")
    stopped_pain: int = a_number("pain")
    low_pain: int = a_number("pain")
    sore_run: int = a_number("pain")
    calm_pain: int = a_number("pain")
    frozen_from: int = a_number("days")
    restart_down: int = a_number("times")
    by_hand_after: int = a_number("days")
    pause_least: int = a_number("days")
    pause_most: int = a_number("days")
    weekly_weeks: int = a_number("weeks")
    weekly_days: int = a_number("days")
    monthly_days: int = a_number("days")


Facts = Mapping[str, Rank | None]
SECTIONS = {"day": DayFacts, "silence": SilenceFacts, "week": WeekFacts, "knee_week": WeekScore, "trend": TrendFacts}
"""The parts of the file, and what works out their facts."""


@dataclass(frozen=True)
class Table:
    """Every list of rows, and the numbers beside them."""

    alarms: tuple[Row, ...]
    steady: tuple[Row, ...]
    silence: tuple[Row, ...]
    week: tuple[Row, ...]
    knee_week: tuple[Row, ...]
    trend: tuple[Row, ...]
    numbers: CourseNumbers
    terms: Mapping[str, Tree]

    @cached_property
    def row(self) -> dict[str, Row]:
        """The rows that decide days, by id."""
        return {row.id: row for row in (*self.alarms, *self.steady, *self.silence, *self.week)}

    @cached_property
    def term(self) -> dict[str, Condition]:
        """The named conditions of a day."""
        return {name: compiled(tree) for name, tree in self.terms.items()}

    def for_silence(self, missed: int, away: int) -> Row | None:
        """The row of that many missed days in a row, of `away` days with those of a pause; None for none."""
        return first_true(self.silence, SilenceFacts(missed, away).ranks()) if away else None


def first_true(rows: tuple[Row, ...], facts: Facts) -> Row | None:
    """The first row whose condition surely holds; None if there is none."""
    return next(all_true(rows, facts), None)


def all_true(rows: tuple[Row, ...], facts: Facts) -> Iterator[Row]:
    """The rows whose conditions surely hold."""
    return (row for row in rows if row.holds(facts))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A fact of the vocabulary, as conditions see it."""

    type: str
    ordered: bool = True
    values: tuple[str, ...] = ()


def read_decisions(folder: Path, problems: Problems) -> Table:
    """The table of a content folder, with content/plan/course.yaml; what is wrong is a finding each."""
    data = read_yaml(folder, FILE, problems)
    reader = _Reader(problems)
    for name in data.keys() - SECTIONS.keys():
        problems.add(f"{FILE}, line {data.at[name]}", f"'{name}' is no part.", nearest(str(name), list(SECTIONS)))
    parts = {name: reader.section(data, name) for name in SECTIONS}
    kinds, terms = reader.vocabulary("day", parts["day"])
    for term in TERMS:
        if term not in terms:
            problems.add(FILE, f"the term '{term}' is missing.", "Write it under day, terms.")
            terms[term] = parse("False", {}, {})
    rows = {name: reader.rows(part, "rows", name, *reader.vocabulary(name, part)) for name, part in parts.items()
            if name != "day"}  # fmt: skip
    return Table(
        alarms=reader.rows(parts["day"], "alarms", "day", kinds, terms),
        steady=reader.rows(parts["day"], "steady", "day", kinds, terms),
        silence=rows["silence"],
        week=rows["week"],
        knee_week=rows["knee_week"],
        trend=rows["trend"],
        numbers=read_numbers(CourseNumbers, NUMBERS, read_yaml(folder, NUMBERS, problems).get("numbers"), problems),
        terms=terms,
    )


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.seen: set[str] = set()

    def section(self, data: Lines, name: str) -> Lines:
        """A part of the file, with the keys it may have."""
        part = data.get(name)
        shape = {"facts": "list!", "rows": "list!"}
        if name == "day":
            shape = {"facts": "list!", "terms": "mapping!", "alarms": "list!", "steady": "list!"}
        where = f"{FILE}, {part.where}" if isinstance(part, Lines) else FILE
        wrong = list(misfits_in(part, shape))
        for problem, remedy in wrong:
            self.problems.add(where, f"{name}: {problem}", remedy)
        return part if isinstance(part, Lines) and not wrong else Lines()

    def vocabulary(self, name: str, part: Lines) -> tuple[dict[str, _Kind], dict[str, Tree]]:
        """The facts of a part by name, and its terms; a fact that nobody works out is a finding."""
        kinds: dict[str, _Kind] = {}
        given = {one.name: "bool" if one.type is bool else "number" for one in fields(SECTIONS[name])}
        for entry in self._fitting(part.get("facts", []), FACT):
            fact = entry["id"]
            if fact not in given:
                self._add(entry, f"nothing works out the fact '{fact}'.", nearest(fact, list(given)))
            elif entry["type"] != given[fact]:
                self._add(entry, f"'{fact}' is a {given[fact]}, not '{entry['type']}'.", f"Write {given[fact]}.")
            kinds[fact] = _Kind(entry["type"])
        for fact in given.keys() - kinds.keys() if part else ():
            self.problems.add(FILE, f"the fact '{fact}' is missing in {name}.", "Write it, with its type.")
        terms: dict[str, Tree] = {}
        for term, text in part.get("terms", {}).items():
            if (tree := self._condition(part["terms"], term, text, kinds, terms)) is not None:
                terms[term] = tree
        return kinds, terms

    def rows(
        self, part: Lines, key: str, name: str, kinds: dict[str, _Kind], terms: dict[str, Tree]
    ) -> tuple[Row, ...]:
        """The rows of a list, in their order."""
        found = []
        for entry in self._fitting(part.get(key, []), ROW if name in ("day", "silence", "week") else NAMED):
            if entry["id"] in self.seen:
                self._add(entry, f"the row '{entry['id']}' stands here twice.", "Keep one.")
            self.seen.add(entry["id"])
            for word in (entry.get("decision", "none"), entry.get("returns", "none")):
                if word not in DECISIONS:
                    self._add(entry, f"'{word}' is no decision.", nearest(word, DECISIONS))
            tree = self._condition(entry, "when", entry["when"], kinds, terms)
            if tree is None:
                continue
            values = {key: value for key, value in entry.items() if key not in ("when", "source")}
            where = f"{FILE}, {entry.where}"
            found.append(Row(when=tree, source=tuple(entry["source"]), where=where, **values))
        return tuple(found)

    def _condition(
        self, entry: Lines, key: str, text: Any, kinds: dict[str, _Kind], terms: dict[str, Tree]
    ) -> Tree | None:
        where = f"{FILE}, line {entry.at[key]}"
        try:
            return parse(str(text), kinds, terms)
        except ExpressionError as error:
            self.problems.add(where, f"{entry.get('id', key)}: {error.problem}", error.remedy)
            return None

    def _fitting(self, entries: list[Any], shape: Mapping[str, str]) -> Iterator[Lines]:
        for entry in entries:
            wrong = list(misfits_in(entry, shape))
            for problem, remedy in wrong:
                self._add(entry, problem, remedy)
            if not wrong and "source" in shape and not entry["source"]:
                self._add(entry, "it has no source.", "Name one of sources.yaml, JUDGEMENT at least.")
            elif not wrong:
                yield entry

    def _add(self, entry: Any, problem: str, remedy: str) -> None:
        where = f"{FILE}, {entry.where}" if isinstance(entry, Lines) else FILE
        name = f"{entry['id']}: " if isinstance(entry, Lines) and isinstance(entry.get("id"), str) else ""
        self.problems.add(where, f"{name}{problem}", remedy)
