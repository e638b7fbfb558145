"""How much one sender may bring: plenty for a person with two thumbs, little for a program that floods us.

A sender has a store of events that fills up by one a second. What comes to an empty one is let go before anything is
read from the database, and the sender is told so once an hour.
"""

PLENTY = 120
"""In a full store: more than anybody types while the bot is away, so that nothing of a backlog is lost."""
PER_SECOND = 1.0
TOLD_EVERY = 3600.0
SWEPT_AT = 1000


class Allowance:
    """Remembers who brought something lately; times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        # When the store of a sender is full again, and when they may be told again.
        self._full_at: dict[str, float] = {}
        self._told_until: dict[str, float] = {}
        self._sweep_at = SWEPT_AT

    def __len__(self) -> int:
        """How many senders are remembered."""
        return len(self._full_at.keys() | self._told_until.keys())

    def takes(self, sender: str, now: float) -> bool:
        """Whether one more is to be played; that uses it up."""
        if len(self._full_at) >= self._sweep_at:
            self._forget(now)
        full_at = max(self._full_at.get(sender, now), now) + 1 / PER_SECOND
        if full_at - now > PLENTY / PER_SECOND:
            return False
        self._full_at[sender] = full_at
        return True

    def tells(self, sender: str, now: float) -> bool:
        """Whether this sender is to be told that not everything is played; that uses it up."""
        if self._told_until.get(sender, now) > now:
            return False
        self._told_until[sender] = now + TOLD_EVERY
        return True

    def _forget(self, now: float) -> None:
        """Who has a full store and was not told lately is as good as never seen."""
        self._full_at = {sender: at for sender, at in self._full_at.items() if at > now}
        self._told_until = {sender: until for sender, until in self._told_until.items() if until > now}
        self._sweep_at = max(SWEPT_AT, 2 * len(self))
