"""How things stand with the facts known so far: what fires, whether it is decided, what to ask next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dialogs.expressions import Rank
from dialogs.facts import Value
from dialogs.questions import Questionnaire, Screen
from dialogs.rules import Verdict, Weighed, is_decided, verdict_of, weigh

if TYPE_CHECKING:
    from dialogs.content import Content

TODAY, SOON = (1, 1), (1, 2)
"""The urgencies of `urgent`: today, and within 48 hours."""


@dataclass(frozen=True)
class Standing:
    """The answers to a questionnaire so far, weighed by the rules if it is triage; computed when asked for."""

    content: "Content"
    questions: Questionnaire
    facts: Mapping[str, Value]

    @cached_property
    def ranks(self) -> dict[str, Rank | None]:
        """What each fact counts as."""
        return self.questions.ranks(self.facts)

    @cached_property
    def weighed(self) -> Weighed:
        """The rules that fire and those that still may."""
        return weigh(self.content.rules, self.ranks)

    @cached_property
    def is_decided(self) -> bool:
        """Whether no open question can change the verdict any more."""
        return is_decided(self.weighed)

    @property
    def is_emergency(self) -> bool:
        """Whether an emergency is certain."""
        return self.weighed.top[0] == 0

    @property
    def seen_by(self) -> str | None:
        """By when, at the latest, the knee must surely be seen: "today", "48h", or None while neither is certain."""
        top = self.weighed.top
        return "today" if top <= TODAY else "48h" if top <= SOON else None

    @property
    def verdict(self) -> Verdict:
        """The verdict as far as the facts go; final once it is decided."""
        return verdict_of(self.weighed, self.content.version)

    @cached_property
    def open_screens(self) -> list[tuple[Screen, bool]]:
        """Screens with something unanswered, in order, and whether each is surely asked."""
        return list(self.questions.open_screens(self.facts, self.ranks))

    @property
    def next_screen(self) -> Screen | None:
        """What to ask next; None when everything is answered."""
        return self.questions.next_screen(self.open_screens, self.ranks)

    @property
    def left(self) -> int:
        """At most so many screens are open, the one being asked included; never grows while answers come."""
        return len(self.open_screens)


def standing_of(content: "Content", facts: Mapping[str, Value], questions: Questionnaire | None = None) -> Standing:
    """How things stand with these facts (of triage, unless told otherwise); later changes to them do not reach it."""
    return Standing(content, questions or content.triage, dict(facts))
