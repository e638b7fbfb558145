"""Times of day as runners type them: understood, or asked back, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.clock_words import hour_of, hours_meant, is_hour, minutes, read_hour, spans_meant
from dialogs.content import Content
from dialogs.wording import Texts


@pytest.fixture(scope="module")
def texts(content: Content) -> Texts:
    return content.texts("en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19:00", "19:00"),
        ("18.30", "18:30"),
        ("18h30", "18:30"),
        ("18h", "18:00"),
        ("1830", "18:30"),
        ("24:00", "00:00"),
        ("0:30", "00:30"),
        ("07", "07:00"),
        ("07:15", "07:15"),
        ("7pm", "19:00"),
        ("7 p.m.", "19:00"),
        ("7 PM please", "19:00"),
        ("7am", "07:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("12:30", "12:30"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("around 8 in the evening", "20:00"),
        ("six in the evening", "18:00"),
        ("tonight at 8 pm", "20:00"),
        ("half past six pm", "18:30"),
        ("half six in the evening", "18:30"),
        ("quarter to seven in the morning", "06:45"),
        ("ten past six pm", "18:10"),
        ("twenty-five to nine at night", "20:35"),
        ("seven thirty pm", "19:30"),
        ("It is 18:30 here now", "18:30"),
        ("set it to 7 pm", "19:00"),
        ("5 in the afternoon", "17:00"),
        ("1 at night", "01:00"),
    ],
)
def test_a_time_is_understood_as_people_type_it(texts: Texts, typed: str, meant: str) -> None:
    assert read_hour(typed, texts) == meant


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("7", ("07:00", "19:00")),
        ("5", ("05:00", "17:00")),
        ("11", ("11:00", "23:00")),
        ("12", ("00:00", "12:00")),
        ("7:30", ("07:30", "19:30")),
        ("630", ("06:30", "18:30")),
        ("8ish", ("08:00", "20:00")),
        ("8 o'clock", ("08:00", "20:00")),
        ("six", ("06:00", "18:00")),
        ("half past six", ("06:30", "18:30")),
        ("quarter to seven", ("06:45", "18:45")),
        ("seven thirty", ("07:30", "19:30")),
    ],
)
def test_what_can_be_morning_or_evening_is_both(texts: Texts, typed: str, both: tuple[str, ...]) -> None:
    assert hours_meant(typed, texts) == both
    assert read_hour(typed, texts) is None


@pytest.mark.parametrize(
    "typed",
    [
        "", "hello", "evening", "7-8", "7 or 8", "between 7 and 8", "25:00", "19:60", "7:5", "7.5", "-7", "+7", "7/8",
        "13 am", "20 in the morning", "after work", "when I am home at 7pm", "99999999", "7, 8", "7 8", "half", "pm",
        "19:00 or 20:00", "1.2.2027",
    ],
)  # fmt: skip
def test_what_names_no_time_or_two_is_none(texts: Texts, typed: str) -> None:
    assert hours_meant(typed, texts) == ()


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("22:00 to 07:00", [("22:00", "07:00")]),
        ("22:00–07:00", [("22:00", "07:00")]),
        ("22-7", [("22:00", "07:00")]),
        ("17:00 to 6:00", [("17:00", "06:00")]),
        ("from 10pm until 7am", [("22:00", "07:00")]),
        ("between 9 in the evening and half past six in the morning", [("21:00", "06:30")]),
        ("22:00 to 7 pm", [("22:00", "19:00")]),
        ("10 pm to 7", [("22:00", "07:00"), ("22:00", "19:00")]),
        ("10 to 7", [("10:00", "07:00"), ("10:00", "19:00"), ("22:00", "07:00"), ("22:00", "19:00")]),
        ("22:00", []),
        ("at night", []),
        ("7 to 7 pm", [("07:00", "19:00")]),
        ("22 to 22", []),
    ],
)
def test_a_span_is_understood_as_people_type_it(texts: Texts, typed: str, spans: list[tuple[str, str]]) -> None:
    assert list(spans_meant(typed, texts)) == spans


@given(minute=st.integers(0, 24 * 60 - 1))
def test_every_time_of_the_day_is_read_back_as_it_is_written(texts: Texts, minute: int) -> None:
    hour = hour_of(minute)
    can_be_evening = "10:00" <= hour <= "12:00"

    assert is_hour(hour)
    assert minutes(hour) == minute
    assert hour in hours_meant(hour, texts)
    assert len(hours_meant(hour, texts)) == 1 + can_be_evening


WORDS = st.sampled_from(
    ["7", "19", "12", "0", "30", "07", ":", ".", "-", "to", "half", "past", "quarter", "pm", "am", "morning", "night",
     "noon", "midnight", "at", "the", "six", "twenty", "five", "h", "/", "o'clock", "٧", "፩", "𝟟", "⒎", "²",
     "\u0307", "²³:³⁰"]
)  # fmt: skip


@given(typed=st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_nothing_typed_raises_and_what_is_meant_is_a_time(texts: Texts, typed: str) -> None:
    meant = hours_meant(typed, texts)
    spans = spans_meant(typed, texts)

    assert len(meant) <= 2
    assert all(is_hour(hour) for hour in (*meant, *(hour for span in spans for hour in span)))


@pytest.mark.parametrize("typed", ["7" * 5000, "7 " * 5000, "12:30 " * 1000, "⒛" * 4096, "㉑" * 4096, "7:" * 3000])
def test_a_very_long_text_is_no_time(texts: Texts, typed: str) -> None:
    assert hours_meant(typed, texts) == ()
