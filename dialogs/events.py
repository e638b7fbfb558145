"""What can happen in a dialogue, and the short data a button carries.

A tap comes back as text of at most 64 bytes (`read_tap`); everything in it is checked by the machine against the
state, so nothing here is trusted.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Command:
    """A command such as /help; `argument` is the text after it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Free text."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A tap on an answer: `a:<turn>:<question>:<value>`."""

    turn: int
    question: str
    value: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick set (`t:`) or taken back (`u:`); `value` is given for a choice: `t:<turn>:<screen>:<fact>=<value>`."""

    turn: int
    screen: str
    fact: str
    value: str | None = None
    on: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """The ticks of a screen are complete: `d:<turn>:<screen>`."""

    turn: int
    screen: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Nothing on the screen applies, or nothing else: `n:<turn>:<screen>`."""

    turn: int
    screen: str


@dataclass(frozen=True, slots=True)
class Go:
    """A way to somewhere: `g:<turn>:<place>`, for example back, why, one_by_one."""

    turn: int
    place: str


@dataclass(frozen=True, slots=True)
class Due:
    """A time has come, for example `offer_again` after an outage; `at` is the instant, in UTC, that it was set for."""

    kind: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A place was shared: only its time zone (an IANA name) is known here, None where there is none."""

    zone: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """The runner blocked the bot or closed the account."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A sticker, a photo, a place, a voice message or button data that nobody made: nothing we can read or keep."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More came at once than is read: this stands for one of those that were let go."""


Event = Command | Typed | Answer | Tick | Done | NoneOfThese | Go | Due | Located | Left | Unreadable | TooMany


def read_tap(data: str) -> Event:
    """The event behind a button's data; `Unreadable` for data that is not of our making."""
    kind, _, rest = data.partition(":")
    number, _, rest = rest.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= 9 and rest):
        return Unreadable()
    turn = int(number)
    first, _, last = rest.partition(":")
    match kind:
        case "a" if last:
            return Answer(turn, first, last)
        case "t" | "u" if last:
            fact, _, value = last.partition("=")
            return Tick(turn, first, fact, value or None, on=kind == "t")
        case "d":
            return Done(turn, rest)
        case "n":
            return NoneOfThese(turn, rest)
        case "g":
            return Go(turn, rest)
        case _:
            return Unreadable()


def tap_of(event: Answer | Tick | Done | NoneOfThese | Go) -> str:
    """The data of the button that brings `event` back; the inverse of `read_tap`."""
    match event:
        case Answer(turn, question, value):
            return f"a:{turn}:{question}:{value}"
        case Tick(turn, screen, fact, value, on):
            tick = fact if value is None else f"{fact}={value}"
            return f"{'t' if on else 'u'}:{turn}:{screen}:{tick}"
        case Done(turn, screen):
            return f"d:{turn}:{screen}"
        case NoneOfThese(turn, screen):
            return f"n:{turn}:{screen}"
        case Go(turn, place):
            return f"g:{turn}:{place}"
