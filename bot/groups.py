"""Group chats: one line and away where nobody linked the bot; a few lines a week where a coach did.

Nothing that is said in a group is kept, nobody in it is answered but who wants it linked, and no name goes there.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.app import App
from bot.clock import Clock
from bot.digests import next_post
from bot.group_updates import GroupUpdate, LinkAsked
from bot.linking import TO_LINK, Answer, address_of, hear
from bot.logs import place_of
from bot.rows import Words
from bot.store import outbox, squads
from bot.store.connection import DatabaseError
from bot.store.groups import Group, drop_group, group_at, groups_due, keep_group
from bot.store.outbox import Kind, OutboxRow
from bot.store.turns import take_update
from bot.updates import SCHEME
from dialogs.errors import StoreError
from dialogs.replies import Priority
from dialogs.squads.group_post import group_post
from dialogs.squads.people import Squad
from dialogs.squads.summary import lines_of, summary

LOOK_EVERY = 5.0
PUT_OFF = timedelta(days=1)
NO_GROUPS, POST = "no_groups", "group_post"

log = structlog.get_logger()


class Leaves(Protocol):
    """What can be done in a group besides sending to it."""

    @property
    def name(self) -> str:
        """The bot's own name, "" while that is not known."""
        ...

    def leave(self, group: int, words: str) -> None:
        """Say one line in a group and go; best effort, in the background."""
        ...


class Groups:
    """Takes what happens in group chats, and posts to those that are linked while `run` runs."""

    def __init__(self, app: App, out: Leaves, clock: Clock, words: Words, language: str) -> None:
        """`language` is spoken where no coach's is known."""
        self._store, self._content, self._sink, self._alone = app.store, app.content, app.outbox, app.turns.alone
        self._out, self._clock, self._words, self._language = out, clock, words, language

    async def take(self, update: GroupUpdate, update_id: int) -> None:
        """Return once it is durably taken. Raises StoreError when the database refused; then it must come again."""
        if isinstance(update, LinkAsked) and update.bot.lower() not in ("", self._out.name.lower()):
            return
        await self._store.ids.ensure(1)
        work = partial(self._taken, update=update, update_id=update_id, now=self._clock.now())
        try:
            async with self._alone:
                answer, rows = await self._store.write(work)
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one group, runners are still to be answered
            log.error("group_update_failed", error=type(error).__name__, at=place_of(error.__traceback__))
            return
        self._sink.add(rows)
        if answer.leaves:
            self._out.leave(update.chat, self._text(answer.language, NO_GROUPS, {}))

    async def run(self) -> None:
        """Post, and leave what nobody linked, until cancelled."""
        while True:
            try:
                await self.look()
            except StoreError:
                log.error("groups_not_read", seconds=LOOK_EVERY)
            await self._clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Do all that is to be done in groups now."""
        while due := await self._store.read(partial(groups_due, now=self._clock.now())):
            for group in due:
                await self._look_at(group)

    async def _look_at(self, group: Group) -> None:
        """Post there, or leave. What goes wrong with one group puts off its own post and nothing else."""
        now = self._clock.now()
        await self._store.ids.ensure(1)
        try:
            async with self._alone:
                rows = await self._store.write(partial(self._looked, group=group, now=now))
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001
            log.error("group_not_written_to", error=type(error).__name__, at=place_of(error.__traceback__))
            await self._store.write(partial(keep_group, group=replace(group, next_at=now + PUT_OFF)))
            return
        self._sink.add(rows)
        if group.squad_id is None and not group.is_gone:
            self._out.leave(int(group.chat.removeprefix(SCHEME)), self._text(None, NO_GROUPS, {}))

    def _taken(
        self, db: sqlite3.Connection, update: GroupUpdate, update_id: int, now: datetime
    ) -> tuple[Answer, list[OutboxRow]]:
        if not take_update(db, update_id, now):
            return Answer(), []
        answer = hear(db, self._store.sealer, update, now)
        if answer.text is None:
            return answer, []
        thread = update.thread if isinstance(update, LinkAsked) else None
        to = Group(address_of(update.chat), None, thread, 0, now)
        values = {"command": f"/link@{self._out.name}" if self._out.name else "/link"}
        return answer, self._said(db, to, self._text(answer.language, answer.text, values), now, now + TO_LINK)

    def _looked(self, db: sqlite3.Connection, group: Group, now: datetime) -> list[OutboxRow]:
        """The post of a group that is linked, which sets the time of the next one; any other group is forgotten."""
        if group_at(db, group.chat) != group:
            # Something came in between; it has its own time.
            return []
        if group.squad_id is None or group.is_gone:
            drop_group(db, group.chat)
            return []
        squad = squads.squad_of(db, self._store.sealer, group.squad_id)
        keep_group(db, replace(group, next_at=next_post(squad, now)))
        if now - group.next_at > self._content.reminders.open_for:
            return []
        language, sentences = self._post(db, squad, now)
        if not sentences:
            return []
        text = self._text(language, POST, {"sentences": sentences})
        return self._said(db, group, text, now, group.next_at + self._content.reminders.open_for, Priority.DIGEST)

    def _post(self, db: sqlite3.Connection, squad: Squad, now: datetime) -> tuple[str, list[str]]:
        """The week of a squad in sentences, none if too few share; what is told of it counts as issued."""
        sealer = self._store.sealer
        lines = lines_of(self._content, squads.members(db, sealer, squad.id), now)
        issued, pushed = squads.figures(db, sealer, squad.id)
        _, issued = summary(self._content, squad, lines, issued, now)
        squads.keep_figures(db, sealer, squad.id, issued.to_dict(), pushed.to_dict())
        reached = squads.addresses(db, sealer, squad.coaches[:1], [])[0]
        language = reached[squad.coaches[0]].language if reached else self._language
        return language, group_post(self._content, self._content.texts(language), issued) or []

    def _said(
        self,
        db: sqlite3.Connection,
        group: Group,
        text: str,
        now: datetime,
        until: datetime,
        priority: Priority = Priority.NUDGE,
    ) -> list[OutboxRow]:
        """A row of the outbox; nobody waits for it as one waits in a chat of one's own."""
        row_id = self._store.ids.next()
        row = OutboxRow(row_id, None, group.address, 0, Kind.MESSAGE, priority, now, text, until=until)
        outbox.add_rows(db, [outbox.sealed(self._store.sealer, row)])
        return [row]

    def _text(self, language: str | None, key: str, values: Mapping[str, object]) -> str:
        return self._words(self._content, language or self._language, key, values)
