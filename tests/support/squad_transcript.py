"""Recorded conversations of several people who share a squad; written anew as those of `transcript.py`.

person  jo agreed                       jo, who has just agreed; also: new, plan, plan pain_run: 3
jo      /squad                          what jo does, then what the bot says to jo
to ben  The squad is over.              what the bot says to ben because of it
record  Joined squad 1, level 2         what is put on record of squads
digest  1                               the hour of squad 1 comes
later   3 days
lives   ben p2 r2, p2, (none)           ben's next days, told by tapping, as in courses; with those of the lines below
together                                live these days, and read whom somebody's answers tell
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

import yaml

from dialogs.content import Content
from dialogs.replies import Consented, FiguresIssued, InZone, Record, Scheduled, Told, ToldRunners
from support.conversation import Conversation
from support.plan import planned
from support.squad_club import Club
from support.squad_people import lives
from support.transcript import INDENT, _without_doubled_blanks, written
from support.walk import agreed

PERSON = "person"
UNSAID = (Consented, FiguresIssued, InZone, Scheduled, Told, ToldRunners)
"""What goes without saying on every page, or stands there in words."""


def is_of_several(page: str) -> bool:
    """Whether a page is one of several people."""
    return any(line.startswith(f"{PERSON} ") for line in page.splitlines())


def replayed_together(content: Content, page: str) -> str:
    """The page with everything the bot says written anew."""
    club = Club(content)
    lines: list[str] = []
    lived: dict[str, list[str]] = {}
    for line in page.splitlines():
        kind, _, rest = line.partition(" ")
        rest = rest.strip()
        if line.startswith("#") or not line.strip():
            lines.append(line)
        elif kind == PERSON:
            name, _, how = rest.partition(" ")
            club.comes(name, begun(content, how))
            lines.append(line)
        elif kind == "later":
            amount, unit = rest.split()
            club.later(**{unit: float(amount)})
            lines.extend((line, ""))
        elif kind == "lives":
            name, _, days = rest.partition(" ")
            lived[name] = days.split(",")
            lines.append(line)
        elif kind == "together":
            lines.extend((line, *live_together(club, lived), ""))
            lived = {}
        elif kind == "digest":
            lines.extend((line, *digests(club, int(rest)), ""))
        elif kind in club.people:
            lines.extend((line, *answers(club, kind, rest), ""))
    return "\n".join(_without_doubled_blanks(lines)) + "\n"


def begun(content: Content, how: str) -> Conversation:
    """Somebody who is new, has agreed, or has a plan after these answers."""
    kind, _, facts = how.partition(" ")
    if kind == "plan":
        return planned(content, **yaml.safe_load(f"{{{facts}}}"))
    conversation = agreed(content) if kind == "agreed" else Conversation(content)
    conversation.dialogue.locale = conversation.locale
    return conversation


def answers(club: Club, name: str, line: str) -> Iterator[str]:
    """What the bot does with one line of somebody, and what becomes of it."""
    told, known = len(club.told), len(club.records)
    for reply in club.says(name, line):
        yield from written(club.people[name], reply)
    yield from beside(club, told, known)


def digests(club: Club, squad: int) -> Iterator[str]:
    """What every coach of a squad reads at its hour."""
    cards = {name: len(one.cards) for name, one in club.people.items()}
    told, known = len(club.told), len(club.records)
    club.digest(squad)
    for name, one in club.people.items():
        for card in one.cards[cards[name] :]:
            yield from to(name, card.text)
    yield from beside(club, told, known)


def live_together(club: Club, lived: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Day after day, everybody's; what others are told of it."""
    for days in zip(*lived.values(), strict=True):
        told = len(club.told)
        for name, day in zip(lived, days, strict=True):
            lives(club, name, day, later=False)
        yield from beside(club, told, len(club.records))
        club.later(days=1)


def beside(club: Club, told: int, known: int) -> Iterator[str]:
    """What others were told, and what was put on record, from there on."""
    for name, text in club.told[told:]:
        yield from to(name, text)
    for _, record in club.records[known:]:
        if not isinstance(record, UNSAID):
            yield f"record  {in_words(record)}"


def to(name: str, text: str) -> Iterator[str]:
    """A word to somebody else."""
    first, *more = text.split("\n")
    yield f"to {name:<5}{first}"
    yield from (INDENT + line if line else "" for line in more)


def in_words(record: Record) -> str:
    """A record with what is short enough to read."""
    if not is_dataclass(record):
        raise TypeError(f"{record!r} is no record")
    values = {one.name: getattr(record, one.name) for one in fields(record)}
    said = [f"{name} {value}" for name, value in values.items() if isinstance(value, (int, str)) and value != ""]
    return f"{type(record).__name__} {', '.join(said)}".strip()
