"""HTTP to the Bot API: python-telegram-bot's request layer on aiohttp, and one call for any method.

python-telegram-bot turns answers into its errors; this adapter adds what it leaves out: one deadline for the
whole call, and whether a failed request may have had an effect. Nothing here logs: an address has the token.
"""

import json
import os
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# RequestData is made of these, but the library exports them nowhere; its version is pinned below the next major one.
from telegram.request._requestparameter import RequestParameter

from bot.metrics import WAITS, call_measured, clock_compared

# python-telegram-bot's own switch: without it every 429 is a deprecation warning on top.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECTIONS = 256
CONNECT_SECONDS = 5.0
CALL_SECONDS = 15.0
MOST_BYTES = 16 << 20
DEFAULT_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 3600


class RequestNotSentError(NetworkError):
    """The request surely had no effect: no name, no connection, no free place in the pool, another server."""


class UnknownEffectError(NetworkError):
    """The connection broke after the request left, or the server failed (5xx): it may have had an effect."""


class AiohttpRequest(BaseRequest):
    """A pool of kept-alive connections; made inside the running loop, closed with `shutdown`.

    `read_timeout` of a call is its total deadline in seconds; the other time-outs of python-telegram-bot are
    part of it and ignored. Parameters go out as one JSON object, with files as a form.
    """

    def __init__(self, seconds: float = CALL_SECONDS) -> None:
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds for a whole call, unless it brings its own."""
        return self._seconds

    async def initialize(self) -> None:
        """Open the pool; a second call does nothing."""
        if self._session is None:
            # trust_env stays off: a proxy from the environment would see the token.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "kneewise"},
            )

    async def shutdown(self) -> None:
        """Close every connection; a second call does nothing."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Status and body. Raises RequestNotSentError, UnknownEffectError, TimedOut or RetryAfter."""
        if self._session is None:
            raise RequestNotSentError("the connections are closed")
        total = read_timeout if isinstance(read_timeout, int | float) else self._seconds
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=total, connect=min(total, CONNECT_SECONDS)),
            ) as response:
                answer = await _bounded(response)
                clock_compared(response.headers.get("Date"))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise RequestNotSentError("no connection") from error
        except TimeoutError as error:
            raise TimedOut("no answer in time") from error
        except aiohttp.ClientError as error:
            raise UnknownEffectError("the connection broke") from error
        _refuse(response.status, answer)
        return response.status, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer's object, each field that python-telegram-bot reads of the type it expects.

        The library's own version logs a broken body whole, and trips over fields of another type.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            raise TelegramError("no JSON in the answer") from None
        if not isinstance(answer, dict):
            raise TelegramError("no object in the answer")
        description, given = answer.get("description"), answer.get("parameters")
        return {
            "result": answer.get("result"),
            "description": description if isinstance(description, str) else "",
            "parameters": {
                name: number
                for name in ("retry_after", "migrate_to_chat_id")
                if isinstance(given, dict) and type(number := given.get(name)) is int
            },
        }


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData, dict[str, str]]:
    """The body of a call and the headers it needs."""
    if data is None or not data.contains_files:
        return json.dumps(data.parameters if data else {}).encode(), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form, {}


def _refuse(status: int, answer: bytes) -> None:
    """Raise for what python-telegram-bot would misread: its errors take any 403 for a runner's block."""
    if status >= 500:
        raise UnknownEffectError(f"the server failed with {status}")
    if status < 300:
        return
    try:
        said = AiohttpRequest.parse_json_payload(answer)
    except TelegramError as error:
        raise RequestNotSentError(f"something on the way answered with {status}") from error
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        asked = said["parameters"].get("retry_after", DEFAULT_WAIT_SECONDS)
        seconds = min(max(asked, 1), LONGEST_WAIT_SECONDS)
        WAITS.inc(seconds)
        raise RetryAfter(timedelta(seconds=seconds))


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    parts, size = [], 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise aiohttp.ClientPayloadError("the answer is too long")
    return b"".join(parts)


class BotApi:
    """The methods of the Bot API, called by name for one bot.

    python-telegram-bot's `Bot` would build objects of every answer: measured at 450 µs of processor a message
    against 190 µs this way, and only a message id is ever read.
    """

    def __init__(self, request: BaseRequest, token: str, server: str) -> None:
        self._request, self._base = request, f"{server}/bot{token}"

    async def call(self, method: str, parameters: dict[str, Any], seconds: float | None = None) -> Any:
        """What the answer holds as `result`, unchecked, within `seconds` or those of the request layer.

        Raises telegram.error.TelegramError.
        """
        data = RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])
        deadline = BaseRequest.DEFAULT_NONE if seconds is None else seconds
        with call_measured(method):
            return await self._request.post(f"{self._base}/{method}", data, read_timeout=deadline)
