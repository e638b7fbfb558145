"""Turns per second over loopback HTTP with a hundred chats at once and a network of 50 ms a call, beside echo bots."""

from statistics import median

from .bots import AIOGRAM_ECHO, OURS, PTB_ECHO_MANY
from .loopback import round_with
from .table import Row, times

ROUNDS = 3
CHATS = 100
CALL_SECONDS = 0.05
SECONDS = 6.0
TARGET = 1000


async def measure() -> list[Row]:
    """The three bots in turn, each the median of rounds."""
    found: dict[str, list[float]] = {bot.name: [] for bot in (OURS, PTB_ECHO_MANY, AIOGRAM_ECHO)}
    for _ in range(ROUNDS):
        for bot in (OURS, PTB_ECHO_MANY, AIOGRAM_ECHO):
            heard = await round_with(bot, CHATS, SECONDS, latency=CALL_SECONDS)
            found[bot.name].append(heard.turns_a_second)
    ours, *others = (median(rounds) for rounds in found.values())
    return [
        Row(
            f"Turns over HTTP, {CHATS} chats, 50 ms a call",
            f"{ours:,.0f}/s",
            "Kneewise",
            "",
            f">= {TARGET:,}/s",
            ours >= TARGET,
        ),
        *(
            Row("", f"{echo:,.0f}/s", bot.name, times(ours, echo), "> 1 x", ours > echo)
            for bot, echo in zip((PTB_ECHO_MANY, AIOGRAM_ECHO), others, strict=True)
        ),
    ]
