"""Before a run, after it, and in its place."""

import pytest

from dialogs.content import FOLDER
from dialogs.load import Load, read_load
from dialogs.reading import Problems, read_yaml


@pytest.fixture(scope="module")
def load() -> Load:
    problems = Problems()
    load = read_load(FOLDER, problems)
    problems.check()
    return load


@pytest.mark.parametrize(
    ("pain", "gate"), [(0, "go"), (2, "go"), (3, "short"), (4, "none"), (10, "none")]
)  # fmt: skip
def test_the_pain_after_the_warm_up_opens_the_gate_or_not(load: Load, pain: int, gate: str) -> None:
    assert load.gate(pain) == gate


def test_sharp_pain_and_a_limp_close_the_gate_however_small(load: Load) -> None:
    assert load.gate(0, sharp=True) == "none"
    assert load.gate(1, limp=True) == "none"


def test_the_short_version_is_half_the_minutes(load: Load) -> None:
    assert [load.warm_up.short_minutes(minutes) for minutes in (30, 25, 1)] == [15, 12, 0]


def test_the_warm_up_takes_10_minutes_at_least_without_the_rolling(load: Load) -> None:
    needed = [step for step in load.warm_up.steps if not step.optional]

    assert [step.id for step in load.warm_up.steps if step.optional] == ["roll"]
    assert sum(step.values["minutes_least"] for step in needed) == 10
    assert sum(step.values["minutes_most"] for step in needed) == 11


def test_the_moves_of_the_warm_up_and_the_stretches_are_in_the_library(load: Load) -> None:
    library = read_yaml(FOLDER, "plan/exercises.yaml", Problems())
    known = {entry["id"] for kind in ("strength", "stretches", "rolls") for entry in library[kind]}

    assert {move for step in load.warm_up.steps for move in step.moves} <= known
    assert set(load.warm_up.stretches) <= known


def test_cross_training_has_the_doses_of_its_table(load: Load) -> None:
    doses = {
        option.id: tuple(option.values[f"{key}_{end}"] for key in ("minutes", "times") for end in ("least", "most"))
        for option in load.cross_training.options
    }

    assert doses == {
        "deep_water_running": (20, 40, 2, 4),
        "cycling": (20, 45, 2, 4),
        "swimming": (20, 40, 2, 3),
        "elliptical": (15, 30, 2, 3),
        "brisk_walk": (20, 40, 7, 7),
        "upper_body": (20, 20, 2, 2),
    }


@pytest.mark.parametrize("part", ["warm_up", "cool_down", "cross_training"])
def test_every_text_takes_only_numbers_that_are_there(load: Load, part: str) -> None:
    import jinja2

    shared = load.warm_up.values | load.cross_training.values
    values = {step.id: step.values for step in (*load.warm_up.steps, *load.cross_training.options)}
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)

    for name, text in read_yaml(FOLDER, "en/plan.yaml", Problems())[part].items():
        own = values[name] if part != "cool_down" else {}
        for one in text.values() if isinstance(text, dict) else [text]:
            assert "{" not in environment.from_string(one).render(shared | own)


def test_every_step_and_every_option_has_its_text(load: Load) -> None:
    texts = read_yaml(FOLDER, "en/plan.yaml", Problems())

    assert set(texts["warm_up"]) == {step.id for step in load.warm_up.steps}
    assert set(texts["cross_training"]) == {option.id for option in load.cross_training.options}
    assert all(set(one) == {"label", "dose", "hint", "not_when"} for one in texts["cross_training"].values())
