"""What operators can do from their own chat. To everybody else these are commands nobody knows.

Who is an operator stands in the settings, by numeric id: names change hands.
"""

import sqlite3
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import structlog

from bot.announcements import ANNOUNCE, Heard, hear
from bot.clock import Clock
from bot.keeping.backup import backups_in
from bot.logs import place_of
from bot.rows import Words
from bot.store import Store, outbox
from bot.store.connection import DatabaseError
from bot.store.operations import add_operation, counts
from bot.store.outbox import Kind, OutboxRow
from bot.store.turns import take_update
from bot.transport import Incoming
from bot.updates import SCHEME
from dialogs.events import Command
from dialogs.replies import Priority

PING, STATUS = "operator_ping", "operator_status"
COMMANDS = ("ping", "status", ANNOUNCE)
# What one command takes: a row on record, an announcement, two messages.
IDS = 4

log = structlog.get_logger()


class Sink(Protocol):
    """Where answers go once they are committed."""

    def add(self, rows: list[OutboxRow]) -> None:
        """Send these."""
        ...


class Operators:
    """Answers the commands of operators, each put on record."""

    def __init__(
        self,
        store: Store,
        content: Any,
        words: Words,
        sink: Sink,
        clock: Clock,
        ids: Collection[int],
        *,
        language: str,
        backups: Path | None = None,
        silent: Callable[[], float | None] = lambda: None,
    ) -> None:
        """`silent` tells how many seconds ago the last poll came back, None behind a webhook."""
        self._store, self._content, self._words, self._sink, self._clock = store, content, words, sink, clock
        self._chats = frozenset(f"{SCHEME}{one}" for one in ids)
        self._language, self._backups, self._silent = language, backups, silent

    async def take(self, incoming: Incoming) -> bool:
        """Whether this was an operator's command; then it is durably taken and answered, or the log says why not.

        Raises StoreError when the database refused; then it must come again.
        """
        match incoming.event:
            case Command(name) as command if name in COMMANDS and incoming.chat in self._chats:
                await self._store.ids.ensure(IDS)
                work = partial(self._taken, incoming=incoming, command=command, now=self._clock.now())
                try:
                    rows = await self._store.write(work)
                except DatabaseError:
                    raise
                except Exception as error:  # noqa: BLE001 - whatever is wrong with it, runners are still to be answered
                    log.error("operator_not_answered", error=type(error).__name__, at=place_of(error.__traceback__))
                else:
                    self._sink.add(rows)
                return True
        return False

    def _taken(self, db: sqlite3.Connection, incoming: Incoming, command: Command, now: datetime) -> list[OutboxRow]:
        if incoming.update_id is not None and not take_update(db, incoming.update_id, now):
            return []
        sealer, ids = self._store.sealer, self._store.ids
        by_hash = sealer.keyed_hash(incoming.chat)
        heard = self._heard(db, by_hash, command, now)
        add_operation(db, ids.next(), by_hash, heard.what, now)
        texts = [self._words(self._content, self._language, key, values) for key, values in heard.said]
        rows = [
            OutboxRow(ids.next(), None, incoming.chat, 0, Kind.MESSAGE, Priority.REPLY, now, text) for text in texts
        ]
        outbox.add_rows(db, [outbox.sealed(sealer, row) for row in rows])
        return rows

    def _heard(self, db: sqlite3.Connection, by_hash: str, command: Command, now: datetime) -> Heard:
        match command.name:
            case "announce":
                return hear(db, self._store, by_hash, command.argument, now)
            case "status":
                return Heard("status", ((STATUS, self._status(db, now)),))
        return Heard(command.name, ((PING, {"version": self._content.version}),))

    def _status(self, db: sqlite3.Connection, now: datetime) -> Mapping[str, object]:
        """Counts and ages, nothing of any one runner."""
        found, silent = counts(db), self._silent()
        return {
            "runners": found.runners,
            "unreachable": found.unreachable,
            "pending": found.pending,
            "oldest": int((now - found.oldest).total_seconds()) if found.oldest else 0,
            "letters": found.letters,
            "backup_hours": self._backup_hours(now),
            "poll_seconds": None if silent is None else int(silent),
        }

    def _backup_hours(self, now: datetime) -> int | None:
        """How old the newest backup is; None where there is none."""
        try:
            made = backups_in(self._backups) if self._backups else []
        except OSError:
            return None
        return int((now - made[-1].made_at).total_seconds() // 3600) if made else None
