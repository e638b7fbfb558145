"""The one place where content, store, clock and transport meet."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.clock import Clock, SystemClock
from bot.keeping.backup import back_up_first
from bot.keeping.retention import Retention
from bot.notify import READY, STOPPING, keep_watchdog_quiet, notify
from bot.outbox import Outbox
from bot.rows import Wording
from bot.schedule import Schedule
from bot.seal import Sealer, read_or_make_key_file
from bot.settings import Settings, read_settings, telegram_token
from bot.store import Store
from bot.transport import Transport
from bot.turns import Turns
from dialogs.content import Content, Operator, read_content
from dialogs.errors import KneewiseError, SettingsError, StoreError
from dialogs.machine import play
from dialogs.version import version_trouble
from dialogs.wording import words

# Together under the ten seconds a stop may take.
INTAKE_SECONDS = 5.0
OUTBOX_SECONDS = 3.0
TAPS_SECONDS = 1.0
PRUNE_SECONDS = 3600.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class App:
    """What runs behind a transport: bring events to `turns`; replies leave by themselves."""

    content: Content
    store: Store
    turns: Turns
    outbox: Outbox
    schedule: Schedule
    parts: tuple[asyncio.Task[None], ...]

    async def while_well(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work`; if a part behind it ends before, stop the work and raise RuntimeError from what ended it."""
        working = asyncio.create_task(work)
        try:
            await asyncio.wait((working, *self.parts), return_when=asyncio.FIRST_COMPLETED)
            for part in self.parts:
                if part.done():
                    raise RuntimeError("a part of the bot ended") from (None if part.cancelled() else part.exception())
            if working.done():
                working.result()
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


@asynccontextmanager
async def open_app(
    settings: Settings, transport: Transport, clock: Clock | None = None, link: Callable[[], str] | None = None
) -> AsyncIterator[App]:
    """Everything but the way in, running; closed in the right order whatever happens.

    `link` gives the address of an invitation, with {start} and {token} in it. Raises a KneewiseError: broken content,
    a wrong key, a database that can't be opened.
    """
    clock = clock or SystemClock()
    content = content_for(settings)
    sealer = _sealer(settings)
    async with AsyncExitStack() as stack:
        back_up = partial(back_up_first, settings.database, sealer, settings.backups, clock.now)
        store = await Store.open(settings.database, sealer, back_up)
        stack.push_async_callback(store.close)
        outbox = Outbox(store, transport, clock, grace=OUTBOX_SECONDS)
        turns = Turns(
            store,
            content,
            play,
            words,
            clock,
            outbox,
            languages=content.languages,
            language=settings.language,
            backups=settings.backups,
            link=link,
        )
        schedule = Schedule(store, turns, clock)
        # Stopped in the opposite order: first what makes events, last what sends replies.
        wording = Wording(store, content, words)
        months, backups = settings.retention_months, settings.backups
        retention = Retention(store, outbox, wording, clock, turns.alone, months=months, backups=backups)
        works = (outbox.run(), turns.run(), schedule.run(), _prune(store, clock, retention))
        parts = [await stack.enter_async_context(_running(work)) for work in works]
        yield App(content, store, turns, outbox, schedule, tuple(parts))


def run_bot() -> None:
    """Run the Telegram bot as the environment says, until it is stopped. Raises a KneewiseError if it can't start."""
    run(read_settings())


def run(settings: Settings) -> None:
    """Run the Telegram bot until SIGTERM or SIGINT: the first stops it gently, the second at once.

    Raises a KneewiseError, also for rules that were changed and are not those of the version.
    """
    from bot.logs import configure

    # Who only tries a change, in the terminal, is free to.
    if trouble := version_trouble():
        raise trouble
    token = telegram_token(settings)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    configure(settings.log_level, (token, secret))
    if settings.nameless:
        log.warning("operator_not_named", reason=f"runners are not told {settings.nameless}")
    try:
        asyncio.run(serve(settings, token))
    except KneewiseError:
        raise
    except Exception as error:
        # A traceback may hold the token or what somebody said.
        log.critical("stopped_by_a_fault", exc_info=error)
        sys.exit(1)


