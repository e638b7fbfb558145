"""What has been kept long enough goes, page by page."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.store.sql import read_queries, to_text
from dialogs.retention import KEPT

PAGE = 1000
GOES = {
    "old_updates": KEPT["updates"],
    "old_rows": KEPT["messages"],
    "old_dead_letters": KEPT["dead_letters"],
    "old_audit": KEPT["audit"],
    "old_operations": KEPT["audit"],
    "old_announcements": KEPT["messages"],
    "old_looks": KEPT["looks"],
    "old_links": timedelta(0),
    "old_guesses": KEPT["guesses"],
    "old_tombstones": KEPT["tombstones"],
}
"""What each query deletes, and how long that was kept."""

_queries = read_queries("pruning")


def pages(now: datetime) -> Iterator[Callable[[sqlite3.Connection], int]]:
    """For each kind of row, a function that deletes up to PAGE old ones and says how many went."""
    for query, kept in GOES.items():
        yield partial(getattr(_queries, query), before=to_text(now - kept), page=PAGE)
