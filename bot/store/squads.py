"""The squads around a runner: what an event needs to know of them, opened.

Rows are read to the end before any is opened: what does not open would leave the query under way.
Names, hours and figures are sealed; who coaches which squad, who is in it and how much they show are plain.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.seal import Sealer
from bot.store.sql import from_json, read_queries, to_json, to_text, to_time
from dialogs.dialogue import Dialogue
from dialogs.retention import KEPT
from dialogs.squads.around import Around, Coached, In, Invitation, Link, Look
from dialogs.squads.issuing import Issued
from dialogs.squads.people import Membership, Squad
from dialogs.squads.push import Pushed

LOOKS_KEPT = KEPT["looks"]
MOST_LOOKS = 50
MOST_TRIES = 5

_squad = read_queries("squad")
_member = read_queries("member")
_link = read_queries("link")


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is written to, in which language, and the number of their turn; no id for who is not stored."""

    runner_id: int | None
    chat: str
    language: str
    turn: int


def around(db: sqlite3.Connection, sealer: Sealer, runner_id: int, now: datetime) -> Around:
    """The squads a runner coaches and is in, without members."""
    coached = [_coached(db, sealer, row, now) for row in list(_squad.squads_coached(db, runner_id=runner_id))]
    joined = [_joined(db, sealer, row, runner_id, now) for row in list(_squad.squads_joined(db, runner_id=runner_id))]
    return Around(runner_id, tuple(coached), tuple(joined))


def with_members(db: sqlite3.Connection, sealer: Sealer, known: Around) -> Around:
    """The same, with everybody who shows the coached squads something. It takes some 50 µs a member."""
    return replace(
        known, coached=tuple(replace(one, members=members(db, sealer, one.squad.id)) for one in known.coached)
    )


def members(db: sqlite3.Connection, sealer: Sealer, squad_id: int) -> tuple[tuple[Membership, Dialogue], ...]:
    """Who shows this squad's coaches something, and their dialogues."""
    found = []
    for row in list(_member.members_of(db, squad_id=squad_id)):
        body = from_json(sealer.unseal(row["dialogue"], "dialogue", "body", row["runner_id"]))
        found.append((_membership(sealer, row, row["id"], row["runner_id"], row["body"]), Dialogue.from_dict(body)))
    return tuple(found)


def invitation(db: sqlite3.Connection, sealer: Sealer, token: str, now: datetime) -> Invitation | None:
    """What this token leads to, None if it does not work, for whatever reason."""
    row = _link.link_at(db, token_hash=hash_of(token), now=to_text(now))
    if row is None:
        return None
    coach = from_json(sealer.unseal(row["body"], "coach", "body", row["coach_id"]))["name"]
    squad = squad_of(db, sealer, row["squad_id"])
    return Invitation(squad, row["role"], coach, coach_names(db, sealer, squad.id), *figures(db, sealer, squad.id))


def guesses_left(db: sqlite3.Connection, chat_hash: str, now: datetime) -> int:
    """How many more wrong tokens this sender may try in this hour."""
    row = _link.tries_in(db, chat_hash=chat_hash, hour=hour_of(now))
    return max(MOST_TRIES - row["tries"], 0) if row else MOST_TRIES


def addresses(
    db: sqlite3.Connection, sealer: Sealer, runners: Iterable[int], squads: Iterable[int]
) -> tuple[dict[int, Address], dict[int, list[Address]]]:
    """Where those of these runners are who can be reached, by id, and everybody in these squads, by squad."""
    found = [row for runner in set(runners) if (row := _member.address_of(db, runner_id=runner))]
    by_id = {row["id"]: _address(sealer, row) for row in found}
    return by_id, {
        squad: [_address(sealer, row) for row in list(_member.addresses_in(db, squad_id=squad))] for squad in squads
    }


def squad_of(db: sqlite3.Connection, sealer: Sealer, squad_id: int) -> Squad:
    """A squad that is there."""
    return _squad_in(sealer, _squad.squad_by_id(db, id=squad_id), tuple(coach_names(db, sealer, squad_id)))


