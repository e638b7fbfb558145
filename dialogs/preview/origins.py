"""Where the words of a piece came from: files, names in them, and lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogs.content import Content
from dialogs.exercise_files import EXERCISES
from dialogs.patterns import Factor, Pattern, Topic
from dialogs.preview.chat import Bubble, Stage, Turn
from dialogs.preview.parts import Piece
from dialogs.questions import Screen
from dialogs.wording import Texts

ABOUT_RULES = ("verdict_", "why_verdict")
"""Messages that tell rules begin like this."""


@dataclass(frozen=True)
class Origin:
    """A name in a file of the content, or a file in one of its folders, and the line if it is known."""

    file: str
    name: str
    line: int | None = None

    @classmethod
    def at(cls, where: str, name: str) -> "Origin":
        """From a place such as "rules/rest.yaml, line 12"."""
        file, _, rest = where.partition(", ")
        found = re.match(r"line (\d+)", rest)
        return cls(file, name, int(found[1]) if found else None)


def origins(stage: Stage, piece: Piece) -> dict[str, list[Origin]]:
    """Everything a piece came from, by file: messages first, then texts, questions, facts, rules and sources."""
    bubbles = [bubble for turn in piece.turns for bubble in turn.bubbles]
    found = [origin for bubble in bubbles for origin in _of_bubble(stage, bubble)]
    keys = (key for bubble in bubbles for key in bubble.texts(stage.templates.used(bubble.key, bubble.values)))
    found += [origin for key in dict.fromkeys(keys) for origin in _of_key(stage.content, stage.texts, key)]
    found += _of_question(stage.content, piece)
    found += _of_rules(stage.content, [*piece.rules, *(rule for turn in piece.turns for rule in _told(turn))])
    by_file: dict[str, list[Origin]] = {}
    for origin in dict.fromkeys(found):
        by_file.setdefault(origin.file, []).append(origin)
    return by_file


def _of_bubble(stage: Stage, bubble: Bubble) -> Iterator[Origin]:
    if bubble.picture:
        yield Origin("pictures", f"{bubble.picture}.svg.j2")
    for name in stage.templates.included(bubble.key):
        yield Origin(f"{stage.language}/messages", name)


def _of_key(content: Content, texts: Texts, key: str) -> Iterator[Origin]:
    """A text, and what of the content it speaks for."""
    file, _, name = key.partition(".")
    yield Origin.at(texts.places[key], name)
    entry = name.partition(".")[0]
    entries: dict[str, Sequence[Pattern | Factor | Topic]] = {
        "patterns": content.patterns,
        "factors": content.factors,
        "topics": content.topics,
    }
    if file == "questions":
        if entry in screens_of(content):
            yield Origin.at(screens_of(content)[entry].where, entry)
        if entry in content.facts:
            yield Origin.at(content.facts[entry].where, entry)
    for one in entries.get(file, ()):
        if one.id == entry:
            yield Origin.at(one.where, entry)
            yield from (Origin.at(content.sources[source].where, source) for source in one.source)
    if file == "regions":
        yield Origin("regions.yaml", entry)
    yield from _of_plan(content, file, name.split("."))


def _of_plan(content: Content, file: str, parts: list[str]) -> Iterator[Origin]:
    """The exercise or the row of decisions that a text speaks for."""
    match file, parts:
        case "exercises", [name, *_] if name in content.library.moves:
            move = content.library.moves[name]
            yield Origin.at(f"{EXERCISES}, {move.where}", name)
            yield from (Origin.at(content.sources[source].where, source) for source in move.source)
        case "decisions", [_, because, *_]:
            for row in content.decisions.row.values():
                if row.because == because:
                    yield Origin.at(row.where, row.id)
                    yield from (Origin.at(content.sources[source].where, source) for source in row.source)


def screens_of(content: Content) -> dict[str, Screen]:
    """The screens of all questionnaires by id."""
    return {name: screen for questions in content.questionnaires.values() for name, screen in questions.by_id.items()}


def _of_question(content: Content, piece: Piece) -> Iterator[Origin]:
    if piece.screen:
        yield Origin.at(screens_of(content)[piece.screen].where, piece.screen)
    yield from (Origin.at(content.facts[fact].where, fact) for fact in piece.facts)


def _told(turn: Turn) -> tuple[str, ...]:
    """The rules a turn told of."""
    return turn.because if any(bubble.key.startswith(ABOUT_RULES) for bubble in turn.bubbles) else ()


def _of_rules(content: Content, rules: Iterable[str]) -> Iterator[Origin]:
    for name in rules:
        rule = content.rule[name]
        yield Origin.at(rule.where, name)
        yield from (Origin.at(content.sources[source].where, source) for source in rule.source)
