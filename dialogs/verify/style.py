"""How the texts read: grade, length of sentences, words that must not appear, one question at a time."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dialogs.reading import Lines, Problems, read_yaml
from dialogs.shapes import misfits_in
from dialogs.verify.findings import Finding
from dialogs.verify.walking import Heard
from dialogs.wording import LANGUAGE, Texts

STYLE = "style"
FILE = "style.yaml"
SHAPES = {
    "language": {"grade": "mapping!", "sentence": "number!", "known": "texts!", "never": "list!"},
    "grade": {"message": "number!", "part": "number!"},
    "never": {"pattern": "text!", "why": "text!", "allowed_in": "texts"},
}
"""As in `dialogs.shapes`: a kind of value with "!" must be there."""
NO_PROSE = (".typed", ".filler", ".instead_typed", ".label", ".short", ".none", ".instead")
TWO_IN_ONE = re.compile(
    r"\?.*\?|\band (do|does|did|is|are|was|were|has|have|can) (you|it|they|your|the)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Never:
    """Words no text says, but for the messages they are allowed in."""

    pattern: re.Pattern[str]
    why: str
    allowed_in: tuple[str, ...]


@dataclass(frozen=True)
class Style:
    """The limits of one language."""

    message_grade: float
    part_grade: float
    sentence: int
    known: tuple[str, ...]
    never: tuple[Never, ...]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Style":
        """The limits as style.yaml gives them."""
        never = tuple(
            Never(re.compile(entry["pattern"], re.IGNORECASE), entry["why"], tuple(entry.get("allowed_in", ())))
            for entry in data["never"]
        )
        grade = data["grade"]
        return cls(grade["message"], grade["part"], data["sentence"], tuple(data["known"]), never)

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return re.compile(rf"\b({'|'.join(self.known)})\b", re.IGNORECASE)

    def grade(self, text: str) -> float:
        """The reading grade of plain text, lines without a full stop counted as sentences."""
        import textstat

        return float(textstat.flesch_kincaid_grade(self._known.sub("knee", " ".join(sentences(text)))))


def check_style(folder: Path, language: str, texts: Texts, heard: list[Heard]) -> Iterator[Finding]:
    """Everything a reader would stumble over; nothing for a language that style.yaml does not know."""
    problems = Problems()
    style = read_style(folder, language, problems)
    yield from map(Finding.of, problems.found)
    if style is None:
        return
    prose = dict(prose_of(texts))
    yield from words_that_never_appear(style, language, texts)
    yield from two_questions_in_one(texts)
    yield from long_sentences(style, [(texts.places[key], text) for key, text in prose.items()])
    yield from hard_parts(style, texts, prose)
    messages = {one.text: f"{language}/messages/{one.key}.j2" for one in heard if is_a_message(one)}
    yield from long_sentences(style, [(where, plain(text)) for text, where in messages.items()])
    yield from hard_messages(style, messages)


def read_style(folder: Path, language: str, problems: Problems) -> Style | None:
    """The limits of a language; None where there are none, which for English is a finding, as is what can't be used."""
    data = read_yaml(folder, FILE, problems).get(language)
    if data is None:
        if language == LANGUAGE and not problems.found:
            problems.add(FILE, f"it says nothing of '{language}'.", "Put back what was there.")
        return None
    check_shape(data, problems)
    return None if problems.found else Style.read(data)


def check_shape(data: Any, problems: Problems) -> None:
    """Each limit is there and a number, each forbidden word a pattern that can be used."""
    parts = [(data, SHAPES["language"])]
    if isinstance(data, Lines):
        parts += [(data.get("grade", Lines()), SHAPES["grade"])]
        parts += [(entry, SHAPES["never"]) for entry in data.get("never") or ()]
    for part, shape in parts:
        where = f"{FILE}, {part.where}" if isinstance(part, Lines) else FILE
        for problem, remedy in misfits_in(part, shape):
            problems.add(where, problem, remedy)
        if isinstance(part, Lines) and isinstance(part.get("pattern"), str):
            try:
                re.compile(part["pattern"])
            except re.error as error:
                problems.add(where, f"'pattern' can't be used: {error}.", "Mend it, or put a backslash before it.")


