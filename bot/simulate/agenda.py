"""What a runner means to do, by time."""

import heapq
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import count

from dialogs.hours import instant, local_date

Do = Callable[[], object]


class Agenda:
    """Things to do; what was noted first comes first at the same instant."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Do]] = []
        self._number = count()

    def add(self, at: datetime, do: Do) -> None:
        """Do this then."""
        heapq.heappush(self._entries, (at, next(self._number), do))

    def next_at(self) -> datetime | None:
        """When the next thing is to be done; None without any."""
        return self._entries[0][0] if self._entries else None

    def take(self) -> Do:
        """The next thing, off the list."""
        return heapq.heappop(self._entries)[2]


def at_hour(now: datetime, zone: str, hour: time, days: int = 0) -> datetime:
    """This hour on the wall, today if it is still to come, else tomorrow; or so many days on."""
    today = local_date(now, zone)
    at = instant(today + timedelta(days=days), hour, zone)
    return at if days or at > now else instant(today + timedelta(days=1), hour, zone)
