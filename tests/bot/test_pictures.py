"""Pictures are drawn from their templates, and the knee map says what the buttons say."""

import asyncio
from xml.etree import ElementTree

import pytest
import typst
from support.png import Pixel, seen_from_afar, size_of

from bot.pictures import FONT, draw, drawn, filled, knee_map_values, shipped
from dialogs.asking import values_of
from dialogs.content import Content
from dialogs.errors import ContentError

SVG = "{http://www.w3.org/2000/svg}"


def elements(svg: str, name: str, kind: str) -> list[ElementTree.Element]:
    """The elements of one class."""
    return [found for found in ElementTree.fromstring(svg).iter(f"{SVG}{name}") if found.get("class") == kind]


@pytest.fixture(scope="module")
def svg(content: Content) -> str:
    return filled("knee_map", knee_map_values(content))


@pytest.fixture(scope="module")
def png() -> bytes:
    return shipped("knee_map").read_bytes()


@pytest.fixture(scope="module")
def pixels(png: bytes) -> list[Pixel]:
    return seen_from_afar(png)


def test_the_zones_carry_the_numbers_of_their_buttons(content: Content, svg: str) -> None:
    numbered = {found.get("id"): found.text for found in elements(svg, "text", "number")}
    buttons = {place: str(number) for number, place in enumerate(values_of(content.facts["pain_location"]), start=1)}
    assert numbered == {place: number for place, number in buttons.items() if place not in ("all_over", "hard_to_say")}


def test_each_view_has_its_name(svg: str) -> None:
    assert [found.text for found in elements(svg, "text", "name")] == ["Front", "Outer side", "Inner side", "Back"]


def test_the_map_that_is_shipped_is_what_its_source_draws_today(content: Content, png: bytes) -> None:
    today = drawn("knee_map", knee_map_values(content))
    assert size_of(png) == size_of(today)
    if png != today:
        pairs = zip(seen_from_afar(png), seen_from_afar(today), strict=True)
        furthest = max(abs(one - other) for pair in pairs for one, other in zip(*pair, strict=True))
        assert furthest < 32, "run `make pictures`"


def test_the_map_fits_a_telegram_photo_without_being_made_smaller(png: bytes) -> None:
    assert size_of(png) == (1280, 1280)
    assert len(png) < 1 << 20


def test_the_map_is_not_blank(pixels: list[Pixel]) -> None:
    assert len(set(pixels)) > 1000


def test_the_map_brings_its_own_background_to_light_and_dark_themes(pixels: list[Pixel]) -> None:
    assert {opacity for *_, opacity in pixels} == {255}
    assert all(96 < value < 240 for value in pixels[0][:3])


def test_the_numbers_stand_out_from_their_badges(svg: str) -> None:
    badges = [found.get("fill", "") for found in elements(svg, "circle", "badge")]
    assert len(badges) == 9
    assert min(1.05 / (luminance(colour) + 0.05) for colour in badges) >= 4.5


def luminance(colour: str) -> float:
    """How light a #rrggbb is, from 0 to 1, as the contrast rules for the web count it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_font_travels_along() -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT])
    assert fonts.families() == ["Inter"]


def test_words_are_drawn_as_words_whatever_they_hold(content: Content) -> None:
    values = knee_map_values(content)
    svg = filled("knee_map", values | {"words": {"front": "<&>", "outer": "b", "inner": "c", "back": "d", "note": ""}})
    assert elements(svg, "text", "name")[0].text == "<&>"


async def test_pictures_can_be_drawn_side_by_side_while_the_bot_goes_on(content: Content, png: bytes) -> None:
    values = knee_map_values(content)
    drawing = asyncio.gather(draw("knee_map", values), draw("knee_map", values))
    await asyncio.sleep(0)
    assert not drawing.done()
    first, second = await drawing
    assert first == second
    assert size_of(first) == size_of(png)


def test_a_value_that_is_missing_is_an_error_that_names_it_and_the_file() -> None:
    with pytest.raises(ContentError, match=r"^pictures/knee_map\.svg\.j2: .*'words' is undefined"):
        drawn("knee_map", {"number": {}})


def test_a_picture_that_is_not_there_is_an_error_that_names_it() -> None:
    with pytest.raises(ContentError, match=r"^pictures/elbow\.svg\.j2: there is no such template"):
        drawn("elbow", {})
