"""Conditions: what can be written, what it means, and what is said about a mistake."""

import itertools
from typing import Any

import pytest

from dialogs.expressions import (
    All,
    Always,
    AnyOf,
    Compared,
    Count,
    ExpressionError,
    IsTrue,
    Not,
    Ranks,
    compiled,
    facts_of,
    parse,
    parse_derived,
)
from dialogs.facts import Fact

FACTS = {
    fact.id: fact
    for fact in (
        Fact("limp", "bool", best=False),
        Fact("hot", "bool", best=False),
        Fact("lump", "bool", best=False),
        Fact("pain", "score", best=0),
        Fact("km", "number", best=0, unit="km", most=300),
        Fact("swelling", "choice", best="none", values=("none", "small", "large")),
        Fact("duration", "choice", best="under_1_week", values=("under_1_week", "1_to_6_weeks", "over_6_weeks")),
        Fact("place", "choice", best="front", values=("front", "back", "inner_side"), ordered=False),
    )
}
DERIVED = {
    "worrying": parse("limp or hot", FACTS, {}),
    "signs": parse_derived("count(limp, hot, pain >= 4)", FACTS, {}),
}


def meaning(text: str, **ranks: Any) -> bool | None:
    """What a condition says of these ranks; a fact not named is not known yet."""
    known: Ranks = {name: ranks.get(name) for name in FACTS}
    return compiled(parse(text, FACTS, DERIVED))(known)


@pytest.mark.parametrize(
    ("text", "ranks", "wanted"),
    [
        ("limp", {"limp": True}, True),
        ("not limp", {"limp": True}, False),
        ("limp and hot", {"limp": True, "hot": True}, True),
        ("limp and not hot", {"limp": True, "hot": True}, False),
        ("limp or hot and lump", {"limp": True, "hot": False, "lump": False}, True),
        ("(limp or hot) and lump", {"limp": True, "hot": False, "lump": False}, False),
        ("pain >= 4", {"pain": 4}, True),
        ("pain > 4", {"pain": 4}, False),
        ("pain < 4", {"pain": 4}, False),
        ("pain <= 4", {"pain": 4}, True),
        ("pain == 4", {"pain": 4}, True),
        ("pain != 4", {"pain": 4}, False),
        ("km >= 0.5", {"km": 0.5}, True),
        ("swelling >= small", {"swelling": 2}, True),
        ("swelling >= large", {"swelling": 1}, False),
        ("duration >= '1_to_6_weeks'", {"duration": 1}, True),
        ("place == back", {"place": 1}, True),
        ("place != back", {"place": 1}, False),
        ("worrying", {"limp": False, "hot": True}, True),
        ("not worrying", {"limp": False, "hot": False}, True),
        ("signs >= 2", {"limp": True, "hot": False, "pain": 4}, True),
        ("signs >= 2", {"limp": True, "hot": False, "pain": 3}, False),
        ("count(limp, swelling >= small) == 1", {"limp": False, "swelling": 1}, True),
        ("True", {}, True),
        ("False", {}, False),
    ],
)
def test_a_condition_means_what_it_says(text: str, ranks: dict[str, Any], wanted: bool) -> None:
    assert meaning(text, **ranks) is wanted


@pytest.mark.parametrize(
    ("text", "ranks", "wanted"),
    [
        ("limp", {}, None),
        ("not limp", {}, None),
        ("pain >= 4", {}, None),
        ("limp and hot", {"limp": False}, False),
        ("limp and hot", {"limp": True}, None),
        ("limp or hot", {"limp": True}, True),
        ("limp or hot", {"limp": False}, None),
        ("signs >= 1", {"hot": True}, True),
        ("signs >= 3", {"limp": False}, False),
        ("signs >= 2", {"limp": True}, None),
        ("signs == 1", {"limp": True, "hot": True}, False),
        ("signs <= 3", {}, True),
    ],
)
def test_what_is_not_known_yet_leaves_a_condition_open_only_while_it_can_change_it(
    text: str, ranks: dict[str, Any], wanted: bool | None
) -> None:
    assert meaning(text, **ranks) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "limp and hot or lump",
        "not (limp or hot) and lump",
        "count(limp, hot, lump) >= 2",
        "count(limp, not hot, lump) == 1",
        "limp and (hot or not lump)",
        "count(limp, hot and lump) != 1",
    ],
)
def test_an_open_condition_is_never_decided_against_what_all_answers_would_say(text: str) -> None:
    names = ("limp", "hot", "lump")
    for given in itertools.product((True, False, None), repeat=3):
        known = dict(zip(names, given, strict=True))
        open_names = [name for name in names if known[name] is None]
        ends = {
            meaning(text, **{**known, **dict(zip(open_names, filled, strict=True))})
            for filled in itertools.product((True, False), repeat=len(open_names))
        }
        partly = meaning(text, **known)
        assert partly is None or ends == {partly}


def test_a_condition_may_run_over_several_lines() -> None:
    assert parse("limp\n  or\n  hot", FACTS, {}) == parse("limp or hot", FACTS, {})


