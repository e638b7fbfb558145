"""`BotApi`: the server with the people who talk to the bot, for tests in the same process."""

from collections.abc import Callable

from .calls import Call
from .chats import Chat, Person
from .clock import Clock, Now
from .errors import forbidden
from .faults import Fault
from .limits import Limits, Pace
from .messages import Message
from .people import Group, User
from .server import HttpServer
from .state import PATIENCE_SECONDS, Answer, State, T
from .updates import Update, Updates
from .values import Json


class BotApi:
    """A Telegram of one's own on 127.0.0.1.

    What is scripted takes effect at once (`push`, `fail`); what people do is awaited (`await user.sends()`).
    """

    def __init__(self, http: HttpServer, state: State, clock: Now) -> None:
        self.http, self.state, self.clock = http, state, clock
        self._users: dict[int, User] = {}
        self._groups: dict[int, Group] = {}
        state.updates.added = self._added

    @classmethod
    async def start(
        cls,
        token: str,
        *,
        clock: Now | None = None,
        unit: float = 1.0,
        validate: bool = True,
        latency: float = 0.0,
        limits: Limits | None = None,
        first_update_id: int | None = None,
        any_chat: bool = False,
        username: str = "kneewise_test_bot",
        port: int = 0,
    ) -> "BotApi":
        """Listen on `port` (0: any free one).

        `clock()` gives the time in UTC; by default a `Clock`, which can be set ahead. `unit` is how many real
        seconds the server's own seconds last: webhook back-off, pauses between 409s and for repeated
        offsets. `latency` in seconds. `limits` None means no 429. With `any_chat` the bot may write to people
        nobody knows.
        """
        clock = clock or Clock()
        updates = Updates(lambda: clock().timestamp(), first_update_id)
        number = token.partition(":")[0]
        bot = {"id": int(number) if number.isdecimal() else 4_242, "is_bot": True, "first_name": "Kneewise"}
        state = State(clock, updates, {**bot, "username": username}, any_chat=any_chat)
        server = HttpServer(state, token, unit=unit, validate=validate, latency=latency)
        server.port = port
        server.pace = Pace(limits, state.now) if limits else None
        api = cls(server, state, clock)
        await server.open()
        return api

    async def stop(self) -> None:
        """Close everything."""
        await self.http.webhook.close()
        await self.http.close()

    async def __aenter__(self) -> "BotApi":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """The bot calls `{url}/bot{token}/method` and fetches files from `{url}/file/bot{token}/path`."""
        return f"http://127.0.0.1:{self.http.port}"

    @property
    def polled(self) -> bool:
        """Whether the bot is in a long poll now; a wait for this knows when it has started."""
        return self.http.polling.waiting

    # People

    def user(self, user_id: int, first_name: str = "Ann", language_code: str | None = "en-GB", **names: str) -> User:
        """A person who has opened the chat with the bot; the same one for the same id."""
        if user_id not in self._users:
            person = Person(user_id, first_name, language_code, **names)
            self.state.people[user_id] = person
            self._users[user_id] = User(self.state, self.state.chats.add_person(person), person)
        return self._users[user_id]

    def group(self, chat_id: int, title: str = "Runners", kind: str = "group", *, bot_inside: bool = True) -> Group:
        """A group ("group" or "supergroup"; ids are negative); the same one for the same id."""
        if chat_id not in self._groups:
            chat = Chat(chat_id, kind, title)
            chat.members[self.state.bot["id"]] = "member" if bot_inside else "left"
            chat.refusal = None if bot_inside else forbidden(f"bot is not a member of the {kind} chat")
            self.state.chats.by_id[chat_id] = chat
            self._groups[chat_id] = Group(self.state, chat)
        return self._groups[chat_id]

    async def until(self, condition: Callable[[], T | None], timeout: float = PATIENCE_SECONDS) -> T:  # noqa: ASYNC109
        """Wait for something in the chats to become true. Raises AssertionError after `timeout` seconds."""
        return await self.state.changes.until(condition, timeout)

    # Updates

    def push(self, raw_update: dict[str, Json]) -> int:
        """Queue any JSON as an update, with its own `update_id` or the next one; gives that id."""
        return self.state.updates.push(raw_update)

    def pending(self) -> int:
        """How many updates are not confirmed yet."""
        return len(self.state.updates)

    @property
    def next_update_id(self) -> int:
        """The id of the next update; set it to let the ids jump."""
        return self.state.updates.next_id

    @next_update_id.setter
    def next_update_id(self, update_id: int) -> None:
        self.state.updates.next_id = update_id

    # Faults

    def fail(
        self,
        method: str,
        *,
        times: int | None = 1,
        apply: bool = False,
        status: int | None = None,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        delay: float = 0.0,
        drop: bool = False,
        cut: int | None = None,
        drip: float = 0.0,
        when: Callable[[dict[str, Json]], bool] | None = None,
    ) -> Fault:
        """Let the next `times` calls (None: all until `heal`) of `method` ("*": any) go wrong.

        `apply` plays the call first: the message is in the chat and the bot doesn't learn it. `status` alone
        answers Telegram's JSON with `description`, `retry_after` a 429, `body` those bytes. `delay` seconds
        pass before the answer (before the call takes effect, without `apply`). `drop` ends the connection
        instead of answering, `cut` after so many bytes of the body; `drip` is the seconds per byte. `when`
        picks calls by their fields.
        """
        data = body.encode() if isinstance(body, str) else body
        fault = Fault(
            method,
            times,
            apply,
            status,
            description,
            retry_after,
            data,
            headers or {},
            delay,
            drop,
            cut,
            drip,
        )
        fault.when = when
        return self.http.faults.add(fault)

    def heal(self, method: str | None = None) -> None:
        """No more faults of this method, or of any."""
        self.http.faults.heal(method)

    async def goes_down(self) -> None:
        """Refuse connections until `comes_back`."""
        await self.http.close()

    async def comes_back(self) -> None:
        """Listen again on the same port."""
        await self.http.open()

    def revoke(self) -> None:
        """The token is no longer valid: 401 for everything."""
        self.http.revoked = True

    # What happened

    @property
    def calls(self) -> list[Call]:
        """Every call, in the order they were answered."""
        return self.http.log.calls

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def rejected(self) -> list[Call]:
        """The calls no correct bot makes, with the reason as `description`. A good test ends with none."""
        return self.http.log.rejected

    @property
    def answered(self) -> list[Answer]:
        """What answerCallbackQuery said, in order."""
        return self.state.answered

    @property
    def listeners(self) -> list[Callable[[Message], None]]:
        """Called with each message the bot sends or edits."""
        return self.state.listeners

    def stats(self) -> dict[str, Json]:
        """Counts of everything so far."""
        updates, log = self.state.updates, self.http.log
        return {
            "calls": dict(log.methods),
            "statuses": {str(status): count for status, count in log.statuses.items()},
            "rejected": len(log.rejected),
            "answered": len(self.answered),
            "polled": self.polled,
            "messages": sum(len(chat.messages) for chat in self.state.chats.by_id.values()),
            "updates": {
                "pushed": updates.pushed,
                "pending": len(updates),
                "confirmed": updates.confirmed,
                "expired": updates.expired,
            },
        }

    def _added(self, update: Update) -> None:
        self.http.polling.wake()
        self.http.webhook.add(update)
