"""Which rows of the outbox are in memory: fresh replies at once, everything else a page at a time."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.lanes import SOON, AnyLane, Chat, Waiting
from bot.store import Store
from bot.store.outbox import PAGE, RANKS, Kind, OutboxRow, UnreadableRow, pending_of_chat, pending_page
from dialogs.replies import Priority

# Above this many in memory (Telegram is down, say) fresh replies too wait in the database for their page.
PLENTY = 10_000

Read = OutboxRow | UnreadableRow


@dataclass(slots=True)
class Arrived:
    """What a refill brought: lanes with something new, rows that need not go any more, rows that can't be read."""

    lanes: list[AnyLane] = field(default_factory=list)
    needless: list[Waiting] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)


class Backlog:
    """The waiting rows by chat.

    Whoever is here now goes before what is left over from earlier. A row stays known until its end is on the disk, so
    that a page read meanwhile does not bring it twice. While a priority has pages left, the older rows of a chat are
    read before a fresh one of it is let in.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fresh: list[OutboxRow] = []
        self._forgotten: set[str] = set()
        self._known: dict[int, Waiting] = {}
        self._counts: Counter[Priority] = Counter()
        self._cards: dict[tuple[int | None, int], Waiting] = {}
        self._chats: dict[str, Chat] = {}
        self._look_again = True
        self._more: dict[Priority, bool] = {}
        self._after: dict[Priority, int] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits, in memory or in the database."""
        return not (self._fresh or self._known or any(self._more.values()))

    def add(self, rows: Iterable[OutboxRow]) -> None:
        """Rows that were just committed."""
        self._fresh.extend(rows)

    def forget(self, chat: str) -> None:
        """Whatever waits for this chat has ended in the database already."""
        self._forgotten.add(chat)
        self._fresh = [row for row in self._fresh if row.chat != chat]
        lanes = self._chats.pop(chat).lanes() if chat in self._chats else []
        for lane in lanes:
            if lane.busy:
                lane.busy.dropped = True
            for waiting in lane.clear():
                waiting.dropped = True
                self.over(waiting)

    def look_again(self) -> None:
        """Read all pages once more; what is known is not brought twice."""
        self._look_again = True

    async def refill(self) -> Arrived:
        """Let fresh rows in and read pages where few are left. Raises StoreError; then nothing is lost."""
        if self._look_again:
            self._look_again = False
            self._more, self._after = dict.fromkeys(RANKS, True), dict.fromkeys(RANKS, 0)
        arrived = Arrived()
        fresh, self._fresh = self._fresh, []
        self._forgotten.clear()
        try:
            await self._let_in(fresh, arrived)
        except BaseException:
            self._fresh[:0] = [row for row in fresh if row.chat not in self._forgotten]
            raise
        for priority in RANKS:
            while self._more[priority] and self._counts[priority] < PAGE // 2:
                await self._read_page(priority, arrived)
        return arrived

    def card_waits(self, row: OutboxRow) -> bool:
        """Whether the card this edit changes is still to be sent, as far as memory knows."""
        return (row.runner_id, row.turn) in self._cards

    def over(self, waiting: Waiting) -> AnyLane | None:
        """This row's end is on the disk. The lane of edits that waited for it, if it was a card."""
        row = waiting.row
        if self._known.pop(row.id, None) is None:
            return None
        self._counts[row.priority] -= 1
        if row.kind is not Kind.CARD:
            return None
        self._cards.pop((row.runner_id, row.turn), None)
        lane = self._chats[row.chat].edits_of(row.turn) if row.chat in self._chats else None
        if lane:
            lane.blocked = False
        return lane

    def tidy(self, chat: Chat) -> None:
        """Drop what is empty."""
        if chat.tidy() and self._chats.get(chat.name) is chat:
            del self._chats[chat.name]

    async def _let_in(self, fresh: Sequence[OutboxRow], arrived: Arrived) -> None:
        for row in fresh:
            self._more[row.priority] |= row.priority not in SOON
        soon = [row for row in fresh if row.priority in SOON]
        if sum(self._counts[priority] for priority in SOON) + len(soon) > PLENTY:
            for priority in SOON:
                self._more[priority] = True
            return
        if any(self._more[priority] for priority in SOON):
            first = {row.chat: row.id for row in reversed(soon)}
            older = await self._store.read(partial(_of_chats, store=self._store, first=first))
            self._keep(older, arrived, fresh=True)
        self._keep([row for row in soon if row.chat not in self._forgotten], arrived, fresh=True)

    async def _read_page(self, priority: Priority, arrived: Arrived) -> None:
        after = self._after[priority]
        page = await self._store.read(partial(pending_page, sealer=self._store.sealer, priority=priority, after=after))
        self._keep(page, arrived)
        self._more[priority] = len(page) == PAGE
        self._after[priority] = page[-1].id if page else after

    def _keep(self, rows: Iterable[Read], arrived: Arrived, *, fresh: bool = False) -> None:
        for row in rows:
            if isinstance(row, UnreadableRow):
                arrived.unreadable.append(row.id)
            elif row.id not in self._known:
                waiting = Waiting(row, fresh)
                self._known[row.id] = waiting
                self._counts[row.priority] += 1
                if row.kind is Kind.CARD:
                    self._cards[row.runner_id, row.turn] = waiting
                lane = self._chats.setdefault(row.chat, Chat(row.chat)).lane_of(waiting)
                lane.blocked |= row.kind is Kind.EDIT and self.card_waits(row)
                arrived.needless += lane.add(waiting)
                arrived.lanes.append(lane)


def _of_chats(db: sqlite3.Connection, store: Store, first: dict[str, int]) -> list[Read]:
    return [row for chat, before in first.items() for row in pending_of_chat(db, store.sealer, chat, before)]
