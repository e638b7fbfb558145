"""One round: a fresh server here, a fresh bot beside it, and a crowd."""

import tempfile
from pathlib import Path

from support.botapi import BotApi

from .bots import TOKEN, Bot, running
from .conversations import TYPED
from .crowd import Crowd, Heard
from .disk import DISK

KEPT_CALLS = 1000


async def round_with(bot: Bot, chats: int, seconds: float, *, pause: float = 0.0, latency: float = 0.0) -> Heard:
    """What so many chats hear in so many seconds; `latency` in seconds is that of each call but getUpdates."""
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        async with await BotApi.start(TOKEN, latency=latency) as api, running(bot, api, Path(folder)):
            api.http.log.keep = KEPT_CALLS
            crowd = Crowd(api, chats, TYPED)
            if bot.asks:
                await crowd.agree()
            heard = await crowd.talk(seconds, pause)
            assert not api.rejected, api.rejected[0]
            return heard
