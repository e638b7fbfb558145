"""The picture, the table, the group post, and what a runner is shown before they agree."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from support.squad_lines import LADDER, NOW, SQUAD, TODAY, Life, line, lived, member, squad_of
from support.squad_views import states

from dialogs.content import Content
from dialogs.squads.card_words import card_words
from dialogs.squads.exposure import exposed_to
from dialogs.squads.figures import Figures, figures_of
from dialogs.squads.group_post import group_post
from dialogs.squads.heat_map import SHAPES, heat_map_caption, heat_map_values
from dialogs.squads.issuing import Issued
from dialogs.squads.member import Details, MemberState, Pain
from dialogs.squads.people import LEVELS, Squad, clean_name
from dialogs.squads.sharing import Shared, shared
from dialogs.squads.summary import lines_of
from dialogs.squads.table import csv_text, safe

PAINS = Details(pains=(Pain(TODAY - timedelta(days=2), 4, typed=True), Pain(TODAY, 2, typed=False)))


# the picture


def test_the_picture_has_a_row_for_each_runner_and_a_column_for_each_day(content: Content) -> None:
    lines = [line("Ada", "red", 3, answered=3, details=PAINS), line("Ben", "green", 1, answered=14)]
    values = heat_map_values(content, content.texts("en"), SQUAD, lines, NOW)

    assert json.loads(json.dumps(values)) == values
    assert values["columns"] == 14
    assert [row["name"] for row in values["rows"]] == ["Ada", "Ben"]
    ada, ben = (row["cells"] for row in values["rows"])
    assert [len(ada), len(ben)] == [14, 14]
    assert [cell["answered"] for cell in ada] == [False] * 11 + [True] * 3
    assert [cell["pain"] for cell in ada] == [None] * 11 + [4, None, None]
    assert {cell["pain"] for cell in ben} == {None}
    assert {cell["status"] for cell in ben} == {"green"}
    assert [label["name"] for label in values["legend"]] == ["red", "green", "missed"]
    assert values["dates"] == [
        {"at": 0, "label": "20 Nov"},
        {"at": 3, "label": "23 Nov"},
        {"at": 10, "label": "30 Nov"},
    ]


def test_each_colour_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_days_before_the_plan_are_neither_a_colour_nor_missed(content: Content) -> None:
    life = lived(content, "p2", "p2")
    lines = lines_of(content, [(member(1), life.dialogue)], life.now())
    values = heat_map_values(content, content.texts("en"), SQUAD, lines, life.now())

    assert [cell["status"] for cell in values["rows"][0]["cells"]] == [None] * 12 + ["green"] * 2
    assert [label["name"] for label in values["legend"]] == ["green", "none"]


def test_the_picture_is_said_in_words_too(content: Content) -> None:
    lines = [line("Ada", "red", answered=3)]

    assert heat_map_caption(content, content.texts("en"), SQUAD, lines, NOW)["lines"] == [
        "Ada: needs attention, 3 of 14 days answered"
    ]


# the table


def table(content: Content, *lines: Shared) -> list[list[str]]:
    return list(csv.reader(StringIO(csv_text(content, content.texts("en"), SQUAD, lines, NOW), newline="")))


def test_the_table_has_what_each_agreed_to(content: Content) -> None:
    head, one, two, three = table(
        content,
        line("Ada", "red", 1),
        line("Ben", "amber", 2, trend="worse", on_level=None, share=80, band="small", allowed=None),
        line("Cai", "green", 3, details=Details(PAINS.pains, adherence=70, score=25)),
    )

    assert head[:4] == ["name", "status", "reason", "since"]
    assert one == ["Ada", "red", "needs attention", "2026-12-03", "2026-12-03", "yes", *[""] * 20]
    assert two[:10] == [
        "Ben", "amber", "Stepped back after a sore run", "2026-12-03", "2026-12-03", "unknown",
        "worse", "", "80", "small",
    ]  # fmt: skip
    assert set(two[10:]) == {""}
    assert three[10:12] == ["70", "25"]
    assert three[12:] == [*[""] * 11, "4", "", ""]
    assert {len(row) for row in (head, one, two, three)} == {26}


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(content: Content, begins: str) -> None:
    assert safe(f"{begins}HYPERLINK(1)") == f"'{begins}HYPERLINK(1)"
    assert safe("Ada=1") == "Ada=1"
    name = table(content, line(f"{begins}cmd|' /C calc'!A0"))[1][0]
    assert not name.startswith(begins)


# names


NASTY = [
    "<b>Ada</b>",
    "=1+1",
    "a\u202egpj.exe",
    "{{ 7 * 7 }}",
    "%s{0}",
    "A\x00B\x1b[31m",
    "\u2066x\u2069",
    "'; DROP TABLE",
]


@given(some.one_of(some.text(max_size=200), some.sampled_from(NASTY)))
def test_a_name_is_one_line_of_plain_text(name: str) -> None:
    cleaned = clean_name(name)

    assert len(cleaned) <= 64
    assert cleaned == cleaned.strip()
    assert not {"\n", "\r", "\t", "\x00", "\x1b", "\u202e", "\u2066", "\u2069", "\u200e", "\ufeff"} & set(cleaned)
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada\nLovelace", "Ada Lovelace"),
        ("  Ada  ", "Ada"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("\u202eadA", "adA"),
        ("\u200d\u200c", ""),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 100, "x" * 64),
    ],
)
def test_names_keep_what_scripts_need(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@given(some.one_of(some.text(max_size=80), some.sampled_from(NASTY)), states(), some.integers(1, 3))
def test_no_name_breaks_a_view_or_becomes_part_of_one(
    content: Content, name: str, state: MemberState, level: int
) -> None:
    found = shared(state, member(level, 1, name))
    assert found is not None
    shown = clean_name(name) or "A runner"
    texts = content.texts("en")

    assert card_words(content, texts, found, TODAY)["title"] == shown
    assert heat_map_values(content, texts, SQUAD, [found], NOW)["rows"][0]["name"] == shown
    (_, row) = table(content, found)
    assert row[0].removeprefix("'") == shown.removeprefix("'")
    assert len(row) == 26


# the group chat


def post(content: Content, figures: Figures | None) -> list[str] | None:
    return group_post(content, content.texts("en"), Issued(figures, NOW))


def test_the_post_rounds_down_and_names_nobody(content: Content) -> None:
    figures = figures_of(
        content.squads, [*squad_of(green=9), *(line(f"r{at}", "amber", 2, ups=1) for at in range(8))], TODAY
    )

    assert post(content, figures) == [
        "15 runners or more share how their knees are doing.",
        "They answered on about 100% of the days this week.",
        "5 or more are on plan.",
        "5 levels or more were gained this week.",
        "Thank you for keeping to your plans, whatever they say. Small steps count.",
    ]


def test_there_is_no_post_of_a_small_squad(content: Content) -> None:
    assert post(content, figures_of(content.squads, squad_of(green=4), TODAY)) is None
    assert post(content, None) is None


def test_that_nobody_gained_a_level_is_not_posted(content: Content) -> None:
    said = post(content, figures_of(content.squads, [line(f"r{at}", "green", 2, ups=0) for at in range(9)], TODAY))

    assert said is not None
    assert not any("level" in sentence for sentence in said)


def test_that_all_are_of_one_colour_is_not_posted(content: Content) -> None:
    said = post(content, figures_of(content.squads, squad_of(green=12), TODAY))

    assert said is not None
    assert not any("on plan" in sentence for sentence in said)


@given(some.lists(some.tuples(states(), some.integers(1, 3)), max_size=16))
def test_every_number_in_a_post_is_five_or_more(content: Content, members: list[tuple[MemberState, int]]) -> None:
    lines = [shared(state, member(level, at, f"Zed{at}")) for at, (state, level) in enumerate(members)]
    there = [one for one in lines if one is not None]
    said = post(content, figures_of(content.squads, there, TODAY))
    if said is None:
        assert len(there) < 5
        return
    numbers = [int(word.rstrip("%")) for sentence in said for word in sentence.split() if word.rstrip("%").isdigit()]
    assert all(number >= 5 for number in numbers)
    assert all(number % 5 == 0 for number in numbers)
    assert "Zed" not in " ".join(said)


# before one agrees


def test_each_level_shows_the_runner_their_own_card(content: Content) -> None:
    life = lived(content, *["p2"] * 5, "p4", start=LADDER)
    texts, now = content.texts("en"), life.now()
    shown = [exposed_to(content, texts, life.state(), "Ada", level, now) for level in LEVELS]

    assert [one.title for one in shown] == ["Nothing", "Status", "Status and trend", "Details"]
    assert shown[0].card is None
    for level in LEVELS[1:]:
        (found,) = lines_of(content, [(member(level), life.dialogue)], now)
        assert shown[level].card == card_words(content, texts, found, now.date())
    assert [len(one.card["rows"]) if one.card else 0 for one in shown] == [0, 5, 9, 14]
    assert [len(one.sees) for one in shown] == [1, 4, 9, 13]


def test_every_row_of_a_card_is_named_before_one_agrees(content: Content) -> None:
    texts = content.texts("en")

    assert texts.under("squads.card") == {
        "status", "since", "last_answer", "running", "days", "reason", "trend", "plan", "band", "pains", "decisions",
        "adherence", "score", "items",
    }  # fmt: skip
    assert texts.under("squads.sees") - {"nothing", "figures", "name"} == texts.under("squads.card") - {
        "since", "running", "score",
    }  # fmt: skip


def test_a_level_that_there_is_not_is_refused(content: Content) -> None:
    state = Life(content, lived(content, "p2").played).state()

    with pytest.raises(ValueError, match="no level 4"):
        exposed_to(content, content.texts("en"), state, "Ada", 4, NOW)


def test_minors_see_their_card_before_a_parent_was_asked(content: Content) -> None:
    life = lived(content, "p2")
    life.plan["facts"] = {"age_band": "12_15"}

    assert exposed_to(content, content.texts("en"), life.state(), "Ada", 1, life.now()).card is not None


def test_the_picture_follows_the_calendar_of_the_squad(content: Content) -> None:
    ahead = Squad(2, "Far east", "Pacific/Auckland")
    values = heat_map_values(content, content.texts("en"), ahead, [line("Ada")], NOW)

    assert [cell["answered"] for cell in values["rows"][0]["cells"]] == [False] * 6 + [True] * 7 + [False]
    assert values["rows"][0]["cells"][-1]["status"] is None
