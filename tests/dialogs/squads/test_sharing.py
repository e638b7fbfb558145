"""What a coach sees is what was shared, and nothing else: in every view there is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from support.squad_lines import LADDER, NOW, TODAY, Life, line, lived, member, squad_of
from support.squad_views import all_views, same_below, states

from dialogs.content import Content
from dialogs.squads.figures import figures_of
from dialogs.squads.issuing import Issued
from dialogs.squads.member import MemberState
from dialogs.squads.people import LEVELS
from dialogs.squads.sharing import Shared, shared
from dialogs.squads.summary import lines_of

SETTLED = Issued(changed_at=NOW - timedelta(days=3))


def lines(state: MemberState, level: int, others: list[Shared]) -> list[Shared]:
    """A squad with this runner in it."""
    found = shared(state, member(level, 1000, "Zoe"))
    return [*others, found] if found is not None else others


@given(some.data(), some.sampled_from(LEVELS), some.integers(0, 6), some.sampled_from(["settled", "new", "frozen"]))
def test_two_runners_who_differ_only_in_what_is_not_shared_look_the_same(
    content: Content, data: Any, level: int, others: int, kind: str
) -> None:
    one = data.draw(states())
    other = data.draw(same_below(level, one))
    squad = squad_of(green=others)
    out = Issued(figures_of(content.squads, squad_of(green=9), TODAY), NOW, changed_at=NOW)
    issued = {"settled": SETTLED, "new": Issued(), "frozen": out}[kind]

    first = all_views(content, lines(one, level, squad), issued, NOW)
    assert all_views(content, lines(other, level, squad), issued, NOW) == first


@given(states(), some.integers(0, 6))
def test_who_declined_is_as_if_not_there(content: Content, state: MemberState, others: int) -> None:
    squad = squad_of(green=others)

    assert lines(state, 0, squad) == squad
    assert shared(state, member(3, left_at=NOW)) is None


def test_under_18_a_parent_has_to_agree_as_well(content: Content) -> None:
    life = lived(content, "p2")
    life.plan["facts"] = {"age_band": "16_17"}
    state = life.state()

    assert shared(state, member(3)) is None
    assert shared(state, member(3, parent_ok=True)) is not None
    life.plan["facts"] = {"age_band": "18_24"}
    assert shared(life.state(), member(3)) is not None


def test_each_level_adds_a_part() -> None:
    parts = [
        (line("a", level=level).way is not None, line("a", level=level).details is not None) for level in (1, 2, 3)
    ]

    assert parts == [(False, False), (True, False), (True, True)]


def test_a6_numbers_and_trend_are_gone_at_once_when_less_is_shared(content: Content) -> None:
    life = lived(content, *["p1"] * 7, "p5", "p5", "p2", "p5")
    state, now = life.state(), life.now()

    before = all_views(content, lines(state, 3, []), SETTLED, now)
    after = all_views(content, lines(state, 1, []), SETTLED, now)

    texts = content.texts("en")
    for word in ("Worst pain", texts.text("squads.trend.worse"), "level ", "November: 5", "Stepped back", "Decisions"):
        assert word in before
        assert word not in after
    assert '"pain": 5' in before
    assert '"pain": 5' not in after


# two stores that differ in what nobody shared


SIGNS = ("swelling", "locking", "giving_way", "knock", "night_pain", "fever", "calf", "other", "emergency")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_which_sign_stopped_a_runner_is_never_shown(content: Content, level: int) -> None:
    seen = set()
    for sign in SIGNS:
        life = lived(content, "p2", "p2", f"p2 !{sign}")
        if sign == "emergency":
            life.plan["told"] = {"row": "D2", "decision": "stop"}
            course = life.played.course
            life.played.course = replace(course, history=(*course.history[:-1], course.history[-1]._replace(row="D2")))
        life.plan["signs"] = [[life.date(3).isoformat(), sign]]
        seen.add(all_views(content, lines(life.state(), level, []), SETTLED, life.now()))

    assert len(seen) == 1


MARKER = "xyzzy-4711"


@pytest.mark.parametrize("level", [1, 2, 3])
def test_free_text_and_all_that_is_no_part_of_a_level_are_never_shown(content: Content, level: int) -> None:
    plain = lived(content, "p2", "p2 r2")
    marked = lived(content, "p2", "p2 r2")
    marked.more |= {
        "facts": {"pain_location": MARKER, "diabetes": True}, "draft": {"note": MARKER}, "region": "GB",
        "settings": {"hour": "06:15", "quiet": ["21:00", "07:00"], "reminders": False}, "locale": MARKER,
        "invitation": MARKER, "suspected": MARKER, "turn": 99, "card_open": True,
    }  # fmt: skip
    marked.plan |= {"facts": {"note": MARKER}, "side": "left", "race": {"date": "2027-01-01", "km": 42},
                    "baseline": {"km_week": 33}, "signs": [["2026-11-02", MARKER]]}  # fmt: skip

    views = [all_views(content, lines(life.state(), level, []), SETTLED, life.now()) for life in (plain, marked)]
    assert views[0] == views[1]
    assert MARKER not in views[1]


@pytest.mark.parametrize(
    ("level", "one", "other", "same"),
    [
        (1, ["p2", "p3", "p2"], ["p1", "p0", "p3"], True),
        (1, ["p2", "p4", "p5"], ["p5", "p2", "p5"], True),
        (2, ["p2", "p3", "p1"], ["p1", "p2", "p3"], True),
        (3, ["p2", "p3", "p1"], ["p1", "p2", "p3"], False),
        (2, ["p2", "p3 r5"], ["p2", "p2 limp"], False),
    ],
)
def test_numbers_that_lead_to_the_same_are_the_same_below_details(
    content: Content, level: int, one: list[str], other: list[str], same: bool
) -> None:
    start = {**LADDER, "pain_daily": 2}
    lives = [lived(content, *answers, start=start) for answers in (one, other)]
    views = [all_views(content, lines(life.state(), level, []), SETTLED, life.now()) for life in lives]

    assert (views[0] == views[1]) is same


def test_looking_changes_nothing(content: Content) -> None:
    life = Life(content, lived(content, "p2", "p3 r5").played, {"row": "D9", "decision": "regress"})
    life.more["rhythm"] = {"started": life.date(2).isoformat()}
    dialogue = life.dialogue
    before = dialogue.copy().to_dict()

    assert len(lines_of(content, [(member(3), dialogue), (member(0), dialogue)], life.now(5))) == 1
    assert dialogue.to_dict() == before