def coach_names(db: sqlite3.Connection, sealer: Sealer, squad_id: int) -> dict[int, str]:
    """The names of a squad's coaches by runner id, who coaches longest first."""
    return {
        row["runner_id"]: from_json(sealer.unseal(row["body"], "coach", "body", row["id"]))["name"]
        for row in list(_squad.coaches_of(db, squad_id=squad_id))
    }


def figures(db: sqlite3.Connection, sealer: Sealer, squad_id: int) -> tuple[Issued, Pushed]:
    """What a squad was told: the figures last issued, and who was pushed."""
    return figures_of(sealer, _squad.squad_by_id(db, id=squad_id))


def keep_figures(
    db: sqlite3.Connection, sealer: Sealer, squad_id: int, issued: Mapping[str, Any], pushed: Mapping[str, Any]
) -> None:
    """The same from now on, as plain JSON."""
    _squad.keep_figures(db, id=squad_id, figures=sealed_figures(sealer, squad_id, issued, pushed))


def figures_of(sealer: Sealer, row: sqlite3.Row) -> tuple[Issued, Pushed]:
    """The same of a row that is read already."""
    kept = from_json(sealer.unseal(row["figures"], "squad", "figures", row["id"]))
    return Issued.from_dict(kept["issued"]), Pushed.from_dict(kept["pushed"])


def sealed_figures(sealer: Sealer, squad_id: int, issued: Mapping[str, Any], pushed: Mapping[str, Any]) -> bytes:
    """The column of them."""
    return sealer.seal(to_json({"issued": dict(issued), "pushed": dict(pushed)}), "squad", "figures", squad_id)


def hash_of(token: str) -> str:
    """What is kept of a token. It holds 192 random bits, so nobody can try them all against the hash."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def hour_of(now: datetime) -> str:
    """The hour in which guesses are counted together."""
    return to_text(now)[:13]


def _coached(db: sqlite3.Connection, sealer: Sealer, row: sqlite3.Row, now: datetime) -> Coached:
    names = coach_names(db, sealer, row["id"])
    issued, pushed = figures_of(sealer, row)
    links = tuple(
        Link(link["id"], link["role"], link["uses"], link["made_for"], to_time(link["until"]))
        for link in _link.links_of(db, squad_id=row["id"], now=to_text(now))
    )
    squad = _squad_in(sealer, row, tuple(names))
    return Coached(squad, names, (), links, issued, pushed, group=bool(row["has_group"]))


def _joined(db: sqlite3.Connection, sealer: Sealer, row: sqlite3.Row, runner_id: int, now: datetime) -> In:
    names = coach_names(db, sealer, row["id"])
    issued, pushed = figures_of(sealer, row)
    membership = _membership(sealer, row, row["membership_id"], runner_id, row["membership_body"])
    since = max(now - LOOKS_KEPT, membership.joined_at)
    looks = tuple(
        Look(from_json(sealer.unseal(look["body"], "look", "body", look["id"]))["coach"], to_time(look["at"]))
        for look in list(
            _squad.looks_at(db, squad_id=row["id"], runner_id=runner_id, since=to_text(since), most=MOST_LOOKS)
        )
    )
    return In(_squad_in(sealer, row, tuple(names)), membership, names, looks, issued, pushed)


def _squad_in(sealer: Sealer, row: sqlite3.Row, coaches: tuple[int, ...]) -> Squad:
    return Squad(row["id"], coaches=coaches, **from_json(sealer.unseal(row["body"], "squad", "body", row["id"])))


def _membership(sealer: Sealer, row: sqlite3.Row, row_id: int, runner_id: int, body: bytes) -> Membership:
    kept = from_json(sealer.unseal(body, "membership", "body", row_id))
    return Membership(runner_id, kept["name"], row["level"], to_time(row["joined_at"]), parent_ok=kept["parent_ok"])


def _address(sealer: Sealer, row: sqlite3.Row) -> Address:
    dialogue = from_json(sealer.unseal(row["body"], "dialogue", "body", row["id"]))
    return Address(row["id"], row["chat"], dialogue["language"], dialogue["turn"])
