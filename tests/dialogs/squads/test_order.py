"""Who needs attention first, and that the order tells nothing that is not shared."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from support.squad_lines import TODAY, line

from dialogs.squads.member import Details
from dialogs.squads.order import by_attention
from dialogs.squads.sharing import Shared


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def names(*lines: Shared) -> list[str]:
    turned = lines[::-1]
    assert sorted(turned, key=by_attention) == sorted(lines, key=by_attention)
    return [one.name for one in sorted(lines, key=by_attention)]


def test_the_seven_classes_in_order() -> None:
    assert names(
        line("green", "green", 2),
        line("green, ran more", "green", 2, over=1),
        line("grey", "grey", 2),
        line("amber", "amber", 2),
        line("amber, see somebody", "amber", 2, advice=True),
        line("amber, worse", "amber", 2, trend="worse", advice=True),
        line("red", "red", 2),
    ) == ["red", "amber, worse", "amber, see somebody", "amber", "grey", "green, ran more", "green"]


def test_red_by_the_oldest_unresolved_time() -> None:
    assert names(line("new", "red", since=ago(1)), line("old", "red", 3, since=ago(9))) == ["old", "new"]


def test_other_amber_by_the_newest_change() -> None:
    assert names(line("old", "amber", 2, since=ago(6)), line("new", "amber", since=ago(0))) == ["new", "old"]


def test_grey_by_the_longest_silence() -> None:
    assert names(line("short", "grey", since=ago(3)), line("long", "grey", 2, since=ago(20))) == ["long", "short"]
    assert names(line("short", "grey", since=ago(3)), line("never", "grey", since=None)) == ["never", "short"]


def test_other_green_by_name_whatever_the_week_was() -> None:
    assert names(line("cy", level=2, band="large"), line("Bo"), line("al", level=3)) == ["al", "Bo", "cy"]


def test_ties_by_the_harder_week_then_by_name() -> None:
    points = {name: Details(score=score) for name, score in (("b", 40), ("c", 50))}
    assert names(
        line("a", "red", 2, band="small"),
        line("b", "red", 3, band="moderate", details=points["b"]),
        line("c", "red", 3, band="moderate", details=points["c"]),
        line("e", "red", 2, band="large"),
        line("d", "red", 2, band="large"),
        line("f", "red", 2),
    ) == ["d", "e", "c", "b", "a", "f"]
    assert names(
        line("b", "amber", 2, trend="worse", since=ago(1)), line("a", "amber", 2, trend="worse", since=ago(5))
    ) == [
        "a",
        "b",
    ]


def test_two_runners_of_one_name_have_an_order_too() -> None:
    assert [one.runner_id for one in sorted([line("Al", runner_id=2), line("Al", runner_id=1)], key=by_attention)] == [
        1,
        2,
    ]


ways = some.fixed_dictionaries(
    {
        "trend": some.sampled_from(["better", "same", "worse", "unknown"]),
        "advice": some.booleans(),
        "over": some.integers(0, 3),
        "band": some.sampled_from(["none", "small", "moderate", "large", None]),
    }
)


@given(some.sampled_from(["red", "amber", "grey", "green"]), ways, ways, some.integers(0, 100))
def test_who_shares_the_status_only_is_placed_by_status_since_and_name(
    status: Any, one: dict[str, Any], other: dict[str, Any], score: int
) -> None:
    first = line("Al", status, 1, runner_id=1, details=Details(score=score), **one)

    assert by_attention(first) == by_attention(line("Al", status, 1, runner_id=1, **other))


@given(some.sampled_from(["red", "amber", "grey", "green"]), ways, some.integers(0, 100), some.integers(0, 100))
def test_points_that_are_not_shared_place_nobody(status: Any, way: dict[str, Any], one: int, other: int) -> None:
    first = line("Al", status, 2, runner_id=1, details=Details(score=one), **way)

    assert by_attention(first) == by_attention(line("Al", status, 2, runner_id=1, details=Details(score=other), **way))
