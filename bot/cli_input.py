"""What the commands read: files, standard input and cases as JSON; and how they refuse what they can't use."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

WRONG_USE = 2
"""The exit code for wrong use or bad input."""


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong on standard error, and end."""
    print(f"kneewise: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(WRONG_USE)


def read_input(file: str) -> tuple[str, str]:
    """What a file, or standard input for -, is called in messages, and its text."""
    name = "standard input" if file == "-" else file
    try:
        return name, sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        refuse(f"{name}: the file can't be read. Check its name and that it is UTF-8 text.")


def read_name(name: str) -> str:
    """The name of a chat; for - the first line of standard input, so that it stands in no history of commands."""
    return next(iter(read_input(name)[1].splitlines()), "") if name == "-" else name


def read_cases(file: str, shape: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The cases of a file with the place of each: one object over the whole file, or one a line.

    A case has no other keys than `shape`, by which it is shown to whom gets it wrong.
    """
    name, text = read_input(file)
    try:
        cases = [(name, json.loads(text))]
    except (ValueError, RecursionError):
        cases = [(f"{name}, line {number}", line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not cases:
        refuse(f"{name}: there is no case in it. Give {_shown(shape)}, one a line.")
    for place, case in cases:
        yield place, _object(place, case, shape)


def _object(place: str, case: object, shape: dict[str, str]) -> dict[str, Any]:
    if isinstance(case, str):
        try:
            case = json.loads(case)
        except (ValueError, RecursionError):
            refuse(f"{place}: this is no JSON. Give {_shown(shape)}, one a line.")
    if not isinstance(case, dict) or not set(case) <= set(shape):
        keys = " and ".join(f'"{key}"' for key in shape)
        refuse(f"{place}: a case is an object with the key{'s' if len(shape) > 1 else ''} {keys} and no other.")
    return case


def _shown(shape: dict[str, str]) -> str:
    return "{" + ", ".join(f'"{key}": {value}' for key, value in shape.items()) + "}"
