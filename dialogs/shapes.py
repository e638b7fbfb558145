"""The shape of the entries under content/: which keys each has, and what stands behind them.

YAML reads a bare `no` as false, `000` as 0 and `12_15` as 1215: where a text belongs, only a text is taken.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from dialogs.expressions import nearest
from dialogs.reading import Lines

ENTRIES: dict[str, dict[str, str]] = {
    "about": {"version": "text!", "consent_version": "text!", "rules": "text"},
    "fact": {"id": "text!", "type": "text!", "values": "texts", "best": "value", "unsure": "value", "ordered": "switch",
             "ask_again": "switch", "unit": "text", "least": "number", "most": "number", "part": "text"},
    "screen": {"id": "text!", "kind": "text!", "facts": "list", "ask_when": "text", "at_once": "switch",
               "red_flags": "switch", "keep_days": "number", "picture": "text", "sets": "mapping", "instead": "mapping",
               "suggest": "numbers", "skip": "switch", "beside": "text", "ways": "texts"},
    "item": {"fact": "text!", "ask_when": "text", "leads_to": "texts"},
    "rule": {"id": "text!", "when": "text!", "because": "text!", "source": "texts!", "by": "text", "meanwhile": "text",
             "keep_weight_off": "switch", "advice": "text"},
    "source": {"name": "text!", "citation": "text!", "link": "text", "year": "year", "review_by": "text!",
               "seen": "text!"},
    "regions": {"review_by": "text!", "source": "texts!", "regions": "list!", "countries": "mapping",
                "languages": "mapping"},
    "region": {"id": "text!", "emergency": "text!", "also": "text!", "urgent": "text!", "zone": "text!",
               "one_zone": "switch"},
    "phrases": {"fact": "text or null", "phrases": "texts!", "exactly": "texts"},
    "pattern": {"id": "text!", "place": "texts!", "points": "texts!", "against": "texts!", "source": "texts!"},
    "factor": {"id": "text!", "when": "text!", "strength": "text!", "source": "texts!"},
    "topic": {"id": "text!", "group": "text!", "strength": "text!", "source": "texts!"},
}  # fmt: skip
"""Kinds of entries; a kind of value with "!" must be there."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (_is_text, "a text, in quotes where it could be read as something else"),
    "text or null": (lambda value: value is None or _is_text(value), "a text or null"),
    "texts": (lambda value: isinstance(value, list) and all(map(_is_text, value)), "a list of texts, each in quotes"),
    "numbers": (lambda value: isinstance(value, list) and all(map(_is_number, value)), "a list of numbers"),
    "list": (lambda value: isinstance(value, list), "a list"),
    "mapping": (lambda value: isinstance(value, Lines), "a mapping such as {name: value}"),
    "switch": (lambda value: isinstance(value, bool), "true or false"),
    "number": (_is_number, "a number"),
    "year": (lambda value: value is None or isinstance(value, int), "a year or null"),
    "value": (lambda value: _is_text(value) or isinstance(value, bool) or _is_number(value), "a value of the fact"),
}


def misfits(entry: Any, kind: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the shape of an entry of this kind, each with its remedy."""
    return misfits_in(entry, ENTRIES[kind])


def misfits_in(entry: Any, shape: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry that should have this shape, each with its remedy."""
    if not isinstance(entry, Lines):
        yield f"'{entry}' is no entry.", f"Write keys and values, '{next(iter(shape))}: ...' first."
        return
    for key, wanted in shape.items():
        if wanted.endswith("!") and key not in entry:
            yield f"'{key}' is missing.", "Write it."
    for key, value in entry.items():
        if key not in shape:
            yield f"'{key}' is no key here.", nearest(str(key), list(shape))
            continue
        fits, words = KINDS[shape[key].rstrip("!")]
        if not fits(value):
            yield f"'{key}' is {shown(value)}.", f"Write {words}."


def shown(value: Any) -> str:
    """A value as YAML read it: of a list, what is no text in it."""
    match value:
        case None:
            return "empty"
        case bool():
            return f"read as {str(value).lower()}"
        case int() | float():
            return f"read as the number {value}"
        case str():
            return f"the text '{value}'"
        case date():
            return f"read as the date {value}"
        case [*parts]:
            return next((shown(part) for part in parts if not isinstance(part, str)), "a list")
    return "a mapping"
