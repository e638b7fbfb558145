"""Sealing anew with the newest key what an older one sealed.

Every column of bytes holds sealed values, each bound to its table, its column and the row's own number. So the schema
says what there is, and no table that is added later is forgotten. The word of the check comes last: it tells whether
all was sealed anew.
"""

import sqlite3
from collections import Counter
from dataclasses import dataclass

from bot.seal import Sealer
from dialogs.errors import StoreError

PAGE = 1000
LAST = "seal_check"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of sealed values, and the one that holds the number of the row."""

    table: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Page:
    """What became of a page: the last row looked at (None past the end), values sealed anew, values that stay shut."""

    last: int | None
    changed: int = 0
    shut: int = 0


def sealed_columns(db: sqlite3.Connection) -> list[Column]:
    """All of them, the word of the check last."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = []
    for table in sorted(tables, key=lambda name: name == LAST):
        columns = db.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
        found += [
            Column(table, name, number)
            for name, kind, _ in columns
            for number, _, is_key in columns
            if kind == "BLOB" and is_key
        ]
    return found


def values_by_key(db: sqlite3.Connection) -> Counter[int]:
    """How many sealed values there are by the id of their key; it reads all of them."""
    counted: Counter[int] = Counter()
    for column in sealed_columns(db):
        first = f"substr({column.name}, 1, 1)"
        sql = f"SELECT {first}, count(*) FROM {column.table} WHERE {column.name} IS NOT NULL GROUP BY 1"  # noqa: S608
        counted.update({key[0]: count for key, count in db.execute(sql) if key})
    return counted


def reseal_page(db: sqlite3.Connection, sealer: Sealer, column: Column, after: int) -> Page:
    """Seal anew what is not sealed with the newest key, of at most PAGE rows with a number over `after`.

    A value that no key opens stays as it is: it says no less than before, and nobody can be helped by stopping here.
    """
    table, name, number = column.table, column.name, column.number
    sql = (
        f"SELECT {number}, {name} FROM {table} "  # noqa: S608 - the names are those of the schema
        f"WHERE {number} > ? AND substr({name}, 1, 1) <> ? ORDER BY {number} LIMIT {PAGE}"
    )
    rows = db.execute(sql, (after, bytes((sealer.newest,)))).fetchall()
    changed = []
    for row, sealed in rows:
        try:
            changed.append((sealer.seal(sealer.unseal(sealed, table, name, row), table, name, row), row))
        except StoreError:
            continue
    db.executemany(f"UPDATE {table} SET {name} = ? WHERE {number} = ?", changed)  # noqa: S608
    return Page(rows[-1][0] if rows else None, len(changed), len(rows) - len(changed))
