"""Squads at the edge of a turn: what an event needs to know of them, and which of them it changes."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot import digests
from bot.store import Store, due, squads
from bot.store.due import NewDue
from bot.store.turns import Columns, Turn
from bot.transport import Incoming
from dialogs.dialogue import Dialogue
from dialogs.events import Command, Event
from dialogs.replies import CoachLeft, Erased, Record, SquadDissolved
from dialogs.squads.around import Around

WITH_MEMBERS = frozenset({"squad", "summary"})
"""Commands and flows in which a coach may come to see runners."""
LINK = "/start {token}"
TOKEN_BYTES = 24


class Squads:
    """Looks around a runner; `link` gives the address of an invitation, with {start} and {token}."""

    def __init__(self, store: Store, link: Callable[[], str] = lambda: LINK) -> None:
        self._store, self._link = store, link

    async def around(
        self, incoming: Incoming, dialogue: Dialogue, known: Around, runner_id: int, now: datetime
    ) -> Around:
        """All this event needs to know; most events of most runners cost no visit to the database."""
        event = incoming.event
        around = replace(known, me=runner_id, token=secrets.token_urlsafe(TOKEN_BYTES), link=self._link())
        squad_id = digests.squad_of(event)
        if squad_id is not None:
            around = replace(around, coached=tuple(one for one in around.coached if one.squad.id == squad_id))
        if around.coached and wants_members(event, dialogue):
            around = await self._store.read(partial(squads.with_members, sealer=self._store.sealer, known=around))
        if token := token_of(event, dialogue):
            around = await self._with_invitation(around, token, incoming.chat, now)
        return around

    def next_digests(self, around: Around, now: datetime) -> tuple[Columns, ...]:
        """When the digests of these squads come again."""
        rows = []
        for squad in (one.squad for one in around.coached):
            at, local_date = digests.next_digest(squad, now)
            row = NewDue(self._store.ids.next(), around.me, digests.kind_of(squad.id), at, local_date)
            rows.append(due.columns(row))
        return tuple(rows)

    async def _with_invitation(self, around: Around, token: str, chat: str, now: datetime) -> Around:
        """Who has no guess left learns nothing, not even of a token that works."""
        chat_hash = self._store.sealer.keyed_hash(chat)
        left = await self._store.read(partial(squads.guesses_left, chat_hash=chat_hash, now=now))
        found = await self._store.read(partial(squads.invitation, sealer=self._store.sealer, token=token, now=now))
        return replace(around, invitation=found if left else None, guesses_left=left)


def wants_members(event: Event, dialogue: Dialogue) -> bool:
    """Whether a coach may come to see the runners of their squads in this event."""
    if isinstance(event, Command):
        return event.name in WITH_MEMBERS
    flows = {dialogue.flow, *(flow for flow, _ in dialogue.stack)}
    return digests.squad_of(event) is not None or not WITH_MEMBERS.isdisjoint(flows)


def token_of(event: Event, dialogue: Dialogue) -> str | None:
    """The token of the invitation the runner comes with, just now or since before they agreed to anything."""
    match event:
        case Command("start", argument) if argument:
            return argument
    return dialogue.invitation


def squads_of(around: Around) -> set[int]:
    """The squads a runner coaches or is in."""
    return {one.squad.id for one in around.coached} | {one.squad.id for one in around.joined}


def changed(turn: Turn, around: Around) -> set[int]:
    """The squads that are not the same after this turn; somebody erased leaves all of theirs."""
    if turn.erased_as is not None:
        return squads_of(around)
    return {squad for change in turn.squads if (squad := getattr(change.record, "squad", None)) is not None}


def dissolved(records: Iterable[Record], around: Around) -> dict[int, str]:
    """The names of the squads that are over with these records, by id: nobody coaches them any more."""
    alone = {one.squad.id for one in around.coached if set(one.coaches) == {around.me}}
    over: set[int] = set()
    for record in records:
        match record:
            case SquadDissolved(squad):
                over.add(squad)
            case CoachLeft(squad):
                over |= alone & {squad}
            case Erased():
                over |= alone
    return {one.squad.id: one.squad.name for one in around.coached if one.squad.id in over}
