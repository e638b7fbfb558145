"""How fast anything may go that nobody waits for: at most 25 a second over all, one a second to a chat.

To a group chat one in three seconds, which makes 20 a minute. Telegram takes some 30 a second in all, so where replies
need more than these leave them, these make room.
"""

from collections import OrderedDict, deque

PER_SECOND = 25
# With the replies: what is still free then is for those that come in a heap.
ALL_PER_SECOND = 27
# Some space between two keeps them from leaving in one burst; less than 1/25, so that a late one is caught up.
SPACING = 0.03
# Whatever is later than this is not caught up.
LATEST = 0.1
# However many replies there are, the rest does not stand still.
LONGEST_SPACING = 0.2
CHAT_SPACING = 1.0
GROUP_SPACING = 3.0
# A second and a little: between this count and the server's there are a commit and a network.
SECOND = 1.02


class Pace:
    """Remembers the last second; times are those of a monotonic clock."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=PER_SECOND)
        self._all: deque[float] = deque(maxlen=ALL_PER_SECOND)
        # When the last one should have left, had nothing else been going on.
        self._slot = float("-inf")
        self._chats: OrderedDict[str, float] = OrderedDict()

    def earliest(self) -> float:
        """When the next may leave, whichever chat it goes to."""
        beside_replies = min(_room_in(self._all), self._slot + LONGEST_SPACING)
        return max(self._slot + SPACING, _room_in(self._last), beside_replies)

    def earliest_to(self, chat: str) -> float:
        """When the next to this chat may leave, as far as this chat goes."""
        return self._chats[chat] + spacing(chat) if chat in self._chats else 0.0

    def leaves(self, chat: str, now: float) -> None:
        """One to this chat leaves now."""
        self._slot = max(self._slot + SPACING, now - LATEST)
        self._last.append(now)
        self._all.append(now)
        self._chats[chat] = now
        self._chats.move_to_end(chat)
        while next(iter(self._chats.values())) <= now - GROUP_SPACING:
            self._chats.popitem(last=False)

    def reply_leaves(self, now: float) -> None:
        """Something that somebody waits for leaves now, which needs no leave."""
        self._all.append(now)


def _room_in(times: deque[float]) -> float:
    """When these are fewer than they may be in a second."""
    return times[0] + SECOND if len(times) == times.maxlen else 0.0


def spacing(chat: str) -> float:
    """Seconds between two messages to this chat; the ids of groups are negative."""
    return GROUP_SPACING if ":-" in chat else CHAT_SPACING
