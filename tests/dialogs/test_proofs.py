"""What is proved of the content, that the proofs speak of the program that runs, and that they find what is wrong."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import z3

from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.expressions import Always, parse
from dialogs.facts import UNKNOWN, Value
from dialogs.proofs import CLAIMS, Broken, World, asking, difference, prove, rules_matter, urgency
from dialogs.questions import Questionnaire, Screen
from dialogs.rules import DISPOSITIONS, TIME_FRAMES, Rule
from dialogs.standing import standing_of
from dialogs.telling import said

Claim = Callable[[World], Iterator[Broken]]


@pytest.fixture(scope="module")
def world(content: Content) -> World:
    return World(content)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_it_is_proved_of_the_content(world: World, claim: Claim) -> None:
    assert list(claim(world)) == []


# the proofs speak of the program


def somebody(content: Content, chance: random.Random) -> dict[str, Value]:
    """Answers to all questions, few of them bad, so that every ending comes up."""
    facts = {name: safe_default(content)[name] for name in content.triage.asked_when}
    for name in chance.sample(sorted(facts), chance.choice([0, 1, 2, 3, 5, 8, 30])):
        fact = content.facts[name]
        values: list[Value] = {"bool": [False, True], "score": list(range(11))}.get(fact.type, list(fact.values))
        facts[name] = chance.choice([*values, UNKNOWN] if fact.unsure is not None else values)
    return facts


def fixed(world: World, facts: dict[str, Value]) -> z3.BoolRef:
    """The formula of one runner's answers."""
    given = world.one.facts
    return z3.And(
        [world.is_at(world.one, name, _known(world, name, value)) for name, value in facts.items() if name in given]
    )


def _known(world: World, name: str, value: Value) -> Value:
    fact = world.one.facts[name]
    return fact.unsure if value == UNKNOWN and fact.unsure is not None else value


@pytest.mark.parametrize("seed", range(60))
def test_the_formulas_give_the_verdict_the_program_gives(world: World, seed: int) -> None:
    facts = somebody(world.content, random.Random(seed))

    model = world.alone.model(fixed(world, facts))

    standing = standing_of(world.content, facts)
    weight = world.one_weight
    verdict = standing.verdict
    level = (DISPOSITIONS.index(verdict.disposition), TIME_FRAMES.index(verdict.by))
    assert [found for found, holds in weight.exactly.items() if z3.is_true(model.eval(holds))] == [level]
    assert z3.is_true(model.eval(weight.runs_meanwhile)) == (verdict.meanwhile == "modify")
    assert z3.is_true(model.eval(weight.keeps_weight_off)) == verdict.keep_weight_off
    decides = [rule.id for rule in world.content.rules if z3.is_true(model.eval(weight.decides(rule)))]
    assert sorted(decides) == sorted(verdict.because)


@pytest.mark.parametrize("seed", range(60))
def test_the_formulas_know_of_half_an_answer_what_the_program_knows(world: World, seed: int) -> None:
    chance = random.Random(seed)
    facts = somebody(world.content, chance)
    known = set(chance.sample(sorted(facts), chance.randint(0, len(facts))))
    bits = [bit if name in known else z3.Not(bit) for name, bit in world.half.known.items()]

    model = world.alone.model(z3.And(fixed(world, facts), *bits))

    standing = standing_of(world.content, {name: value for name, value in facts.items() if name in known})
    half = world.half_weight
    fired = [rule.id for rule in half.rules if z3.is_true(model.eval(half.fired.fires[rule.id]))]
    possible = [rule.id for rule in half.rules if z3.is_true(model.eval(half.possible[rule.id]))]
    assert fired == [rule.id for rule in standing.weighed.fired]
    assert possible == [rule.id for rule in standing.weighed.possible]
    assert z3.is_true(model.eval(half.is_decided)) == standing.is_decided
    open_screens = [screen.id for screen, _ in standing.open_screens]
    asked = [screen.id for screen, sure in standing.open_screens if sure]
    screens = world.content.triage.screens
    assert [one.id for one in screens if z3.is_true(model.eval(world.half.is_open(one)))] == open_screens
    assert [one.id for one in screens if z3.is_true(model.eval(world.half.is_asked(one)))] == asked


# what they find


def with_rule(content: Content, when: str, like: str = "R68", **changes: object) -> Content:
    """The content with a rule in place of the one it is like, or beside it under another id."""
    old = content.rule[like]
    new = replace(old, when=parse(when, content.facts, content.derived), **changes)
    rules = tuple(new if rule is old and new.id == old.id else rule for rule in content.rules)
    return replace(content, rules=rules if new.id == old.id else (*rules, new))


