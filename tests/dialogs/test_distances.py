"""Distances, paces and counts as runners type them: read where there is one reading, else not at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.distances import KM_PER_MILE, read_count, read_distance, read_pace
from dialogs.running import round_half_up

NUMBERS = {"zero": 0, "three": 3, "four": 4, "ten": 10}


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("12", 12.0), ("12 km", 12.0), ("12km.", 12.0), (" 12 KM ", 12.0), ("0", 0.0), ("300 km", 300.0),
        ("7,5 km", 7.5), ("7.5", 7.5), ("7.25 km", 7.25), ("12\u00a0km", 12.0), ("20k", 20.0), ("about 20k", 20.0),
        ("~20", 20.0), ("I run about 20 km a week", 20.0), ("10 km a week", 10.0), ("10 km per week!", 10.0),
        ("20 km/week", 20.0), ("30 kilometres weekly", 30.0), ("it was 12 kilometers", 12.0),
        ("8 miles", 13.0), ("8mi", 13.0), ("8 mi. a week", 13.0), ("1 mile", 1.5), ("3.1 miles", 5.0),
        ("26.2 miles", 42.0), ("6,2 mi", 10.0), ("186 miles", 299.5),
    ],
)  # fmt: skip
def test_a_distance_is_read_in_km(text: str, km: float) -> None:
    assert read_distance(text) == km


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "twelve", "a lot", "half marathon", "km", "5-10 km", "5 to 10", "5 or 6", "5 km 3 times", "5 x 3",
        "-5", "−5", "- 5 km", "+5", "20+", ">20", "over 20", "up to 20", "1000", "1,000", "1.000 km", "301 km",
        "187 miles", "800 m", "10 meters", "5 km a day", "5 km a month", "7½", "7²", "٧", "1e2", "0x10", "nan", "inf",
        "5:30", "5 min", "10 km (6 miles)", "6 miles 10 km",
    ],
)  # fmt: skip
def test_what_is_no_distance_or_more_than_one_is_not_read(text: str) -> None:
    assert read_distance(text) is None


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("5:30", 330), ("05:30", 330), ("5:30/km", 330), ("5:30 min/km", 330), ("5:30 per km", 330), ("5'30\"", 330),
        ("5′30″ / km", 330), ("6 min", 360), ("6min/km", 360), ("6 minutes a km", 360), ("about 6 min per km", 360),
        ("6 min 30", 390), ("6 min 5 s", 365), ("6m30s/km", 390), ("6 min 30 per km", 390), ("15:00", 900),
        ("3:00", 180), ("9 min mile", 336), ("9-minute miles", 336), ("9:30 min miles", 354), ("8:50/mi", 329),
        ("8:50 a mile", 329), ("24:00/mi", 895),
    ],
)  # fmt: skip
def test_a_pace_is_read_in_seconds_per_km(text: str, pace: int) -> None:
    assert read_pace(text) == pace


@pytest.mark.parametrize(
    "text",
    [
        "", "6", "10", "330", "5.30", "5,30", "5:7", "5:75", "5:301", "1:05:30", "2:59", "15:01", "30 min", "4:30/mi",
        "5:30-6:00", "5:30 or 6:00", "6 min 5 km", "6 min 10 km", "10 km/h", "6 mph", "-5:30", "slow", "5:30 h", "five",
    ],
)  # fmt: skip
def test_what_is_no_easy_pace_or_more_than_one_is_not_read(text: str) -> None:
    assert read_pace(text) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", 3), ("three", 3), ("Three times a week", 3), ("3x", 3), ("3 x a week", 3), ("3 runs", 3), ("0", 0),
        ("zero", 0), ("about 4 times a week", 4), ("four.", 4), ("3 days a week", 3), ("once", 1), ("twice a week", 2),
        ("14", 14),
    ],
)  # fmt: skip
def test_a_count_is_read_from_digits_or_words(text: str, count: int) -> None:
    assert read_count(text, NUMBERS) == count


@pytest.mark.parametrize(
    "text",
    ["", "15", "-3", "3-4", "3 or 4", "4+", "3.5", "many", "a week", "3 times a day", "3 weeks", "²", "٣", "3 4", "x"],
)
def test_what_is_no_count_or_more_than_one_is_not_read(text: str) -> None:
    assert read_count(text, NUMBERS) is None


def test_a_count_has_the_bounds_of_what_is_asked() -> None:
    assert read_count("168 steps/min", NUMBERS, 120, 220) == 168
    assert read_count("168 spm", NUMBERS, 120, 220) == 168
    assert read_count("90", NUMBERS, 120, 220) is None
    assert read_count("20 days ago", NUMBERS, 0, 3650) == 20
    assert read_count("20 days", NUMBERS) is None


# Whatever is typed

PARTS = st.lists(
    st.sampled_from(
        [
            *"0123456789:.,'\"-−/ ~+½²٣\u00a0\ud800", "km", "k", "mi", "mile", "miles", "min", "m", "s", "a", "per",
            "week", "about", "i run", "it", "is", "ca.", "times", "x", "once", "three", "12", "5:30", "steps", "days",
            "ago",
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip
TYPED = st.text() | PARTS | PARTS.map(lambda text: text * 50)


@given(text=TYPED)
@example("i" * 80)
@example("12 km" + " " * 5000)
@example("approx." * 11)
def test_nothing_typed_raises_or_leaves_its_range(text: str) -> None:
    distance, pace, count = read_distance(text), read_pace(text), read_count(text, NUMBERS)

    assert distance is None or 0 <= distance <= 300
    assert pace is None or 180 <= pace <= 900
    assert count is None or 0 <= count <= 14


@given(tenths=st.integers(0, 1860), unit=st.sampled_from([" miles", "mi", " mile"]))
def test_miles_are_the_nearest_half_kilometre(tenths: int, unit: str) -> None:
    km = read_distance(f"{tenths / 10}{unit}")

    assert km is not None
    assert km * 2 == int(km * 2)
    assert abs(km - tenths / 10 * KM_PER_MILE) <= 0.25 + 1e-9


@given(tenths=st.integers(0, 3000), comma=st.booleans())
def test_kilometres_are_what_was_typed(tenths: int, comma: bool) -> None:
    text = f"{tenths / 10} km"

    assert read_distance(text.replace(".", ",") if comma else text) == tenths / 10


@given(seconds=st.integers(180, 900))
def test_a_pace_per_km_is_what_was_typed_and_one_per_mile_is_the_same_speed(seconds: int) -> None:
    text = f"{seconds // 60}:{seconds % 60:02}"
    per_mile = round_half_up(seconds / KM_PER_MILE)

    assert read_pace(text) == seconds
    assert read_pace(f"{text}/mi") == (per_mile if per_mile >= 180 else None)
