"""The dialogues: where each runner is, sealed; only the turn and the time of an open question stay plain."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_text, to_time
from dialogs.dialogue import Dialogue

PAGE = 1000

_queries = read_queries("dialogue")


@dataclass(frozen=True, slots=True)
class KeptDialogue:
    """A dialogue as it is stored; `asked_at` is None when no question is open.

    `in_squads`: the runner coaches a squad or is in one.
    """

    runner_id: int
    body: bytes
    asked_at: datetime | None
    offered_again: bool
    in_squads: bool = False


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question somebody has not answered yet."""

    runner_id: int
    asked_at: datetime
    zone: str | None


def dialogue_at(db: sqlite3.Connection, chat: str) -> KeptDialogue | None:
    """The dialogue of this chat, None for somebody new."""
    row = _queries.dialogue_at(db, chat=chat)
    if row is None:
        return None
    asked_at = to_time(row["asked_at"]) if row["asked_at"] else None
    return KeptDialogue(row["runner_id"], row["body"], asked_at, bool(row["offered_again"]), bool(row["in_squads"]))


def sealed(sealer: Sealer, runner_id: int, dialogue: Dialogue) -> bytes:
    """The body of a dialogue's row."""
    text = to_json(dialogue.to_dict())
    return sealer.seal(text, "dialogue", "body", runner_id)


def opened(sealer: Sealer, kept: KeptDialogue) -> Dialogue:
    """The dialogue of a row. Raises StoreError when it does not open."""
    return Dialogue.from_dict(from_json(sealer.unseal(kept.body, "dialogue", "body", kept.runner_id)))


def open_questions(db: sqlite3.Connection, after: tuple[datetime, int]) -> list[OpenQuestion]:
    """Up to PAGE open questions that could be offered again, in the order of (asked_at, runner_id), from `after` on."""
    rows = _queries.open_questions(db, after_at=to_text(after[0]), after_id=after[1], page=PAGE)
    return [OpenQuestion(row["runner_id"], to_time(row["asked_at"]), row["zone"]) for row in rows]