def with_screen(content: Content, screen: str, ask_when: str) -> Content:
    """The content with another `ask_when` for a screen."""
    tree = parse(ask_when, content.facts, content.derived)

    def changed(one: Screen) -> Screen:
        return replace(one, items=tuple(replace(item, ask_when=tree) for item in one.items))

    screens = tuple(changed(one) if one.id == screen else one for one in content.triage.screens)
    return replace(content, questionnaires={**content.questionnaires, "triage": Questionnaire(screens, content.facts)})


def with_fact(content: Content, name: str, **changes: object) -> Content:
    """The content with another kind of one fact."""
    facts = {**content.facts, name: replace(content.facts[name], **changes)}  # type: ignore[arg-type]
    screens = tuple(
        replace(one, items=tuple(replace(item, fact=facts[item.fact.id]) for item in one.items))
        for one in content.triage.screens
    )
    return replace(
        content, facts=facts, questionnaires={**content.questionnaires, "triage": Questionnaire(screens, facts)}
    )


def the_only(broken: Iterator[Broken]) -> Broken:
    [found] = list(broken)
    return found


def test_a_worse_answer_that_helps_is_found_with_the_fewest_answers_that_show_it(content: Content) -> None:
    found = the_only(urgency.worse_is_never_less(World(with_rule(content, "pain_run == 4", like="R56"))))

    assert found.runner == {"pain_run": 5}
    assert found.where == content.rule["R56"].where
    assert found.problem == (
        "R56: a worse answer makes it less urgent. With nothing wrong at all: 'Worst pain on the last run: 4' gives "
        "rest, but '5' gives modify."
    )


def test_a_question_that_is_taken_away_by_a_worse_answer_is_found(content: Content) -> None:
    found = list(urgency.worse_is_never_less(World(with_screen(content, "the_knee", "not injury_recent"))))

    assert "injury_recent" in found[0].runner
    assert "a worse answer makes it less urgent" in found[0].problem


def test_a_worse_answer_that_allows_running_is_found_even_where_it_is_more_urgent(content: Content) -> None:
    gives_way = "pain_daily_worst >= 3 and not duration >= over_6_weeks_not_improving"

    found = the_only(urgency.worse_is_never_less(World(with_rule(content, gives_way, like="R60"))))

    assert found.runner == {"pain_daily_worst": 3, "duration": "over_6_weeks_not_improving"}
    assert found.problem == (
        "R60: a worse answer allows what was not allowed. With Worst pain in daily life: 3: 'How long it has been "
        "sore: over 6 weeks, getting better' gives rest, but 'over 6 weeks, no better' gives clinician within 2 "
        "weeks, running meanwhile."
    )


def test_not_sure_that_counts_as_best_is_found(content: Content) -> None:
    found = the_only(urgency.unsure_is_never_best(World(with_fact(content, "swelling", unsure="none"))))

    assert found.where == content.facts["swelling"].where
    assert found.problem == "\"not sure\" about 'swelling' counts as its best value."


def test_not_sure_that_is_less_urgent_than_the_best_answer_is_found(content: Content) -> None:
    changed = with_rule(content, "pain_location == around_kneecap", like="R58", id="R99")

    found = the_only(urgency.unsure_is_never_best(World(changed)))

    assert "\"not sure\" about 'pain_location' is less urgent than its best answer: rest becomes run" in found.problem


def test_a_red_flag_that_another_answer_takes_back_is_found(content: Content) -> None:
    found = the_only(
        urgency.red_flags_are_enough(World(with_rule(content, "knee_locked and ran_last_14_days", like="R26")))
    )

    assert found.runner == {"knee_locked": True, "ran_last_14_days": False}
    assert found.problem == (
        "R26: 'Stuck, will not go straight' alone gives urgent within 48h, but with "
        "'Ran in the last 14 days: no' only modify."
    )


def test_a_screen_of_red_flags_that_is_not_marked_is_found(content: Content) -> None:
    screens = tuple(replace(one, red_flags=False) if one.id == "the_knee" else one for one in content.triage.screens)
    unmarked = {**content.questionnaires, "triage": Questionnaire(screens, content.facts)}

    found = the_only(urgency.red_flags_are_enough(World(replace(content, questionnaires=unmarked))))

    assert found.where == content.triage.by_id["the_knee"].where
    assert found.problem == (
        "'Swelling: so puffy the kneecap is hidden' alone gives urgent within 48h, but 'the_knee' is not marked as a "
        "screen of red flags."
    )


