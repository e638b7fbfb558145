"""What the turns and the outbox know of the outside: something came in, something goes out.

Telegram and the terminal each implement `Transport`; neither turns nor outbox know which one they serve.
"""

import html
import re
from dataclasses import dataclass
from typing import Protocol

from dialogs.events import Event
from dialogs.replies import Drawing

MOST_UNDER_A_FILE = 1024
"""So many UTF-16 units of words go under a picture or a document, markup not counted."""

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of one runner.

    `chat` is the address replies go to ("telegram:123", "terminal:Ann") and names the runner; `update_id` is unique
    per update and None for events of our own; `payload` is the raw update for a dead letter; `locale` an IETF tag
    as the client reports it ("en-GB") or ""; `name` is never stored here, only shown.
    """

    chat: str
    event: Event
    update_id: int | None = None
    locale: str = ""
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to send: a new message, or (with `message_id`) a change of a message sent before.

    `text` is Telegram HTML; None leaves the text and takes the buttons away, "" is for a file without words. `rows` are
    (label, tap) pairs. `picture` is what goes above a new message, the name of one that is shipped or a drawing;
    `document` goes with it as a file; there is at most one of the two. Where there are no pictures the words must do.
    A new message that is `protected` can't be passed on or saved, where the client can see to that.
    """

    chat: str
    text: str | None
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    message_id: int | None = None
    picture: str | Drawing | None = None
    document: Drawing | None = None
    protected: bool = False


class DeliveryError(Exception):
    """A delivery did not simply succeed; the subclass says what is known."""


class NotSentError(DeliveryError):
    """Surely not sent: try again, not before `retry_after` seconds; `everywhere` if all chats must wait."""

    def __init__(self, retry_after: float = 0.0, *, everywhere: bool = False) -> None:
        super().__init__(f"not sent, retry after {retry_after} s")
        self.retry_after, self.everywhere = retry_after, everywhere


class UnknownOutcomeError(DeliveryError):
    """It may have been sent: a time-out after the request left, a server error, a dropped connection."""


class UnreachableError(DeliveryError):
    """The runner blocked the bot, closed the account or never had this chat."""


class RefusedError(DeliveryError):
    """Refused for good as it is (a malformed request, a message to edit that is gone); `reason` is a constant word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MovedError(DeliveryError):
    """The chat goes on under another address."""

    def __init__(self, chat: str) -> None:
        super().__init__("moved")
        self.chat = chat


class Transport(Protocol):
    """A way out to the runners."""

    async def deliver(self, delivery: Delivery) -> int:
        """Send or edit; the message's id. Raises a DeliveryError."""
        ...


def as_read(markup: str) -> str:
    """Telegram HTML as its reader sees it, without bold and the like."""
    return html.unescape(_TAG.sub("", markup))


def fits_under_a_file(markup: str) -> bool:
    """Whether these words may go under a picture or a document, and need no message of their own."""
    return len(as_read(markup).encode("utf-16-le", "surrogatepass")) // 2 <= MOST_UNDER_A_FILE
