"""Dates as runners type them: understood, or asked back, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.content import Content
from dialogs.dates import date_said, dates_meant, read_date
from dialogs.wording import Texts

TODAY = date(2026, 12, 1)
"""A Tuesday."""


@pytest.fixture(scope="module")
def texts(content: Content) -> Texts:
    return content.texts("en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 April", "2027-04-12"),
        ("April 12", "2027-04-12"),
        ("12th of April 2027", "2027-04-12"),
        ("Apr 12, 2028", "2028-04-12"),
        ("Monday 12 April", "2027-04-12"),
        ("my race is on 12 april", "2027-04-12"),
        ("5 december", "2026-12-05"),
        ("1 December", "2026-12-01"),
        ("30 Nov", "2027-11-30"),
        ("3 febuary", "2027-02-03"),
        ("5 may 27", "2027-05-05"),
        ("29 Feb", "2028-02-29"),
        ("12.4.", "2027-04-12"),
        ("12.4.2028", "2028-04-12"),
        ("12. 4. 28", "2028-04-12"),
        ("12/4", "2027-04-12"),
        ("12-4-27", "2027-04-12"),
        ("12/25", "2026-12-25"),
        ("2027-04-12", "2027-04-12"),
        ("2027/4/12", "2027-04-12"),
        ("today", "2026-12-01"),
        ("tomorrow", "2026-12-02"),
        ("in 8 weeks", "2027-01-26"),
        ("eight weeks", "2027-01-26"),
        ("in a week", "2026-12-08"),
        ("a fortnight", "2026-12-15"),
        ("in 10 days", "2026-12-11"),
        ("in 3 months", "2027-03-01"),
        ("in a year", "2027-12-01"),
        ("Sunday", "2026-12-06"),
        ("until Friday", "2026-12-04"),
        ("1 November 2026", "2026-11-01"),
    ],
)
def test_a_date_is_understood_as_people_type_it(texts: Texts, typed: str, meant: str) -> None:
    assert read_date(typed, TODAY, texts, "en-GB") == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("typed", "locale", "meant"),
    [
        ("12/4", "en-US", ["2026-12-04", "2027-04-12"]),
        ("12.4.", "en-US", ["2026-12-04", "2027-04-12"]),
        ("12/4/2027", "en_US.UTF-8", ["2027-12-04", "2027-04-12"]),
        ("4/4", "en-US", ["2027-04-04"]),
        ("25/12", "en-US", ["2026-12-25"]),
        ("12/4", "en", ["2027-04-12", "2026-12-04"]),
        ("12.4.", "en", ["2027-04-12"]),
        ("12/4", "de", ["2027-04-12"]),
        ("next Sunday", "en-GB", ["2026-12-06", "2026-12-13"]),
        ("next Tuesday", "en-GB", ["2026-12-08", "2026-12-15"]),
        ("Tuesday", "en-GB", ["2026-12-01", "2026-12-08"]),
    ],
)
def test_what_can_be_two_days_is_both(texts: Texts, typed: str, locale: str, meant: list[str]) -> None:
    assert [day.isoformat() for day in dates_meant(typed, TODAY, texts, locale)] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "soon", "12", "2027", "April", "31.11.", "30 February", "32 May", "0.1.", "2027-13-01", "12.13.14.15",
        "12 April or 13 April", "between 3 and 4 May", "week", "in -3 weeks", "in 99999 weeks", "in 9999999 months",
        "0000-01-01", "1.1.0000", "next April", "5 5", "spring", "in 9999 years",
    ],
)  # fmt: skip
def test_what_names_no_day_is_none(texts: Texts, typed: str) -> None:
    assert dates_meant(typed, TODAY, texts, "en-GB") == ()


def test_months_end_on_their_last_day(texts: Texts) -> None:
    assert read_date("in a month", date(2026, 1, 31), texts) == date(2026, 2, 28)
    assert read_date("in 3 months", date(2026, 11, 30), texts) == date(2027, 2, 28)
    assert read_date("in 2 months", date(2026, 12, 31), texts) == date(2027, 2, 28)


def test_a_date_is_said_in_words(texts: Texts) -> None:
    assert date_said(date(2027, 4, 12), texts) == "Monday, 12 April 2027"


@given(day=st.dates(date(2026, 12, 1), date(2028, 12, 1)))
def test_every_day_is_read_back_as_it_is_said_and_written(texts: Texts, day: date) -> None:
    assert read_date(date_said(day, texts), TODAY, texts, "en-GB") == day
    assert read_date(day.isoformat(), TODAY, texts, "en-US") == day
    assert read_date(f"{day:%d.%m.%Y}", TODAY, texts, "en-GB") == day
    assert day in dates_meant(f"{day:%m/%d/%Y}", TODAY, texts, "en-US")


@given(days=st.integers(0, 363))
def test_a_day_without_a_year_is_the_next_one(texts: Texts, days: int) -> None:
    day = TODAY + timedelta(days=days)

    assert read_date(f"{day.day}.{day.month}.", TODAY, texts, "en-GB") == day


WORDS = st.sampled_from(
    ["12", "4", "0", "29", "31", "2027", "9999", ".", "/", "-", "april", "feb", "may", "sunday", "next", "in", "a",
     "weeks", "months", "days", "tomorrow", "st", "of", ",", "٧", "፩", "²", "eight", "until"]
)  # fmt: skip


@given(
    typed=st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)),
    today=st.dates(),
    locale=st.sampled_from(["", "en", "en-GB", "en-US", "de-DE"]),
)
def test_nothing_typed_raises_on_any_day(texts: Texts, typed: str, today: date, locale: str) -> None:
    meant = dates_meant(typed, today, texts, locale)

    assert len(meant) <= 2
    assert read_date(typed, today, texts, locale) in (*meant, None)
