"""One batch of turns: what the database knows before they are played, and what is kept of them, in one transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.seal import Sealer
from bot.store import outbox, runners, tombstones
from bot.store.dialogues import KeptDialogue, dialogue_at
from bot.store.outbox import Kind, OutboxRow
from bot.store.sql import read_queries, to_text

LARGEST_ID = 2**63 - 1

_queries = read_queries("turn")
_runner = read_queries("runner")
_dialogue = read_queries("dialogue")
_due = read_queries("due")
_verdict = read_queries("verdict")
_consent = read_queries("consent")

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which event is about to be played."""

    chat: str
    update_id: int | None
    due_id: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What is known about it: whether it was taken before, and the dialogue so far (None for somebody new)."""

    taken: bool
    dialogue: KeptDialogue | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What is kept of one played event. Without a `runner_id` only the update is remembered.

    `wrote` says that the runner did something themselves; `left` that they blocked the bot; `erased_as` is the keyed
    hash of a chat to be erased, whose `replies` are then the farewell; `zone` an IANA name, where it is to be noted.
    """

    chat: str
    at: datetime
    update_id: int | None = None
    due_id: int | None = None
    runner_id: int | None = None
    new: bool = False
    wrote: bool = False
    left_audit_id: int | None = None
    erased_as: str | None = None
    zone: str | None = None
    dialogue: Columns | None = None
    verdicts: tuple[Columns, ...] = ()
    consents: tuple[Columns, ...] = ()
    audits: tuple[Columns, ...] = ()
    replies: tuple[OutboxRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event nobody could play; `payload` is sealed, `error` and `place` are of the code, not of the runner."""

    id: int
    chat: str
    at: datetime
    error: str
    place: str
    payload: bytes
    update_id: int | None = None
    due_id: int | None = None
    runner_id: int | None = None
    replies: tuple[OutboxRow, ...] = ()


def find(db: sqlite3.Connection, asked: Sequence[Asked]) -> list[Found]:
    """What is known about each event, in their order."""
    return [Found(_was_taken(db, one), dialogue_at(db, one.chat)) for one in asked]


def keep(db: sqlite3.Connection, sealer: Sealer, turns: Sequence[Turn]) -> list[OutboxRow]:
    """Write down all these turns; the replies as they now stand in the outbox."""
    kept = [turn for turn in turns if turn.runner_id is not None and turn.erased_as is None]
    new = [turn for turn in kept if turn.new]
    wrote = [{"id": turn.runner_id, "today": turn.at.date().isoformat()} for turn in kept if turn.wrote]
    replies = [row for turn in kept for row in turn.replies]
    _mark_seen(db, turns)
    _many(db, _runner.add_runners, [_new_runner(turn) for turn in new])
    _many(db, _dialogue.keep_dialogues, [turn.dialogue for turn in kept if turn.dialogue])
    _many(db, _runner.see_runners, wrote)
    _many(db, _runner.place_runners, [{"id": turn.runner_id, "zone": turn.zone} for turn in kept if turn.zone])
    _many(db, _due.release_due, wrote)
    _many(db, _due.drop_offers, wrote)
    _many(db, _verdict.add_verdicts, [row for turn in kept for row in turn.verdicts])
    _many(db, _consent.add_consents, [row for turn in kept for row in turn.consents])
    _many(db, _queries.add_audit, [row for turn in kept for row in turn.audits])
    for turn in kept:
        if turn.left_audit_id is not None:
            runners.mark_unreachable(db, turn.chat, turn.left_audit_id, turn.at)
    for turn in turns:
        if turn.erased_as is not None:
            replies += _erase(db, turn, turn.erased_as)
    outbox.add_rows(db, (outbox.sealed(sealer, row) for row in replies))
    return replies


def set_aside(db: sqlite3.Connection, sealer: Sealer, letter: DeadLetter) -> list[OutboxRow]:
    """Keep an event nobody could play, and count it as taken; the replies as they now stand in the outbox."""
    fits = letter.update_id is not None and abs(letter.update_id) <= LARGEST_ID
    update_id = letter.update_id if fits else None
    _mark_seen(db, [Turn(letter.chat, letter.at, update_id, letter.due_id)])
    _queries.add_dead_letter(
        db,
        id=letter.id,
        runner_id=letter.runner_id,
        update_id=update_id,
        at=to_text(letter.at),
        error=letter.error,
        place=letter.place,
        payload=letter.payload,
    )
    outbox.add_rows(db, (outbox.sealed(sealer, row) for row in letter.replies))
    return list(letter.replies)


def erase(db: sqlite3.Connection, runner_id: int, chat_hash: str, now: datetime) -> None:
    """Every row about this runner goes, in every table; a tombstone stays. Empty the log after the commit."""
    _runner.erase_runner(db, id=runner_id)
    tombstones.add_tombstone(db, chat_hash, now.date())


def _was_taken(db: sqlite3.Connection, asked: Asked) -> bool:
    if asked.due_id is not None and _due.is_waiting(db, id=asked.due_id) is None:
        return True
    return asked.update_id is not None and _queries.seen(db, id=asked.update_id) is not None


def _erase(db: sqlite3.Connection, turn: Turn, chat_hash: str) -> list[OutboxRow]:
    """The farewell: its edits must know their message now, since what became of earlier cards is erased too."""
    farewell = []
    for row in turn.replies:
        card = None
        if row.kind is Kind.EDIT and turn.runner_id is not None:
            card = outbox.card_of(db, turn.runner_id, row.turn)
            if card is None or card[1] is None:
                continue
        farewell.append(replace(row, runner_id=None, message_id=card[1] if card else None))
    if turn.runner_id is not None:
        erase(db, turn.runner_id, chat_hash, turn.at)
    return farewell


def _mark_seen(db: sqlite3.Connection, turns: Sequence[Turn]) -> None:
    seen = [{"id": turn.update_id, "at": to_text(turn.at)} for turn in turns if turn.update_id is not None]
    _many(db, _queries.mark_seen, seen)
    _many(db, _due.drop_due, [{"id": turn.due_id} for turn in turns if turn.due_id is not None])


def _new_runner(turn: Turn) -> Columns:
    now = to_text(turn.at)
    return {"id": turn.runner_id, "chat": turn.chat, "created_at": now, "last_seen": now[:10]}


def _many(db: sqlite3.Connection, query: Any, rows: Sequence[Columns | None]) -> None:
    if rows:
        query(db, rows)
