"""What has been kept long enough goes: how long, and the pages it goes in."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.store.sql import read_queries, to_text
from bot.store.squads import LOOKS_KEPT

PAGE = 1000
KEPT = {
    "old_updates": timedelta(hours=48),
    "old_rows": timedelta(days=30),
    "old_dead_letters": timedelta(days=30),
    "old_audit": timedelta(days=730),
    "old_looks": LOOKS_KEPT,
    "old_links": timedelta(0),
    "old_guesses": timedelta(hours=2),
    # As long as the oldest backup: until then a restore must know whom to erase again.
    "old_tombstones": timedelta(days=35),
}

_queries = read_queries("pruning")


def pages(now: datetime) -> Iterator[Callable[[sqlite3.Connection], int]]:
    """For each kind of row, a function that deletes up to PAGE old ones and says how many went."""
    for query, kept in KEPT.items():
        yield partial(getattr(_queries, query), before=to_text(now - kept), page=PAGE)
