"""The updates waiting for the bot: they live until confirmed, and no longer than Telegram keeps them."""

import json
import random
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from .values import Json

DAY = 86_400
TAP_LIFE = 150
LIVES = {"callback_query": TAP_LIFE, "inline_query": 30, "chosen_inline_result": 30}
BY_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
MAX_ANSWER_BYTES = 4 << 20
# Events on different queues reach a webhook side by side: (where the id is, what tells the queues apart).
_QUEUES = {
    "callback_query": 3 << 33,
    "inline_query": 1 << 33,
    "chosen_inline_result": 2 << 33,
    "my_chat_member": 5 << 33,
}


@dataclass(slots=True, eq=False)
class Update:
    """One update as JSON, its webhook queue, and the Unix time after which it is gone.

    `again` marks an id used before, not yet handed out: an offset beyond it does not confirm it.
    """

    key: int
    id: int
    json: bytes
    queue: int
    expires: float
    again: bool = False


class Updates:
    """The queue of unconfirmed updates, oldest first. Ids rise from `next_id`, which may be set."""

    def __init__(self, now: Callable[[], float], first_id: int | None = None) -> None:
        self.now = now
        self.next_id = first_id or random.randrange(10**8, 9 * 10**8)
        self.allowed: list[str] = []
        self.pushed = self.confirmed = self.expired = 0
        self.added: Callable[[Update], None] = lambda update: None
        self._waiting: OrderedDict[int, Update] = OrderedDict()
        self._next_expiry = float("inf")
        self._disordered = False

    def __len__(self) -> int:
        self._expire()
        return len(self._waiting)

    def __iter__(self) -> Iterator[Update]:
        return iter(list(self._waiting.values()))

    def __contains__(self, update: Update) -> bool:
        self._expire()
        return update.key in self._waiting

    def allow(self, kinds: list[str] | None) -> None:
        """Sticky: None leaves it as it was, [] means the default."""
        if kinds is not None:
            self.allowed = kinds

    def add(self, kind: str, content: dict[str, Json]) -> int | None:
        """Queue an event as Telegram would; its update id, or None if the bot didn't ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in BY_REQUEST_ONLY:
            return None
        return self.push({kind: content})

    def push(self, update: dict[str, Json]) -> int:
        """Queue any JSON; a missing `update_id` is filled in, any other is taken, even one used before."""
        update = {"update_id": self.next_id, **update}
        given = update["update_id"]
        update_id = given if type(given) is int else self.next_id
        again = update_id < self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        self.pushed += 1
        entry = Update(self.pushed, update_id, json.dumps(update).encode(), *self._fate(update), again)
        self._disordered |= again
        self._waiting[entry.key] = entry
        self._next_expiry = min(self._next_expiry, entry.expires)
        self.added(entry)
        return update_id

    def take(self, offset: int, limit: int) -> list[Update]:
        """Confirm all below `offset` (negative: all but the last so many) and give the next ones."""
        self._expire()
        if offset < 0:
            self._drop(list(islice(self._waiting, max(0, len(self._waiting) + offset))))
        elif offset <= self.next_id + 10:  # an offset from before the ids jumped confirms nothing
            self._confirm(offset)
        taken: list[Update] = []
        size = 0
        for update in islice(self._waiting.values(), limit):
            size += len(update.json)
            if taken and size > MAX_ANSWER_BYTES:
                break
            update.again = False
            taken.append(update)
        return taken

    def remove(self, update: Update) -> None:
        """Confirm one update, delivered by webhook."""
        if update.key in self._waiting:
            self._drop([update.key])

    def clear(self) -> None:
        """Drop all pending updates."""
        self._drop(list(self._waiting))

    def _confirm(self, offset: int) -> None:
        if self._disordered:
            self._drop([key for key, update in self._waiting.items() if update.id < offset and not update.again])
            return
        while self._waiting and next(iter(self._waiting.values())).id < offset:
            self._waiting.popitem(last=False)
            self.confirmed += 1

    def _drop(self, keys: list[int]) -> None:
        for key in keys:
            del self._waiting[key]
        self.confirmed += len(keys)
        self._disordered &= bool(self._waiting)

    def _expire(self) -> None:
        now = self.now()
        if now < self._next_expiry:
            return
        gone = [key for key, update in self._waiting.items() if update.expires <= now]
        for key in gone:
            del self._waiting[key]
        self.expired += len(gone)
        self._next_expiry = min((update.expires for update in self._waiting.values()), default=float("inf"))

    def _fate(self, update: dict[str, Json]) -> tuple[int, float]:
        """The webhook queue and the time of expiry; anything unreadable gets the defaults."""
        kind = next((name for name in update if name != "update_id"), "")
        content = update.get(kind)
        content = content if isinstance(content, dict) else {}
        home = content.get("from" if kind in LIVES else "chat")
        place = home.get("id") if isinstance(home, dict) else 0
        queue = (place if type(place) is int else 0) + _QUEUES.get(kind, 0)
        date = content.get("edit_date", content.get("date"))
        begin = date if type(date) is int and kind not in LIVES else self.now()
        return queue, begin + LIVES.get(kind, DAY)
