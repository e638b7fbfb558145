"""content/squads.yaml: what is wrong with it is named, with its line and what to do."""

from pathlib import Path

import pytest

from dialogs.content import FOLDER
from dialogs.reading import Problems
from dialogs.squads.numbers import SquadRules, read_squads


def findings(folder: Path, old: str = "", new: str = "") -> list[str]:
    text = (FOLDER / "squads.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "squads.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = Problems()
    read_squads(folder, problems)
    return [str(one) for one in problems.found]


def test_the_file_that_is_shipped_has_no_flaw(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("id: silent_days", "id: silent_day", "nothing reads this number"),
        ("id: silent_days", "id: silent_day", "the number 'silent_days' is missing"),
        ("value: 3, unit: days", "value: 3.5, unit: days", "'value' is 3.5"),
        ("value: 24, unit: hours", "value: 24, unit: days", "its unit is 'days'"),
        ("{id: window, rows", "{id: windows, rows", "nothing reads this list"),
        ("{id: window, rows", "{id: windows, rows", "the list 'window' is missing"),
        ("rows: [D5]", "rows: [D5, D4]", "'D4' stands in 'locked' too"),
        ("rows: [D5]", "row: [D5]", "'row' is no key here"),
        ("rows: [D5], source: [JUDGEMENT]", "rows: [D5], source: []", "it has no source"),
        ("id: rest,", "id: window,", "this list stands here twice"),
        ("\nrows:", "\nlists:", "'rows' is missing"),
    ],
)
def test_a_flaw_is_named(tmp_path: Path, old: str, new: str, finding: str) -> None:
    found = findings(tmp_path, old, new)

    assert any(finding in one for one in found), found
    assert all(one.startswith("squads.yaml") for one in found)


def test_a_missing_file_is_one_finding(tmp_path: Path) -> None:
    problems = Problems()

    assert isinstance(read_squads(tmp_path, problems), SquadRules)
    assert len(problems.found) == 1
