"""`python -m support.botapi --port 0 --token T`: the server in a process of its own; it prints its port."""

import argparse
import asyncio
import signal
import sys

from .api import BotApi
from .control import Control
from .limits import Limits


def main() -> None:
    """Serve until SIGTERM or SIGINT; with --with-parent also until the parent is gone."""
    parser = argparse.ArgumentParser(prog="support.botapi", description="A loopback Telegram Bot API server.")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--token", required=True)
    parser.add_argument("--latency-ms", type=float, default=0.0, help="before each call but getUpdates")
    parser.add_argument("--unit", type=float, default=1.0, help="real seconds per second of the server's back-off")
    parser.add_argument("--keep-calls", type=int, default=100_000, help="how many calls the log keeps")
    parser.add_argument("--limits", action="store_true", help="429 beyond 30 a second, 1 a second per chat")
    parser.add_argument("--chat-burst", type=int, default=1, help="messages a chat may get at once, with --limits")
    parser.add_argument("--any-chat", action="store_true", help="the bot may write to people nobody knows")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    parser.add_argument("--no-validate", action="store_true", help="don't check the fields of calls")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(options: argparse.Namespace) -> None:
    api = await BotApi.start(
        options.token,
        port=options.port,
        unit=options.unit,
        latency=options.latency_ms / 1000,
        validate=not options.no_validate,
        limits=Limits(chat_burst=options.chat_burst) if options.limits else None,
        any_chat=options.any_chat,
    )
    api.http.log.keep = options.keep_calls
    api.http.control = Control(api)
    print(api.http.port, flush=True)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if options.with_parent:
        loop.add_reader(sys.stdin, ended.set)
    await ended.wait()
    await api.stop()


if __name__ == "__main__":
    main()
