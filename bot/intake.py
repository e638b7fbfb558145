"""One raw update after the other becomes a turn; polling and webhook both hand theirs over here."""

from typing import Any

from bot.telegram import TelegramTransport
from bot.turns import Turns
from bot.updates import group_joined, incoming_of


class Intake:
    """Takes updates; `group_line` is what the bot says before it leaves a group."""

    def __init__(self, turns: Turns, transport: TelegramTransport, group_line: str) -> None:
        self._turns, self._transport, self._group_line = turns, transport, group_line

    @property
    def healthy(self) -> bool:
        """Whether the last turns could be committed."""
        return self._turns.healthy

    async def take(self, raw: dict[str, Any]) -> None:
        """Return once the update's turn is durably committed, or at once if it isn't for us.

        Nothing that stands in an update makes this raise. While the store can't commit it waits; when the bot
        stops before it could, it raises StoreError, and then the update must come again.
        """
        incoming, tap = incoming_of(raw)
        toasts: tuple[str, ...] = ()
        if incoming is not None:
            toasts = (await self._turns.submit(incoming)).toasts
        elif (group := group_joined(raw)) is not None:
            self._transport.leave(group, self._group_line)
        if tap is not None:
            self._transport.answer_tap(tap, toasts[0] if toasts else None)
