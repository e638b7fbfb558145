"""POST /control: what another process may ask of the server, as JSON `{"do": ..., ...}`.

The answer is `{"ok": true, "result": ...}` or `{"ok": false, "error": ...}`.
"""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from .api import BotApi
from .clock import Clock
from .messages import Message
from .people import User
from .state import PATIENCE_SECONDS
from .values import Json

Command = dict[str, Json]
_PERSON = ("first_name", "language_code", "last_name", "username")


class Control:
    """The commands of one server."""

    def __init__(self, api: BotApi) -> None:
        self.api = api

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        """Play one command, or a list of them in order; the first error ends a list."""
        commands = json.loads(await request.read())
        try:
            if isinstance(commands, list):
                result: Json = [await self.play(command) for command in commands]
            else:
                result = await self.play(commands)
            answer = {"ok": True, "result": result}
        except (AssertionError, KeyError, TypeError) as error:
            answer = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        return web.Response(body=json.dumps(answer, default=repr).encode(), content_type="application/json")

    async def play(self, command: Command) -> Json:
        """The JSON result of one command."""
        command = dict(command)
        name = command.pop("do")
        user = None
        if "user" in command:
            person = {field: command.pop(field) for field in _PERSON if field in command}
            user = self.api.user(command.pop("user"), **person)
        if name in _ON_USER:
            assert user is not None, f"{name} needs a user"
            return await _ON_USER[name](user, command)
        assert name in _ON_SERVER, f"there is no command {name!r}"
        return _ON_SERVER[name](self.api, command)


async def _send(user: User, command: Command) -> Json:
    return (await user.sends(**command)).to_dict()


async def _tap(user: User, command: Command) -> Json:
    message = _message(user, command["message"]) if command.get("message") else None
    return (await user.taps(command["button"], message)).to_dict()


async def _tap_data(user: User, command: Command) -> Json:
    return (await user.taps_data(command["data"], _message(user, command["message"]))).to_dict()


async def _wait(user: User, command: Command) -> Json:
    after = _message(user, command["after"]) if command.get("after") else None
    return (await user.waits_for(command["text"], command.get("timeout", PATIENCE_SECONDS), after=after)).to_dict()


async def _messages(user: User, command: Command) -> Json:
    return [message.to_dict() for message in user.messages]


async def _membership(user: User, command: Command) -> None:
    await {"block": user.blocks, "unblock": user.unblocks, "deactivate": user.deactivates}[command["how"]]()


async def _toasts(user: User, command: Command) -> Json:
    return user.toasts


async def _transcript(user: User, command: Command) -> Json:
    return user.transcript


async def _meet(user: User, command: Command) -> None:
    """Naming the user was enough."""


def _message(user: User, message_id: int) -> Message:
    assert message_id in user.chat.messages, f"there is no message {message_id}"
    return user.chat.messages[message_id]


def _calls(api: BotApi, command: Command) -> Json:
    wanted = api.calls_of(command["method"]) if command.get("method") else api.calls
    return [call.to_dict() for call in wanted[command.get("first", 0) :]]


def _advance(api: BotApi, command: Command) -> None:
    assert isinstance(api.clock, Clock), "this clock can't be set"
    api.clock.advance(command["seconds"])


def _next_update_id(api: BotApi, command: Command) -> None:
    api.next_update_id = command["update_id"]


def _latency(api: BotApi, command: Command) -> None:
    api.http.latency = command["seconds"]


def _fail(api: BotApi, command: Command) -> None:
    api.fail(**command)


_ON_USER: dict[str, Callable[[User, Command], Awaitable[Json]]] = {
    "user": _meet,
    "send": _send,
    "tap": _tap,
    "tap_data": _tap_data,
    "wait": _wait,
    "messages": _messages,
    "transcript": _transcript,
    "toasts": _toasts,
    "membership": _membership,
}
_ON_SERVER: dict[str, Callable[[BotApi, Command], Json]] = {
    "push": lambda api, command: api.push(command["update"]),
    "pending": lambda api, command: api.pending(),
    "calls": _calls,
    "rejected": lambda api, command: [call.to_dict() for call in api.rejected],
    "stats": lambda api, command: api.stats(),
    "fail": _fail,
    "heal": lambda api, command: api.heal(command.get("method")),
    "advance": _advance,
    "next_update_id": _next_update_id,
    "latency": _latency,
}
