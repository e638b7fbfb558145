"""What the changes of squads share: whose event it is, and who may."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store.sql import read_queries, to_text
from bot.store.squads import hash_of
from dialogs.replies import SquadRecord

IDS = 3
"""So many new rows a record makes at most."""

_squad = read_queries("squad")
_member = read_queries("member")
_link = read_queries("link")


class NotSoError(Exception):
    """A record that does not fit what the database holds: no coach, no member, a link that is used up."""


@dataclass(frozen=True, slots=True)
class SquadTurn:
    """One record of an event: whose and when; `chat_hash` counts their wrong tokens; `ids` are for IDS new rows."""

    runner_id: int
    at: datetime
    chat_hash: str
    ids: tuple[int, ...]
    record: SquadRecord


def coach_row(db: sqlite3.Connection, squad_id: int, runner_id: int) -> sqlite3.Row:
    """Id and body of a coach's row. Raises NotSoError for anybody else."""
    row: sqlite3.Row | None = _squad.coach_at(db, squad_id=squad_id, runner_id=runner_id)
    if row is None:
        raise NotSoError("no coach of this squad")
    return row


def member_row(db: sqlite3.Connection, squad_id: int, runner_id: int) -> sqlite3.Row:
    """Id and level of a member. Raises NotSoError for anybody else."""
    row: sqlite3.Row | None = _member.member_at(db, squad_id=squad_id, runner_id=runner_id)
    if row is None:
        raise NotSoError("no member of this squad")
    return row


def use_link(db: sqlite3.Connection, token: str, squad_id: int, role: str, now: datetime) -> None:
    """One use of a link less. Raises NotSoError if it does not work, or leads elsewhere."""
    used = _link.use_link(db, token_hash=hash_of(token), squad_id=squad_id, role=role, now=to_text(now))
    if used != 1:
        raise NotSoError("no link that works")
