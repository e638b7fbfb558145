"""The rows of the outbox: replies committed and not yet sent, and which message each sent card became."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_text, to_time
from dialogs.errors import StoreError
from dialogs.replies import Drawing, Priority

PAGE = 500
RANKS = (Priority.SAFETY, Priority.REPLY, Priority.NUDGE, Priority.DIGEST)

Taps = tuple[tuple[tuple[str, str], ...], ...]

_queries = read_queries("outbox")


class Kind(StrEnum):
    """What a row sends: a message, a message with buttons, or a change of the card of its turn."""

    MESSAGE = "message"
    CARD = "card"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply in words, waiting to be sent.

    `turn` is the turn it came from, for an edit the turn whose card it changes; `rows` are (label, tap) pairs;
    `message_id` is known beforehand only for an edit in a farewell. `runner_id` is None for somebody who is not, or no
    longer, stored: such a row vanishes once it is over. From `until` on it is too late to send it. What is `protected`
    is not to be passed on.
    """

    id: int
    runner_id: int | None
    chat: str
    turn: int
    kind: Kind
    priority: Priority
    created_at: datetime
    text: str | None
    rows: Taps = ()
    message_id: int | None = None
    picture: str | Drawing | None = None
    document: Drawing | None = None
    until: datetime | None = None
    protected: bool = False


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row whose body does not open."""

    id: int


def add_rows(db: sqlite3.Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Keep rows made by `sealed`."""
    _queries.add_rows(db, list(rows))


def sealed(sealer: Sealer, row: OutboxRow) -> dict[str, Any]:
    """The columns of a row, its words sealed."""
    more = {"picture": _plain(row.picture), "document": _plain(row.document), "protected": row.protected}
    body = to_json({"text": row.text, "rows": row.rows, **{name: value for name, value in more.items() if value}})
    return {
        "id": row.id,
        "runner_id": row.runner_id,
        "chat": row.chat,
        "turn": row.turn,
        "kind": row.kind.value,
        "priority": RANKS.index(row.priority),
        "message_id": row.message_id,
        "created_at": to_text(row.created_at),
        "not_after": to_text(row.until) if row.until else None,
        "body": sealer.seal(body, "outbox", "body", row.id),
    }


def pending_page(
    db: sqlite3.Connection, sealer: Sealer, priority: Priority, after: int
) -> list[OutboxRow | UnreadableRow]:
    """Up to PAGE waiting rows of one priority with an id over `after`, in order."""
    rows = _queries.pending_page(db, priority=RANKS.index(priority), after=after, page=PAGE)
    return [_opened(sealer, row) for row in rows]


def pending_of_chat(db: sqlite3.Connection, sealer: Sealer, chat: str, before: int) -> list[OutboxRow | UnreadableRow]:
    """Every waiting row of one chat with an id under `before`, in order."""
    return [_opened(sealer, row) for row in _queries.pending_of_chat(db, chat=chat, before=before)]


def card_of(db: sqlite3.Connection, runner_id: int, turn: int) -> tuple[str, int | None] | None:
    """State and message id of the card of a turn, None if there is none (or it is too long ago)."""
    row = _queries.card_of(db, runner_id=runner_id, turn=turn)
    return (row["state"], row["message_id"]) if row else None


def resume(db: sqlite3.Connection) -> None:
    """After a start: what was being sent when the last process ended has an unknown outcome."""
    _queries.interrupted_later(db)
    _queries.interrupted_soon(db)


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a row: `state` is sending, pending (again), sent, dead or unknown."""

    id: int
    state: str
    keep: bool = True
    message_id: int | None = None
    reason: str | None = None


def mark(db: sqlite3.Connection, marks: Sequence[Mark]) -> None:
    """Write down what became of these rows; one that is not kept is deleted once it is over."""
    begun = [{"id": m.id} for m in marks if m.state == "sending"]
    again = [{"id": m.id} for m in marks if m.state == "pending"]
    over = [m for m in marks if m.state not in ("sending", "pending")]
    sent = [{"id": m.id, "message_id": m.message_id} for m in over if m.keep and m.state == "sent"]
    ended = [{"id": m.id, "state": m.state, "reason": m.reason} for m in over if m.keep and m.state != "sent"]
    dropped = [{"id": m.id} for m in over if not m.keep]
    for query, rows in (
        (_queries.mark_sending, begun),
        (_queries.mark_pending, again),
        (_queries.mark_sent, sent),
        (_queries.mark_over, ended),
        (_queries.drop_rows, dropped),
    ):
        if rows:
            query(db, rows)


def _opened(sealer: Sealer, row: sqlite3.Row) -> OutboxRow | UnreadableRow:
    try:
        body = from_json(sealer.unseal(row["body"], "outbox", "body", row["id"]))
    except StoreError:
        return UnreadableRow(row["id"])
    return OutboxRow(
        row["id"],
        row["runner_id"],
        row["chat"],
        row["turn"],
        Kind(row["kind"]),
        RANKS[row["priority"]],
        to_time(row["created_at"]),
        body["text"],
        tuple(tuple((label, tap) for label, tap in line) for line in body["rows"]),
        row["message_id"],
        _drawing(body.get("picture")),
        _drawing(body.get("document")),
        to_time(row["not_after"]) if row["not_after"] else None,
        protected=body.get("protected", False),
    )


def _plain(file: str | Drawing | None) -> Any:
    return {"name": file.name, "values": file.values} if isinstance(file, Drawing) else file


def _drawing(file: Any) -> Any:
    """What `_plain` made plain: the name of a shipped picture, a drawing, or None."""
    return Drawing(file["name"], file["values"]) if isinstance(file, dict) else file
