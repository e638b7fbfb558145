"""What waits to be sent, in memory: for each chat a lane for what the runner waits for, one for the rest, and one for
the edits of each card. Of a lane one row is under way at a time; lanes do not wait for each other.
"""

from collections import deque
from dataclasses import dataclass, field

from bot.store.outbox import RANKS, Kind, OutboxRow
from dialogs.replies import Priority

Order = tuple[int, bool, int]
SOON = (Priority.SAFETY, Priority.REPLY)


@dataclass(eq=False, slots=True)
class Waiting:
    """A row and how it went so far.

    `fresh`: committed just now, not left over from before; `not_before` is a monotonic time; `dropped` says that it
    must not go any more.
    """

    row: OutboxRow
    fresh: bool = False
    tries: int = 0
    not_before: float = 0.0
    dropped: bool = False

    @property
    def order(self) -> Order:
        """Who goes first over all chats: the more urgent, then whoever is here now, then the older."""
        return RANKS.index(self.row.priority), not self.fresh, self.row.id

    @property
    def soon(self) -> bool:
        """Whether somebody waits for it."""
        return self.row.priority in SOON


@dataclass(eq=False, slots=True)
class Lane:
    """Messages of one chat, in order; `chat` is what the lane belongs to."""

    chat: "Chat"
    busy: Waiting | None = None
    blocked: bool = False
    urgent: deque[Waiting] = field(default_factory=deque)
    others: deque[Waiting] = field(default_factory=deque)

    def add(self, waiting: Waiting) -> list[Waiting]:
        """Put it at the end; returns what need not go any more. A fresh one takes those before it along."""
        for older in (*self.urgent, *self.others):
            older.fresh |= waiting.fresh
        self._queue(waiting).append(waiting)
        return []

    def pick(self) -> Waiting | None:
        """Who goes next: the oldest, but what failed before lets the more urgent pass."""
        if not self.urgent or not self.others:
            queue = self.urgent or self.others
            return queue[0] if queue else None
        urgent, other = self.urgent[0], self.others[0]
        return other if other.row.id < urgent.row.id and not other.tries else urgent

    def take(self, waiting: Waiting) -> None:
        """It is under way."""
        self._queue(waiting).popleft()
        self.busy = waiting

    def put_back(self, waiting: Waiting) -> list[Waiting]:
        """It did not go and stays first of its kind; returns what need not go any more."""
        self._queue(waiting).appendleft(waiting)
        return []

    def clear(self) -> list[Waiting]:
        """Empty the lane of everything that is not under way, and return it."""
        waiting = [*self.urgent, *self.others]
        self.urgent.clear()
        self.others.clear()
        return waiting

    def _queue(self, waiting: Waiting) -> deque[Waiting]:
        return self.urgent if waiting.row.priority in (Priority.SAFETY, Priority.NUDGE) else self.others


@dataclass(eq=False, slots=True)
class EditLane:
    """Edits of one card; `blocked` until the card itself was sent."""

    chat: "Chat"
    busy: Waiting | None = None
    blocked: bool = False
    edits: deque[Waiting] = field(default_factory=deque)

    def add(self, waiting: Waiting) -> list[Waiting]:
        """A newer text makes the waiting edits needless; one that only takes buttons away leaves the text to them."""
        needless = list(self.edits) if waiting.row.text is not None else []
        for _ in needless:
            self.edits.popleft()
        self.edits.append(waiting)
        return needless

    def pick(self) -> Waiting | None:
        """The oldest that still needs to go."""
        return self.edits[0] if self.edits and not self.blocked else None

    def take(self, waiting: Waiting) -> None:
        """It is under way."""
        self.edits.popleft()
        self.busy = waiting

    def put_back(self, waiting: Waiting) -> list[Waiting]:
        """It did not go; if a newer text waits, it need not any more."""
        if any(edit.row.text is not None for edit in self.edits):
            return [waiting]
        self.edits.appendleft(waiting)
        return []

    def clear(self) -> list[Waiting]:
        """Empty the lane of everything that is not under way, and return it."""
        waiting = list(self.edits)
        self.edits.clear()
        return waiting


AnyLane = Lane | EditLane


class Chat:
    """The lanes of one chat; nothing goes to it before `parked_until`, a monotonic time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parked_until = 0.0
        self._soon, self._later = Lane(self), Lane(self)
        self._edits: dict[int, EditLane] = {}

    def lane_of(self, waiting: Waiting) -> AnyLane:
        """Where this row waits."""
        if waiting.row.kind is Kind.EDIT:
            return self._edits.setdefault(waiting.row.turn, EditLane(self))
        return self._soon if waiting.soon else self._later

    def edits_of(self, turn: int) -> EditLane | None:
        """The lane of edits of the card of this turn, if there are any."""
        return self._edits.get(turn)

    def lanes(self) -> list[AnyLane]:
        """All lanes."""
        return [self._soon, self._later, *self._edits.values()]

    def tidy(self) -> bool:
        """Drop lanes of edits that are done; True when nothing at all waits or is under way here."""
        done = [turn for turn, lane in self._edits.items() if not lane.edits and lane.busy is None]
        for turn in done:
            del self._edits[turn]
        return not self._edits and all(lane.busy is None and lane.pick() is None for lane in self.lanes())
