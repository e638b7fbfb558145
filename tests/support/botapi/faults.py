"""What goes wrong on purpose: a script of faults per method."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from .errors import RefusalError, too_many_requests
from .values import Json


@dataclass(slots=True)
class Fault:
    """The next `times` calls of `method` ("*" is any) fail; None is until healed. See `BotApi.fail`."""

    method: str
    times: int | None = 1
    apply: bool = False
    status: int | None = None
    description: str = "Internal Server Error"
    retry_after: int | None = None
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    cut: int | None = None
    drip: float = 0.0
    when: Callable[[dict[str, Json]], bool] | None = None
    hits: int = 0

    @property
    def refusal(self) -> RefusalError | None:
        """The refusal it stands for, if it is one."""
        if self.retry_after is not None:
            return too_many_requests(self.retry_after)
        if self.status is not None and self.body is None:
            return RefusalError(self.status, self.description)
        return None

    @property
    def answers(self) -> bool:
        """Whether it replaces the answer (instead of only delaying or breaking it)."""
        return self.drop or self.body is not None or self.refusal is not None


class Faults:
    """The script."""

    def __init__(self) -> None:
        self._script: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Faults of one method come in the order they were added."""
        self._script.append(fault)
        return fault

    def heal(self, method: str | None = None) -> None:
        """Forget the faults of a method, or all."""
        self._script = [fault for fault in self._script if method is not None and fault.method != method]

    def take(self, method: str, params: dict[str, Json]) -> Fault | None:
        """The fault that strikes this call."""
        for fault in self._script:
            if fault.method in (method, "*") and (fault.when is None or fault.when(params)):
                fault.hits += 1
                if fault.times is not None and fault.hits >= fault.times:
                    self._script.remove(fault)
                return fault
        return None


async def send_broken(request: web.BaseRequest, answer: web.Response, fault: Fault) -> web.StreamResponse:
    """Send the answer slowly, in part or not at all."""
    transport = request.transport
    if fault.drop:
        if transport:
            transport.abort()
        return answer
    if fault.cut is None and not fault.drip:
        return answer
    body = answer.body if isinstance(answer.body, bytes) else b""
    stream = web.StreamResponse(status=answer.status, headers=answer.headers)
    stream.content_length = len(body)
    await stream.prepare(request)
    sent = body if fault.cut is None else body[: fault.cut]
    if fault.drip:
        for byte in sent:
            await stream.write(bytes((byte,)))
            await asyncio.sleep(fault.drip)
    elif sent:
        await stream.write(sent)
    if len(sent) < len(body) and transport:
        transport.close()
        return stream
    await stream.write_eof()
    return stream
