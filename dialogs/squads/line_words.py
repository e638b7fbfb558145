"""A runner in a line, in plain words: status, name, why, since when, whether they may run, one thing to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.amounts import day_said
from dialogs.squads.figures import running
from dialogs.squads.numbers import SquadRules
from dialogs.squads.sharing import Shared
from dialogs.wording import Texts

MONTHS = "buttons.months"
ON_PLAN = ("on_plan", "on_level", "on_km", "recovered")


def line_words(rules: SquadRules, texts: Texts, line: Shared, on: date) -> dict[str, Any]:
    """What a line says on a date of the squad; `since` is "" where nobody knows."""
    status = line.outline.status
    return {
        "id": line.runner_id,
        "mark": texts.text(f"squads.marks.{status}"),
        "status": texts.text(f"squads.status.{status}"),
        "name": name_said(texts, line),
        "reason": reason_said(rules, texts, line, on),
        "since": texts.text("squads.since", date=date_said(texts, line.outline.since)) if line.outline.since else "",
        "running": running_said(texts, line, on),
        "action": action_said(texts, line),
    }


def name_said(texts: Texts, line: Shared) -> str:
    """The name, or that there is none."""
    return line.name or texts.text("squads.nameless")


def date_said(texts: Texts, on: date) -> str:
    """A date as day and month."""
    return day_said(texts, on.isoformat(), MONTHS)


def silent_days(line: Shared, on: date) -> int:
    """How many days before this one are over without an answer."""
    last, since = line.outline.last_answer, line.outline.since
    if last is not None:
        return max((on - last).days - 1, 0)
    return max((on - since).days, 0) if since is not None else 0


def reason_said(rules: SquadRules, texts: Texts, line: Shared, on: date) -> str:
    """Why the status is as it is; for who shares the status only, two neutral words."""
    way, outline = line.way, line.outline
    if way is None:
        return texts.text(f"squads.neutral.{outline.status}")
    reason = texts.text(
        f"squads.reasons.{way.reason}", days=silent_days(line, on), level=way.level or "", share=way.share or ""
    )
    if outline.status == "red" and outline.last_answer and silent_days(line, on) >= rules.numbers.silent_days:
        return texts.text("squads.still_silent", reason=reason, date=date_said(texts, outline.last_answer))
    if outline.status == "green" and way.over:
        return texts.text("squads.over_once", reason=reason)
    return reason


def running_said(texts: Texts, line: Shared, on: date) -> str:
    """Whether the next run is allowed, today or tomorrow."""
    allowed = running(line)
    last = line.outline.last_answer
    day = "tomorrow" if last is not None and last >= on else "today"
    return texts.text(f"squads.running.{allowed}" if allowed == "unknown" else f"squads.running.{allowed}_{day}")


def action_said(texts: Texts, line: Shared) -> str:
    """The one thing to do next, by the reason as far as it is shared."""
    keys: list[str] = [line.outline.status]
    if line.way is not None:
        over = "over" if line.way.over and line.way.reason in ON_PLAN else line.way.reason
        keys.insert(0, over)
    return texts.text(next(key for key in (f"squads.actions.{name}" for name in keys) if texts.has(key)))


def counts_said(texts: Texts, counts: Mapping[str, int]) -> str:
    """How many runners there are of each status, the ones that are there."""
    return ", ".join(texts.text(f"squads.counts.{name}", number=count) for name, count in counts.items() if count)
