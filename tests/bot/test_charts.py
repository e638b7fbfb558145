"""The pain chart and the weekly card: what they show, and that they show it to everybody."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.marks import at_its_worst, day, every_mark, silence, way_back
from support.png import size_of

from bot.pictures import drawn, filled
from bot.transport import fits_under_a_file
from dialogs.charts import (
    MARKS,
    DayMark,
    WeekMark,
    pain_chart_values,
    pain_chart_words,
    week_card_values,
    week_card_words,
)
from dialogs.content import FOLDER
from dialogs.reading import Problems
from dialogs.wording import read_texts

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = read_texts(FOLDER, "en", Problems())
EXTREMES = {
    "no day": [],
    "one day": way_back()[:1],
    "nine days": way_back()[:9],
    "28 days": way_back(),
    "no answer": silence(28),
    "pain 10": at_its_worst(28),
    "more than fits": [*silence(20), *(replace(one, local_date="2026-12-01") for one in way_back())],
}


def chart(days: list[DayMark]) -> ElementTree.Element:
    return ElementTree.fromstring(filled("pain_chart", pain_chart_values(days, TEXTS)))


def card(week: WeekMark) -> ElementTree.Element:
    return ElementTree.fromstring(filled("week_card", week_card_values(week, TEXTS)))


def of_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The elements whose first class this is, but for those that explain."""
    explained = {part for legend in svg.iterfind(".//*[@id='legend']") for part in legend.iter()}
    return [found for found in svg.iter() if found.get("class", "").split(" ")[0] == name and found not in explained]


def words_in(svg: ElementTree.Element) -> list[str]:
    return ["".join(found.itertext()) for found in svg.iter(f"{SVG}text")]


def a_week(**more: Any) -> WeekMark:
    days = way_back()
    known = {"runs_planned": 3, "trend": "better", "band": "small", "exercises_done": 5, "exercises_planned": 6}
    return WeekMark(4, days[21:], days[14:21], **{**known, **more})


# the pain chart


@pytest.mark.parametrize("days", EXTREMES.values(), ids=EXTREMES)
def test_a_chart_is_a_picture_of_a_phones_width(days: list[DayMark]) -> None:
    wide, high = size_of(drawn("pain_chart", pain_chart_values(days, TEXTS)))
    assert wide == 1080
    assert 1080 <= high <= 1440


def test_each_answer_is_a_dot_and_each_missed_day_a_gap_with_a_tick() -> None:
    svg = chart(way_back())
    assert len(of_class(svg, "dot")) == 22
    assert len(of_class(svg, "carried")) == 3
    assert len(of_class(svg, "gap")) == len(of_class(svg, "missed")) == 3


def test_a_missed_day_has_no_dot_and_no_line_goes_over_it() -> None:
    svg = chart([day(0, pain=1), day(1), day(2, pain=1), day(3, pain=2)])
    gap = of_class(svg, "gap")[0]
    left, width = float(gap.get("x", "")), float(gap.get("width", ""))
    dots = [float(dot.get("cx", "")) for dot in of_class(svg, "dot")]
    assert not [x for x in dots if left < x < left + width]
    assert [len(dots), len(of_class(svg, "pain"))] == [3, 1]


def test_more_pain_stands_higher() -> None:
    svg = chart([day(number, pain=number) for number in range(11)])
    heights = [float(dot.get("cy", "")) for dot in of_class(svg, "dot")]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 11


def test_each_run_is_a_circle_with_its_pain_under_it() -> None:
    svg = chart(way_back())
    assert len(of_class(svg, "run")) == 11
    assert [found.text for found in of_class(svg, "run-pain")] == list("22122421121")


def test_days_closed_for_running_are_hatched() -> None:
    assert len(of_class(chart(way_back()), "closed")) == 2


def test_each_decision_has_a_shape_of_its_own() -> None:
    marks = of_class(chart(every_mark(MARKS)), "mark")
    assert [found.get("class") for found in marks] == [f"mark {name}" for name in MARKS]
    shapes = [tuple((part.tag, part.get("d")) for part in found) for found in marks]
    assert len(set(shapes)) == len(MARKS)


def test_the_legend_explains_what_is_shown_and_nothing_else() -> None:
    words = words_in(chart(way_back()))
    assert {"pain you told", "quiet, no number", "no answer", "run", "no running", "a step up", "a step back"} <= {
        *words
    }
    assert not {"running stopped", "running starts", "running rests"} & {*words}


def test_a_missed_day_is_no_quiet_one_whatever_else_is_said_of_it() -> None:
    values = pain_chart_values([day(0, pain=1), day(1, imputed=True)], TEXTS)
    assert values["legend"] == ["typed", "missed"]
    assert of_class(chart([day(0, pain=1), day(1, imputed=True)]), "carried") == []


def test_the_plan_stands_under_it_as_steps() -> None:
    steps = pain_chart_values(way_back(), TEXTS)["steps"]
    assert [(step["from"], step["to"], step["short"]) for step in steps] == [
        (0, 3, "6"),
        (4, 9, "7"),
        (10, 12, "8"),
        (13, 20, "7"),
        (21, 24, "8"),
        (25, 27, "9"),
    ]
    assert [step["share"] for step in steps] == [0.667, 0.778, 0.889, 0.778, 0.889, 1.0]


