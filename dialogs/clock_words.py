"""A time of day as typed → "19:00", or every time the words can mean: "7" alone is the morning and the evening.

The words stand in `settings.clock` of the texts; how they follow each other is the English way.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from dialogs.understanding import LONGEST
from dialogs.wording import Texts

DAY = 24 * 60
NOON = 12

PARTS = {
    "morning": tuple(range(12)),
    "afternoon": (12, *range(13, 19)),
    "evening": tuple(range(16, 24)),
    "night": (*range(17, 24), 0, 1, 2, 3, 4),
    "later": tuple(range(12, 24)),
}
"""The hours a part of the day can be about; `later` is pm."""

TIME = re.compile(r"(?<![\d.:])(\d{1,2})\s*(?:[:.h]\s*(\d{2}))?(?![\d.:])|(?<!\d)(\d{1,2})(\d{2})(?!\d)", re.ASCII)
LONG_CLOCK = re.compile(r"(?<![\d.:])(?:0\d|1[3-9]|2[0-4])(?:[:.h]\d\d)?(?![\d.:])", re.ASCII)
SINGLE = re.compile(r"(?<![\d.:])(\d)(?=[:.h]\d\d|[^\d.:]|$)", re.ASCII)
NO_TIME = re.compile(r"\d\s*[-‐−–—+/<>≤≥,%]|[-‐−–—+/<>≤≥,]\s*\d")
RANGE = r"[-‐−–—]|\b(?:{words})\b"


def hours_meant(text: str, texts: Texts) -> tuple[str, ...]:
    """Every time of day the words can mean, as "HH:MM": none, one, or two where morning or evening is not said."""
    lowered = _lower(text)
    if NO_TIME.search(lowered):
        return ()
    words = _words(texts)
    tokens = [token for token in _tokens(lowered, texts) if token not in words["filler"]]
    if tokens and tokens[0] in words["before"]:
        tokens = tokens[1:]  # "change it to 7 pm"
    named = [part for part in PARTS if any(token in words[part] for token in tokens)]
    fitting = set(range(24)).intersection(*(PARTS[part] for part in named))
    bare = [token for token in tokens if not any(token in words[part] for part in PARTS)]
    return tuple(dict.fromkeys(_meant(bare, fitting, words)))


def read_hour(text: str, texts: Texts) -> str | None:
    """The time of day that is meant, as "HH:MM"; None if it is none, or more than one."""
    meant = hours_meant(text, texts)
    return meant[0] if len(meant) == 1 else None


def spans_meant(text: str, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Every span of time the words can mean, such as ("22:00", "07:00") for "10 pm to 7"; none if they name none.

    Beside an hour above 12, or one with a leading 0, the other one is of the same clock: "22 to 7" ends in the morning.
    """
    lowered = _lower(text)
    padded = SINGLE.sub(r"0\1", lowered) if LONG_CLOCK.search(lowered) else lowered
    return _spans(padded, texts) or _spans(lowered, texts)


def _spans(lowered: str, texts: Texts) -> tuple[tuple[str, str], ...]:
    between = RANGE.format(words="|".join(map(re.escape, texts.strings["settings.clock.between"])))
    found: dict[tuple[str, str], None] = {}
    for cut in re.finditer(between, lowered):
        starts, ends = hours_meant(lowered[: cut.start()], texts), hours_meant(lowered[cut.end() :], texts)
        found |= dict.fromkeys((start, end) for start, end in product(starts, ends) if start != end)
    return tuple(found)


def minutes(hour: str) -> int:
    """Minutes since midnight of a time such as "18:30"."""
    return int(hour[:2]) * 60 + int(hour[3:])


def hour_of(minute: int) -> str:
    """The time so many minutes after midnight, of this day or another."""
    return f"{minute % DAY // 60:02}:{minute % 60:02}"


def is_hour(text: str) -> bool:
    """Whether this is a time as it is kept: "HH:MM"."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII) is not None


def _lower(text: str) -> str:
    """In lower case, digits as digits, without accents and apostrophes, "p.m." as pm."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    kept = "".join(letter for letter in folded if not unicodedata.combining(letter) and letter not in "'’`´")
    return re.sub(r"(?<![^\W\d_])([ap])\.?\s?m\b\.?", r"\1m", re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", kept))


def _words(texts: Texts) -> dict[str, frozenset[str]]:
    names = (*PARTS, "noon", "midnight", "half", "quarter", "past", "before", "filler")
    return {name: frozenset(texts.strings[f"settings.clock.{name}"]) for name in names}


def _tokens(lowered: str, texts: Texts) -> Iterator[str]:
    """Words, and numbers as "7", "07" or "7:30"; number words are numbers too."""
    spread = TIME.sub(lambda found: f" {_digits(found)} ", lowered)
    numbers = {name: str(value) for name, value in texts.numbers.items()}
    for token in re.findall(r"[0-9]+:[0-9]+|[0-9]+|[^\W0-9_]+", spread):
        yield numbers.get(token) or texts.strings.get(f"settings.clock.numbers.{token}", token)


def _digits(found: re.Match[str]) -> str:
    """A number as one token: the hour as it was typed, and the minutes if there are some."""
    hour, minute = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{hour}:{minute}" if minute else hour


def _is_number(token: str) -> bool:
    """Whether this can be an hour: one or two digits."""
    return re.fullmatch(r"[0-9]{1,2}", token) is not None


def _meant(tokens: list[str], fitting: set[int], words: dict[str, frozenset[str]]) -> Iterator[str]:
    """The times that what is left can mean, in hours that fit the part of the day that was said."""
    match tokens:
        case [word] | ["12", word] if word in words["noon"]:
            yield "12:00"
        case [word] | ["12", word] if word in words["midnight"]:
            yield "00:00"
        case [hour] if _is_number(hour):
            yield from _times(hour, 0, fitting)
        case [time] if found := re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", time):
            yield from _times(found[1], int(found[2]), fitting)
        case [hour, ("15" | "20" | "30" | "40" | "45" | "50") as minute] if _is_number(hour):
            yield from _times(hour, int(minute), fitting)
        case [half, hour] if half in words["half"] and _is_number(hour):
            yield from _times(hour, 30, fitting)  # half six
        case [*count, way, hour] if way in words["past"] and _is_number(hour):
            yield from (time for by in _minutes(count, words) for time in _times(hour, by, fitting))
        case [*count, way, hour] if way in words["before"] and _is_number(hour):
            for by in _minutes(count, words):
                yield from (hour_of(minutes(time) - by) for time in _times(hour, 0, fitting))


def _minutes(count: list[str], words: dict[str, frozenset[str]]) -> Iterator[int]:
    """The minutes in half past, quarter to, ten past, twenty five to."""
    match count:
        case [word] if word in words["half"]:
            yield 30
        case [word] if word in words["quarter"]:
            yield 15
        case [("5" | "10" | "15" | "20" | "25") as number]:
            yield int(number)
        case ["20", "5"]:
            yield 25


def _times(hour: str, minute: int, fitting: set[int]) -> Iterator[str]:
    """The times an hour on a clock face can mean; one written with a leading 0 or above 12 means itself."""
    number = 0 if (hour, minute) == ("24", 0) else int(hour)
    if number > 23 or minute > 59:
        return
    faces: tuple[int, ...] = (number,)
    if 0 < number <= NOON and not hour.startswith("0"):
        faces = (number % NOON, number % NOON + NOON)
    if number == NOON and minute and len(fitting) == 24:
        faces = (NOON,)  # nobody writes 12:30 for the night
    yield from (hour_of(face * 60 + minute) for face in faces if face in fitting)
