"""Telling systemd how the process is: started, still ticking, stopping (the protocol of sd_notify, a datagram each)."""

import os
import socket
from contextlib import suppress
from typing import NoReturn

from bot.clock import Clock

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def notify(state: str) -> None:
    """Send `state` to whoever started this process; nothing where nobody asked to be told."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # A leading @ stands for a name without a file.
    name = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        sender.sendto(state.encode(), name)


async def keep_watchdog_quiet(clock: Clock) -> NoReturn:
    """Say that the loop ticks, twice as often as the watchdog asks; a loop that hangs says nothing and is restarted."""
    seconds = int(os.environ.get("WATCHDOG_USEC") or 0) / 1_000_000
    while True:
        await clock.sleep(seconds / 2 or 3600.0)
        notify(ALIVE)
