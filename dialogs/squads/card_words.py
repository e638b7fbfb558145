"""The card of a runner: all that they agreed to show, row by row. All plain text."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dialogs.content import Content
from dialogs.squads.line_words import action_said, date_said, name_said, reason_said, running_said
from dialogs.squads.member import Day, Details, Pain, Way
from dialogs.squads.sharing import Shared
from dialogs.wording import Texts

ITEMS = ("week_running", "week_cut", "week_feel", "week_sore")
Rows = Iterator[tuple[str, str]]


def card_words(content: Content, texts: Texts, line: Shared, on: date) -> dict[str, Any]:
    """The name, rows of a label and what stands behind it, and the one thing to do next."""
    told = [*outline_rows(content, texts, line, on)]
    if line.way is not None:
        told += way_rows(texts, line.way, reason_said(content.squads, texts, line, on))
    if line.details is not None:
        told += details_rows(texts, line.details)
    days = content.squads.numbers.shown_days
    return {
        "title": name_said(texts, line),
        "rows": [[texts.text(f"squads.card.{label}", days=days), words] for label, words in told],
        "action": action_said(texts, line),
    }


def outline_rows(content: Content, texts: Texts, line: Shared, on: date) -> Rows:
    """What level 1 shows."""
    outline, nothing = line.outline, texts.text("squads.nothing")
    neutral = texts.text(f"squads.neutral.{outline.status}")
    yield "status", f"{texts.text(f'squads.marks.{outline.status}')} {neutral}"
    yield "since", date_said(texts, outline.since) if outline.since else nothing
    yield "last_answer", date_said(texts, outline.last_answer) if outline.last_answer else nothing
    yield "running", running_said(texts, line, on)
    yield "days", " ".join(mark_of(texts, day) for day in outline.days[-content.squads.numbers.shown_days :])


def mark_of(texts: Texts, day: Day) -> str:
    """The shape of a day's colour, in which a day without an answer can be told from the others."""
    mark = texts.text(f"squads.marks.{day.status or 'none'}")
    return mark if day.answered or day.status is None else texts.text("squads.missed", mark=mark)


def way_rows(texts: Texts, way: Way, reason: str) -> Rows:
    """What level 2 adds."""
    yield "reason", reason
    yield "trend", texts.text(f"squads.trend.{way.trend}")
    yield "plan", plan_said(texts, way)
    yield "band", texts.text(f"squads.bands.{way.band or 'missing'}")


def plan_said(texts: Texts, way: Way) -> str:
    """The level, or the share of the usual week."""
    if way.level is not None:
        return texts.text("squads.plan_level", level=way.level)
    return texts.text("squads.plan_share", share=way.share) if way.share is not None else texts.text("squads.nothing")


def details_rows(texts: Texts, details: Details) -> Rows:
    """What level 3 adds."""
    nothing = texts.text("squads.nothing")
    yield "pains", ", ".join(pain_said(texts, pain) for pain in details.pains) or nothing
    decided = (
        texts.text("squads.decision_of", date=date_said(texts, one.on), decision=texts.text(f"squads.rows.{one.row}"))
        for one in details.decisions
    )
    yield "decisions", "; ".join(decided) or nothing
    yield "adherence", _percent(texts, details.adherence)
    yield "score", score_said(texts, details)
    items = (
        texts.text("squads.item", item=texts.text(f"squads.items.{name}"), value=details.items[name])
        for name in ITEMS
        if name in details.items
    )
    yield "items", ", ".join(items) or nothing


def pain_said(texts: Texts, pain: Pain) -> str:
    """The number of a day; none for a day on which the runner only said that the knee was quiet."""
    if not pain.typed:
        return texts.text("squads.pain_quiet", date=date_said(texts, pain.on))
    return texts.text("squads.pain_of", date=date_said(texts, pain.on), pain=pain.pain)


def score_said(texts: Texts, details: Details) -> str:
    """This week's points, and those of the week before where there are any."""
    if details.score is None:
        return texts.text("squads.nothing")
    if details.before is None:
        return texts.text("squads.score", score=details.score)
    return texts.text("squads.score_after", score=details.score, before=details.before)


def _percent(texts: Texts, percent: int | None) -> str:
    return texts.text("squads.nothing") if percent is None else texts.text("squads.adherence", percent=percent)
