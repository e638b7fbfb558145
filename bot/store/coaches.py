"""What coaches change: a squad, its coaches and its links; and that they looked."""

import sqlite3
from datetime import datetime, timedelta

from bot.digests import kind_of, next_digest, next_post
from bot.seal import Sealer
from bot.store import due
from bot.store.due import NewDue
from bot.store.sql import from_json, read_queries, to_json, to_text
from bot.store.squad_turns import SquadTurn, coach_row, use_link
from bot.store.squads import coach_names, hash_of, sealed_figures, squad_of
from dialogs.replies import (
    CoachJoined,
    CoachLeft,
    Invited,
    LinkRevoked,
    Looked,
    SquadChanged,
    SquadDissolved,
    SquadFounded,
)
from dialogs.squads.people import Squad, clean_name

SAME_LOOK = timedelta(minutes=10)

_squad = read_queries("squad")
_link = read_queries("link")
_group = read_queries("group")
_due = read_queries("due")


def found(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: SquadFounded) -> None:
    """A new squad; who founds it coaches it."""
    squad = _squad_as(turn.ids[0], record)
    body, figures = _sealed(sealer, squad), sealed_figures(sealer, squad.id, {}, {})
    _squad.add_squad(db, id=squad.id, created_at=to_text(turn.at), body=body, figures=figures)
    _add_coach(db, sealer, turn, squad, record.coach)


def change(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: SquadChanged) -> None:
    """Another name, zone, hour or rhythm; the next digests, and the next post in its group chat, move along."""
    coach_row(db, record.squad, turn.runner_id)
    squad = _squad_as(record.squad, record)
    _squad.change_squad(db, id=squad.id, body=_sealed(sealer, squad))
    at, local_date = next_digest(squad, turn.at)
    moved = {"kind": kind_of(squad.id), "at": to_text(at), "local_date": local_date.isoformat()}
    for coach in coach_names(db, sealer, squad.id):
        _due.move_digest(db, runner_id=coach, **moved)
    _group.move_post(db, squad_id=squad.id, next_at=to_text(next_post(squad, turn.at)))


def dissolve(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: SquadDissolved) -> None:  # noqa: ARG001
    """The squad is over."""
    coach_row(db, record.squad, turn.runner_id)
    end(db, record.squad, turn.at)


def join(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: CoachJoined) -> None:
    """One coach more, by a link that says so."""
    use_link(db, record.token, record.squad, "coach", turn.at)
    _add_coach(db, sealer, turn, squad_of(db, sealer, record.squad), record.name)


def leave(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: CoachLeft) -> None:
    """One coach less, and with them the links they made; the last one dissolves the squad."""
    coach_row(db, record.squad, turn.runner_id)
    _squad.drop_coach(db, squad_id=record.squad, runner_id=turn.runner_id)
    _due.drop_digest(db, runner_id=turn.runner_id, kind=kind_of(record.squad))
    if not coach_names(db, sealer, record.squad):
        end(db, record.squad, turn.at)


def end(db: sqlite3.Connection, squad_id: int, now: datetime) -> None:
    """Nothing of the squad stays; its group chat is left soon."""
    for row in list(_squad.coaches_of(db, squad_id=squad_id)):
        _due.drop_digest(db, runner_id=row["runner_id"], kind=kind_of(squad_id))
    _group.unlink_squad(db, squad_id=squad_id, next_at=to_text(now))
    _squad.drop_squad(db, id=squad_id)


def invite(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: Invited) -> None:  # noqa: ARG001
    """A link that works for so many people until then."""
    _link.add_link(
        db,
        id=turn.ids[0],
        coach_id=coach_row(db, record.squad, turn.runner_id)["id"],
        token_hash=hash_of(record.token),
        role=record.role,
        uses=record.uses,
        until=to_text(record.until),
    )


def revoke(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: LinkRevoked) -> None:  # noqa: ARG001
    """A link, whichever coach made it, works no more."""
    coach_row(db, record.squad, turn.runner_id)
    _link.revoke_link(db, id=record.link, squad_id=record.squad)


def look(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, record: Looked) -> None:
    """A coach saw the summary or one runner, who can see that for LOOKS_KEPT."""
    row = coach_row(db, record.squad, turn.runner_id)
    name = from_json(sealer.unseal(row["body"], "coach", "body", row["id"]))["name"]
    _squad.add_look(
        db,
        id=turn.ids[0],
        squad_id=record.squad,
        coach_id=turn.runner_id,
        runner_id=record.runner,
        at=to_text(turn.at),
        since=to_text(turn.at - SAME_LOOK),
        body=sealer.seal(to_json({"coach": name}), "look", "body", turn.ids[0]),
    )


def _add_coach(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn, squad: Squad, name: str) -> None:
    _, row, due_id = turn.ids
    body = sealer.seal(to_json({"name": clean_name(name)}), "coach", "body", row)
    _squad.add_coach(db, id=row, squad_id=squad.id, runner_id=turn.runner_id, since=to_text(turn.at), body=body)
    due.add_due(db, [NewDue(due_id, turn.runner_id, kind_of(squad.id), *next_digest(squad, turn.at))])


def _squad_as(squad_id: int, record: SquadFounded | SquadChanged) -> Squad:
    return Squad(
        squad_id, clean_name(record.name), record.zone, record.hour, "day" if record.every == "day" else "week"
    )


def _sealed(sealer: Sealer, squad: Squad) -> bytes:
    kept = {"name": squad.name, "zone": squad.zone, "hour": squad.hour, "every": squad.every}
    return sealer.seal(to_json(kept), "squad", "body", squad.id)
