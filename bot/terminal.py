"""The terminal as a transport: what a runner sees in Telegram, as rich text with numbered buttons.

A line is the number of a button, the words of an answer, or a command. Reads a pipe too, one reply a line.
"""

import asyncio
import contextlib
import logging
import os
import sys
import threading
import time
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import structlog
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.app import App, open_app
from bot.settings import read_settings
from bot.transport import Delivery, Incoming
from dialogs.events import Command, Event, Typed, read_tap
from dialogs.replies import Drawing

STYLES = {"b": "bold", "i": "italic", "u": "underline", "s": "strike", "code": "bold", "a": "underline"}
PREFIX = "terminal:"
PROMPT = "\n> "
Buttons = list[tuple[str, str, str]]
"""Key to type, label, and the data of the tap."""

log = structlog.get_logger()


class Terminal:
    """Shows what is delivered and knows what the typed numbers mean.

    Of a picture the words are shown; a document is saved in `folder`, for its owner only. `arrived` is set when
    something was delivered and not yet shown.
    """

    def __init__(self, console: Console, folder: Path = Path()) -> None:
        self.console, self.folder = console, folder
        self.arrived = asyncio.Event()
        # Cards of an earlier chat are known by their numbers, so none of those may come again.
        self._numbers = count(time.time_ns())
        self._texts: dict[int, str] = {}
        self._waiting: list[tuple[int, Delivery]] = []
        self._buttons: dict[str, tuple[int, Buttons]] = {}
        self._saved: dict[int, Path | None] = {}

    async def deliver(self, delivery: Delivery) -> int:
        """Keep a message, or a change of one, for `show`; its id is its own for good, so that a card can be changed."""
        number = delivery.message_id or next(self._numbers)
        self._texts.setdefault(number, "")
        self._waiting.append((number, delivery))
        self.arrived.set()
        if delivery.document:
            self._saved[number] = await saved(delivery.document, self.folder)
        return number

    def show(self, chat: str) -> bool:
        """Print what came for this runner: first what became of the card that was answered, then what is new.

        What came for somebody else waits until the terminal is theirs. Whether there was anything.
        """
        waiting = [one for one in self._waiting if one[1].chat == chat]
        self._waiting = [one for one in self._waiting if one[1].chat != chat]
        self.arrived.clear()
        for number, delivery in sorted(waiting, key=lambda one: one[1].message_id is None):
            before = self._texts[number]
            text = before if delivery.text is None else delivery.text
            self._texts[number] = text
            if not delivery.rows:
                self.take_away(delivery.chat, number)
            if delivery.text and (text != before or not delivery.rows):
                self.say(text, aside=bool(before) and not delivery.rows)
            if number in self._saved:
                path = self._saved.pop(number)
                self.notice(f"Saved as {path}, for your eyes only." if path else "The file could not be made.")
            if delivery.rows:
                self.offer(delivery.chat, number, numbered(delivery.rows))
        return bool(waiting)

    def say(self, html: str, *, aside: bool = False) -> None:
        """A message; what only confirms an answer is dim and on one line."""
        text = styled(html.replace("\n", " — ") if aside else html)
        if aside:
            text.stylize("dim")
        self.put(text, gap=not aside)

    def notice(self, line: str) -> None:
        """A line beside the conversation."""
        self.put(Text(line, "dim italic"))

    def put(self, text: Text, indent: int = 2, *, gap: bool = True) -> None:
        """Indented and wrapped on a screen; as it is, line by line, in a pipe."""
        if gap:
            self.console.print()
        if self.console.is_terminal:
            self.console.print(Padding(text, (0, 0, 0, indent)))
            return
        for line in text.split("\n", allow_blank=True):
            self.console.print(" " * indent + line.plain if line.plain else "", soft_wrap=True, markup=False)

    def offer(self, chat: str, number: int, buttons: Buttons) -> None:
        """The buttons of the open card; the numbers of a scale share a line."""
        self._buttons[chat] = (number, buttons)
        self.console.print()
        scale = [label for key, label, _ in buttons if key == label]
        if scale:
            self.put(Text("  ".join(scale), "bold cyan"), 4, gap=False)
        # Labels that are numbered themselves, as the places on a picture are, need no second number.
        led = sum(label.startswith(f"{key} ") for key, label, _ in buttons) > 1
        for key, label, _ in buttons:
            if key != label:
                words = label.removeprefix(f"{key} ") if led else label
                self.put(Text(f"{key:>2}", "bold cyan").append(f"  {words}", "default not bold"), 3, gap=False)

    def take_away(self, chat: str, number: int) -> None:
        """A card without buttons can't be answered any more."""
        if self._buttons.get(chat, (0, []))[0] == number:
            del self._buttons[chat]

    def event_of(self, chat: str, line: str) -> Event:
        """What a typed line means: a button by its number or label, a command, or words."""
        words = line.strip()
        for key, label, tap in self._buttons.get(chat, (0, []))[1]:
            if words.casefold() in (key, label.casefold(), label.lstrip("☐☑ ").casefold()):
                return read_tap(tap)
        if words.startswith("/"):
            name, _, argument = words[1:].partition(" ")
            return Command(name.casefold(), argument.strip())
        return Typed(words)


