"""Claims about how urgent a verdict is: there is always one, worse is never less, a red flag is enough by itself."""

from collections.abc import Iterator

import z3

from dialogs.expressions import facts_of
from dialogs.facts import Fact
from dialogs.proofs.search import Search
from dialogs.proofs.symbols import Formula, Ladder, Runner
from dialogs.proofs.verdicts import Weight
from dialogs.proofs.world import Broken, World
from dialogs.questions import Screen
from dialogs.rules import DISPOSITIONS, TIME_FRAMES, Verdict
from dialogs.telling import said, said_of, value_said, verdict_on, verdict_said

FRAMES = {
    "emergency": ("now",),
    "urgent": ("today", "48h"),
    "clinician": ("1 week", "2 weeks"),
    "rest": (None,),
    "modify": (None,),
    "run": (None,),
}
"""The time frames a disposition can have."""


def one_verdict_each(world: World) -> Iterator[Broken]:
    """Every combination of answers has one disposition, and the one time frame that goes with it."""
    weight = world.one_weight
    nobody = world.alone.smallest(z3.Not(weight.at_least[weight.levels[-1]]))
    if nobody is not None:
        yield Broken(
            "rules/run.yaml",
            f"no rule fires for this runner: {said(world.content, nobody[1])}.",
            "Keep one rule whose 'when' is \"True\".",
            nobody[1],
        )
    exactly_one = z3.PbEq([(holds, 1) for holds in weight.exactly.values()], 1)
    for level in weight.levels:
        disposition, by = DISPOSITIONS[level[0]], TIME_FRAMES[level[1]]
        right = by in FRAMES[disposition] and not world.alone.model(z3.And(weight.exactly[level], z3.Not(exactly_one)))
        if right:
            continue
        found = world.alone.smallest(weight.exactly[level])
        if found is not None:
            rule = next(rule for rule in world.content.rules if rule.urgency == level)
            frames = " or ".join(f"'by: {frame}'" for frame in FRAMES[disposition] if frame)
            yield Broken(
                rule.where,
                f"{rule.id} gives {verdict_said(verdict_on(world.content, found[1]))}, which is no time frame of "
                f"'{disposition}', to this runner: {said(world.content, found[1])}.",
                f"Give it {frames}." if frames else "Take 'by' away.",
                found[1],
            )


def worse_is_never_less(world: World) -> Iterator[Broken]:
    """One ordered answer made worse, all other answers alike, never makes the verdict less urgent.

    All other answers are alike whether they are asked or not, so whatever a question says that only the worse answer
    brings up, and whatever was said to one it takes away, is covered. Nor does a worse answer ever allow running, or
    weight on the leg, that was not allowed. Facts without an order (age, place, a run in the last 14 days) promise
    nothing.
    """
    steps = [
        z3.And([z3.Implies(mine, worse) for mine, worse in zip(one.steps, other.steps, strict=True)])
        if world.one.facts[name].ordered
        else one.same(other)
        for name, one, other in ((name, world.one.given[name], world.other.given[name]) for name in world.one.facts)
    ]
    if world.pair.model(z3.And(*steps, gets_off_lightly(world))) is None:
        return
    for name, fact in world.one.facts.items():
        if fact.ordered:
            yield from _one_step_worse(world, name, fact)


def gets_off_lightly(world: World) -> Formula:
    """The second runner's verdict is less urgent than the first one's, or allows what the first one's does not."""
    one, other = world.one_weight, world.other_weight
    may_run = z3.And(one.forbidden, z3.Not(other.forbidden))
    may_stand = z3.And(one.keeps_weight_off, z3.Not(other.keeps_weight_off))
    return z3.Or(other.less_urgent_than(one), may_run, may_stand)


def _one_step_worse(world: World, name: str, fact: Fact) -> Iterator[Broken]:
    mine, worse = world.one.given[name], world.other.given[name]
    one_step = [z3.And(other, z3.Not(one)) for one, other in zip(mine.steps, worse.steps, strict=True)]
    upward = z3.And([z3.Implies(one, other) for one, other in zip(mine.steps, worse.steps, strict=True)])
    claim = z3.And(world.same(world.others(name)), upward, z3.PbEq([(step, 1) for step in one_step], 1))
    found = world.pair.smallest(z3.And(claim, gets_off_lightly(world)))
    if found is None:
        return
    model, answers = found
    worse_answers = {**answers, name: world.other.answers(model).get(name, fact.best)}
    before, after = verdict_on(world.content, answers), verdict_on(world.content, worse_answers)
    texts = world.content.texts("en")
    rest = said(world.content, {key: value for key, value in answers.items() if key != name})
    better = said_of(texts, fact, answers.get(name, fact.best))
    lost = next((rule for rule in before.because if rule not in after.because), before.because[0])
    worse_said = value_said(texts, fact, worse_answers[name])
    yield Broken(
        world.content.rule[lost].where,
        f"{lost}: a worse answer {_what_it_does(before, after)}. With {rest}: '{better}' gives {verdict_said(before)}, "
        f"but '{worse_said}' gives {verdict_said(after)}.",
        f"Ask only for \"this bad or worse\" of '{name}', here and in 'ask_when': >=, and no 'not'.",
        worse_answers,
    )


