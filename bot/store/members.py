"""What runners change in the squads they are in; what a squad was told; and tokens that did not work."""

import sqlite3
from dataclasses import replace
from datetime import datetime

from bot.seal import Sealer
from bot.store.sql import read_queries, to_json, to_text
from bot.store.squad_turns import NotSoError, SquadTurn, member_row, use_link
from bot.store.squads import figures, hour_of, keep_figures
from dialogs.replies import FiguresIssued, Joined, SharingSet, SquadLeft, WrongToken
from dialogs.squads.issuing import moved
from dialogs.squads.people import NONE, clean_name
from dialogs.squads.push import forget

_squad = read_queries("squad")
_member = read_queries("member")
_link = read_queries("link")


def join(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: Joined) -> None:
    """One runner more, by a link that says so. Who shows nothing from the first is no member."""
    if record.level == NONE:
        raise NotSoError("nothing is shared")
    use_link(db, record.token, record.squad, "runner", turn.at)
    row = turn.ids[0]
    _member.add_member(
        db,
        id=row,
        squad_id=record.squad,
        runner_id=turn.runner_id,
        level=record.level,
        joined_at=to_text(turn.at),
        body=_sealed(sealer, row, record),
    )
    note_move(db, sealer, record.squad, turn.runner_id, (NONE, record.level), turn.at)


def share(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: SharingSet) -> None:
    """Another level, name or parent's yes, from this moment on."""
    row = member_row(db, record.squad, turn.runner_id)
    _member.change_member(db, id=row["id"], level=record.level, body=_sealed(sealer, row["id"], record))
    note_move(db, sealer, record.squad, turn.runner_id, (row["level"], record.level), turn.at)


def leave(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: SquadLeft) -> None:
    """One runner less; nothing of theirs is shown there any more."""
    row = member_row(db, record.squad, turn.runner_id)
    _member.drop_member(db, squad_id=record.squad, runner_id=turn.runner_id)
    note_move(db, sealer, record.squad, turn.runner_id, (row["level"], NONE), turn.at)


def note_move(
    db: sqlite3.Connection, sealer: Sealer, squad_id: int, runner_id: int, levels: tuple[int, int], now: datetime
) -> None:
    """The squad's figures know that somebody came, left, or shares more or less; who shares nothing is not in them."""
    issued, pushed = figures(db, sealer, squad_id)
    issued = moved(issued, *levels, now)
    if levels[1] == NONE:
        issued = replace(issued, members=tuple(one for one in issued.members if one[0] != runner_id))
        pushed = forget(pushed, runner_id)
    keep_figures(db, sealer, squad_id, issued.to_dict(), pushed.to_dict())


def issue(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: FiguresIssued) -> None:
    """What a coach was shown, or told because of this runner's answer."""
    if _squad.coach_at(db, squad_id=record.squad, runner_id=turn.runner_id) is None:
        member_row(db, record.squad, turn.runner_id)
    keep_figures(db, sealer, record.squad, record.issued, record.pushed)


def guess(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: WrongToken) -> None:  # noqa: ARG001
    """One more token that did not work."""
    _link.count_try(db, chat_hash=turn.chat_hash, hour=hour_of(turn.at))


def _sealed(sealer: Sealer, row: int, record: Joined | SharingSet) -> bytes:
    kept = {"name": clean_name(record.name), "parent_ok": record.parent_ok}
    return sealer.seal(to_json(kept), "membership", "body", row)
