"""Verdicts on the page: each kind of them, and what every rule says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from dialogs.cases import safe_default
from dialogs.condition_words import condition_said
from dialogs.preview.chat import Answers, Chat, Stage, Turn
from dialogs.preview.parts import Part
from dialogs.preview.runners import runners
from dialogs.rules import DISPOSITIONS, TIME_FRAMES, Rule, Verdict
from dialogs.standing import standing_of
from dialogs.telling import verdict_said

Kind = tuple[int, int, bool, bool]


@dataclass(frozen=True)
class Told:
    """A runner who came to a verdict: the answers, the chat there, and the turn that told it."""

    answers: Answers
    chat: Chat
    turn: Turn

    @property
    def verdict(self) -> Verdict:
        """What was told."""
        return Verdict.from_dict(self.chat.dialogue.verdict or {})

    @property
    def message(self) -> str:
        """The key of the message that told it."""
        return self.turn.bubbles[-1].key

    @property
    def name(self) -> str:
        """The verdict as a title: "Urgent today, no weight on the leg"."""
        verdict = self.verdict
        special = self.message.removeprefix(f"verdict_{verdict.disposition}").replace("_", " ")
        weight = ", no weight on the leg" if verdict.keep_weight_off else ""
        other = f",{special}" if special and not weight and not verdict.meanwhile else ""
        return verdict_said(verdict).capitalize() + weight + other


def tell(stage: Stage, answers: Answers, locale: str = "en-GB") -> Told:
    """Lead a runner with these answers to the verdict. Raises LookupError if the questions lead nowhere."""
    chat = stage.agreed(locale)
    turn = chat.until("verdict", answers)
    if turn is None:
        raise LookupError(f"no verdict on {dict(answers)}")
    return Told(answers, chat, turn)


def verdict_on(stage: Stage, answers: Answers) -> Verdict:
    """The verdict on these answers, all else at its best."""
    return standing_of(stage.content, {**safe_default(stage.content), **answers}).verdict


def decided_by(stage: Stage, rule: Rule) -> Told:
    """The runner with the fewest answers whose verdict this rule decides. Raises LookupError if there is none."""
    for answers in runners(stage.content, rule.when):
        if rule.id in verdict_on(stage, answers).because:
            told = tell(stage, answers)
            if rule.id in told.verdict.because:
                return told
    raise LookupError(f"{rule.id} decides for nobody")


def by_rule(stage: Stage) -> dict[str, Told]:
    """For each rule a runner whose verdict it decides, the most urgent rules first."""
    rules = sorted(stage.content.rules, key=lambda rule: (rule.urgency, rule.id))
    return {rule.id: decided_by(stage, rule) for rule in rules}


def kinds(stage: Stage, told: Mapping[str, Told]) -> list[Told]:
    """One runner for each kind of verdict: those of the rules alone, then those two rules make together."""
    found: dict[tuple[Kind, str], Told] = {}
    for one in [*told.values(), *_together(stage, told)]:
        found.setdefault((kind_of(one.verdict), one.message), one)
    return [found[kind] for kind in sorted(found)]


def _together(stage: Stage, told: Mapping[str, Told]) -> Iterator[Told]:
    """Runners with the answers of two, where that makes a kind of verdict neither has alone."""
    known = {kind_of(one.verdict) for one in told.values()}
    for one, other in combinations(told.values(), 2):
        answers = {**one.answers, **other.answers}
        if kind_of(verdict_on(stage, answers)) not in known:
            both = tell(stage, answers)
            known |= {kind_of(verdict_on(stage, answers)), kind_of(both.verdict)}
            yield both


def kind_of(verdict: Verdict) -> Kind:
    """What makes a verdict read differently from another; the most urgent kind is the smallest."""
    urgency = DISPOSITIONS.index(verdict.disposition), TIME_FRAMES.index(verdict.by)
    return *urgency, verdict.meanwhile is not None, verdict.keep_weight_off


def verdicts(stage: Stage, told: Mapping[str, Told]) -> Part:
    """Each kind of verdict, the most urgent first."""
    lead = "Every kind of answer a runner can get, each told to a runner with as few signs as it takes."
    part = Part("The answers", lead)
    chapters = {name: part.chapter(name.capitalize()) for name in DISPOSITIONS}
    for one in kinds(stage, told):
        name = one.verdict.disposition
        chapters[name].add(one.name, one.turn.at_last(), note=stage.note(one.answers), mark=name)
    return part


def rules(stage: Stage, told: Mapping[str, Told]) -> Part:
    """What each rule says when it decides: the card behind "why"."""
    part = Part("Rule by rule", "What each rule tells a runner it decides for, and where it comes from.")
    chapters = {name: part.chapter(name.capitalize()) for name in DISPOSITIONS}
    for name, one in told.items():
        rule = stage.content.rule[name]
        title = f"{name}: {condition_said(stage.content, rule.when, stage.language)}"
        why = one.chat.copy().taps("g:why_verdict")
        note = stage.note(one.answers)
        chapters[rule.disposition].add(title, why, note=note, mark=rule.disposition, rules=(name,))
    return part