def _what_it_does(before: Verdict, after: Verdict) -> str:
    if _urgency(after) > _urgency(before):
        return "makes it less urgent"
    return "allows what was not allowed"


def _urgency(verdict: Verdict) -> tuple[int, int]:
    return DISPOSITIONS.index(verdict.disposition), TIME_FRAMES.index(verdict.by)


def unsure_is_never_best(world: World) -> Iterator[Broken]:
    """ "Not sure" in place of the best answer never makes the verdict less urgent, however often it is said."""
    unsure = {name: fact for name, fact in world.one.facts.items() if fact.unsure is not None}
    for name, fact in unsure.items():
        if fact.ordered and fact.unsure == fact.best:
            yield Broken(
                fact.where,
                f"\"not sure\" about '{name}' counts as its best value.",
                "Let 'unsure' be a value that is worse.",
            )
    swaps = [
        z3.Or(world.same({name: fact}), _best_against_unsure(world, fact))
        if name in unsure
        else world.same({name: fact})
        for name, fact in world.one.facts.items()
    ]
    if world.pair.model(z3.And(*swaps, gets_off_lightly(world))) is None:
        return
    for name, fact in unsure.items():
        claim = z3.And(world.same(world.others(name)), _best_against_unsure(world, fact), gets_off_lightly(world))
        found = world.pair.smallest(claim)
        if found is not None:
            answers = found[1]
            before = verdict_on(world.content, answers)
            after = verdict_on(world.content, {**answers, name: fact.unsure or fact.best})
            yield Broken(
                fact.where,
                f"\"not sure\" about '{name}' is less urgent than its best answer: {verdict_said(before)} becomes "
                f"{verdict_said(after)} with {said(world.content, answers)}.",
                "Let 'unsure' be a value that is worse.",
                answers,
            )


def _best_against_unsure(world: World, fact: Fact) -> Formula:
    unsure = fact.best if fact.unsure is None else fact.unsure
    return z3.And(world.is_at(world.one, fact.id, fact.best), world.is_at(world.other, fact.id, unsure))


def red_flags_are_enough(world: World) -> Iterator[Broken]:
    """What a screen of red flags claims by itself, no other answer takes back.

    A screen by itself is the screen with the answers that bring it up, all others at the safe default.
    """
    for screen in world.content.triage.screens:
        if screen.red_flags:
            yield from _alone_is_enough(world, screen)
        elif screen.kind in ("ticks", "yes_no"):
            yield from _holds_a_red_flag(world, screen)


def _holds_a_red_flag(world: World, screen: Screen) -> Iterator[Broken]:
    """A tick or a yes that is urgent by itself, on a screen that is not marked."""
    for item in screen.items:
        fact = item.fact
        worst = fact.values[-1] if fact.type == "choice" else True
        verdict = verdict_on(world.content, {fact.id: worst})
        if fact.ordered and verdict.disposition in ("emergency", "urgent"):
            yield Broken(
                screen.where,
                f"'{said(world.content, {fact.id: worst})}' alone gives {verdict_said(verdict)}, but '{screen.id}' is "
                "not marked as a screen of red flags.",
                "Write 'red_flags: true', and ask it before any question about load.",
                {fact.id: worst},
            )
            return


def _alone_is_enough(world: World, screen: Screen) -> Iterator[Broken]:
    own = facts_behind(world, screen)
    alone = Runner(
        world.content.triage,
        "alone",
        {
            name: world.one.given[name] if name in own else Ladder.fixed(fact, fact.best)
            for name, fact in world.one.facts.items()
        },
    )
    by_itself = Weight.of(alone, world.content.rules)
    taken_back = world.one_weight.less_urgent_than(by_itself)
    found = Search(world.one).smallest(taken_back)
    if found is None:
        return
    answers = found[1]
    flags = {name: value for name, value in answers.items() if name in own}
    rest = {name: value for name, value in answers.items() if name not in own}
    before, after = verdict_on(world.content, flags), verdict_on(world.content, answers)
    lost = next((rule for rule in before.because if rule not in after.because), before.because[0])
    yield Broken(
        world.content.rule[lost].where,
        f"{lost}: '{said(world.content, flags)}' alone gives {verdict_said(before)}, but with "
        f"'{said(world.content, rest)}' only {verdict_said(after)}.",
        f"Let no other answer take it back: the screen '{screen.id}' is one of red flags.",
        answers,
    )


def facts_behind(world: World, screen: Screen) -> set[str]:
    """The facts of a screen and all that decide whether they are asked."""
    behind = [item.fact.id for item in screen.items]
    for name in behind:
        behind += [fact for fact in facts_of(world.content.triage.asked_when[name]) if fact not in behind]
    return set(behind)