async def saved(document: Drawing, folder: Path) -> Path | None:
    """Where the document was saved, under a name nothing had yet; None if it can't be made or saved."""
    # The drawing library takes a while to load, and is needed for this alone.
    from bot.pictures import made

    try:
        file = await made(document, as_document=True)
        return save(file.data, folder, file.name)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the file, the chat goes on
        # The error may quote what was to be drawn.
        log.error("document_failed", drawing=document.name, error=type(error).__name__)
        return None


def save(data: bytes, folder: Path, name: str) -> Path:
    """A new file in the folder that only its owner can read; its name gets a number if there is one. Raises OSError."""
    wanted = Path(name)
    for number in count(1):
        path = folder / (name if number == 1 else f"{wanted.stem}-{number}{wanted.suffix}")
        with contextlib.suppress(FileExistsError):
            with open(path, "xb", opener=lambda file, flags: os.open(file, flags, 0o600)) as new:
                new.write(data)
            return path
    raise AssertionError


def numbered(rows: tuple[tuple[tuple[str, str], ...], ...]) -> Buttons:
    """Buttons with what one types for them: numbers, or letters beside labels that are numbers themselves."""
    flat = [button for row in rows for button in row]
    others = [label for label, _ in flat if not label.isdigit()]
    keys = dict(zip(others, "abcdefghij" if len(others) < len(flat) else map(str, range(1, 100)), strict=False))
    return [(keys.get(label, label), label, tap) for label, tap in flat]


class _Styled(HTMLParser):
    """Telegram HTML → rich text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = Text()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.open.append(STYLES.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data, " ".join(filter(None, self.open)) or None)


def styled(html: str) -> Text:
    """A message in Telegram's HTML as rich text."""
    parser = _Styled()
    parser.feed(html)
    parser.close()
    return parser.text


async def next_line(prompt: str) -> str | None:
    """The next line typed or piped, None at the end of input; a thread that still waits ends with the program."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str | None] = loop.create_future()

    def settle(typed: str | None) -> None:
        if not line.done():
            line.set_result(typed)

    def read() -> None:
        try:
            typed: str | None = input(prompt)
        except (EOFError, UnicodeDecodeError):
            typed = None
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, typed)

    threading.Thread(target=read, daemon=True).start()
    return await line


async def converse(app: App, terminal: Terminal, name: str) -> None:
    """Chat until the end of input; `/as NAME` goes on as somebody else."""
    interactive = sys.stdin.isatty()
    terminal.notice("Type a number or words; /help says more. Ctrl-D ends the chat, and what you said is kept.")
    await take(app, terminal, name, Command("start"))
    while (line := await line_typed(terminal, PREFIX + name, interactive=interactive)) is not None:
        if not line.strip():
            continue
        event = terminal.event_of(PREFIX + name, line)
        if isinstance(event, Command) and event.name == "as" and event.argument:
            name = event.argument
            terminal.notice(f"You are {name} now.")
            event = Command("start")
        await take(app, terminal, name, event)


async def line_typed(terminal: Terminal, chat: str, *, interactive: bool) -> str | None:
    """The next line; on a screen, what comes meanwhile (the daily question, say) is shown at once."""
    line = asyncio.ensure_future(next_line(PROMPT if interactive else ""))
    while interactive and not line.done():
        arrived = asyncio.ensure_future(terminal.arrived.wait())
        await asyncio.wait((line, arrived), return_when=asyncio.FIRST_COMPLETED)
        if not line.done() and terminal.show(chat):
            terminal.console.print(PROMPT, end="")
        arrived.cancel()
    return await line


async def take(app: App, terminal: Terminal, name: str, event: Event) -> None:
    """One event, and everything that is said to it."""
    incoming = Incoming(PREFIX + name, event, locale=locale_here())
    taken = await app.turns.submit(incoming)
    await app.outbox.drained()
    terminal.show(incoming.chat)
    for toast in taken.toasts:
        terminal.notice(toast)


def locale_here() -> str:
    """The language and country of this terminal as an IETF tag, "" if it tells none."""
    tag = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    tag = tag.partition(".")[0].replace("_", "-")
    return "" if tag in ("C", "POSIX") else tag


def chat_in_terminal(name: str) -> None:
    """The whole bot in this terminal. Raises a KneewiseError if it can't start."""
    settings = read_settings()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    terminal = Terminal(Console(highlight=False), settings.database.parent)

    async def run() -> None:
        async with open_app(settings, terminal) as app:
            await app.while_well(converse(app, terminal, name))

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