def prose_of(texts: Texts) -> Iterator[tuple[str, str]]:
    """The strings that are sentences: no labels, and nothing runners type."""
    for key, value in texts.strings.items():
        is_prose = not key.startswith(("words.", "regions.")) and not key.endswith(NO_PROSE)
        if is_prose and isinstance(value, str) and len(value.split()) > 3:
            yield key, re.sub(r"\{\{.*?\}\}", "10", value)


def is_a_message(one: Heard) -> bool:
    """Not a question, whose words are looked at by themselves, and not a list of labels."""
    return not one.is_toast and not one.key.startswith(("question", "answer"))


def plain(text: str) -> str:
    """Telegram HTML without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def sentences(text: str) -> list[str]:
    """The sentences of plain text; a line, and a point of a list, ends one too."""
    found = []
    for line in text.splitlines():
        bare = re.sub(r"^\s*(•|\d+\.)\s*", "", line).strip()
        if bare:
            found += re.split(r"(?<=[.!?;])\s+", bare if bare[-1] in ".!?" else f"{bare}.")
    return found


def long_sentences(style: Style, parts: list[tuple[str, str]]) -> Iterator[Finding]:
    """Sentences with more words than one breath holds, each once."""
    seen = set()
    for where, text in parts:
        for sentence in sentences(text):
            count = len(re.findall(r"[\w'’-]+", sentence))
            if count > style.sentence and sentence not in seen:
                seen.add(sentence)
                problem = f"a sentence has {count} words: '{_beginning(sentence)}'."
                yield Finding.at(STYLE, where, problem, f"Make two of it: at most {style.sentence} words.")


def hard_parts(style: Style, texts: Texts, prose: Mapping[str, str]) -> Iterator[Finding]:
    """Questions above the grade of a message, other strings above that of a part."""
    for key, text in prose.items():
        is_question = key.startswith("questions.") and key.endswith((".ask", ".plainer"))
        most = style.message_grade if is_question else style.part_grade
        help_key = f"{key.removesuffix('.ask')}.help"
        asked = f"{text} {prose.get(help_key, '')}" if key.endswith(".ask") else text
        grade = style.grade(asked)
        if grade > most:
            yield _too_hard(texts.places[key], grade, most, text)


def hard_messages(style: Style, messages: Mapping[str, str]) -> Iterator[Finding]:
    """Messages above their grade, the hardest wording of each."""
    worst: dict[str, tuple[float, str]] = {}
    for text, where in messages.items():
        grade = style.grade(plain(text))
        if grade > worst.get(where, (style.message_grade, ""))[0]:
            worst[where] = grade, plain(text)
    for where, (grade, text) in worst.items():
        yield _too_hard(where, grade, style.message_grade, text)


def _too_hard(where: str, grade: float, most: float, text: str) -> Finding:
    problem = f"it reads at grade {grade:.1f}: '{_beginning(text)}'."
    return Finding.at(STYLE, where, problem, f"Use shorter words and sentences: {most} at most.")


def words_that_never_appear(style: Style, language: str, texts: Texts) -> Iterator[Finding]:
    """What style.yaml forbids, in strings and in the lines of the messages."""
    lines = [
        (texts.places[key], "", str(value))
        for key, value in texts.strings.items()
        if isinstance(value, str) and not key.startswith("words.")
    ]
    for name in texts.messages.list_templates():
        source = (
            texts.messages.loader.get_source(texts.messages, name)[0] if texts.messages.loader else ""
        ).splitlines()
        lines += [
            (
                f"{language}/messages/{name}, line {number}",
                name.removesuffix(".j2"),
                plain(re.sub(r"\{.*?\}\}?", "", line)),
            )
            for number, line in enumerate(source, 1)
        ]
    for where, message, text in lines:
        for never in style.never:
            found = None if message in never.allowed_in else never.pattern.search(text)
            if found:
                yield Finding.at(STYLE, where, f"'{found[0]}' must not appear.", never.why)


def two_questions_in_one(texts: Texts) -> Iterator[Finding]:
    """Questions a runner could answer with yes and with no at once."""
    for key, value in texts.strings.items():
        if key.endswith((".ask", ".plainer", "_ask")) and TWO_IN_ONE.search(str(value)):
            problem = f"two questions stand in one: '{_beginning(str(value))}'."
            yield Finding.at(STYLE, texts.places[key], problem, "Ask one thing, or join them by 'or'.")


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."
