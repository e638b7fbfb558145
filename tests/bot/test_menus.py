"""The menus Telegram shows: every command in them is one the bot knows, and they are set only where they differ."""

import json
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs
from support.botapi import BotApi as Server

from bot.group_updates import _LINK
from bot.menus import commands, everything, show_menus
from bot.operators import COMMANDS
from bot.requests import AiohttpRequest, BotApi
from dialogs.commands import ALWAYS, MOVE, VISIT
from dialogs.content import Content

TOKEN = ":".join(("123456", "A" * 35))
SETTERS = ("setMyCommands", "setMyDescription", "setMyShortDescription")


@pytest.fixture
async def api(server: Server) -> AsyncIterator[BotApi]:
    async with AiohttpRequest() as request:
        yield BotApi(request, TOKEN, server.url)


def calls(server: Server) -> int:
    return sum(len(server.calls_of(setter)) for setter in SETTERS)


def menu_of(server: Server, scope: dict[str, object]) -> list[str]:
    """The names of the commands that are shown there."""
    shown = server.state.settings.commands.get(json.dumps([scope, ""], sort_keys=True), [])
    return [command["command"] for command in shown]


async def test_runners_groups_and_operators_each_see_their_own_commands(
    server: Server, api: BotApi, content: Content
) -> None:
    await show_menus(api, content, "en", {7})

    runners = menu_of(server, {"type": "all_private_chats"})
    assert "triage" in runners
    assert set(COMMANDS).isdisjoint(runners)
    assert menu_of(server, {"type": "all_group_chats"}) == ["link"]
    assert menu_of(server, {"chat_id": 7, "type": "chat"}) == [*runners, *COMMANDS]
    assert menu_of(server, {"type": "default"}) == []
    assert server.rejected == []


async def test_what_is_shown_already_is_not_set_again(server: Server, api: BotApi, content: Content) -> None:
    await show_menus(api, content, "en", {7})
    first = calls(server)

    await show_menus(api, content, "en", {7})

    assert first == len(list(everything(content, "en", {7})))
    assert calls(server) == first


async def test_a_refusal_stops_neither_the_rest_nor_the_start(server: Server, content: Content) -> None:
    server.revoke()
    async with AiohttpRequest() as request:
        with capture_logs() as logs:
            await show_menus(BotApi(request, TOKEN, server.url), content, "en", ())

    assert {entry["event"] for entry in logs} == {"menu_not_shown"}
    assert len(logs) == len(list(everything(content, "en", ())))


def test_the_menus_name_only_commands_there_are(content: Content) -> None:
    for texts in content.languages.values():
        named = {part: [one["command"] for one in commands(texts, part)] for part in ("commands", "group", "operators")}
        assert set(named["commands"]) - {*ALWAYS, *VISIT, *MOVE} == set()
        assert named["operators"] == list(COMMANDS)
        assert all(_LINK.fullmatch(f"/{name}") for name in named["group"])


def test_the_texts_fit_where_telegram_shows_them(content: Content) -> None:
    for texts in content.languages.values():
        assert len(texts.text("menu.description")) <= 512
        assert len(texts.text("menu.short_description")) <= 120
        assert all(len(one["description"]) <= 256 for part in ("commands", "group") for one in commands(texts, part))
