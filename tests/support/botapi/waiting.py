"""What somebody waits for in a chat: a piece of text, or anything that can be said of a message."""

from collections.abc import Callable, Iterable

from .messages import Message

Wanted = str | Callable[[Message], object]


def found(wanted: Wanted, messages: Iterable[Message]) -> Message | None:
    """The newest message that fits, or None; `messages` come oldest first."""
    fits = (lambda message: wanted in message.text) if isinstance(wanted, str) else wanted
    return next((message for message in reversed(list(messages)) if fits(message)), None)
