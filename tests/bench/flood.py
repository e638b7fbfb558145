"""One sender brings a thousand updates a second, others chat: how long these wait for their answers.

Flood, chats and server share one process beside the bot's, so what it costs to make the flood counts against us.
"""

import asyncio
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from support.botapi import BotApi

from .bots import OURS, TOKEN, running
from .conversations import TYPED
from .crowd import Crowd
from .disk import DISK
from .table import Row

CHATS = 10
SECONDS = 10.0
PAUSE_SECONDS = 0.1
A_SECOND = 1000
TICK = 0.02
TARGET_SECONDS = 1.0


async def measure() -> list[Row]:
    """p50 and p99 of the others, and how many updates a second came."""
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        async with await BotApi.start(TOKEN) as api, running(OURS, api, Path(folder)):
            api.http.log.keep = 1000
            crowd = Crowd(api, CHATS, TYPED)
            await crowd.agree()
            flooding = asyncio.create_task(_flood(api))
            heard = await crowd.talk(SECONDS, PAUSE_SECONDS)
            flooding.cancel()
            sent, seconds = await flooding
    assert not heard.lost, f"{heard.lost} answers were left out"
    p99 = quantiles(heard.waits, n=100)[98]
    return [
        Row(f"Flood of one sender, beside {CHATS} chats", f"{sent / seconds:,.0f}/s", "updates sent"),
        Row("Update to answer of the others, p50", f"{median(heard.waits) * 1000:.0f} ms"),
        Row(
            "Update to answer of the others, p99",
            f"{p99 * 1000:.0f} ms",
            target=f"< {TARGET_SECONDS:.0f} s",
            met=p99 < TARGET_SECONDS,
        ),
    ]


async def _flood(api: BotApi) -> tuple[int, float]:
    """Until cancelled; how many that were, in how many seconds."""
    mallory, sent, began = api.user(666, "Mallory"), 0, perf_counter()
    try:
        while True:
            while sent < (perf_counter() - began) * A_SECOND:
                await mallory.sends("again and again")
                sent += 1
            await asyncio.sleep(TICK)
    except asyncio.CancelledError:
        return sent, perf_counter() - began
