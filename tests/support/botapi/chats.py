"""The people and chats the server knows, and whether the bot may write there."""

from dataclasses import dataclass, field

from .errors import RefusalError, bad_request, migrated
from .messages import Message
from .values import Json


@dataclass(slots=True)
class Person:
    """A Telegram account."""

    id: int
    first_name: str
    language_code: str | None = "en"
    last_name: str | None = None
    username: str | None = None

    @property
    def as_telegram(self) -> dict[str, Json]:
        """The User object of the Bot API."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        given = {name: value for name, value in optional.items() if value is not None}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **given}


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group. `refusal` is why the bot can't write here now."""

    id: int
    type: str = "private"
    title: str = ""
    person: Person | None = None
    refusal: RefusalError | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)

    @property
    def as_telegram(self) -> dict[str, Json]:
        """The Chat object of the Bot API."""
        if self.person is None:
            return {"id": self.id, "type": self.type, "title": self.title}
        names = {"first_name": self.person.first_name, "last_name": self.person.last_name}
        names["username"] = self.person.username
        return {"id": self.id, "type": "private", **{k: v for k, v in names.items() if v is not None}}


class Chats:
    """All chats by id. With `any_chat` the first message to an unknown private chat makes it."""

    def __init__(self, *, any_chat: bool = False) -> None:
        self.any_chat = any_chat
        self.by_id: dict[int, Chat] = {}

    def add_person(self, person: Person) -> Chat:
        """The private chat with this person, made if new."""
        chat = self.by_id.setdefault(person.id, Chat(person.id))
        chat.person = person
        return chat

    def get(self, chat_id: Json) -> Chat:
        """The chat. Raises 'chat not found'."""
        chat = self.by_id.get(chat_id) if type(chat_id) is int else None
        if chat is None and self.any_chat and type(chat_id) is int and chat_id > 0:
            chat = self.add_person(Person(chat_id, f"Runner {chat_id}"))
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable(self, chat_id: Json) -> Chat:
        """The chat, if the bot may write there. Raises what Telegram answers if not."""
        chat = self.get(chat_id)
        if chat.refusal is not None:
            raise chat.refusal
        return chat

    def migrate(self, chat: Chat, new_id: int) -> Chat:
        """Make a supergroup of a group."""
        chat.refusal = migrated(new_id)
        new = Chat(new_id, "supergroup", chat.title, members=chat.members)
        self.by_id[new_id] = new
        return new
