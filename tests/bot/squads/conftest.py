"""A bot with squads over Telegram, its server on the same clock, and some people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.botapi import BotApi as Server
from support.botapi import Group, User
from support.clock import START, Leaping
from support.clubhouse import Clubhouse, clubhouse, server_on


@pytest.fixture
def clock() -> Leaping:
    return Leaping(START)


@pytest.fixture
async def server(clock: Leaping) -> AsyncIterator[Server]:
    async with server_on(clock) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the database lies, and nothing else."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
async def house(server: Server, clock: Leaping, folder: Path) -> AsyncIterator[Clubhouse]:
    async with clubhouse(server, folder, clock) as house:
        yield house


@pytest.fixture
def cleo(server: Server) -> User:
    """Somebody who coaches."""
    return server.user(7, "Cleo")


@pytest.fixture
def ann(server: Server) -> User:
    """Somebody who runs."""
    return server.user(8, "Ann")


@pytest.fixture
def stranger(server: Server) -> User:
    return server.user(9, "Sam")


@pytest.fixture
def group(server: Server) -> Group:
    return server.group(-100, "Runners", "supergroup", bot_inside=False)
