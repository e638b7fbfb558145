"""What is kept about one runner, to hand over to them: JSON with everything, and their check-ins as CSV.

The JSON is one object; times are ISO 8601 in UTC, dates are those of the runner's own calendar.

    format      "kneewise export 1"; the number rises when a key changes its meaning or goes
    made_at     when this was written
    runner      chat, since (time), last_seen (UTC date), reachable, zone, language, locale, country
    consents    what was agreed to: text_version, locale, at
    settings    what the runner chose: zone, hour, quiet, reminders
    answers     the answers that count now, by id of the question
    history     what was told beside them of how it began and what makes it worse
    aside       those of a triage that was interrupted, null without one
    verdicts    what was told: at, number (as /problem names it), verdict, answers (those it was made from)
    care        what became of the last verdict that sent the runner to care
    plan        the plan as it is today, null without one
    plans       those that were made: at, began, baseline, running, verdict
    check_ins   date, at, answers, decision, content (version of the rules)
    squads      name, role ("coach" or "runner"), called (the runner's name there), coaches (names); for a runner also
                level (0 nothing to 3 details), since, parent_ok, looks (coach, at)
    to_come     what the bot will ask: kind, at, date
    record      what happened to this record: at, what
    not_played  messages the bot could not work with: at, said

Other runners are never in it, nor what the bot needs only to keep its place in the talk. In the CSV a row is a check-in
and a column an answer or a part of the decision; a text that a table program might take for a formula gets a ' before.
"""

import csv
import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.seal import Sealer
from bot.store import Store
from bot.store.check_ins import check_ins_of
from bot.store.consents import consents_of
from bot.store.dialogues import dialogue_at, opened
from bot.store.plans import plans_of
from bot.store.records import audits_of, coming_to, letters_of
from bot.store.runners import Runner, runner_at
from bot.store.sql import to_text
from bot.store.squads import around
from bot.store.verdicts import verdicts_of
from dialogs.dialogue import Dialogue
from dialogs.flows.exporting import FILES
from dialogs.replies import Message, Reply

FORMAT = "kneewise export 1"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")

Export = dict[str, Any]


def export_of(db: sqlite3.Connection, sealer: Sealer, chat: str, now: datetime) -> Export | None:
    """Everything kept about whoever is behind this chat, None if nobody is. Raises StoreError if it does not open."""
    runner, kept = runner_at(db, chat), dialogue_at(db, chat)
    if runner is None:
        return None
    dialogue = opened(sealer, kept) if kept else Dialogue()
    return {
        "format": FORMAT,
        "made_at": to_text(now),
        "runner": _runner(runner, dialogue),
        "consents": [
            {"text_version": one.text_version, "locale": one.locale, "at": to_text(one.at)}
            for one in consents_of(db, runner.id)
        ],
        "settings": dialogue.settings,
        "answers": dialogue.facts,
        "history": dialogue.history,
        "aside": dialogue.aside,
        "verdicts": [
            {"at": to_text(one.at), "number": one.number, "verdict": one.verdict, "answers": one.facts}
            for one in verdicts_of(db, sealer, runner.id)
        ],
        "care": dialogue.care,
        "plan": dialogue.plan,
        "plans": [{"at": to_text(one.at), **one.body} for one in plans_of(db, sealer, runner.id)],
        "check_ins": [
            {"date": one.local_date.isoformat(), "at": to_text(one.at), **one.body}
            for one in check_ins_of(db, sealer, runner.id)
        ],
        "squads": _squads(db, sealer, runner.id, now),
        "to_come": coming_to(db, runner.id),
        "record": audits_of(db, runner.id),
        "not_played": letters_of(db, sealer, runner.id),
    }


async def with_exports(store: Store, chat: str, replies: Sequence[Reply], now: datetime) -> Sequence[Reply]:
    """The replies, those files filled that hand over what is kept about whoever is behind this chat.

    Raises StoreError if that does not open.
    """
    wanted = [reply for reply in replies if isinstance(reply, Message) and _is_export(reply)]
    if not wanted:
        return replies
    export = await store.read(partial(export_of, sealer=store.sealer, chat=chat, now=now)) or {"check_ins": []}
    day = f"kneewise-{now.date().isoformat()}"
    values = {
        "export_all": {"json": as_json(export), "file": day},
        "export_check_ins": {"csv": check_ins_csv(export), "file": f"{day}-check-ins"},
    }
    return [
        replace(reply, document=replace(reply.document, values=values[reply.document.name]))
        if isinstance(reply, Message) and reply.document and _is_export(reply)
        else reply
        for reply in replies
    ]


def as_json(export: Export) -> str:
    """The export as a file for people and programs."""
    return json.dumps(export, ensure_ascii=False, indent=2) + "\n"


def check_ins_csv(export: Export) -> str:
    """The check-ins of an export: date, time, answers and decision, a line each."""
    rows = [_flat(check_in) for check_in in export["check_ins"]]
    names = dict.fromkeys(["date", "at", *sorted({name for row in rows for name in row} - {"date", "at"})])
    page = io.StringIO()
    writer = csv.DictWriter(page, list(names), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue()


def _is_export(message: Message) -> bool:
    return message.document is not None and message.document.name in FILES


def _runner(runner: Runner, dialogue: Dialogue) -> Export:
    return {
        "chat": runner.chat,
        "since": to_text(runner.created_at),
        "last_seen": runner.last_seen,
        "reachable": runner.reachable,
        "zone": runner.zone,
        "language": dialogue.language,
        "locale": dialogue.locale,
        "country": dialogue.region,
    }


def _squads(db: sqlite3.Connection, sealer: Sealer, runner_id: int, now: datetime) -> list[Export]:
    """The squads around the runner: its coaches are known to everybody in it, its runners to nobody else."""
    known = around(db, sealer, runner_id, now)
    coached = [
        {
            "name": one.squad.name,
            "role": "coach",
            "called": one.coaches[runner_id],
            "coaches": list(one.coaches.values()),
        }
        for one in known.coached
    ]
    joined = [
        {
            "name": one.squad.name,
            "role": "runner",
            "called": one.membership.name,
            "coaches": list(one.coaches.values()),
            "level": one.membership.level,
            "since": to_text(one.membership.joined_at),
            "parent_ok": one.membership.parent_ok,
            "looks": [{"coach": look.coach, "at": to_text(look.at)} for look in one.looks],
        }
        for one in known.joined
    ]
    return coached + joined


def _flat(check_in: Mapping[str, Any]) -> dict[str, Any]:
    """A check-in in one level: the parts of an object are named after it, as in answers.pain."""
    row: dict[str, Any] = {}
    for name, value in check_in.items():
        parts = {f"{name}.{part}": inner for part, inner in value.items()} if isinstance(value, dict) else {name: value}
        row |= {_cell(part): _cell(inner) for part, inner in parts.items()}
    return row


def _cell(value: Any) -> Any:
    """A value as a table shows it, never a formula (OWASP ASVS 1.2.10)."""
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
