"""Why a case gets its verdict, in words an author can check against the source."""

import json
from pathlib import Path

import pytest

from dialogs.content import Content
from dialogs.errors import AnswerError
from dialogs.explaining import explain, explain_all, nearest_answers

VIGNETTES = Path(__file__).parent.parent / "vignettes"


def test_the_rules_that_fired_are_told_with_the_answers_they_read(content: Content) -> None:
    explained = explain(content, {"facts": {"pain_run": 4, "pain_sharp": True, "pregnant": True}})

    told = {fired.rule.id: (dict(fired.answers), fired.decides) for fired in explained.fired}
    assert told["R56"] == ({"pain_run": 4}, True)
    assert told["R57"] == ({"pain_sharp": True, "pain_run": 4}, True)
    assert told["R67"] == ({"pregnant": True}, False)
    assert told["R68"] == ({}, False)


def test_a_rule_that_has_begun_is_told_with_each_single_answer_that_would_make_it_fire(content: Content) -> None:
    explained = explain(content, {"facts": {"knee_hot_red_swollen": True}})

    near = {one.rule.id: dict(one.answers) for one in explained.near}
    assert near["R05"] == {"fever_or_unwell": True}
    assert near["R06"] == {
        "infection_risk": True, "inflammatory_arthritis": True, "knee_surgery": "within_12_months",
    }  # fmt: skip
    assert near["R07"]["pain_rest"] == 7
    assert "R01" not in near
    assert "R01" in [one.rule.id for one in explained.alone]


def test_the_nearest_value_is_named_first(content: Content) -> None:
    near = {one.rule.id: dict(one.answers) for one in explain(content, {"facts": {"pain_run": 3}}).near}

    assert near["R56"] == {"pain_run": 4}
    assert near["R53"]["pain_run"] == 8


def test_an_answer_to_a_question_that_is_not_asked_changes_nothing(content: Content) -> None:
    facts = {name: fact.best for name, fact in content.facts.items()}

    assert nearest_answers(content, facts, content.rule["R19"]) == {}
    assert nearest_answers(content, {**facts, "pain_daily_worst": 6}, content.rule["R19"]) == {"pain_rest": 7}


def test_an_answer_that_no_longer_counts_is_not_named(content: Content) -> None:
    explained = explain(content, {"facts": {"ran_last_14_days": False, "pain_run": 8}})

    assert [fired.rule.id for fired in explained.fired] == ["R67", "R68"]
    assert dict(explained.fired[0].answers) == {"ran_last_14_days": False}


def test_it_reads_as_one_would_say_it(content: Content) -> None:
    lines = list(explain(content, {"name": "A run at 4", "facts": {"pain_run": 4}}).lines())

    assert lines[:5] == [
        "A run at 4",
        "  Verdict: rest, because of R56.",
        "  Fired:",
        f"    R56 (rest): {content.texts('en').text('reasons.pain_over_three')}",
        "      from: Worst pain on the last run: 4",
    ]
    assert f"    R53 (clinician, 1 week): {content.texts('en').text('reasons.severe_pain')}" in lines
    assert "      with: Worst pain on the last run: 8 (now 4)" in lines
    assert lines[-1].startswith("  Any one sign would be enough for: R01, R02, ")


def test_it_can_be_read_by_a_tool(content: Content) -> None:
    explained = json.loads(json.dumps(explain(content, {"name": "x", "facts": {"pain_run": 4}}).to_dict()))

    assert explained["verdict"]["disposition"] == "rest"
    assert explained["fired"][0] == {"rule": "R56", "answers": {"pain_run": 4}, "decides": True}
    assert {"rule": "R53", "answers": {"pain_run": 8, "pain_daily_worst": 8}} in explained["near"]


@pytest.mark.parametrize("path", sorted(VIGNETTES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_vignette_can_be_explained(content: Content, path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("\n- name:")

    for explained in explain_all(content, f"{text[0]}\n- name:{text[1]}"):
        assert list(explained.lines())


def test_json_is_explained_as_well(content: Content) -> None:
    [explained] = explain_all(content, '{"facts": {"swelling": "unknown"}}')

    assert explained.verdict.disposition == "rest"


@pytest.mark.parametrize("text", ["", "- name: no facts", "{", "[1, 2]", "facts"])
def test_what_is_no_case_is_refused_in_a_sentence(content: Content, text: str) -> None:
    with pytest.raises(AnswerError, match="holds no case"):
        explain_all(content, text)


def test_a_fact_that_is_not_known_is_refused_with_the_one_that_is_meant(content: Content) -> None:
    with pytest.raises(AnswerError, match="Did you mean 'swelling'"):
        explain_all(content, "facts: {sweling: small}")
