"""The summary of a squad: counts with the response beside every figure, lines in order, pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.squad_lines import NOW, SQUAD, TODAY, line, lived, member, squad_of

from dialogs.content import Content
from dialogs.squads.issuing import Issued
from dialogs.squads.line_words import line_words
from dialogs.squads.people import Squad
from dialogs.squads.sharing import Shared
from dialogs.squads.summary import Summary, lines_of, summary
from dialogs.squads.summary_words import advice_words, page_words

SETTLED = NOW - timedelta(days=3)


def looked(content: Content, lines: list[Shared], squad: Squad = SQUAD, now: datetime = NOW) -> Summary:
    """The summary of a squad in which nobody came or left for days."""
    members = tuple(sorted((one.runner_id, one.level) for one in lines))
    found, _ = summary(content, squad, lines, Issued(changed_at=SETTLED, members=members), now)
    return found


def said(content: Content, found: Summary, number: int = 1) -> dict[str, Any]:
    return page_words(content, content.texts("en"), found, number)


def answering(count: int, of: list[Shared]) -> list[Shared]:
    """The same lines, of which only so many answered today."""
    return [
        one if at < count else line(one.name, one.outline.status, runner_id=one.runner_id, answered=0)
        for at, one in enumerate(of)
    ]


def test_a1_the_header_counts_by_status_with_the_response_and_red_comes_first(content: Content) -> None:
    found = looked(content, answering(9, squad_of(green=7, amber=2, red=1, grey=2)))

    assert said(content, found)["header"] == "1 red, 2 amber, 7 green, 2 grey (9 of 12 answered)"
    assert [one.outline.status for one in found.lines] == ["red"] + ["amber"] * 2 + ["grey"] * 2 + ["green"] * 7


def test_a2_four_runners_are_four_lines_and_no_figure(content: Content) -> None:
    lines = [line("Ada", "green", 3), line("Ben", "red", 1), line("Cai", "amber", 2), line("Dee", "green", 2)]
    words = said(content, looked(content, lines))

    assert words["figures"] == []
    assert words["hidden"] == ""
    assert words["note"] == (
        "Fewer than 5 share, so there are no figures of the whole squad. Each line is what one runner agreed to."
    )
    assert words["header"] == "1 red, 1 amber, 2 green (4 of 4 answered)"
    assert [(one["name"], one["reason"]) for one in words["lines"]] == [
        ("Ben", "needs attention"),
        ("Cai", "Stepped back after a sore run"),
        ("Ada", "On plan, level 6"),
        ("Dee", "On plan, level 6"),
    ]


def test_a3_with_four_who_share_more_the_km_are_hidden_and_the_counts_are_not(content: Content) -> None:
    four = [line(name, "green", 2, share=80) for name in "abcd"]
    found = looked(content, [*four, *squad_of(green=3, amber=1)])
    words = said(content, found)

    assert words["header"] == "1 amber, 7 green (8 of 8 answered)"
    assert words["hidden"].startswith("Fewer than 5, not shown: who may run next, the km of the squad, the knee week,")
    assert not any("usual week" in figure for figure in words["figures"])

    found = looked(content, [*four, line("e", "green", 2, share=50), *squad_of(green=2, amber=1)])
    assert "Middle of the squad: 80% of the usual week (8 of 8 answered)" in said(content, found)["figures"]


@pytest.mark.parametrize(("answered", "too_few"), [(50, True), (51, False)])
def test_a4_below_60_percent_of_the_days_the_group_can_not_be_judged(
    content: Content, answered: int, too_few: bool
) -> None:
    each = [answered // 12 + (at < answered % 12) for at in range(12)]
    lines = [line(f"runner {at}", answered=days) for at, days in enumerate(each)]
    words = said(content, looked(content, lines))

    assert words["too_few"] == ("Too few answers to judge the group." if too_few else "")
    assert f"Answers in 7 days: {59 if too_few else 60}% (12 of 12 answered)" in words["figures"]


def test_a5_a_red_runner_who_is_silent_stays_red_and_says_since_when(content: Content) -> None:
    life = lived(content, "p2", "p2", "p2 !swelling")
    now = life.now(later=7)

    (quiet,) = lines_of(content, [(member(2), life.dialogue)], now)
    words = line_words(content.squads, content.texts("en"), quiet, now.date())
    assert (words["status"], words["reason"]) == (
        "Red",
        "Stopped: new sign, waiting for advice; no answer since 4 November",
    )

    (status_only,) = lines_of(content, [(member(1), life.dialogue)], now)
    words = line_words(content.squads, content.texts("en"), status_only, now.date())
    assert words["reason"] == "needs attention"


def test_every_figure_has_the_response_beside_it(content: Content) -> None:
    lines = [
        line(f"r{at}", "green", 2, share=70 + at, ups=1, downs=1, over=at % 2, band="none", rows=frozenset({"D13"}))
        for at in range(12)
    ]
    words = said(content, looked(content, lines))

    assert words["header"].endswith("(12 of 12 answered)")
    assert [figure.removesuffix(" (12 of 12 answered)") for figure in words["figures"]] == [
        "Answers in 7 days: 100%",
        "Next run: 12 may run",
        "Middle of the squad: 76% of the usual week",
        "Knee week: 12 no trouble",
        "Levels up in 7 days: 12",
        "Steps back in 7 days: 12",
        "Most common this week: ran more than planned",
        "Ran more than planned: 6",
    ]
    assert words["hidden"] == ""


def test_the_smallest_counts_are_not_shown_nor_one_that_would_tell_them(content: Content) -> None:
    lines = [line(f"r{at}", "green", 2, allowed=True if at < 7 else None if at < 9 else False) for at in range(12)]

    assert (
        "Next run: 7 may run, the rest not shown (12 of 12 answered)"
        in said(content, looked(content, lines))["figures"]
    )


def test_nobody_who_shares_is_a_squad_without_lines(content: Content) -> None:
    words = said(content, looked(content, []))

    assert words["header"] == "Nobody shares anything with this squad yet."
    assert (words["lines"], words["figures"], words["note"], words["pages"]) == ([], [], "", 1)


def test_pages_hold_ten_runners_each(content: Content) -> None:
    found = looked(content, squad_of(red=3, amber=20, grey=2, green=475))

    assert found.pages == 50
    assert [len(found.page(number)) for number in (1, 2, 50)] == [10, 10, 10]
    assert [one for number in range(1, 51) for one in found.page(number)] == list(found.lines)
    assert found.page(0) == found.page(1)
    assert found.page(99) == found.page(50)
    assert said(content, found, 99)["page"] == 50
    assert looked(content, squad_of(green=11)).pages == 2
    assert looked(content, squad_of(green=10)).pages == 1


def test_the_days_are_those_of_the_squad(content: Content) -> None:
    squad = Squad(1, "Far east", "Pacific/Auckland")
    lines = squad_of(green=6)

    assert looked(content, lines).answered == 6
    assert looked(content, lines, squad, datetime(2026, 12, 2, 12, tzinfo=UTC)).answered == 6
    assert looked(content, lines, squad, datetime(2026, 12, 3, 12, tzinfo=UTC)).answered == 0


def test_a_line_says_what_is_known_and_one_thing_to_do(content: Content) -> None:
    texts = content.texts("en")
    words = line_words(content.squads, texts, line("Ada", "amber", 2, reason="D9_morning", allowed=False), TODAY)

    assert words == {
        "id": words["id"],
        "mark": "▲",
        "status": "Amber",
        "name": "Ada",
        "reason": "Stepped back after a worse morning",
        "since": "since 3 December",
        "running": "no run tomorrow",
        "action": "Offer an easy, flat session in place of the hard one.",
    }


def test_what_to_do_next_follows_the_reason_only_where_it_is_shared(content: Content) -> None:
    texts = content.texts("en")

    def action(level: int, status: str, **way: object) -> str:
        one = line("Ada", status, level, **way)  # type: ignore[arg-type]
        return str(line_words(content.squads, texts, one, TODAY)["action"])

    assert action(2, "red", reason="care") == "Ask if they have been seen. No running until then."
    assert action(1, "red", reason="care") == action(1, "red", reason="long_rest")
    assert action(2, "green", reason="on_level", over=1).startswith("Ask what made them run more")
    assert action(1, "green", reason="on_level", over=1) == action(1, "green")


def test_every_reason_leads_to_something_to_do(content: Content) -> None:
    texts = content.texts("en")
    known = {*texts.under("squads.reasons"), "red", "amber", "green", "grey"}

    assert texts.under("squads.actions") <= known


def test_what_a_coach_may_do_and_should_not_is_told_whole(content: Content) -> None:
    words, texts = advice_words(content.texts("en")), content.texts("en")

    assert len(words["do"]) == len(texts.under("squads.do")) == 6
    assert len(words["dont"]) == len(texts.under("squads.dont")) == 6
