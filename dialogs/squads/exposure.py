"""What each level would show of a runner, said and shown with their own data: what is read before one agrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.content import Content
from dialogs.squads.card_words import card_words
from dialogs.squads.member import MemberState
from dialogs.squads.people import DETAILS, LEVELS, NONE, STATUS, TREND, Membership
from dialogs.squads.sharing import shared
from dialogs.wording import Texts

SEES: Mapping[int, tuple[str, ...]] = {
    NONE: ("nothing",),
    STATUS: ("name", "status", "last_answer", "days"),
    TREND: ("reason", "trend", "plan", "band", "figures"),
    DETAILS: ("pains", "decisions", "adherence", "items"),
}
"""What each level shows beyond the one before."""
NEVER: Mapping[int, tuple[str, ...]] = {
    NONE: ("all",),
    STATUS: ("numbers", "answers", "sign", "notes", "beyond"),
    TREND: ("answers", "sign", "notes", "beyond"),
    DETAILS: ("sign", "notes", "beyond"),
}


@dataclass(frozen=True, slots=True)
class Exposure:
    """A level in words: what a coach sees at it and what not; `card` is the runner's own, None where there is none."""

    level: int
    title: str
    explain: str
    sees: tuple[str, ...]
    never: tuple[str, ...]
    card: dict[str, Any] | None


def exposed_to(content: Content, texts: Texts, state: MemberState, name: str, level: int, now: datetime) -> Exposure:
    """What a coach would see of this runner at a level; the card is the one that a coach gets.

    Raises ValueError for a level that there is not.
    """
    if level not in LEVELS:
        raise ValueError(f"there is no level {level}")
    line = shared(state, Membership(0, name, level, joined_at=now, parent_ok=True))
    values = {"days": content.squads.numbers.shown_days, "least": content.squads.numbers.least_runners}
    names = SEES[NONE] if level == NONE else [one for at in LEVELS[1 : level + 1] for one in SEES[at]]
    return Exposure(
        level,
        texts.text(f"squads.levels.{level}.label"),
        texts.text(f"squads.levels.{level}.explain"),
        tuple(texts.text(f"squads.sees.{one}", **values) for one in names),
        tuple(texts.text(f"squads.never.{one}") for one in NEVER[level]),
        card_words(content, texts, line, state.outline.days[-1].on) if line is not None else None,
    )
