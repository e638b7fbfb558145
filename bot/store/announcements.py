"""What operators write to everybody: asked for, confirmed, and then a due row for each who gets it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_text, to_time

KIND = "announcement"
OPEN_FOR = timedelta(hours=1)
# Also the urgent one falls due bit by bit: at once it would fill Telegram's pace, and a red flag would wait behind it.
PER_SECOND = 10

_queries = read_queries("announcement")
_start = read_queries("start")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is on its way to everybody since `sent_at`."""

    text: str
    urgent: bool
    sent_at: datetime


def ask(
    db: sqlite3.Connection, sealer: Sealer, row: int, by_hash: str, text: str, now: datetime, *, urgent: bool
) -> int:
    """Keep this until its operator confirms it, instead of what they asked for before; how many people may get it."""
    _queries.drop_drafts(db, by_hash=by_hash)
    body = sealer.seal(to_json({"text": text, "urgent": urgent}), "announcement", "body", row)
    _queries.add_draft(db, id=row, at=to_text(now), by_hash=by_hash, body=body)
    return _readers(db)


def drop(db: sqlite3.Connection, row: int, by_hash: str) -> bool:
    """Whether this operator had asked for it and it was not on its way; then it is gone."""
    return bool(_queries.drop_draft(db, id=row, by_hash=by_hash))


def confirm(db: sqlite3.Connection, row: int, by_hash: str, now: datetime) -> int | None:
    """Put it on its way; to how many people. None if this operator did not ask for it of late, or has confirmed it."""
    if not _queries.confirm(db, id=row, by_hash=by_hash, since=to_text(now - OPEN_FOR), at=to_text(now)):
        return None
    # More of them than ids that are ready: they come from a block of their own.
    last = _start.reserved_up_to(db, count=_readers(db))[0]
    day = now.date().isoformat()
    return int(
        _queries.fall_due(db, last=last, kind=kind_of(row), at=to_text(now), local_date=day, per_second=PER_SECOND)
    )


def announcement_of(db: sqlite3.Connection, sealer: Sealer, row: int) -> Announcement | None:
    """The one with this id, None if it is not on its way or long gone."""
    found = _queries.announcement_of(db, id=row)
    if found is None:
        return None
    body = from_json(sealer.unseal(found["body"], "announcement", "body", row))
    return Announcement(body["text"], body["urgent"], to_time(found["sent_at"]))


def kind_of(row: int) -> str:
    """The kind of the due rows that bring it."""
    return f"{KIND}:{row}"


def _readers(db: sqlite3.Connection) -> int:
    return int(_queries.readers(db)["readers"])
