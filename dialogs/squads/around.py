"""What the shell tells a dialogue of squads: those the runner coaches or is in, and the invitation they came with.

It holds what an event needs and nothing more. The store reads it before the event is played.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dialogs.dialogue import Dialogue
from dialogs.squads.issuing import Issued
from dialogs.squads.people import Membership, Squad
from dialogs.squads.push import Pushed


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that works: into which squad, as "runner" or "coach", whose it is, and all coaches by runner id.

    `issued` and `pushed` are what the squad was told so far.
    """

    squad: Squad
    role: str
    coach: str
    coaches: Mapping[int, str]
    issued: Issued = field(default_factory=Issued)
    pushed: Pushed = field(default_factory=Pushed)


@dataclass(frozen=True, slots=True)
class Link:
    """A link a coach has made: `uses` left of `made_for`, until when. Its token is known to nobody any more."""

    id: int
    role: str
    uses: int
    made_for: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Coached:
    """A squad this runner coaches.

    `coaches` are the names of all its coaches by runner id; `members` everybody with their dialogues, empty unless the
    event needs them; `group` says whether a group chat is linked with it.
    """

    squad: Squad
    coaches: Mapping[int, str]
    members: tuple[tuple[Membership, Dialogue], ...] = ()
    links: tuple[Link, ...] = ()
    issued: Issued = field(default_factory=Issued)
    pushed: Pushed = field(default_factory=Pushed)
    group: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A coach looked at the summary, or at this runner."""

    coach: str
    at: datetime


@dataclass(frozen=True, slots=True)
class In:
    """A squad this runner is in, its coaches by runner id, and who has looked, newest first."""

    squad: Squad
    membership: Membership
    coaches: Mapping[int, str]
    looks: tuple[Look, ...] = ()
    issued: Issued = field(default_factory=Issued)
    pushed: Pushed = field(default_factory=Pushed)


@dataclass(frozen=True, slots=True)
class Around:
    """Squads around one runner.

    `me` is the runner's id. `invitation` is that of the token which stands behind /start, or waited for consent; None
    if it does not work. `token` is a fresh random one, of at least 128 bits, for an invitation made in this event, and
    `link` makes an address of it ("https://t.me/kneewise_bot?{start}={token}"). `guesses_left` is how many wrong tokens
    this sender may still try this hour.
    """

    me: int = 0
    coached: tuple[Coached, ...] = ()
    joined: tuple[In, ...] = ()
    invitation: Invitation | None = None
    guesses_left: int = 5
    token: str = ""
    link: str = "{token}"


NOBODY = Around()
