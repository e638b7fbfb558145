"""The fields of a request: from its query string and its JSON, form or multipart body."""

import json
from urllib.parse import parse_qsl

from aiohttp import web

from .errors import malformed
from .values import Json, Upload


async def read_values(request: web.BaseRequest) -> dict[str, Json]:
    """Field -> text, JSON value or Upload. Raises a malformed refusal for a body that can't be read."""
    values: dict[str, Json] = dict(request.query) if request.query_string else {}
    kind = request.content_type
    try:
        if kind == "multipart/form-data":
            values.update(await _read_parts(request))
        elif kind == "application/x-www-form-urlencoded":
            text = (await request.read()).decode()
            values.update(parse_qsl(text, keep_blank_values=True, errors="strict"))
        elif body := await request.read():
            if kind != "application/json":
                raise malformed(f"unsupported content type {kind}")
            read = json.loads(body)
            if not isinstance(read, dict):
                raise malformed("the body must be a JSON object")
            values.update(read)
    except (ValueError, RecursionError):
        raise malformed("can't parse the request's body") from None
    for value in values.values():
        if isinstance(value, str) and not value.isascii():
            _require_utf8(value)
    return values


async def _read_parts(request: web.BaseRequest) -> dict[str, Json]:
    values: dict[str, Json] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            with part.file:
                values[name] = Upload(part.filename, part.file.read(), part.content_type)
        else:
            values[name] = part if isinstance(part, str) else bytes(part).decode()
    return values


def _require_utf8(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise malformed("strings must be encoded in UTF-8") from None
