"""The other side of the chat: what a person or a group does, and what they see."""

import re

from . import about
from .chats import Chat, Person
from .errors import RefusalError, forbidden
from .markup import utf16_length
from .messages import Message
from .state import PATIENCE_SECONDS, State, Tap
from .values import Json
from .waiting import Wanted, found

BLOCKED = forbidden("bot was blocked by the user")
DEACTIVATED = forbidden("user is deactivated")
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")


class Place:
    """A chat as somebody in it sees it."""

    def __init__(self, state: State, chat: Chat) -> None:
        self.state, self.chat, self.id = state, chat, chat.id

    @property
    def messages(self) -> list[Message]:
        """What the bot wrote here and is still to be seen, oldest first, as it stands now."""
        return [message for message in self.chat.messages.values() if message.from_bot and not message.deleted]

    @property
    def transcript(self) -> str:
        """The chat as text, a line per message of either side."""
        return "\n".join(_line(message) for message in self.chat.messages.values() if not message.deleted)

    async def waits_for(
        self,
        wanted: Wanted,
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
        *,
        after: Message | None = None,
    ) -> Message:
        """The newest message of the bot that has this in its text, or for which this is true.

        With `after` only messages newer than that one count. Raises AssertionError after `timeout` seconds.
        """
        newest = after.message_id if after else 0

        def look() -> Message | None:
            return found(wanted, (message for message in self.messages if message.message_id > newest))

        try:
            return await self.state.changes.until(look, timeout, f"{wanted!r}")
        except AssertionError as error:
            raise AssertionError(f"{error}; the chat is\n{self.transcript}") from None


class User(Place):
    """A person in the private chat with the bot; `chat` sends or taps in a group instead."""

    def __init__(self, state: State, chat: Chat, person: Person) -> None:
        super().__init__(state, chat)
        self.person = person

    @property
    def toasts(self) -> list[str]:
        """The texts shown on top of the screen after taps, oldest first."""
        return [answer.text for answer in self.state.answered if answer.user_id == self.id and answer.text]

    async def sends(self, text: str = "", *, chat: Place | None = None, **fields: Json) -> Message:
        """Write a message; `fields` are those of a Message object (`location={...}`). Unblocks the bot."""
        if chat is None and self.chat.refusal is not None:
            await self.unblocks()
        place = chat.chat if chat else self.chat
        message = self.state.add_message(place, self.id, text=text, entities=_commands(text), extra=fields)
        reply = fields.get("reply_to_message")
        if place.type == "private" or text.startswith("/") or (reply and reply["from"]["id"] == self.state.bot["id"]):
            self.state.updates.add("message", self.state.shown(message))
        return message

    async def sends_file(self, data: bytes, name: str = "file.bin", *, kind: str = "document") -> Message:
        """Send a photo or document."""
        file = self.state.add_file(kind, name, data)
        message = self.state.add_message(self.chat, self.id, file=file)
        self.state.updates.add("message", self.state.shown(message))
        return message

    async def edits(self, message: Message, text: str) -> None:
        """Change a message of one's own."""
        message.text, message.entities = text, _commands(text)
        message.edit_date = int(self.state.now())
        self.state.updates.add("edited_message", self.state.shown(message))

    async def deletes(self, message: Message) -> None:
        """Remove a message for both sides; the bot isn't told."""
        message.deleted = True

    async def taps(self, label_or_data: str, message: Message | None = None, *, chat: Place | None = None) -> Tap:
        """Press a button of the newest message that has it, or of `message`, which may have lost it since.

        Raises AssertionError naming the buttons there are.
        """
        place = chat or self
        candidates = [message] if message else list(reversed(place.messages))
        for candidate in candidates:
            data = candidate.data_of(label_or_data, stale=message is not None)
            if data is not None:
                return await self.taps_data(data, candidate)
        seen = [one.labels for one in candidates if one.labels]
        raise AssertionError(f"no button {label_or_data!r}; there are {seen}")

    async def taps_data(self, data: str, message: Message) -> Tap:
        """Press a button that isn't there: the bot gets `data`, whatever it is."""
        tap = Tap(self.state.new_id(), self.id, data, self.state.now())
        seen = self.state.shown(message)
        if message.deleted:
            seen = {"chat": seen["chat"], "message_id": seen["message_id"], "date": 0}
        head = {"id": tap.id, "from": self.person.as_telegram, "message": seen}
        tap.query = {**head, "chat_instance": str(message.chat_id), "data": data}
        self.state.taps[tap.id] = tap
        self.state.updates.add("callback_query", tap.query)
        return tap

    async def repeats(self, tap: Tap) -> None:
        """The app heard no answer and sends the same press again, as a new update."""
        self.state.updates.add("callback_query", tap.query)

    async def waits_for_answer(self, tap: Tap, timeout: float = PATIENCE_SECONDS) -> str:  # noqa: ASYNC109
        """The toast of this tap, '' if it was answered without one."""
        answer = await self.state.changes.until(lambda: tap.answer, timeout, f"an answer to {tap.data}")
        return answer.text

    async def blocks(self) -> None:
        """Block the bot: it is told, and may not write any more."""
        self._membership("member", "kicked", BLOCKED)

    async def unblocks(self) -> None:
        """Let the bot write again: it is told."""
        self._membership("kicked", "member", None)

    async def deactivates(self) -> None:
        """Delete the account: the bot finds out when it writes."""
        self.chat.refusal = DEACTIVATED

    def _membership(self, old: str, new: str, refusal: RefusalError | None) -> None:
        self.chat.refusal = refusal
        tell_membership(self.state, self.chat, self.person, old, new)


