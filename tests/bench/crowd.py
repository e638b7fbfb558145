"""People who chat with a bot through a loopback server in this process; the bot is in another.

Everybody says the next thing once the answer to the last has come, if they like after a little while. So the number
of people bounds what is under way, and the slower the bot, the less it is asked.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from support.botapi import BotApi, Message, User

from .conversations import TYPED_FIRST

FIRST_ID = 1001
PATIENCE_SECONDS = 20.0
WARM_UP_SECONDS = 1.0


@dataclass
class Heard:
    """The seconds from each update to its answer, for the answers that came in `seconds`; `lost` never came.

    `calls` is how often the bot called the server meanwhile, polls apart.
    """

    seconds: float
    waits: list[float] = field(default_factory=list)
    lost: int = 0
    calls: int = 0

    @property
    def turns_a_second(self) -> float:
        """Answers received in a second, over all chats."""
        return len(self.waits) / self.seconds

    @property
    def calls_a_second(self) -> float:
        """Messages sent and edited in a second."""
        return self.calls / self.seconds


class Crowd:
    """`size` people who say the same lines, over and over."""

    def __init__(self, api: BotApi, size: int, lines: Sequence[str]) -> None:
        self._api, self._lines, self._chance = api, lines, random.Random(size)
        self._users = [api.user(FIRST_ID + number, f"Ann{number}") for number in range(size)]
        self._waiting: dict[int, asyncio.Future[float]] = {}
        api.listeners.append(self._hear)

    async def agree(self) -> None:
        """From hello through the first triage to the first question again."""
        await asyncio.gather(*map(self._agree, self._users))

    async def talk(self, seconds: float, pause: float = 0.0) -> Heard:
        """Chat for so long after a warm-up; everybody waits up to twice `pause` seconds before each line."""
        begin = perf_counter() + WARM_UP_SECONDS
        heard = Heard(seconds)
        counting = asyncio.create_task(self._count_calls(heard, begin))
        await asyncio.gather(*(self._talk(user, heard, begin, pause) for user in self._users))
        await counting
        return heard

    async def _count_calls(self, heard: Heard, begin: float) -> None:
        await asyncio.sleep(begin - perf_counter())
        before = self._calls()
        await asyncio.sleep(heard.seconds)
        heard.calls = self._calls() - before

    def _calls(self) -> int:
        methods = self._api.http.log.methods
        return methods.total() - methods["getUpdates"]

    async def _talk(self, user: User, heard: Heard, begin: float, pause: float) -> None:
        end, number = begin + heard.seconds, 0
        while perf_counter() < end:
            if pause:
                await asyncio.sleep(2 * pause * self._chance.random())
            said = perf_counter()
            answer = self._next_answer(user)
            await user.sends(self._lines[number % len(self._lines)])
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    came = await answer
            except TimeoutError:
                heard.lost += 1
                continue
            number += 1
            if begin <= came <= end:
                heard.waits.append(came - said)

    async def _agree(self, user: User) -> None:
        hello = self._next_answer(user)
        await user.sends("/start")
        await asyncio.wait_for(hello, PATIENCE_SECONDS)
        question = self._next_answer(user)
        await user.taps("I agree")
        await asyncio.wait_for(question, PATIENCE_SECONDS)
        for line in TYPED_FIRST:
            answer = self._next_answer(user)
            await user.sends(line)
            await asyncio.wait_for(answer, PATIENCE_SECONDS)

    def _next_answer(self, user: User) -> asyncio.Future[float]:
        """The moment at which the next new message of the bot comes."""
        self._waiting[user.id] = asyncio.get_running_loop().create_future()
        return self._waiting[user.id]

    def _hear(self, message: Message) -> None:
        if not message.edit_date and (answer := self._waiting.pop(message.chat_id, None)) and not answer.done():
            answer.set_result(perf_counter())
