"""What a runner sees, line by line, each message with the date and time on their clock."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from textwrap import wrap
from zoneinfo import ZoneInfo

from dialogs.content import Content
from dialogs.replies import Drawing, Edit, Message, Reply, Rows, Toast
from dialogs.wording import words

WIDTH = 96
TICK = "[☐"


class Page:
    """Hands over the lines of a chat as they come about. Ticks in a row share a line, and show what they changed."""

    def __init__(self, content: Content, put: Callable[[str], object]) -> None:
        self._content, self._put = content, put
        self._card: list[str] = []
        self._ticked: list[str] = []
        self._changed: list[str] = []
        self._ticked_at = ""

    def runner(self, at: datetime, zone: str, did: str) -> None:
        """What the runner taps or types."""
        if did.startswith(TICK):
            self._ticked_at = self._ticked_at or clock(at, zone)
            self._ticked.append(did)
            return
        self._flush()
        self._say(clock(at, zone), "runner", [did])

    def note(self, at: datetime, zone: str, what: str) -> None:
        """What happens beside the chat."""
        self._flush()
        self._say(clock(at, zone), "", [f"({what})"])

    def reply(self, at: datetime, zone: str, language: str, reply: Reply) -> None:
        """What the bot says. A card that only loses its buttons, or repeats an answer, is no news."""
        if isinstance(reply, Edit) and (reply.text is None or not reply.rows):
            return
        text = plain(words(self._content, language, str(reply.text), reply.values))
        lines = [line for part in text.split("\n") for line in wrap(part, WIDTH) or [""]]
        match reply:
            case Edit(rows=rows):
                card = [*lines, *buttons(rows)]
                self._changed = [line for line in card if line not in self._card]
                if not self._ticked:
                    self._card = card
                    self._say(clock(at, zone), "card", self._changed)
            case Toast():
                self._flush()
                self._say(clock(at, zone), "notice", lines)
            case Message(rows=rows):
                self._flush()
                card = [*drawn(reply), *lines, *buttons(rows)]
                self._card = card if rows else self._card
                self._say(clock(at, zone), "bot", card)

    def end(self, line: str) -> None:
        """A line after the story."""
        self._flush()
        self._put("")
        self._put(line)

    def _flush(self) -> None:
        """What was ticked, and what that changed on the card."""
        if self._ticked:
            ticked, self._ticked = self._ticked, []
            self._say(self._ticked_at, "runner", list(in_rows(ticked)))
            self._say(self._ticked_at, "card", self._changed)
            self._changed, self._ticked_at = [], ""

    def _say(self, clock: str, who: str, lines: list[str]) -> None:
        self._put("")
        for number, line in enumerate(lines):
            self._put(f"{clock if number == 0 else '':<16}  {who if number == 0 else '':<6}  {line}".rstrip())


def clock(at: datetime, zone: str) -> str:
    """Date and time on the runner's wall: "Tue  1 Dec 18:30"."""
    here = at.astimezone(ZoneInfo(zone))
    return f"{here:%a} {here.day:>2} {here:%b %H:%M}"


def drawn(message: Message) -> Iterator[str]:
    """The picture above a message and the page that goes with it, by name."""
    for file in (message.picture, message.document):
        if file is not None:
            yield f"<{file.name if isinstance(file, Drawing) else file}>"


def buttons(rows: Rows) -> Iterator[str]:
    """The rows of a keyboard."""
    for row in rows:
        yield from in_rows([f"[{button.label}]" for button in row])


def in_rows(labels: list[str]) -> list[str]:
    """Labels side by side, none of them broken."""
    return [line.replace("\0", " ") for line in wrap("  ".join(labels).replace(" ", "\0").replace("\0\0", "  "), WIDTH)]


def plain(html: str) -> str:
    """Telegram HTML as a reader sees it."""
    return unescape(re.sub(r"<[^>]+>", "", html))
