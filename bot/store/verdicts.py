"""The verdicts that were told, sealed with the facts they were made from."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_time
from dialogs.replies import VerdictGiven

_queries = read_queries("verdict")


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """A verdict as JSON, the facts behind it, when it was told, and its number; 0 for one without."""

    at: datetime
    verdict: Mapping[str, Any]
    facts: Mapping[str, Any]
    number: int


def sealed(sealer: Sealer, row: int, given: VerdictGiven) -> bytes:
    """The body of a verdict's row."""
    text = to_json({"verdict": dict(given.verdict), "facts": dict(given.facts), "number": given.number})
    return sealer.seal(text, "verdict", "body", row)


def verdicts_of(db: sqlite3.Connection, sealer: Sealer, runner_id: int) -> list[ToldVerdict]:
    """What a runner was told, oldest first."""
    told = []
    for row in _queries.verdicts_of(db, runner_id=runner_id):
        body = from_json(sealer.unseal(row["body"], "verdict", "body", row["id"]))
        told.append(ToldVerdict(to_time(row["at"]), body["verdict"], body["facts"], body.get("number", 0)))
    return told