def test_a_condition_becomes_a_typed_tree() -> None:
    tree = parse("limp and not (swelling >= small or True)", FACTS, {})

    assert tree == All((IsTrue("limp"), Not(AnyOf((Compared("swelling", ">=", 1, "small"), Always(True))))))


def test_the_facts_a_condition_reads_are_named_in_order() -> None:
    tree = parse("limp and not (swelling >= small or signs >= 2) or limp", FACTS, DERIVED)

    assert list(facts_of(tree)) == ["limp", "swelling", "limp", "hot", "pain", "limp"]


def test_a_derived_fact_may_be_a_count() -> None:
    assert isinstance(parse_derived("count(limp, hot)", FACTS, {}), Count)


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("lmp", "it reads the fact 'lmp', which is not in facts.yaml.", "Did you mean 'limp'?"),
        ("worying or hot", "it reads the fact 'worying', which is not in facts.yaml.", "Did you mean 'worrying'?"),
        ("pain", "'pain' is a score, not a yes or no.", "Compare it: 'pain >= ...'."),
        ("swelling", "'swelling' is a choice, not a yes or no.", "Compare it: 'swelling >= ...'."),
        ("limp >= 1", "'limp' is a yes or no and can't be compared.", "Write 'limp' or 'not limp'."),
        ("limp == True", "'limp' is a yes or no and can't be compared.", "Write 'limp' or 'not limp'."),
        ("pain >= hot", "'hot' is not a number.", "Compare with a number, for example '>= 4'."),
        ("pain >= True", "'True' is not a number.", "Compare with a number, for example '>= 4'."),
        ("pain >= '4'", "''4'' is not a number.", "Compare with a number, for example '>= 4'."),
        ("swelling >= larg", "'larg' is no value of 'swelling'.", "Did you mean 'large'?"),
        ("place >= back", "the values of 'place' have no order.", "Use == or !=."),
        ("signs", "a count is a number, not a condition.", "Compare it, for example 'count(...) >= 2'."),
        ("signs or hot", "'signs' is a number.", "Compare it, for example '... >= 2'."),
        ("signs >= 1.5", "1.5 is not a whole number.", "A count is compared with a whole number."),
        ("worrying >= 1", "'worrying' can't be compared.", "Compare a fact or a count."),
        ("4 >= pain", "'4' is not allowed here.", "Use fact names, and, or, not, comparisons and count(...)."),
        ("pain in (1, 2)", "only <, <=, ==, !=, >= and > compare.", "Write one comparison per value."),
        ("1 < pain < 4", "'1 < pain < 4' compares twice.", "Compare once, and join by 'and'."),
        ("limp and", "'limp and' can't be read.", "Use fact names, and, or, not, comparisons and count(...)."),
        ("", "'' can't be read.", "Use fact names, and, or, not, comparisons and count(...)."),
        (
            "duration >= 1_to_6_weeks",
            "'duration >= 1_to_6_weeks' can't be read.",
            "Quote a value that begins with a number: '1_",
        ),
        ("pain => 4", "'pain => 4' can't be read.", "Write '>=' for '=>'."),
        ("pain = 4", "'pain = 4' can't be read.", "Write '==' for '='."),
        ("pain ≥ 4", "'pain ≥ 4' can't be read.", "Write '>=' for '≥'."),
        ("hot & pain >= 4", "'hot & pain' is not allowed here.", "Write 'and' for '&'."),
        ("hot & limp", "'hot & limp' is not allowed here.", "Write 'and' for '&'."),
        ("hot AND limp", "'hot AND limp' can't be read.", "Write 'and' for 'AND'."),
        ("(hot or limp", "'(hot or limp' can't be read.", "Close every bracket that is opened."),
        ("count()", "'count()' is not allowed here.", "Use fact names"),
        ("limp if hot else lump", "'limp if hot else lump' is not allowed here.", "Use fact names"),
        ("__import__('os')", "'__import__('os')' is not allowed here.", "Use fact names"),
        ("limp.real", "'limp.real' is not allowed here.", "Use fact names"),
        ("pain + 1 >= 4", "'pain + 1' is not allowed here.", "Use fact names"),
        ("-pain >= 4", "'-pain' is not allowed here.", "Use fact names"),
        ("3", "'3' is not allowed here.", "Use fact names"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, problem: str, remedy: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, FACTS, DERIVED)

    assert caught.value.problem == problem
    assert caught.value.remedy.startswith(remedy)


def test_a_choice_compared_with_a_bare_number_is_told_to_quote_its_value() -> None:
    """Python reads a bare 12_15 as the number 1215."""
    age = {"age": Fact("age", "choice", best="25_44", values=("12_15", "25_44"), ordered=False)}

    with pytest.raises(ExpressionError) as caught:
        parse("age == 12_15", age, {})

    assert caught.value.problem == "'1215' is a number, and 'age' is a choice."
    assert caught.value.remedy == "Quote its value, for example '12_15'."
