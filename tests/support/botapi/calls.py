"""What the bot asked of the server, and what it was told."""

from collections import Counter
from dataclasses import asdict, dataclass, field

from .values import Json

GONE = 0


@dataclass(slots=True)
class Call:
    """One call, `at` Unix time on the server's clock; `status` is HTTP's, or 0 if the connection was lost."""

    method: str
    params: dict[str, Json]
    at: float
    status: int = 200
    description: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON but for uploads."""
        return asdict(self)


@dataclass(slots=True)
class CallLog:
    """The last `keep` calls (None: all), those refused as malformed, and counts of everything."""

    keep: int | None = None
    calls: list[Call] = field(default_factory=list)
    rejected: list[Call] = field(default_factory=list)
    methods: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, call: Call, *, malformed: bool) -> None:
        """Note one call once it is answered."""
        self.calls.append(call)
        self.methods[call.method] += 1
        self.statuses[call.status] += 1
        if malformed:
            self.rejected.append(call)
        if self.keep is not None and len(self.calls) > 2 * self.keep:
            del self.calls[: -self.keep or None]
