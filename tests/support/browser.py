"""A real headless Chromium, driven over its DevTools protocol."""

import asyncio
import contextlib
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)  # fmt: skip
PATIENCE = 60.0


def installed() -> str | None:
    """The path of a Chromium on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One tab: commands go out, what happened in it is kept."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket, self.events = socket, list[dict[str, Any]]()
        self._ids, self._waiting = itertools.count(1), dict[int, asyncio.Future[dict[str, Any]]]()
        self._came = asyncio.Condition()

    async def listen(self) -> None:
        """Take what the browser says until it is gone."""
        async for message in self.socket:
            said = json.loads(message.data)
            if (waiting := self._waiting.pop(said.get("id", 0), None)) is not None:
                waiting.set_result(said)
            else:
                self.events.append(said)
                async with self._came:
                    self._came.notify_all()

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a DevTools method; what it gives back."""
        number = next(self._ids)
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        answer = await asyncio.wait_for(waiting, PATIENCE)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return dict(answer.get("result", {}))

    async def open(self, address: str) -> None:
        """Go to an address and wait until all of it is there."""
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.call(f"{domain}.enable")
        before = len(self.of("Page.loadEventFired"))
        await self.call("Page.navigate", url=address)
        async with self._came, asyncio.timeout(PATIENCE):
            await self._came.wait_for(lambda: len(self.of("Page.loadEventFired")) > before)

    async def run(self, script: str) -> Any:
        """The value of a script's last expression."""
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all events of one kind."""
        return [event["params"] for event in self.events if event.get("method") == method]

    @property
    def complaints(self) -> list[str]:
        """Everything that went wrong in the page: exceptions, errors and warnings on the console."""
        thrown = [json.dumps(event["exceptionDetails"]) for event in self.of("Runtime.exceptionThrown")]
        logged = [event["entry"]["text"] for event in self.of("Log.entryAdded")]
        written = [json.dumps(event["args"]) for event in self.of("Runtime.consoleAPICalled")]
        return [*thrown, *logged, *written]

    @property
    def addresses(self) -> list[str]:
        """Everything the page asked for."""
        return [event["request"]["url"] for event in self.of("Network.requestWillBeSent")]


@contextlib.asynccontextmanager
async def browser(program: str, folder: Path) -> AsyncIterator[Page]:
    """A tab of a browser that keeps what it keeps in `folder`, and is gone afterwards."""
    log = (folder / "browser.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        program, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank", stdout=log, stderr=log
    )
    try:
        port = await _port(folder / "profile" / "DevToolsActivePort", process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                tab = next(tab for tab in await answer.json() if tab["type"] == "page")
            async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                try:
                    yield page
                finally:
                    listening.cancel()
                    await asyncio.gather(listening, return_exceptions=True)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        log.close()


async def _port(file: Path, process: asyncio.subprocess.Process) -> int:
    """The port the browser chose, once it has said so."""
    async with asyncio.timeout(PATIENCE):
        while process.returncode is None:
            if "\n" in (text := _written(file)):
                return int(text.partition("\n")[0])
            await asyncio.sleep(0.05)
    raise AssertionError("the browser ended before it began; its log lies beside its profile")


def _written(file: Path) -> str:
    """What stands in a file; nothing while there is none."""
    return file.read_text(encoding="ascii") if file.exists() else ""
