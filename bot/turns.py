"""Turns: every event is played once, in one transaction, and whoever brought it waits until that is on the disk.

Events of one chat queue up; of every chat that has one, the next is taken, and all these are played and committed
together. One chat alone pays for its own commit, fifty share one.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import structlog

from bot.clock import Clock
from bot.erasing import empty_log, tell_backups
from bot.logs import place_of
from bot.playing import Play, Player, Taken, Words
from bot.queues import Queues
from bot.squads import Squads, changed, squads_of
from bot.store import Store
from bot.store.connection import DatabaseError
from bot.store.outbox import OutboxRow
from bot.store.sql import as_kept
from bot.store.turns import Asked, Found, Turn, find, keep, set_aside
from bot.transport import Incoming
from dialogs.errors import StoreError

__all__ = ["Taken", "Turns"]

BATCH = 64
# Playing a whole batch would keep sends and polls waiting; after so many plays they get their go.
PLAYS_AT_A_STRETCH = 2
IDS_PER_EVENT = 100
PAUSES = (0.25, 1.0)
SHORTEST_PAUSE = 0.05
LONGEST_PAUSE = 5.0

_chance = random.SystemRandom()

log = structlog.get_logger()


class Sink(Protocol):
    """Where the replies go once they are committed."""

    def add(self, rows: Sequence[OutboxRow]) -> None:
        """Send these, in order."""
        ...

    def forget(self, chat: str) -> None:
        """Send nothing more of what was added for this chat."""
        ...

    def look_again(self) -> None:
        """Rows may have been committed that were never added."""
        ...


@dataclass(eq=False, slots=True)
class _Waiting:
    incoming: Incoming
    due_id: int | None
    done: asyncio.Future[Taken]
    tries: int = 0


@dataclass(slots=True)
class _Batch:
    """What playing gave: turns to keep, who waits for them, events that failed, and events to play after the commit."""

    turns: list[Turn] = field(default_factory=list)
    answers: list[tuple[_Waiting, Taken]] = field(default_factory=list)
    failed: list[tuple[_Waiting, Found, Exception]] = field(default_factory=list)
    later: list[_Waiting] = field(default_factory=list)
    squads: set[int] = field(default_factory=set)


class Turns:
    """Takes events from everywhere and plays them; `run` must be running for `submit` to come back.

    `alone` is held from what is read for a batch until it is kept.
    """

    def __init__(
        self,
        store: Store,
        content: Any,
        play: Play,
        words: Words,
        clock: Clock,
        outbox: Sink,
        *,
        languages: Iterable[str] = ("en",),
        language: str = "en",
        backups: Path | None = None,
        link: Callable[[], str] | None = None,
    ) -> None:
        """Somebody new is spoken to in their own of these `languages`, else in `language`.

        `backups` is the folder that is told who was erased; `link` gives the address of an invitation, with {start} and
        {token} in it.
        """
        self.healthy = True
        self.alone = asyncio.Lock()
        self._store, self._clock, self._outbox, self._backups = store, clock, outbox, backups
        squads = Squads(store, link) if link else Squads(store)
        self._player = Player(store, content, play, words, squads, frozenset(languages), language)
        self._queues: Queues[_Waiting] = Queues()
        self._unsettled: set[_Waiting] = set()
        self._aside: set[asyncio.Task[None]] = set()
        self._pause = SHORTEST_PAUSE
        self._stopped = False

    async def submit(self, incoming: Incoming, due_id: int | None = None) -> Taken:
        """Play this event after the earlier ones of its chat; returns once it is durably taken.

        `due_id` names the due row this event comes from. Raises StoreError when the bot stops before that: then the
        event must be brought again.
        """
        if self._stopped:
            raise _stopping()
        waiting = _Waiting(incoming, due_id, asyncio.get_running_loop().create_future())
        self._queues.add(incoming.chat, waiting)
        return await waiting.done

    async def run(self) -> None:
        """Play what comes until cancelled; then whoever still waits is told that it was not taken."""
        try:
            await tell_backups(self._store, self._backups, self._clock.now())
            while True:
                await self._play_batch(await self._queues.take(BATCH))
        finally:
            self._stopped = True
            for task in self._aside:
                task.cancel()
            for waiting in self._queues:
                if not waiting.done.done():
                    waiting.done.set_exception(_stopping())

    async def _play_batch(self, batch: list[_Waiting]) -> None:
        """If it can't be committed, what is not settled comes again after a pause, before all others."""
        self._unsettled = set(batch)
        try:
            async with self.alone:
                await self._take(batch)
        except StoreError:
            self.healthy = False
            log.error("turns_not_committed", count=len(self._unsettled), seconds=self._pause)
            self._queues.ready_first(one.incoming.chat for one in batch if one in self._unsettled)
            await self._clock.sleep(self._pause * (0.5 + _chance.random()))
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            return
        if not self.healthy:
            # A commit that seemed to fail may have been made: its replies are in the database and nowhere else.
            self._outbox.look_again()
        self.healthy, self._pause = True, SHORTEST_PAUSE

    async def _take(self, waiting: list[_Waiting]) -> None:
        """Play and commit these, one of a chat; if together they can't be written, one by one."""
        try:
            found = await self._find(waiting)
            batch = await self._played(waiting, found)
            replies = await self._store.write(partial(keep, sealer=self._store.sealer, turns=batch.turns))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one value the database can't hold must not stop everybody
            if len(waiting) > 1:
                for one in waiting:
                    await self._take([one])
            else:
                await self._fail(waiting[0], None, error)
            return
        await self._committed(batch, replies)
        for one, known, failure in batch.failed:
            await self._fail(one, known, failure)
        if batch.later:
            await self._take(batch.later)

    async def _find(self, waiting: list[_Waiting]) -> list[Found]:
        await self._store.ids.ensure(IDS_PER_EVENT * len(waiting))
        asked = [Asked(one.incoming.chat, one.incoming.update_id, one.due_id) for one in waiting]
        return await self._store.read(partial(find, sealer=self._store.sealer, asked=asked, now=self._clock.now()))

    async def _played(self, waiting: list[_Waiting], found: list[Found]) -> _Batch:
        """What comes to a squad that another turn of this batch has changed is played on what that one left behind."""
        batch = _Batch()
        for number, (one, known) in enumerate(zip(waiting, found, strict=True), start=1):
            if known.taken:
                batch.answers.append((one, Taken(duplicate=True)))
                continue
            try:
                turn, answer = await self._player.played(one.incoming, known, one.due_id, as_kept(self._clock.now()))
            except DatabaseError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one event, the others go on
                batch.failed.append((one, known, error))
            else:
                now_changed = changed(turn, known.around)
                if batch.squads & (now_changed | squads_of(known.around)):
                    batch.later.append(one)
                    continue
                batch.squads |= now_changed
                batch.turns.append(turn)
                batch.answers.append((one, answer))
            if number % PLAYS_AT_A_STRETCH == 0:
                await asyncio.sleep(0)
        return batch

    async def _committed(self, batch: _Batch, replies: list[OutboxRow]) -> None:
        erased = [turn.chat for turn in batch.turns if turn.erased_as is not None]
        left = [turn.chat for turn in batch.turns if turn.left_audit_id is not None]
        for chat in (*erased, *left):
            self._outbox.forget(chat)
        self._outbox.add(replies)
        if erased:
            await tell_backups(self._store, self._backups, self._clock.now())
            if not await self._store.truncate_wal():
                self._start(empty_log(self._store, self._clock))
        for one, answer in batch.answers:
            self._finish(one, answer)

    async def _fail(self, one: _Waiting, found: Found | None, error: Exception) -> None:
        """Try again after a pause in which the other chats go on; after the last try set the event aside."""
        place = place_of(error.__traceback__)
        one.tries += 1
        log.error(
            "turn_failed",
            update_id=one.incoming.update_id,
            runner=found.dialogue.runner_id if found and found.dialogue else None,
            attempt=one.tries,
            error=type(error).__name__,
            at=place,
        )
        if one.tries <= len(PAUSES):
            self._unsettled.discard(one)
            self._start(self._ready_again(one.incoming.chat, PAUSES[one.tries - 1]))
            return
        letter = self._player.dead_letter(
            one.incoming, found, one.due_id, self._clock.now(), (type(error).__name__, place)
        )
        try:
            replies = await self._store.write(partial(set_aside, sealer=self._store.sealer, letter=letter))
            self._outbox.add(replies)
        except StoreError:
            one.tries -= 1
            raise
        except Exception as lost:  # noqa: BLE001 - an event that can't even be set aside must not come again for ever
            log.error("dead_letter_lost", error=type(lost).__name__, at=place_of(lost.__traceback__))
        self._finish(one, Taken(dead_letter=True))

    def _finish(self, one: _Waiting, answer: Taken) -> None:
        self._unsettled.discard(one)
        if not one.done.done():
            one.done.set_result(answer)
        self._queues.over(one.incoming.chat)

    async def _ready_again(self, chat: str, pause: float) -> None:
        await self._clock.sleep(pause)
        self._queues.ready(chat)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)


def _stopping() -> StoreError:
    return StoreError("The bot is stopping and did not take this event; bring it again after the start.")
