"""What the bot answers, as data: a text key with its values, buttons, a priority. `wording` makes words of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Priority(StrEnum):
    """How a message goes out: in this order within a chat; only the first two are sent again when in doubt."""

    SAFETY = "safety"
    REPLY = "reply"
    NUDGE = "nudge"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Button:
    """A label in the runner's language and the data that comes back when it is tapped."""

    label: str
    tap: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A new message. With `rows` it is the open card of the dialogue's new turn; a turn has at most one.

    `picture` names a picture of the content that goes above it.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    rows: Rows = ()
    priority: Priority = Priority.REPLY
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The card of turn `turn` gets this text and these buttons; `text` None takes only its buttons away."""

    turn: int
    text: str | None
    values: Mapping[str, object] = field(default_factory=dict)
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Toast:
    """A line of at most 200 characters for the one who tapped; worth nothing a minute later."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


Reply = Message | Edit | Toast


@dataclass(frozen=True, slots=True)
class Consented:
    """The runner agreed to the text of this version."""

    text_version: str


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """A verdict was told: the verdict as JSON and the facts it was made from."""

    verdict: Mapping[str, object]
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything about the runner goes; the replies of this turn are the last ones."""


@dataclass(frozen=True, slots=True)
class InZone:
    """The runner is probably in this time zone (an IANA name), by the country whose numbers they see."""

    zone: str


Record = Consented | VerdictGiven | InZone | Erased
