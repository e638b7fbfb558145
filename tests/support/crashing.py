"""The bot with a step at which its process dies, as by SIGKILL: `TEST_CRASH=sent:3` is the third time it comes there.

Run as `python -m support.crashing run`, or with any other command of `kneewise`.
"""

import functools
import importlib
import inspect
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

VARIABLE = "TEST_CRASH"

POINTS: dict[str, list[tuple[str, str, bool]]] = {
    "fetched": [("bot.intake", "Intake.take", False)],
    "mid_turn": [("bot.turns", "keep", True)],
    "committed": [("bot.turns", "Turns._committed", False)],
    "leaving": [("bot.telegram", "TelegramTransport.deliver", False)],
    "sent": [("bot.telegram", "TelegramTransport.deliver", True)],
    "migration": [("sqlite3", "complete_statement", True)],
    "backup": [
        ("bot.keeping.backup", step, True)
        for step in ("_copy", "seal_file", "unseal_file", "checked_schema", "sync_folder")
    ],
}
"""Where each is: module, name in it, and whether the step is over. `keep` runs within the transaction of its turns."""

_counted = 0


def die_at(point: str, number: int) -> None:
    """From now on the process dies when it comes to this point for the so-manieth time."""

    def counted() -> None:
        global _counted
        _counted += 1
        if _counted == number:
            os.kill(os.getpid(), signal.SIGKILL)

    for module, name, is_over in POINTS[point]:
        *owners, last = name.split(".")
        owner: Any = functools.reduce(getattr, owners, importlib.import_module(module))
        setattr(owner, last, _wrapped(getattr(owner, last), counted, is_over=is_over))


def _wrapped(step: Callable[..., Any], counted: Callable[[], None], *, is_over: bool) -> Callable[..., Any]:
    @functools.wraps(step)
    async def later(*given: Any, **named: Any) -> Any:
        if not is_over:
            counted()
        result = await step(*given, **named)
        if is_over:
            counted()
        return result

    @functools.wraps(step)
    def now(*given: Any, **named: Any) -> Any:
        if not is_over:
            counted()
        result = step(*given, **named)
        if is_over:
            counted()
        return result

    return later if inspect.iscoroutinefunction(step) else now


if __name__ == "__main__":
    if armed := os.environ.get(VARIABLE):
        where, _, times = armed.partition(":")
        die_at(where, int(times))
    from bot.cli import main

    sys.exit(main())
