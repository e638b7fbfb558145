"""The database: SQLite through one connection, named queries in `queries/`, a module per noun.

A noun's functions take the open connection and run inside `Store.read` or `Store.write`, which play a whole piece of
work as one visit to the connection's thread and, for a write, as one transaction.
"""

from bot.store.database import Store

__all__ = ["Store"]
