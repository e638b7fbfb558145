"""The bot as `kneewise run` puts it together, with squads that are there already, on a clock the test moves."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.app import App, open_app
from bot.clock import SystemClock
from bot.groups import Groups
from bot.intake import Intake
from bot.operators import Operators
from bot.polling import Polling
from bot.requests import AiohttpRequest, BotApi
from bot.settings import Settings
from bot.store import squad_records, squads
from bot.store.runners import runner_at
from bot.store.sql import to_text
from bot.store.squad_turns import IDS, SquadTurn
from bot.telegram import TelegramTransport
from dialogs.replies import Invited, Joined, SquadFounded, SquadRecord
from dialogs.wording import words
from support.botapi import PATIENCE_SECONDS, User
from support.botapi import BotApi as Server
from support.clock import Leaping

STEP = timedelta(seconds=2)
BUSY = """
    SELECT (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))
        + (SELECT count(*) FROM due WHERE held = 0 AND at <= ?1)
        + (SELECT count(*) FROM group_chat WHERE next_at <= ?1)
"""
TOKEN = ":".join(("123456", "A" * 35))
RUNNERS_TOKEN = "Run-" + "x" * 28


@dataclass
class Clubhouse:
    """A bot that runs, the server it talks to, and their clock."""

    app: App
    server: Server
    clock: Leaping

    async def until(self, at: datetime) -> None:
        """Leap to this moment, and let everything follow from it."""
        self.clock.leap(at)
        await self.settle()

    async def settle(self) -> None:
        """Let some seconds pass, until nothing waits to be sent and everything brought was taken."""
        quiet = 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while quiet < 10:
                await asyncio.sleep(0.003)
                self.clock.leap(self.clock.now() + STEP / 4)
                quiet = 0 if await self.value(BUSY, to_text(self.clock.now())) else quiet + 1
                quiet *= not len(self.server.state.updates)

    async def does(self, user: User, *steps: str) -> str:
        """Tap what stands in brackets, type the rest, each after the last was answered; the newest words of the bot."""
        for step in steps:
            if step.startswith("["):
                await user.taps(step.strip("[]"))
            else:
                await user.sends(step)
            await self.settle()
        return user.messages[-1].text

    async def value(self, sql: str, *values: object) -> Any:
        """The one value a query finds."""
        return await self.app.store.read(lambda db: db.execute(sql, values).fetchone()[0])

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return await self.app.store.read(lambda db: [tuple(row) for row in db.execute(sql, values)])

    async def records(self, user: User, *records: SquadRecord) -> None:
        """As if this person's own chat had put these on record."""
        chat, store = f"telegram:{user.id}", self.app.store
        if await store.read(lambda db: runner_at(db, chat)) is None:
            await user.sends("/start")
            await self.settle()
        runner = await store.read(lambda db: runner_at(db, chat))
        for record in records:
            await store.ids.ensure(IDS)
            ids = tuple(store.ids.next() for _ in range(IDS))
            turn = SquadTurn(runner.id, self.clock.now(), "", ids, record)
            await store.write(partial(squad_records.keep, sealer=store.sealer, turn=turn))

    async def squad(self, coach: User, name: str = "Early birds", runners: int = 0, **more: Any) -> int:
        """A squad of this coach with so many runners who share their status; its id."""
        given = {"zone": "UTC", "hour": "18:00", "every": "week", "coach": "Coach Cleo"} | more
        await self.records(coach, SquadFounded(name, **given))
        squad = await self.value("SELECT max(id) FROM squad")
        token = f"{RUNNERS_TOKEN}{squad}"
        await self.records(coach, Invited(squad, "runner", token, 100, self.clock.now() + timedelta(days=7)))
        for number in range(runners):
            runner = self.server.user(1000 * squad + number, f"Runner {number}")
            await self.records(runner, Joined(squad, f"Runner {number}", 2, False, token))
        return squad

    async def squad_in(self, group: int) -> int | None:
        """The squad this group chat is linked with."""
        found = await self.rows("SELECT squad_id FROM group_chat WHERE chat = ?", f"telegram:{group}")
        return found[0][0] if found else None

    async def around(self, user: User) -> squads.Around:
        """The squads around this person."""
        store = self.app.store
        runner = await store.read(lambda db: runner_at(db, f"telegram:{user.id}"))
        return await store.read(lambda db: squads.around(db, store.sealer, runner.id, self.clock.now()))


@asynccontextmanager
async def server_on(clock: Leaping) -> AsyncIterator[Server]:
    """A server on this clock, to which the bot sent nothing that Telegram would refuse."""
    async with await Server.start(TOKEN, clock=clock.now, unit=0.01) as server:
        yield server
        assert server.rejected == []


@asynccontextmanager
async def clubhouse(
    server: Server, folder: Path, clock: Leaping, operators: Collection[int] = ()
) -> AsyncIterator[Clubhouse]:
    """The bot, polling, with these people as its operators; stopped in the end."""
    async with AsyncExitStack() as stack:
        api = BotApi(await stack.enter_async_context(AiohttpRequest()), TOKEN, server.url)
        transport = TelegramTransport(api)
        stack.push_async_callback(transport.close)
        await transport.learn_name(clock)
        settings = Settings(database=folder / "kneewise.db")
        app = await stack.enter_async_context(open_app(settings, transport, clock, transport.link))
        groups = Groups(app, transport, clock, words, "en")
        posting = asyncio.create_task(groups.run())
        theirs = Operators(app.store, app.content, words, app.outbox, clock, operators, language="en")
        intake = Intake(app.turns, groups, transport, SystemClock(), theirs)
        polling = Polling(api, intake, SystemClock(), app.schedule.alive)
        stopping = asyncio.Event()
        serving = asyncio.create_task(replace(app, parts=(*app.parts, posting)).while_well(polling.run(stopping)))
        yield Clubhouse(app, server, clock)
        stopping.set()
        await asyncio.wait_for(serving, PATIENCE_SECONDS)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)
