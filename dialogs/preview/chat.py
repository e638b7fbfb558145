"""A chat that is really played: what a runner does, what the bot says to it, and which texts that took."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Self

from dialogs.cases import safe_default
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Done, Event, Go, NoneOfThese, Tick, Typed, read_tap, tap_of
from dialogs.facts import Value
from dialogs.machine import Outcome, play
from dialogs.preview.templates import Templates
from dialogs.replies import Drawing, Edit, Message, Reply, Rows, Toast, Told, ToldRunners
from dialogs.squads.around import NOBODY, Around
from dialogs.tapping import answer_to
from dialogs.telling import said
from dialogs.wording import Texts

START = datetime(2026, 12, 1, 9, 41, tzinfo=UTC)
MOST_STEPS = 100
Said = tuple[tuple[str, str], ...]
Answers = Mapping[str, Value]


@dataclass(frozen=True)
class Listening(Texts):
    """Texts that remember which of them were asked for, and their words."""

    asked_for: list[tuple[str, str]] = field(default_factory=list)

    def text(self, key: str, /, **values: object) -> str:
        """As for any texts; what was said is remembered."""
        said = super().text(key, **values)
        self.asked_for.append((key, said))
        return said


@dataclass(frozen=True)
class Bubble:
    """Something the bot says: a message, a card as it was changed ("edit"), or a "toast" for the one who tapped.

    `picture` is one that is shipped, `drawn` the template of one that is made when it is sent, or of a document.
    `said` are the texts its turn asked for, each with its words.
    """

    kind: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    rows: Rows = ()
    picture: str | None = None
    drawn: str | None = None
    said: Said = ()

    def texts(self, used: Sequence[str]) -> list[str]:
        """The keys of the texts that stand in the words it uses; one inside another was asked for something else."""
        found = {key: words for key, words in self.said if words and any(words in one for one in used)}
        others = set(found.values())
        return [key for key, words in found.items() if not any(words != one and words in one for one in others)]

    def key_of(self, label: str) -> str:
        """The key of a button's words, which may stand behind a tick box or a number; "" for a bare number."""
        return next((key for key, words in self.said if words and label.endswith(words)), "")


@dataclass(frozen=True)
class Turn:
    """What the runner did (`typed` or tapped, in words; "" for nothing) and what the bot said to it."""

    did: str
    typed: bool
    bubbles: tuple[Bubble, ...]
    time: str
    because: tuple[str, ...] = ()

    def only(self, *keys: str) -> "Turn":
        """The same turn with nothing but the messages whose keys begin like these."""
        return replace(self, bubbles=tuple(bubble for bubble in self.bubbles if bubble.key.startswith(keys)))

    def at_last(self) -> "Turn":
        """What the bot said last, whatever was done before."""
        return replace(self, did="", bubbles=self.bubbles[-1:])

    def says(self, key: str) -> bool:
        """Whether this message is among what the bot said."""
        return any(bubble.key == key for bubble in self.bubbles)


