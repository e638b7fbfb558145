"""What the bot answers, as data: a text key with its values, buttons, a priority. `wording` makes words of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
class Drawing:
    """A picture or a page that is drawn when it is sent: the name of its template and what that takes (plain JSON)."""

    name: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """A new message. With `rows` it is the open card of the dialogue's new turn; a turn has at most one.

    `picture` goes above it: the name of one that is shipped, or a drawing. `document` goes with it as a file.
    What nobody waits for is not sent any more from `until` on. `protected` lets nobody pass it on.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    rows: Rows = ()
    priority: Priority = Priority.REPLY
    picture: str | Drawing | None = None
    document: Drawing | None = None
    until: datetime | None = None
    protected: bool = False


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
class Withdrew:
    """The runner took back the yes to storing answers."""


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """A verdict was told: the verdict as JSON, the facts it was made from, and its number among those of the runner."""

    verdict: Mapping[str, object]
    facts: Mapping[str, object]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything about the runner goes; the replies of this turn are the last ones."""


@dataclass(frozen=True, slots=True)
class InZone:
    """The runner is probably in this time zone (an IANA name), by the country whose numbers they see."""

    zone: str


PLANNED = "planned"
"""What the store knows of a daily question, a reminder, or a word on a visit: which it is tells how a knee is."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something to come for a runner: at `at` (UTC), which is `local_date` (ISO) where they are."""

    kind: str
    at: datetime
    local_date: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """From now on these are to come for the runner, and nothing else but questions offered again."""

    upcoming: tuple[Upcoming, ...]


@dataclass(frozen=True, slots=True)
class OfferedLater:
    """The open question is not offered again now, but at `at` (UTC), which is `local_date` (ISO) for the runner."""

    at: datetime
    local_date: str


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The check-in of a local date (ISO): answers and decision. Another one of the same date takes its place."""

    local_date: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Planned:
    """A new plan began: what it was made from, and what it says."""

    body: Mapping[str, object]


# squads: who they are is `dialogs.squads.people`; here stands only what changes


@dataclass(frozen=True, slots=True)
class SquadFounded:
    """The runner founds a squad and is its coach, known in it as `coach`; `hour` ("18:00") is when its digest comes."""

    name: str
    zone: str
    hour: str
    every: str
    coach: str


@dataclass(frozen=True, slots=True)
class SquadChanged:
    """A coach gave the squad another name, zone, hour or rhythm ("day" or "week")."""

    squad: int
    name: str
    zone: str
    hour: str
    every: str


@dataclass(frozen=True, slots=True)
class SquadDissolved:
    """The squad is over: its members, links and issued figures go."""

    squad: int


@dataclass(frozen=True, slots=True)
class Invited:
    """A link into the squad, for so many people until then (UTC); only a hash of the token is kept."""

    squad: int
    role: str
    token: str
    uses: int
    until: datetime


@dataclass(frozen=True, slots=True)
class LinkRevoked:
    """A link works no more."""

    squad: int
    link: int


@dataclass(frozen=True, slots=True)
class WrongToken:
    """A token that does not work was tried: guesses are counted per sender."""


@dataclass(frozen=True, slots=True)
class CoachJoined:
    """The runner coaches this squad from now on; the link that said so loses a use."""

    squad: int
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class CoachLeft:
    """The runner coaches this squad no more."""

    squad: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The runner is in this squad, known by this name, at this level (1 to 3); the link loses a use."""

    squad: int
    name: str
    level: int
    parent_ok: bool
    token: str


@dataclass(frozen=True, slots=True)
class SharingSet:
    """Another level, name or parent's yes in a squad the runner is in; effect at once."""

    squad: int
    name: str
    level: int
    parent_ok: bool


@dataclass(frozen=True, slots=True)
class SquadLeft:
    """The runner is in this squad no more: what was shared is gone from every view of it."""

    squad: int


@dataclass(frozen=True, slots=True)
class Looked:
    """The coach saw the summary, or (`runner`) what one runner shares."""

    squad: int
    runner: int | None = None


@dataclass(frozen=True, slots=True)
class FiguresIssued:
    """What the squad's figures were when they were last shown, and who was told of what: plain JSON, kept sealed."""

    squad: int
    issued: Mapping[str, object]
    pushed: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """A word to somebody else: the coaches of a squad, or its members. Without buttons, in their own language."""

    runner: int
    text: str
    values: Mapping[str, object]
    priority: Priority = Priority.REPLY


@dataclass(frozen=True, slots=True)
class ToldRunners:
    """A word to everybody in a squad but the one it comes from. Who they are is known only where records are kept."""

    squad: int
    text: str
    values: Mapping[str, object]


SquadRecord = (
    SquadFounded | SquadChanged | SquadDissolved | Invited | LinkRevoked | WrongToken | CoachJoined | CoachLeft
    | Joined | SharingSet | SquadLeft | Looked | FiguresIssued | Told | ToldRunners
)  # fmt: skip
Record = (
    Consented | Withdrew | VerdictGiven | InZone | Scheduled | OfferedLater | CheckedIn | Planned | Erased | SquadRecord
)
