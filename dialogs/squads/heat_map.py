"""The last two weeks of a squad as a picture: a row for each runner, a column for each day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dialogs.amounts import day_said, period_said
from dialogs.content import Content
from dialogs.squads.line_words import name_said
from dialogs.squads.member import STATUSES, Day
from dialogs.squads.people import Squad, squad_today
from dialogs.squads.sharing import Shared
from dialogs.wording import Texts

SHAPES = {"red": "square", "amber": "triangle", "green": "circle", "grey": "ring", "none": "dash"}
"""A shape for each colour, so that the picture can be read without telling colours apart."""
MISSED = "missed"
MONDAY = 1
LABEL_COLUMNS = 2
"""What a date takes of the room above the columns."""


def heat_map_values(
    content: Content, texts: Texts, squad: Squad, lines: Sequence[Shared], now: datetime
) -> dict[str, Any]:
    """What pictures/squad_heat_map.svg.j2 takes, as plain JSON; the rows are in the order of the lines.

    A cell has the column (`at`), the `status` and its `shape`, whether the day was `answered`, and the `pain` typed
    that day where it is shared.
    """
    dates = dates_shown(content, squad, now)
    rows: list[dict[str, Any]] = [{"name": name_said(texts, line), "cells": cells_of(line, dates)} for line in lines]
    cells = [cell for row in rows for cell in row["cells"]]
    used = {cell["status"] or "none" for cell in cells}
    missed = any(cell["status"] and not cell["answered"] for cell in cells)
    return {
        "squad": squad.name,
        "period": period_said(texts, [on.isoformat() for on in dates]),
        "dates": [
            {"at": at, "label": day_said(texts, on.isoformat())}
            for at, on in enumerate(dates)
            if at == 0 or (at >= LABEL_COLUMNS and on.isoweekday() == MONDAY)
        ],
        "columns": len(dates),
        "rows": rows,
        "legend": [
            {"name": name, "shape": SHAPES.get(name, MISSED), "label": texts.text(f"squads.picture.{name}")}
            for name in (*STATUSES, "none", MISSED)
            if name in used or (name == MISSED and missed)
        ],
    }


def dates_shown(content: Content, squad: Squad, now: datetime) -> list[date]:
    """The dates of the columns, the oldest first."""
    today, days = squad_today(squad, now), content.squads.numbers.shown_days
    return [today - timedelta(days=back) for back in reversed(range(days))]


def cells_of(line: Shared, dates: Sequence[date]) -> list[dict[str, Any]]:
    """A runner's row. A date that the runner's own calendar has not reached yet is one of which nothing is known."""
    known = {day.on: day for day in line.outline.days}
    pains = {pain.on: pain.pain for pain in line.details.pains if pain.typed} if line.details is not None else {}
    return [cell_of(at, known.get(on), pains.get(on)) for at, on in enumerate(dates)]


def cell_of(at: int, day: Day | None, pain: int | None) -> dict[str, Any]:
    """A day of a runner."""
    status = day.status if day is not None else None
    answered = day is not None and day.answered
    return {"at": at, "status": status, "shape": SHAPES[status or "none"], "answered": answered, "pain": pain}


def heat_map_caption(
    content: Content, texts: Texts, squad: Squad, lines: Sequence[Shared], now: datetime
) -> dict[str, Any]:
    """The same picture for those who don't see it."""
    dates = dates_shown(content, squad, now)
    return {
        "squad": squad.name,
        "period": period_said(texts, [on.isoformat() for on in dates]),
        "lines": [
            texts.text(
                "squads.picture.line",
                name=name_said(texts, line),
                status=texts.text(f"squads.picture.{line.outline.status}"),
                answered=sum(cell["answered"] for cell in cells_of(line, dates)),
                days=len(dates),
            )
            for line in lines
        ],
    }
