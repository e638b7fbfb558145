"""What operators write to everybody: what /announce makes of its words, and what comes of it in each runner's turn.

/announce [urgent] TEXT ──> shown as runners will read it, with a number ── yes ──> a due row for each of them
                                                                        └── no ───> gone
"""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import Store
from bot.store.announcements import KIND, Announcement, ask, confirm, drop, kind_of
from dialogs.announcing import Times
from dialogs.events import Due, Event
from dialogs.replies import Message, Priority

__all__ = ["hear", "is_too_late", "kind_of", "message_of", "number_of"]

ANNOUNCE, ANNOUNCEMENT = "announce", "announcement"
HOW, ASKED, SENT = "operator_announce", "operator_announce_asked", "operator_announce_sent"
DROPPED, GONE = "operator_announce_dropped", "operator_announce_gone"

LONGEST = 1000
"""Characters of an announcement."""
KEPT_UP = timedelta(days=7)
"""Who could not be written to for so long does not get it any more."""

_ORDER = re.compile(r"(yes|no)\s+([0-9]{1,18})", re.IGNORECASE)
_URGENT = re.compile(r"urgent(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)

Said = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of the command: what goes on record, without words, and the messages that answer it."""

    what: str
    said: tuple[Said, ...]


def hear(db: sqlite3.Connection, store: Store, by_hash: str, argument: str, now: datetime) -> Heard:
    """Take what an operator wrote after /announce; needs one id. In the transaction of `db`."""
    if order := _ORDER.fullmatch(argument):
        number = int(order[2])
        return _confirmed(db, by_hash, number, now) if order[1].lower() == "yes" else _dropped(db, by_hash, number)
    urgent = _URGENT.fullmatch(argument)
    text = (urgent[1] or "") if urgent else argument
    if not 0 < len(text) <= LONGEST:
        return Heard(ANNOUNCE, ((HOW, {"most": LONGEST, "length": len(text)}),))
    number = store.ids.next()
    people = ask(db, store.sealer, number, by_hash, text, now, urgent=bool(urgent))
    asked = {"number": number, "people": people, "at_once": bool(urgent)}
    return Heard(ANNOUNCE, ((ANNOUNCEMENT, {"text": text}), (ASKED, asked)))


def _confirmed(db: sqlite3.Connection, by_hash: str, number: int, now: datetime) -> Heard:
    people = confirm(db, number, by_hash, now)
    if people is None:
        return Heard(ANNOUNCE, ((GONE, {"number": number}),))
    return Heard("announce_sent", ((SENT, {"people": people}),))


def _dropped(db: sqlite3.Connection, by_hash: str, number: int) -> Heard:
    if not drop(db, number, by_hash):
        return Heard(ANNOUNCE, ((GONE, {"number": number}),))
    return Heard("announce_dropped", ((DROPPED, {}),))


def number_of(event: Event) -> int | None:
    """The announcement that is due, None for any other event."""
    match event:
        case Due(kind) if kind.startswith(f"{KIND}:"):
            return int(kind.removeprefix(f"{KIND}:"))
    return None


def is_too_late(found: Announcement, at: datetime) -> bool:
    """Whether it is not news any more."""
    return at - found.sent_at > KEPT_UP


def message_of(found: Announcement, times: Times) -> Message:
    """What a runner gets. Of an urgent one a gap is worse than a repeat."""
    priority = Priority.REPLY if found.urgent else Priority.DIGEST
    return Message(ANNOUNCEMENT, {"text": found.text}, priority=priority, until=times.until)
