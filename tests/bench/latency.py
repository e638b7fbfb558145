"""From an update that can be fetched to its answer in the chat, over loopback HTTP, beside an echo bot.

Ten people answer with small pauses, so the time is the bot's and not that of a queue. Kneewise stores the turn
durably before it answers, and plays a real triage.
"""

from statistics import median, quantiles

from .bots import OURS, PTB_ECHO
from .loopback import round_with
from .table import Row, times

ROUNDS = 3
CHATS = 10
SECONDS = 5.0
PAUSE_SECONDS = 0.1
TARGET_RATIO = 1.5


async def measure() -> list[Row]:
    """p50 and p99 of both, each the median of rounds."""
    found: dict[str, list[tuple[float, float]]] = {OURS.name: [], PTB_ECHO.name: []}
    for _ in range(ROUNDS):
        for bot in (OURS, PTB_ECHO):
            heard = await round_with(bot, CHATS, SECONDS, pause=PAUSE_SECONDS)
            assert not heard.lost, f"{bot.name} left {heard.lost} answers out"
            found[bot.name].append((median(heard.waits) * 1000, quantiles(heard.waits, n=100)[98] * 1000))
    ours, echo = ([median(column) for column in zip(*rounds, strict=True)] for rounds in found.values())
    return [
        Row(f"Update to answer, {CHATS} chats, p50", f"{ours[0]:.1f} ms"),
        Row("", f"{echo[0]:.1f} ms", PTB_ECHO.name, *_at_most(ours[0], echo[0])),
        Row(f"Update to answer, {CHATS} chats, p99", f"{ours[1]:.1f} ms"),
        Row("", f"{echo[1]:.1f} ms", PTB_ECHO.name, times(ours[1], echo[1])),
    ]


def _at_most(ours: float, echo: float) -> tuple[str, str, bool]:
    return times(ours, echo), f"<= {TARGET_RATIO} x", ours <= TARGET_RATIO * echo
