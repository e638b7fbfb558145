"""What an event puts on record, as rows of the turn that keeps it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from bot.seal import Sealer
from bot.store import Store, check_ins, due, plans, verdicts
from bot.store.due import NewDue
from bot.store.sql import to_text
from bot.store.squad_turns import IDS, SquadTurn
from bot.store.turns import Columns, Turn
from dialogs.replies import (
    CheckedIn,
    Consented,
    Erased,
    InZone,
    OfferedLater,
    Planned,
    Record,
    Scheduled,
    SquadRecord,
    Told,
    ToldRunners,
    VerdictGiven,
    Withdrew,
)

T = TypeVar("T")
AUDITED: dict[type[Record], str] = {
    Consented: "consented",
    Withdrew: "withdrew",
    VerdictGiven: "verdict",
    Planned: "planned",
}


class Recorder:
    """Makes rows of records; keeps nothing itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, turn: Turn, records: Sequence[Record], dialogue: Columns, locale: str) -> None:
        """Put into the turn everything that is kept of it; of somebody erased only that they were is."""
        if _of(Erased, records):
            turn.erased_as = self._store.sealer.keyed_hash(turn.chat)
            return
        turn.dialogue = dialogue
        if records:
            self._keep(turn, records, locale)

    def _keep(self, turn: Turn, records: Sequence[Record], locale: str) -> None:
        told, agreed, planned = _of(VerdictGiven, records), _of(Consented, records), _of(Planned, records)
        zones, scheduled = _of(InZone, records), _of(Scheduled, records)
        audited = [what for kind, what in AUDITED.items() for _ in _of(kind, records)]
        turn.zone = zones[-1].zone if zones else None
        turn.verdicts = tuple(self._sealed_row(turn, verdicts.sealed, given) for given in told)
        turn.consents = tuple(self._columns(turn, text_version=one.text_version, locale=locale) for one in agreed)
        turn.plans = tuple(self._sealed_row(turn, plans.sealed, plan) for plan in planned)
        turn.check_ins = tuple(
            self._sealed_row(turn, check_ins.sealed, given, local_date=given.local_date)
            for given in _of(CheckedIn, records)
        )
        turn.due = tuple(self._due_rows(turn, scheduled[-1])) if scheduled else None
        turn.more_due += tuple(self._offer_row(turn, offer) for offer in _of(OfferedLater, records))
        turn.squads = tuple(self._squad_turns(turn, records))
        turn.audits = tuple(self._columns(turn, what=what) for what in audited)

    def _sealed_row(self, turn: Turn, seal: Callable[[Sealer, int, Any], bytes], record: Any, **more: str) -> Columns:
        columns = self._columns(turn, **more)
        return columns | {"body": seal(self._store.sealer, columns["id"], record)}

    def _due_rows(self, turn: Turn, scheduled: Scheduled) -> Iterator[Columns]:
        for one in scheduled.upcoming:
            row = self._store.ids.next()
            yield due.columns(NewDue(row, turn.runner_id or 0, one.kind, one.at, date.fromisoformat(one.local_date)))

    def _offer_row(self, turn: Turn, offer: OfferedLater) -> Columns:
        day = date.fromisoformat(offer.local_date)
        return due.columns(NewDue(self._store.ids.next(), turn.runner_id or 0, due.OFFER_AGAIN, offer.at, day))

    def _squad_turns(self, turn: Turn, records: Sequence[Record]) -> Iterator[SquadTurn]:
        ours = [record for record in records if isinstance(record, SquadRecord)]
        changes = [record for record in ours if not isinstance(record, Told | ToldRunners)]
        chat_hash = self._store.sealer.keyed_hash(turn.chat) if changes else ""
        for record in changes:
            ids = tuple(self._store.ids.next() for _ in range(IDS))
            yield SquadTurn(turn.runner_id or 0, turn.at, chat_hash, ids, record)

    def _columns(self, turn: Turn, **more: str) -> Columns:
        return {"id": self._store.ids.next(), "runner_id": turn.runner_id, "at": to_text(turn.at)} | more


def _of(kind: type[T], records: Sequence[Record]) -> list[T]:
    return [record for record in records if isinstance(record, kind)]
