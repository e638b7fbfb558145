"""The server's wall clock, which a test may set forward or back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]


class Clock:
    """Real time plus a shift; called, it gives the time in UTC."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def __call__(self) -> datetime:
        """The time now, aware."""
        return datetime.now(UTC) + self.shift

    def advance(self, seconds: float) -> None:
        """Jump `seconds` ahead (back if negative); nothing waits for it."""
        self.shift += timedelta(seconds=seconds)
