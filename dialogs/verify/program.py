"""Which texts the program itself names: read from its own source, so that a text nobody says is found."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGES = Path(__file__).parent.parent.parent
DRAWN = PACKAGES / "content" / "pictures"
NAMES_NO_TEXT = ("Go", "Answer", "startswith", "removeprefix", "replace")
HOLE = "([^ ]+)"


@dataclass(frozen=True)
class Shape:
    """How a key is put together: names stand in the holes. `words` are those of the file, where that is all it says."""

    pattern: re.Pattern[str]
    words: frozenset[str] | None = None


@dataclass(frozen=True)
class Named:
    """The words that stand in the source, the beginnings of those it puts together, and the keys it puts together.

    `shapes` are those by the file they begin with, "" where that is left open.
    """

    words: frozenset[str]
    beginnings: tuple[str, ...]
    shapes: Mapping[str, Collection[Shape]]

    def has(self, key: str) -> bool:
        """Whether the source names this key, or puts together one that begins like it."""
        return key in self.words or key.startswith(self.beginnings)

    def has_string(self, key: str) -> bool:
        """As `has`, for the key of a string with or without its file: "buttons.by_now", "by_now" or "by"."""
        file, _, rest = key.partition(".")
        beginnings = tuple(part for part in self.beginnings if part != f"{file}.")
        whole = key in self.words or key.startswith(beginnings)
        return whole or self.has(rest) or self.has(rest.partition(".")[0])

    def keys(self, files: Collection[str]) -> set[str]:
        """The keys of these files that the source names whole."""
        whole = re.compile(rf"({'|'.join(files)})(\.\w+)+")
        return {word for word in self.words if whole.fullmatch(word)}

    def puts_together(self, key: str, names: Collection[str]) -> bool:
        """Whether the source names this whole key, or puts it together from its own words and these names."""
        shapes = (*self.shapes.get(key.partition(".")[0], ()), *self.shapes.get("", ()))
        return key in self.words or any(self._fits(shape, key, names) for shape in shapes)

    def _fits(self, shape: Shape, key: str, names: Collection[str]) -> bool:
        found = shape.pattern.fullmatch(key)
        if found is None:
            return False
        if shape.words is not None:
            return found[1] in shape.words or found[1] in names
        # What stands before the first dot is the file: where that is left open, it comes with a key of its own.
        if found.start(1) == 0 and ("." not in found[1] or found[1] == key):
            return False
        return all(self._is_known(part, names) for part in found.groups())

    def _is_known(self, part: str, names: Collection[str]) -> bool:
        """A name, a word of the program, a number, or a key of its own."""
        return (
            part in names or part in self.words or part.isdigit() or ("." in part and self.puts_together(part, names))
        )


@cache
def named_by_program() -> Named:
    """All that may be the key of a text in dialogs/, in what is drawn and, where it is there, bot/."""
    words: set[str] = set()
    beginnings: set[str] = set()
    shapes: dict[str, dict[Shape, None]] = {}
    for package in ("dialogs", "bot"):
        for path in sorted((PACKAGES / package).rglob("*.py")):
            if path.parent.name not in ("verify", "preview"):
                own: set[str] = set()
                joined: list[ast.JoinedStr] = []
                _collect(ast.parse(path.read_text(encoding="utf-8")), own, joined)
                words |= own
                beginnings |= set(_beginnings(own, joined))
                for file, shape in _shapes(frozenset(own), joined):
                    shapes.setdefault(file, {})[shape] = None
    for path in sorted(DRAWN.glob("*.j2")):
        words.update(re.findall(r"[a-z][a-z_]+", path.read_text(encoding="utf-8")))
    return Named(frozenset(words), tuple(sorted(beginnings)), shapes)


def _collect(tree: ast.AST, words: set[str], joined: list[ast.JoinedStr]) -> None:
    """The words of one source, and the strings it puts together."""
    # A list of what waits, not a call for each: every node of the program comes by here.
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name() | ast.expr_context() | ast.operator():
                continue
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NAMES_NO_TEXT:
                continue
            case ast.Constant(value=str(text)):
                words.add(text)
                continue
            case ast.JoinedStr():
                joined.append(node)
        waiting += ast.iter_child_nodes(node)


def _beginnings(words: Iterable[str], joined: Iterable[ast.JoinedStr]) -> Iterator[str]:
    """What the keys begin with that one source puts together."""
    yield from (word for word in words if re.fullmatch(r"[a-z][a-z_.]*\.", word))
    for one in joined:
        match one.values:
            case [ast.Constant(value=str(text)), *_] if re.fullmatch(r"[a-z]{2}[a-z_]*[_.]", text):
                yield text


def _shapes(own: frozenset[str], joined: Iterable[ast.JoinedStr]) -> Iterator[tuple[str, Shape]]:
    """The keys that one source puts together, by the file they begin with.

    One that is open but for its beginning says only words of that source.
    """
    for one in joined:
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else HOLE for part in one.values]
        shape = "".join(parts)
        if re.fullmatch(rf"([\w.\\]|{re.escape(HOLE)})+", shape) and "." in shape:
            is_open = re.fullmatch(rf"\w+\\\.{re.escape(HOLE)}", shape) is not None
            file = "" if shape.startswith(HOLE) else shape.partition("\\.")[0]
            yield file, Shape(re.compile(shape), own if is_open else None)
