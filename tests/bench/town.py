"""A town of runners in a database, made in bulk: each has something to come, most of them another day.

Nobody reads the dialogues of those whose time has not come, so these share a few bytes; real ones are 4 to 6 kB.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.conversation import Conversation
from support.walk import go_on_to

from bot.seal import Sealer, read_or_make_key_file
from bot.store import Store
from bot.store.dialogues import sealed
from bot.store.sql import as_kept, to_text
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.reminding import CHECK_IN

FIRST_ID = 10_000_000
SHARED_BYTES = 200
CHECK_IN_BYTES = 60
CHECK_INS = """
    WITH RECURSIVE day (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM day WHERE number < :days)
    INSERT INTO check_in (id, runner_id, local_date, at, body)
    SELECT (runner.id - 1) * :days + day.number, runner.id, date(:today, -day.number || ' days'), :now, zeroblob(:bytes)
    FROM runner CROSS JOIN day
    WHERE day.number > 0
"""
A_PAGE = 100_000
NOON = 12


@dataclass(frozen=True)
class Town:
    """So many runners in the database `path`; its key file lies beside it, where the bot looks for it."""

    path: Path
    size: int
    sealer: Sealer

    @classmethod
    async def built(cls, folder: Path, size: int, check_ins: int = 0) -> "Town":
        """A new town in this folder; a million runners take some 20 seconds and half a gigabyte.

        Each of them answered so many check-ins; ten of each take another half a minute and 1.5 gigabytes.
        """
        path = folder / "kneewise.db"
        sealer = _sealer_beside(path)
        store = await Store.open(path, sealer)
        await store.ids.ensure((2 + check_ins) * size)
        await store.close()
        _fill(path, size, check_ins)
        return cls(path, size, sealer)

    def spread(self, count: int, first: int = 1) -> list[int]:
        """So many runners who live far apart; others for another `first`."""
        return list(range(first, self.size + 1, self.size // count))[:count]

    def give(self, runners: Iterable[int], dialogue: Dialogue) -> None:
        """These runners are in this dialogue, its card is before them, and the store knows what is to come for them."""
        db, now = sqlite3.connect(self.path, isolation_level=None), datetime.now(UTC)
        db.execute("BEGIN")
        for runner in runners:
            body = sealed(self.sealer, runner, dialogue)
            db.execute("UPDATE dialogue SET turn = ?, body = ? WHERE runner_id = ?", (dialogue.turn, body, runner))
            db.execute("DELETE FROM due WHERE runner_id = ?", (runner,))
            db.execute("DELETE FROM outbox WHERE runner_id = ?", (runner,))
            db.execute(
                "INSERT INTO outbox (id, runner_id, chat, turn, kind, priority, state, message_id, created_at)"
                " VALUES (?, ?, ?, ?, 'card', 1, 'sent', ?, ?)",
                (runner, runner, chat_of(runner), dialogue.turn, runner, to_text(now)),
            )
            for kind, at, day in dialogue.due:
                row = (runner, runner, kind, to_text(datetime.fromisoformat(at)), day)
                db.execute("INSERT INTO due (id, runner_id, kind, at, local_date) VALUES (?, ?, ?, ?, ?)", row)
        db.execute("COMMIT")
        db.close()


def chat_of(runner: int) -> str:
    """The chat of a runner of a town."""
    return f"telegram:{FIRST_ID + runner}"


def planned(content: Content, at: datetime) -> Dialogue:
    """The dialogue of a runner with a plan since the day before, whose check-in falls due then, at their noon."""
    conversation = Conversation(content, now=at - timedelta(days=1))
    conversation.says("/start")
    conversation.says("[I agree]")
    go_on_to(conversation, "verdict", pain_run=3)
    conversation.says("/plan")
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    dialogue = conversation.dialogue
    assert dialogue.plan is not None
    dialogue.settings["zone"] = f"Etc/GMT{at.astimezone(UTC).hour - NOON:+d}"
    dialogue.due = [[CHECK_IN, as_kept(at).isoformat(), at.date().isoformat()]]
    return dialogue


def _sealer_beside(path: Path) -> Sealer:
    path.parent.mkdir(exist_ok=True)
    return read_or_make_key_file(path.with_suffix(".key"))[0]


def _fill(path: Path, size: int, check_ins: int) -> None:
    """Without a log and without waiting for the disk: whatever breaks here is thrown away."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    now = datetime.now(UTC)
    today, body = now.date().isoformat(), bytes(SHARED_BYTES)
    for start in range(1, size + 1, A_PAGE):
        ids = range(start, min(start + A_PAGE, size + 1))
        # Over a day that is far enough away.
        later = ((number, now + timedelta(days=2, seconds=number * 7919 % 86_400)) for number in ids)
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO runner (id, chat, created_at, last_seen, zone) VALUES (?, ?, ?, ?, 'Europe/London')",
            ((number, chat_of(number), to_text(now), today) for number in ids),
        )
        db.executemany(
            "INSERT INTO dialogue (runner_id, turn, body) VALUES (?, 30, ?)", ((number, body) for number in ids)
        )
        db.executemany(
            "INSERT INTO due (id, runner_id, kind, at, local_date) VALUES (?, ?, 'check_in', ?, ?)",
            ((number, number, to_text(at), at.date().isoformat()) for number, at in later),
        )
        db.execute("COMMIT")
    db.execute(CHECK_INS, {"days": check_ins, "today": today, "now": to_text(now), "bytes": CHECK_IN_BYTES})
    db.close()
