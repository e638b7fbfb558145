"""The floor of this disk: one INSERT and one commit a turn, with the store's own pragmas and nothing else."""

import os
import sqlite3
from pathlib import Path
from time import perf_counter

from bot.store.connection import PRAGMAS

ROW_BYTES = 1000


def commits_a_second(folder: Path, count: int) -> float:
    """How many rows of `ROW_BYTES` a bare loop makes durable in a second."""
    db = sqlite3.connect(folder / "floor.db", isolation_level=None)
    for pragma in PRAGMAS:
        db.execute(pragma).fetchall()
    db.execute("CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY, body BLOB)")
    body = os.urandom(ROW_BYTES)
    began = perf_counter()
    for _ in range(count):
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO turn (body) VALUES (?)", (body,))
        db.execute("COMMIT")
    took = perf_counter() - began
    db.close()
    return count / took
