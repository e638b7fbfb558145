"""What is drawn when it is asked for: the pain chart, the weekly card, the report; each on a thread of its own."""

import resource
from collections.abc import Mapping
from statistics import median, quantiles
from time import perf_counter

from support.marks import way_back

from bot.pictures import made
from dialogs.charts import WeekMark, pain_chart_values, week_card_values
from dialogs.content import Content
from dialogs.replies import Drawing
from dialogs.report import Case, WeekRow, report_values

from .table import Row

ROUNDS = 100
TARGETS_MS = {"Pain chart": 100, "Weekly card": 100, "Report as PDF": 250}


async def measure(content: Content) -> list[Row]:
    """The median of each and the 99th of a hundred, and the memory that all of it took."""
    before, rows = _memory_mib(), []
    for name, (drawing, as_document) in _drawings(content).items():
        took = [await _drawn(drawing, as_document=as_document) for _ in range(ROUNDS)]
        middle, target = median(took), TARGETS_MS[name]
        rows += [
            Row(name, f"{middle:.0f} ms", target=f"< {target} ms", met=middle < target),
            Row("", f"{quantiles(took, n=100)[98]:.0f} ms", "p99"),
        ]
    return [*rows, Row("Memory for drawing", f"{_memory_mib() - before:.0f} MiB")]


def _drawings(content: Content) -> Mapping[str, tuple[Drawing, bool]]:
    days, texts = way_back(), content.texts("en")
    best = {name: fact.best for name, fact in content.facts.items() if fact.part == "triage"}
    weeks = [WeekRow(number, days[0].local_date, 7, 1.5, 3, 3, level=number) for number in range(1, 13)]
    case = Case("2026-11-30", best, "Ann", days=days, weeks=weeks)
    return {
        "Pain chart": (Drawing("pain_chart", pain_chart_values(days, texts)), False),
        "Weekly card": (Drawing("week_card", week_card_values(WeekMark(4, days[21:], days[14:21]), texts)), False),
        "Report as PDF": (Drawing("report", report_values(content, case, texts, content.reports("en"))), True),
    }


async def _drawn(drawing: Drawing, *, as_document: bool) -> float:
    """Milliseconds of one."""
    began = perf_counter()
    await made(drawing, as_document=as_document)
    return (perf_counter() - began) * 1000


def _memory_mib() -> float:
    """The most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
