"""`RemoteBotApi`: the same calls on a server in another process."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from types import TracebackType

import aiohttp

from .messages import Message
from .state import PATIENCE_SECONDS
from .values import Json
from .waiting import Wanted, found

_TESTS = Path(__file__).parents[2]


class RemoteBotApi:
    """A server started with `python -m support.botapi`. Everything is awaited, lists too."""

    def __init__(self, url: str, process: asyncio.subprocess.Process | None = None) -> None:
        self.url, self.process = url, process
        self._session = aiohttp.ClientSession()

    @classmethod
    async def spawn(cls, token: str, *options: str) -> "RemoteBotApi":
        """Start a server; `options` are those of the command line ("--latency-ms", "50")."""
        command = (sys.executable, "-m", "support.botapi", "--with-parent", "--token", token, *options)
        environment = {**os.environ, "PYTHONPATH": str(_TESTS)}
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdin=PIPE, stdout=PIPE)
        assert process.stdout is not None
        port = (await process.stdout.readline()).decode().strip()
        assert port.isdecimal(), "the server did not start"
        return cls(f"http://127.0.0.1:{port}", process)

    async def stop(self) -> None:
        """End the client and, if it was spawned here, the server."""
        await self._session.close()
        if self.process and self.process.returncode is None:
            self.process.terminate()
            await self.process.communicate()

    async def __aenter__(self) -> "RemoteBotApi":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def ask(self, do: str, **command: Json) -> Json:
        """One command of `control`. Raises AssertionError with what the server says."""
        return await self._post({"do": do, **command})

    async def ask_all(self, commands: list[dict[str, Json]]) -> list[Json]:
        """Many commands in one request."""
        result: list[Json] = await self._post(commands)
        return result

    def user(self, user_id: int, first_name: str = "Ann", language_code: str | None = "en-GB") -> "RemoteUser":
        """A person; the server knows them from the first thing they do (see `appears`)."""
        return RemoteUser(self, {"user": user_id, "first_name": first_name, "language_code": language_code})

    async def push(self, raw_update: dict[str, Json]) -> int:
        """See `BotApi.push`."""
        return int(await self.ask("push", update=raw_update))

    async def pending(self) -> int:
        """See `BotApi.pending`."""
        return int(await self.ask("pending"))

    async def calls(self, method: str | None = None, first: int = 0) -> list[dict[str, Json]]:
        """The calls from number `first` on, as dicts."""
        return list(await self.ask("calls", method=method, first=first))

    async def rejected(self) -> list[dict[str, Json]]:
        """See `BotApi.rejected`; as dicts."""
        return list(await self.ask("rejected"))

    async def stats(self) -> dict[str, Json]:
        """See `BotApi.stats`."""
        return dict(await self.ask("stats"))

    async def fail(self, method: str, **fault: Json) -> None:
        """See `BotApi.fail`; without `when`, and `body` as text."""
        await self.ask("fail", method=method, **fault)

    async def heal(self, method: str | None = None) -> None:
        """See `BotApi.heal`."""
        await self.ask("heal", method=method)

    async def advance(self, seconds: float) -> None:
        """Set the server's clock ahead."""
        await self.ask("advance", seconds=seconds)

    async def _post(self, body: Json) -> Json:
        async with self._session.post(f"{self.url}/control", json=body) as response:
            answer = await response.json()
        if not answer["ok"]:
            raise AssertionError(answer["error"])
        return answer["result"]


class RemoteUser:
    """A person on a server in another process; messages are copies of the moment."""

    def __init__(self, api: RemoteBotApi, person: dict[str, Json]) -> None:
        self.api, self.person, self.id = api, person, person["user"]

    async def appears(self) -> None:
        """Make the person known, so that the bot may write first."""
        await self._do("user")

    async def sends(self, text: str) -> Message:
        """See `User.sends`."""
        return Message.from_dict(await self._do("send", text=text))

    async def taps(self, label_or_data: str, message: Message | None = None) -> dict[str, Json]:
        """See `User.taps`; the tap as a dict."""
        number = message.message_id if message else None
        return dict(await self._do("tap", button=label_or_data, message=number))

    async def taps_data(self, data: str, message: Message) -> dict[str, Json]:
        """See `User.taps_data`."""
        return dict(await self._do("tap_data", data=data, message=message.message_id))

    async def messages(self) -> list[Message]:
        """See `User.messages`."""
        return [Message.from_dict(plain) for plain in await self._do("messages")]

    async def toasts(self) -> list[str]:
        """See `User.toasts`."""
        return list(await self._do("toasts"))

    async def transcript(self) -> str:
        """See `User.transcript`."""
        return str(await self._do("transcript"))

    async def waits_for(
        self,
        wanted: Wanted,
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
        *,
        after: Message | None = None,
    ) -> Message:
        """See `User.waits_for`."""
        newest = after.message_id if after else 0
        if isinstance(wanted, str):
            return Message.from_dict(await self._do("wait", text=wanted, timeout=timeout, after=newest))
        end = asyncio.get_running_loop().time() + timeout
        while True:
            fits = found(wanted, [message for message in await self.messages() if message.message_id > newest])
            if fits:
                return fits
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"nothing came within {timeout} s; the chat is\n{await self.transcript()}")
            await asyncio.sleep(0.02)

    async def blocks(self) -> None:
        """See `User.blocks`."""
        await self._do("membership", how="block")

    async def unblocks(self) -> None:
        """See `User.unblocks`."""
        await self._do("membership", how="unblock")

    async def deactivates(self) -> None:
        """See `User.deactivates`."""
        await self._do("membership", how="deactivate")

    async def _do(self, do: str, **command: Json) -> Json:
        return await self.api.ask(do, **self.person, **command)
