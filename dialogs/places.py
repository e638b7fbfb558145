"""A place as a runner types it → its time zone: a city, a state or a country, with or without what it lies in.

The places are in content/places/: from GeoNames (geonames.org), licence CC BY 4.0, made by `python -m bot.gazetteer`.
They are searched as they lie there, two megabytes of text, and read only once somebody has typed one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dialogs.hours import zone_names
from dialogs.understanding import normal

FOLDER = Path(__file__).parent.parent / "content" / "places"
CITIES, AREAS = "cities.tsv", "areas.tsv"

MOST_TYPED, MOST_WORDS, MOST_AREA_WORDS = 100, 8, 4
MOST_FOUND = 4
# So many times as likely is a city by its own name as by another of its names, and a place in the runner's country.
OWN_NAME, OWN_COUNTRY = 30, 70
# Two letters alone are rather a word than a state.
ALONE = ("uk", "us")

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ʻ": ""})
_AROUND = re.compile(r"^(?:(?:i am|im|i live|we live|living)\s)?(?:(?:in|at|near|from|around)\s)?(.*?)(?:\stime)?$")
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_UMLAUTS = re.compile("([aou])e")


@dataclass(frozen=True, slots=True)
class Place:
    """A place and its zone. `area` is its country, or country and state ("US-TX"); `people` is a rounded number."""

    name: str
    area: str
    people: int
    zone: str


def places_of(text: str, country: str | None = None) -> tuple[Place, ...]:
    """The places the words can mean, the likeliest first, one for each zone; at most four.

    Likelier is what is larger, lies in `country` (two letters), and has this name as its own. A zone may be typed too.
    """
    typed = text[:MOST_TYPED]
    if zone := _zone_typed(typed):
        return (_of_zone(zone),)
    names = _spellings(" ".join(key(typed).split()[:MOST_WORDS]))
    found = next((found for name in names if (found := _found(name, country))), [])
    likeliest: dict[str, Place] = {}
    for place in found:
        likeliest.setdefault(place.zone, place)
    return tuple(likeliest.values())[:MOST_FOUND]


def key(text: str) -> str:
    """A name as it is searched: lower case, plain letters, single blanks."""
    return " ".join(normal(text.casefold().translate(_LETTERS)))


def _zone_typed(text: str) -> str | None:
    wanted = text.strip().replace(" ", "_").casefold()
    if "/" not in wanted:
        return None
    return next((zone for zone in zone_names() if zone.casefold() == wanted), None)


def _spellings(name: str) -> Iterator[str]:
    """The name without the words around it, then with short words in full, then with its umlauts in one letter."""
    inner = _AROUND.sub(r"\1", name)
    full = " ".join(_SHORT.get(word, word) for word in inner.split())
    yield from dict.fromkeys((name, inner, full, _UMLAUTS.sub(r"\1", full)))


def _found(name: str, country: str | None) -> list[Place]:
    """Places of this name; else those of its first words that lie in what the others name; else zones named so."""
    files = (CITIES, AREAS) if len(name) > 2 or name in ALONE else (CITIES,)
    found = _rated(name, country, *files)
    return found or _found_within(name.split(), country) or [zone for zone in _zones() if key(zone.name) == name]


def _found_within(words: list[str], country: str | None) -> list[Place]:
    """Cities by the first words in what the last ones name; that itself, if there is no such city and it is no code."""
    for cut in range(max(1, len(words) - MOST_AREA_WORDS), len(words)):
        area = " ".join(words[cut:])
        within = _rated(area, country, AREAS)
        cities = _found(" ".join(words[:cut]), country) if within else []
        inside = [city for city in cities if any(_lies_in(city.area, one.area) for one in within)]
        if inside or (within and len(area) > 3):
            return inside or within
    return []


def _rated(name: str, country: str | None, *files: str) -> list[Place]:
    """The places of this name, the likeliest first."""
    rated = []
    for file in files:
        for place, own in _lines(_bytes_of(file), name):
            home = country is not None and _lies_in(place.area, country)
            weight = (OWN_NAME if own and file == CITIES else 1) * (OWN_COUNTRY if home else 1)
            rated.append((place.people * weight, place))
    return [place for _, place in sorted(rated, key=lambda one: -one[0])]


def _lies_in(area: str, other: str) -> bool:
    return area == other or area.startswith(f"{other}-")


def _zones() -> Iterator[Place]:
    """The zones by the cities they are named after; those of "Etc" count the wrong way round for a runner."""
    return (_of_zone(zone) for zone in sorted(zone_names()) if "/" in zone and not zone.startswith("Etc/"))


def _of_zone(zone: str) -> Place:
    return Place(zone.rpartition("/")[2].replace("_", " "), "", 0, zone)


def _lines(text: bytes, name: str) -> Iterator[tuple[Place, bool]]:
    """The places one of whose names this is, and whether it is the first of them."""
    wanted = f"|{name}|".encode()
    at = text.find(wanted) if name else -1
    while at >= 0:
        start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
        _, shown, area, people, *zones = text[start:end].decode().split("\t")
        yield from ((Place(shown, area, int(people), zone), at == start) for zone in zones)
        at = text.find(wanted, end)


@lru_cache(maxsize=2)
def _bytes_of(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
