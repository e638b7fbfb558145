"""Claims about single rules: each decides for somebody, each adds something, none lets a runner run beside a stop."""

from collections.abc import Iterator

import z3

from dialogs.facts import Value
from dialogs.proofs.verdicts import Weight
from dialogs.proofs.world import Broken, World
from dialogs.rules import Rule
from dialogs.telling import said


def every_rule_decides(world: World) -> Iterator[Broken]:
    """Each rule stands among the reasons of somebody's verdict."""
    for rule in world.content.rules:
        if world.alone.model(world.one_weight.decides(rule)) is not None:
            continue
        if world.alone.model(world.one_weight.fires[rule.id]) is None:
            problem, remedy = "no answers make it fire.", "Mend its 'when', or the 'ask_when' of what it reads."
        else:
            problem = f"it never decides: whenever it fires, {_above(world, rule)}."
            remedy = "Move it to a more urgent file, or take it away."
        yield Broken(rule.where, f"{rule.id}: {problem}", remedy)


def _above(world: World, rule: Rule) -> str:
    always = [
        other.id for other in world.content.rules if other.urgency[0] < rule.urgency[0] and covers(world, other, rule)
    ]
    return f"{', '.join(always)} does too" if always else "a more urgent rule does too"


def covers(world: World, wide: Rule, narrow: Rule) -> bool:
    """Whether `wide` fires whenever `narrow` does."""
    fires = world.one_weight.fires
    return world.alone.model(z3.And(fires[narrow.id], z3.Not(fires[wide.id]))) is None


def every_rule_adds(world: World) -> Iterator[Broken]:
    """No rule is covered by another that is as strict and gives the same reason."""
    for rule in world.content.rules:
        for other in world.content.rules:
            if other is not rule and _says_as_much(world, other, rule) and covers(world, other, rule):
                yield Broken(
                    rule.where,
                    f"{rule.id} adds nothing: whenever it fires, {other.id} fires, is as urgent and gives the same "
                    "reason.",
                    "Give it a reason of its own in 'because', or take it away.",
                )
                break


def _says_as_much(world: World, other: Rule, rule: Rule) -> bool:
    texts = world.content.texts("en").strings
    reasons = {texts.get(f"reasons.{one.because}", one.because) for one in (other, rule)}
    return (
        len(reasons) == 1
        and other.disposition == rule.disposition
        and other.urgency <= rule.urgency
        and (other.meanwhile is None or rule.meanwhile is not None)
        and (other.keep_weight_off or not rule.keep_weight_off)
    )


def no_running_beside_a_stop(world: World) -> Iterator[Broken]:
    """`meanwhile: modify` is never told while a rule fires that forbids running."""
    for rule in world.content.rules:
        if rule.meanwhile is not None and (rule.disposition, rule.meanwhile) != ("clinician", "modify"):
            yield Broken(
                rule.where,
                f"{rule.id} has 'meanwhile: {rule.meanwhile}', which is no part of '{rule.disposition}'.",
                "Only a clinician's rule may have 'meanwhile: modify'.",
            )
    weight = world.one_weight
    found = world.alone.smallest(z3.And(weight.runs_meanwhile, weight.forbidden))
    if found is not None:
        yield Broken(
            "rules/clinician.yaml",
            f"this runner is told to run meanwhile while another rule forbids it: {said(world.content, found[1])}.",
            "Take 'meanwhile' from the rule that allows it.",
            found[1],
        )


def difference(world: World, rules: tuple[Rule, ...]) -> dict[str, Value] | None:
    """The smallest runner on whom other rules would give another verdict, its reasons included; None if nobody."""
    others = Weight.of(world.one, rules)
    found = world.alone.smallest(world.one_weight.reads_otherwise_than(others))
    return None if found is None else found[1]
