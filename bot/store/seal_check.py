"""A sealed word in the database tells at once whether this is the key it was made with."""

import sqlite3

from bot.seal import Sealer
from bot.store.sql import read_queries
from dialogs.errors import StoreError

WORD = b"kneewise"

_queries = read_queries("start")


def check_seal(db: sqlite3.Connection, sealer: Sealer) -> None:
    """Raises StoreError for a key that is not this database's; a new database takes this one."""
    kept = _queries.sealed_word(db)
    if kept is None:
        _queries.keep_sealed_word(db, word=sealer.seal(WORD, "seal_check", "word", 1))
        return
    try:
        sealer.unseal(kept["word"], "seal_check", "word", 1)
    except StoreError:
        raise StoreError(
            f"The database was made with another key than {sealer.source}, so nothing in it can be read. "
            "Set KNEEWISE_KEY_FILE to the key file it was made with; without that file the answers are lost, "
            "and only a new database helps."
        ) from None


def sealing_key(db: sqlite3.Connection) -> int:
    """The id of the key that sealed the word: the newest once everything else is sealed with it."""
    return int(_queries.sealed_word(db)["word"][0])
