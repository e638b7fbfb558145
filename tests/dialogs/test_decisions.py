"""The decision table: each row at its edges, no part of a condition without one, and mistakes that are named."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.courses import PAGES, replayed, tables

from dialogs.content import FOLDER
from dialogs.decisions import Facts, Row, Table, first_true, read_decisions
from dialogs.expressions import All, Always, AnyOf, Compared, IsTrue, Not, Tree, compiled, facts_of
from dialogs.reading import Problems

EDGES = yaml.safe_load((PAGES / "edges.yaml").read_text(encoding="utf-8"))
TABLE, _ = tables()


def rows_of(part: str) -> tuple[Row, ...]:
    """The rows of a part, as they are tried."""
    return (*TABLE.alarms, *TABLE.steady) if part == "day" else getattr(TABLE, part)


def edges_of(part: str) -> list[tuple[str | None, Facts]]:
    return [(edge["row"], {**EDGES[part]["plain"], **edge["facts"]}) for edge in EDGES[part]["edges"]]


CASES = [(part, row, facts) for part in EDGES for row, facts in edges_of(part)]


@pytest.mark.parametrize(("part", "row", "facts"), CASES, ids=[f"{part}-{row}" for part, row, _ in CASES])
def test_a_row_decides_up_to_its_edge_and_not_beyond(part: str, row: str | None, facts: Facts) -> None:
    found = first_true(rows_of(part), facts)

    assert (found.id if found else None) == row


def test_every_fact_of_an_edge_is_one_of_the_table() -> None:
    for part, row, facts in CASES:
        assert set(facts) == set(EDGES[part]["plain"]), row


# Every part of every condition decides something: broken in a small way, it is found by an edge or by a page.


def broken(tree: Tree) -> Iterator[Tree]:
    """The tree with one small thing wrong: a threshold moved, a part left out, a yes for a no."""
    match tree:
        case IsTrue():
            yield Not(tree)
        case Always(value):
            yield Always(not value)
        case Compared(rank=rank):
            step = 0.1 if isinstance(rank, float) else 1
            yield replace(tree, rank=rank + step)
            yield replace(tree, rank=rank - step)
        case Not(part):
            yield part
        case All(parts) | AnyOf(parts):
            for at, part in enumerate(parts):
                rest = parts[:at] + parts[at + 1 :]
                yield rest[0] if len(rest) == 1 else type(tree)(rest)
                for worse in broken(part):
                    yield type(tree)((*parts[:at], worse, *parts[at + 1 :]))


def conditions() -> list[tuple[str, Row, Tree]]:
    """Broken conditions; not those of amber runs that lost the pain before: any 4 but that after a 3 was red, in D9."""
    return [
        (part, row, tree)
        for part in EDGES
        for row in rows_of(part)
        for tree in broken(row.when)
        if row.id not in ("D14", "D15") or "run_pain_before" in facts_of(tree)
    ]


@pytest.fixture(scope="module")
def seen() -> dict[str, list[Facts]]:
    """Facts of edges, and of all days of all pages."""
    days = [facts.ranks() for path in PAGES.glob("*.txt") for facts in replayed(path.read_text("utf-8"))[1].facts]
    found: dict[str, list[Facts]] = {part: [facts for _, facts in edges_of(part)] for part in EDGES}
    return {**found, "day": [*found["day"], *days]}


@pytest.mark.parametrize(
    ("part", "row", "tree"), conditions(), ids=[f"{part}-{row.id}-{n}" for n, (part, row, _) in enumerate(conditions())]
)
def test_no_part_of_a_condition_can_be_broken_unseen(
    part: str, row: Row, tree: Tree, seen: dict[str, list[Facts]]
) -> None:
    rows = rows_of(part)
    before = () if part == "week" else rows[: rows.index(row)]
    holds = compiled(tree)

    assert any(
        (row.holds(facts) is True) != (holds(facts) is True) and first_true(before, facts) is None
        for facts in seen[part]
    )


# Mistakes in the file, and the words


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("when: pain >= 7", "when: pian >= 7", "D3: it reads the fact 'pian'"),
        ("pain >= 7, decision: stop", "pain >= 7, decision: stopp", "'stopp' is no decision. Did you mean 'stop'?"),
        ("when: pain >= 7", "wen: pain >= 7", "'wen' is no key here. Did you mean 'when'?"),
        ("no_run_days: 2", 'no_run_days: "2"', "D5: 'no_run_days' is the text '2'"),
        ("id: D20", "id: D19", "D19: the row 'D19' stands here twice."),
        ("{id: pain, type: number", "{id: pane, type: number", "works out the fact 'pane'. Did you mean 'pain'?"),
        ("{id: limp, type: bool", "{id: limp, type: number", "limp: 'limp' is a bool, not 'number'."),
        ("    red_run:", "    red_runs:", "the term 'red_run' is missing."),
        ("trend:", "trends:", "'trends' is no part. Did you mean 'trend'?"),
        ("because: severe_pain, source: [JUDGEMENT]", "because: severe_pain, source: []", "D3: it has no source."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_table_is_named(old: str, new: str, found: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER / "plan", tmp_path / "plan").parent
    file = folder / "plan" / "decisions.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    problems = Problems()

    read_decisions(folder, problems)

    said = [str(error) for error in problems.found]
    assert any(found in sentence and sentence.startswith("plan/decisions.yaml") for sentence in said), said


def test_the_table_that_is_shipped_has_no_mistake() -> None:
    problems = Problems()

    assert isinstance(read_decisions(FOLDER, problems), Table)
    assert problems.found == []


def words() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "en" / "decisions.yaml").read_text("utf-8"))["reasons"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("row", TABLE.row.values(), ids=lambda row: row.id)
def test_every_row_has_its_words(row: Row) -> None:
    assert {"seen", "change"} <= set(words()[row.because]) <= {"seen", "change", "until"}


def test_every_text_is_told_by_some_day() -> None:
    told = {row.because for row in TABLE.row.values()}
    program = (FOLDER.parent / "dialogs" / "decision_reasons.py").read_text("utf-8")
    program += (FOLDER.parent / "dialogs" / "deciding.py").read_text("utf-8")

    assert {key for key in words() if key not in told and f'"{key}"' not in program} == set()
