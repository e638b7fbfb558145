"""Everything a coach can see of a squad, as one text; and squads made up by Hypothesis."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as some

from dialogs.content import Content
from dialogs.squads.card_words import card_words
from dialogs.squads.group_post import group_post
from dialogs.squads.heat_map import heat_map_caption, heat_map_values
from dialogs.squads.issuing import Issued
from dialogs.squads.member import Day, Decided, Details, MemberState, Outline, Pain, Way
from dialogs.squads.push import Pushed, push, push_words
from dialogs.squads.sharing import Shared
from dialogs.squads.summary import summary
from dialogs.squads.summary_words import page_words
from dialogs.squads.table import csv_text
from support.squad_lines import SQUAD, TODAY


def all_views(content: Content, lines: Sequence[Shared], issued: Issued, now: datetime) -> str:
    """Every page, card, picture, table, message and post, and what is kept for the next ones."""
    texts = content.texts("en")
    found, out = summary(content, SQUAD, lines, issued, now)
    told, pushed = push(content, SQUAD, lines, Pushed(), now, daily=True)
    seen = {
        "pages": [page_words(content, texts, found, number) for number in range(1, found.pages + 1)],
        "cards": [card_words(content, texts, line, found.on) for line in found.lines],
        "picture": heat_map_values(content, texts, SQUAD, found.lines, now),
        "caption": heat_map_caption(content, texts, SQUAD, found.lines, now),
        "table": csv_text(content, texts, SQUAD, found.lines, now),
        "push": push_words(content, texts, SQUAD, told, found.on),
        "post": group_post(content, texts, out),
        "kept": [out.to_dict(), pushed.to_dict()],
    }
    return json.dumps(seen, ensure_ascii=False)


# made up


STATUSES = ("red", "amber", "green", "grey")
REASONS = {
    "red": ["D1", "D2", "D3", "care", "window"],
    "amber": ["rest", "D9", "D9_morning", "advice", "over"],
    "green": ["on_plan", "on_level", "on_km", "recovered"],
    "grey": ["silent", "never", "paused", "no_plan"],
}
ROWS = ("D2", "D9", "D12", "D13", "D17", "D18", "D20")
dates = some.integers(0, 13).map(lambda back: TODAY - timedelta(days=back))


@some.composite
def outlines(draw: some.DrawFn) -> Outline:
    """What level 1 shows of a runner."""
    status = draw(some.sampled_from(STATUSES))
    answered = draw(some.lists(some.booleans(), min_size=15, max_size=15))
    days = tuple(
        Day(TODAY - timedelta(days=14 - at), status, answered=was)  # type: ignore[arg-type]
        for at, was in enumerate(answered)
    )
    last = max((day.on for day in days if day.answered), default=None)
    since = draw(some.one_of(some.none(), dates))
    return Outline(status, since, last, draw(some.sampled_from([True, False, None])), days)  # type: ignore[arg-type]


@some.composite
def ways(draw: some.DrawFn, status: str) -> Way:
    """What level 2 adds for a runner of this status."""
    level = draw(some.one_of(some.none(), some.integers(1, 12)))
    return Way(
        draw(some.sampled_from(REASONS[status])),
        draw(some.sampled_from(["better", "same", "worse", "unknown"])),
        level,
        draw(some.integers(10, 150)) if level is None else None,
        draw(some.sampled_from([None, "none", "small", "moderate", "large"])),
        advice=draw(some.booleans()),
        over=draw(some.integers(0, 3)),
        ups=draw(some.integers(0, 2)),
        downs=draw(some.integers(0, 2)),
        rows=frozenset(draw(some.sets(some.sampled_from(ROWS), max_size=4))),
    )


@some.composite
def details(draw: some.DrawFn) -> Details:
    """What level 3 adds."""
    on: list[date] = sorted(draw(some.sets(dates, max_size=6)))
    return Details(
        tuple(Pain(day, draw(some.integers(0, 10)), draw(some.booleans())) for day in on),
        tuple(Decided(day, draw(some.sampled_from(ROWS))) for day in on),
        draw(some.one_of(some.none(), some.integers(0, 100))),
        draw(some.one_of(some.none(), some.integers(0, 100))),
        draw(some.one_of(some.none(), some.integers(0, 100))),
        draw(some.dictionaries(some.sampled_from(["week_running", "week_cut"]), some.integers(0, 3))),
    )


@some.composite
def states(draw: some.DrawFn, outline: Outline | None = None, way: Way | None = None) -> MemberState:
    """All that is known of a runner, with these parts where they are given."""
    seen = outline or draw(outlines())
    return MemberState(seen, way or draw(ways(seen.status)), draw(details()))


def same_below(level: int, state: MemberState) -> some.SearchStrategy[MemberState]:
    """A runner who differs from this one in nothing that a level shows."""
    known: dict[str, Any] = {}
    if level >= 1:
        known["outline"] = state.outline
    if level >= 2:
        known["way"] = state.way
    if level >= 3:
        return some.just(MemberState(state.outline, state.way, state.details))
    return states(**known)
