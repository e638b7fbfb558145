"""The log: one JSON object a line on stderr, and nothing in it that is anybody's business.

Three walls, since a log travels far: only keys of the list below are written, so that an answer can't slip
in as a field; an exception leaves its type and place, never its message or locals; and every finished line is
searched for tokens and for this bot's own secrets. What a library logs leaves its name, level and place,
because its words may hold an address with the token or a whole message.
"""

import logging
import re
import select
import sys
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# fmt: off
KEYS = frozenset({
    "event", "level", "ts", "logger", "at", "error", "because", "attempt", "bytes", "content", "count",
    "field", "flow", "host", "kind", "method", "mode", "ms", "outcome", "path", "port", "priority",
    "reason", "row", "runner", "schema", "seconds", "signal", "state", "status", "turn", "update_id",
    "version",
})
# fmt: on
SCALARS = (str, int, float, type(None))
OURS = ("bot", "dialogs")
TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
REDACTED = "[redacted]"


def configure(level: str, secrets: Iterable[str] = ()) -> None:
    """Send every log record of this process to stderr as JSON, without `secrets`.

    Ours count from `level` up, those of libraries from warnings up.
    """
    handler = _NeverWaiting(sys.stderr)
    handler.setFormatter(
        _RedactingFormatter(
            secrets, processors=[_place_of_exception, _only_known_keys, structlog.processors.JSONRenderer()]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    logging.captureWarnings(True)
    # Else a log that can't be written (a closed pipe, say) prints the record itself on stderr.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class _NeverWaiting(logging.StreamHandler[TextIO]):
    """Lets a line go where writing it would have to wait: with a full pipe that nobody reads, the bot goes on."""

    def emit(self, record: logging.LogRecord) -> None:
        if _takes_more(self.stream):
            super().emit(record)


def _takes_more(stream: TextIO) -> bool:
    """Whether a line can be written at once; what isn't a file of the system never waits."""
    try:
        return bool(select.select([], [stream.fileno()], [], 0)[1])
    except (AttributeError, OSError, ValueError):
        return True


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders a record, then blots out whatever looks like a token or is one of `secrets`."""

    def __init__(self, secrets: Iterable[str], processors: list[Processor]) -> None:
        super().__init__(
            processors=processors,
            foreign_pre_chain=[
                _name_and_place,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            ],
            use_get_message=False,
        )
        literal = [re.escape(secret) for secret in sorted(secrets, key=len, reverse=True) if secret]
        self._secret = re.compile("|".join([*literal, TOKEN.pattern]))

    def format(self, record: logging.LogRecord) -> str:
        return self._secret.sub(REDACTED, super().format(record))


def _name_and_place(_logger: WrappedLogger, level: str, event: EventDict) -> EventDict:
    """A library's record without its words."""
    record: logging.LogRecord = event["_record"]
    return {
        **event,
        "event": "library",
        "level": level,
        "logger": record.name,
        "at": f"{_short(record.pathname)}:{record.lineno}",
    }


def _place_of_exception(_logger: WrappedLogger, _level: str, event: EventDict) -> EventDict:
    """`exc_info` becomes the type, the types behind it, and where it was raised."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given is True:
        error = sys.exc_info()[1]
    if error is None:
        return event
    chain: list[str] = []
    behind: BaseException | None = error
    while behind is not None and len(chain) < 5:
        chain.append(type(behind).__name__)
        behind = behind.__cause__
    return {
        **event,
        "error": " from ".join(chain),
        "at": place_of(error.__traceback__) or event.get("at", ""),
    }


def place_of(trace: TracebackType | None) -> str:
    """The file, line and function an exception comes from, such as "bot/turns.py:41 submit"."""
    frames = traceback.extract_tb(trace)
    if not frames:
        return ""
    return f"{_short(frames[-1].filename)}:{frames[-1].lineno} {frames[-1].name}"


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _only_known_keys(_logger: WrappedLogger, _level: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if key in KEYS and isinstance(value, SCALARS)}
