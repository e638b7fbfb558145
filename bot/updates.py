"""An update of Telegram becomes an Incoming.

Updates are read field by field, not through python-telegram-bot's classes: those give up a whole message for
one odd field beside it that nobody reads, and "chest pain" must not be lost to that.
"""

import json
import re
import unicodedata
from typing import Any

from bot.places import zone_at
from bot.transport import Incoming
from dialogs.events import Command, Event, Left, Located, Typed, Unreadable, read_tap

SCHEME = "telegram:"
UPDATES = ("message", "callback_query", "my_chat_member")
# The longest message of Telegram: an emergency may stand in its last line.
MOST_TYPED = 4096

_MOST_TAP_BYTES = 64
# fmt: off
_CONTENT = frozenset({
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media",
    "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice",
})
_PLACES = frozenset({"location", "venue"})
# fmt: on
# Control characters but tab and newline, invisible and direction marks, halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_LOCALE = re.compile(r"[A-Za-z0-9-]{2,35}")


def incoming_of(raw: dict[str, Any]) -> tuple[Incoming | None, str | None]:
    """The event of one update and the id of the tap to answer, each None where there is none. Never raises.

    Only private chats make events, and only their owner: groups, channels, edits and other bots are ignored.
    """
    match raw:
        case {"message": {"chat": chat, "from": sender, **rest}}:
            return _incoming(raw, chat, sender, _event_of(rest)), None
        case {"callback_query": {"id": str(tap), "from": sender, "data": str(data), "message": {"chat": chat}}}:
            ours = data.isprintable() and len(data.encode()) <= _MOST_TAP_BYTES
            return _incoming(raw, chat, sender, read_tap(data) if ours else Unreadable()), tap
        case {"callback_query": {"id": str(tap)}}:
            return None, tap
        case {"my_chat_member": {"chat": chat, "from": sender, "new_chat_member": {"status": "kicked"}}}:
            return _incoming(raw, chat, sender, Left()), None
    return None, None


def clean(text: str) -> str:
    """Typed text as the dialogue may see it: at most 4096 characters, composed, nothing invisible in it."""
    # Cut before the work: a message has at most 4096 characters, a forged one as many as it likes.
    seen = _UNSEEN.sub("", text[: 5 * MOST_TYPED])
    return unicodedata.normalize("NFC", seen).strip()[:MOST_TYPED].rstrip()


def _incoming(raw: dict[str, Any], chat: object, sender: object, event: Event | None) -> Incoming | None:
    update, chat_id = raw.get("update_id"), _private_chat(chat, sender)
    if event is None or chat_id is None or not is_id(update):
        return None
    match sender:
        case {"language_code": str(tag)} if _LOCALE.fullmatch(tag):
            locale = tag
        case _:
            locale = ""
    return Incoming(f"{SCHEME}{chat_id}", event, update, locale, _payload(raw))


def _private_chat(chat: object, sender: object) -> int | None:
    match chat, sender:
        case {"id": number, "type": "private"}, {"id": runner, **rest} if is_id(number) and number == runner:
            return None if rest.get("is_bot") is True else number
    return None


def is_id(value: object) -> bool:
    """Whether this is a number Telegram could have given a person or an update."""
    return type(value) is int and 0 < value < 1 << 53


def _payload(raw: dict[str, Any]) -> str:
    """The update as it came but for the places in it, which nobody is to keep."""
    try:
        payload = json.dumps(raw, separators=(",", ":"))
        if any(f'"{name}"' in payload for name in _PLACES):
            payload = json.dumps(_without_places(raw), separators=(",", ":"))
    except (ValueError, RecursionError):
        return ""
    return payload


def _without_places(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_places(value) for name, value in part.items() if name not in _PLACES}
    return [_without_places(value) for value in part] if isinstance(part, list) else part


def _event_of(message: dict[Any, Any]) -> Event | None:
    """The event of a message; None for what the runner didn't write, such as the notice of a pin."""
    text = message.get("text", message.get("caption"))
    if isinstance(text, str):
        typed = clean(text)
        if command := _COMMAND.fullmatch(typed):
            return Command(command[1].lower(), (command[2] or "").strip())
        return Typed(typed) if typed else Unreadable()
    match message:
        case {"location": {"latitude": float() | int() as latitude, "longitude": float() | int() as longitude, **rest}}:
            # A venue is where others are, and a place that moves is more than was asked for.
            if "venue" not in message and "live_period" not in rest:
                return Located(zone_at(latitude, longitude))
    return Unreadable() if _CONTENT & message.keys() else None