def test_while_running_rests_there_is_no_step() -> None:
    values = pain_chart_values([*(day(number, pain=5) for number in range(7)), day(7, pain=2, level=1)], TEXTS)
    assert [(step["long"], step["share"]) for step in values["steps"]] == [("no running", 0.0), ("level 1", 1.0)]


def test_after_the_ladder_come_kilometres() -> None:
    days = [day(0, pain=1, level=12), day(1, pain=1, km=15.0), day(2, pain=1, km=16.5)]
    values = pain_chart_values(days, TEXTS)
    assert [step["long"] for step in values["steps"]] == ["level 12", "15 km", "16.5 km"]
    assert "Level, then km a week" in words_in(chart(days))


def test_a_chart_of_more_days_than_fit_shows_the_last_ones() -> None:
    values = pain_chart_values([*silence(20), *way_back()], TEXTS)
    assert values == pain_chart_values(way_back(), TEXTS)


def test_its_first_day_and_its_mondays_are_named() -> None:
    assert pain_chart_values(way_back(), TEXTS)["dates"] == [
        {"at": 0, "label": "3 Nov"},
        {"at": 6, "label": "9 Nov"},
        {"at": 13, "label": "16 Nov"},
        {"at": 20, "label": "23 Nov"},
        {"at": 27, "label": "30 Nov"},
    ]


@pytest.mark.parametrize("days", EXTREMES.values(), ids=EXTREMES)
def test_the_caption_of_a_chart_fits_under_it(days: list[DayMark]) -> None:
    said = TEXTS.message("pain_chart", pain_chart_words(days, TEXTS))
    assert fits_under_a_file(said)
    assert "None" not in said


def test_the_caption_says_what_the_chart_shows() -> None:
    assert TEXTS.message("pain_chart", pain_chart_words(way_back(), TEXTS)).splitlines() == [
        "<b>Your knee, the last 28 days</b>",
        "",
        "• Pain: mostly 1 to 2, highest 5 on 16 November",
        "• Runs: 11",
        "• Plan: level 6 to 9",
        "• Steps up: 4",
        "• Steps back: 1",
        "• Without an answer: 3 days",
    ]


def test_a_number_that_was_not_typed_is_in_no_range() -> None:
    days = [day(0, pain=3), day(1, pain=3), day(2, pain=7, imputed=True)]
    words = pain_chart_words(days, TEXTS)
    assert (words["numbers"], words["mostly"], words["highest"]) == (2, "3", 3)
    assert words["highest_on"] == "4 November"


def test_days_that_were_all_missed_are_said_too() -> None:
    said = TEXTS.message("pain_chart", pain_chart_words(silence(28), TEXTS))
    assert "Pain: no number yet" in said
    assert "Without an answer: 28 days" in said


days_of_any_kind = st.lists(
    st.builds(
        lambda pain, imputed, run_pain, level, km, mark, no_run: DayMark(
            "2026-11-03", pain, imputed and pain is not None, run_pain, run_pain is not None, level, km, mark, no_run
        ),
        st.none() | st.integers(0, 10),
        st.booleans(),
        st.none() | st.integers(0, 10),
        st.none() | st.integers(1, 12),
        st.none() | st.floats(0.5, 300).map(lambda km: round(km * 2) / 2),
        st.none() | st.sampled_from(MARKS),
        st.booleans(),
    ),
    max_size=28,
).map(
    lambda days: [
        replace(one, local_date=(date(2026, 1, 1) + timedelta(days=at)).isoformat()) for at, one in enumerate(days)
    ]
)


@given(days_of_any_kind)
def test_nothing_a_chart_holds_leaves_it_and_its_counts_are_right(days: list[DayMark]) -> None:
    values = pain_chart_values(days, TEXTS)
    assert json.loads(json.dumps(values)) == values
    svg = ElementTree.fromstring(filled("pain_chart", values))
    places = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in svg.iter(f"{SVG}circle") if one.get("cx")]
    assert all(0 < x < 1080 and 0 < y < float(svg.get("height", "")) for x, y in places)
    words = pain_chart_words(days, TEXTS)
    assert len(of_class(svg, "dot")) == words["numbers"]
    assert len(of_class(svg, "missed")) == words["missed"]
    assert len(of_class(svg, "run")) == words["runs"]
    assert len(of_class(svg, "mark")) == sum(words["steps"].values())
    assert fits_under_a_file(TEXTS.message("pain_chart", words))


# the weekly card


def test_a_card_shows_the_week_at_a_glance() -> None:
    words = words_in(card(a_week()))
    assert {
        "Knee week 4",
        "24 Nov to 30 Nov",
        "3 of 3",
        "pain 1 to 2 on runs",
        "5 of 6",
        "9",
        "+2 since last week",
    } <= {*words}
    assert {"1", "from 0 to 2, less than before", "a little"} <= {*words}


