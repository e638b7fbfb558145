"""Which texts the program itself names: read from its own source, so that a text nobody says is found."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGES = Path(__file__).parent.parent.parent
NAMES_NO_TEXT = ("Go", "Answer", "startswith", "removeprefix", "replace")


@dataclass(frozen=True)
class Named:
    """The words that stand in the source, and the beginnings of those it puts together."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def has(self, key: str) -> bool:
        """Whether the source names this key, or puts together one that begins like it."""
        return key in self.words or key.startswith(self.beginnings)

    def has_string(self, key: str) -> bool:
        """As `has`, for the key of a string with or without its file: "buttons.by_now", "by_now" or "by"."""
        file, _, rest = key.partition(".")
        beginnings = tuple(part for part in self.beginnings if part != f"{file}.")
        whole = key in self.words or key.startswith(beginnings)
        return whole or self.has(rest) or self.has(rest.partition(".")[0])


@cache
def named_by_program() -> Named:
    """All that may be the key of a text in dialogs/ and, where it is there, bot/."""
    words: set[str] = set()
    beginnings: set[str] = set()
    for package in ("dialogs", "bot"):
        for path in sorted((PACKAGES / package).rglob("*.py")):
            if path.parent != Path(__file__).parent:
                _collect(ast.parse(path.read_text(encoding="utf-8")), words, beginnings)
    return Named(frozenset(words), tuple(sorted(beginnings)))


def _collect(node: ast.AST, words: set[str], beginnings: set[str]) -> None:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NAMES_NO_TEXT:
            return
        case ast.Constant(value=str(text)):
            words.add(text)
            if re.fullmatch(r"[a-z][a-z_.]*\.", text):
                beginnings.add(text)
            return
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if re.fullmatch(r"[a-z]{2}[a-z_]*[_.]", text):
            beginnings.add(text)
    for child in ast.iter_child_nodes(node):
        _collect(child, words, beginnings)
