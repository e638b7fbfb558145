"""/pause and /resume: the plan waits, nothing is asked, and it goes on when the days are over or the runner says so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.conversation import Conversation, toasts
from support.lines import TYPED
from support.plan import planned
from support.walk import at, go_on_to

from dialogs.content import Content
from dialogs.course import Course
from dialogs.events import Answer, Command
from dialogs.flows.pausing import DAYS
from dialogs.pauses import follow_answer, pause_of
from dialogs.plans import course_of
from dialogs.replies import Reply
from dialogs.rhythm import Rhythm
from dialogs.scene import Scene

TODAY = date(2026, 12, 1)


def pause(conversation: Conversation) -> dict[str, str] | None:
    return (conversation.dialogue.plan or {}).get("pause")


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize(("button", "why"), [("I am ill or unwell", "ill"), ("I am away or need a break", "away")])
def test_two_taps_pause_the_plan(content: Content, days: int, button: str, why: str) -> None:
    conversation = planned(content, "/pause", f"[{button}]", f"[{days} days]")
    until = TODAY + timedelta(days=days)

    assert pause(conversation) == {"until": until.isoformat(), "why": why, "since": "2026-12-01"}
    assert Rhythm.from_dict(conversation.dialogue.rhythm).paused_until == until
    assert (conversation.dialogue.flow, conversation.dialogue.stack) == ("home", [])


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("6", "2026-12-07"),
        ("six days", "2026-12-07"),
        ("a week", "2026-12-08"),
        ("until Friday", "2026-12-04"),
        ("12 December", "2026-12-12"),
        ("two weeks", "2026-12-15"),
        ("14", "2026-12-15"),
    ],
)
def test_how_long_can_be_typed(content: Content, typed: str, until: str) -> None:
    assert (pause(planned(content, "/pause", "away", typed)) or {})["until"] == until


@pytest.mark.parametrize("typed", ["2", "15", "0", "today", "tomorrow", "in 3 weeks", "1 November 2026", "2027-12-01"])
def test_too_short_or_too_long_is_refused_and_changes_nothing(content: Content, typed: str) -> None:
    conversation = planned(content, "/pause", "ill")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says(typed)) == ["pause_days_wrong"]
    assert conversation.dialogue.to_dict() == before


@pytest.mark.parametrize("typed", ["soon", "next Sunday", "until I am well", "-5", "3 to 5", ""])
def test_what_names_no_length_is_asked_again(content: Content, typed: str) -> None:
    conversation = planned(content, "/pause", "ill")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says(typed)) == ["not_understood"]
    assert conversation.dialogue.to_dict() == before


def test_who_is_ill_is_told_not_to_run_with_a_fever(content: Content) -> None:
    ill = planned(content, "/pause", "flu", "[5 days]")
    away = planned(content, "/pause", "holiday", "[5 days]")

    assert any("With a fever, or when you feel unwell, please do not run" in card.text for card in ill.cards)
    assert any("a whole day of feeling well" in card.text for card in ill.cards)
    assert not any("fever, or when" in card.text for card in away.cards)


def test_the_day_on_which_it_goes_on_is_said_in_words(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[3 days]")

    assert any("waits until Friday, 4 December" in card.text for card in conversation.cards)


def test_days_count_on_the_runners_calendar(content: Content) -> None:
    conversation = planned(content)
    conversation.dialogue.settings = {"zone": "Pacific/Auckland"}
    conversation.later(hours=3)  # past midnight there

    for line in ("/pause", "away", "[3 days]"):
        conversation.says(line)

    assert pause(conversation) == {"until": "2026-12-05", "why": "away", "since": "2026-12-02"}


# what it means for the course


def course(conversation: Conversation) -> Course:
    return Course.from_dict((conversation.dialogue.plan or {})["course"])


def test_its_days_are_no_silence_and_count_as_away_on_return(content: Content) -> None:
    conversation = planned(content, "/pause", "away", "[7 days]")
    conversation.later(days=7)

    conversation.says("/checkin")

    assert (course(conversation).missed, course(conversation).away) == (0, 7)


def test_days_after_it_was_ended_are_days_like_any_other(content: Content) -> None:
    conversation = planned(content, "/pause", "away", "[14 days]")
    conversation.later(days=4)
    conversation.says("/resume")
    conversation.later(days=2)

    conversation.says("/checkin")

    assert (course(conversation).missed, course(conversation).away) == (2, 6)


def test_a_changed_pause_keeps_the_days_it_had(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[5 days]")
    conversation.later(days=3)
    for line in ("/pause", "[Change the pause]", "away", "[5 days]"):
        conversation.says(line)
    conversation.later(days=5)

    conversation.says("/checkin")

    assert (course(conversation).missed, course(conversation).away) == (0, 8)


def test_once_today_is_answered_it_begins_tomorrow(content: Content) -> None:
    conversation = planned(content, "/checkin", "[Quiet, no run]", "/pause", "away", "[3 days]")

    assert pause(conversation) == {"until": "2026-12-05", "why": "away", "since": "2026-12-02"}
    assert course(conversation).pause == (2, 4)
    assert [row[2] for row in conversation.dialogue.due] == ["2026-12-05"]


def test_nothing_is_to_come_until_it_is_over(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[10 days]")

    assert conversation.dialogue.due == [["check_in", "2026-12-11T18:30:00+00:00", "2026-12-11"]]


def test_a_plan_that_waits_for_a_fresh_look_is_not_paused(content: Content) -> None:
    conversation = planned(content, "/checkin", "[Something to tell]", "2", "no run", "swelling", "done")
    assert course(conversation).locked

    said = keys(conversation.says("/pause"))

    assert said[0] == "pause_locked"
    assert pause(conversation) is None


# a check-in in it


def after_an_answer(conversation: Conversation) -> Scene:
    """The runner answered, and what that means for the pause."""
    scene = Scene(conversation.content, conversation.dialogue.copy(), Command("checkin"), conversation.now)
    follow_answer(scene)
    return scene


def test_who_answers_in_it_is_back(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[10 days]")
    conversation.later(days=4)

    scene = after_an_answer(conversation)

    assert pause_of(scene) is None
    assert course_of(scene).pause == (1, 4)
    assert Rhythm.from_dict(scene.dialogue.rhythm).paused_until == date(2026, 12, 5)


def test_who_answers_on_its_first_day_is_back_too(content: Content) -> None:
    scene = after_an_answer(planned(content, "/pause", "ill", "[10 days]"))

    assert pause_of(scene) is None
    assert course_of(scene).pause is None


def test_one_that_begins_tomorrow_outlasts_a_corrected_answer(content: Content) -> None:
    conversation = planned(content, "/checkin", "[Quiet, no run]", "/pause", "away", "[3 days]")
    plan = conversation.dialogue.plan or {}
    plan["course"] = {key: value for key, value in plan["course"].items() if key != "pause"}

    scene = after_an_answer(conversation)

    assert course_of(scene).pause == (2, 4)
    assert pause_of(scene) == pause(conversation)


def test_one_that_is_over_is_forgotten_with_the_first_answer(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[3 days]")
    conversation.later(days=3)

    scene = after_an_answer(conversation)

    assert "pause" not in (scene.dialogue.plan or {})
    assert course_of(scene).pause == (1, 3)


# while it is on


def test_resume_ends_it_at_once(content: Content) -> None:
    conversation = planned(content, "/pause", "away", "[14 days]")
    conversation.later(days=4)

    assert keys(conversation.says("/resume"))[0] == "pause_ended_away"
    assert pause(conversation) is None
    until = Rhythm.from_dict(conversation.dialogue.rhythm).paused_until
    assert until is not None
    assert until <= TODAY + timedelta(days=5)


def test_who_was_ill_is_asked_to_be_well_for_a_day_first(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[14 days]")

    assert keys(conversation.says("/resume"))[0] == "pause_ended_ill"


def test_pause_again_shows_it_and_can_end_or_change_it(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[5 days]")
    conversation.later(days=1)

    assert keys(conversation.says("/pause")) == ["pause_now"]
    for line in ("[Change the pause]", "[I am away or need a break]", "[10 days]"):
        conversation.says(line)
    assert pause(conversation) == {"until": "2026-12-12", "why": "away", "since": "2026-12-01"}

    conversation.says("/pause")
    conversation.says("[End the pause now]")
    assert pause(conversation) is None


@pytest.mark.parametrize("line", ["[Done]", "done", "back", "/cancel"])
def test_looking_at_a_pause_changes_nothing(content: Content, line: str) -> None:
    conversation = planned(content, "/pause", "ill", "[5 days]")
    before = dict(pause(conversation) or {})

    conversation.says("/pause")
    conversation.says(line)

    assert pause(conversation) == before
    assert conversation.dialogue.flow == "home"


def test_a_pause_that_is_over_is_none(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[3 days]")
    conversation.later(days=3)

    assert keys(conversation.says("/resume"))[0] == "pause_none"
    assert keys(conversation.says("/pause")) == ["pause_why"]


def test_a_pause_that_ends_while_its_card_is_open_is_asked_anew(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[3 days]", "/pause")
    conversation.later(days=3)

    assert keys(conversation.says("/help"))[-1] == "pause_why"
    assert conversation.dialogue.state == "why"


# without one, and in the middle of something else


@pytest.mark.parametrize("line", ["[No pause]", "no", "never mind", "/cancel"])
def test_no_pause_after_all(content: Content, line: str) -> None:
    conversation = planned(content, "/pause", line)

    assert pause(conversation) is None
    assert (conversation.dialogue.flow, conversation.dialogue.stack) == ("home", [])


@pytest.mark.parametrize("line", ["[Back]", "back"])
def test_back_asks_why_again(content: Content, line: str) -> None:
    conversation = planned(content, "/pause", "ill", line)

    assert conversation.dialogue.state == "why"
    assert pause(conversation) is None


@pytest.mark.parametrize(("command", "said"), [("/pause", "pause_without_plan"), ("/resume", "pause_none")])
def test_without_a_plan_there_is_nothing_to_pause(content: Content, command: str, said: str) -> None:
    conversation = at(content, "duration")

    assert keys(conversation.says(command))[0] == said
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "duration")
    assert conversation.dialogue.plan is None
    assert len(conversation.open_cards) == 1


def test_it_works_in_the_middle_of_the_questions(content: Content) -> None:
    conversation = planned(content, "/triage")
    go_on_to(conversation, "duration")
    facts = dict(conversation.dialogue.facts)

    for line in ("/pause", "away", "[7 days]"):
        conversation.says(line)

    assert pause(conversation)
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "duration")
    assert conversation.dialogue.facts == facts


def test_a_fever_with_a_hot_knee_is_an_emergency_here_too(content: Content) -> None:
    conversation = planned(content, "/pause")

    assert "emergency_now" in keys(conversation.says("I have a fever and a hot swollen knee"))
    conversation.says("no")
    assert conversation.dialogue.state == "why"


def test_a_tap_on_an_older_card_changes_nothing(content: Content) -> None:
    conversation = planned(content, "/pause", "ill", "[5 days]")
    before = conversation.dialogue.to_dict()

    assert toasts(conversation.says("[old: 14 days]")) == ["stale"]
    assert conversation.dialogue.to_dict() == before


@pytest.mark.parametrize("value", ["", "4", "15", "1000000", "-3", "ill"])
def test_days_that_are_on_no_button_cannot_be_tapped(content: Content, value: str) -> None:
    conversation = planned(content, "/pause", "ill")

    assert toasts(conversation.hear(Answer(conversation.dialogue.turn, "pause", value))) == ["stale"]
    assert pause(conversation) is None


LINES = st.one_of(
    TYPED,
    st.integers(-5, 20).map(str),
    st.sampled_from(["ill", "away", "back", "/pause", "/resume", "end", "change", "a week", "until Friday", "done"]),
)


@given(lines=st.lists(LINES, max_size=8), days=st.integers(0, 5))
def test_nothing_typed_raises_and_a_pause_is_no_longer_than_fourteen_days(
    content: Content, lines: list[str], days: int
) -> None:
    conversation = planned(content, "/pause")
    for line in lines:
        conversation.says(line)
        conversation.later(days=days)
        found = pause(conversation)
        if found:
            assert found["why"] in ("ill", "away")
            assert found["since"] < found["until"]
            assert (date.fromisoformat(found["until"]) - conversation.now.date()).days <= 14
