"""The runners: an address and what the schedule needs, no name."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store import groups
from bot.store.sql import read_queries, to_text, to_time

_queries = read_queries("runner")
_due = read_queries("due")
_outbox = read_queries("outbox")
_turn = read_queries("turn")


@dataclass(frozen=True, slots=True)
class Runner:
    """A row of `runner`; `zone` is an IANA name or None, `last_seen` the UTC date of their last turn."""

    id: int
    chat: str
    created_at: datetime
    last_seen: str
    reachable: bool
    zone: str | None


def runner_at(db: sqlite3.Connection, chat: str) -> Runner | None:
    """Who is behind this chat, None for somebody new."""
    row = _queries.runner_at(db, chat=chat)
    if row is None:
        return None
    return Runner(
        row["id"], row["chat"], to_time(row["created_at"]), row["last_seen"], bool(row["reachable"]), row["zone"]
    )


def mark_unreachable(db: sqlite3.Connection, chat: str, audit_id: int, now: datetime) -> int | None:
    """Nothing goes to this chat and nothing falls due for it until its runner writes again; a group chat is forgotten.

    Their id if they could be reached until now, else None.
    """
    groups.drop_group(db, chat)
    _outbox.drop_farewells(db, chat=chat)
    _outbox.end_chat(db, chat=chat, reason="unreachable")
    lost = _queries.lose_runner(db, chat=chat)
    if lost is None:
        return None
    runner_id = int(lost["id"])
    _due.hold_due(db, runner_id=runner_id)
    audit = {"id": audit_id, "runner_id": runner_id, "at": to_text(now), "what": "unreachable"}
    _turn.add_audit(db, [audit])
    return runner_id
