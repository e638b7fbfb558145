"""One raw update after the other becomes a turn; polling and webhook both hand theirs over here."""

from typing import Any, Protocol

from bot.group_updates import GroupUpdate, group_update
from bot.metrics import update_measured
from bot.telegram import TelegramTransport
from bot.transport import Incoming
from bot.turns import Turns
from bot.updates import incoming_of, is_id


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
        operators: TakesOperators | None = None,
    ) -> None:
        """Without `operators` their commands are like any that nobody knows."""
        self._turns, self._groups, self._transport, self._operators = turns, groups, transport, operators

    @property
    def healthy(self) -> bool:
        """Whether the last turns could be committed."""
        return self._turns.healthy

    async def take(self, raw: dict[str, Any]) -> None:
        """Return once the update's turn is durably committed, or at once if it isn't for us.

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
            toasts = (await self._turns.submit(incoming)).toasts
        elif (update := group_update(raw)) is not None and is_id(raw.get("update_id")):
            await self._groups.take(update, raw["update_id"])
        if tap is not None:
            self._transport.answer_tap(tap, toasts[0] if toasts else None)