async def serve(settings: Settings, token: str) -> None:
    """Serve Telegram until a signal."""
    # Telegram's libraries take a third of a second, which the terminal needn't wait for.
    from bot.groups import Groups
    from bot.health import Health, answering
    from bot.intake import Intake
    from bot.menus import show_menus
    from bot.metrics import Metrics
    from bot.operators import Operators
    from bot.polling import Polling
    from bot.requests import AiohttpRequest, BotApi
    from bot.telegram import TelegramTransport
    from bot.webhook import Webhook

    stopping, clock = _stop_by_signal(), SystemClock()
    async with AsyncExitStack() as stack:
        api = BotApi(await stack.enter_async_context(AiohttpRequest()), token, settings.telegram_api)
        transport = TelegramTransport(api, close_seconds=TAPS_SECONDS)
        stack.push_async_callback(transport.close)
        app = await stack.enter_async_context(open_app(settings, transport, clock, transport.link))
        groups = Groups(app, transport, clock, words, settings.language)
        app = replace(app, parts=(*app.parts, await stack.enter_async_context(_running(groups.run()))))
        operators = Operators(
            app.store,
            app.content,
            words,
            app.outbox,
            clock,
            settings.operator_ids,
            language=settings.language,
            backups=settings.backups,
            silent=lambda: way_in.silent_seconds() if isinstance(way_in, Polling) else None,
        )
        intake = Intake(app.turns, groups, transport, clock, operators)
        await stack.enter_async_context(_running(transport.learn_name(clock)))
        menus = show_menus(api, app.content, settings.language, settings.operator_ids)
        await stack.enter_async_context(_running(menus))
        way_in: Polling | Webhook = Polling(api, intake, clock, app.schedule.alive)
        if settings.webhook_url and settings.webhook_secret:
            way_in = Webhook(
                api,
                intake,
                clock,
                app.schedule.alive,
                url=settings.webhook_url,
                secret=settings.webhook_secret.get_secret_value(),
                listen=settings.listen,
            )
        health = Health(app.store, lambda: app.turns.healthy, way_in.in_touch, stopping)
        silent = way_in.silent_seconds if isinstance(way_in, Polling) else None
        metrics = Metrics(app.store, clock, app.content.version, settings.backups, silent, app.outbox.ended)
        await stack.enter_async_context(answering(health, metrics, settings.health))
        await stack.enter_async_context(_running(keep_watchdog_quiet(clock)))
        _settle_memory()
        notify(READY)
        log.info("started", mode=type(way_in).__name__.lower(), content=app.content.version)
        await app.while_well(_until_stopped(way_in.run, stopping, app.store))
    log.info("stopped")


def _settle_memory() -> None:
    """What the start made stays for good, so the collector passes it over from now on, and comes by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _until_stopped(
    run_intake: Callable[[asyncio.Event], Coroutine[Any, Any, None]], stopping: asyncio.Event, store: Store
) -> None:
    """Run the way in; once `stopping` is set it has some seconds for the turns in hand."""
    intake = asyncio.create_task(run_intake(stopping))
    stopped = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((intake, stopped), return_when=asyncio.FIRST_COMPLETED)
        store.stop_waiting()
        await asyncio.wait((intake,), timeout=INTAKE_SECONDS)
        if intake.done():
            intake.result()
        else:
            log.warning("turns_left_for_next_time")
    finally:
        for task in (intake, stopped):
            task.cancel()
        await asyncio.gather(intake, stopped, return_exceptions=True)


def content_for(settings: Settings) -> Content:
    """The content with this operator's name in it. Raises a KneewiseError."""
    given = {"name": settings.operator_name, "contact": settings.operator_contact}
    operator = Operator(
        retention_months=settings.retention_months, **{name: text for name, text in given.items() if text}
    )
    content = read_content(operator=operator)
    if settings.language not in content.languages:
        raise SettingsError(
            f"KNEEWISE_LANGUAGE: there is no content in '{settings.language}'. "
            f"Use {' or '.join(sorted(content.languages))}."
        )
    return content


def _sealer(settings: Settings) -> Sealer:
    """The sealer of the key file; a new key only for a new database."""
    path = settings.key_path
    if _bytes(settings.database) and not _bytes(path):
        raise StoreError(
            f"The key file {path} of the database {settings.database} is missing; without it nothing can be read. "
            "Bring it back, or name where it is in KNEEWISE_KEY_FILE."
        )
    if settings.key_file is None:
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, exist_ok=True)
    sealer, made = read_or_make_key_file(path)
    if made:
        log.warning("key_file_made", path=str(path), reason="keep it elsewhere, apart from database and backups")
    return sealer


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _prune(store: Store, clock: Clock, retention: Retention) -> None:
    """Delete what has been kept long enough, every hour."""
    while True:
        await clock.sleep(PRUNE_SECONDS)
        with suppress(StoreError):
            await store.prune(clock.now())
            await retention.forget_unseen()


def _stop_by_signal() -> asyncio.Event:
    """Set by the first SIGTERM or SIGINT; the second ends the process at once, which loses nothing committed."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop(number: int) -> None:
        if stopping.is_set():
            os._exit(128 + number)
        log.info("stopping", signal=signal.Signals(number).name)
        stopping.set()
        notify(STOPPING)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop, number)
    return stopping
