"""The Bot API's own list of methods and fields, read from aiogram's method classes.

aiogram's classes are generated from the documentation, so the list owes nothing to the bot's own library.
Importing them takes seconds; therefore the list is kept as JSON beside the compiled Python files.

A table is `{"methods": {name: fields}, "objects": {name: fields}}`, fields are `{name: [required, kinds]}`
and kinds, the alternatives of a field, a list of "int", "str", "bool", "float", "file", "any",
`["list", kinds]`, `["object", name]` and `["one of", values]`.
"""

import inspect
import json
import os
import types
import typing
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .values import Json

FORMAT = 1
Annotation = typing.Any
Kinds = list[Json]
Fields = dict[str, tuple[bool, Kinds]]
Table = dict[str, dict[str, Fields]]

_SIMPLE = {int: "int", str: "str", bool: "bool", float: "float", datetime: "int", typing.Any: "any"}


@cache
def read_table() -> Table:
    """The table of the installed aiogram; from its cache file when there is one."""
    kept = Path(__file__).parent / "__pycache__" / f"methods-{version('aiogram')}-{FORMAT}.json"
    if kept.exists():
        table: Table = json.loads(kept.read_text())
        return table
    table = _build()
    try:
        kept.parent.mkdir(exist_ok=True)
        scratch = kept.with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps(table))
        scratch.replace(kept)
    except OSError:
        pass  # a read-only checkout only costs the time
    return table


def _build() -> Table:
    from aiogram import methods

    classes = (getattr(methods, name) for name in methods.__all__)
    objects: dict[str, Fields] = {}
    found = {
        str(method.__api_method__): _fields_of(method, objects)
        for method in classes
        if inspect.isclass(method) and method is not methods.TelegramMethod and hasattr(method, "__api_method__")
    }
    return {"methods": found, "objects": objects}


def _fields_of(model: Annotation, objects: dict[str, Fields]) -> Fields:
    fields: Fields = {}
    for name, field in model.model_fields.items():
        if (field.json_schema_extra or {}).get("deprecated"):
            continue
        kinds = _kinds_of(field.annotation, objects)
        # The documentation requires each constant ("type"); aiogram fills it in by itself.
        constant = any(isinstance(kind, list) and kind[0] == "one of" for kind in kinds)
        fields[field.alias or name] = (field.is_required() or constant, kinds)
    return fields


def _kinds_of(annotation: Annotation, objects: dict[str, Fields]) -> Kinds:
    origin: Annotation = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        kinds: Kinds = []
        for alternative in arguments:
            kinds += [kind for kind in _kinds_of(alternative, objects) if kind not in kinds]
        return kinds
    if origin is typing.Annotated:
        return _kinds_of(arguments[0], objects)
    if origin is list:
        return [["list", _kinds_of(arguments[0], objects)]]
    if origin is typing.Literal:
        return [["one of", [getattr(value, "value", value) for value in arguments]]]
    if annotation in _SIMPLE:
        return [_SIMPLE[annotation]]
    if not inspect.isclass(annotation):
        return ["any"]  # the recursive rich text
    return _kinds_of_class(annotation, objects)


def _kinds_of_class(annotation: Annotation, objects: dict[str, Fields]) -> Kinds:
    name = annotation.__name__
    if annotation in (types.NoneType, timedelta) or name == "Default":
        return []
    if name == "InputFile":
        return ["file"]
    if name not in objects:
        objects[name] = {}  # set before the fields are read: objects may contain themselves
        objects[name] = _fields_of(annotation, objects)
    return [["object", name]]
