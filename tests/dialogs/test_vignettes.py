"""Hand-made cases: facts that differ from the safe default, and the verdict the clinical source asks for."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogs.cases import triage_case
from dialogs.content import Content

VIGNETTES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent.parent / "vignettes").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", VIGNETTES)
def test_the_verdict_is_the_one_the_source_asks_for(content: Content, case: dict[str, Any]) -> None:
    given = triage_case(content, case["facts"], others_best=True)

    wanted = {"by": None, "meanwhile": None, **case["verdict"]}
    assert {key: given[key] for key in wanted} == wanted


def cases(key: str) -> set[str]:
    return {rule for param in VIGNETTES for rule in rules_of(param.values[0], key)}


def test_all_published_cases_are_there() -> None:
    assert cases("case") == {f"T{number:02}" for number in range(1, 41)}


def test_every_rule_decides_a_vignette_and_is_just_missed_by_one(content: Content) -> None:
    every = {rule.id for rule in content.rules}

    assert cases("decides") == every
    assert cases("just_misses") == every


@pytest.mark.parametrize("case", VIGNETTES)
def test_the_rule_a_vignette_is_about_decides_or_is_missed(content: Content, case: dict[str, Any]) -> None:
    because = triage_case(content, case["facts"], others_best=True)["because"]

    assert set(rules_of(case, "decides")) <= set(because)
    assert not set(rules_of(case, "just_misses")) & set(because)


def rules_of(case: dict[str, Any], key: str) -> list[str]:
    named = case.get(key, [])
    return [named] if isinstance(named, str) else named
