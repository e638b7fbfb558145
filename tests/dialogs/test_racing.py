"""/race: a date is kept and counted down, and it decides nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.conversation import Conversation, toasts
from support.lines import TYPED
from support.plan import planned
from support.walk import at

from dialogs.content import Content
from dialogs.events import Answer
from dialogs.replies import Reply

TODAY = date(2026, 12, 1)


def with_race(content: Content, *lines: str, **race: Any) -> Conversation:
    """A runner with a plan and a race, who did these things."""
    conversation = planned(content)
    assert conversation.dialogue.plan is not None
    conversation.dialogue.plan["race"] = race
    for line in lines:
        conversation.says(line)
    return conversation


def race(conversation: Conversation) -> dict[str, Any] | None:
    return (conversation.dialogue.plan or {}).get("race")


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


@pytest.mark.parametrize("typed", ["12 April", "12.4.", "2027-04-12", "April 12th", "12/4"])
def test_a_date_is_kept_and_read_back_in_words(content: Content, typed: str) -> None:
    conversation = planned(content, "/race", typed, "[I do not know yet]")

    assert race(conversation) == {"date": "2027-04-12", "km": None}
    assert conversation.cards[-1].text.startswith("Your race: Monday, 12 April 2027\nThat is in 18 weeks and 6 days.")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("today", "That is today."),
        ("tomorrow", "That is tomorrow."),
        ("in 6 days", "That is in 6 days."),
        ("in a week", "That is in 1 week."),
        ("in 8 days", "That is in 1 week and 1 day."),
        ("in 8 weeks", "That is in 8 weeks."),
        ("in 58 days", "That is in 8 weeks and 2 days."),
    ],
)
def test_how_long_it_is_off_is_said(content: Content, day: str, said: str) -> None:
    assert said in planned(content, "/race", day, "skip").cards[-1].text


def test_it_is_said_that_the_date_never_changes_what_the_knee_allows(content: Content) -> None:
    assert (
        "The date never changes what the knee allows." in planned(content, "/race", "in 8 weeks", "10").cards[-1].text
    )


def test_a_race_changes_nothing_of_the_plan_but_itself(content: Content) -> None:
    conversation = planned(content)
    before = conversation.dialogue.copy()

    for line in ("/race", "in 8 weeks", "10"):
        conversation.says(line)

    assert conversation.dialogue.plan == {**(before.plan or {}), "race": {"date": "2027-01-26", "km": 10}}
    assert (conversation.dialogue.rhythm, conversation.dialogue.due) == (before.rhythm, before.due)


@pytest.mark.parametrize(
    ("line", "km", "said"),
    [
        ("[5 km]", 5, "5 km"),
        ("[Half marathon]", 21.1, "21.1 km"),
        ("[Marathon]", 42.2, "42.2 km"),
        ("half marathon", 21.1, "21.1 km"),
        ("parkrun", 5, "5 km"),
        ("15 km", 15, "15 km"),
        ("7,5", 7.5, "7.5 km"),
        ("10 miles", 16, "16 km"),
        ("not sure", None, ""),
        ("[I do not know yet]", None, ""),
        ("skip", None, ""),
    ],
)
def test_a_distance_is_tapped_or_typed_and_read_back_in_km(
    content: Content, line: str, km: float | None, said: str
) -> None:
    conversation = planned(content, "/race", "in 8 weeks", line)

    assert race(conversation) == {"date": "2027-01-26", "km": km}
    first = conversation.cards[-1].text.partition("\n")[0]
    assert first == "Your race: Tuesday, 26 January 2027" + (f", {said}" if said else "")


@pytest.mark.parametrize("typed", ["far", "0", "0.5 km", "1000 km", "5 or 10", "-5"])
def test_what_is_no_distance_is_asked_again(content: Content, typed: str) -> None:
    conversation = planned(content, "/race", "in 8 weeks")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says(typed)) == ["not_understood"]
    assert conversation.dialogue.to_dict() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30 November 2026", "race_past"),
        ("1.1.2020", "race_past"),
        ("1 January 2030", "race_far"),
        ("in 3 years", "race_far"),
        ("soon", "not_understood"),
        ("31.11.", "not_understood"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_changes_nothing(content: Content, typed: str, said: str) -> None:
    conversation = planned(content, "/race")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says(typed)) == [said]
    assert conversation.dialogue.to_dict() == before


@pytest.mark.parametrize(
    ("line", "day"),
    [("[Saturday, 4 December 2027]", "2027-12-04"), ("april", "2027-04-12"), ("12 April", "2027-04-12")],
)
def test_a_date_that_americans_mean_otherwise_is_asked_back(content: Content, line: str, day: str) -> None:
    conversation = planned(content, "/race", "12/4/2027", locale="en-US")
    assert race(conversation) is None
    assert conversation.cards[-1].text == "Which day do you mean?"

    conversation.says(line)

    assert race(conversation) == {"date": day, "km": None}


def test_a_word_that_both_days_have_is_no_choice(content: Content) -> None:
    conversation = planned(content, "/race", "12/4/2027", locale="en-US")

    assert keys(conversation.says("2027")) == ["not_understood"]
    assert race(conversation) is None


def test_only_a_day_that_was_offered_can_be_tapped(content: Content) -> None:
    conversation = planned(content, "/race", "next Sunday")

    assert toasts(conversation.hear(Answer(conversation.dialogue.turn, "date", "2027-01-01"))) == ["stale"]
    assert race(conversation) is None


# what is there already


def test_a_race_that_is_there_is_shown_and_can_be_changed(content: Content) -> None:
    conversation = with_race(content, "/race", date="2027-04-12", km=10)
    assert conversation.cards[-1].text.startswith("Your race: Monday, 12 April 2027, 10 km")

    conversation.says("[Change the date]")
    conversation.says("13 April")
    assert race(conversation) == {"date": "2027-04-13", "km": 10}
    assert conversation.dialogue.state == "card"

    conversation.says("distance")
    conversation.says("[5 km]")
    assert race(conversation) == {"date": "2027-04-13", "km": 5}


@pytest.mark.parametrize("line", ["[Remove the race]", "cancelled"])
def test_a_race_can_be_removed(content: Content, line: str) -> None:
    conversation = with_race(content, "/race", line, date="2027-04-12", km=10)

    assert "race" not in (conversation.dialogue.plan or {})
    assert (conversation.dialogue.flow, conversation.dialogue.stack) == ("home", [])


def test_a_race_that_is_over_is_forgotten(content: Content) -> None:
    conversation = with_race(content, "/race", date="2026-11-30", km=10)
    assert conversation.dialogue.state == "date"

    for line in ("in 8 weeks", "[5 km]"):
        conversation.says(line)
    assert race(conversation) == {"date": "2027-01-26", "km": 5}


def test_a_race_that_is_run_while_its_card_is_open_is_asked_anew(content: Content) -> None:
    conversation = with_race(content, "/race", date="2026-12-01", km=10)
    conversation.later(days=1)

    assert keys(conversation.says("/help"))[-1] == "race_ask"
    conversation.says("in 8 weeks")
    assert (race(conversation) or {})["date"] == "2027-01-27"


@pytest.mark.parametrize("line", ["[Done]", "done", "back", "/cancel"])
def test_looking_at_a_race_changes_nothing(content: Content, line: str) -> None:
    conversation = with_race(content, "/race", line, date="2027-04-12", km=10)

    assert race(conversation) == {"date": "2027-04-12", "km": 10}
    assert (conversation.dialogue.flow, conversation.dialogue.stack) == ("home", [])


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["[Change the date]", "[Back]"], "card"),
        (["[Change the distance]", "back"], "card"),
        (["[Change the date]", "next Sunday", "[Back]"], "date"),
    ],
)
def test_back_changes_nothing(content: Content, lines: list[str], state: str) -> None:
    conversation = with_race(content, "/race", *lines, date="2027-04-12", km=10)

    assert conversation.dialogue.state == state
    assert race(conversation) == {"date": "2027-04-12", "km": 10}


def test_back_without_a_race_leads_out(content: Content) -> None:
    conversation = planned(content, "/race", "[Back]")

    assert (conversation.dialogue.flow, conversation.dialogue.stack) == ("home", [])


def test_without_a_plan_there_is_no_race(content: Content) -> None:
    conversation = at(content, "duration")

    assert keys(conversation.says("/race"))[0] == "race_without_plan"
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "duration")
    assert conversation.dialogue.plan is None


def test_an_emergency_phrase_is_heard_and_a_no_leads_back(content: Content) -> None:
    conversation = planned(content, "/race", "next Sunday")

    assert "emergency_now" in keys(conversation.says("I have chest pain"))
    conversation.says("no")
    conversation.says("[Sunday, 13 December 2026]")
    assert (race(conversation) or {})["date"] == "2026-12-13"


LINES = st.one_of(
    TYPED,
    st.sampled_from(["next Sunday", "12/4", "in 8 weeks", "today", "10 km", "skip", "back", "date", "distance",
                     "/race", "1.1.2020", "1.1.2050", "done", "half marathon", "remove", "/help"]),
)  # fmt: skip


@given(lines=st.lists(LINES, max_size=8), locale=st.sampled_from(["en", "en-GB", "en-US"]))
def test_nothing_typed_raises_and_a_race_is_to_come(content: Content, lines: list[str], locale: str) -> None:
    conversation = planned(content, "/race", locale=locale)
    for line in lines:
        conversation.says(line)
        found = race(conversation)
        if found:
            assert TODAY <= date.fromisoformat(found["date"]) <= date(2028, 12, 31)
            assert found["km"] is None or 1 <= found["km"] <= 300


@pytest.mark.parametrize(
    ("day", "said"),
    [("today", "It is today."), ("tomorrow", "It is tomorrow."), ("in 2 days", "2 days to go."),
     ("in 2 weeks", "2 weeks to go.")],
)  # fmt: skip
def test_the_card_of_the_week_says_how_long_until_the_race(content: Content, day: str, said: str) -> None:
    conversation = planned(content, "/race", day, "/plan", pain_run=3)

    assert f"Your race. {said}" in conversation.open_cards[-1].text
