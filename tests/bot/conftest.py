"""A Bot API server of our own, and a free port."""

import socket
from collections.abc import AsyncIterator

import pytest
from support.botapi import BotApi

TOKEN = ":".join(("123456", "A" * 35))


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    """A server that behaves like Telegram's, its back-off shortened."""
    async with await BotApi.start(TOKEN, unit=0.02) as api:
        yield api


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
