"""The group chats the bot is in, and the squads they are linked with; nothing of who is in them or what is said."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from bot.store.sql import read_queries, to_text, to_time

PAGE = 100
GONE = -1
"""In place of `lines`: the bot was taken out; the row waits a moment, in case the group only moves."""

_queries = read_queries("group")


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat, by its address; `squad_id` is None while nobody linked it.

    `thread` is the topic to write to, if not the general one. `lines`: how many more times the bot says there why it
    could not be linked. At `next_at` it posts, or leaves.
    """

    chat: str
    squad_id: int | None
    thread: int | None
    lines: int
    next_at: datetime

    @property
    def is_gone(self) -> bool:
        """Whether the bot was taken out."""
        return self.lines == GONE

    @property
    def address(self) -> str:
        """Where its posts go: the chat, and the topic in it."""
        return self.chat if self.thread is None else f"{self.chat}/{self.thread}"


def group_at(db: sqlite3.Connection, chat: str) -> Group | None:
    """The group of this address, None if the bot is not in there as far as is known."""
    row = _queries.group_at(db, chat=chat)
    return _group(row) if row else None


def groups_due(db: sqlite3.Connection, now: datetime) -> list[Group]:
    """Up to PAGE groups whose time has come."""
    return [_group(row) for row in _queries.groups_due(db, now=to_text(now), page=PAGE)]


def keep_group(db: sqlite3.Connection, group: Group) -> None:
    """The group as it is from now on."""
    _queries.keep_group(
        db,
        chat=group.chat,
        squad_id=group.squad_id,
        thread=group.thread,
        lines=group.lines,
        next_at=to_text(group.next_at),
    )


def link_group(db: sqlite3.Connection, group: Group, now: datetime) -> None:
    """This group is that of its squad from now on; another one the squad had is left."""
    if group.squad_id is not None:
        _queries.unlink_squad(db, squad_id=group.squad_id, next_at=to_text(now))
    keep_group(db, group)


def drop_group(db: sqlite3.Connection, chat: str) -> None:
    """The bot is not in there any more."""
    _queries.drop_group(db, chat=chat.partition("/")[0])


def spend_line(db: sqlite3.Connection, chat: str) -> bool:
    """One line less to say in a group that is not linked; False if none is left."""
    return bool(_queries.spend_line(db, chat=chat))


def move_group(db: sqlite3.Connection, chat: str, new_chat: str) -> None:
    """The group goes on under another address, with its squad and what waits for it. Told twice, it changes nothing."""
    old, new = group_at(db, chat), group_at(db, new_chat)
    if old is None:
        return
    _queries.drop_group(db, chat=chat)
    if new is None or new.squad_id is None:
        keep_group(db, replace(old, chat=new_chat, thread=None, lines=max(old.lines, 0)))
    _queries.move_rows(db, chat=chat, new_chat=new_chat)


def _group(row: sqlite3.Row) -> Group:
    return Group(row["chat"], row["squad_id"], row["thread"], row["lines"], to_time(row["next_at"]))
