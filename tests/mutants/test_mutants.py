"""The mutants themselves: each kind of mistake is made, and is judged as it should be."""

from dataclasses import replace

import pytest
import yaml
from mutants.judging import caught_by_proof, caught_by_vignette, read_vignettes, told_apart_by
from mutants.making import changes, mutants_of, spelled, swapped

from dialogs.content import Content
from dialogs.expressions import parse
from dialogs.proofs import World


def names(content: Content, rule: str, when: str | None = None) -> set[str]:
    """What the mistakes in a rule are called."""
    one = content.rule[rule]
    if when is not None:
        one = replace(one, when=parse(when, content.facts, content.derived))
    return {name for name, _ in changes(one, dict(content.facts))}


def test_a_threshold_goes_up_and_down(content: Content) -> None:
    assert {"'pain_run >= 5' instead of 'pain_run >= 4'", "'pain_run >= 3' instead of 'pain_run >= 4'"} <= names(
        content, "R56"
    )
    assert {
        "'swelling >= large' instead of 'swelling >= small'",
        "'swelling >= none' instead of 'swelling >= small'",
    } <= names(content, "R61")
    assert "'swelling >= beyond' instead of 'swelling >= large'" in names(content, "R27")


def test_and_becomes_or_and_each_part_is_dropped_once(content: Content) -> None:
    found = names(content, "R05")

    assert "or instead of and in 'knee_hot_red_swollen and fever_or_unwell'" in found
    assert "without 'fever_or_unwell' in 'knee_hot_red_swollen and fever_or_unwell'" in found
    assert "without 'knee_hot_red_swollen' in 'knee_hot_red_swollen and fever_or_unwell'" in found


def test_a_count_and_its_parts_are_changed_too(content: Content) -> None:
    found = names(content, "R55")

    assert any(name.startswith("4 instead of 3 in 'count(") for name in found)
    assert any(name.startswith("without 'gait_altered' in 'count(") for name in found)
    assert "'pain_run >= 7' instead of 'pain_run >= 6'" in found


def test_a_rule_goes_lower_later_or_away(content: Content) -> None:
    assert {"removed", "urgent instead of emergency", "by today instead of now"} <= names(content, "R01")
    assert {"clinician instead of urgent", "by 48h instead of today"} <= names(content, "R12")
    assert {"modify instead of rest"} <= names(content, "R56")
    assert {"run instead of modify"} <= names(content, "R67")
    assert "'ran_last_14_days' instead of 'not ran_last_14_days'" in names(content, "R67")


def test_every_mutant_has_a_name_of_its_own_and_is_not_what_it_was(content: Content) -> None:
    mutants = list(mutants_of(content))

    assert len({mutant.name for mutant in mutants}) == len(mutants) > 600
    assert all(mutant.rules != content.rules for mutant in mutants)
    assert {mutant.rule for mutant in mutants} == set(content.rule)


@pytest.mark.parametrize("when", ["pain_run >= 4", "not (pregnant or lump) and swelling == small", "clot_count >= 2"])
def test_a_condition_is_spelled_as_an_author_would_write_it(content: Content, when: str) -> None:
    tree = parse(when, content.facts, content.derived)

    assert parse(spelled(tree), content.facts, content.derived) == tree


def test_the_rules_as_they_are_fail_no_vignette(content: Content) -> None:
    assert caught_by_vignette(read_vignettes(content), content.rules) is None


def test_a_mistake_at_the_edge_is_caught_by_a_vignette(content: Content) -> None:
    rule = content.rule["R56"]
    later = swapped(content.rules, rule, replace(rule, when=parse("pain_run >= 5", content.facts, content.derived)))

    assert caught_by_vignette(read_vignettes(content), later) is not None
    assert told_apart_by(World(content), later) == {"pain_run": 4}


def test_a_rule_that_is_gone_is_caught_by_a_vignette_and_the_last_one_by_a_proof(content: Content) -> None:
    gone = swapped(content.rules, content.rule["R68"], None)

    assert caught_by_vignette(read_vignettes(content), gone) is not None
    assert caught_by_proof(content, gone) == "no rule fires for this runner: nothing wrong at all."


def test_every_mutant_that_is_listed_exists_and_is_the_same_rules(content: Content) -> None:
    from mutants import judging

    path = judging.VIGNETTES.parent / "mutants" / "equivalent.yaml"
    listed = {entry["mutant"]: entry["reason"] for entry in yaml.safe_load(path.read_text(encoding="utf-8"))}
    mutants = {mutant.name: mutant for mutant in mutants_of(content)}
    world = World(content)

    assert listed.keys() <= mutants.keys()
    assert all(reason.endswith(".") for reason in listed.values())
    assert {name: told_apart_by(world, mutants[name].rules) for name in listed} == dict.fromkeys(listed)
