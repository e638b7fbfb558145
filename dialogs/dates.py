"""A date as typed → the date that is meant, or every date the words can mean: 4/12 is in April or in December.

The words stand in `settings.dates` of the texts; how they follow each other is the English way.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dialogs.understanding import alike, normal
from dialogs.wording import Texts

CENTURY = 2000
DAYS = {"day": 1, "week": 7, "fortnight": 14}
LEAP_YEARS = 8
"""So many years at most from one 29 February to the next."""

YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
NUMBERS = re.compile(r"([0-9]{1,2})\s?([-./])\s?([0-9]{1,2})(?:\s?[-./]\s?([0-9]{4}|[0-9]{2})?)?")
BOUND = re.compile(r"(?<![0-9A-Za-z])[-−+<>≤≥]\s*[0-9]|[0-9]\s*\+")
ORDINAL = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)


def dates_meant(text: str, today: date, texts: Texts, locale: str = "") -> tuple[date, ...]:
    """Every date the words can mean, the likelier one first; a date without a year is the next such one.

    12.4. and 12/4 have the day first, but where Americans write (en-US) they can be meant either way. So can 12/4
    where nobody knows who writes (en), "Sunday" on a Sunday and "next Sunday".
    """
    words = {name: frozenset(texts.strings[f"settings.dates.{name}"]) for name in ("filler", "next")}
    bare = " ".join(word for word in text[:200].split() if word.strip(",").casefold() not in words["filler"])
    if found := YEAR_FIRST.fullmatch(bare):
        return tuple(_on(int(found[1]), int(found[2]), int(found[3]), today))
    if found := NUMBERS.fullmatch(bare):
        return tuple(dict.fromkeys(_in_numbers(found, today, locale)))
    if BOUND.search(bare):
        return ()
    typed = [word for word in normal(ORDINAL.sub(r"\1", bare)) if word not in words["filler"]]
    return tuple(dict.fromkeys(_in_words(typed, today, texts, words["next"])))


def read_date(text: str, today: date, texts: Texts, locale: str = "") -> date | None:
    """The date that is meant; None if it is none, or more than one."""
    meant = dates_meant(text, today, texts, locale)
    return meant[0] if len(meant) == 1 else None


def date_said(day: date, texts: Texts) -> str:
    """A date in words: "Monday 12 April 2027"."""
    return texts.text(
        "settings.date_said",
        weekday=texts.text(f"today.days.{day.isoweekday()}"),
        day=day.day,
        month=texts.text(f"buttons.months.{day.month}"),
        year=day.year,
    )


def _in_numbers(found: re.Match[str], today: date, locale: str) -> Iterator[date]:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), _year(found[4])
    american = locale.replace("_", "-").casefold().startswith("en-us")
    either = american or (mark != "." and locale.casefold() in ("", "en"))
    ways = [[*_on(year, second, first, today)], [*_on(year, first, second, today)]]
    known = [way[0] for way in (reversed(ways) if american else ways) if way]
    yield from known if either else known[:1]


def _in_words(typed: list[str], today: date, texts: Texts, following: frozenset[str]) -> Iterator[date]:
    match typed:
        case [word] if word in texts.strings["settings.dates.today"]:
            yield today
        case [word] if word in texts.strings["settings.dates.tomorrow"]:
            yield from _after(today, 1)
        case [word] if (weekday := _weekday(word, texts)) is not None:
            ahead = (weekday - today.isoweekday()) % 7
            yield from (day for days in ([ahead] if ahead else [0, 7]) for day in _after(today, days))
        case [word, name] if word in following and (weekday := _weekday(name, texts)) is not None:
            ahead = (weekday - today.isoweekday() - 1) % 7 + 1
            yield from (day for days in (ahead, ahead + 7) for day in _after(today, days))
        case [unit] | [_, unit] if (span := _unit(unit, texts)) is not None:
            count = _count(typed[0], texts) if len(typed) == 2 else 1 if span == "fortnight" else None
            if count is not None:
                yield from _ahead(today, count, span)
        case [one, other, *year] if len(year) <= 1 and (found := _day_and_month(one, other, texts)) is not None:
            known = _year(year[0]) if year else None
            if not year or known is not None:
                yield from _on(known, *found, today)
        case [_, *rest] if len(rest) > 1 and _weekday(typed[0], texts) is not None:
            yield from _in_words(rest, today, texts, following)  # Sunday 12 April


def _day_and_month(one: str, other: str, texts: Texts) -> tuple[int, int] | None:
    """The month and the day in "12 April" or "April 12"."""
    for name, day in ((one, other), (other, one)):
        month = _month(name, texts)
        if month is not None and re.fullmatch(r"[0-9]{1,2}", day):
            return month, int(day)
    return None


def _on(year: int | None, month: int, day: int, today: date) -> Iterator[date]:
    """That day if the calendar has it; without a year the next one, today included."""
    for one in range(today.year, today.year + LEAP_YEARS + 1) if year is None else [year]:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            yield found
            return


def _ahead(today: date, count: int, span: str) -> Iterator[date]:
    """So many days, weeks, fortnights, months or years from today; of a short month its last day."""
    if span in DAYS:
        yield from _after(today, count * DAYS[span])
        return
    months = today.year * 12 + today.month - 1 + count * (12 if span == "year" else 1)
    days = (day for day in range(today.day, 0, -1) if [*_on(months // 12, months % 12 + 1, day, today)])
    yield from _on(months // 12, months % 12 + 1, next(days, 0), today)


def _after(today: date, days: int) -> Iterator[date]:
    if days <= (date.max - today).days:
        yield today + timedelta(days=days)


def _year(text: str | None) -> int | None:
    """A year of four or two digits; None for anything else."""
    if text is None or not re.fullmatch(r"[0-9]{2}|[0-9]{4}", text):
        return None
    return int(text) + (CENTURY if len(text) == 2 else 0)


def _count(word: str, texts: Texts) -> int | None:
    """How many: "8", "eight", "a"; at most four digits."""
    if word in texts.strings["settings.dates.one"]:
        return 1
    number = texts.strings.get(f"settings.clock.numbers.{word}", texts.numbers.get(word, word))
    return int(number) if re.fullmatch(r"[0-9]{1,4}", str(number)) else None


def _unit(word: str, texts: Texts) -> str | None:
    spans = ("day", "week", "fortnight", "month", "year")
    return next((span for span in spans if word in texts.strings[f"settings.dates.{span}"]), None)


def _weekday(word: str, texts: Texts) -> int | None:
    """Monday is 1, small misspellings forgiven."""
    return _named(word, "today.days.", "settings.weekdays_typed.", 7, texts)


def _month(word: str, texts: Texts) -> int | None:
    """January is 1, small misspellings forgiven."""
    return _named(word, "buttons.months.", "settings.dates.months.", 12, texts)


def _named(word: str, names: str, short: str, last: int, texts: Texts) -> int | None:
    """The one number whose name, or short name, is that word."""
    known = {number: (texts.strings[f"{names}{number}"].casefold(),) for number in range(1, last + 1)}
    for number in known:
        known[number] += tuple(texts.strings.get(f"{short}{number}", ()))
    exact = [number for number, spelled in known.items() if word in spelled]
    found = exact or [number for number, spelled in known.items() if alike(word, spelled[0])]
    return found[0] if len(found) == 1 else None
