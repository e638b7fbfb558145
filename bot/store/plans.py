"""The plans that were made, sealed with what they were made from."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_time
from dialogs.replies import Planned

_queries = read_queries("plan")


@dataclass(frozen=True, slots=True)
class MadePlan:
    """What a plan says, and when it was made."""

    at: datetime
    body: Mapping[str, Any]


def sealed(sealer: Sealer, row: int, plan: Planned) -> bytes:
    """The body of a plan's row."""
    return sealer.seal(to_json(dict(plan.body)), "plan", "body", row)


def plans_of(db: sqlite3.Connection, sealer: Sealer, runner_id: int) -> list[MadePlan]:
    """The plans of a runner, oldest first."""
    rows = _queries.plans_of(db, runner_id=runner_id)
    return [
        MadePlan(to_time(row["at"]), from_json(sealer.unseal(row["body"], "plan", "body", row["id"]))) for row in rows
    ]
