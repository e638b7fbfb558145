"""A runner and the bot, without network or database: every event goes through `play`, as in a turn."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Command, Due, Event, Typed, read_tap
from dialogs.machine import Outcome, play
from dialogs.replies import Edit, Erased, Message, Record, Reply, Rows, Toast, VerdictGiven
from dialogs.squads.around import NOBODY, Around
from dialogs.wording import words

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@dataclass
class Card:
    """A message of the bot as the runner sees it now."""

    turn: int
    text: str
    rows: Rows

    def tap(self, label: str) -> str | None:
        """The data behind a button, by its label with or without its tick box or number."""
        buttons = [button for row in self.rows for button in row]
        return next((button.tap for button in buttons if label in (button.label, bare(button.label))), None)


@dataclass
class Conversation:
    """One runner's chat. The dialogue is written to JSON and read back between events, as after a restart.

    `around` tells before each event what is known of squads.
    """

    content: Content
    locale: str = "en-GB"
    now: datetime = START
    dialogue: Dialogue = field(default_factory=Dialogue)
    cards: list[Card] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    old_buttons: list[tuple[str, str]] = field(default_factory=list)
    around: Callable[[Dialogue, Event], Around] = lambda *_: NOBODY

    def __post_init__(self) -> None:
        self.dialogue.locale = self.locale

    def hear(self, event: Event) -> tuple[Reply, ...]:
        """Play one event; what the bot said."""
        stored = json.loads(json.dumps(self.dialogue.to_dict()))
        before = Dialogue.from_dict(stored)
        outcome = play(self.content, before, event, self.now, self.around(before, event))
        self.keep(outcome)
        return outcome.replies

    def keep(self, outcome: Outcome) -> None:
        """Take over what came of an event, as the chat shows it."""
        self.dialogue = outcome.dialogue
        self.records.extend(outcome.records)
        for reply in outcome.replies:
            if isinstance(reply, Message):
                self.cards.append(Card(outcome.dialogue.turn, self.text(reply), reply.rows))
            elif isinstance(reply, Edit):
                self.edit(reply)

    def edit(self, edit: Edit) -> None:
        """Change the card of a turn that has buttons."""
        for card in self.cards:
            if card.turn == edit.turn and card.rows:
                self.old_buttons.extend((button.label, button.tap) for row in card.rows for button in row)
                card.rows = edit.rows
                card.text = self.text(edit) if edit.text is not None else card.text

    def text(self, reply: Reply) -> str:
        """A reply in words, without tags."""
        return plain(words(self.content, self.dialogue.language, str(reply.text), reply.values))

    def says(self, line: str) -> tuple[Reply, ...]:
        """What a runner does: `[Label]` taps, `/command` commands, anything else is typed."""
        return self.hear(self.event_of(line))

    def next_due(self) -> tuple[str, datetime]:
        """What comes next for the runner, and when."""
        kind, at, _ = min(self.dialogue.due, key=lambda one: one[1])
        return kind, datetime.fromisoformat(at)

    def falls_due(self, kind: str, at: datetime) -> tuple[Reply, ...]:
        """Time goes on to then, and it falls due."""
        self.now = max(self.now, at)
        return self.hear(Due(kind, at))

    def event_of(self, line: str) -> Event:
        """The event a line stands for. Raises KeyError if no open card has such a button."""
        if match := re.fullmatch(r"\[old: (.+)]", line):
            return read_tap(next(tap for label, tap in reversed(self.old_buttons) if match[1] in (label, bare(label))))
        if match := re.fullmatch(r"\[(.+)]", line):
            for card in reversed(self.cards):
                if (tap := card.tap(match[1])) is not None:
                    return read_tap(tap)
            raise KeyError(f"no open card has the button {line}")
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            return Command(name, argument)
        return Typed(line)

    def later(self, **away: float) -> None:
        """Time passes."""
        self.now += timedelta(**away)

    @property
    def open_cards(self) -> list[Card]:
        """The cards that have buttons."""
        return [card for card in self.cards if card.rows]

    @property
    def verdict(self) -> VerdictGiven | None:
        """The verdict told last."""
        return next((record for record in reversed(self.records) if isinstance(record, VerdictGiven)), None)

    @property
    def is_erased(self) -> bool:
        """Whether everything was erased."""
        return any(isinstance(record, Erased) for record in self.records)


def bare(label: str) -> str:
    """A label without its tick box, or its number on a picture."""
    return re.sub(r"^([☐☑]|\d+) ", "", label)


def plain(html: str) -> str:
    """Telegram HTML as a reader sees it."""
    text = re.sub(r"<[^>]+>", "", html)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def toasts(replies: tuple[Reply, ...]) -> list[str]:
    """The keys of the short notices among replies."""
    return [reply.text for reply in replies if isinstance(reply, Toast)]
