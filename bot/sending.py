"""One row on its way out: what is tried, and what the answer means for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import partial

import structlog

from bot.clock import Clock
from bot.lanes import Waiting
from bot.logs import place_of
from bot.store import Store
from bot.store.groups import move_group
from bot.store.outbox import Kind, OutboxRow, card_of
from bot.store.runners import mark_unreachable
from bot.transport import (
    Delivery,
    MovedError,
    NotSentError,
    RefusedError,
    Transport,
    UnknownOutcomeError,
    UnreachableError,
)
from dialogs.errors import StoreError

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
GIVEN_UP_AFTER = timedelta(hours=24)
TRIES_AT_A_BUG = 5
# So many cards are known without asking the database, at some 200 bytes each.
REMEMBERED = 10_000

log = structlog.get_logger()


class Who(Enum):
    """Who must wait along with a row that did not go."""

    ROW = "row"
    CHAT = "chat"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Ended:
    """The row is over: sent, dead or unknown. `lost` says that its chat can't be reached any more."""

    state: str
    message_id: int | None = None
    reason: str | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """The row goes again after `pause` seconds."""

    pause: float
    who: Who


@dataclass(frozen=True, slots=True)
class Blocked:
    """The row is an edit of a card that is still to be sent."""


Result = Ended | Again | Blocked


class Sender:
    """Sends one row and says how it went; keeps nothing of it."""

    def __init__(self, store: Store, transport: Transport, clock: Clock, chance: Callable[[], float]) -> None:
        self._store, self._transport, self._clock, self._chance = store, transport, clock, chance
        self._cards: dict[tuple[int, int], int] = {}

    def remember(self, row: OutboxRow, message_id: int) -> None:
        """This row was sent, and that is on the disk: edits of a card, which mostly come soon, need not look there."""
        if row.runner_id is not None and row.kind is Kind.CARD:
            self._cards[row.runner_id, row.turn] = message_id
            if len(self._cards) > REMEMBERED:
                del self._cards[next(iter(self._cards))]

    async def send(self, waiting: Waiting) -> Result:
        """Try once. An edit needs its message first: Blocked while that is on its way."""
        row = waiting.row
        if row.until is not None and self._clock.now() >= row.until:
            return Ended("dead", reason="too_late")
        try:
            target = await self._message_of_card(row) if row.kind is Kind.EDIT else None
            if isinstance(target, Ended | Blocked):
                return target
            delivery = Delivery(row.chat, row.text, row.rows, target, row.picture, row.document, row.protected)
            return Ended("sent", message_id=await self._deliver(delivery))
        except NotSentError as error:
            pause = max(error.retry_after, self._growing(waiting)) * (1 + 0.1 * self._chance())
            return Again(pause, Who.ALL if error.everywhere else Who.CHAT)
        except UnknownOutcomeError:
            return self._unknown(waiting)
        except UnreachableError:
            return await self._unreachable(waiting)
        except MovedError:
            return Ended("dead", reason="migrated")
        except RefusedError as error:
            log.warning("reply_refused", row=row.id, runner=row.runner_id, reason=error.reason)
            return Ended("dead", reason=error.reason)
        except StoreError:
            return Again(self._growing(waiting), Who.ROW)
        except Exception as error:  # noqa: BLE001 - a bug on one row's way out must not stop the others
            return self._bug(waiting, error)

    async def _deliver(self, delivery: Delivery) -> int:
        try:
            return await self._transport.deliver(delivery)
        except MovedError as error:
            await self._store.write(partial(move_group, chat=delivery.chat, new_chat=error.chat))
            return await self._transport.deliver(replace(delivery, chat=error.chat))

    async def _message_of_card(self, row: OutboxRow) -> int | Ended | Blocked:
        if row.message_id is not None:
            return row.message_id
        found = None
        if row.runner_id is not None:
            known = self._cards.get((row.runner_id, row.turn))
            if known is not None:
                return known
            found = await self._store.read(partial(card_of, runner_id=row.runner_id, turn=row.turn))
        if found and found[0] in ("pending", "sending"):
            return Blocked()
        return found[1] if found and found[1] is not None else Ended("dead", reason="no_card")

    def _unknown(self, waiting: Waiting) -> Result:
        """It may have arrived. A gap is worse than a repeat for what somebody waits for, and only for that."""
        if not waiting.soon or self._clock.now() - waiting.row.created_at > GIVEN_UP_AFTER:
            return Ended("unknown", reason="unknown_outcome")
        return Again(self._growing(waiting) * (1 + 0.1 * self._chance()), Who.ROW)

    async def _unreachable(self, waiting: Waiting) -> Result:
        await self._store.ids.ensure(1)
        lost = partial(mark_unreachable, chat=waiting.row.chat, audit_id=self._store.ids.next(), now=self._clock.now())
        try:
            runner_id = await self._store.write(lost)
        except StoreError:
            return Again(self._growing(waiting), Who.CHAT)
        log.info("runner_unreachable", runner=runner_id)
        return Ended("dead", reason="unreachable", lost=True)

    def _bug(self, waiting: Waiting, error: Exception) -> Result:
        log.error(
            "reply_failed",
            row=waiting.row.id,
            attempt=waiting.tries + 1,
            error=type(error).__name__,
            at=place_of(error.__traceback__),
        )
        if waiting.tries + 1 >= TRIES_AT_A_BUG or not waiting.soon:
            return Ended("dead", reason="failed")
        return Again(self._growing(waiting), Who.ROW)

    def _growing(self, waiting: Waiting) -> float:
        return float(min(SHORTEST_PAUSE * 2 ** min(waiting.tries, 10), LONGEST_PAUSE))
