"""Whom a coach is written to about, and how often."""

import json
from datetime import timedelta
from typing import Any

from support.squad_lines import NOW, SQUAD, TODAY, line

from dialogs.content import Content
from dialogs.squads.push import Push, Pushed, forget, push, push_words
from dialogs.squads.sharing import Shared

DAY = timedelta(days=1)
RED = line("Rob", "red", 2, reason="care")
AMBER = line("Amy", "amber", 2)


def told(
    content: Content, lines: list[Shared], pushed: Pushed, days: int = 0, *, daily: bool = True
) -> tuple[list[str], Pushed]:
    """The names that are told, red ones first, and what is kept of it."""
    found, after = push(content, SQUAD, lines, pushed, NOW + days * DAY, daily=daily)
    assert all(one.outline.status == "red" for one in found.red)
    return [one.name for one in (*found.red, *found.others)], Pushed.from_dict(json.loads(json.dumps(after.to_dict())))


def test_red_amber_and_a_long_silence_are_told_and_nothing_else(content: Content) -> None:
    grey = {days: line(f"silent {days}", "grey", since=TODAY - (days + 1) * DAY, answered=0) for days in (3, 6, 7, 20)}

    names, _ = told(content, [line("Gus"), AMBER, RED, *grey.values()], Pushed())
    assert names == ["Rob", "Amy", "silent 20", "silent 7"]


def test_red_is_told_at_once_and_once(content: Content) -> None:
    names, pushed = told(content, [RED], Pushed(), daily=False)
    assert names == ["Rob"]
    assert told(content, [RED], pushed, daily=False)[0] == []
    assert told(content, [RED, AMBER], pushed, 3)[0] == ["Amy"]


def test_red_is_told_at_once_after_the_message_of_the_day(content: Content) -> None:
    _, pushed = told(content, [AMBER], Pushed())

    assert told(content, [AMBER, RED], pushed, daily=False)[0] == ["Rob"]


def test_others_are_told_together_and_once_a_day(content: Content) -> None:
    assert told(content, [AMBER], Pushed(), daily=False)[0] == []
    _, pushed = told(content, [AMBER], Pushed())
    later = line("Ben", "amber")

    assert told(content, [AMBER, later], pushed)[0] == []
    assert told(content, [AMBER, later], pushed, 1)[0] == ["Ben"]


def test_what_came_anew_is_told_anew(content: Content) -> None:
    _, pushed = told(content, [RED, AMBER], Pushed())
    again = line("Rob", "red", 2, since=TODAY + DAY, reason="care")
    assert told(content, [again], pushed, 1)[0] == ["Rob"]

    _, pushed = told(content, [line("Rob")], pushed, 1)
    assert told(content, [RED], pushed, 2)[0] == ["Rob"]


def test_one_runner_alone_leaves_what_is_known_of_the_others(content: Content) -> None:
    _, pushed = told(content, [AMBER], Pushed())
    _, pushed = told(content, [RED], pushed, daily=False)

    assert set(pushed.told) == {AMBER.runner_id, RED.runner_id}
    assert set(forget(pushed, RED.runner_id).told) == {AMBER.runner_id}


def test_the_words_of_red_are_the_reason_or_only_that_they_need_attention(content: Content) -> None:
    def said(one: Shared) -> dict[str, Any]:
        return push_words(content, content.texts("en"), SQUAD, Push(red=(one,)), TODAY)

    assert said(RED)["red"][0]["said"] == "Rob: Stopped: waiting to be seen."
    assert said(line("Rob", "red", 1))["red"][0]["said"] == "Rob needs attention."
    assert said(RED)["squad"] == "Tuesday track"


def test_nothing_told_is_kept_as_plain_json() -> None:
    assert Pushed.from_dict({}) == Pushed()
    assert Pushed.from_dict(Pushed().to_dict()) == Pushed()
