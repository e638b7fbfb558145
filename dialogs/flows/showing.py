"""What is drawn: pain over four weeks, the card of the week, the page for a physio or doctor."""

from collections.abc import Callable
from typing import Any

from dialogs.charts import pain_chart_values, pain_chart_words, week_card_values, week_card_words
from dialogs.plan_marks import day_marks, this_week
from dialogs.plan_page import case_of
from dialogs.replies import Drawing
from dialogs.report import report_values
from dialogs.scene import Scene


def show_chart(scene: Scene) -> None:
    """Pain over the last 28 days, in words too."""
    days = day_marks(scene)
    picture = Drawing("pain_chart", pain_chart_values(days, scene.texts)) if days else None
    show_drawing(scene, "pain_chart", picture, pain_chart_words(days, scene.texts))


def show_week_card(scene: Scene) -> None:
    """This week at a glance, in words too; before its first answer there is nothing to draw."""
    week = this_week(scene)
    picture = Drawing("week_card", week_card_values(week, scene.texts)) if week.is_known else None
    show_drawing(scene, "week_card", picture, week_card_words(week, scene.texts))


def show_drawing(scene: Scene, text: str, picture: Drawing | None, values: dict[str, Any]) -> None:
    """A picture with the ways back under it."""
    scene.open()
    scene.card(text, ((scene.go("today"), scene.go("week")),), picture=picture, **values)


def show_report(scene: Scene) -> None:
    """One page as a PDF; what it is for stands beside it."""
    words = scene.content.reports(scene.dialogue.language)
    page = Drawing("report", report_values(scene.content, case_of(scene), scene.texts, words))
    scene.open()
    scene.card("report", ((scene.go("today"),),), document=page)


DRAWN: dict[str, Callable[[Scene], None]] = {"chart": show_chart, "week_card": show_week_card, "report": show_report}
