"""Text key + values + language → the words a runner reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from dialogs.reading import Lines, Problems, read_yaml

if TYPE_CHECKING:
    from dialogs.content import Content

LANGUAGE = "en"
"""The language that is always there; others fall back on it."""
FILES = (
    "buttons", "changes", "decisions", "exercises", "factors", "menu", "patterns", "pictures", "plan", "privacy",
    "questions", "questions_plan", "reasons", "regions", "settings", "settings_words", "squads", "squads_talk", "today",
    "topics", "words",
)  # fmt: skip

LISTS = ("filler", "how")
"""Names under which several texts stand, beside those of typed words."""
EITHER = ("settings.clock.", "settings.dates.", "squads.talk.")
"""Where words to say and words to understand stand together."""


@dataclass(frozen=True)
class Texts:
    """The texts of one language: plain strings by dotted key, messages as templates of Telegram HTML.

    `places` says for each string where it stands: its file and line.
    """

    strings: Mapping[str, Any]
    plain: jinja2.Environment
    messages: jinja2.Environment
    places: Mapping[str, str] = field(default_factory=dict)
    _templates: dict[str, jinja2.Template] = field(default_factory=dict, repr=False, compare=False)

    def text(self, key: str, /, **values: object) -> str:
        """A short string as plain text, for example `text("questions.age_band.ask")`. Raises KeyError."""
        string: str = self.strings[key]
        return self._template(self.plain, key).render(values) if "{{" in string else string

    def has(self, key: str) -> bool:
        """Whether there is such a string."""
        return key in self.strings

    def typed(self, key: str) -> tuple[str, ...]:
        """Other words a runner may type for something; none if the texts give none."""
        return tuple(self.strings.get(f"{key}.typed", ()))

    def under(self, key: str) -> frozenset[str]:
        """The names that have strings under a key."""
        start = f"{key}."
        return frozenset(name[len(start) :].partition(".")[0] for name in self.strings if name.startswith(start))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number words as typed, for example four → 4."""
        start = "words.numbers."
        return {key.removeprefix(start): value for key, value in self.strings.items() if key.startswith(start)}

    def message(self, key: str, values: Mapping[str, object]) -> str:
        """A message as Telegram HTML."""
        return self._template(self.messages, f"{key}.j2").render(values).strip()

    def _template(self, environment: jinja2.Environment, name: str) -> jinja2.Template:
        """Kept here: the environment's own cache takes a lock, and its globals are merged anew, for every text."""
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = environment.get_template(name)
            found.globals = environment.globals
        return found


def words(content: "Content", language: str, text: str, values: Mapping[str, object]) -> str:
    """What a reply says, as Telegram HTML; values are escaped."""
    return content.texts(language).message(text, values)


def read_texts(folder: Path, language: str, problems: Problems) -> Texts:
    """All texts of one language; what can't be read or compiled is a finding."""
    strings: dict[str, Any] = {}
    places: dict[str, str] = {}
    for name in FILES:
        file = f"{language}/{name}.yaml"
        # What follows the underscore only keeps a file short: its texts are known by the part before.
        _flatten(name.partition("_")[0], read_yaml(folder, file, problems), strings, places, file, problems)
    templates = {key: string for key, string in strings.items() if isinstance(string, str) and "{{" in string}
    # Labels and values are plain text: they are escaped where they enter a message.
    plain = jinja2.Environment(loader=jinja2.DictLoader(templates), undefined=jinja2.StrictUndefined)  # noqa: S701
    messages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder / language / "messages"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for environment in (plain, messages):
        # Our texts call no functions, and jinja would copy these for every text.
        environment.globals.clear()
    _check_kinds(strings, places, problems)
    _compile(plain, problems, places)
    _compile(messages, problems, {name: f"{language}/messages/{name}" for name in messages.list_templates()})
    return Texts(strings, plain, messages, places)


def _flatten(
    prefix: str, entry: Any, strings: dict[str, Any], places: dict[str, str], where: str, problems: Problems
) -> None:
    if not isinstance(entry, Lines):
        strings[prefix], places[prefix] = entry, where
        return
    for key, value in entry.items():
        at = f"{where.partition(',')[0]}, line {entry.at[key]}"
        if isinstance(key, bool):
            problems.add(at, f"the key is read as {str(key).lower()}.", "Put it in quotes.")
        _flatten(f"{prefix}.{key}", value, strings, places, at, problems)


def _check_kinds(strings: Mapping[str, Any], places: Mapping[str, str], problems: Problems) -> None:
    """YAML reads a bare no as false and 12_15 as 1215; blank texts are found by `verify`."""
    for key, value in strings.items():
        lists = _is_list(key)
        if value is not None and lists is not None and lists != isinstance(value, list):
            name, what = key.partition(".")[2], "is one text" if lists else "is a list"
            remedy = "Write a list, such as [these words, other words]." if lists else "Write one text, in quotes."
            problems.add(places[key], f"the text '{name}' {what}.", remedy)
            continue
        texts = (
            value if isinstance(value, list) else [] if value is None or key.startswith("words.numbers.") else [value]
        )
        for text in texts:
            if not isinstance(text, str):
                name = key.partition(".")[2]
                problems.add(places[key], f"the text '{name}' holds {text!r}, which is no text.", "Put it in quotes.")


def _is_list(key: str) -> bool | None:
    """Whether several texts belong under a key, as typed words do, or just one; None where either may stand."""
    file, *parts = key.split(".")
    if key.startswith(("words.numbers.", *EITHER)):
        return None
    typed = file in ("questions", "regions", "settings") and any("typed" in part for part in parts)
    return file == "words" or parts[-1] in LISTS or typed


def _compile(environment: jinja2.Environment, problems: Problems, places: Mapping[str, str]) -> None:
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            where = places[name] if ", line " in places[name] else f"{places[name]}, line {error.lineno}"
            problems.add(where, f"the template can't be read: {str(error.message).rstrip('.')}.", "Mend it.")
        except UnicodeDecodeError:
            problems.add(places[name], "it is not UTF-8 text.", "Save it as UTF-8.")
