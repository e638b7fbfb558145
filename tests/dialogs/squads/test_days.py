"""The status of past days, as the picture of a squad shows them: what it was then, day by day."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.courses import PAGES, begun
from support.squad_lines import LADDER, Life, lived

from dialogs.content import Content
from dialogs.squads.member import STATUSES

CALM = ("p2", "p2", "p2")
COURSES = sorted(PAGES.glob("*.txt"))


def colours(life: Life, later: int = 0) -> str:
    """The last days in letters; small where there was no answer."""
    found = ((day.status or "-")[:2] for day in life.state(later).outline.days)
    return " ".join(
        letters.upper() if day.answered else letters
        for letters, day in zip(found, life.state(later).outline.days, strict=True)
    )


def test_a_day_without_an_answer_is_told_apart(content: Content) -> None:
    assert colours(lived(content, *CALM, "(none)", "p2")) == "GR GR GR gr GR"


def test_silence_turns_grey_once_three_days_are_over(content: Content) -> None:
    days = lived(content, *CALM).state(later=5).outline.days

    assert [day.status for day in days] == ["green"] * 5 + ["grey"] * 3
    assert [day.answered for day in days] == [True] * 3 + [False] * 5


def test_a_pause_is_grey_once_three_of_its_days_are_over(content: Content) -> None:
    life = lived(content, *CALM).event("* pause 5").days(*["(none)"] * 5, "p2")

    assert colours(life) == "GR GR GR gr gr gr gr gr GR"
    assert [day.status for day in life.state().outline.days[3:]] == ["green"] * 2 + ["grey"] * 3 + ["green"]


def test_red_lasts_until_it_is_resolved(content: Content) -> None:
    life = lived(content, *CALM, "p2 limp", "p2", "p2", "p2")

    assert colours(life) == "GR GR GR RE RE RE GR"


def test_rest_is_amber_until_running_starts(content: Content) -> None:
    life = lived(content, "p4", "p2", "p2 walk", "p2", start={**LADDER, "disposition": "rest"})

    assert colours(life) == "AM AM GR GR"


def test_only_the_last_two_weeks_are_kept_and_a_day_more(content: Content) -> None:
    life = lived(content, *["p2"] * 40)

    days = life.state().outline.days
    assert len(days) == content.squads.numbers.shown_days + 1
    assert days[-1].on == life.date(40)
    assert [day.on for day in days] == [life.date(number) for number in range(26, 41)]


def test_days_before_the_plan_are_not_there(content: Content) -> None:
    assert [day.on for day in lived(content, "p2").state().outline.days] == [lived(content).date(1)]


@pytest.mark.parametrize("page", COURSES, ids=lambda page: page.stem)
def test_a_past_day_has_the_status_it_had(content: Content, page: Path) -> None:
    """Every course that is on record, looked at on each of its days and again on later ones."""
    then: dict[int, str] = {}
    for life in replayed(content, page):
        state, day = life.state(), life.played.course.day
        assert state.outline.status in STATUSES
        assert content.texts("en").has(f"squads.reasons.{state.way.reason}")
        if life.told_today and state.way.reason != "advice":
            then[day] = state.outline.status
        for past in state.outline.days[:-1]:
            number = (past.on - life.date(1)).days + 1
            if number in then and past.answered:
                assert past.status == then[number], f"day {number} as seen on day {day}"


class Replay(Life):
    told_today = False


def replayed(content: Content, page: Path) -> Iterator[Replay]:
    """The course of a page on each of its days; of one on which something else happens only the days until then."""
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    life = Replay(content, begun(json.loads(lines[0].removeprefix("start"))))
    for line in lines[1:]:
        if line.startswith("*"):
            return
        days, rest = line.split(maxsplit=1)
        first, _, last = days.partition("-")
        for _ in range(int(first), int(last or first) + 1):
            life.days(answers := rest.split("  ")[0].strip())
            life.told_today = answers != "(none)"
            yield life
