"""What came of a life, and whether the promises were kept: nothing at night, one prompt and one reminder a date."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.earlier import SENT_TO_CARE
from dialogs.events import Due, Event
from dialogs.machine import Outcome
from dialogs.replies import CheckedIn, Message, Planned, VerdictGiven

NIGHT = (time(21), time(7))
"""Nobody is written to unasked between these times, unless they set others."""
PROMPTS = ("check_in", "reminder")


@dataclass
class Tally:
    """What happened to one runner.

    `written` counts unasked messages by kind and local date, `answers` are decisions by local date, `plans` what
    each plan began with, `verdicts` dispositions.
    """

    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    at_night: int = 0
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: int = 0
    plans: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)

    def note(self, event: Event, outcome: Outcome, now: datetime, zone: str) -> None:
        """Take in what came of an event; `zone` is where the runner is."""
        if isinstance(event, Due) and any(isinstance(reply, Message) for reply in outcome.replies):
            here = now.astimezone(ZoneInfo(zone))
            self.written[event.kind, here.date().isoformat()] += 1
            self.at_night += is_night(here.time(), outcome.dialogue.settings.get("quiet"))
        for record in outcome.records:
            match record:
                case CheckedIn(local_date=day, body=body):
                    self.answers[day] = dict(body)["decision"]  # type: ignore[assignment]
                case Planned(body=body):
                    self.plans.append(dict(body))
                case VerdictGiven(verdict=verdict):
                    self.verdicts.append(str(verdict["disposition"]))

    def sent(self, *kinds: str) -> int:
        """How often the runner was written to unasked, with messages of these kinds."""
        return sum(count for (kind, _), count in self.written.items() if kind in kinds)

    @property
    def doubled(self) -> int:
        """Dates with more than one prompt, or more than one reminder."""
        return sum(count > 1 for (kind, _), count in self.written.items() if kind in PROMPTS)

    @property
    def is_kept(self) -> bool:
        """Whether the promises were kept."""
        return not (self.at_night or self.doubled)

    @property
    def was_sent_to_care(self) -> bool:
        """Whether a verdict sent the runner to care."""
        return any(disposition in SENT_TO_CARE for disposition in self.verdicts)

    def decided(self, part: str) -> Counter[str]:
        """Decisions by `part`: "decision" or "row"; a day on which the plan stood still has no row."""
        return Counter(str(decision[part]) for decision in self.answers.values() if decision[part] is not None)

    def broken(self) -> Iterator[str]:
        """The promises in numbers."""
        yield f"messages at night: {self.at_night}"
        yield f"dates with two prompts: {self.doubled}"


def is_night(at: time, quiet: list[str] | None) -> bool:
    """Whether nobody is to be written to at this time of day; `quiet` are hours of the runner's own, from and to."""
    start, end = map(time.fromisoformat, quiet) if quiet else NIGHT
    return start <= at < end if start <= end else at >= start or at < end


def listed(counts: Counter[str]) -> str:
    """Counts in words, the largest first: "12 hold, 3 progress"; "none" without any."""
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"
