"""The schedule: what falls due becomes an event, played like any other; after an outage, open questions come again."""

import asyncio
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.playing import Taken
from bot.store import Store
from bot.store.dialogues import PAGE as QUESTIONS
from bot.store.dialogues import OpenQuestion, open_questions
from bot.store.due import OFFER_AGAIN, DueNow, NewDue, add_due, due_now
from bot.store.presence import alive_at, latest_at, stamp_alive, stamp_latest
from bot.transport import Incoming
from dialogs.errors import StoreError
from dialogs.events import Due
from dialogs.hours import after_quiet, local_date

LOOK_EVERY = 5.0
STAMP_EVERY = timedelta(seconds=30)
# Taps live this long at Telegram; what was tapped in a longer absence is gone.
TAPS_LIVE = timedelta(seconds=150)
OFFERED_FOR = timedelta(hours=24)
# A clock this far behind what it showed before has been set back, and nobody knows what was sent meanwhile.
SET_BACK = timedelta(minutes=10)

log = structlog.get_logger()


class Submits(Protocol):
    """Where events are played."""

    async def submit(self, incoming: Incoming, due_id: int | None = None) -> Taken:
        """Play this event; returns once it is durably taken."""
        ...


class Schedule:
    """Watches the time while `run` runs; `alive` tells it that the bot is in touch."""

    def __init__(self, store: Store, turns: Submits, clock: Clock) -> None:
        self._store, self._turns, self._clock = store, turns, clock
        self._alive_at: datetime | None = None
        self._stamped_at: datetime | None = None
        self._latest_at: datetime | None = None
        self._is_behind = False

    async def run(self) -> None:
        """Play what falls due until cancelled."""
        while True:
            try:
                await self.play_due()
            except StoreError:
                log.error("schedule_not_read", seconds=LOOK_EVERY)
            await self._clock.sleep(LOOK_EVERY)

    async def play_due(self) -> int:
        """Play everything that is due now, a page at a time, many chats at once; how many that was.

        The due row goes in the transaction of its turn, so a crash plays each once or again from the start. Nothing is
        played while the clock shows a time well before one it showed already.
        """
        now = self._clock.now()
        if await self._clock_is_behind(now):
            return 0
        done: set[tuple[str, str]] = set()
        last: DueNow | None = None
        while page := await self._store.read(partial(due_now, now=now, after=last)):
            if last is None:
                await self._store.write(partial(stamp_latest, now=now))
            # What such a turn sets for a time already past is for the next look: never two at once.
            fresh = [due for due in page if (due.chat, due.kind) not in done]
            results = await asyncio.gather(*map(self._play, fresh), return_exceptions=True)
            for result in results:
                if isinstance(result, BaseException):
                    raise result
            done.update((due.chat, due.kind) for due in fresh)
            last = page[-1]
        return len(done)

    async def _clock_is_behind(self, now: datetime) -> bool:
        latest = self._latest_at or await self._store.read(latest_at) or now
        self._latest_at = max(latest, now)
        was_behind, self._is_behind = self._is_behind, latest - now > SET_BACK
        if self._is_behind and not was_behind:
            log.error("clock_set_back", seconds=(latest - now).total_seconds())
        return self._is_behind

    async def alive(self) -> None:
        """The bot is in touch: call this after each completed poll, or every few seconds behind a webhook.

        The first call after an absence of more than 150 s, at a start or not, offers open questions again.
        """
        try:
            await self._note(self._clock.now())
        except StoreError:
            log.error("presence_not_kept")

    async def _note(self, now: datetime) -> None:
        last = self._alive_at or await self._store.read(alive_at)
        if last is not None and now - last > TAPS_LIVE:
            await self.offer_again_after_outage(last, now)
        self._alive_at = now
        if self._stamped_at is None or abs(now - self._stamped_at) >= STAMP_EVERY:
            await self._store.write(partial(stamp_alive, now=now))
            self._stamped_at = now

    async def offer_again_after_outage(self, last_alive: datetime, now: datetime) -> int:
        """Let questions of the last 24 h that are still open be asked again, each once; how many.

        Nothing happens after an absence of 150 s or less, nor to a question asked since then, to which no tap can have
        been lost. Nobody is woken: in their night it waits until morning.
        """
        if now - last_alive <= TAPS_LIVE:
            return 0
        after, offered = (now - OFFERED_FOR, 0), 0
        while True:
            page = await self._store.read(partial(open_questions, after=after))
            await self._store.ids.ensure(len(page))
            rows = [self._offer(question, now) for question in page if now - question.asked_at > TAPS_LIVE]
            await self._store.write(partial(add_due, rows=rows))
            offered += len(rows)
            if len(page) < QUESTIONS:
                log.info("questions_offered_again", count=offered, seconds=(now - last_alive).total_seconds())
                return offered
            after = (page[-1].asked_at, page[-1].runner_id)

    async def _play(self, due: DueNow) -> None:
        await self._turns.submit(Incoming(due.chat, Due(due.kind, due.at)), due_id=due.id)

    def _offer(self, question: OpenQuestion, now: datetime) -> NewDue:
        at, local_date = not_at_night(now, question.zone)
        return NewDue(self._store.ids.next(), question.runner_id, OFFER_AGAIN, at, local_date)


def not_at_night(now: datetime, zone: str | None) -> tuple[datetime, date]:
    """`now`, or seven in the morning if it is between 21:00 and 07:00 in this zone; in UTC, with the date there.

    No zone, and one this machine does not know, counts as UTC.
    """
    at = after_quiet(now, zone)
    return at, local_date(at, zone)
