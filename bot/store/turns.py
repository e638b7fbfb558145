"""One batch of turns: what the database knows before they are played, and what is kept of them, in one transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.seal import Sealer
from bot.store import due, outbox, runners, squad_records, squads, tombstones
from bot.store.dialogues import KeptDialogue, dialogue_at
from bot.store.outbox import Kind, OutboxRow
from bot.store.sql import read_queries, to_text
from bot.store.squad_turns import SquadTurn
from dialogs.errors import StoreError
from dialogs.squads.around import NOBODY, Around

LARGEST_ID = 2**63 - 1

_queries = read_queries("turn")
_runner = read_queries("runner")
_dialogue = read_queries("dialogue")
_due = read_queries("due")
_verdict = read_queries("verdict")
_plan = read_queries("plan")
_check_in = read_queries("check_in")
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
    """What is known about it: whether it was taken before, the dialogue so far (None for somebody new), their squads.

    `unreadable` says why those could not be read.
    """

    taken: bool
    dialogue: KeptDialogue | None
    around: Around = NOBODY
    unreadable: StoreError | None = None


@dataclass(slots=True)
class Turn:
    """What is kept of one played event; filled in while it is played.

    Without a `runner_id` only the update is remembered. `wrote` says that the runner did something themselves; `left`
    that they blocked the bot; `erased_as` is the keyed hash of a chat to be erased, whose `replies` are then the
    farewell; `zone` an IANA name, where it is to be noted; `due` takes the place of all that was to come, None leaves
    that as it is, `more_due` comes beside it; `told` are words for others.
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
    plans: tuple[Columns, ...] = ()
    check_ins: tuple[Columns, ...] = ()
    due: tuple[Columns, ...] | None = None
    more_due: tuple[Columns, ...] = ()
    squads: tuple[SquadTurn, ...] = ()
    audits: tuple[Columns, ...] = ()
    replies: tuple[OutboxRow, ...] = ()
    told: tuple[OutboxRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event nobody could play; `payload` is sealed, `error` and `place` are of the code, not of the runner.

    What was due (`due_id`) is put off and then has the id `later_id`.
    """

    id: int
    chat: str
    at: datetime
    error: str
    place: str
    payload: bytes
    update_id: int | None = None
    due_id: int | None = None
    later_id: int = 0
    runner_id: int | None = None
    replies: tuple[OutboxRow, ...] = ()


def find(db: sqlite3.Connection, sealer: Sealer, asked: Sequence[Asked], now: datetime) -> list[Found]:
    """What is known about each event, in their order."""
    return [_found(db, sealer, one, now) for one in asked]


def keep(db: sqlite3.Connection, sealer: Sealer, turns: Sequence[Turn]) -> list[OutboxRow]:
    """Write down all these turns; the replies as they now stand in the outbox."""
    kept = [turn for turn in turns if turn.runner_id is not None and turn.erased_as is None]
    new = [turn for turn in kept if turn.new]
    wrote = [{"id": turn.runner_id, "today": turn.at.date().isoformat()} for turn in kept if turn.wrote]
    replies = [row for turn in kept for row in turn.replies] + [row for turn in turns for row in turn.told]
    _mark_seen(db, turns)
    _many(db, _runner.add_runners, [_new_runner(turn) for turn in new])
    _many(db, _dialogue.keep_dialogues, [turn.dialogue for turn in kept if turn.dialogue])
    _many(db, _runner.see_runners, wrote)
    _many(db, _runner.place_runners, [{"id": turn.runner_id, "zone": turn.zone} for turn in kept if turn.zone])
    _many(db, _due.release_due, wrote)
    _many(db, _due.drop_offers, [{"id": turn.runner_id} for turn in kept if turn.wrote or _was_asked(turn)])
    _many(db, _due.drop_planned, [{"id": turn.runner_id} for turn in kept if turn.due is not None])
    _many(db, _due.add_due, [row for turn in kept for row in (*(turn.due or ()), *turn.more_due)])
    _many(db, _verdict.add_verdicts, [row for turn in kept for row in turn.verdicts])
    _many(db, _plan.add_plans, [row for turn in kept for row in turn.plans])
    _many(db, _check_in.keep_check_ins, [row for turn in kept for row in turn.check_ins])
    _many(db, _consent.add_consents, [row for turn in kept for row in turn.consents])
    _many(db, _queries.add_audit, [row for turn in kept for row in turn.audits])
    for change in (change for turn in kept for change in turn.squads):
        squad_records.keep(db, sealer, change)
    for turn in kept:
        if turn.left_audit_id is not None:
            runners.mark_unreachable(db, turn.chat, turn.left_audit_id, turn.at)
    for turn in turns:
        if turn.erased_as is not None:
            replies += _erase(db, sealer, turn, turn.erased_as)
    outbox.add_rows(db, (outbox.sealed(sealer, row) for row in replies))
    return replies


def set_aside(db: sqlite3.Connection, sealer: Sealer, letter: DeadLetter) -> list[OutboxRow]:
    """Keep an event nobody could play, and count it as taken; the replies as they now stand in the outbox."""
    fits = letter.update_id is not None and abs(letter.update_id) <= LARGEST_ID
    update_id = letter.update_id if fits else None
    _mark_seen(db, [Turn(letter.chat, letter.at, update_id)])
    if letter.due_id is not None:
        due.put_off(db, letter.due_id, letter.later_id, letter.at)
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


def erase(db: sqlite3.Connection, sealer: Sealer, runner_id: int, chat_hash: str, now: datetime) -> None:
    """Every row about this runner goes, in every table; a tombstone stays. Empty the log after the commit.

    So does a squad that nobody else coaches.
    """
    squad_records.forget_runner(db, sealer, runner_id, now)
    _runner.erase_runner(db, id=runner_id)
    tombstones.add_tombstone(db, chat_hash, now.date())


def _found(db: sqlite3.Connection, sealer: Sealer, asked: Asked, now: datetime) -> Found:
    dialogue = dialogue_at(db, asked.chat)
    found = Found(_was_taken(db, asked), dialogue)
    if dialogue is None or not dialogue.in_squads:
        return found
    try:
        return replace(found, around=squads.around(db, sealer, dialogue.runner_id, now))
    except StoreError as error:
        # A value that does not open is the trouble of one event, and no reason to keep the others waiting.
        return replace(found, unreadable=error)


def take_update(db: sqlite3.Connection, update_id: int, now: datetime) -> bool:
    """Remember that this update was taken; False if it had been before."""
    if _queries.seen(db, id=update_id) is not None:
        return False
    _queries.mark_seen(db, [{"id": update_id, "at": to_text(now)}])
    return True


def _was_taken(db: sqlite3.Connection, asked: Asked) -> bool:
    if asked.due_id is not None and _due.is_waiting(db, id=asked.due_id) is None:
        return True
    return asked.update_id is not None and _queries.seen(db, id=asked.update_id) is not None


def _erase(db: sqlite3.Connection, sealer: Sealer, turn: Turn, chat_hash: str) -> list[OutboxRow]:
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
        erase(db, sealer, turn.runner_id, chat_hash, turn.at)
    return farewell


def _mark_seen(db: sqlite3.Connection, turns: Sequence[Turn]) -> None:
    seen = [{"id": turn.update_id, "at": to_text(turn.at)} for turn in turns if turn.update_id is not None]
    _many(db, _queries.mark_seen, seen)
    _many(db, _due.drop_due, [{"id": turn.due_id} for turn in turns if turn.due_id is not None])


def _was_asked(turn: Turn) -> bool:
    """Whether a question went out with this turn, so that an older one need not come again."""
    return turn.dialogue is not None and turn.dialogue["asked_at"] == to_text(turn.at)


def _new_runner(turn: Turn) -> Columns:
    now = to_text(turn.at)
    return {"id": turn.runner_id, "chat": turn.chat, "created_at": now, "last_seen": now[:10]}


def _many(db: sqlite3.Connection, query: Any, rows: Sequence[Columns | None]) -> None:
    if rows:
        query(db, rows)
