"""The webhook: Telegram posts updates, and is told 200 only once the update's turn is committed.

Everybody on the internet may knock: a request needs the secret before its body is read, and gets no words.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from aiohttp import web
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.clock import Clock, wait_for
from bot.intake import Intake
from bot.requests import BotApi, seconds_to_wait
from bot.retries import Retries, unless
from bot.updates import UPDATES
from dialogs.errors import SettingsError, StoreError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOST_BYTES = 1 << 20
BODY_SECONDS = 10.0
TURN_SECONDS = 20.0
BEAT_SECONDS = 30.0
# Telegram itself lets go of a quiet connection after 60 s; who sends no request in 75 s isn't Telegram.
IDLE_SECONDS = 75.0
# Twice at most: once for turns in hand, once for what hangs after that.
STOP_SECONDS = 4.0
LINGER_SECONDS = 1.0
CONNECTIONS = 100

log = structlog.get_logger()


def announcement(url: str, secret: str) -> dict[str, Any]:
    """What Telegram is told by setWebhook; updates that wait there stay."""
    return {
        "url": url,
        "secret_token": secret,
        "allowed_updates": list(UPDATES),
        "max_connections": CONNECTIONS,
    }


class Webhook:
    """A small web server for one address; `present` is called every few seconds while Telegram knows it."""

    def __init__(
        self,
        api: BotApi,
        intake: Intake,
        clock: Clock,
        present: Callable[[], Awaitable[None]],
        *,
        url: str,
        secret: str,
        listen: tuple[str, int],
    ) -> None:
        self._api, self._intake, self._clock, self._present = api, intake, clock, present
        self._retries = Retries(clock)
        self._url, self._secret, self._listen = url, secret, listen
        self._path = unquote(urlsplit(url).path) or "/"
        self._announced = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping`; requests in hand are answered. Raises SettingsError if it can't listen."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(
            app,
            access_log=None,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=LINGER_SECONDS,
            shutdown_timeout=STOP_SECONDS,
        )
        await runner.setup()
        try:
            await self._start(runner)
            await self._announce(stopping)
            while not stopping.is_set():
                await self._beat()
                await wait_for(stopping, self._clock, BEAT_SECONDS)
        finally:
            await runner.cleanup()

    def in_touch(self) -> bool:
        """Whether Telegram knows the address and what it posts can be kept."""
        return self._announced and self._intake.healthy

    async def _start(self, runner: web.AppRunner) -> None:
        host, port = self._listen
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"KNEEWISE_WEBHOOK_LISTEN: nothing can listen on {host}:{port} ({error.strerror}). "
                "Choose a free port of this machine."
            ) from None
        log.info("listening", host=host, port=port)

    async def _beat(self) -> None:
        try:
            await self._present()
        except Exception as error:  # noqa: BLE001 - whatever is wrong there, runners are still to be answered
            self._retries.tell("presence_not_noted", error)

    async def _announce(self, stopping: asyncio.Event) -> None:
        """Tell Telegram the address, after the server is up; until that works, again and again."""
        webhook = announcement(self._url, self._secret)
        while not stopping.is_set():
            pause = 0.0
            try:
                await unless(stopping, self._api.call("setWebhook", webhook))
            except RetryAfter as error:
                pause = seconds_to_wait(error)
            except BadRequest as error:
                self._retries.tell("webhook_refused", reason=error.message)
            except TelegramError as error:
                self._retries.tell("webhook_not_set", error)
            else:
                self._announced = True
                return
            await self._retries.wait(stopping, pause)

    async def _answer(self, request: web.Request) -> web.Response:
        """The status and nothing else: words in the answer's body would be carried out as a method."""
        status = self._refusal(request) or await self._take(request)
        response = web.Response(status=status)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = "POST"
        if status != HTTPStatus.OK:
            response.force_close()
        return response

    def _refusal(self, request: web.Request) -> HTTPStatus | None:
        if request.path != self._path:
            return HTTPStatus.NOT_FOUND
        if request.method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return HTTPStatus.FORBIDDEN
        if request.content_type != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if (request.content_length or 0) > MOST_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None

    async def _take(self, request: web.Request) -> HTTPStatus:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                raw = json.loads(await request.read())
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        except web.HTTPRequestEntityTooLarge:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        if not isinstance(raw, dict):
            return HTTPStatus.BAD_REQUEST
        if not self._intake.healthy:
            return HTTPStatus.SERVICE_UNAVAILABLE
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._intake.take(raw)
        except (StoreError, TimeoutError):
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK
