"""Figures stay as they are for a day after somebody came or left, so that two looks tell nothing."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from support.squad_lines import NOW, SQUAD, TODAY, line, member
from support.squad_views import states

from dialogs.content import Content
from dialogs.squads.figures import figures_of
from dialogs.squads.issuing import Issued, moved
from dialogs.squads.member import MemberState
from dialogs.squads.sharing import Shared, shared
from dialogs.squads.summary import Summary, summary
from dialogs.squads.summary_words import page_words

HOUR = timedelta(hours=1)
SIX = [line(f"r{at}", "green", 2, share=80, runner_id=at) for at in range(6)]
NEW = line("new", "red", 2, share=10, runner_id=99)


def settled(lines: list[Shared]) -> Issued:
    return Issued(
        changed_at=NOW - timedelta(days=3), members=tuple(sorted((one.runner_id, one.level) for one in lines))
    )


def look(content: Content, lines: list[Shared], issued: Issued, hours: float = 0) -> tuple[Summary, Issued]:
    found, out = summary(content, SQUAD, lines, issued, NOW + hours * HOUR)
    return found, Issued.from_dict(json.loads(json.dumps(out.to_dict())))


def test_lines_and_counts_change_at_once_and_figures_a_day_later(content: Content) -> None:
    before, issued = look(content, SIX, settled(SIX))
    issued = moved(issued, 0, 2, NOW + HOUR)
    soon, issued = look(content, [*SIX, NEW], issued, hours=1)
    late, issued = look(content, [*SIX, NEW], issued, hours=24.9)
    after, issued = look(content, [*SIX, NEW], issued, hours=25)

    assert [found.counts["red"] for found in (before, soon, late, after)] == [0, 1, 1, 1]
    assert [len(found.lines) for found in (before, soon, late, after)] == [6, 7, 7, 7]
    assert soon.figures == before.figures
    assert late.figures == before.figures
    assert after.figures == figures_of(content.squads, [*SIX, NEW], TODAY + timedelta(days=1))
    assert [found.frozen for found in (before, soon, late, after)] == [False, True, True, False]
    assert soon.figures_at == NOW
    words = page_words(content, content.texts("en"), soon)
    assert words["note"] == "Figures as of 3 December: who shares has changed since."
    assert all("(6 of 6 answered)" in figure for figure in words["figures"])
    assert words["header"] == "1 red, 6 green (7 of 7 answered)"


@pytest.mark.parametrize(("before", "after"), [(0, 2), (2, 0), (1, 2), (3, 1)])
def test_whoever_shares_more_or_less_came_or_left(before: int, after: int) -> None:
    assert moved(Issued(), before, after, NOW).changed_at == NOW


def test_who_declines_changes_nothing() -> None:
    assert moved(Issued(), 0, 0, NOW) == Issued()


def test_a_change_that_nobody_told_of_is_seen_at_the_next_look(content: Content) -> None:
    before, issued = look(content, SIX, settled(SIX))
    soon, issued = look(content, [*SIX, NEW], issued, hours=30)
    after, issued = look(content, [*SIX, NEW], issued, hours=54)

    assert soon.figures == before.figures
    assert after.figures != before.figures
    assert not after.frozen


def test_a_second_change_begins_the_day_anew(content: Content) -> None:
    issued = look(content, SIX, settled(SIX))[1]
    issued = moved(issued, 0, 2, NOW + HOUR)
    issued = moved(issued, 2, 0, NOW + 20 * HOUR)

    assert look(content, SIX, issued, hours=43.9)[0].frozen
    assert not look(content, SIX, issued, hours=44)[0].frozen


def test_a_new_squad_has_no_figures_for_a_day(content: Content) -> None:
    found, issued = look(content, SIX, Issued())
    assert found.figures is None
    assert page_words(content, content.texts("en"), found)["note"] == (
        "Figures come once the squad has stayed the same for 24 hours."
    )

    assert look(content, SIX, issued, hours=24)[0].figures is not None


def test_a_squad_that_becomes_too_small_has_only_its_lines(content: Content) -> None:
    _, issued = look(content, SIX[:5], settled(SIX[:5]))
    found, issued = look(content, SIX[:4], moved(issued, 2, 0, NOW), hours=1)

    assert found.figures is None
    assert page_words(content, content.texts("en"), found)["figures"] == []


def test_looking_again_with_the_same_runners_gives_the_figures_of_now(content: Content) -> None:
    _, issued = look(content, SIX, settled(SIX))
    better = [line(f"r{at}", "green", 2, share=90, runner_id=at) for at in range(6)]

    found, _ = look(content, better, issued, hours=1)
    assert found.figures is not None
    assert found.figures.km == 90


squads = some.lists(some.tuples(states(), some.integers(1, 3)), min_size=4, max_size=9)


@given(squads, states(), states(), some.integers(1, 3), some.floats(0, 23.9), some.booleans())
def test_two_looks_within_a_day_tell_nothing_of_who_came_or_left_between_them(
    content: Content,
    members: list[tuple[MemberState, int]],
    one: MemberState,
    other: MemberState,
    level: int,
    hours: float,
    told: bool,
) -> None:
    """The figures of the second look are those of the first or none, whoever the other runner is."""

    def lines(*more: tuple[MemberState, int]) -> list[Shared]:
        found = [
            shared(state, member(at_level, at, f"r{at}")) for at, (state, at_level) in enumerate([*members, *more])
        ]
        return [line for line in found if line is not None]

    without, with_one, with_other = lines(), lines((one, level)), lines((other, level))
    for first, seconds in ((without, (with_one, with_other)), (with_one, (without,))):
        before, issued = look(content, first, settled(first))
        if told:
            issued = moved(issued, level, 0, NOW)
        found = [look(content, second, issued, hours)[0] for second in seconds]
        assert all(after.figures in (before.figures, None) for after in found)
        assert len({after.figures is None for after in found}) == 1
        assert {after.too_few for after in found} <= {before.too_few, False}


def test_nothing_issued_is_kept_as_plain_json() -> None:
    assert Issued.from_dict(Issued().to_dict()) == Issued()
    assert Issued.from_dict({}) == Issued()
