"""The real `kneewise run` as a child process, told of nothing but its environment."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import PREFIX
from support.botapi import PATIENCE_SECONDS

TESTS = Path(__file__).parents[1]


@dataclass
class Bot:
    """Starts, kills and stops the bot on one data folder; keeps every byte it printed.

    `more` are settings of the bot, `around` other variables of its environment; `module` runs it some other way;
    what it logs goes to the file descriptor `log`, if there is one.
    """

    folder: Path
    api: str
    token: str
    more: dict[str, str] = field(default_factory=dict)
    module: str = "bot"
    around: dict[str, str] = field(default_factory=dict)
    log: int | None = None
    printed: bytes = b""
    process: asyncio.subprocess.Process | None = None
    _reading: "asyncio.Task[None] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """Ours without our settings, plus the bot's."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        ours |= {"PYTHONPATH": str(TESTS), **self.around}
        given = {
            "TELEGRAM_TOKEN": self.token,
            "TELEGRAM_API": self.api,
            "DATABASE": str(self.folder / "kneewise.db"),
            "KEY_FILE": str(self.folder / "keys" / "kneewise.key"),
            **self.more,
        }
        return ours | {PREFIX + name: value for name, value in given.items()}

    async def start(self) -> None:
        """Start it; returns at once."""
        (self.folder / "keys").mkdir(exist_ok=True)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self.module, "run",
            env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=self.log or asyncio.subprocess.STDOUT,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read(self.process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while chunk := await process.stdout.read(65536):
            self.printed += chunk

    async def kill(self) -> None:
        """SIGKILL: it gets no chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, as a supervisor would; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(number)
        code = await asyncio.wait_for(self.process.wait(), PATIENCE_SECONDS)
        if self._reading:
            await self._reading
        return code

    async def ended(self, seconds: float = 20) -> int:
        """Its exit code, once it ends by itself."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), seconds)


@asynccontextmanager
async def running(folder: Path, api: str, token: str, **more: str) -> AsyncIterator[Bot]:
    """The bot, running; killed at the end if it still runs."""
    bot = Bot(folder, api, token, more)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.kill()
