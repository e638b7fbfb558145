"""What a runner agreed to, and when."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store.sql import read_queries, to_time

_queries = read_queries("consent")


@dataclass(frozen=True, slots=True)
class Consent:
    """Agreement to the text of this version, shown in this locale."""

    text_version: str
    locale: str
    at: datetime


def consents_of(db: sqlite3.Connection, runner_id: int) -> list[Consent]:
    """Every agreement of a runner, oldest first."""
    rows = _queries.consents_of(db, runner_id=runner_id)
    return [Consent(row["text_version"], row["locale"], to_time(row["at"])) for row in rows]
