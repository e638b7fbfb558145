"""A small, honest model of a sore knee: it settles day by day, and running beyond what it is used to makes it sorer.

It is no physiology: just enough for a plan to meet good days, bad days and surprises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bot.simulate.persona import Nature
from dialogs.facts import Value

STAYS = 0.7
"""The share of what a run added that is still there when it is over."""
WORSE = 1.5
"""So many points above the day before is a clearly worse morning."""
WALKING = 0.6
"""The share of the soreness that is felt on a brisk walk."""
SLOW, STOPS, EASY = 3.5, 5.5, 3.0
"""From this pain on a run takes longer than an hour to settle, is ended by the runner, and below it does good."""
RUN_PAINS = ("pain_0_2", "pain_3", "pain_4", "pain_5", "pain_6_10")


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was: pain 0 to 10, and whether it was longer than planned."""

    pain: float
    over: bool

    @property
    def stopped(self) -> bool:
        """Whether the runner ended it because of the pain."""
        return self.pain >= STOPS

    @property
    def slow(self) -> bool:
        """Whether the knee took longer than an hour to settle."""
        return self.pain >= SLOW

    @property
    def answer(self) -> str:
        """The button of the check-in."""
        return "stopped" if self.stopped else RUN_PAINS[min(max(round(self.pain), 2), 6) - 2]


class Knee:
    """The knee of one runner. `sore` is 0 to 10; `takes` are minutes of running that leave it as it is."""

    def __init__(self, nature: Nature, chance: Random) -> None:
        self.nature, self.chance = nature, chance
        self.sore, self.takes = nature.sore, nature.takes_min
        self.pain = self.score(self.sore)
        self.run_pain, self.worse = round(nature.sore), False
        self._before_run: float | None = None
        self.ran_on = 0

    def wake(self, day: int) -> None:
        """A night has passed, and this is the day."""
        flare = sum(points for on, points in self.nature.flares if on == day)
        self.sore = min(max(self.sore * (1 - self.nature.settles) + flare, 0), 10)
        self.worse = self._before_run is not None and self.sore - self._before_run >= WORSE
        self._before_run = None
        self.pain = self.score(self.sore)

    def run(self, day: int, minutes: float, *, over: bool = False) -> Run:
        """So many minutes of easy running."""
        added = max(minutes - self.takes, 0) * self.nature.rises
        felt = Run(self.sore + added, over)
        self._before_run, self.run_pain, self.ran_on = self.sore, min(round(felt.pain), 10), day
        self.sore = min(self.sore + added * STAYS, 10)
        self.pain = max(self.pain, self.run_pain)
        if felt.pain < EASY:
            self.takes += self.nature.gains_min
        return felt

    def score(self, sore: float) -> int:
        """Soreness as a runner says it: a whole number, and not always the same one."""
        return min(max(round(sore + self.chance.gauss(0, self.nature.noise)), 0), 10)

    def walk(self) -> str:
        """A brisk walk of half an hour, as the check-in asks for it; nobody walks it on a very sore knee."""
        if self.sore > SLOW:
            return "none"
        return "easy" if round(self.sore * WALKING) <= 1 else "sore"

    def triage(self, day: int) -> Mapping[str, Value]:
        """What the questions of triage are answered with on this day: how it is now, and no other trouble."""
        return {
            "pain_daily_worst": self.pain,
            "pain_run": self.run_pain,
            "pain_rest": 0,
            "ran_last_14_days": day - self.ran_on <= 14,
            "settle": "within_60_min" if self.run_pain < SLOW else "1_to_24_h",
            "next_morning": "clearly_worse" if self.worse else "same_or_better",
            "gait_altered": False,
            "pain_sharp": False,
            "pain_builds": False,
            "load_change": "none",
        }

    def week(self, *, ran: bool) -> Mapping[str, Value]:
        """The answers to the questions of the week; `ran`: there was a run in it."""
        step = min(int(self.sore), 3)
        return {
            "week_bothered": step > 0,
            "week_running": ("all", "most", "some", "some")[step] if ran else "none",
            "week_cut": ("none", "little", "clearly", "clearly")[step] if ran else "completely",
            "week_feel": ("normal", "slightly_off", "clearly_off", "clearly_off")[step] if ran else "could_not",
            "week_sore": ("none", "little", "clearly", "lot")[step],
        }
