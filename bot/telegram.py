"""A Delivery becomes a call of Telegram's Bot API, and each failure what is known about it."""

import asyncio
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

from bot.clock import Clock
from bot.requests import BotApi, RequestNotSentError, seconds_to_wait
from bot.retries import Retries
from bot.transport import (
    Delivery,
    DeliveryError,
    MovedError,
    NotSentError,
    RefusedError,
    UnknownOutcomeError,
    UnreachableError,
    as_read,
)
from bot.updates import SCHEME
from dialogs.replies import Drawing

log = structlog.get_logger()

_MOST_TOAST = 200
_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
# A person, or a group and perhaps a topic in it.
_ADDRESS = re.compile(rf"{SCHEME}(?P<chat>-?[0-9]{{1,16}})(?:/(?P<thread>[0-9]{{1,16}}))?")

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
_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted")
_UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "file reference")
_PAUSE_SECONDS = 5.0
_TOKEN_PAUSE_SECONDS = 60.0
_TASKS = 200


class TelegramTransport:
    """Sends and edits through the Bot API, and says of each failure what is known about it."""

    def __init__(self, api: BotApi, close_seconds: float = 2.0) -> None:
        """`close_seconds` is how long `close` waits for what runs in the background."""
        # The bot's own, once `learn_name` has it.
        self.name = ""
        self._api, self._close_seconds = api, close_seconds
        self._limited: set[str] = set()
        self._pictures: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliver(self, delivery: Delivery) -> int:
        """Send or edit; the message's id. Raises a DeliveryError."""
        method, parameters = _call_of(delivery)
        try:
            if delivery.message_id is None and (delivery.picture or delivery.document):
                result = await self._send_file(delivery, parameters)
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

    def link(self) -> str:
        """The address of an invitation, with {token} in it, and {start} where it says if it opens a chat or a group.

        What to type instead while the bot's name is not known.
        """
        return f"https://t.me/{self.name}?{{start}}={{token}}" if self.name else "/start {token}"

    async def learn_name(self, clock: Clock) -> None:
        """Ask Telegram for the bot's own name until it says."""
        retries, never = Retries(clock), asyncio.Event()
        while not self.name:
            try:
                match await self._api.call("getMe", {}):
                    case {"username": str(name)} if _NAME.fullmatch(name):
                        self.name = name
                        return
            except TelegramError as error:
                retries.tell("name_not_known", error)
            await retries.wait(never)

    def answer_tap(self, tap: str, text: str | None = None) -> None:
        """Stop the button's clock and show `text` (markup is dropped); best effort, in the background."""
        parameters = {"callback_query_id": tap}
        if text:
            parameters["text"] = as_read(text)[:_MOST_TOAST]
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

    async def _send_file(self, delivery: Delivery, parameters: dict[str, Any]) -> object:
        """A picture or a document with the words under it. Raises RefusedError for one without words that fails."""
        if isinstance(delivery.picture, str):
            return await self._send_shipped(delivery.picture, parameters)
        # The drawing library takes a while to load, and is needed for this alone.
        from bot.pictures import made

        drawing = delivery.document or delivery.picture
        assert isinstance(drawing, Drawing)  # noqa: S101
        try:
            file = await made(drawing, as_document=delivery.document is not None)
        except Exception as error:
            # Whatever is wrong with the drawing, its words must arrive; the error may quote what was to be drawn.
            log.error("drawing_failed", drawing=drawing.name, error=type(error).__name__)
            if not delivery.text:
                raise RefusedError("not_drawn") from error
            return await self._call("sendMessage", parameters)
        upload = InputFile(file.data, filename=file.name, attach=False)
        call = _with_caption(parameters)
        if delivery.document:
            return await self._call("sendDocument", call | {"document": upload})
        return await self._call("sendPhoto", call | {"photo": upload})

    async def _send_shipped(self, name: str, parameters: dict[str, Any]) -> object:
        """A picture that is the same for everybody: uploaded once, then known to Telegram by its id."""
        from bot.pictures import shipped

        call = _with_caption(parameters)
        if name in self._pictures:
            try:
                return await self._call("sendPhoto", call | {"photo": self._pictures[name]})
            except BadRequest as error:
                if not _says(error, *_UNKNOWN_FILE):
                    raise
                del self._pictures[name]
        path = shipped(name)
        file = InputFile(path.read_bytes(), filename=path.name, attach=False)
        result = await self._call("sendPhoto", call | {"photo": file})
        match result:
            case {"photo": [*_, {"file_id": str(known)}]}:
                self._pictures[name] = known
        return result

    async def _call(self, method: str, parameters: dict[str, Any]) -> object:
        try:
            return await self._api.call(method, parameters)
        except BadRequest as error:
            if "message_thread_id" in parameters and _says(error, *_NO_TOPIC):
                general = {name: value for name, value in parameters.items() if name != "message_thread_id"}
                return await self._call(method, general)
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
            case ChatMigrated() if _is_group(chat):
                return MovedError(f"{SCHEME}{error.new_chat_id}")
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
    address = _ADDRESS.fullmatch(delivery.chat)
    if address is None:
        raise UnreachableError
    call: dict[str, Any] = {"chat_id": int(address["chat"])}
    if address["thread"]:
        call["message_thread_id"] = int(address["thread"])
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
    if delivery.protected:
        call["protect_content"] = True
    return "sendMessage", call


def _is_group(chat: str) -> bool:
    address = _ADDRESS.fullmatch(chat)
    return address is not None and int(address["chat"]) < 0


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """The same call without markup."""
    plain = {name: value for name, value in parameters.items() if name != "parse_mode"}
    words = "caption" if "caption" in plain else "text"
    return plain | {words: as_read(plain[words])}


def _with_caption(parameters: dict[str, Any]) -> dict[str, Any]:
    """The same words under a picture or a document; nothing where there are none."""
    kept = {name: value for name, value in parameters.items() if name not in ("text", "link_preview_options")}
    if parameters["text"]:
        return kept | {"caption": parameters["text"]}
    del kept["parse_mode"]
    return kept


def _says(error: TelegramError, *phrases: str) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)


def _was_understood(error: NetworkError) -> bool:
    """Whether Telegram itself said no (a 4xx), and not the way there or back."""
    return isinstance(error, BadRequest) or (type(error) is NetworkError and error.__cause__ is None)
