"""What Telegram shows of the bot before anybody types: the menu of commands, the description, the line in its profile.

Asked for at every start, and set only where it differs. A failure is logged and stops nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.requests import BotApi
from dialogs.content import Content
from dialogs.wording import Texts

RUNNERS: dict[str, Any] = {"type": "all_private_chats"}
GROUPS: dict[str, Any] = {"type": "all_group_chats"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing Telegram shows: what tells it, what sets it, for whom, and what it is to be."""

    getter: str
    setter: str
    whom: dict[str, Any]
    now: object
    wanted: dict[str, Any]


async def show_menus(api: BotApi, content: Content, language: str, operators: Collection[int]) -> None:
    """Bring everything up to date, each by itself; `language` is that of those whose client tells none we have."""
    for shown in everything(content, language, operators):
        try:
            if await api.call(shown.getter, shown.whom) != shown.now:
                await api.call(shown.setter, shown.whom | shown.wanted)
        except TelegramError as error:
            log.warning("menu_not_shown", method=shown.setter, error=type(error).__name__)


def everything(content: Content, language: str, operators: Collection[int]) -> Iterator[Shown]:
    """All there is to show, in every language; operators see their own commands after the others."""
    for code in content.languages:
        texts = content.texts(code)
        spoken = {} if code == language else {"language_code": code.partition("-")[0]}
        runners = commands(texts, "commands")
        yield _menu({"scope": RUNNERS, **spoken}, runners)
        yield _menu({"scope": GROUPS, **spoken}, commands(texts, "group"))
        for chat in sorted(operators):
            scope = {"type": "chat", "chat_id": chat}
            yield _menu({"scope": scope, **spoken}, [*runners, *commands(texts, "operators")])
        for name, call in (("description", "MyDescription"), ("short_description", "MyShortDescription")):
            text = {name: texts.text(f"menu.{name}")}
            yield Shown(f"get{call}", f"set{call}", spoken, text, text)


def commands(texts: Texts, part: str) -> list[dict[str, str]]:
    """The commands of a part of the menu, in their order."""
    start = f"menu.{part}."
    return [
        {"command": key.removeprefix(start), "description": str(text)}
        for key, text in texts.strings.items()
        if key.startswith(start)
    ]


def _menu(whom: dict[str, Any], wanted: list[dict[str, str]]) -> Shown:
    return Shown("getMyCommands", "setMyCommands", whom, wanted, {"commands": wanted})
