"""Telegram's pace: messages a second over all, a second per chat, a minute per group."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from .errors import too_many_requests
from .values import Json

_PACED = ("send", "edit", "forward", "copy")


@dataclass(slots=True)
class Limits:
    """At most so many calls per window; `chat_burst` in as many seconds. `slack` seconds are forgiven."""

    per_second: int = 30
    chat_burst: int = 1
    group_per_minute: int = 20
    slack: float = 0.05


class Pace:
    """Refuses with 429 what comes too fast; what was refused does not count."""

    def __init__(self, limits: Limits, now: Callable[[], float]) -> None:
        self.limits, self.now = limits, now
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def check(self, method: str, params: dict[str, Json]) -> None:
        """Count one call. Raises 429 with the seconds to wait."""
        chat_id = params.get("chat_id")
        if type(chat_id) is not int or not method.startswith(_PACED) or method == "sendChatAction":
            return
        now, limits = self.now(), self.limits
        chat = self._chats.setdefault(chat_id, deque())
        group = chat_id < 0
        window, most = (60.0, limits.group_per_minute) if group else (float(limits.chat_burst), limits.chat_burst)
        wait = max(
            _wait(self._all, now, 1.0 - limits.slack, limits.per_second),
            _wait(chat, now, window - limits.slack, most),
        )
        if wait > 0:
            raise too_many_requests(ceil(wait))
        self._all.append(now)
        chat.append(now)


def _wait(times: deque[float], now: float, window: float, most: int) -> float:
    """Seconds until there is room in the window."""
    while times and not now - window < times[0] <= now:
        times.popleft()
    return times[0] + window - now if len(times) >= most else 0.0
