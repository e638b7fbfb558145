"""The summary of a squad in words. All plain text."""

from collections.abc import Iterator, Sequence
from typing import Any

from dialogs.content import Content
from dialogs.hours import local_date
from dialogs.squads.figures import WEEK, Cells, Figures
from dialogs.squads.line_words import counts_said, date_said, line_words
from dialogs.squads.summary import Summary
from dialogs.wording import Texts

DO = ("session", "ask", "easy", "advice", "missing", "praise")
DONT = ("push", "name", "level", "medicine", "post", "compare")


def page_words(content: Content, texts: Texts, summary: Summary, number: int = 1) -> dict[str, Any]:
    """What a page of the summary says; `note` tells why there are no figures, or not those of now, "" for neither."""
    rules, least = content.squads, content.squads.numbers.least_runners
    shown, hidden = figures_said(texts, summary.figures, least) if summary.figures is not None else ([], "")
    return {
        "squad": summary.squad.name,
        "header": header_said(texts, summary),
        "too_few": texts.text("squads.too_few") if summary.too_few else "",
        "figures": shown,
        "hidden": hidden,
        "note": note_said(content, texts, summary),
        "lines": [line_words(rules, texts, line, summary.on) for line in summary.page(number)],
        "page": min(max(number, 1), summary.pages),
        "pages": summary.pages,
    }


def header_said(texts: Texts, summary: Summary) -> str:
    """The counts by status with the response of the day."""
    if not summary.lines:
        return texts.text("squads.nobody")
    counts = counts_said(texts, summary.counts)
    return texts.text("squads.header", counts=counts, answered=summary.answered, sharing=len(summary.lines))


def note_said(content: Content, texts: Texts, summary: Summary) -> str:
    """Why there are no figures, or that they are older ones."""
    numbers = content.squads.numbers
    if not summary.lines:
        return ""
    if len(summary.lines) < numbers.least_runners:
        return texts.text("squads.few", least=numbers.least_runners)
    if summary.figures is None or summary.figures_at is None:
        return texts.text("squads.fresh", hours=numbers.frozen_hours)
    if not summary.frozen:
        return ""
    return texts.text("squads.frozen", date=date_said(texts, local_date(summary.figures_at, summary.squad.zone)))


def figures_said(texts: Texts, figures: Figures, least: int) -> tuple[list[str], str]:
    """The figures that are shown, each with its response, and in one sentence the names of those that are not."""
    days = WEEK * figures.sharing
    said: dict[str, str | None] = {
        "response": texts.text("squads.figures.response", percent=percent_down(figures.answered_days, days)),
        "running": _parts_said(texts, "running", _running(texts, figures.running), figures.running),
        "km": _number_said(texts, "km", percent=figures.km),
        "bands": _parts_said(texts, "bands", _bands(texts, figures.bands), figures.bands),
        "ups": _number_said(texts, "ups", number=figures.ups),
        "downs": _number_said(texts, "downs", number=figures.downs),
        "reason": _number_said(
            texts, "reason", reason=texts.text(f"squads.rows.{figures.reason}") if figures.reason else None
        ),
        "over": _number_said(texts, "over", number=figures.over),
    }
    beside = {"answered": figures.answered, "sharing": figures.sharing}
    shown = [texts.text("squads.beside", figure=figure, **beside) for figure in said.values() if figure is not None]
    names = [texts.text(f"squads.names.{name}") for name, figure in said.items() if figure is None]
    return shown, texts.text("squads.hidden", least=least, names=", ".join(names)) if names else ""


def percent_down(part: int, whole: int) -> int:
    """Percent, rounded down where rounding would reach a whole step: 59.5 is not yet 60."""
    return 100 * part // whole if whole else 0


def _number_said(texts: Texts, name: str, /, **value: object) -> str | None:
    return None if None in value.values() else texts.text(f"squads.figures.{name}", **value)


def _parts_said(texts: Texts, name: str, parts: Sequence[str], cells: Cells) -> str | None:
    if not parts:
        return None
    together = ", ".join(parts)
    if None in cells.values():
        together = texts.text("squads.more_hidden", parts=together)
    return texts.text(f"squads.figures.{name}", parts=together)


def _running(texts: Texts, cells: Cells) -> list[str]:
    return [texts.text(f"squads.running_counts.{name}", number=count) for name, count in _shown(cells)]


def _bands(texts: Texts, cells: Cells) -> list[str]:
    return [
        texts.text("squads.band_count", number=count, band=texts.text(f"squads.bands.{name}"))
        for name, count in _shown(cells)
    ]


def _shown(cells: Cells) -> Iterator[tuple[str, int]]:
    return ((name, count) for name, count in cells.items() if count)


def advice_words(texts: Texts) -> dict[str, list[str]]:
    """What a coach may do next, and should not."""
    return {
        "do": [texts.text(f"squads.do.{name}") for name in DO],
        "dont": [texts.text(f"squads.dont.{name}") for name in DONT],
    }
