"""What a coach may see of a squad as a table for a spreadsheet."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import StringIO

from dialogs.content import Content
from dialogs.squads.figures import running
from dialogs.squads.heat_map import dates_shown
from dialogs.squads.line_words import date_said, line_words
from dialogs.squads.people import Squad, squad_today
from dialogs.squads.sharing import Shared
from dialogs.wording import Texts

OUTLINE = ("name", "status", "reason", "since", "last_answer", "running")
WAY = ("trend", "level", "share", "band")
DETAILS = ("adherence", "score")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula."""


def csv_text(content: Content, texts: Texts, squad: Squad, lines: Sequence[Shared], now: datetime) -> str:
    """The table as CSV, a row for each line; what is not shared is empty. No cell is a formula."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[safe(cell) for cell in row] for row in csv_rows(content, texts, squad, lines, now)])
    return text.getvalue()


def csv_rows(content: Content, texts: Texts, squad: Squad, lines: Sequence[Shared], now: datetime) -> list[list[str]]:
    """The table: a row of names, then a row for each line."""
    dates, on = dates_shown(content, squad, now), squad_today(squad, now)
    names = [texts.text(f"squads.table.{name}") for name in (*OUTLINE, *WAY, *DETAILS)]
    names += [texts.text("squads.table.pain", date=date_said(texts, one)) for one in dates]
    return [names, *(csv_row(content, texts, line, dates, on) for line in lines)]


def csv_row(content: Content, texts: Texts, line: Shared, dates: Sequence[date], on: date) -> list[str]:
    """A runner's row."""
    words, outline, way, details = line_words(content.squads, texts, line, on), line.outline, line.way, line.details
    pains = {pain.on: pain.pain for pain in details.pains if pain.typed} if details is not None else {}
    return [
        words["name"],
        outline.status,
        words["reason"],
        outline.since.isoformat() if outline.since else "",
        outline.last_answer.isoformat() if outline.last_answer else "",
        running(line),
        *([way.trend, _number(way.level), _number(way.share), way.band or ""] if way is not None else [""] * len(WAY)),
        *([_number(details.adherence), _number(details.score)] if details is not None else [""] * len(DETAILS)),
        *(_number(pains.get(one)) for one in dates),
    ]


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
