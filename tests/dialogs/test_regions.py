"""Which numbers a runner sees: never a guess in the dark, and never a number that is not there."""

import re
from zoneinfo import ZoneInfo

import pytest

from dialogs.content import Content
from dialogs.verify.texts import variables


@pytest.mark.parametrize(
    ("locale", "region"),
    [
        ("en-GB", "GB"),
        ("en_GB", "GB"),
        ("en-gb", "GB"),
        ("en_GB.UTF-8", "GB"),
        ("en-US", "US"),
        ("es-ES", "EU"),
        ("pt-BR", "OTHER"),
        ("de-CH", "EU"),
        ("no-NO", "EU"),
        ("zh-Hans-CN", "OTHER"),
        ("sr-Latn-AT", "EU"),
        ("en-JP", "OTHER"),
        ("fr-CA", "CA"),
        ("de", "DE"),
        ("DE", "DE"),
        ("it", "EU"),
    ],
)
def test_a_country_in_the_locale_decides_else_the_language(content: Content, locale: str, region: str) -> None:
    assert content.regions.guess(locale) == region


@pytest.mark.parametrize(
    "locale", ["en", "es", "fr", "pt", "", "C", "es-419", "sr-Latn", "en-12", "x", "-", "en-1", "ar", "zh"]
)
def test_a_language_of_many_countries_is_no_guess(content: Content, locale: str) -> None:
    assert content.regions.guess(locale) is None


def test_every_country_and_language_leads_to_a_region_there_is(content: Content) -> None:
    regions = content.regions

    assert {*regions.countries.values(), *regions.languages.values()} <= set(regions.by_id)
    assert all(re.fullmatch("[A-Z]{2}", country) for country in regions.countries)
    assert all(re.fullmatch("[a-z]{2}", language) for language in regions.languages)


def test_numbers_are_those_of_the_region(content: Content) -> None:
    texts = content.texts("en")

    numbers = content.regions.numbers("AU", texts)

    assert numbers["country"] == "Australia"
    assert numbers["emergency"].startswith("000 ")
    assert "1800 022 222" in numbers["urgent"]


@pytest.mark.parametrize("region", [None, "OTHER", "XX"])
def test_somewhere_unknown_the_local_number_is_meant_and_112_named(content: Content, region: str | None) -> None:
    numbers = content.regions.numbers(region, content.texts("en"))

    assert "local emergency number" in numbers["emergency"]
    assert "112" in numbers["emergency"]


def test_every_region_says_its_own_numbers_in_every_language(content: Content) -> None:
    for texts in content.languages.values():
        for region in content.regions.by_id.values():
            numbers = content.regions.numbers(region.id, texts)
            for number, said in (
                (region.emergency, numbers["emergency"]),
                (region.also, numbers["emergency"]),
                (region.urgent, numbers["urgent"]),
            ):
                assert number in said, (region.id, number)
                assert "{" not in said
            assert numbers["country"]


def test_numbers_are_digits_as_they_are_dialled(content: Content) -> None:
    """YAML reads a bare 000 as 0: numbers are quoted."""
    for region in content.regions.by_id.values():
        for number in (region.emergency, region.also, region.urgent):
            assert re.fullmatch(r"[0-9 ]*", number), (region.id, number)
    assert content.regions.by_id["AU"].emergency == "000"


@pytest.mark.parametrize(
    ("region", "numbers"),
    [
        ("GB", ("999", "112", "111")),
        ("IE", ("112", "999", "")),
        ("DE", ("112", "", "116117")),
        ("FR", ("112", "15", "15")),
        ("EU", ("112", "", "")),
        ("US", ("911", "", "")),
        ("CA", ("911", "", "811")),
        ("AU", ("000", "112", "1800 022 222")),
        ("NZ", ("111", "", "0800 611 116")),
        ("IN", ("112", "", "")),
        ("OTHER", ("", "112", "")),
    ],
)
def test_a_number_to_call_is_the_one_that_was_looked_up(
    content: Content, region: str, numbers: tuple[str, str, str]
) -> None:
    """Written down twice: a slip of a digit in regions.yaml would send somebody nowhere."""
    found = content.regions.by_id[region]

    assert (found.emergency, found.also, found.urgent) == numbers


def test_who_reads_a_number_reads_which_country_it_is_for(content: Content) -> None:
    for texts in content.languages.values():
        for name in texts.messages.list_templates():
            if {"emergency", "urgent"} & variables(texts, name):
                assert "country" in variables(texts, name), name


def test_every_region_has_a_time_zone(content: Content) -> None:
    for region in content.regions.by_id.values():
        assert ZoneInfo(region.zone)
