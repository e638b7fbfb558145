"""Long polling: fetches updates, and moves the offset only over those whose turns are committed.

Moving the offset tells Telegram to forget, so a crash anywhere before it brings the same updates again, and
the turns know them. No answer of the server and no fault on the way ends the loop; only `stopping` does.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.intake import Intake
from bot.requests import BotApi, seconds_to_wait
from bot.retries import Retries, unless
from bot.updates import UPDATES, is_id
from dialogs.errors import StoreError

POLL_SECONDS = 30
BATCH = 100
DEADLINE_SECONDS = POLL_SECONDS + 10.0
CONFIRM_SECONDS = 2.0
STALL_SECONDS = 90.0
# Each request has its deadline and each pause an end, so a step that takes this long hangs for good.
HANG_SECONDS = 300.0
WATCH_SECONDS = 15.0

_Step = Callable[[asyncio.Event], Awaitable[None]]


class Polling:
    """Fetches and hands over until `stopping`; `present` is called after each completed poll."""

    def __init__(self, api: BotApi, intake: Intake, clock: Clock, present: Callable[[], Awaitable[None]]) -> None:
        self._api, self._intake, self._clock, self._present = api, intake, clock, present
        self._retries = Retries(clock)
        # Telegram's "from the first one I haven't confirmed"; any other number waits to be confirmed.
        self._offset = 0
        self._told = 0
        self._answered = False
        self.last_poll_ok = self._ends_by = clock.monotonic()

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until `stopping`, finish the turns in hand, and confirm them so that nothing comes twice.

        Raises StalledError when polling hangs for minutes: then only a new process helps.
        """
        polling, watch = asyncio.create_task(self._poll_until(stopping)), asyncio.create_task(self._watch())
        try:
            await asyncio.wait((polling, watch), return_when=asyncio.FIRST_COMPLETED)
            (polling if polling.done() else watch).result()
        finally:
            for task in (polling, watch):
                task.cancel()
            await asyncio.gather(polling, watch, return_exceptions=True)

    def silent_seconds(self) -> float:
        """How long ago the last poll came back, or polling began."""
        return self._clock.monotonic() - self.last_poll_ok

    def in_touch(self) -> bool:
        """Whether Telegram has answered, and a poll came back not long ago, with updates or without."""
        return self._answered and self.silent_seconds() < STALL_SECONDS

    async def _poll_until(self, stopping: asyncio.Event) -> None:
        await self._repeat(self._leave_webhook, stopping)
        self._answered = True
        while not stopping.is_set():
            await self._repeat(self._poll, stopping)
        await self._confirm()

    async def _repeat(self, step: _Step, stopping: asyncio.Event) -> None:
        """Do one step, again and again until it works."""
        while not stopping.is_set():
            pause = 0.0
            self._ends_by = self._clock.monotonic() + HANG_SECONDS
            try:
                await step(stopping)
            except RetryAfter as error:
                pause = seconds_to_wait(error)
                self._retries.tell("poll_limited", seconds=pause)
            except (TelegramError, StoreError, _NotTakenError) as error:
                self._retries.tell(_event_of(error), error)
            else:
                self._retries.start_over()
                return
            self._ends_by = self._clock.monotonic() + pause + HANG_SECONDS
            await self._retries.wait(stopping, pause)

    async def _leave_webhook(self, stopping: asyncio.Event) -> None:
        # Without drop_pending_updates: what came during the night is to be answered.
        await unless(stopping, self._api.call("deleteWebhook", {}))

    async def _poll(self, stopping: asyncio.Event) -> None:
        question = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": list(UPDATES)}
        if self._offset:
            question["offset"] = self._offset
        self._told = self._offset
        try:
            updates = await unless(stopping, self._api.call("getUpdates", question, DEADLINE_SECONDS))
        except TelegramError:
            self._told = 0
            raise
        if updates is None and stopping.is_set():
            # Broken off: nobody knows whether Telegram heard the offset.
            self._told = 0
            return
        await self._take(updates)
        self.last_poll_ok = self._clock.monotonic()
        try:
            await self._present()
        except Exception as error:  # noqa: BLE001 - whatever is wrong there, runners are still to be answered
            self._retries.tell("presence_not_noted", error)

    async def _take(self, updates: object) -> None:
        """Play the updates, one chat's in order and chats side by side; confirm up to the first failure."""
        if not isinstance(updates, list):
            raise TelegramError("no list of updates in the answer")
        known = [raw for raw in updates if isinstance(raw, dict) and is_id(raw.get("update_id"))]
        if updates and not known:
            raise TelegramError("no update in the list has an id")
        # Started in this order, which the turns keep within a chat.
        outcomes = await asyncio.gather(*map(self._intake.take, known), return_exceptions=True)
        for raw, outcome in zip(known, outcomes, strict=True):
            if isinstance(outcome, StoreError):
                raise outcome
            if isinstance(outcome, BaseException):
                raise _NotTakenError from outcome
            self._offset = raw["update_id"] + 1
        if not updates:
            # All is confirmed; and after an idle week Telegram's ids start anywhere, lower ones too.
            self._offset = 0

    async def _confirm(self) -> None:
        """Tell Telegram what the last poll didn't, and take nothing; if it fails, the turns know the repeats."""
        if self._offset not in (0, self._told):
            question = {"offset": self._offset, "limit": 1, "timeout": 0, "allowed_updates": list(UPDATES)}
            with suppress(TelegramError):
                await self._api.call("getUpdates", question, CONFIRM_SECONDS)

    async def _watch(self) -> None:
        """Say so when no poll has come back for long, whatever the reason: a bot gone deaf looks healthy.

        Raises StalledError when the step under way doesn't end at all.
        """
        overdue: float | None = None
        while True:
            await self._clock.sleep(WATCH_SECONDS)
            silent = self.silent_seconds()
            if self._clock.monotonic() > self._ends_by:
                # Not at the first look: in a process that stood still, the deadlines have their turn before.
                if overdue == self._ends_by:
                    raise StalledError
                overdue = self._ends_by
            if silent > STALL_SECONDS:
                self._retries.tell("polling_stalled", seconds=int(silent))


class StalledError(Exception):
    """Polling hangs: no answer, no failure and no deadline ended the step under way."""


class _NotTakenError(Exception):
    """An update's turn was not committed, for a reason that is a fault of ours."""


def _event_of(error: Exception) -> str:
    match error:
        case InvalidToken():
            return "token_refused"
        case Conflict():
            return "another_poller"
        case StoreError():
            return "store_refused"
        case _NotTakenError():
            return "update_not_taken"
    return "poll_failed"
