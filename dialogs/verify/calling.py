"""Whom to call: numbers are digits, each is said in every language, and every region has a time zone."""

import re
from collections.abc import Iterator

from dialogs.content import Content
from dialogs.hours import is_zone
from dialogs.regions import Region
from dialogs.verify.findings import Finding

STRUCTURE = "structure"
FILE = "regions.yaml"
DIALLED = re.compile(r"\d[\d ]*")


def check_calling(content: Content) -> Iterator[Finding]:
    """What would leave somebody without the right number, or with nobody's clock."""
    for region in content.regions.by_id.values():
        yield from can_be_dialled(region)
        yield from said_in_words(content, region)
        if not is_zone(region.zone):
            remedy = "Write a name such as Europe/London."
            yield Finding.at(STRUCTURE, FILE, f"{region.id}: there is no time zone '{region.zone}'.", remedy)


def can_be_dialled(region: Region) -> Iterator[Finding]:
    """Each number is digits, and there is one for an emergency."""
    for name in ("emergency", "also", "urgent"):
        number = getattr(region, name)
        if number and not DIALLED.fullmatch(number):
            yield Finding.at(STRUCTURE, FILE, f"{region.id}: '{number}' can't be dialled.", "Write digits, in quotes.")
    if not region.emergency and not region.also:
        yield Finding.at(STRUCTURE, FILE, f"{region.id}: it has no number to call in an emergency.", "Write one.")


def said_in_words(content: Content, region: Region) -> Iterator[Finding]:
    """The words for the numbers hold them, in every language."""
    numbers = (("emergency", "emergency"), ("emergency", "also"), ("urgent", "urgent"))
    for texts in content.languages.values():
        if not all(texts.has(f"regions.{region.id}.{part}") for part in ("name", "emergency", "urgent")):
            continue
        said = content.regions.numbers(region.id, texts)
        for part, name in numbers:
            number = getattr(region, name)
            if number not in said[part]:
                where = texts.places[f"regions.{region.id}.{part}"]
                remedy = f"Write {{{{ {name} }}}} where it belongs."
                yield Finding.at(STRUCTURE, where, f"{region.id}: it does not say {number}.", remedy)
