"""A place as people type it is found, and its zone is one we know."""

import pytest

from dialogs.hours import is_zone
from dialogs.places import AREAS, CITIES, FOLDER, key, places_of


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("muenchen", "Europe/Berlin"),
        ("Goeppingen", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new york city", "America/New_York"),
        ("NYC", "America/New_York"),
        ("L.A.", "America/Los_Angeles"),
        ("leeds", "Europe/London"),
        ("Austin TX", "America/Chicago"),
        ("Austin, Texas, USA", "America/Chicago"),
        ("Bangalore", "Asia/Kolkata"),
        ("Bengaluru", "Asia/Kolkata"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Łódź", "Europe/Warsaw"),
        ("københavn", "Europe/Copenhagen"),
        ("St John's", "America/St_Johns"),
        ("Sydney", "Australia/Sydney"),
        ("Ft. Worth", "America/Chicago"),
        ("I live in London", "Europe/London"),
        ("Washington", "America/New_York"),
        ("Washington DC", "America/New_York"),
        ("Portland", "America/Los_Angeles"),
        ("Portland, Maine", "America/New_York"),
        ("Perth, Scotland", "Europe/London"),
        ("Victoria BC Canada", "America/Vancouver"),
        ("Berlin DE", "Europe/Berlin"),
        ("Mexico", "America/Mexico_City"),
        ("Germany", "Europe/Berlin"),
        ("UK", "Europe/London"),
        ("texas", "America/Chicago"),
        ("Ontario", "America/Toronto"),
        # Too small to be known, but in a country that is.
        ("Chamonix, France", "Europe/Paris"),
        ("Lord Howe", "Australia/Lord_Howe"),
        ("Kiritimati", "Pacific/Kiritimati"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
    ],
)
def test_what_people_type_is_found(typed: str, zone: str) -> None:
    assert places_of(typed)[0].zone == zone


@pytest.mark.parametrize(
    "typed",
    ["", " ", "xqzt", "7", "18:30", "in", "no idea", "my knee hurts in", "|", "\t", "CET", "EST", "GMT+5", "UTC-3", "/",
     "Etc", "GMT 5", "Nowhere/At_All", "a " * 2000, "tx"],
)  # fmt: skip
def test_what_is_no_place_is_none(typed: str) -> None:
    assert places_of(typed) == ()


@pytest.mark.parametrize(
    ("typed", "country", "zone"),
    [
        ("Cambridge", None, "Europe/London"),
        ("Cambridge", "US", "America/New_York"),
        ("Newcastle", None, "Australia/Sydney"),
        ("Newcastle", "GB", "Europe/London"),
        ("London", "CA", "America/Toronto"),
        ("London", "US", "Europe/London"),
        ("Paris", "US", "Europe/Paris"),
        ("Georgia", "US", "America/New_York"),
        ("Berlin", "EU", "Europe/Berlin"),
    ],
)
def test_of_several_the_largest_is_meant_or_the_one_at_home(typed: str, country: str | None, zone: str) -> None:
    assert places_of(typed, country)[0].zone == zone


def test_several_are_told_once_for_each_zone_the_likeliest_first() -> None:
    found = places_of("London")
    assert [(place.name, place.area, place.zone) for place in found] == [
        ("London", "GB-ENG", "Europe/London"),
        ("London", "CA-08", "America/Toronto"),
    ]
    assert found[0].people > 8_000_000
    for typed in ("San Jose", "USA", "Washington", "Victoria", "La Paz"):
        zones = [place.zone for place in places_of(typed)]
        assert 2 <= len(zones) == len(set(zones)) <= 4


def test_every_line_of_the_files_is_a_place_with_a_zone_we_know() -> None:
    for file, fewest in ((CITIES, 30_000), (AREAS, 250)):
        note, *lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
        assert "GeoNames" in note
        assert "CC BY 4.0" in note
        assert "|" not in note
        assert len(lines) > fewest
        for line in lines:
            names, shown, area, people, *zones = line.split("\t")
            assert names == f"|{names.strip('|')}|", line
            assert all(name == " ".join(name.split()) for name in names.strip("|").split("|")), line
            assert shown, line
            assert area[:2].isupper(), line
            assert people.isdigit(), line
            assert zones, line
            assert all(map(is_zone, zones)), line


def test_the_files_name_places_as_they_are_looked_for() -> None:
    for line in (FOLDER / CITIES).read_text(encoding="utf-8").splitlines()[1:2000]:
        names = line.split("\t")[0].strip("|").split("|")
        assert names == [key(name) for name in names]
