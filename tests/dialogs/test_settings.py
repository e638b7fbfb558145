"""/settings: read back, changed by tap or word, refused kindly, and never in the way of what was going on."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.conversation import Conversation, toasts
from support.lines import TYPED
from support.plan import planned
from support.walk import agreed, at

from dialogs.clock_words import is_hour
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Go, Located
from dialogs.flows.settings import table
from dialogs.flows.settings_hours import LEAST_AWAKE, SPANS, awake, moved
from dialogs.hours import is_between, is_zone, read_time
from dialogs.replies import InZone, Reply
from dialogs.rhythm import Rhythm

Quiet = tuple[str, str]


def opened(content: Content, *lines: str, **settings: Any) -> Conversation:
    """A runner with these settings at /settings, who then did these things."""
    conversation = agreed(content)
    conversation.dialogue.settings = settings
    for line in ("/settings", *lines):
        conversation.says(line)
    return conversation


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


# the card


def test_the_card_reads_everything_back(content: Content) -> None:
    conversation = opened(content, zone="America/New_York", hour="07:30", quiet=["22:00", "06:00"], reminders=False)

    card = conversation.cards[-1]

    assert card.text == (
        "Your settings\n\nCheck-in: each day at 07:30\nTime zone: America/New York, now 04:00 there\n"
        "Quiet hours: 22:00 to 06:00\nCountry: United Kingdom\nDaily questions: off"
    )
    assert card.tap("Start daily questions")
    assert card.tap("Stop daily questions") is None


def test_what_holds_until_the_runner_chooses_is_read_back_too(content: Content) -> None:
    card = opened(content).cards[-1]

    assert "each day at 18:30" in card.text
    assert "Europe/London, now 09:00" in card.text
    assert "21:00 to 07:00" in card.text
    assert "questions: on" in card.text


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("hour", "hour"),
        ("Quiet hours", "quiet"),
        ("timezone", "zone"),
        ("country", "country"),
    ],
)
def test_what_to_change_can_be_typed(content: Content, typed: str, state: str) -> None:
    assert opened(content, typed).dialogue.state == state


def test_words_that_fit_nothing_are_answered_with_what_fits(content: Content) -> None:
    conversation = opened(content)

    assert keys(conversation.says("bananas")) == ["not_understood"]
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("settings", "card")


def test_every_question_leads_back_to_the_card(content: Content) -> None:
    ways = [
        ["[Check-in hour]"],
        ["[Check-in hour]", "7", "[Back]"],
        ["[Quiet hours]"],
        ["[Quiet hours]", "10 to 7", "[Back]"],
        ["[Time zone]"],
        ["[Time zone]", "2 pm", "[None of these]"],
        ["[Time zone]", "Berlin", "[No, that is not it]"],
    ]
    for way in ways:
        for back in ("[Back]", "back"):
            conversation = opened(content, *way, back)
            assert conversation.dialogue.state == "card", way
            assert conversation.dialogue.settings == {}


# daily questions


def test_no_daily_questions_and_daily_questions_again(content: Content) -> None:
    conversation = opened(content)

    assert "settings_reminders_off" in keys(conversation.says("[Stop daily questions]"))
    assert conversation.dialogue.settings == {"reminders": False}
    assert "settings_reminders_on" in keys(conversation.says("start"))
    assert conversation.dialogue.settings == {"reminders": True}


def test_daily_questions_on_again_do_not_end_a_pause(content: Content) -> None:
    conversation = planned(content, "/settings", "[Stop daily questions]")

    for line in ("/pause", "away", "[7 days]", "/settings", "[Start daily questions]"):
        conversation.says(line)

    assert Rhythm.from_dict(conversation.dialogue.rhythm).paused_until == date(2026, 12, 8)


def test_daily_questions_on_again_begin_with_the_next_hour(content: Content) -> None:
    conversation = planned(content, "/settings", "[Stop daily questions]")
    conversation.later(days=20)

    conversation.says("[Start daily questions]")

    assert Rhythm.from_dict(conversation.dialogue.rhythm).paused_until == date(2026, 12, 21)


def test_off_says_that_the_runner_is_still_answered(content: Content) -> None:
    conversation = opened(content, "[Stop daily questions]")

    assert "I still answer when you write to me" in conversation.cards[-2].text


# the hour


@pytest.mark.parametrize(("line", "hour"), [("[20:00]", "20:00"), ("7pm", "19:00"), ("18.45", "18:45")])
def test_an_hour_is_tapped_or_typed(content: Content, line: str, hour: str) -> None:
    conversation = opened(content, "[Check-in hour]", line)

    assert conversation.dialogue.settings == {"hour": hour}
    assert f"each day at {hour}" in conversation.cards[-1].text


@pytest.mark.parametrize(
    ("lines", "hour"),
    [
        (["7", "[19:00, evening]"], "19:00"),
        (["7", "evening"], "19:00"),
        (["7", "In the morning"], "07:00"),
        (["7", "7 pm"], "19:00"),
        (["7", "8", "evening"], "20:00"),
    ],
)
def test_an_hour_that_can_be_morning_or_evening_is_asked_back(content: Content, lines: list[str], hour: str) -> None:
    conversation = opened(content, "[Check-in hour]", lines[0])
    assert "hour" not in conversation.dialogue.settings

    for line in lines[1:]:
        conversation.says(line)

    assert conversation.dialogue.settings == {"hour": hour}


@pytest.mark.parametrize("line", ["22:30", "21:00", "6 am", "midnight"])
def test_an_hour_in_the_night_is_refused_with_why_and_changes_nothing(content: Content, line: str) -> None:
    conversation = opened(content, "[Check-in hour]", hour="18:00")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says(line)) == ["settings_hour_quiet"]

    assert conversation.dialogue.to_dict() == before
    assert "quiet hours, 21:00 to 07:00" in conversation.cards[-1].text
    assert conversation.open_cards[0].tap("20:00")


def test_the_first_and_the_last_minute_of_the_day_are_no_night(content: Content) -> None:
    for line in ("7:00 am", "20:59"):
        assert "hour" in opened(content, "[Check-in hour]", line).dialogue.settings


@pytest.mark.parametrize(
    "quiet", [["21:00", "07:00"], ["16:00", "10:00"], ["07:00", "21:00"], ["02:00", "03:00"], ["00:00", "12:00"]]
)
def test_hours_on_offer_lie_outside_the_night(content: Content, quiet: list[str]) -> None:
    conversation = opened(content, "[Check-in hour]", quiet=quiet)
    offered = [button.label for row in conversation.open_cards[0].rows[:-1] for button in row]
    night = (read_time(quiet[0]), read_time(quiet[1]))

    assert offered == sorted(offered)
    assert offered
    assert not any(is_between(read_time(hour), night) for hour in offered)
    assert set(offered) <= {*content.facts["check_in_hour"].values, quiet[1]}


def test_the_plan_and_the_settings_offer_the_same_hours(content: Content) -> None:
    conversation = at(content, "verdict", pain_run=3)
    conversation.says("/plan")
    while conversation.dialogue.state != "check_in_hour":
        conversation.says("skip")
    in_plan = [button.label for row in conversation.open_cards[-1].rows for button in row]
    in_settings = [button.label for row in opened(content, "[Check-in hour]").open_cards[0].rows for button in row]

    assert in_settings[:-1] == in_plan[:5] == list(content.facts["check_in_hour"].values)


# the quiet hours


@pytest.mark.parametrize("line", ["[22:00 to 07:00]", "10pm to 7am", "from 22:00 until 7:00", "22-7"])
def test_quiet_hours_are_tapped_or_typed(content: Content, line: str) -> None:
    assert opened(content, "[Quiet hours]", line).dialogue.settings == {"quiet": ["22:00", "07:00"]}


@pytest.mark.parametrize("line", ["[22:00 to 07:00]", "22 to 7"])
def test_quiet_hours_that_can_be_meant_twice_are_asked_back(content: Content, line: str) -> None:
    conversation = opened(content, "[Quiet hours]", "10 to 7")
    assert "quiet" not in conversation.dialogue.settings

    conversation.says(line)

    assert conversation.dialogue.settings == {"quiet": ["22:00", "07:00"]}


def test_a_span_that_can_be_meant_in_one_way_only_is_taken(content: Content) -> None:
    conversation = opened(content, "[Quiet hours]", "9 pm to 8")  # until 8 in the evening would leave an hour

    assert conversation.dialogue.settings == {"quiet": ["21:00", "08:00"]}


def test_too_little_of_the_day_left_changes_nothing(content: Content) -> None:
    conversation = opened(content, "[Quiet hours]")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says("18:00 to 12:01")) == ["settings_quiet_long"]
    assert conversation.dialogue.to_dict() == before

    conversation.says("18:00 to noon")
    assert conversation.dialogue.settings["quiet"] == ["18:00", "12:00"]


@pytest.mark.parametrize(
    ("quiet", "hour"),
    [("20:00 to 6:00", "18:30"), ("18:30 to 6:00", "17:30"), ("12:00 to 19:00", "19:00"), ("18:00 to 8:00", "17:00")],
)
def test_an_hour_that_new_quiet_hours_swallow_is_moved_and_that_is_said(
    content: Content, quiet: str, hour: str
) -> None:
    conversation = opened(content, "[Quiet hours]")

    said = keys(conversation.says(quiet))

    assert ("settings_hour_moved" in said) == (hour != "18:30")
    assert f"each day at {hour}" in conversation.cards[-1].text


HOUR = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@given(hour=HOUR, start=HOUR, end=HOUR)
def test_a_moved_hour_lies_outside_the_night(hour: str, start: str, end: str) -> None:
    span = f"{start}-{end}"
    night = (read_time(start), read_time(end))
    if start != end and awake(span) >= LEAST_AWAKE and is_between(read_time(hour), night):
        there = moved(hour, start, end)
        assert is_hour(there)
        assert not is_between(read_time(there), night)


def test_what_is_offered_leaves_enough_of_the_day() -> None:
    assert all(awake(span) >= LEAST_AWAKE for span in SPANS)


# the zone


@pytest.mark.parametrize("line", ["[Yes, that is right]", "yes", "yep"])
def test_a_city_is_asked_back_before_it_counts(content: Content, line: str) -> None:
    conversation = opened(content, "[Time zone]", "Berlin")
    assert "Europe/Berlin" in conversation.cards[-1].text
    assert "10:00" in conversation.cards[-1].text
    assert "zone" not in conversation.dialogue.settings

    conversation.says(line)

    assert conversation.dialogue.settings == {"zone": "Europe/Berlin"}
    assert conversation.records[-1] == InZone("Europe/Berlin")
    assert "Europe/Berlin, now 10:00 there" in conversation.cards[-1].text


def test_a_name_that_several_places_have_is_asked_back_one_by_one(content: Content) -> None:
    conversation = opened(content, "[Time zone]", "Springfield")
    first = conversation.cards[-1].text

    conversation.says("[No, that is not it]")

    assert conversation.dialogue.state == "zone_sure"
    second = conversation.cards[-1].text
    assert second != first

    conversation.says("yes")
    assert conversation.dialogue.settings["zone"].replace("_", " ") in second


def test_a_shared_place_is_asked_back_in_any_state(content: Content) -> None:
    for lines in ((), ("[Time zone]",), ("[Check-in hour]",), ("[Time zone]", "Berlin")):
        conversation = opened(content, *lines)
        assert keys(conversation.hear(Located("Asia/Kolkata"))) == ["settings_zone_sure"]
        conversation.says("yes")
        assert conversation.dialogue.settings == {"zone": "Asia/Kolkata"}


@pytest.mark.parametrize("zone", [None, "Atlantis/Nowhere"])
def test_a_place_without_a_zone_changes_nothing(content: Content, zone: str | None) -> None:
    conversation = opened(content, "[Time zone]")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.hear(Located(zone))) == ["settings_zone_nowhere"]
    assert conversation.dialogue.to_dict() == before


@pytest.mark.parametrize(
    ("typed", "cities"),
    [
        ("It is 10:05 here now", {"Berlin", "Lagos", "Casablanca", "Auckland", "Samoa"}),
        ("4 am", {"New York", "Bogota", "Lima"}),
        ("14:30", {"Delhi"}),
        ("14:45", {"Kathmandu"}),
        ("22:45", {"Chatham Islands"}),
    ],
)
def test_who_tells_the_local_time_chooses_among_cities_that_show_it(
    content: Content, typed: str, cities: set[str]
) -> None:
    conversation = opened(content, "[Time zone]", typed)
    text = conversation.cards[-1].text

    if len(cities) == 1:
        conversation.says("yes")
        zone = conversation.dialogue.settings["zone"]
        assert content.texts("en").text(f"settings.zones.{zone}") in cities
    else:
        assert text.startswith("Which of these is closest to you?")
        assert {button.label for row in conversation.open_cards[0].rows[:-1] for button in row} == cities


def test_a_city_among_those_offered_can_be_typed(content: Content) -> None:
    conversation = opened(content, "[Time zone]", "10:00", "berlin")

    assert conversation.dialogue.settings == {"zone": "Europe/Berlin"}


def test_the_zone_that_holds_is_offered_first_and_then_what_is_near(content: Content) -> None:
    conversation = opened(content, "[Time zone]", "10:00", zone="Europe/Paris")
    labels = [button.label for row in conversation.open_cards[0].rows for button in row]

    assert labels[0] == "Paris"
    assert labels.index("Berlin") < labels.index("Auckland")


def test_a_clock_that_no_place_shows_changes_nothing(content: Content) -> None:
    conversation = opened(content, "[Time zone]")
    before = conversation.dialogue.to_dict()

    assert keys(conversation.says("12:15")) == ["settings_zone_no_clock"]
    assert conversation.dialogue.to_dict() == before


def test_every_zone_on_offer_is_one_and_has_its_city(content: Content) -> None:
    texts = content.texts("en")
    zones = texts.under("settings.zones")

    assert len(zones) > 40
    assert all(is_zone(zone) for zone in zones)
    assert len({texts.text(f"settings.zones.{zone}") for zone in zones}) == len(zones)


def test_only_a_zone_that_was_offered_can_be_chosen(content: Content) -> None:
    conversation = opened(content, "[Time zone]", "Berlin")

    assert toasts(conversation.hear(Answer(conversation.dialogue.turn, "zone", "Europe/Paris"))) == ["stale"]
    assert "zone" not in conversation.dialogue.settings


# the country


def test_the_country_is_the_question_of_triage_and_leads_back(content: Content) -> None:
    conversation = opened(content, "[Country]", "Germany")

    assert conversation.dialogue.region == "DE"
    assert conversation.dialogue.state == "card"
    assert "Country: Germany" in conversation.cards[-1].text
    assert conversation.records[-1] == InZone("Europe/Berlin")


@pytest.mark.parametrize("line", ["[Skip]", "skip", "back"])
def test_the_country_passed_over_stays(content: Content, line: str) -> None:
    conversation = opened(content, "[Country]", line)

    assert conversation.dialogue.region is None
    assert conversation.dialogue.state == "card"


def test_a_country_does_not_undo_the_runners_own_zone(content: Content) -> None:
    conversation = opened(content, "[Time zone]", "Lisbon", "yes", "[Country]", "[Germany]")

    assert conversation.records[-1] == InZone("Europe/Lisbon")
    assert "Europe/Lisbon" in conversation.cards[-1].text


# in the middle of something else


@pytest.mark.parametrize("line", ["[Done]", "done", "back", "/cancel"])
def test_settings_in_the_middle_of_the_questions_lead_back_to_the_open_one(content: Content, line: str) -> None:
    conversation = at(content, "duration")
    asked = conversation.cards[-1].text
    facts = dict(conversation.dialogue.facts)

    for step in ("/settings", "[Check-in hour]", "7 pm", line):
        conversation.says(step)

    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "duration")
    assert conversation.dialogue.stack == []
    assert conversation.dialogue.facts == facts
    assert conversation.cards[-1].text == asked
    assert conversation.dialogue.settings == {"hour": "19:00"}


def test_ticks_that_are_not_done_yet_stay_ticked(content: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.says("[A little puffy]")
    ticked = dict(conversation.dialogue.draft)

    for step in ("/settings", "[Time zone]", "Berlin", "yes", "[Done]"):
        conversation.says(step)

    assert ticked
    assert conversation.dialogue.draft == ticked


def test_going_back_in_settings_makes_old_answers_no_fresher(content: Content) -> None:
    conversation = at(content, "duration")
    asked_at = conversation.dialogue.asked_at
    conversation.later(days=2)

    for step in ("/settings", "[Check-in hour]", "[Back]", "[Done]"):
        conversation.says(step)

    assert conversation.dialogue.asked_at == asked_at


def test_an_emergency_phrase_is_heard_and_a_no_leads_back(content: Content) -> None:
    conversation = opened(content, "[Time zone]", "Berlin")

    assert "emergency_now" in keys(conversation.says("I have chest pain"))
    conversation.says("no")

    assert conversation.dialogue.state == "zone_sure"
    conversation.says("yes")
    assert conversation.dialogue.settings == {"zone": "Europe/Berlin"}


def test_a_race_in_the_middle_leads_back_to_what_was_offered(content: Content) -> None:
    conversation = planned(content, "/settings", "[Time zone]", "Berlin")

    for line in ("/race", "next Sunday", "[Sunday, 13 December 2026]", "[10 km]", "[Done]"):
        conversation.says(line)

    assert conversation.dialogue.state == "zone_sure"
    conversation.says("yes")
    assert conversation.dialogue.settings == {"zone": "Europe/Berlin"}


def test_a_tap_on_an_older_card_changes_nothing(content: Content) -> None:
    conversation = opened(content, "[Check-in hour]", "[20:00]", "[Check-in hour]")
    before = conversation.dialogue.to_dict()

    assert toasts(conversation.says("[old: 12:00]")) == ["stale"]
    assert conversation.dialogue.to_dict() == before


def test_before_agreeing_there_is_nothing_to_set(content: Content) -> None:
    conversation = Conversation(content)
    conversation.says("/settings")

    assert conversation.dialogue.flow == "onboarding"
    assert conversation.dialogue.settings == {}


# whatever is typed


STATES = [state for state in table(None).states if state != "done"]  # type: ignore[arg-type]
LINES = st.one_of(
    TYPED,
    st.sampled_from(["7", "10 to 7", "22:30", "2 pm", "Berlin", "London", "yes", "no", "back", "done", "none",
                     "[Back]", "on", "off", "Germany", "12:15", "18:00 to 17:00", "/settings", "/help", "skip"]),
)  # fmt: skip


@given(state=st.sampled_from(STATES), lines=st.lists(LINES, max_size=6))
def test_nothing_typed_raises_and_settings_stay_sound(content: Content, state: str, lines: list[str]) -> None:
    conversation = opened(content)
    conversation.dialogue.state = state
    offers = {"hour_which": ["07:00", "19:00"], "quiet_which": ["22:00-07:00", "10:00-19:00"]}
    conversation.dialogue.settings = {"offered": {"settings": offers.get(state, ["Europe/Berlin"])}}
    conversation.says("/help")

    for line in lines:
        if line != "[Back]" or conversation.open_cards[0].tap("Back"):
            conversation.says(line)
        assert_sound(conversation.dialogue)
        assert len(conversation.open_cards) == 1


def assert_sound(dialogue: Dialogue) -> None:
    """Settings are as the contract has them, and the hour is never in the night."""
    settings = dialogue.settings
    assert set(settings) <= {"zone", "hour", "quiet", "reminders", "offered"}
    assert is_zone(settings.get("zone", "UTC"))
    hour, quiet = settings.get("hour", "18:30"), settings.get("quiet", ["21:00", "07:00"])
    assert is_hour(hour)
    assert not is_between(read_time(hour), (read_time(quiet[0]), read_time(quiet[1])))
    assert awake("-".join(quiet)) >= LEAST_AWAKE


@given(hour=HOUR, quiet=st.sampled_from(SPANS))
def test_a_refused_hour_changes_nothing_and_any_other_is_kept(content: Content, hour: str, quiet: str) -> None:
    start, _, end = quiet.partition("-")
    conversation = opened(content, "[Check-in hour]", quiet=[start, end])
    before = conversation.dialogue.to_dict()

    conversation.hear(Answer(conversation.dialogue.turn, "hour", hour))

    if is_between(read_time(hour), (read_time(start), read_time(end))):
        assert conversation.dialogue.to_dict() == before
    else:
        assert conversation.dialogue.settings == {"quiet": [start, end], "hour": hour}


@pytest.mark.parametrize("value", ["", "7", "25:00", "07:60", "7:00", "٠٧:٠٠", "07:00 "])
def test_data_that_nobody_made_is_no_hour(content: Content, value: str) -> None:
    conversation = opened(content, "[Check-in hour]")

    assert toasts(conversation.hear(Answer(conversation.dialogue.turn, "hour", value))) == ["stale"]
    assert toasts(conversation.hear(Go(conversation.dialogue.turn, "nowhere"))) == ["stale"]
    assert conversation.dialogue.settings == {}
