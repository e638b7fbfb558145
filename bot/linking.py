"""What becomes of an update that concerns a group chat, decided and kept in one transaction."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.digests import next_post
from bot.group_updates import Entered, GroupUpdate, LinkAsked, Moved, Removed
from bot.seal import Sealer
from bot.store import squads
from bot.store.groups import GONE, Group, group_at, keep_group, link_group, move_group, spend_line
from bot.store.runners import runner_at
from bot.store.squad_turns import use_link
from bot.updates import SCHEME
from dialogs.squads.people import Squad

GRACE = timedelta(seconds=15)
"""Before the bot leaves a supergroup, or forgets a group it was taken out of: both may only mean that a group moves."""
TO_LINK = timedelta(hours=1)
LINES = 3

HELLO, LINKED, WHICH, COACH_ONLY = "group_hello", "group_linked", "group_which", "group_coach_only"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot does in the group: says this text key, in this language (None: its own), or leaves."""

    text: str | None = None
    language: str | None = None
    leaves: bool = False


LEAVES, NOTHING = Answer(leaves=True), Answer()


def hear(db: sqlite3.Connection, sealer: Sealer, update: GroupUpdate, now: datetime) -> Answer:
    """Play one update."""
    match update:
        case Moved(chat, new_chat):
            move_group(db, address_of(chat), address_of(new_chat))
        case Removed(chat):
            if known := group_at(db, address_of(chat)):
                keep_group(db, replace(known, lines=GONE, next_at=now + GRACE))
        case Entered():
            return _enter(db, sealer, update, now)
        case LinkAsked():
            return _link(db, sealer, update, now)
    return NOTHING


def address_of(chat: int) -> str:
    """The address of a chat of Telegram."""
    return f"{SCHEME}{chat}"


def _enter(db: sqlite3.Connection, sealer: Sealer, update: Entered, now: datetime) -> Answer:
    """A coach has an hour to link the group. Whoever else takes the bot in sees it leave."""
    chat = address_of(update.chat)
    known = group_at(db, chat)
    if known and not known.is_gone:
        return NOTHING
    person = _coach(db, sealer, update.by, now)
    if person.squads and update.kind != "channel":
        keep_group(db, Group(chat, None, None, LINES, now + TO_LINK))
        return Answer(HELLO, person.language)
    if update.kind == "supergroup":
        keep_group(db, Group(chat, None, None, 0, now + GRACE))
        return NOTHING
    return LEAVES


def _link(db: sqlite3.Connection, sealer: Sealer, update: LinkAsked, now: datetime) -> Answer:
    """The group is linked with the squad that is meant, if who asks coaches it, and the one it is linked with too."""
    known = group_at(db, address_of(update.chat))
    person = _coach(db, sealer, update.by, now)
    if known and known.squad_id is not None and known.squad_id not in {squad.id for squad in person.squads}:
        return NOTHING
    squad = _meant(db, sealer, update, person.squads, now)
    if squad is not None:
        link_group(db, Group(address_of(update.chat), squad.id, update.thread, 0, next_post(squad, now)), now)
        return Answer(LINKED, person.language)
    if known is None:
        return LEAVES
    if not spend_line(db, known.chat):
        return NOTHING
    if not person.squads:
        return Answer(COACH_ONLY)
    return Answer(WHICH, person.language)


@dataclass(frozen=True, slots=True)
class _Person:
    squads: tuple[Squad, ...] = ()
    language: str | None = None


def _coach(db: sqlite3.Connection, sealer: Sealer, person: int | None, now: datetime) -> _Person:
    """Who is behind a numeric id, by their own chat with the bot; a name could be anybody's."""
    runner = runner_at(db, address_of(person)) if person is not None else None
    if runner is None:
        return _Person()
    around = squads.around(db, sealer, runner.id, now)
    to = squads.addresses(db, sealer, [runner.id], [])[0].get(runner.id)
    return _Person(tuple(one.squad for one in around.coached), to.language if to else None)


def _meant(
    db: sqlite3.Connection, sealer: Sealer, update: LinkAsked, coached: tuple[Squad, ...], now: datetime
) -> Squad | None:
    """The squad of the token, the one of this name, or the only one; None if that is none, or several."""
    if update.command == "link":
        name = update.argument.casefold()
        fitting = [squad for squad in coached if not name or squad.name.casefold() == name]
        return fitting[0] if len(fitting) == 1 else None
    found = squads.invitation(db, sealer, update.argument, now)
    if found is None or found.role != "group" or found.squad.id not in {squad.id for squad in coached}:
        return None
    use_link(db, update.argument, found.squad.id, "group", now)
    return found.squad
