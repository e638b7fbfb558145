"""Is a call what the Bot API's documentation says? Every field, however deep, against `schema`'s table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from .errors import malformed
from .schema import Fields, Kinds, read_table
from .values import Json, Params, Upload

# A check gives None or what is wrong, with the path of the field.
Check = Callable[[Json, str], str | None]


def checked(method: str, values: Mapping[str, Json], *, validate: bool) -> Params:
    """The fields of a call with their types; text from a form is read as what the field wants.

    Raises a malformed refusal for an unknown, missing or mistyped field; with `validate` off only for
    text that cannot be read.
    """
    fields = _read_method(method)
    params: Params = {}
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            if validate and not _is_attached(name, values):
                raise malformed(f'field "{name}" is unknown in {method}')
            continue
        if isinstance(value, str):
            value = _read_text(value, field.reads, name)
            if "file" in field.kinds and isinstance(value, str) and value.startswith("attach://"):
                value = _attached(value, values)
        if validate and (problem := field.check(value, name)):
            raise malformed(f"{problem} in {method}")
        params[name] = value
    if validate:
        for name, field in fields.items():
            if field.required and name not in params:
                raise malformed(f'field "{name}" is missing in {method}')
    return params


@dataclass(frozen=True, slots=True)
class _Field:
    required: bool
    kinds: Kinds
    reads: str
    check: Check


@cache
def _read_method(method: str) -> dict[str, _Field]:
    fields: Fields = read_table()["methods"][method]
    return {
        name: _Field(required, kinds, _reading(kinds), _check_of(json.dumps(kinds)))
        for name, (required, kinds) in fields.items()
    }


@cache
def method_names() -> dict[str, str]:
    """Lower-case name -> name: the server does not mind capitals."""
    return {name.lower(): name for name in read_table()["methods"]}


def _reading(kinds: Kinds) -> str:
    if any(isinstance(kind, list) and kind[0] in ("list", "object") for kind in kinds):
        return "json"
    if "str" in kinds:
        return "id" if "int" in kinds else "str"
    return next((kind for kind in ("int", "float", "bool") if kind in kinds), "str")


def _read_text(text: str, reads: str, name: str) -> Json:
    try:
        match reads:
            case "json":
                return json.loads(text)
            case "id":
                return int(text) if text.removeprefix("-").isdecimal() else text
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "bool":
                return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError, RecursionError):
        raise malformed(f'can\'t parse field "{name}" as {reads}') from None
    return text


def _is_attached(name: str, values: Mapping[str, Json]) -> bool:
    """A file part may have any name that another field refers to."""
    link = f"attach://{name}"
    return isinstance(values[name], Upload) and any(link in text for text in values.values() if isinstance(text, str))


def _attached(link: str, values: Mapping[str, Json]) -> Upload:
    upload = values.get(link.removeprefix("attach://"))
    if not isinstance(upload, Upload):
        raise malformed(f'can\'t find the part "{link}" refers to')
    return upload


@cache
def _check_of(kinds_json: str) -> Check:
    checks = [_check_of_kind(kind) for kind in json.loads(kinds_json)]
    if len(checks) == 1:
        return checks[0]

    def check(value: Json, path: str) -> str | None:
        problems = []
        for alternative in checks:
            problem = alternative(value, path)
            if problem is None:
                return None
            problems.append(problem)
        # Of several alternatives the one that fits furthest names the fault best.
        return max(problems, key=len) if isinstance(value, dict | list) else problems[0]

    return check


def _check_of_kind(kind: Json) -> Check:
    match kind:
        case "any":
            return lambda value, path: None
        case "file":
            return _typed("a file", Upload)
        case "float":
            return _typed("a number", float, int)
        case "int":
            return _typed("an integer", int)
        case "str":
            return _typed("a string", str)
        case "bool":
            return _typed("true or false", bool)
        case ["list", kinds]:
            return _list_of(_check_of(json.dumps(kinds)))
        case ["one of", values]:
            return lambda value, path: None if value in values else f'field "{path}" must be one of {values}'
        case ["object", name]:
            return _object(name)
    raise AssertionError(kind)


def _typed(what: str, *wanted: type) -> Check:
    def check(value: Json, path: str) -> str | None:
        return None if type(value) in wanted else f'field "{path}" must be {what}'

    return check


def _list_of(check_item: Check) -> Check:
    def check(value: Json, path: str) -> str | None:
        if type(value) is not list:
            return f'field "{path}" must be a list'
        problems = (check_item(item, f"{path}[{i}]") for i, item in enumerate(value))
        return next((problem for problem in problems if problem), None)

    return check


def _object(name: str) -> Check:
    @cache  # not before it is needed: an object may contain itself
    def checks() -> dict[str, tuple[bool, Check]]:
        fields = read_table()["objects"][name]
        return {field: (required, _check_of(json.dumps(kinds))) for field, (required, kinds) in fields.items()}

    def check(value: Json, path: str) -> str | None:
        if type(value) is not dict:
            return f'field "{path}" must be an object'
        fields = checks()
        for key, item in value.items():
            if key not in fields:
                return f'field "{path}.{key}" is unknown'
            if problem := fields[key][1](item, f"{path}.{key}"):
                return problem
        for key, (required, _) in fields.items():
            if required and key not in value:
                return f'field "{path}.{key}" is missing'
        return None

    return check
