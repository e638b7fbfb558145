"""Typed words → an answer on offer, or nothing: a misspelling is forgiven, a guess is never made."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

LONGEST = 4096
"""No message of Telegram is longer."""

SLIP_FROM = 5
"""In words shorter than this a slip is not forgiven: can't and can, sore and sure, lump and limp are neighbours."""


def normal(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without accents, apostrophes or punctuation."""
    letters = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’`´")
    return tuple(re.findall(r"[^\W_]+", kept))


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in the content; never for what a runner typed, which must not stay in memory."""
    return normal(name)


def alike(typed: str, word: str) -> bool:
    """The same word, one slip forgiven in longer words and two from eight letters on; digits must be exact."""
    if typed == word:
        return True
    if len(word) < SLIP_FROM or typed.isdigit() or word.isdigit() or typed[:1] != word[:1]:
        return False
    slips = 2 if len(word) >= 8 else 1
    return OSA.distance(typed, word, score_cutoff=slips) <= slips


@dataclass(frozen=True, slots=True)
class Option:
    """An answer on offer and everything one may type for it."""

    value: str
    names: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, value: str, names: Iterable[str]) -> "Option":
        """An option known by these names."""
        return cls(value, tuple(words for words in map(words_of, names) if words))


def chosen(text: str, options: Sequence[Option]) -> str | None:
    """The one option the text names: exactly if any does, else with small misspellings; None if none or several."""
    typed = normal(text)
    if not typed:
        return None
    exact = {option.value for option in options if typed in option.names}
    if exact:
        return exact.pop() if len(exact) == 1 else None
    near = {option.value for option in options if any(_near(typed, name) for name in option.names)}
    return near.pop() if len(near) == 1 else None


SIGNED = re.compile(r"\s*(?:[-−–+<>≤≥]\s*=?\s*\d+|\d+\s*[+%])\s*")


def is_signed(text: str) -> bool:
    """Whether it is a single number with a sign that makes it another one, or more than one: "3+", "> 3", "-1"."""
    return SIGNED.fullmatch(text) is not None


def _near(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return len(typed) == len(name) and all(map(alike, typed, name))


FILLER = frozenset({"about", "around", "roughly", "maybe", "a", "an", "its", "it", "is", "like", "pain", "say", "id"})


def score(text: str, numbers: Mapping[str, int]) -> int | None:
    """A whole number from 0 to 10 as typed: "4", "4/10", "four", "4 out of 10", "about 4"; else None."""
    stripped = text.strip()
    if re.search(r"\d\s*[.,]\s*\d|\d\s*[-–]\s*\d|[-−<>≤≥]\s*\d|\d\s*\+", stripped):
        return None
    typed = [word for word in normal(stripped) if word not in FILLER]
    match typed:
        case [number] | [number, "10"] | [number, "of", "10"] | [number, "out", "of", "10" | "ten"]:
            if number.isascii() and number.isdigit() and len(number) <= 3:
                value = int(number)
            elif number in numbers:
                value = int(numbers[number])
            else:
                return None
            if typed[1:] and "/" not in stripped and "of" not in typed:
                return None
            return value if 0 <= value <= 10 else None
    return None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may mean an emergency; `fact` is the one a yes sets, None if no fact of ours says it.

    At most `between` other words may stand between each two.
    """

    words: tuple[str, ...]
    fact: str | None
    between: int = 2


class Phrases:
    """Phrases to look for, by their first word."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.all = tuple(phrases)
        self._by_first: dict[str, list[tuple[int, Phrase]]] = {}
        self._long: dict[int, list[str]] = {}
        for place, phrase in enumerate(self.all):
            first = phrase.words[0]
            if first not in self._by_first and len(first) >= SLIP_FROM:
                self._long.setdefault(len(first), []).append(first)
            self._by_first.setdefault(first, []).append((place, phrase))

    def in_text(self, text: str) -> Phrase | None:
        """The first phrase whose words stand in the text in order, with no more between them than it allows."""
        typed = normal(text)
        found = [
            (place, phrase)
            for at, word in enumerate(typed)
            for first in self._firsts(word)
            for place, phrase in self._by_first[first]
            if _follows(typed, at + 1, phrase.words[1:], phrase.between)
        ]
        return min(found, key=lambda one: one[0])[1] if found else None

    def _firsts(self, word: str) -> list[str]:
        """The first words this word may stand for."""
        slips = [
            first
            for length in (len(word) - 1, len(word), len(word) + 1)
            for first in self._long.get(length, ())
            if first not in (word, _without_s(word)) and _same_or_slip(word, first)
        ]
        return [*(one for one in (word, _without_s(word)) if one in self._by_first), *slips]


def _follows(typed: tuple[str, ...], start: int, words: tuple[str, ...], between: int) -> bool:
    if not words:
        return True
    return any(
        _same_or_slip(typed[at], words[0]) and _follows(typed, at + 1, words[1:], between)
        for at in range(start, min(start + between + 1, len(typed)))
    )


def _without_s(word: str) -> str:
    """The foot of "my foot's gone numb", and one knee of two."""
    return word[:-1] if len(word) > len("its") and word.endswith("s") else word


def _same_or_slip(typed: str, word: str) -> bool:
    if word in (typed, _without_s(typed)):
        return True
    if len(word) < SLIP_FROM or abs(len(typed) - len(word)) > 1:
        return False
    return OSA.distance(typed, word, score_cutoff=1) <= 1
