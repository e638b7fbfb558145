"""What in an update concerns a group chat: the bot came or went, the group moved, or somebody wants it linked.

Nothing else that is said in a group is looked at. Read field by field, as bot/updates.py does and for its reasons.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.updates import clean, is_id

# Telegram's own account for administrators who stay anonymous: it is everybody and nobody.
ANONYMOUS = 1087968824

_LINK = re.compile(r"/(link|start)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_LARGEST_ID = 1 << 53


@dataclass(frozen=True, slots=True)
class Entered:
    """The bot was taken in by somebody (None for who can't be told); `kind` is group, supergroup or channel."""

    chat: int
    by: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot is not in there any more."""

    chat: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The group goes on under another id."""

    chat: int
    new_chat: int


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """/link with the name of a squad or none, or /start with a token; `thread` is the topic it stands in, if any.

    `bot` is the name of the bot it is meant for, "" if it names none.
    """

    chat: int
    by: int | None
    command: str
    argument: str
    thread: int | None
    bot: str


GroupUpdate = Entered | Removed | Moved | LinkAsked


def group_update(raw: dict[str, Any]) -> GroupUpdate | None:
    """What this update says of a group chat, None for all others. Never raises."""
    match raw:
        case {"my_chat_member": {"chat": chat, "new_chat_member": {"status": str(status)}, **rest}}:
            return _membership(chat, status, rest)
        case {"message": {"chat": {"id": int(chat), "type": "group" | "supergroup"}, **rest}} if _is_group_id(chat):
            return _message(chat, rest)
    return None


def _membership(chat: object, status: str, rest: dict[Any, Any]) -> GroupUpdate | None:
    match chat:
        case {"id": int(number), "type": "group" | "supergroup" | "channel" as kind} if _is_group_id(number):
            if status in ("member", "administrator", "restricted"):
                return Entered(number, _person(rest), kind)
            if status in ("left", "kicked"):
                return Removed(number)
    return None


def _message(chat: int, message: dict[Any, Any]) -> GroupUpdate | None:
    match message:
        case {"migrate_to_chat_id": int(new)} if _is_group_id(new):
            return Moved(chat, new)
        case {"migrate_from_chat_id": int(old)} if _is_group_id(old):
            return Moved(old, chat)
        case {"text": str(text)}:
            asked = _LINK.fullmatch(clean(text))
            if asked is None or (asked[1].lower() == "start" and not asked[3]):
                return None
            thread = message.get("message_thread_id")
            in_topic = message.get("is_topic_message") is True and is_id(thread)
            return LinkAsked(
                chat,
                _person(message),
                asked[1].lower(),
                (asked[3] or "").strip(),
                thread if in_topic else None,
                asked[2] or "",
            )
    return None


def _person(message: dict[Any, Any]) -> int | None:
    """Who did it; None for a bot, a channel, and an administrator who stays anonymous."""
    match message:
        case {"sender_chat": _} | {"via_bot": _} | {"from": {"is_bot": True}}:
            return None
        case {"from": {"id": number}} if is_id(number) and number != ANONYMOUS:
            return int(number)
    return None


def _is_group_id(number: int) -> bool:
    return type(number) is int and -_LARGEST_ID < number < 0
