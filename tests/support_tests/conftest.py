"""A server, and two ways to call it: bare HTTP and python-telegram-bot."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from support.botapi import BotApi
from telegram import Bot, InlineKeyboardMarkup

TOKEN = f"{123456}:{'A' * 35}"
YES_NO = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]}
PTB_YES_NO = InlineKeyboardMarkup.de_json(YES_NO, None)
Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    async with await BotApi.start(TOKEN, unit=0.02) as api:
        yield api


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as one:
        yield one


@pytest.fixture
def ask(server: BotApi, session: aiohttp.ClientSession) -> Ask:
    """Call a method with JSON fields; the whole answer."""

    async def call(method: str, **fields: Any) -> dict[str, Any]:
        async with session.post(f"{server.url}/bot{TOKEN}/{method}", json=fields) as answer:
            body = await answer.json()
            assert answer.status == (200 if body["ok"] else body["error_code"])
            return body

    return call


@pytest.fixture
async def bot(server: BotApi) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as one:
        yield one
