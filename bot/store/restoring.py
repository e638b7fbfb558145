"""What a database that comes out of a backup must lose before anybody uses it: its bot lived on without it.

What was waiting to be sent may have been sent, what was due may have been asked, and who was in it may be erased.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.seal import Sealer
from bot.store import tombstones
from bot.store.sql import from_json, read_queries, to_json, to_text, to_time
from bot.store.turns import erase
from dialogs.errors import StoreError

PAGE = 1000
REASON = "restored"
# What is put so much more than its window into the past is too late.
MORE = timedelta(minutes=1)

_queries = read_queries("restoring")


def void_unsent(db: sqlite3.Connection) -> int:
    """Nothing that waited is sent any more; how many messages that was."""
    _queries.stop_sending(db)
    dropped: int = _queries.drop_nameless(db)
    voided: int = _queries.void_rows(db, reason=REASON)
    return dropped + voided


def void_due(db: sqlite3.Connection, sealer: Sealer, now: datetime, window: timedelta) -> int:
    """What fell due before `now` is not asked any more; how much of that would have been.

    A row that is too late is played without a word, and what comes next is planned from it. So rows are not deleted,
    which would end the plan of whoever does not write by themselves; those that would still be asked, being due for
    less than `window`, become too late.
    """
    earlier = window + MORE
    _queries.void_offers(db, now=to_text(now))
    recent = {"since": to_text(now - earlier), "now": to_text(now)}
    due, posts = list(_queries.due_since(db, **recent)), list(_queries.posts_since(db, **recent))
    for row in due:
        at = to_time(row["at"])
        _queries.put_earlier(db, id=row["id"], at=to_text(at - earlier))
        _put_earlier_in_dialogue(db, sealer, row["runner_id"], row["kind"], at, at - earlier)
    for row in posts:
        _queries.put_post_earlier(db, chat=row["chat"], next_at=to_text(to_time(row["next_at"]) - earlier))
    return len(due) + len(posts)


def erase_again(db: sqlite3.Connection, sealer: Sealer, known: Mapping[str, date], now: datetime) -> int:
    """Erase whoever has one of these tombstones and was here before it; how many that was.

    Who was erased and came back on one day can't be told from who was erased, and goes.
    """
    if not known:
        return 0
    erased = 0
    for row in _runners(db):
        chat_hash = sealer.keyed_hash(row["chat"])
        if chat_hash in known and to_time(row["created_at"]).date() <= known[chat_hash]:
            erase(db, sealer, row["id"], chat_hash, now)
            erased += 1
    for chat_hash, day in known.items():
        tombstones.add_tombstone(db, chat_hash, day)
    return erased


def _runners(db: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    last = 0
    while page := list(_queries.runners_after(db, id=last, page=PAGE)):
        yield from page
        last = page[-1]["id"]


def _put_earlier_in_dialogue(
    db: sqlite3.Connection, sealer: Sealer, runner_id: int, kind: str, at: datetime, earlier: datetime
) -> None:
    """The dialogue knows what is to come too, and plays nothing else."""
    row = _queries.body_of(db, runner_id=runner_id)
    try:
        dialogue = from_json(sealer.unseal(row["body"], "dialogue", "body", runner_id)) if row else {}
    except StoreError:
        # One that does not open is set aside when it is played, and no reason to restore nobody.
        return
    known = dialogue.get("due", [])
    for one in known:
        if one[0] == kind and datetime.fromisoformat(one[1]) == at:
            one[1] = earlier.isoformat()
    if known:
        body = sealer.seal(to_json(dialogue), "dialogue", "body", runner_id)
        _queries.keep_body(db, runner_id=runner_id, body=body)
