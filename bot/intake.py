"""One raw update after the other becomes a turn; polling and webhook both hand theirs over here."""

from dataclasses import replace
from typing import Any, Protocol

import structlog

from bot.allowance import Allowance
from bot.clock import Clock
from bot.group_updates import GroupUpdate, LinkAsked, group_update
from bot.metrics import LET_GO, update_measured
from bot.telegram import TelegramTransport
from bot.transport import Incoming
from bot.turns import Turns
from bot.updates import incoming_of, is_id
from dialogs.events import Left, TooMany

log = structlog.get_logger()


class TakesGroups(Protocol):
    """Where updates of group chats are played."""

    async def take(self, update: GroupUpdate, update_id: int) -> None:
        """Return once it is durably taken. Raises StoreError."""
        ...


class TakesOperators(Protocol):
    """Where the commands of operators are played."""

    async def take(self, incoming: Incoming) -> bool:
        """Whether it was one; then it is durably taken. Raises StoreError."""
        ...


class Intake:
    """Takes updates: those of runners become turns, commands of `operators` and what concerns `groups` go there."""

    def __init__(
        self,
        turns: Turns,
        groups: TakesGroups,
        transport: TelegramTransport,
        clock: Clock,
        operators: TakesOperators | None = None,
    ) -> None:
        """Without `operators` their commands are like any that nobody knows."""
        self._turns, self._groups, self._transport, self._clock = turns, groups, transport, clock
        self._operators, self._allowance = operators, Allowance()

    @property
    def healthy(self) -> bool:
        """Whether the last turns could be committed."""
        return self._turns.healthy

    async def take(self, raw: dict[str, Any]) -> None:
        """Return once the update's turn is durably committed, or at once if it isn't for us or one of far too many.

        Nothing that stands in an update makes this raise. While the store can't commit it waits; when the bot
        stops before it could, or an update of a group or an operator meets a store that refuses, it raises StoreError,
        and then the update must come again.
        """
        with update_measured(raw):
            await self._take(raw)

    async def _take(self, raw: dict[str, Any]) -> None:
        incoming, tap = incoming_of(raw)
        toasts: tuple[str, ...] = ()
        if incoming is not None and self._operators is not None and await self._operators.take(incoming):
            return
        if incoming is not None:
            allowed = self._allowed(incoming)
            if allowed is None:
                return
            toasts = (await self._turns.submit(allowed)).toasts
        elif (update := group_update(raw)) is not None and is_id(raw.get("update_id")):
            if isinstance(update, LinkAsked) and not self._has_room(str(update.chat)):
                return
            await self._groups.take(update, raw["update_id"])
        if tap is not None:
            self._transport.answer_tap(tap, toasts[0] if toasts else None)

    def _allowed(self, incoming: Incoming) -> Incoming | None:
        """What is to be played for it: itself; of far too many a word about that, once an hour; or nothing."""
        if isinstance(incoming.event, Left) or self._has_room(incoming.chat):
            return incoming
        if self._allowance.tells(incoming.chat, self._clock.monotonic()):
            log.warning("too_many_updates", update_id=incoming.update_id)
            return replace(incoming, event=TooMany(), payload="")
        return None

    def _has_room(self, sender: str) -> bool:
        has_room = self._allowance.takes(sender, self._clock.monotonic())
        if not has_room:
            LET_GO.inc()
        return has_room
