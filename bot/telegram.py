"""A Delivery becomes a call of Telegram's Bot API, and each failure what is known about it."""

import asyncio
import html
import re
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.requests import BotApi, RequestNotSentError, seconds_to_wait
from bot.transport import (
    Delivery,
    DeliveryError,
    NotSentError,
    RefusedError,
    UnknownOutcomeError,
    UnreachableError,
)
from bot.updates import SCHEME

log = structlog.get_logger()

_MOST_TOAST = 200
_TAG = re.compile(r"<[^>]*>")

_NOT_THERE = (
    "chat not found",
    "user not found",
    "deactivated",
    "blocked",
    "can't initiate",
    "peer_id_invalid",
)
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_BAD_MARKUP = "can't parse entities"
_NO_TEXT = "there is no text in the message to edit"
_UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "file reference")
_PAUSE_SECONDS = 5.0
_TOKEN_PAUSE_SECONDS = 60.0
_TASKS = 200


class TelegramTransport:
    """Sends and edits through the Bot API, and says of each failure what is known about it."""

    def __init__(self, api: BotApi, close_seconds: float = 2.0) -> None:
        """`close_seconds` is how long `close` waits for what runs in the background."""
        self._api, self._close_seconds = api, close_seconds
        self._limited: set[str] = set()
        self._pictures: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliver(self, delivery: Delivery) -> int:
        """Send or edit; the message's id. Raises a DeliveryError."""
        method, parameters = _call_of(delivery)
        try:
            if delivery.picture and delivery.message_id is None:
                result = await self._send_picture(delivery.picture, parameters)
            else:
                result = await self._call(method, parameters)
        except TelegramError as error:
            if delivery.message_id is not None and _says(error, "message is not modified"):
                return delivery.message_id
            raise self._meaning_of(error, delivery.chat) from error
        self._limited.clear()
        match delivery.message_id, result:
            case None, {"message_id": int(sent)}:
                return sent
            case int(edited), dict() | True:
                return edited
        raise UnknownOutcomeError

    def answer_tap(self, tap: str, text: str | None = None) -> None:
        """Stop the button's clock and show `text` (markup is dropped); best effort, in the background."""
        parameters = {"callback_query_id": tap}
        if text:
            parameters["text"] = _as_read(text)[:_MOST_TOAST]
        self._start(self._try("answerCallbackQuery", parameters))

    def leave(self, group: int, words: str) -> None:
        """Say one line in a group that took the bot in, and go; best effort, in the background."""
        self._start(self._leave(group, words))

    async def close(self) -> None:
        """Give what runs in the background a moment to end, then stop it."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._close_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _send_picture(self, name: str, parameters: dict[str, Any]) -> object:
        """A picture with the words under it; uploaded once, then known to Telegram by its id."""
        # The drawing library takes a while to load, and is needed for this alone.
        from bot.pictures import shipped

        call = _with_caption(parameters)
        if name in self._pictures:
            try:
                return await self._call("sendPhoto", call | {"photo": self._pictures[name]})
            except BadRequest as error:
                if not _says(error, *_UNKNOWN_FILE):
                    raise
                del self._pictures[name]
        file = InputFile(shipped(name).read_bytes(), filename=f"{name}.png", attach=False)
        result = await self._call("sendPhoto", call | {"photo": file})
        match result:
            case {"photo": [*_, {"file_id": str(known)}]}:
                self._pictures[name] = known
        return result

    async def _call(self, method: str, parameters: dict[str, Any]) -> object:
        try:
            return await self._api.call(method, parameters)
        except BadRequest as error:
            if method == "editMessageText" and _says(error, _NO_TEXT):
                return await self._call("editMessageCaption", _with_caption(parameters))
            if "parse_mode" not in parameters or not _says(error, _BAD_MARKUP):
                raise
        log.error("markup_refused", method=method)
        return await self._api.call(method, _plain(parameters))

    async def _leave(self, group: int, words: str) -> None:
        await self._try("sendMessage", {"chat_id": group, "text": words, "parse_mode": "HTML"})
        await self._try("leaveChat", {"chat_id": group})

    async def _try(self, method: str, parameters: dict[str, Any]) -> None:
        with suppress(TelegramError):
            await self._api.call(method, parameters)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if len(self._tasks) >= _TASKS:
            work.close()
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _meaning_of(self, error: TelegramError, chat: str) -> DeliveryError:
        match error:
            case RetryAfter():
                # Telegram doesn't say whether it means this chat or the bot; several in a row mean the bot.
                self._limited.add(chat)
                return NotSentError(seconds_to_wait(error), everywhere=len(self._limited) >= 3)
            case InvalidToken():
                log.error("token_refused")
                return NotSentError(_TOKEN_PAUSE_SECONDS, everywhere=True)
            case RequestNotSentError():
                return NotSentError(_PAUSE_SECONDS)
            case Forbidden():
                return UnreachableError()
            case ChatMigrated():
                return RefusedError("migrated")
            case BadRequest() if _says(error, *_NOT_THERE):
                return UnreachableError()
            case BadRequest() if _says(error, *_GONE):
                return RefusedError("gone")
            case NetworkError() if _was_understood(error):
                return RefusedError("malformed")
        return UnknownOutcomeError()


def _call_of(delivery: Delivery) -> tuple[str, dict[str, Any]]:
    """The method and its parameters. Raises UnreachableError for a chat that isn't Telegram's."""
    number = delivery.chat.removeprefix(SCHEME)
    if number == delivery.chat or not number.isdecimal():
        raise UnreachableError
    call: dict[str, Any] = {"chat_id": int(number)}
    if delivery.message_id is not None:
        call["message_id"] = delivery.message_id
    if delivery.text is None:
        return "editMessageReplyMarkup", call
    call |= {"text": delivery.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    if delivery.rows:
        keyboard = [[{"text": label, "callback_data": tap} for label, tap in row] for row in delivery.rows]
        call["reply_markup"] = {"inline_keyboard": keyboard}
    if delivery.message_id is not None:
        return "editMessageText", call
    return "sendMessage", call


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """The same call without markup."""
    plain = {name: value for name, value in parameters.items() if name != "parse_mode"}
    words = "caption" if "caption" in plain else "text"
    return plain | {words: _as_read(plain[words])}


def _with_caption(parameters: dict[str, Any]) -> dict[str, Any]:
    """The same words under a picture."""
    kept = {name: value for name, value in parameters.items() if name not in ("text", "link_preview_options")}
    return kept | {"caption": parameters["text"]}


def _as_read(markup: str) -> str:
    """Telegram HTML as its reader sees it, without bold and the like."""
    return html.unescape(_TAG.sub("", markup))


def _says(error: TelegramError, *phrases: str) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)


def _was_understood(error: NetworkError) -> bool:
    """Whether Telegram itself said no (a 4xx), and not the way there or back."""
    return isinstance(error, BadRequest) or (type(error) is NetworkError and error.__cause__ is None)