class Group(Place):
    """A group chat."""

    async def gains_bot(self, by: User, status: str = "member") -> None:
        """Somebody adds the bot, or changes its rights."""
        self._change(by, status, None)

    async def loses_bot(self, by: User) -> None:
        """Somebody removes the bot."""
        self._change(by, "kicked", forbidden(f"bot was kicked from the {self.chat.type} chat"))

    async def gains(self, user: User, status: str = "member") -> None:
        """Somebody joins, as member, administrator or creator; the bot isn't told."""
        self.chat.members[user.id] = status

    async def migrates(self, new_id: int, by: User) -> "Group":
        """The group becomes a supergroup: both chats get the service message, the old id is refused."""
        old = self.chat
        new = self.state.chats.migrate(old, new_id)
        for chat, field, other in (
            (old, "migrate_to_chat_id", new_id),
            (new, "migrate_from_chat_id", old.id),
        ):
            message = self.state.add_message(chat, by.id, extra={field: other})
            self.state.updates.add("message", self.state.shown(message))
        return Group(self.state, new)

    def _change(self, by: User, status: str, refusal: RefusalError | None) -> None:
        bot = self.state.bot["id"]
        old = self.chat.members.get(bot, "left")
        self.chat.members[bot], self.chat.refusal = status, refusal
        tell_membership(self.state, self.chat, by.person, old, status)


def tell_membership(state: State, chat: Chat, by: Person, old: str, new: str) -> None:
    """The my_chat_member update."""
    bot = state.bot["id"]
    change = {"chat": chat.as_telegram, "from": by.as_telegram, "date": int(state.now())}
    change["old_chat_member"] = about.member(state, bot, old)
    change["new_chat_member"] = about.member(state, bot, new)
    state.updates.add("my_chat_member", change)
    state.changes.happened()


def _commands(text: str) -> list[dict[str, Json]]:
    return [
        {"type": "bot_command", "offset": utf16_length(text[: at.start()]), "length": len(at[0])}
        for at in _COMMAND.finditer(text)
    ]


def _line(message: Message) -> str:
    said = message.text or f"({message.file.kind if message.file else 'other'})"
    rows = "".join(f"   [{label}]" for label in message.labels)
    return f"{'bot ' if message.from_bot else 'user'}  {said}{rows}"
