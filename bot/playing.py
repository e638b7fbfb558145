"""One event played in memory: what the database and the outbox get of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from bot import announcements, digests
from bot.keeping.exporting import with_exports
from bot.recording import Recorder
from bot.rows import Wording, Words
from bot.squads import Squads
from bot.store import Store, dialogues
from bot.store.announcements import announcement_of
from bot.store.due import OFFER_AGAIN, NewDue, columns
from bot.store.outbox import OutboxRow
from bot.store.sql import to_text
from bot.store.squads import Address
from bot.store.turns import Columns, DeadLetter, Found, Turn
from bot.transport import Incoming
from dialogs.announcing import times_of
from dialogs.consent import may_keep
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Event, Left
from dialogs.replies import Message, OfferedLater, Record, Reply
from dialogs.squads.around import Around

__all__ = ["Outcome", "Play", "Player", "Taken", "Words"]

TROUBLE = "trouble"


class Outcome(Protocol):
    """What playing an event gives."""

    @property
    def dialogue(self) -> Dialogue: ...
    @property
    def replies(self) -> Sequence[Reply]: ...
    @property
    def records(self) -> Sequence[Record]: ...


Play = Callable[[Any, Dialogue, Event, datetime, Around], Outcome]


@dataclass(frozen=True, slots=True)
class Taken:
    """The event is durably taken. `toasts` are for the one who tapped, now or never.

    `duplicate`: it had been taken before and nothing changed; `dead_letter`: it could not be played and was set aside.
    """

    toasts: tuple[str, ...] = ()
    duplicate: bool = False
    dead_letter: bool = False


class Player:
    """Plays events with one content; keeps nothing itself."""

    def __init__(
        self,
        store: Store,
        content: Any,
        play: Play,
        words: Words,
        squads: Squads,
        languages: frozenset[str],
        language: str,
    ) -> None:
        """Somebody new is spoken to in their own of these `languages`, else in `language`."""
        self._store, self._content, self._play, self._squads = store, content, play, squads
        self._wording, self._recorder = Wording(store, content, words), Recorder(store)
        self._languages, self._language = languages, language

    async def played(self, incoming: Incoming, found: Found, due_id: int | None, now: datetime) -> tuple[Turn, Taken]:
        """The turn to keep and the answer to whoever brought the event. Raises whatever the playing raises."""
        if found.dialogue is None and isinstance(incoming.event, Left):
            return Turn(incoming.chat, now, incoming.update_id, due_id), Taken()
        runner_id = found.dialogue.runner_id if found.dialogue else self._store.ids.next()
        turn = Turn(
            chat=incoming.chat,
            at=now,
            update_id=incoming.update_id,
            due_id=due_id,
            runner_id=runner_id,
            new=found.dialogue is None,
            wrote=not isinstance(incoming.event, Due | Left),
            left_audit_id=self._store.ids.next() if isinstance(incoming.event, Left) else None,
        )
        before = self._dialogue(incoming, found)
        if (number := announcements.number_of(incoming.event)) is not None:
            return await self._announced(turn, runner_id, before, number), Taken()
        if found.unreadable:
            raise found.unreadable
        around = await self._squads.around(incoming, before, found.around, runner_id, now)
        event = incoming.event
        if digests.squad_of(event) is not None:
            turn.more_due = self._squads.next_digests(around, now)
            event = digests.as_played(event)
            if not turn.more_due or digests.is_too_late(self._content.reminders, event, now):
                return turn, Taken()
        outcome = self._play(self._content, before, event, now, around)
        dialogue = self._dialogue_row(runner_id, found, event, outcome, now)
        return await self._with_outcome(turn, dialogue, outcome, around)

    def dead_letter(
        self, incoming: Incoming, found: Found | None, due_id: int | None, now: datetime, error: tuple[str, str]
    ) -> DeadLetter:
        """The event set aside, with its payload only if the runner had agreed that we keep things."""
        row = self._store.ids.next()
        try:
            dialogue = self._dialogue(incoming, found) if found else None
            agreed = dialogue is not None and may_keep(self._content, dialogue)
        except Exception:  # noqa: BLE001 - a dialogue that can't be read may be what is wrong; then nothing is kept
            dialogue, agreed = None, False
        runner_id = found.dialogue.runner_id if found and found.dialogue else None
        return DeadLetter(
            id=row,
            chat=incoming.chat,
            at=now,
            error=error[0],
            place=error[1],
            payload=self._store.sealer.seal(
                incoming.payload.encode(errors="replace") if agreed else b"", "dead_letter", "payload", row
            ),
            update_id=incoming.update_id,
            due_id=due_id,
            later_id=self._store.ids.next(),
            runner_id=runner_id,
            replies=self._apology(incoming, runner_id, dialogue, now),
        )

    async def _announced(self, turn: Turn, runner_id: int, dialogue: Dialogue, number: int) -> Turn:
        """What an operator wrote to everybody, now or later; the dialogue stays as it is."""
        found = await self._store.read(partial(announcement_of, sealer=self._store.sealer, row=number))
        times = times_of(self._content, dialogue, turn.at, urgent=found.urgent) if found else None
        if found is None or times is None or announcements.is_too_late(found, times.at):
            return turn
        if times.at > turn.at:
            kind, day = announcements.kind_of(number), times.at.date()
            turn.more_due = (columns(NewDue(self._store.ids.next(), runner_id, kind, times.at, day)),)
        else:
            to = Address(runner_id, turn.chat, dialogue.language, dialogue.turn)
            turn.replies = self._wording.rows(to, [announcements.message_of(found, times)], turn.at)
        return turn

    def _dialogue(self, incoming: Incoming, found: Found) -> Dialogue:
        if found.dialogue:
            return dialogues.opened(self._store.sealer, found.dialogue)
        language = incoming.locale.replace("_", "-").partition("-")[0].lower()
        known = language if language in self._languages else self._language
        return Dialogue(locale=incoming.locale, language=known)

    async def _with_outcome(
        self, turn: Turn, dialogue: Columns, outcome: Outcome, around: Around
    ) -> tuple[Turn, Taken]:
        """Nothing is said to somebody who left."""
        to = Address(turn.runner_id, turn.chat, outcome.dialogue.language, outcome.dialogue.turn)
        self._recorder.record(turn, outcome.records, dialogue, outcome.dialogue.locale)
        if turn.left_audit_id is None:
            replies = await with_exports(self._store, turn.chat, outcome.replies, turn.at)
            turn.replies = self._wording.rows(to, replies, turn.at)
        turn.told = await self._wording.told(outcome.records, around, turn.at)
        return turn, Taken(self._wording.toasts(to, outcome.replies))

    def _dialogue_row(self, runner_id: int, found: Found, event: Event, outcome: Outcome, now: datetime) -> Columns:
        """A question offered again stays the question it was, so that the next outage leaves it in peace."""
        before = found.dialogue
        asked_at, offered = (before.asked_at, before.offered_again) if before else (None, False)
        if isinstance(event, Due) and event.kind == OFFER_AGAIN:
            offered = not any(isinstance(record, OfferedLater) for record in outcome.records)
        elif any(isinstance(reply, Message) and reply.rows for reply in outcome.replies):
            asked_at, offered = now, False
        elif not outcome.dialogue.card_open:
            asked_at = None
        return {
            "runner_id": runner_id,
            "turn": outcome.dialogue.turn,
            "asked_at": to_text(asked_at) if asked_at else None,
            "offered_again": int(offered),
            "body": dialogues.sealed(self._store.sealer, runner_id, outcome.dialogue),
        }

    def _apology(
        self, incoming: Incoming, runner_id: int | None, dialogue: Dialogue | None, now: datetime
    ) -> tuple[OutboxRow, ...]:
        """Nothing is said where nobody had done anything."""
        if isinstance(incoming.event, Due):
            return ()
        language, number = (dialogue.language, dialogue.turn) if dialogue else (self._language, 0)
        to = Address(runner_id, incoming.chat, language, number)
        try:
            return self._wording.rows(to, [Message(TROUBLE)], now)
        except Exception:  # noqa: BLE001 - the wording may be what is wrong; the event must be set aside all the same
            return ()
