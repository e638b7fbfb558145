"""Pictures and table of a squad: an invitation cameras read, two weeks at a glance, cells for a spreadsheet."""

import csv
from collections import Counter
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
import segno
from support.png import pixels, seen_from_afar, size_of
from support.squad_lines import NOW, SQUAD, line

from bot.pictures import drawable, drawn, filled, made
from bot.qr import QUIET
from dialogs.content import Content
from dialogs.replies import Drawing
from dialogs.squads.heat_map import heat_map_values

SVG = "{http://www.w3.org/2000/svg}"
LINK = "https://t.me/kneewise_bot?start=" + "Ab-9_xyZ" * 4
SHAPES = {"red": "square", "amber": "triangle", "green": "circle", "grey": "ring", None: "dash"}
LEGEND = ("red", "amber", "green", "grey", "none", "missed")


def invitation(squad: str = "Early birds", link: str = LINK) -> dict[str, Any]:
    return {"squad": squad, "link": link}


def cell(at: int, status: str | None, answered: bool = True, pain: int | None = None) -> dict[str, Any]:
    return {"at": at, "status": status, "shape": SHAPES[status], "answered": answered, "pain": pain}


def heat_map(*rows: tuple[str, list[dict[str, Any]]], squad: str = "Early birds") -> dict[str, Any]:
    return {
        "squad": squad,
        "period": "17 February to 2 March",
        "dates": [{"at": 0, "label": "17 Feb"}, {"at": 6, "label": "23 Feb"}, {"at": 13, "label": "2 Mar"}],
        "columns": 14,
        "rows": [{"name": name, "cells": cells} for name, cells in rows],
        "legend": [{"name": name, "shape": SHAPES.get(name, "dash"), "label": name} for name in LEGEND],
    }


def parts(values: dict[str, Any]) -> ElementTree.Element:
    return ElementTree.fromstring(filled("squad_heat_map", values))


def count(svg: ElementTree.Element, kind: str) -> int:
    """How many elements of a class there are, without the one in the legend."""
    found = [one for one in svg.iter() if kind in one.get("class", "").split()]
    return len(found) - (kind in {*SHAPES.values(), "missed"})


def test_a_camera_sees_the_code_of_the_link_and_nothing_beside_it() -> None:
    """Each module in the middle of its square, dark or light as the code has it, with the quiet zone around."""
    png = drawn("invitation", invitation())
    wide, _ = size_of(png)
    seen = pixels(png)
    rows = [[bool(one) for one in row] for row in segno.make(LINK, error="m", micro=False).matrix]
    side = len(rows) + 2 * QUIET
    unit, left, top = 1000 / side, 40, 190
    for y in range(side):
        for x in range(side):
            inside = QUIET <= x < side - QUIET and QUIET <= y < side - QUIET
            dark = inside and rows[y - QUIET][x - QUIET]
            at = int(top + (y + 0.5) * unit) * wide + int(left + (x + 0.5) * unit)
            assert seen[at][:3] == ((0, 0, 0) if dark else (255, 255, 255)), (x, y)


def test_an_invitation_says_whose_it_is_and_what_the_code_says() -> None:
    svg = ElementTree.fromstring(filled("invitation", invitation("<Ann> & co")))
    assert [one.text for one in svg.iter(f"{SVG}text")] == ["<Ann> & co", LINK]


@pytest.mark.parametrize("squad", ["", "x", "W" * 64, "田中", "🏃" * 64, '"><script>', "{{ 7 * 7 }}"])
@pytest.mark.parametrize("link", ["/start " + "x" * 32, LINK])
def test_an_invitation_is_drawn_whatever_the_squad_is_called(squad: str, link: str) -> None:
    assert size_of(drawn("invitation", invitation(squad, link))) == (1080, 1320)


def test_a_day_has_a_colour_and_a_shape_of_its_own() -> None:
    statuses = ("red", "amber", "green", "grey", None)
    svg = parts(heat_map(("Ann", [cell(at, status) for at, status in enumerate(statuses)])))
    assert {kind: count(svg, kind) for kind in SHAPES.values()} == dict.fromkeys(SHAPES.values(), 1)
    assert {status: count(svg, status) for status in statuses if status} == dict.fromkeys(statuses[:4], 1)
    assert count(svg, "missed") == 0


def test_a_day_without_an_answer_is_an_empty_box_and_never_green() -> None:
    cells = [cell(0, "green", answered=False), cell(1, "red", answered=False), cell(2, "grey", answered=False)]
    svg = parts(heat_map(("Ann", cells)))
    assert count(svg, "missed") == 3
    assert count(svg, "day") == 0
    assert (count(svg, "circle"), count(svg, "square"), count(svg, "ring")) == (0, 1, 1)
    hollow = [
        one for sign in svg.iter() if sign.get("class") == "sign square" for one in sign if one.get("fill") == "none"
    ]
    assert len(hollow) == 1