def test_a_runner_no_rule_fires_for_is_found(content: Content) -> None:
    found = the_only(urgency.one_verdict_each(World(with_rule(content, "not pain_location == all_over", like="R68"))))

    assert found.problem == "no rule fires for this runner: Where it hurts most: all over."


def test_a_time_frame_that_does_not_go_with_the_disposition_is_found(content: Content) -> None:
    found = the_only(urgency.one_verdict_each(World(with_rule(content, "knee_locked", like="R26", by="2 weeks"))))

    assert found.problem == (
        "R26 gives urgent within 2 weeks, which is no time frame of 'urgent', to this runner: "
        "Stuck, will not go straight."
    )
    assert found.remedy == "Give it 'by: today' or 'by: 48h'."


def test_a_rule_that_never_fires_is_found(content: Content) -> None:
    found = the_only(
        rules_matter.every_rule_decides(World(with_rule(content, "pain_run >= 4 and pain_run < 4", like="R56")))
    )

    assert found.problem == "R56: no answers make it fire."


def test_a_rule_that_never_decides_is_found_with_the_rule_above_it(content: Content) -> None:
    found = the_only(rules_matter.every_rule_decides(World(with_rule(content, "knee_deformed", like="R56", id="R99"))))

    assert found.problem == "R99: it never decides: whenever it fires, R02 does too."


def test_a_rule_that_adds_nothing_is_found_unless_it_has_a_reason_of_its_own(content: Content) -> None:
    same = with_rule(content, "pain_run >= 5", like="R56", id="R99")
    other = with_rule(content, "pain_run >= 5", like="R56", id="R99", because="puffy")

    assert (
        "R99 adds nothing: whenever it fires, R56 fires" in the_only(rules_matter.every_rule_adds(World(same))).problem
    )
    assert list(rules_matter.every_rule_adds(World(other))) == []


def test_running_meanwhile_is_found_where_it_has_no_place(content: Content) -> None:
    found = the_only(
        rules_matter.no_running_beside_a_stop(World(with_rule(content, "knee_locked", like="R26", meanwhile="modify")))
    )

    assert found.problem == "R26 has 'meanwhile: modify', which is no part of 'urgent'."


def test_an_emergency_with_two_time_frames_makes_the_early_stop_unsound(content: Content) -> None:
    found = the_only(asking.early_stop_is_sound(World(with_rule(content, "knee_deformed", like="R02", by="today"))))

    assert found.runner["knee_deformed"] is True
    assert "the questions stop too early" in found.problem


def test_a_question_no_path_reaches_is_found(content: Content) -> None:
    never = with_screen(content, "load_change", "knee_deformed")

    found = the_only(asking.every_question_is_reached(World(never)))

    assert found.problem == (
        "no path reaches 'load_change' on 'load_change': the verdict is certain, or it is asked, before."
    )


def test_a_question_whose_condition_never_holds_is_found(content: Content) -> None:
    found = list(asking.every_question_is_reached(World(with_screen(content, "clot_risk", "False"))))

    assert len(found) == len(content.triage.by_id["clot_risk"].items)
    assert all("its 'ask_when' never holds" in one.problem for one in found)


def test_two_sets_of_rules_are_told_apart_by_the_smallest_runner(world: World) -> None:
    content = world.content
    stricter = with_rule(content, "pain_run >= 3", like="R56").rules

    assert difference(world, stricter) == {"pain_run": 3}
    assert difference(world, content.rules) is None


def test_a_proof_that_fails_speaks_of_answers_as_one_would_say_them(content: Content) -> None:
    assert said(content, {"swelling": "small", "pregnant": True, "pain_run": 4, "hop_pain": UNKNOWN}) == (
        "Swelling: a little puffy; Pregnant; Worst pain on the last run: 4; Hurts to hop or land: not sure"
    )


def test_a_condition_that_is_always_or_never_true_is_proved_too(content: Content) -> None:
    nobody = replace(content, rules=tuple(rule for rule in content.rules if rule.id != "R68"))
    rule = Rule("R99", Always(False), "run", "inside_limits", ("ESC18",))

    problems = [one.problem for one in prove(World(replace(nobody, rules=(*nobody.rules, rule))))]

    assert "R99: no answers make it fire." in problems
    assert any("no rule fires for this runner: nothing wrong at all" in problem for problem in problems)