@pytest.mark.parametrize(
    ("pains", "trend", "line", "said"),
    [
        ([2], None, "told once", "• Pain: 2, told once"),
        ([2, 2, 2], None, "each time", "• Pain: 2 each time"),
        ([2, 2, 2, 2], "same", "each time, much as before", "• Pain: 2 each time, as the week before"),
        ([1, 2, 3], None, "from 1 to 3", "• Pain: 2 on average, from 1 to 3"),
    ],
)
def test_beside_the_mean_stands_how_far_its_numbers_lie_apart(
    pains: list[int], trend: str | None, line: str, said: str
) -> None:
    week = WeekMark(2, [DayMark(f"2026-12-0{at}", pain) for at, pain in enumerate(pains, 1)], trend=trend)

    assert week_card_values(week, TEXTS)["said"]["trend"] == line
    assert said in TEXTS.message("week_card", week_card_words(week, TEXTS)).splitlines()[2:]


@pytest.mark.parametrize(("trend", "turned"), [("better", 90), ("same", 0), ("worse", -90)])
def test_more_pain_points_up_and_less_pain_down(trend: str, turned: int) -> None:
    arrow = of_class(card(a_week(trend=trend)), "arrow")[0]
    # The arrow is drawn pointing right; a turn of 90 points it down.
    assert f"rotate({turned})" in arrow.get("transform", "")


def test_a_week_without_an_answer_says_so_in_each_place() -> None:
    week = WeekMark(2, silence(7), runs_planned=4)
    svg = card(replace(week, days=[replace(one, level=None) for one in week.days]))
    assert len(of_class(svg, "no-answer")) == 7
    assert of_class(svg, "day") == of_class(svg, "run") == of_class(svg, "arrow") == []
    assert {"–", "no running", "not answered"} <= {*words_in(svg)}


@pytest.mark.parametrize(("band", "filled_in"), [("none", 1), ("small", 2), ("moderate", 3), ("large", 4), (None, 0)])
def test_how_far_the_knee_was_in_the_way_is_a_length_and_not_a_colour_alone(band: str | None, filled_in: int) -> None:
    svg = card(a_week(band=band))
    bars = of_class(svg, "band")
    assert len(bars) == 4
    assert sum(bar.get("fill") != "#e6ebef" for bar in bars) == filled_in
    assert len(of_class(svg, "here")) == bool(band)


@pytest.mark.parametrize(
    "week", [a_week(), WeekMark(1, silence(7)), WeekMark(3, at_its_worst(7), trend="same"), WeekMark(1, way_back()[:1])]
)
def test_a_card_is_a_picture_whose_caption_fits_under_it(week: WeekMark) -> None:
    values = week_card_values(week, TEXTS)
    assert json.loads(json.dumps(values)) == values
    assert size_of(drawn("week_card", values)) == (1080, 1204)
    said = TEXTS.message("week_card", week_card_words(week, TEXTS))
    assert fits_under_a_file(said)
    assert "None" not in said


def test_the_caption_says_what_the_card_shows() -> None:
    assert TEXTS.message("week_card", week_card_words(a_week(), TEXTS)).splitlines() == [
        "<b>Knee week 4</b>, 24 Nov to 30 Nov",
        "",
        "• Runs: 3 of 3",
        "• Pain: 1 on average, from 0 to 2, less than the week before",
        "• Plan: level 9, +2 since last week",
        "• Exercises: 5 of 6",
        "• In the way of things: a little",
    ]


# both


def test_words_in_charts_stand_out_from_their_paper() -> None:
    for name, values in (
        ("pain_chart", pain_chart_values(way_back(), TEXTS)),
        ("week_card", week_card_values(a_week(), TEXTS)),
    ):
        svg = filled(name, values)
        paper = luminance(ElementTree.fromstring(svg).findall(f"{SVG}rect")[0].get("fill", ""))
        for colour in ("#1d2b38", "#4c6173"):
            assert colour in svg
            assert (paper + 0.05) / (luminance(colour) + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """How light a #rrggbb is, from 0 to 1, as the contrast rules for the web count it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_are_large_enough_on_a_phone() -> None:
    for name, values in (
        ("pain_chart", pain_chart_values(way_back(), TEXTS)),
        ("week_card", week_card_values(a_week(), TEXTS)),
    ):
        sizes = [
            float(found.get("font-size", 0))
            for found in ElementTree.fromstring(filled(name, values)).iter(f"{SVG}text")
        ]
        # A phone of 360 points shows 1080 pixels at a third.
        assert min(sizes) >= 30


def test_a_quiet_day_without_a_number_is_a_ring_on_the_card_and_its_words_say_so() -> None:
    days = [day(0, pain=3), day(1, pain=3, imputed=True), day(2, pain=2)]
    week = WeekMark(number=1, days=days)
    assert len(of_class(card(week), "quiet")) == 1
    assert "• Quiet, without a number: 1 day, a ring in the picture" in TEXTS.message(
        "week_card", week_card_words(week, TEXTS)
    )
