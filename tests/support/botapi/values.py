"""The values a call is made of."""

from dataclasses import dataclass
from typing import Any

Json = Any
Params = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes
    content_type: str

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {len(self.data)} bytes)"
