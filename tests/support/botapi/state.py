"""Everything the server remembers: chats, taps, files, the bot's own settings."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import TypeVar

from .chats import Chat, Chats, Person
from .clock import Now
from .messages import File, Message, as_telegram
from .updates import Updates
from .values import Json

ANSWER_SECONDS = 15
LOOK_SECONDS = 0.05  # what is waited for may lie outside the chats
PATIENCE_SECONDS = 30.0  # only a test that fails waits as long
T = TypeVar("T")


@dataclass(slots=True)
class Answer:
    """What answerCallbackQuery said: a toast, an alert, or nothing."""

    query_id: str
    user_id: int
    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Tap:
    """A button pressed at Unix time `at`; `query` is what the bot got, `answer` what it said, once it did."""

    id: str
    user_id: int
    data: str
    at: float
    query: dict[str, Json] = field(default_factory=dict)
    answer: Answer | None = None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON."""
        return asdict(self)


@dataclass(slots=True)
class Settings:
    """What the bot said about itself, per scope or language ('' is the default)."""

    commands: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)


class Changes:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def happened(self) -> None:
        """Something changed."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting = set()

    async def until(self, condition: Callable[[], T | None], timeout: float, what: str = "") -> T:  # noqa: ASYNC109
        """The first true value of `condition()`. Raises AssertionError after `timeout` seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while not (value := condition()):
            left = end - loop.time()
            if left <= 0:
                raise AssertionError(f"nothing came within {timeout} s: {what or condition}")
            waiting = loop.create_future()
            self._waiting.add(waiting)
            await asyncio.wait([waiting], timeout=min(left, LOOK_SECONDS))
        return value


class State:
    """One bot's world. `listeners` are called with each message the bot sends or edits."""

    def __init__(self, clock: Now, updates: Updates, bot: dict[str, Json], *, any_chat: bool = False) -> None:
        self.clock, self.updates, self.bot = clock, updates, bot
        self.chats = Chats(any_chat=any_chat)
        self.people: dict[int, Person] = {}
        self.taps: dict[str, Tap] = {}
        self.answered: list[Answer] = []
        self.files: dict[str, tuple[File, bytes]] = {}
        self.settings = Settings()
        self.changes = Changes()
        self.listeners: list[Callable[[Message], None]] = []
        self.answer_seconds: float = ANSWER_SECONDS
        self._message_ids, self._ids = count(1), count(1)

    def now(self) -> float:
        """Unix time on the server's clock."""
        return self.clock().timestamp()

    def new_id(self) -> str:
        """An id for a tap or a file."""
        return f"{next(self._ids):016d}"

    def add_message(self, chat: Chat, sender: int, **fields: Json) -> Message:
        """Put a message into the chat; ids rise over all chats."""
        number = next(self._message_ids)
        message = Message(chat.id, number, int(self.now()), sender, sender == self.bot["id"], **fields)
        chat.messages[number] = message
        self.tell(message)
        return message

    def add_file(self, kind: str, name: str, data: bytes, content_type: str = "") -> File:
        """Keep a file; it can be fetched by its id."""
        file = File(kind, name, f"file{self.new_id()}", len(data), content_type)
        self.files[file.file_id] = (file, data)
        return file

    def tell(self, message: Message) -> None:
        """A message is new or changed."""
        if message.from_bot:
            for listener in self.listeners:
                listener(message)
        self.changes.happened()

    def shown(self, message: Message) -> dict[str, Json]:
        """The Message object of the Bot API."""
        sender = self.bot if message.from_bot else self.people[message.sender].as_telegram
        return as_telegram(message, self.chats.by_id[message.chat_id].as_telegram, sender)
