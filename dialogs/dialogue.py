"""Where one runner is in the conversation: small, and plain JSON when stored."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self


@dataclass(slots=True)
class Dialogue:
    """The dialogue of one runner.

    `facts` holds answers as given, "unknown" for "not sure"; `trail` the groups of facts in the order they were
    answered; `draft` the ticks of the open screen; `asked_again` facts whose first "not sure" was met with a plainer
    question; `one_by_one` screens opened item by item; `changing` is set while one answer is asked once more; `parent`
    once a parent or carer agreed; `suspected` are the facts that words of an emergency or of a new sign named, until
    the runner says whether they hold; `stack` holds the places of interrupted flows; `consent` the version of the text
    agreed to, None before; `verdict` the one told last, `told_in` the turn it was told in, which is its number;
    `earlier` one before it that sent the runner to care, with when; `asked_at` when the runner last went on with the
    questions: a card shown again makes no answer fresher; `settings` what the runner chose (zone, hour, quiet,
    reminders); `plan` the plan and its course; `rhythm` when the runner was last written to; `due` what is to come, as
    the store has it; `care` what became of a verdict that sent the runner to care; `aside` the answers of triage while
    other questions are under way; `squad` what is open in the talk about squads: which one, and answers nobody has
    agreed to yet; `history` what was told of how the pain began and what makes it worse, which no verdict goes by.
    Before consent only state, language and invitation are filled; who took it back keeps the rest, unused, until it is
    erased.
    """

    flow: str = "onboarding"
    state: str = "new"
    turn: int = 0
    language: str = "en"
    locale: str = ""
    region: str | None = None
    invitation: str | None = None
    consent: str | None = None
    content: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    trail: list[list[str]] = field(default_factory=list)
    draft: dict[str, Any] = field(default_factory=dict)
    asked_again: list[str] = field(default_factory=list)
    one_by_one: list[str] = field(default_factory=list)
    changing: bool = False
    parent: bool = False
    suspected: list[str] = field(default_factory=list)
    stack: list[list[str]] = field(default_factory=list)
    verdict: dict[str, Any] | None = None
    told_in: int | None = None
    earlier: dict[str, Any] | None = None
    asked_at: str | None = None
    card_open: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] | None = None
    rhythm: dict[str, Any] = field(default_factory=dict)
    due: list[list[str]] = field(default_factory=list)
    aside: dict[str, Any] | None = None
    care: dict[str, Any] = field(default_factory=dict)
    squad: dict[str, Any] = field(default_factory=dict)
    history: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON that shares its parts with this dialogue, without the empty ones; `from_dict` reads it back."""
        return {name: part for name in self.__slots__ if (part := getattr(self, name))}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """The dialogue a `to_dict` wrote, fields added since then at their defaults."""
        dialogue = cls(**{name: value for name, value in stored.items() if name in cls.__slots__})
        if isinstance(dialogue.suspected, str):
            # There was one at most when it was stored.
            dialogue.suspected = [dialogue.suspected]
        return dialogue

    def copy(self) -> Self:
        """A dialogue that can change without this one changing."""
        return type(self)(**copied(self.to_dict()))

    def asked(self) -> datetime | None:
        """When the runner last went on with the questions, in UTC."""
        return datetime.fromisoformat(self.asked_at) if self.asked_at else None


def copied(part: Any) -> Any:
    """A copy of plain JSON, much faster than `deepcopy`."""
    # Most parts are words and numbers, and calling for each of them is what took time.
    kind = type(part)
    if kind is dict:
        return {key: copied(value) if type(value) in _WHOLES else value for key, value in part.items()}
    if kind is list:
        return [copied(value) if type(value) in _WHOLES else value for value in part]
    return part


_WHOLES = (dict, list)
