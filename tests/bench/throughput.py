"""Turns per second over loopback HTTP with a hundred chats at once and a network of 50 ms a call, beside echo bots.

A turn of ours is two calls, since the question answered changes along with the next one coming; an echo is one.
"""

from statistics import median

from .bots import AIOGRAM_ECHO, OURS, PTB_ECHO_MANY
from .loopback import round_with
from .table import Row, times

ROUNDS = 3
CHATS = 100
CALL_SECONDS = 0.05
SECONDS = 4.0
TARGET = 1000


async def measure() -> list[Row]:
    """The three bots in turn, each the median of rounds: turns, and the calls they took."""
    bots = (OURS, PTB_ECHO_MANY, AIOGRAM_ECHO)
    found: dict[str, list[tuple[float, float]]] = {bot.name: [] for bot in bots}
    for _ in range(ROUNDS):
        for bot in bots:
            heard = await round_with(bot, CHATS, SECONDS, latency=CALL_SECONDS)
            found[bot.name].append((heard.turns_a_second, heard.calls_a_second))
    turns, calls = zip(
        *([median(column) for column in zip(*found[bot.name], strict=True)] for bot in bots), strict=True
    )
    rows = [
        Row(
            f"Turns, {CHATS} chats, 50 ms a call",
            f"{turns[0]:,.0f}/s",
            "Kneewise",
            "",
            f">= {TARGET:,}/s",
            turns[0] >= TARGET,
        )
    ]
    rows += [
        Row("", f"{echo:,.0f}/s", bot.name, times(turns[0], echo), "> 1 x", turns[0] > echo)
        for bot, echo in zip(bots[1:], turns[1:], strict=True)
    ]
    rows.append(Row("Calls these took, polls apart", f"{calls[0]:,.0f}/s"))
    rows += [
        Row("", f"{echo:,.0f}/s", bot.name, times(calls[0], echo))
        for bot, echo in zip(bots[1:], calls[1:], strict=True)
    ]
    return rows
