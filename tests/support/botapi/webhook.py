"""Updates by webhook: one in flight per queue, in order, repeated until taken or expired."""

import asyncio
import json
import random
import re
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

import aiohttp

from .errors import malformed, too_many_requests
from .updates import Update, Updates
from .values import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_DELAY = 60
MAX_RETRY_AFTER = 3600
IDLE_SECONDS = 60
GONE_SECONDS = 23 * 3600
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Webhook:
    """Where updates are posted. `unit` is how many real seconds one second of back-off lasts.

    `perform` plays a method that came in the body of an answer.
    """

    def __init__(
        self, updates: Updates, unit: float, perform: Callable[[str, dict[str, Json]], Awaitable[Json]]
    ) -> None:
        self.updates, self.unit, self.perform = updates, unit, perform
        self.url = self.secret = ""
        self.last_error: tuple[int, str] | None = None
        self.max_connections = 40
        self._settings: tuple[Json, ...] = ()
        self._next_set = float("-inf")
        self._gone_since: float | None = None
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(40)
        self._queues: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def set(self, params: dict[str, Json]) -> str:
        """Start posting to `url`; gives the description. Raises 429 when set again within a second."""
        url, secret = params.get("url", ""), params.get("secret_token", "")
        if not url:
            return self.delete(params)
        if monotonic() < self._next_set:
            raise too_many_requests(1)
        self._next_set = monotonic() + self.unit
        if not re.match(r"https?://[^/\s]+", url):
            raise malformed("bad webhook: An HTTPS URL must be provided for webhook")
        if not _SECRET.fullmatch(secret):
            raise malformed("secret token contains unallowed characters")
        if params.get("drop_pending_updates"):
            self.updates.clear()
        self.updates.allow(params.get("allowed_updates"))
        places = max(1, min(params.get("max_connections", 40), 100))
        if (url, secret, places) == self._settings:
            return "Webhook is already set"
        self._stop()
        self.url, self.secret, self.max_connections, self._settings = (
            url,
            secret,
            places,
            (url, secret, places),
        )
        self._places = asyncio.Semaphore(places)
        self.last_error = self._gone_since = None
        for update in self.updates:
            self.add(update)
        return "Webhook was set"

    def delete(self, params: dict[str, Json]) -> str:
        """Stop posting; what was not taken waits for getUpdates."""
        was = self.url
        self._stop()
        self.url, self.secret, self._settings = "", "", ()
        if params.get("drop_pending_updates"):
            self.updates.clear()
        return "Webhook was deleted" if was else "Webhook is already deleted"

    def info(self) -> dict[str, Json]:
        """The WebhookInfo object."""
        info: dict[str, Json] = {"url": self.url, "has_custom_certificate": False}
        info["pending_update_count"] = len(self.updates)
        if self.url:
            info["max_connections"] = self.max_connections
        if self.last_error:
            info["last_error_date"], info["last_error_message"] = self.last_error
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        return info

    def add(self, update: Update) -> None:
        """Post this update in its turn."""
        if not self.url:
            return
        queue = self._queues.get(update.queue)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.queue] = deque([update])
        task = asyncio.create_task(self._work_off(update.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop and let go of the connections."""
        tasks = list(self._tasks)
        self._stop()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._queues = {}

    async def _work_off(self, number: int) -> None:
        queues = self._queues
        queue = queues[number]
        while queue:
            await self._deliver(queue[0])
            queue.popleft()
        del queues[number]

    async def _deliver(self, update: Update) -> None:
        """Post until it is taken or has expired: again at once, then after 2, 4, 8 ... seconds."""
        delay, failures = 1, 0
        while update in self.updates:
            async with self._places:
                retry_after = await self._post(update)
            if retry_after is None:
                self.updates.remove(update)
                return
            wait = float(retry_after)
            if not retry_after and failures:
                delay = min(delay * 2, random.randint(MAX_DELAY, 2 * MAX_DELAY))
                wait = delay
            failures += 1
            await asyncio.sleep(wait * self.unit)

    async def _post(self, update: Update) -> int | None:
        """None if the bot took it, else the seconds it asked to wait (0 if it didn't)."""
        headers = {
            "Content-Type": "application/json",
            **({SECRET_HEADER: self.secret} if self.secret else {}),
        }
        self._session = self._session or aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(sock_read=IDLE_SECONDS))
        try:
            async with self._session.post(self.url, data=update.json, headers=headers, ssl=False) as answer:
                body = await answer.read()
                status, asked = answer.status, answer.headers.get("Retry-After", "")
                problem = f"Wrong response from the webhook: {status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            status, asked, body = 0, "", b""
            problem = "Read timeout expired" if isinstance(error, TimeoutError) else "Connection refused"
        if 200 <= status < 300:
            self._gone_since = None
            await self._perform(body)
            return None
        self.last_error = (int(self.updates.now()), problem)
        self._note_gone(status)
        return min(int(asked), MAX_RETRY_AFTER) if asked.isdecimal() else 0

    async def _perform(self, body: bytes) -> None:
        """A method in the answer is played; nobody hears its result."""
        try:
            call = json.loads(body) if body else None
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self.perform(call.pop("method"), call)

    def _note_gone(self, status: int) -> None:
        """410 for 23 hours ends the webhook."""
        now = self.updates.now()
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since >= GONE_SECONDS:
            self.url, self._settings = "", ()
            self._stop()
