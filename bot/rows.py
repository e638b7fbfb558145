"""Replies in words, as rows of the outbox."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.lanes import SOON
from bot.squads import dissolved
from bot.store import Store
from bot.store.outbox import Kind, OutboxRow
from bot.store.squads import Address, addresses
from bot.transport import fits_under_a_file
from dialogs.replies import Message, Priority, Record, Reply, Rows, Toast, Told, ToldRunners
from dialogs.squads.around import Around

OVER = "squad_over"
"""What runners are told whose squad was dissolved."""
ABOUT_OTHERS = frozenset({"squad_summary", "squad_runner", "squad_heat_map", "squad_digest", "squad_push"})
"""What tells a coach how runners are: it stays in the coach's chat, where the client can see to that."""

Words = Callable[[Any, str, str, Mapping[str, object]], str]


class Wording:
    """Words replies with one content; keeps nothing itself."""

    def __init__(self, store: Store, content: Any, words: Words) -> None:
        self._store, self._content, self._words = store, content, words

    def rows(self, to: Address, replies: Sequence[Reply], now: datetime) -> tuple[OutboxRow, ...]:
        """The rows of all replies but toasts; messages belong to the turn of the address."""
        rows: list[OutboxRow] = []
        priority = _of_edits(replies)
        for reply in replies:
            match reply:
                case Message():
                    rows += self._message_rows(to, reply, now)
                case Toast():
                    continue
                case _:
                    text = None if reply.text is None else self._text(to, reply.text, reply.values)
                    edit = self._row(replace(to, turn=reply.turn), Kind.EDIT, priority, text, now, reply.rows)
                    rows.append(edit)
        return tuple(rows)

    def toasts(self, to: Address, replies: Sequence[Reply]) -> tuple[str, ...]:
        """The words of the toasts."""
        return tuple(self._text(to, reply.text, reply.values) for reply in replies if isinstance(reply, Toast))

    async def told(self, records: Sequence[Record], around: Around, now: datetime) -> tuple[OutboxRow, ...]:
        """The rows for others whom these records of a runner tell something, each in their own language."""
        told = [record for record in records if isinstance(record, Told)]
        to_squads = [(one.squad, Message(one.text, one.values)) for one in records if isinstance(one, ToldRunners)]
        over = dissolved(records, around).items()
        to_squads += [(squad, Message(OVER, {"squad": name})) for squad, name in over]
        if not (told or to_squads):
            return ()
        runners, squads = {one.runner for one in told}, {squad for squad, _ in to_squads}
        known, members = await self._store.read(
            partial(addresses, sealer=self._store.sealer, runners=runners, squads=squads)
        )
        messages = [
            (known[one.runner], Message(one.text, one.values, priority=one.priority))
            for one in told
            if one.runner in known
        ]
        for squad, message in to_squads:
            messages += [(to, message) for to in members[squad] if to.runner_id != around.me]
        await self._store.ids.ensure(len(messages))
        return tuple(row for to, message in messages for row in self._message_rows(to, message, now))

    def _message_rows(self, to: Address, message: Message, now: datetime) -> Iterator[OutboxRow]:
        """The message; files that have no room above its words go ahead of it, each by itself."""
        text = self._text(to, message.text, message.values)
        protected = message.protected or message.text in ABOUT_OTHERS
        how: dict[str, Any] = {"until": message.until, "protected": protected}
        files: list[dict[str, Any]] = []
        if message.picture:
            files.append({"picture": message.picture})
        if message.document:
            files.append({"document": message.document})
        above = files.pop() if files and fits_under_a_file(text) else {}
        for file in files:
            yield self._row(to, Kind.MESSAGE, message.priority, "", now, **how, **file)
        kind = Kind.CARD if message.rows else Kind.MESSAGE
        yield self._row(to, kind, message.priority, text, now, message.rows, **how, **above)

    def _row(
        self,
        to: Address,
        kind: Kind,
        priority: Priority,
        text: str | None,
        now: datetime,
        rows: Rows = (),
        **more: Any,
    ) -> OutboxRow:
        taps = tuple(tuple((button.label, button.tap) for button in line) for line in rows)
        row = self._store.ids.next()
        return OutboxRow(row, to.runner_id, to.chat, to.turn, kind, priority, now, text, taps, **more)

    def _text(self, to: Address, key: str, values: Mapping[str, object]) -> str:
        return self._words(self._content, to.language, key, values)


def _of_edits(replies: Sequence[Reply]) -> Priority:
    """How urgent edits are: a tap waits for them, but beside what nobody waits for they can come after all the rest."""
    later = any(isinstance(reply, Message) and reply.priority not in SOON for reply in replies)
    return Priority.DIGEST if later else Priority.REPLY