@dataclass
class Chat:
    """One runner and the bot. `content` listens; `cards` are the open buttons, `pictures` those of cards by turn."""

    content: Content
    dialogue: Dialogue
    now: datetime = START
    rows: Rows = ()
    around: Around = NOBODY
    pictures: dict[int, str] = field(default_factory=dict)

    def copy(self) -> Self:
        """The same chat, to try something else."""
        return replace(self, dialogue=self.dialogue.copy(), pictures=dict(self.pictures))

    @property
    def state(self) -> str:
        """Where the dialogue is."""
        return self.dialogue.state

    def later(self, **away: float) -> Self:
        """Time passes."""
        self.now += timedelta(**away)
        return self

    def types(self, line: str) -> Turn:
        """The runner types a line; one that begins with / is a command."""
        name, _, argument = line.removeprefix("/").partition(" ")
        return self.hear(Command(name, argument) if line.startswith("/") else Typed(line), line, typed=True)

    def taps(self, data: str) -> Turn:
        """The runner taps the open card's button with this data, the number of its card left out ("g:why").

        Raises LookupError if there is none: what is shown is what can happen.
        """
        for row in self.rows:
            for button in row:
                if without_turn(button.tap) == data:
                    return self.hear(read_tap(button.tap), button.label.lstrip("☐☑ "))
        raise LookupError(f"in '{self.state}' no button has the data {data}")

    def offers(self, data: str) -> bool:
        """Whether the open card has a button with this data."""
        return any(without_turn(button.tap) == data for row in self.rows for button in row)

    def hear(self, event: Event, did: str = "", *, typed: bool = False) -> Turn:
        """Play one event."""
        texts = self.content.texts(self.dialogue.language)
        listener = texts if isinstance(texts, Listening) else None
        if listener:
            listener.asked_for.clear()
        outcome = play(self.content, self.dialogue, event, self.now, self.around)
        asked_for = tuple(dict.fromkeys(listener.asked_for)) if listener else ()
        self.dialogue = outcome.dialogue
        bubbles = [bubble for reply in outcome.replies if (bubble := self._bubble(outcome, reply, asked_for))]
        told = [record for record in outcome.records if isinstance(record, Told | ToldRunners)]
        bubbles += [Bubble("message", one.text, one.values, said=asked_for) for one in told]
        because = tuple((outcome.dialogue.verdict or {}).get("because", ()))
        return Turn(did, typed, tuple(bubbles), f"{self.now:%H:%M}", because)

    def _bubble(self, outcome: Outcome, reply: Reply, said: Said) -> Bubble | None:
        kind = {Message: "message", Edit: "edit", Toast: "toast"}[type(reply)]
        if isinstance(reply, Edit) or (isinstance(reply, Message) and reply.rows):
            self.rows = reply.rows
        if reply.text is None:
            return None
        picture = drawn = None
        if isinstance(reply, Message):
            drawn = next((file.name for file in (reply.document, reply.picture) if isinstance(file, Drawing)), None)
        if isinstance(reply, Message) and isinstance(reply.picture, str):
            picture = self.pictures[outcome.dialogue.turn] = reply.picture
        elif isinstance(reply, Edit):
            picture = self.pictures.get(reply.turn)
        rows = () if isinstance(reply, Toast) else reply.rows
        return Bubble(kind, reply.text, reply.values, rows, picture, drawn, said)

    def walk(self, answers: Answers) -> Iterator[Turn]:
        """Answer as asked, all else at its best, up to the verdict: every turn."""
        facts = {**safe_default(self.content), **answers}
        for _ in range(MOST_STEPS):
            if self.state == "verdict":
                return
            yield self.taps(self.true_tap(facts))

    def true_tap(self, facts: Answers) -> str:
        """The data of the button a runner with these facts taps, without the number of its card.

        Raises LookupError if there is none.
        """
        match answer_to(self.dialogue, self.rows, facts):
            case Answer() | Tick() | Done() | NoneOfThese() | Go() as tap:
                return without_turn(tap_of(tap))
        raise LookupError(f"in '{self.state}' there is nothing to tap")

    def until(self, state: str, answers: Answers) -> Turn | None:
        """The turn of that walk that leads to this state, an empty one if this is it; None if none does."""
        if self.state == state:
            return Turn("", typed=False, bubbles=(), time="")
        return next((turn for turn in self.walk(answers) if self.state == state), None)


@dataclass(frozen=True)
class Stage:
    """Where runners appear: the content, with texts that listen, and the language everybody speaks."""

    content: Content
    language: str

    @classmethod
    def of(cls, content: Content, language: str) -> Self:
        """A stage for this content in this language."""
        texts = content.texts(language)
        listener = Listening(texts.strings, texts.plain, texts.messages, texts.places)
        return cls(replace(content, languages={**content.languages, language: listener}), language)

    @property
    def texts(self) -> Texts:
        """The texts of the language."""
        return self.content.texts(self.language)

    @cached_property
    def templates(self) -> Templates:
        """What the messages are made of."""
        return Templates(self.texts)

    def newcomer(self, locale: str = "en-GB") -> Chat:
        """Somebody who has not said a word."""
        return Chat(self.content, Dialogue(language=self.language, locale=locale))

    def agreed(self, locale: str = "en-GB") -> Chat:
        """Somebody who has just agreed, at the first question."""
        chat = self.newcomer(locale)
        chat.types("/start")
        chat.taps("g:agree")
        return chat

    def note(self, answers: Answers) -> str:
        """Who a runner is, for the line under a title; "" for one with nothing wrong."""
        return f"To this runner: {said(self.content, answers, self.language)}." if answers else ""


def data_of(chat: Chat) -> Iterator[str]:
    """The data of the open card's buttons, without its number."""
    return (without_turn(button.tap) for row in chat.rows for button in row)


def without_turn(data: str) -> str:
    """A button's data without the number of its card."""
    kind, _, rest = data.partition(":")
    return f"{kind}:{rest.partition(':')[2]}"