def test_pain_stands_where_it_is_shared_and_a_zero_is_a_number() -> None:
    cells = [cell(0, "green", pain=0), cell(1, "amber", pain=10), cell(2, "green")]
    svg = parts(heat_map(("Ann", cells)))
    said = [one.text for one in svg.iter() if "pain-said" in one.get("class", "")]
    assert said == ["0", "10"]


def test_every_runner_of_a_page_has_a_row_and_a_name_is_only_a_name() -> None:
    names = ["Ann", "<b>Bo</b> & co", "{{ 7 * 7 }}", "Maximiliane von Hohenstein", "田中 太郎", "Zoë 🏃"]
    svg = parts(heat_map(*[(name, [cell(at, "green") for at in range(14)]) for name in names]))
    said = [one.text for one in svg.iter() if one.get("class") == "name"]
    assert said == ["Ann", "<b>Bo</b> & co", "{{ 7 * 7 }}", "Maximiliane von …", "5", "Zoë"]
    assert count(svg, "day") == 6 * 14


@pytest.mark.parametrize("day", range(7))
def test_the_dates_above_the_days_are_whole_and_apart_on_every_day_of_the_week(content: Content, day: int) -> None:
    now = NOW + timedelta(days=day)
    svg = parts(heat_map_values(content, content.texts("en"), SQUAD, [line("Ada")], now))
    spans = [span_of(one) for one in svg.iter() if "date" in one.get("class", "").split()]
    assert len(spans) >= 2
    assert spans[-1][1] < 1080
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def span_of(text: ElementTree.Element) -> tuple[float, float]:
    """From where to where a text goes; the letters of our font are narrower, on average, than 0.57 of their size."""
    x, wide = float(text.get("x", "")), 0.57 * float(text.get("font-size", "")) * len(text.text or "")
    return (x - wide, x) if text.get("text-anchor") == "end" else (x, x + wide)


@pytest.mark.parametrize("runners", [1, 10])
def test_the_picture_of_a_squad_fits_a_telegram_photo_in_every_theme(runners: int) -> None:
    rows = [(f"Runner {number}", [cell(at, "amber", pain=3) for at in range(14)]) for number in range(runners)]
    png = drawn("squad_heat_map", heat_map(*rows))
    wide, high = size_of(png)
    assert wide == 1080
    assert wide + high <= 10_000
    assert max(wide, high) / min(wide, high) <= 20
    seen = seen_from_afar(png)
    assert {opacity for *_, opacity in seen} == {255}, "it brings its own background"
    assert all(96 < value < 246 for value in seen[0][:3])


def test_signs_stand_out_for_who_sees_no_colours() -> None:
    """Seen in grey alone, each sign differs from its box."""
    rows = [(status, [cell(0, status)]) for status in ("red", "amber", "green")]
    wide, _ = size_of(png := drawn("squad_heat_map", heat_map(*rows)))
    seen = pixels(png)
    for number in range(len(rows)):
        y = 220 + number * 66 + 33
        sign, box = (sum(seen[at * wide + x][:3]) for at, x in ((y, 336 + 22), (y, 336 + 4)))
        assert box - sign > 150, rows[number][0]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Zoë", "Zoë"),
        ("Ångström Łukasz", "Ångström Łukasz"),
        ("Ольга", "Ольга"),
        ("田中", ""),
        ("A 🏃 B", "A B"),
        ("", ""),
    ],
)
def test_only_letters_of_the_font_are_drawn(name: str, seen: str) -> None:
    assert drawable(name) == seen


async def test_a_table_is_a_file_that_spreadsheets_read_as_it_was_written() -> None:
    text = 'name,status\r\n"Zoë, ""O\'Neil""",red\r\n'
    file = await made(Drawing("squad_table", {"csv": text, "file": "squad"}), as_document=True)
    assert file.name == "squad.csv"
    assert file.data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(file.data.decode("utf-8-sig"), newline=""))) == [
        ["name", "status"],
        ['Zoë, "O\'Neil"', "red"],
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "a b", "a\nb", "a\x00b"])
async def test_a_file_is_never_named_into_another_folder(name: str) -> None:
    file = await made(Drawing("squad_table", {"csv": "x", "file": name}), as_document=True)
    assert Counter(file.name)["/"] == 0
    assert set(file.name) <= set("abcdefghijklmnopqrstuvwxyz.-")
