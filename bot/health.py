"""Whether the bot is alive and whether it is of use: /healthz, /readyz and /metrics, on a port of their own.

Alive is a loop that answers at all. Of use is a bot that can keep an answer and is in touch with Telegram, or with
whoever posts for it; a quiet day without a single runner is no reason to be restarted.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.metrics import Metrics
from bot.store import Store
from bot.store.migrate import newest_version, schema_version
from dialogs.errors import SettingsError, StoreError

STOP_SECONDS = 1.0

log = structlog.get_logger()


class Health:
    """Answers from the store, from `keeps`, whether the last turns could be kept, and from `in_touch`."""

    def __init__(
        self, store: Store, keeps: Callable[[], bool], in_touch: Callable[[], bool], stopping: asyncio.Event
    ) -> None:
        """`in_touch` tells whether updates can be had just now."""
        self._store, self._keeps, self._in_touch, self._stopping = store, keeps, in_touch, stopping

    async def troubles(self) -> list[str]:
        """What keeps the bot from being of use, in constant words; nothing when it is ready."""
        found = ["stopping"] if self._stopping.is_set() else []
        if not await self._store.can_write():
            found.append("database can't be written")
        elif not await self._schema_at_head():
            found.append("database has another schema")
        if not self._keeps():
            found.append("answers can't be kept")
        if not self._in_touch():
            found.append("not in touch with Telegram")
        return found

    async def _schema_at_head(self) -> bool:
        try:
            return await self._store.read(schema_version) == newest_version()
        except StoreError:
            return False

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 as long as the loop ticks."""
        return web.Response(text="alive\n")

    async def readyz(self, _request: web.Request) -> web.Response:
        """200, or 503 and what is wrong."""
        troubles = await self.troubles()
        status = HTTPStatus.SERVICE_UNAVAILABLE if troubles else HTTPStatus.OK
        return web.Response(status=status, text="\n".join(troubles or ["ready"]) + "\n")


async def _figures(metrics: Metrics, _request: web.Request) -> web.Response:
    return web.Response(body=await metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@asynccontextmanager
async def answering(health: Health, metrics: Metrics, listen: tuple[str, int] | None) -> AsyncIterator[None]:
    """Answer on host and port, nowhere if there is none. Raises SettingsError if nothing can listen there."""
    if listen is None:
        yield
        return
    app = web.Application(client_max_size=1)
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    app.router.add_get("/metrics", partial(_figures, metrics))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        host, port = listen
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"KNEEWISE_HEALTH_LISTEN: nothing can listen on {host}:{port} ({error.strerror}). "
                "Choose a free port of this machine."
            ) from None
        log.info("health_answers", host=host, port=port)
        yield
    finally:
        await runner.cleanup()
