"""Today's run as the card says it, in minutes."""

from dataclasses import dataclass

from dialogs.plans import baseline_of, course_today, day_of, running_of
from dialogs.prescribing import run_today
from dialogs.scene import Scene

AROUND = 15
"""Minutes of warming up and walking home."""
USUAL_PACE, USUAL_RUN = 390, 30
"""Seconds per km, and minutes, of who never said."""
RUNNING = 0.8
"""The share of a run with walk breaks that is run."""


@dataclass(frozen=True, slots=True)
class Outing:
    """How long one is out, and how many minutes of that are run."""

    out: float
    running: float

    def short(self, minutes: int) -> "Outing":
        """So much of it only."""
        return self.times(min(minutes / (self.out - AROUND), 1))

    def times(self, factor: float) -> "Outing":
        """A longer or a shorter one."""
        return Outing((self.out - AROUND) * factor + AROUND, self.running * factor)


def outing(scene: Scene) -> Outing:
    """What today's plan makes of a run."""
    run = run_today(scene.content.load, course_today(scene), day_of(scene))
    if run.level is not None:
        return Outing(run.level.total_min + AROUND, run.level.run_total_min)
    minutes = USUAL_RUN if run.km is None else run.km * (baseline_of(scene).easy_pace or USUAL_PACE) / 60
    return Outing(minutes + AROUND, minutes * (RUNNING if running_of(scene).run_walk else 1))
