"""The same questions on python-telegram-bot's ConversationHandler, its PicklePersistence flushed after every update.

A state a question, as in the library's conversation examples; answers go into `user_data`. Persistence is all the
library has against a crash, and only flushed at each update does it lose nothing (it never syncs to the disk).
"""

import json
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from bench.conversations import Question

TOKEN = "1:baseline"
ME = {"id": 1, "is_bot": True, "first_name": "Baseline", "username": "baseline_bot"}


class AnswersAtOnce(BaseRequest):
    """Telegram as fast as can be: every call is answered without any network."""

    def __init__(self) -> None:
        self.calls = 0

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, **_: Any) -> Any:
        self.calls += 1
        if url.endswith("/getMe"):
            return 200, json.dumps({"ok": True, "result": ME}).encode()
        sent = request_data.parameters if request_data else {}
        message = {
            "message_id": self.calls,
            "from": ME,
            "chat": {"id": sent.get("chat_id"), "type": "private"},
            "date": int(time.time()),
            "text": sent.get("text", ""),
        }
        return 200, json.dumps({"ok": True, "result": message}).encode()


async def opened(questions: Sequence[Question], folder: Path) -> Application:
    """An application that walks through `questions`; shut it down when done."""
    application = (
        Application.builder()
        .token(TOKEN)
        .request(AnswersAtOnce())
        .get_updates_request(AnswersAtOnce())
        .persistence(PicklePersistence(folder / "conversations.pickle"))
        .build()
    )
    first, *others = range(len(questions))
    states = {number: [CallbackQueryHandler(_asks(number, questions))] for number in others}
    entry = CallbackQueryHandler(_asks(first, questions))
    with warnings.catch_warnings():
        # That taps are followed per chat and not per message is what is wanted here.
        warnings.simplefilter("ignore", PTBUserWarning)
        handler: Any = ConversationHandler([entry], states, [], name="triage", persistent=True)
    application.add_handler(handler)
    await application.initialize()
    return application


async def turns_a_second(application: Application, chats: int, turns: int) -> float:
    """How many answers a second are taken and flushed, the chats in turn."""
    updates = [_update(application, number, chats) for number in range(turns)]
    began = time.perf_counter()
    for update in updates:
        await application.process_update(update)
        await application.update_persistence()
    return turns / (time.perf_counter() - began)


def _asks(number: int, questions: Sequence[Question]) -> Any:
    """The handler of the answer to question `number`: keep it, ask the next."""
    question = questions[number]

    async def take(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        query, answers = update.callback_query, context.user_data
        assert query is not None
        assert isinstance(query.message, Message)
        assert answers is not None
        answers[f"question {number}"] = query.data
        keyboard = [[InlineKeyboardButton(label, callback_data=tap) for label, tap in row] for row in question.rows]
        await query.edit_message_reply_markup(None)
        await query.message.reply_html(question.reply, reply_markup=InlineKeyboardMarkup(keyboard))
        return number + 1 if number + 1 < len(questions) else ConversationHandler.END

    return take


def _update(application: Application, number: int, chats: int) -> Update:
    """The tap number `number`, the chats in turn."""
    chat = number % chats + 1
    person = {"id": chat, "is_bot": False, "first_name": "Ann", "language_code": "en-GB"}
    card = {"message_id": number + 1, "date": 1_790_000_000, "text": "a question", "from": ME}
    card["chat"] = {"id": chat, "type": "private", "first_name": "Ann"}
    tap = {"id": str(number), "from": person, "chat_instance": str(chat), "data": f"a:{number}:answer", "message": card}
    update = Update.de_json({"update_id": number + 1, "callback_query": tap}, application.bot)
    assert update is not None
    return update
