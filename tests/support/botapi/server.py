"""The Bot API over HTTP on 127.0.0.1."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from email.utils import formatdate

from aiohttp import web

from .bodies import read_values
from .calls import GONE, Call, CallLog
from .checks import checked, method_names
from .errors import RefusalError, conflict
from .faults import Fault, Faults, send_broken
from .limits import Pace
from .methods import play
from .polling import WEBHOOK_ACTIVE, WEBHOOK_WINS, Polling
from .state import State
from .values import Json, Params
from .webhook import Webhook

MAX_BODY = 60 << 20
_WEBHOOK = ("setWebhook", "deleteWebhook", "getWebhookInfo")


class HttpServer:
    """Answers the bot's calls for one token; each but getUpdates takes effect after `latency` seconds."""

    def __init__(self, state: State, token: str, *, unit: float, validate: bool, latency: float) -> None:
        self.state, self.token = state, token
        self.validate, self.latency, self.revoked = validate, latency, False
        self.pace: Pace | None = None
        self.log, self.faults = CallLog(), Faults()
        self.polling = Polling(state.updates, unit)
        self.webhook = Webhook(state.updates, unit, self._perform)
        self.port = 0
        # POST /control, when the server runs for another process.
        self.control: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]] | None = None
        self._prefix, self._files = f"/bot{token}/", f"/file/bot{token}/"
        self._date = (0, "")
        self._web: web.Server | None = None
        self._listener: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen; again on the same port after `close`."""
        self._web = web.Server(self._handle, request_factory=self._make_request, access_log=None)
        self._listener = await asyncio.get_running_loop().create_server(self._web, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Refuse connections and end those there are."""
        if self._listener is None or self._web is None:
            return
        self._listener.close()
        await self._web.shutdown(0.01)
        await self._listener.wait_closed()
        self._listener = self._web = None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if self.revoked or not path.startswith((self._prefix, self._files)):
            if path == "/control" and self.control:
                return await self.control(request)
            code, text = (401, "Unauthorized") if path.startswith(("/bot", "/file/bot")) else (404, "Not Found")
            return self._answer(code, {"ok": False, "error_code": code, "description": text})
        if path.startswith(self._files):
            file = self.state.files.get(path.rsplit("/", 1)[-1])
            return web.Response(body=file[1]) if file else web.Response(status=404)
        return await self._call(request, path[len(self._prefix) :])

    async def _call(self, request: web.BaseRequest, asked: str) -> web.StreamResponse:
        method = method_names().get(asked.lower())
        call = Call(method or asked, {}, self.state.now())
        fault, refusal = None, None
        try:
            values = await read_values(request)
            call.params = _typed(method, values)
            fault = self.faults.take(call.method, call.params)
            if fault is None or fault.apply or not fault.answers:
                if fault and not fault.apply:
                    await asyncio.sleep(fault.delay)
                body = await self._apply(method, call, values)
            if fault and (fault.apply or fault.answers):
                await asyncio.sleep(fault.delay)
            answer = self._answer(200, body) if fault is None or not fault.answers else self._faulty(fault)
        except RefusalError as error:
            refusal = error
            headers = (
                {"Retry-After": str(error.parameters["retry_after"])} if error.code == 429 and error.parameters else {}
            )
            answer = self._answer(error.code, error.answer, headers)
            call.description = error.description
        lost = request.transport is None or request.transport.is_closing() or (fault is not None and fault.drop)
        call.status = GONE if lost else answer.status
        self.log.add(call, malformed=refusal is not None and refusal.malformed)
        self.state.changes.happened()
        return await send_broken(request, answer, fault) if fault else answer

    async def _apply(self, method: str | None, call: Call, values: dict[str, Json]) -> bytes | dict[str, Json]:
        """The JSON body of what the call does. Raises a refusal."""
        if self.latency and method != "getUpdates":
            await asyncio.sleep(self.latency)
        if method is None:
            raise RefusalError(404, "Not Found: method not found", malformed=True)
        call.params = params = checked(method, values, validate=self.validate)
        if self.pace:
            self.pace.check(method, params)
        if method == "getUpdates":
            return await self._get_updates(params)
        if method in _WEBHOOK:
            return self._set_webhook(method, params)
        return {"ok": True, "result": play(self.state, method, params)}

    async def _get_updates(self, params: Params) -> bytes:
        if self.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        updates = await self.polling.get_updates(params)
        return b'{"ok":true,"result":[%s]}' % b",".join(update.json for update in updates)

    def _set_webhook(self, method: str, params: Params) -> dict[str, Json]:
        if method == "getWebhookInfo":
            return {"ok": True, "result": self.webhook.info()}
        done = self.webhook.set(params) if method == "setWebhook" else self.webhook.delete(params)
        if self.webhook.url:
            self.polling.end(WEBHOOK_WINS)
        return {"ok": True, "result": True, "description": done}

    async def _perform(self, asked: str, values: dict[str, Json]) -> None:
        """A call in the body of a webhook's answer."""
        method = method_names().get(asked.lower())
        call = Call(method or asked, values, self.state.now())
        refusal = None
        try:
            await self._apply(method, call, values)
        except RefusalError as error:
            refusal = error
            call.status, call.description = error.code, error.description
        self.log.add(call, malformed=refusal is not None and refusal.malformed)

    def _faulty(self, fault: Fault) -> web.Response:
        if fault.body is not None:
            return web.Response(body=fault.body, status=fault.status or 200, headers=fault.headers)
        refusal = fault.refusal
        if refusal is None:
            return web.Response()  # dropped: never sent
        raise refusal

    def _answer(
        self, status: int, body: bytes | dict[str, Json], headers: dict[str, str] | None = None
    ) -> web.Response:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        second = int(self.state.now())
        if second != self._date[0]:
            self._date = (second, formatdate(second, usegmt=True))
        standard = {"Content-Type": "application/json", "Date": self._date[1]}
        return web.Response(body=data, status=status, headers={**standard, **(headers or {})})

    def _make_request(self, message: Json, payload: Json, protocol: Json, writer: Json, task: Json) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY)


def _typed(method: str | None, values: Params) -> Params:
    """The fields as the log and the script of faults see them, whether or not the call is right."""
    try:
        return checked(method, values, validate=False) if method else values
    except RefusalError:
        return values
