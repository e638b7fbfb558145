"""How fast anything may go that nobody waits for: at most 25 a second over all, one a second to a chat.

To a group chat one in three seconds, which makes 20 a minute.
"""

from collections import OrderedDict, deque

PER_SECOND = 25
# Some space between two keeps them from leaving in one burst; less than 1/25, so that a late one is caught up.
SPACING = 0.03
CHAT_SPACING = 1.0
GROUP_SPACING = 3.0
# A second and a little: between this count and the server's there are a commit and a network.
SECOND = 1.02


class Pace:
    """Remembers the last second; times are those of a monotonic clock."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=PER_SECOND)
        self._chats: OrderedDict[str, float] = OrderedDict()

    def earliest(self) -> float:
        """When the next may leave, whichever chat it goes to."""
        if not self._last:
            return 0.0
        spaced = self._last[-1] + SPACING
        return max(spaced, self._last[0] + SECOND) if len(self._last) == PER_SECOND else spaced

    def earliest_to(self, chat: str) -> float:
        """When the next to this chat may leave, as far as this chat goes."""
        return self._chats[chat] + spacing(chat) if chat in self._chats else 0.0

    def leaves(self, chat: str, now: float) -> None:
        """One to this chat leaves now."""
        self._last.append(now)
        self._chats[chat] = now
        self._chats.move_to_end(chat)
        while next(iter(self._chats.values())) <= now - GROUP_SPACING:
            self._chats.popitem(last=False)


def spacing(chat: str) -> float:
    """Seconds between two messages to this chat; the ids of groups are negative."""
    return GROUP_SPACING if ":-" in chat else CHAT_SPACING
