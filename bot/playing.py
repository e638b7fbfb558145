"""One event played in memory: what the database and the outbox get of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from bot.store import Store, dialogues, verdicts
from bot.store.due import OFFER_AGAIN
from bot.store.outbox import Kind, OutboxRow
from bot.store.sql import to_text
from bot.store.turns import Columns, DeadLetter, Found, Turn
from bot.transport import Incoming
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Event, Left
from dialogs.replies import (
    Consented,
    Edit,
    Erased,
    InZone,
    Message,
    Priority,
    Record,
    Reply,
    Rows,
    Toast,
    VerdictGiven,
)

TROUBLE = "trouble"


class Outcome(Protocol):
    """What playing an event gives."""

    @property
    def dialogue(self) -> Dialogue: ...
    @property
    def replies(self) -> Sequence[Reply]: ...
    @property
    def records(self) -> Sequence[Record]: ...


Play = Callable[[Any, Dialogue, Event, datetime], Outcome]
Words = Callable[[Any, str, str, Mapping[str, object]], str]


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
        self, store: Store, content: Any, play: Play, words: Words, languages: frozenset[str], language: str
    ) -> None:
        """Somebody new is spoken to in their own of these `languages`, else in `language`."""
        self._store, self._content, self._play, self._words = store, content, play, words
        self._languages, self._language = languages, language

    def played(self, incoming: Incoming, found: Found, due_id: int | None, now: datetime) -> tuple[Turn, Taken]:
        """The turn to keep and the answer to whoever brought the event. Raises whatever the playing raises."""
        if found.dialogue is None and isinstance(incoming.event, Left):
            return Turn(incoming.chat, now, incoming.update_id, due_id), Taken()
        before = self._dialogue(incoming, found)
        outcome = self._play(self._content, before, incoming.event, now)
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
        dialogue = self._dialogue_row(runner_id, found, incoming.event, outcome, now)
        return self._with_outcome(turn, dialogue, outcome), Taken(self._toasts(outcome))

    def dead_letter(
        self, incoming: Incoming, found: Found | None, due_id: int | None, now: datetime, error: tuple[str, str]
    ) -> DeadLetter:
        """The event set aside, with its payload only if the runner had agreed that we keep things."""
        row = self._store.ids.next()
        try:
            dialogue = self._dialogue(incoming, found) if found else None
        except Exception:  # noqa: BLE001 - a dialogue that can't be read may be what is wrong; then nothing is kept
            dialogue = None
        agreed = dialogue is not None and dialogue.consent is not None
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
            runner_id=runner_id,
            replies=self._apology(incoming, runner_id, dialogue, now),
        )

    def _dialogue(self, incoming: Incoming, found: Found) -> Dialogue:
        if found.dialogue:
            return dialogues.opened(self._store.sealer, found.dialogue)
        language = incoming.locale.replace("_", "-").partition("-")[0].lower()
        known = language if language in self._languages else self._language
        return Dialogue(locale=incoming.locale, language=known)

    def _with_outcome(self, turn: Turn, dialogue: Columns, outcome: Outcome) -> Turn:
        """Nothing is said to somebody who left; of somebody erased only the farewell is kept."""
        rows = () if turn.left_audit_id is not None else self._rows(turn, outcome)
        if any(isinstance(record, Erased) for record in outcome.records):
            return replace(turn, replies=rows, erased_as=self._store.sealer.keyed_hash(turn.chat))
        told = [record for record in outcome.records if isinstance(record, VerdictGiven)]
        agreed = [record for record in outcome.records if isinstance(record, Consented)]
        zones = [record.zone for record in outcome.records if isinstance(record, InZone)]
        audited = ["consented"] * len(agreed) + ["verdict"] * len(told)
        return replace(
            turn,
            dialogue=dialogue,
            zone=zones[-1] if zones else None,
            verdicts=tuple(self._verdict_row(turn, given) for given in told),
            consents=tuple(self._consent_row(turn, given, outcome.dialogue.locale) for given in agreed),
            audits=tuple(self._columns(turn, what=what) for what in audited),
            replies=rows,
        )

    def _dialogue_row(self, runner_id: int, found: Found, event: Event, outcome: Outcome, now: datetime) -> Columns:
        """A question offered again stays the question it was, so that the next outage leaves it in peace."""
        before = found.dialogue
        asked_at, offered = (before.asked_at, before.offered_again) if before else (None, False)
        if event == Due(OFFER_AGAIN):
            offered = True
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

    def _rows(self, turn: Turn, outcome: Outcome) -> tuple[OutboxRow, ...]:
        language = outcome.dialogue.language
        rows = []
        for reply in outcome.replies:
            if isinstance(reply, Message):
                kind = Kind.CARD if reply.rows else Kind.MESSAGE
                number, priority = outcome.dialogue.turn, reply.priority
            elif isinstance(reply, Edit):
                kind, number, priority = Kind.EDIT, reply.turn, Priority.REPLY
            else:
                continue
            text = None if reply.text is None else self._words(self._content, language, reply.text, reply.values)
            row = self._row(turn, number, kind, priority, text, reply.rows)
            rows.append(replace(row, picture=reply.picture) if isinstance(reply, Message) else row)
        return tuple(rows)

    def _row(self, turn: Turn, number: int, kind: Kind, priority: Priority, text: str | None, rows: Rows) -> OutboxRow:
        taps = tuple(tuple((button.label, button.tap) for button in line) for line in rows)
        return OutboxRow(self._store.ids.next(), turn.runner_id, turn.chat, number, kind, priority, turn.at, text, taps)

    def _toasts(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(
            self._words(self._content, outcome.dialogue.language, reply.text, reply.values)
            for reply in outcome.replies
            if isinstance(reply, Toast)
        )

    def _apology(
        self, incoming: Incoming, runner_id: int | None, dialogue: Dialogue | None, now: datetime
    ) -> tuple[OutboxRow, ...]:
        language, number = (dialogue.language, dialogue.turn) if dialogue else (self._language, 0)
        try:
            text = self._words(self._content, language, TROUBLE, {})
        except Exception:  # noqa: BLE001 - the wording may be what is wrong; the event must be set aside all the same
            return ()
        turn = Turn(incoming.chat, now, runner_id=runner_id)
        return (self._row(turn, number, Kind.MESSAGE, Priority.REPLY, text, ()),)

    def _verdict_row(self, turn: Turn, given: VerdictGiven) -> Columns:
        columns = self._columns(turn)
        return columns | {"body": verdicts.sealed(self._store.sealer, columns["id"], given)}

    def _consent_row(self, turn: Turn, given: Consented, locale: str) -> Columns:
        return self._columns(turn, text_version=given.text_version, locale=locale)

    def _columns(self, turn: Turn, **more: str) -> Columns:
        return {"id": self._store.ids.next(), "runner_id": turn.runner_id, "at": to_text(turn.at), **more}
