"""What an event changes in squads, in the transaction of its turn.

The flows decide what may be done; here it is made sure once more, against what the database holds at that moment. What
does not hold raises, so that the event is played again on what is true by then.
"""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.seal import Sealer
from bot.store import coaches, members
from bot.store.sql import read_queries
from bot.store.squad_turns import SquadTurn
from bot.store.squads import coach_names
from dialogs.replies import (
    CoachJoined,
    CoachLeft,
    FiguresIssued,
    Invited,
    Joined,
    LinkRevoked,
    Looked,
    SharingSet,
    SquadChanged,
    SquadDissolved,
    SquadFounded,
    SquadLeft,
    WrongToken,
)
from dialogs.squads.people import NONE

KEEPERS: Mapping[type, Callable[[sqlite3.Connection, Sealer, SquadTurn, Any], None]] = {
    SquadFounded: coaches.found,
    SquadChanged: coaches.change,
    SquadDissolved: coaches.dissolve,
    CoachJoined: coaches.join,
    CoachLeft: coaches.leave,
    Invited: coaches.invite,
    LinkRevoked: coaches.revoke,
    Looked: coaches.look,
    Joined: members.join,
    SharingSet: members.share,
    SquadLeft: members.leave,
    FiguresIssued: members.issue,
    WrongToken: members.guess,
}

_squad = read_queries("squad")


def keep(db: sqlite3.Connection, sealer: Sealer, turn: SquadTurn) -> None:
    """Write down one record. Raises NotSoError where it does not hold."""
    KEEPERS[type(turn.record)](db, sealer, turn, turn.record)


def forget_runner(db: sqlite3.Connection, sealer: Sealer, runner_id: int, now: datetime) -> None:
    """Before a runner goes: figures they were part of are marked, squads they alone coach are dissolved."""
    for row in list(_squad.squads_joined(db, runner_id=runner_id)):
        members.note_move(db, sealer, row["id"], runner_id, (row["level"], NONE), now)
    for row in list(_squad.squads_coached(db, runner_id=runner_id)):
        if list(coach_names(db, sealer, row["id"])) == [runner_id]:
            coaches.end(db, row["id"], now)
