"""A play that puts on record what a test says, and remembers what the shell told it of squads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.playing import Taken
from bot.store.dialogues import dialogue_at
from bot.transport import Incoming
from dialogs.dialogue import Dialogue
from dialogs.events import Command, Due, Event, Typed
from dialogs.replies import (
    CoachJoined,
    Invited,
    Joined,
    Message,
    Record,
    SharingSet,
    SquadFounded,
)
from dialogs.squads.around import Around
from support import plays
from support.shell import Shell, shell

Records = Callable[[Around], Sequence[Record]]


class Script:
    """What each chat records next; `seen` is what was around at each event, newest last.

    A dialogue says nothing of which chat it is, so a test names the chat by its typed text.
    """

    def __init__(self) -> None:
        self.seen: list[Around] = []
        self.events: list[Event] = []
        self.records: dict[str, Records] = {}

    def play(self, content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        self.seen.append(around)
        self.events.append(event)
        out = plays.Outcome(dialogue.copy())
        out.dialogue.turn += 1
        match event:
            case Typed(text) if text in self.records:
                out.records += self.records[text](around)
            case Typed(text) if text.startswith("flow "):
                out.dialogue.flow = text.removeprefix("flow ")
            case Due(kind):
                out.replies.append(Message(kind))
            case Command("start", argument) if argument:
                out.dialogue.invitation = argument
        return out


class Club:
    """People who found, invite and join through the shell."""

    def __init__(self, running: Shell, script: Script) -> None:
        self.running, self.script = running, script
        self._names = 0

    async def does(self, chat: str, *records: Record | Records) -> Taken:
        """This chat puts these on record; a function gets what is around and gives several."""
        return await self.running.say(Typed(self.writes(*records)), chat)

    async def tries(self, chat: str, *records: Record | Records) -> Taken:
        """The same, with time for what fails to be tried again."""
        trying = asyncio.create_task(self.running.turns.submit(Incoming(chat, Typed(self.writes(*records)))))
        await self.running.clock.advance(5)
        return await trying

    def writes(self, *records: Record | Records) -> str:
        """The text that brings these records, to be typed by whoever."""
        self._names += 1
        text = f"records {self._names}"
        self.script.records[text] = lambda around: [
            one for record in records for one in (record(around) if callable(record) else [record])
        ]
        return text

    async def around(self, chat: str, event: Event | None = None) -> Around:
        """What the shell tells this chat's dialogue."""
        await self.running.say(event or Typed("what is around"), chat)
        return self.script.seen[-1]

    async def id_of(self, chat: str) -> int:
        """The runner's id."""
        kept = await self.running.store.read(lambda db: dialogue_at(db, chat))
        assert kept is not None
        return kept.runner_id

    async def founds(self, chat: str, name: str = "Early birds", **more: Any) -> int:
        """A squad with this chat as coach; its id."""
        given = {"zone": "Europe/Berlin", "hour": "18:00", "every": "week", "coach": "Coach Cleo"} | more
        await self.does(chat, SquadFounded(name, **given))
        return (await self.around(chat)).coached[-1].squad.id

    async def invites(self, chat: str, squad: int, token: str, role: str = "runner", uses: int = 30) -> None:
        """A link for a week."""
        until = self.running.clock.now() + timedelta(days=7)
        await self.does(chat, Invited(squad, role, token, uses, until))

    async def joins(self, chat: str, squad: int, token: str, level: int = 1, name: str = "Ann") -> None:
        """A runner in the squad."""
        await self.does(chat, Joined(squad, name, level, False, token))

    async def shares(self, chat: str, squad: int, level: int, name: str = "Ann") -> None:
        """Another level."""
        await self.does(chat, SharingSet(squad, name, level, False))

    async def coaches(self, chat: str, squad: int, token: str, name: str = "Coach Dee") -> None:
        """One coach more."""
        await self.does(chat, CoachJoined(squad, name, token))


@asynccontextmanager
async def club(path: Path | str = ":memory:", **more: Any) -> AsyncIterator[Club]:
    """People around a shell."""
    script = Script()
    async with shell(path, play=script.play, **more) as running:
        yield Club(running, script)
