"""A runner with the phone in their hand: what they tap and type, and what they mean to do next."""

from abc import ABC, abstractmethod
from datetime import datetime, time, timedelta
from random import Random

from bot.simulate.agenda import Agenda, Do, at_hour
from bot.simulate.page import Page
from bot.simulate.persona import Persona, Visit
from bot.simulate.phone import Phone
from bot.simulate.runner import Runner
from bot.simulate.thumbs import next_event, tap_named
from dialogs.content import Content
from dialogs.events import Command, Event, Go, Left
from dialogs.reminding import CHECK_IN, REMINDER, SEEN
from dialogs.replies import CheckedIn, Record, VerdictGiven
from dialogs.scene import Scene

A_TAP = timedelta(seconds=12)
MOST_TAPS = 80


class Hands(ABC):
    """One runner and their phone. Whatever is left to chance is drawn from `chance`.

    `visit` is the last one at a clinician's since a verdict asked for it, `city` where they are.
    """

    def __init__(self, content: Content, persona: Persona, chance: Random, page: Page | None = None) -> None:
        self.content, self.persona, self.chance, self.page = content, persona, chance, page
        self.phone = Phone(content, persona.starts_at, persona.zone, persona.locale, page)
        self.runner = Runner(content, persona, chance)
        self.agenda = Agenda()
        self.visit: Visit | None = None
        self.city = persona.city

    @abstractmethod
    def heed(self, record: Record) -> None:
        """What else follows for the runner from something put on record."""

    def wish(self, at: datetime, do: Do) -> None:
        """Do this later."""
        self.agenda.add(at, do)

    def at_hour(self, hour: time, days: int = 0) -> datetime:
        """This hour on the runner's clock, the next one or that of so many days on."""
        return at_hour(self.phone.now, self.phone.zone, hour, days)

    def note(self, what: str) -> None:
        """Something happens beside the chat."""
        if self.page:
            self.page.note(self.phone.now, self.phone.zone, what)

    @property
    def scene(self) -> Scene:
        """The dialogue as its owner can read it on the cards."""
        return Scene(self.content, self.phone.dialogue, Left(), self.phone.now)

    def hear(self, event: Event, did: str) -> None:
        """Tap or type something, and remember what came of it."""
        self.phone.now = self.phone.up_at(self.phone.now)
        outcome = self.phone.hear(event, did)
        for record in outcome.records:
            match record:
                case CheckedIn(body=body):
                    self.runner.was_told(dict(body)["answers"])  # type: ignore[arg-type]
                case VerdictGiven():
                    self.runner.was_triaged()
            self.heed(record)

    def tap(self, place: str) -> bool:
        """Tap the button to a place, if there is one."""
        self.wait(A_TAP)
        found = tap_named(self.phone.rows, lambda event: isinstance(event, Go) and event.place == place)
        if found is not None:
            self.hear(*found)
        return found is not None

    def say(self, line: str) -> None:
        """Type a command."""
        self.hear(Command(line), f"/{line}")

    def go_on(self) -> None:
        """Answer whatever is open."""
        for _ in range(MOST_TAPS):
            self.wait(A_TAP)
            found = next_event(self.phone, self.runner, self.visit, self.city)
            if found is None:
                return
            self.hear(*found)

    def wait(self, away: timedelta) -> None:
        """Time passes, and what falls due meanwhile comes."""
        until = self.phone.now + away
        while (due := self.phone.next_due()) is not None and due <= until:
            self.hear_due()
        self.phone.now = max(until, self.phone.now)

    def hear_due(self) -> None:
        """The bot writes: it is answered a while later, or not."""
        row, habits = self.phone.play_due(), self.persona.habits
        shares = {CHECK_IN: habits.answers, REMINDER: habits.reminded, SEEN: 1.0}
        if row is not None and not self.runner.is_silent and self.runner.likely(shares.get(row.kind, 0)):
            away = timedelta(minutes=self.chance.uniform(1, max(habits.after_min, 1)))
            self.wish(self.phone.now + away, self.answer)

    def answer(self) -> None:
        """Take out the phone and answer what it shows."""
        if self.phone.dialogue.flow in ("check_in", "care"):
            self.go_on()
