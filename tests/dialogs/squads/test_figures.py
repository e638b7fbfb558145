"""No figure of a small group: none that stands for fewer than five, and none that subtraction would tell."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from support.squad_lines import TODAY, line, member, squad_of
from support.squad_views import states

from dialogs.content import Content
from dialogs.squads.figures import Figures, few_hidden, figures_of, most_common, too_few_answers, total
from dialogs.squads.member import MemberState
from dialogs.squads.sharing import Shared, shared

LEAST = 5


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([7, 5, 6], [7, 5, 6]),
        ([7, 4, 6], [None, None, None]),
        ([7, 2, 6], [7, None, None]),
        ([5, 4, 4], [None, None, None]),
        ([9, 2, 3], [9, None, None]),
        ([9, 2, 2], [None, None, None]),
        ([12, 0, 0], [12, 0, 0]),
        ([8, 2, 0], [None, None, None]),
        ([2, 1, 1], [None, None, None]),
        ([0, 0, 0], [None, None, None]),
        ([5, 5, 4, 6], [None, None, None, None]),
        ([5, 9, 2, 6], [None, 9, None, 6]),
    ],
)
def test_a_small_count_is_hidden_with_one_beside_it(counts: list[int], shown: list[int | None]) -> None:
    cells = {str(at): count for at, count in enumerate(counts)}

    assert list(few_hidden(cells, LEAST).values()) == shown


def test_where_even_that_all_are_alike_is_not_told_zeros_are_hidden_too() -> None:
    assert few_hidden({"a": 12, "b": 0}, LEAST, none_too=True) == {"a": None, "b": None}
    assert few_hidden({"a": 7, "b": 0, "c": 5}, LEAST, none_too=True) == {"a": 7, "b": None, "c": None}


tables = some.lists(some.integers(0, 12), min_size=2, max_size=5)


@given(tables, some.booleans())
def test_what_is_hidden_is_never_one_count_and_never_few_together(counts: list[int], none_too: bool) -> None:
    cells = {str(at): count for at, count in enumerate(counts)}
    shown = few_hidden(cells, LEAST, none_too=none_too)
    hidden = [cells[name] for name, count in shown.items() if count is None]

    assert all(count is None or count == cells[name] for name, count in shown.items())
    assert all(count is None or count >= LEAST or (count == 0 and not none_too) for count in shown.values())
    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= LEAST or len(hidden) == len(counts) or sum(counts) < LEAST


@pytest.mark.parametrize(("cells", "most"), [(2, 20), (3, 20), (4, 16), (5, 14)])
@pytest.mark.parametrize("none_too", [False, True])
def test_no_hidden_count_can_be_worked_out_from_the_others_and_the_total(cells: int, most: int, none_too: bool) -> None:
    """Of all tables with the same total that look the same, no hidden count is the same in each."""
    for together in range(LEAST, most + 1):
        alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
        for counts in parted(together, cells):
            shown = few_hidden({str(at): count for at, count in enumerate(counts)}, LEAST, none_too=none_too)
            alike.setdefault(tuple(shown.values()), []).append(counts)
        for looks, tables in alike.items():
            told = [at for at, count in enumerate(looks) if count is None and len({one[at] for one in tables}) < 2]
            assert told == [], f"{looks} of {together} can only be {tables[0]}"


def parted(together: int, cells: int) -> Iterator[tuple[int, ...]]:
    """All counts in so many cells that make this together."""
    if cells == 1:
        yield (together,)
        return
    for first in range(together + 1):
        yield from ((first, *rest) for rest in parted(together - first, cells - 1))


Members = list[tuple[MemberState, int]]
squads = some.lists(some.tuples(states(), some.integers(1, 3)), max_size=14)


@given(squads)
def test_no_figure_of_a_squad_stands_for_fewer_than_five(content: Content, members: Members) -> None:
    lines = [shared(state, member(level, at, f"r{at}")) for at, (state, level) in enumerate(members)]
    there = [one for one in lines if one is not None]
    figures = figures_of(content.squads, there, TODAY)
    if len(there) < LEAST:
        assert figures is None
        return
    assert figures is not None
    ways = [one.way for one in there if one.way is not None]
    for cells in (figures.running, figures.bands):
        assert all(count is None or count == 0 or count >= LEAST for count in cells.values())
    assert all(count is None or count >= LEAST for count in figures.statuses.values())
    if len(ways) < LEAST:
        assert (figures.km, figures.ups, figures.downs, figures.over, figures.reason) == (None,) * 5
        assert set(figures.bands.values()) == set(figures.running.values()) == {None}
    assert figures.km is None or sum(way.share is not None for way in ways) >= LEAST
    assert not figures.ups or sum(way.ups > 0 for way in ways) >= LEAST
    assert figures.over is None or figures.over in (0, len(ways)) or LEAST <= figures.over <= len(ways) - LEAST
    assert figures.reason is None or sum(figures.reason in way.rows for way in ways) >= LEAST


@given(squads, some.data())
def test_who_shares_the_status_only_adds_to_nothing_else(
    content: Content, members: Members, data: some.DataObject
) -> None:
    def figures(at_level_one: Members) -> Figures | None:
        lines: list[Shared] = []
        for at, (state, level) in enumerate([*members, *at_level_one]):
            one = shared(state, member(level, at, f"r{at}"))
            lines += [one] if one is not None else []
        return figures_of(content.squads, lines, TODAY)

    state = data.draw(states())
    other = data.draw(states(outline=state.outline))
    assert figures([(state, 1)] * 3) == figures([(other, 1)] * 3)
    with_them, without = figures([(state, 1)] * 3), figures([])
    if with_them is not None and without is not None:
        of_response = {"sharing": 0, "answered": 0, "answered_days": 0, "statuses": {}}
        assert replace(with_them, **of_response) == replace(without, **of_response)


def test_the_figures_count_what_they_say(content: Content) -> None:
    lines = [
        *(line(f"a{at}", "green", 2, share=90, ups=1, band="none", rows=frozenset({"D17", "D15"})) for at in range(5)),
        *(line(f"b{at}", "amber", 3, share=40, downs=2, band="small", over=2, answered=3) for at in range(6)),
        *squad_of(grey=5),
    ]
    figures = figures_of(content.squads, lines, TODAY)

    assert figures is not None
    assert (figures.sharing, figures.answered, figures.answered_days) == (16, 16, 5 * 7 + 6 * 3 + 5 * 7)
    assert figures.statuses == {"red": None, "amber": 6, "green": None, "grey": 5}
    assert figures.running == {"yes": 11, "no": 0, "unknown": 0}
    assert figures.bands == {"none": 5, "small": 6, "moderate": 0, "large": 0, "missing": 0}
    assert (figures.km, figures.ups, figures.downs, figures.over, figures.reason) == (40, 5, 12, 6, "D15")


def test_a_sum_is_shown_if_enough_added_to_it_or_nobody() -> None:
    assert total([1, 1, 2, 1, 1], LEAST) == 6
    assert total([3, 3, 0, 0, 0, 1], LEAST) is None
    assert total([0] * 5, LEAST) == 0
    assert total([0] * 4, LEAST) is None


def test_the_most_common_reason_needs_five_runners() -> None:
    nine, four = frozenset({"D9"}), frozenset({"D9", "D12"})

    assert most_common([nine] * 4, LEAST) is None
    assert most_common([nine] * 3 + [four] * 2, LEAST) == "D9"
    assert most_common([], LEAST) is None
    assert most_common([frozenset({"D9", "D12"})] * 5, LEAST) == "D12"


@pytest.mark.parametrize(("days", "found"), [(50, True), (51, False), (0, True), (84, False)])
def test_below_60_percent_of_84_days_there_are_too_few_answers(content: Content, days: int, found: bool) -> None:
    figures = Figures(12, 9, days, {}, {}, {})

    assert too_few_answers(content.squads, figures) is found


def test_figures_are_kept_as_plain_json(content: Content) -> None:
    figures = figures_of(content.squads, squad_of(green=7, red=2), TODAY)

    assert figures is not None
    assert Figures.from_dict(figures.to_dict()) == figures
