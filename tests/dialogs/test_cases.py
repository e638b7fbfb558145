"""Facts in, verdict out, as `kneewise triage` gives it."""

import json
from typing import Any

import pytest

from dialogs.cases import safe_default, triage_case
from dialogs.content import Content
from dialogs.errors import AnswerError


def test_a_case_is_answered_with_all_that_the_interface_promises(content: Content) -> None:
    case = triage_case(content, {"pain_run": 5, "load_change": "big"}, others_best=True)

    assert case == {
        "disposition": "rest",
        "by": None,
        "meanwhile": None,
        "because": ["R56"],
        "reasons": [content.texts("en").text("reasons.pain_over_three")],
        "patterns": [],
        "factors": ["load_spike"],
        "content": content.version,
    }


def test_a_case_is_plain_json(content: Content) -> None:
    case = triage_case(content, {"swelling": "unknown"}, others_best=True)

    assert json.loads(json.dumps(case)) == case


def test_without_the_other_answers_a_case_is_undecided_and_says_what_is_missing(content: Content) -> None:
    case = triage_case(content, {"pain_run": 5})

    assert case["disposition"] is None
    assert case["content"] == content.version
    assert case["missing"][0] == "chest_pain_or_breathless"
    assert "pain_run" not in case["missing"]


def test_what_is_missing_leads_to_a_verdict_when_it_is_answered(content: Content) -> None:
    facts: dict[str, Any] = {"knee_hot_red_swollen": True, "pain_daily_worst": 7}
    for _ in range(10):
        case = triage_case(content, facts)
        if case["disposition"] is not None:
            break
        assert case["missing"]
        facts |= {name: content.facts[name].best for name in case["missing"]}

    assert case["disposition"] == "urgent"
    assert case["by"] == "today"


def test_an_emergency_is_certain_whatever_is_missing(content: Content) -> None:
    case = triage_case(content, {"chest_pain_or_breathless": True})

    assert (case["disposition"], case["by"], case["because"]) == ("emergency", "now", ["R01"])


def test_all_rules_of_the_disposition_are_named_shortest_time_frame_first_then_by_number(content: Content) -> None:
    facts = {"knee_locked": True, "calf_pain_new": True, "swelling": "large", "anticoagulant": True}

    case = triage_case(content, facts, others_best=True)

    assert (case["disposition"], case["by"]) == ("urgent", "today")
    assert case["because"] == ["R18", "R26", "R27", "R42"]
    assert len(case["reasons"]) == 4


def test_a_runner_may_run_until_the_visit_only_if_every_rule_allows_it(content: Content) -> None:
    mild = {"duration": "over_6_weeks_not_improving", "pain_run": 3}

    allowed = triage_case(content, mild, others_best=True)
    with_catching = triage_case(content, {**mild, "catching_painful": True}, others_best=True)
    with_limp = triage_case(content, {**mild, "gait_altered": True}, others_best=True)

    assert [allowed["disposition"], allowed["meanwhile"]] == ["clinician", "modify"]
    assert [with_catching["disposition"], with_catching["meanwhile"]] == ["clinician", None]
    assert [with_limp["disposition"], with_limp["meanwhile"]] == ["clinician", None]


def test_answers_to_questions_that_are_not_asked_decide_nothing(content: Content) -> None:
    """Without calf signs nobody is asked about clots; after a break nobody is asked about the last run."""
    clots = {"clot_before": True, "clot_immobile": True}
    running = {"ran_last_14_days": False, "pain_run": 9, "settle": "over_24_h"}

    assert triage_case(content, clots, others_best=True)["disposition"] == "run"
    assert triage_case(content, running, others_best=True)["because"] == ["R67"]


def test_no_pattern_comes_from_a_default_nobody_answered(content: Content) -> None:
    case = triage_case(content, {"pain_run": 3}, others_best=True)

    assert case["patterns"] == []


def test_the_safe_default_is_a_runner_who_may_run(content: Content) -> None:
    case = triage_case(content, {}, others_best=True)

    assert (case["disposition"], case["because"]) == ("run", ["R68"])
    assert set(safe_default(content)) == set(content.facts)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"pain_run": 11}, "fact 'pain_run': 11 is not allowed"),
        ({"pain_run": "4"}, "fact 'pain_run': '4' is not allowed"),
        ({"cancer_history": "unknown"}, "fact 'cancer_history': 'unknown' is not allowed"),
        ({"nope": 1}, "fact 'nope' is not known"),
        ([1], "'facts' must be an object"),
    ],
)
def test_a_fact_or_value_that_is_not_in_the_vocabulary_is_refused(content: Content, given: Any, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        triage_case(content, given, others_best=True)
