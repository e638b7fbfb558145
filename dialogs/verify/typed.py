"""Words that runners type: those every question needs are there, and none stands for two answers of one question."""

from collections.abc import Iterable, Iterator, Mapping

from dialogs.content import Content
from dialogs.questions import Screen
from dialogs.understanding import normal
from dialogs.verify.findings import Finding
from dialogs.wording import LANGUAGE, Texts

STRUCTURE = "structure"
NEEDED = ("yes", "no", "not_sure", "none", "done", "skip", "why", "back", "seen_cleared", "seen_waiting", "not_seen")


def check_typed(content: Content) -> Iterator[Finding]:
    """Words that are missing in English, on which every language falls back, and words with two meanings."""
    for name in NEEDED:
        if not content.languages[LANGUAGE].has(f"words.{name}"):
            yield Finding.at(STRUCTURE, f"{LANGUAGE}/words.yaml", f"the text '{name}' is missing.", "Write it.")
    for texts in content.languages.values():
        yield from meant_twice(texts, {name: texts.strings.get(f"words.{name}", ()) for name in NEEDED[:3]}, "words.")
        for questions in content.questionnaires.values():
            for screen in questions.screens:
                yield from meant_twice(texts, dict(options(texts, screen)), "questions.")


def options(texts: Texts, screen: Screen) -> Iterator[tuple[str, Iterable[str]]]:
    """The answers that can be typed to a screen, each with its words."""
    for item in screen.items:
        fact = item.fact
        names = [f"{fact.id}.values.{value}" for value in fact.values] or [fact.id]
        for name in names if screen.kind in ("ticks", "choice") else ():
            yield f"{name}.typed", texts.typed(f"questions.{name}")


def meant_twice(texts: Texts, words: Mapping[str, Iterable[str]], file: str) -> Iterator[Finding]:
    """Words that stand under two names: whoever types them is not understood."""
    seen: dict[tuple[str, ...], str] = {}
    for name, typed in words.items():
        for word in typed:
            other = seen.setdefault(normal(word), name)
            if other != name:
                problem = f"'{word}' stands under '{name}' and under '{other}', so it means neither."
                yield Finding.at(STRUCTURE, texts.places[f"{file}{name}"], problem, "Keep one.")
