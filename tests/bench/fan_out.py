"""Ten thousand prompts due at the same moment, against a server with Telegram's limits, while others chat.

All of them would take 400 seconds, so the rate is that of the first minute. It is compared to the 25 a second that
Kneewise allows itself for what nobody waits for; the server refuses what is over 30 a second, or over 20 in 20 seconds
to a chat. Each prompt also takes the buttons from the card before it, which comes after all prompts.
"""

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from support.botapi import BotApi, Limits, Message

from bot.pace import PER_SECOND
from dialogs.content import Content

from .bots import OURS, TOKEN, running
from .conversations import TYPED
from .crowd import Crowd, Heard
from .disk import DISK
from .table import Row, times
from .town import FIRST_ID, Town, planned

PROMPTS = 10_000
SECONDS = 60.0
LEAD = timedelta(seconds=20)
CALL_SECONDS = 0.05
LIMITS = Limits(chat_burst=20)
# Four people who take their time: two turns of theirs in three seconds, each of two calls.
CHATS, PAUSE_SECONDS = 4, 6.0
TARGET_SHARE, TARGET_WAIT_MS = 0.95, 1000
TOO_MANY = 429


class Prompts:
    """When each message to a runner of the town came, and how many each of them got."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.by_chat: Counter[int] = Counter()
        self.begun = asyncio.Event()

    def hear(self, message: Message) -> None:
        """The bot sent or changed a message."""
        if message.chat_id > FIRST_ID and not message.edit_date:
            self.times.append(perf_counter())
            self.by_chat[message.chat_id] += 1
            self.begun.set()

    def in_first(self, seconds: float) -> int:
        """How many came in so many seconds from the first one on."""
        return sum(at < self.times[0] + seconds for at in self.times)


async def measure(content: Content) -> list[Row]:
    """One long round: the crowd has its first question before the prompts fall due."""
    prompts = Prompts()
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        town = await Town.built(Path(name) / "town", PROMPTS)
        at = datetime.now(UTC) + LEAD
        town.give(range(1, PROMPTS + 1), planned(content, at))
        async with (
            await BotApi.start(TOKEN, limits=LIMITS, latency=CALL_SECONDS, any_chat=True) as api,
            running(OURS, api, town.path.parent),
        ):
            api.http.log.keep = PROMPTS
            crowd = Crowd(api, CHATS, TYPED)
            api.listeners.append(prompts.hear)
            await crowd.agree()
            assert datetime.now(UTC) < at, "everything was too slow to begin in time"
            async with asyncio.timeout(2 * LEAD.total_seconds()):
                await prompts.begun.wait()
            heard = await crowd.talk(SECONDS, PAUSE_SECONDS)
            assert not api.rejected, api.rejected[0]
            return _rows(prompts, heard, api.http.log.statuses[TOO_MANY])


def _rows(prompts: Prompts, heard: Heard, refused: int) -> list[Row]:
    rate, allowed = prompts.in_first(SECONDS) / SECONDS, f"{PER_SECOND}/s"
    twice = sum(count > 1 for count in prompts.by_chat.values())
    waits = [1000 * wait for wait in heard.waits]
    slow, share = quantiles(waits, n=100)[98], rate / PER_SECOND
    return [
        Row(f"{PROMPTS:,} prompts due at once, first {SECONDS:.0f} s", f"{rate:.1f}/s"),
        Row("", allowed, "allowed", times(rate, PER_SECOND), f">= {TARGET_SHARE} x", share >= TARGET_SHARE),
        Row("", f"{twice}", "runners prompted twice", target="0", met=twice == 0),
        Row("", f"{refused}", "calls refused with 429"),
        Row(f"Update to answer meanwhile, {CHATS} chats, p50", f"{median(waits):.0f} ms", f"of {len(waits)} answers"),
        Row(
            "",
            f"{slow:.0f} ms",
            "p99",
            target=f"< {TARGET_WAIT_MS} ms",
            met=slow < TARGET_WAIT_MS and not heard.lost,
        ),
    ]
