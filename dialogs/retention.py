"""How long what is kept besides the answers stays: the one place that says so, for the store and for /privacy."""

from collections.abc import Iterator
from datetime import timedelta

from dialogs.wording import Texts

KEPT = {
    "updates": timedelta(hours=48),
    "messages": timedelta(days=30),
    "dead_letters": timedelta(days=30),
    "audit": timedelta(days=730),
    "looks": timedelta(days=28),
    "guesses": timedelta(hours=2),
    # As long as the oldest backup: until then a restore must know whom to erase again.
    "backups": timedelta(days=35),
    "tombstones": timedelta(days=35),
}

_YEAR = timedelta(days=365)


def lines(texts: Texts) -> Iterator[str]:
    """What is kept how long, in words, a line each."""
    for name, kept in KEPT.items():
        yield texts.text(f"privacy.kept.{name}", time=_in_words(texts, kept))


def _in_words(texts: Texts, kept: timedelta) -> str:
    if kept % _YEAR == timedelta():
        return texts.text("privacy.years", count=kept // _YEAR)
    if kept >= timedelta(days=2):
        return texts.text("privacy.days", count=kept.days)
    return texts.text("privacy.hours", count=kept // timedelta(hours=1))
