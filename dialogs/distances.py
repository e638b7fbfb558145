"""A distance, a pace or a number of times as a runner types it; nothing where it could be read in more than one way."""

import re
from collections.abc import Mapping

from dialogs.running import round_half_up

KM_PER_MILE = 1.609344
MOST_KM = 300
FASTEST, SLOWEST = 180, 900
"""Seconds per km that an easy pace can be."""
LONGEST = 80
"""No answer that can be read has more letters."""
TIMES = {"once": 1, "twice": 2}

_ABOUT = (
    r"(?:(?:i|i'd|it's|it|is|was|run|ran|do|did|say|about|around|roughly|approx\.?|approximately|maybe|ca\.?|circa|~)"
    r"\s*)*"
)
_WEEK = r"(?:\s*(?:a|per|each|every|/)\s*(?:week|wk)|\s*weekly)?"
_KM = r"k|ks|km|kms|kilometers?|kilometres?"
_MILE = r"mi|mile|miles"
_MINUTE = r"m|min|mins|minutes?"
_SECOND = r"s|sec|secs|seconds?"

_DISTANCE = re.compile(
    rf"{_ABOUT}(?P<number>[0-9]{{1,3}}(?:[.,][0-9]{{1,2}})?)\s*(?:(?:{_KM})|(?P<miles>{_MILE})\.?)?{_WEEK}"
)
_PACE = re.compile(
    rf"{_ABOUT}(?P<minutes>[0-9]{{1,2}})"
    rf"(?:[:'’′](?P<seconds>[0-5][0-9])(?:\"|''|”|″)?(?:\s*(?:{_MINUTE}))?"
    rf"|[\s-]*(?:{_MINUTE})(?:\s*(?P<more>[0-5]?[0-9])\s*(?:{_SECOND})|\s*(?P<bare>[0-5][0-9])(?=\s*(?:/|per|$)))?)"
    rf"(?:\s*(?:/|per|an?|each)?\s*(?:(?:{_KM})|(?P<miles>{_MILE})))?"
)
_COUNT = re.compile(
    rf"{_ABOUT}(?P<count>[0-9]{{1,4}}|[^\W\d_]+)\s*(?:x|times?|runs?|days?|steps?|spm)?"
    rf"(?:\s*(?:/|a|per)\s*min(?:ute)?|\s*(?:ago|off))?{_WEEK}"
)


def read_distance(text: str) -> float | None:
    """Kilometres from 0 to 300 as typed: "12", "7,5 km", "about 20k", "10 km a week"; miles in half kilometres.

    None for words, for more than one number, for a bound ("over 10") and for what nobody runs.
    """
    found = _DISTANCE.fullmatch(_plain(text))
    if found is None:
        return None
    number = float(found["number"].replace(",", "."))
    km = round_half_up(number * KM_PER_MILE * 2) / 2 if found["miles"] else number
    return km if km <= MOST_KM else None


def read_pace(text: str) -> int | None:
    """Seconds per km, 180 to 900, as typed: "5:30", "5:30/km", "6 min", "9 min mile", "8:50/mi".

    None for a bare number, which may be minutes or a speed, and for what is no easy pace.
    """
    found = _PACE.fullmatch(_plain(text))
    if found is None:
        return None
    seconds = int(found["minutes"]) * 60 + int(found["seconds"] or found["more"] or found["bare"] or 0)
    pace = round_half_up(seconds / KM_PER_MILE) if found["miles"] else seconds
    return pace if FASTEST <= pace <= SLOWEST else None


def read_count(text: str, numbers: Mapping[str, int], least: int = 0, most: int = 14) -> int | None:
    """A whole number in these bounds as typed: "3", "three", "3x", "about 4 times a week", "twice".

    `numbers` are number words of the runner's language. None for anything else.
    """
    found = _COUNT.fullmatch(_plain(text))
    if found is None:
        return None
    word = found["count"]
    count = int(word) if word.isdecimal() else {**TIMES, **numbers}.get(word)
    return count if count is not None and least <= count <= most else None


def _plain(text: str) -> str:
    """Lower case, without what stands around it; nothing where it is too long to be an answer."""
    plain = text.strip() if len(text) <= LONGEST else ""
    return plain.casefold().rstrip(".! ")
