"""A mistake in the numbers of the plan is found when they are read, and named with its place and its remedy."""

import re
import shutil
from pathlib import Path

import pytest

from dialogs.content import FOLDER
from dialogs.load import Load, read_load
from dialogs.reading import Problems

FILES = ("load", "ladder", "warm_up", "cross_training")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what the load plan is read from."""
    (tmp_path / "plan").mkdir()
    for name in FILES:
        shutil.copy(FOLDER / "plan" / f"{name}.yaml", tmp_path / "plan")
    return tmp_path


def found(folder: Path) -> list[str]:
    problems = Problems()
    assert isinstance(read_load(folder, problems), Load)
    return [re.sub(r"line \d+", "line N", str(error)) for error in problems.found]


def changed(folder: Path, name: str, out: str, there: str) -> Path:
    path = folder / "plan" / name
    text = path.read_text(encoding="utf-8")
    assert out in text
    path.write_text(text.replace(out, there, 1), encoding="utf-8")
    return folder


def test_what_is_shipped_has_no_mistake(folder: Path) -> None:
    assert found(folder) == []


WALK = "  - {id: walk, minutes_least: 4, minutes_most: 4"
WEEK_UP = "  - {id: week_up_share, value: 10, unit: percent"
MISTAKES = {
    "a misspelt number": (
        "load.yaml", WEEK_UP, WEEK_UP.replace("share", "shere"),
        ["plan/load.yaml, line N, week_up_shere: nothing reads this number. Did you mean 'week_up_share'?",
         "plan/load.yaml: the number 'week_up_share' is missing. Write it, with its unit and source."],
    ),
    "another unit": (
        "load.yaml", WEEK_UP, WEEK_UP.replace("percent", "km"),
        ["plan/load.yaml, line N, week_up_share: its unit is 'km'. Give it in percent."],
    ),
    "a number out of range": (
        "load.yaml", WEEK_UP, WEEK_UP.replace("10", "1000"),
        ["plan/load.yaml, line N, week_up_share: 'value' is 1000. Write a whole number from 0 to 300 (percent)."],
    ),
    "a number that is none": (
        "load.yaml", WEEK_UP, WEEK_UP.replace("10", ".nan"),
        ["plan/load.yaml, line N, week_up_share: 'value' is nan. Write a whole number from 0 to 300 (percent)."],
    ),
    "a text for a number": (
        "load.yaml", WEEK_UP, WEEK_UP.replace("10", "'10'"),
        ["plan/load.yaml, line N, week_up_share: 'value' is the text '10'. Write a number."],
    ),
    "a misspelt key": (
        "load.yaml", WEEK_UP, WEEK_UP.replace("unit", "unti"),
        ["plan/load.yaml, line N, week_up_share: 'unit' is missing. Write it.",
         "plan/load.yaml, line N, week_up_share: 'unti' is no key here. Did you mean 'unit'?"],
    ),
    "a number given twice": (
        "load.yaml", "week_up_share", "week_up_least",
        ["plan/load.yaml, line N, week_up_least: this number stands here twice. Keep one.",
         "plan/load.yaml: the number 'week_up_share' is missing. Write it, with its unit and source."],
    ),
    "no source": (
        "load.yaml", "source: [RUN25, JUDGEMENT]", "source: []",
        ["plan/load.yaml, line N, week_up_share: it has no source. Name one of sources.yaml, JUDGEMENT at least."],
    ),
    "half a pain point": (
        "warm_up.yaml", "gate_go, value: 2", "gate_go, value: 2.5",
        ["plan/warm_up.yaml, line N, gate_go: 'value' is 2.5. Write a whole number from 0 to 10 (pain)."],
    ),
    "levels in the wrong order": (
        "ladder.yaml", "level: 7", "level: 8",
        ["plan/ladder.yaml, line N: level 8 stands at the wrong place. Number the levels from 1 to 12: this is 7."],
    ),
    "a level too few": (
        "ladder.yaml", "  - {level: 12, run_min: 30, walk_min: 0, repeats: 1, source: [BLAKE, JUDGEMENT]}\n", "",
        ["plan/ladder.yaml: the ladder has 11 levels. Write all 12."],
    ),
    "a warm-up too short": (
        "warm_up.yaml", WALK, WALK.replace("least: 4", "least: 3"),
        ["plan/warm_up.yaml: the steps take 9 minutes at least, not 10. "
         "Make one longer; what is optional does not count."],
    ),
    "a range upside down": (
        "cross_training.yaml", "minutes_least: 15, minutes_most: 30", "minutes_least: 30, minutes_most: 15",
        ["plan/cross_training.yaml, line N, elliptical: 'minutes_least' and 'minutes_most' are no range. "
         "Write both, the smaller first."],
    ),
    "half a range": (
        "cross_training.yaml", "turns_least: 80, ", "",
        ["plan/cross_training.yaml, line N, cycling: 'turns_least' and 'turns_most' are no range. "
         "Write both, the smaller first."],
    ),
    "an option twice": (
        "cross_training.yaml", "id: elliptical", "id: swimming",
        ["plan/cross_training.yaml, line N, swimming: this id stands here twice. Give each its own."],
    ),
    "no list": (
        "cross_training.yaml", "options:", "option:",
        ["plan/cross_training.yaml: 'option' is no key here. Did you mean 'options'?",
         "plan/cross_training.yaml: 'options' is missing. Write it."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(mistake: tuple[str, str, str, list[str]], folder: Path) -> None:
    name, out, there, expected = mistake

    assert sorted(found(changed(folder, name, out, there))) == sorted(expected)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "numbers",
        "numbers: 3",
        "numbers: [3, null, [1]]",
        "a: [",
        "? []\n: 1",
        "numbers: [{? {id: week_up_share} : 1}]",
        "? !!set {a}\n: 1",
        "- 1",
        "\x00",
        "numbers: {}",
        "stretches: 3\nsteps: {a: 1}",
    ],
)
def test_a_file_that_is_something_else_is_a_finding(name: str, text: str, folder: Path) -> None:
    (folder / "plan" / f"{name}.yaml").write_text(text, encoding="utf-8")

    assert any(f"plan/{name}.yaml" in finding for finding in found(folder))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_is_a_finding(name: str, folder: Path) -> None:
    (folder / "plan" / f"{name}.yaml").unlink()

    assert any(f"plan/{name}.yaml: the file can't be read." in finding for finding in found(folder))
