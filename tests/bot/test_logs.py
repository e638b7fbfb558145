"""What the log may hold, whoever writes it."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.logs import OURS, configure

TOKEN = "123456789:" + "Ab_-" * 9
SECRET = "our-webhook-secret"
HEALTH = "my knee is hot and swollen"
Lines = Callable[[], list[dict[str, Any]]]


# A library's logger is quiet below warnings; ours are named after our modules.
LOG = structlog.get_logger("bot.somewhere")


@pytest.fixture
def lines() -> Iterator[Lines]:
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, logging.raiseExceptions, structlog.get_config()
    configure("info", [SECRET])
    # pytest swaps stderr between a fixture and its test.
    root.handlers[0].setStream(written)

    def read() -> list[dict[str, Any]]:
        text = written.getvalue()
        assert TOKEN not in text
        assert SECRET not in text
        assert HEALTH not in text
        return [json.loads(line) for line in text.splitlines()]

    yield read
    root.handlers[:], root.level, logging.raiseExceptions = before[:3]
    logging.captureWarnings(False)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.configure(**before[3])


def test_a_line_is_one_json_object_with_level_and_time(lines: Lines) -> None:
    LOG.info("started", count=3)
    (line,) = lines()
    assert line.pop("ts").endswith("Z")
    assert line == {"event": "started", "count": 3, "level": "info"}


def test_a_key_that_isnt_on_the_list_is_left_out(lines: Lines) -> None:
    LOG.info("turn", runner=7, text=HEALTH, answer=HEALTH, state=["rows", HEALTH])
    (line,) = lines()
    assert set(line) == {"event", "level", "ts", "runner"}


def test_an_exception_leaves_its_type_and_place_only(lines: Lines) -> None:
    try:
        try:
            raise KeyError(HEALTH)
        except KeyError as error:
            raise RuntimeError(HEALTH) from error
    except RuntimeError:
        LOG.exception("turn_failed")
    (line,) = lines()
    assert line["error"] == "RuntimeError from KeyError"
    assert line["at"].startswith("bot/test_logs.py:")
    assert line["at"].endswith(" test_an_exception_leaves_its_type_and_place_only")


def test_an_exception_can_be_handed_over(lines: Lines) -> None:
    LOG.warning("poll_failed", exc_info=ValueError(HEALTH))
    LOG.warning("poll_failed", exc_info=None)
    assert [line.get("error") for line in lines()] == ["ValueError", None]


@pytest.mark.parametrize("name", ["aiohttp.server", "asyncio", "httpcore", "httpx", "telegram.Bot", "somebody"])
def test_a_library_leaves_its_name_but_not_its_words(lines: Lines, name: str) -> None:
    try:
        raise ValueError(HEALTH)
    except ValueError:
        logging.getLogger(name).error("POST https://api.telegram.org/bot%s: %s", TOKEN, HEALTH, exc_info=True)
    (line,) = lines()
    assert (line["event"], line["logger"], line["error"]) == ("library", name, "ValueError")
    assert line["at"].startswith("bot/test_logs.py:")


@pytest.mark.parametrize("name", ["aiohttp.access", "httpcore", "httpx", "telegram.Bot"])
def test_chatty_libraries_are_quiet_below_warnings(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("POST /bot%s", TOKEN)
    assert lines() == []


def test_a_record_that_doesnt_fit_its_arguments_shows_neither(lines: Lines) -> None:
    logging.getLogger("somebody").error("%d knees and %s", HEALTH)
    (line,) = lines()
    assert line["event"] == "library"


def test_a_warning_of_python_leaves_no_words(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(HEALTH, stacklevel=1)
    (line,) = lines()
    assert line["logger"] == "py.warnings"


def test_tokens_and_our_own_secrets_are_blotted_out_of_what_is_left(lines: Lines) -> None:
    LOG.error("webhook_refused", reason=f"bot{TOKEN} and {SECRET}", host=SECRET)
    (line,) = lines()
    assert line["reason"] == "bot[redacted] and [redacted]"
    assert line["host"] == "[redacted]"


def test_text_from_outside_cant_forge_a_line(lines: Lines) -> None:
    LOG.error("webhook_refused", reason='"}\n{"event":"all_is_well"}\ud800\x1b[2J')
    assert len(lines()) == 1


def test_a_level_below_the_set_one_is_silent(lines: Lines) -> None:
    LOG.debug("detail")
    assert lines() == []


def test_a_closed_stderr_doesnt_stop_the_bot(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def write(self, text: str) -> None:
            raise BrokenPipeError

        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Broken())
    configure("info")
    LOG.info("started")
