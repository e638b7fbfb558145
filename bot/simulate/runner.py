"""A persona in the flesh: their knee, what they did today, and what they truthfully answer."""

from collections.abc import Mapping
from random import Random

from bot.simulate.knee import Knee, Run
from bot.simulate.persona import Persona, Sign
from bot.simulate.planned import Outing
from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.facts import UNKNOWN, Value

QUIET = 2
"""Pain up to this is a quiet day, if nothing else is new."""
WEEK = 7
OVER = 1.8
"""How much longer a run is that was more than planned."""


class Runner:
    """Days are counted from the one they sign up. `told` is the number they typed last; `sign` is new and untold."""

    def __init__(self, content: Content, persona: Persona, chance: Random) -> None:
        self.content, self.persona, self.chance = content, persona, chance
        self.knee = Knee(persona.nature, chance)
        self.day = 1
        self.ran: Run | None = None
        self.told: int | None = None
        self.answered_on = 0
        self.sign: Sign | None = None
        self._signs, self._overs = list(persona.nature.signs), sorted(persona.habits.over_runs)
        self._as_before = True

    @property
    def is_silent(self) -> bool:
        """Whether they do not touch their phone today."""
        return any(first <= self.day <= last for first, last in self.persona.habits.silent)

    @property
    def is_back(self) -> bool:
        """Whether a silence ended yesterday."""
        return any(self.day == last + 1 for _, last in self.persona.habits.silent)

    def wake(self, day: int) -> None:
        """Another day."""
        self.day, self.ran = day, None
        self.knee.wake(day)
        if self._signs and self._signs[0].day <= day:
            self.sign = self._signs.pop(0)

    def likely(self, share: float) -> bool:
        """Whether they do today what they do on this share of days."""
        return self.chance.random() < share

    def run(self, plan: Outing) -> tuple[Outing, Run]:
        """Run what is planned, or now and then far more: what it was, and how it felt."""
        over = bool(self._overs) and self._overs[0] <= self.day
        if over:
            self._overs.pop(0)
            plan = plan.times(OVER)
        self.ran = self.knee.run(self.day, plan.running, over=over)
        return plan, self.ran

    # what they answer

    def triage_facts(self) -> dict[str, Value]:
        """The first time the facts of the persona; later how the knee is by then, and a new sign."""
        first = {**safe_default(self.content), **self.persona.facts}
        if self._as_before:
            return first
        return {**first, **self.knee.triage(self.day), **(self.sign.triage if self.sign else {})}

    def plan_facts(self) -> dict[str, Value]:
        """What they know about their running; the rest is passed over."""
        asked = self.content.questionnaires["plan"].asked_when
        return {**dict.fromkeys(asked, UNKNOWN), **self.persona.facts}

    def day_facts(self) -> dict[str, Value]:
        """How today was."""
        knee, run = self.knee, self.ran
        usual = knee.pain == self.told or max(knee.pain, QUIET + 1 if self.told is None else self.told) <= QUIET
        went_well = run is None or (round(run.pain) <= QUIET and not run.over)
        quiet = usual and went_well and not knee.worse and self.sign is None
        after = "worse" if knee.worse else "slow" if run and run.slow else "settled"
        ticks = self.sign.ticks if self.sign else ()
        return {
            **safe_default(self.content),
            "gate": "quiet" if quiet and run is None else "tell",
            "gate_ran": ("quiet" if run is None else "quiet_ran") if quiet else "tell",
            "pain_today": knee.pain,
            "walk_today": "ran" if run else knee.walk(),
            "run_today": run.answer if run else "none",
            "over_plan": bool(run and run.over),
            "after_run": after,
            "this_morning": "worse" if knee.worse else "same",
            **{f"sign_{tick}": True for tick in ticks},
        }

    def week_facts(self) -> dict[str, Value]:
        """How the week was."""
        return {**self.knee.week(ran=0 < self.knee.ran_on > self.day - WEEK)}

    def was_told(self, answers: Mapping[str, object]) -> None:
        """The day's answers were taken."""
        pain = answers.get("pain")
        self.told = pain if isinstance(pain, int) else self.told
        self.answered_on = self.day

    def was_triaged(self) -> None:
        """A verdict was given: what is new has been told."""
        self._as_before, self.sign = False, None
