"""The page for a physio or doctor: one page, in clinical words, whatever somebody called themselves."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from support.marks import FIRST, way_back
from support.pdf import pages_of, text_of
from support.png import pixels, size_of

from bot.pictures import FONT, PAGES, filled, made, printed
from dialogs.cases import safe_default
from dialogs.charts import MARKS
from dialogs.content import FOLDER, Content
from dialogs.facts import Value
from dialogs.reading import Problems
from dialogs.replies import Drawing
from dialogs.report import MOST_LETTERS, Case, PlanNow, WeekRow, red_flags, report_values
from dialogs.report_words import ReportWords, read_report_words
from dialogs.rules import Verdict
from dialogs.standing import standing_of

HOSTILE = [
    '#import "@preview/x:1.0.0"',
    "#panic(1)",
    "#{while true {}}",
    "$ x^2 $ *bold* _slanted_ `raw`",
    "@ref <label> [content] = heading",
    "\\ // comment /* comment */ ~",
    '"; sys.inputs "',
    "- item + 1. term: x",
    "https://example.org",
    "{{ name }} {% if %}",
]


SESSIONS = {"exercises_done": 4, "exercises_planned": 6}


@pytest.fixture(scope="module")
def words(content: Content) -> ReportWords:
    return content.reports("en")


def facts_of_ann(content: Content, **more: Value) -> dict[str, Value]:
    given = {"pain_run": 4, "swelling": "small", "giving_way": "unknown", "age_band": "45_54", "knee_side": "left"}
    known = {**safe_default(content), **given, **more}
    return {name: value for name, value in known.items() if name != "clot_surgery"}


def week(number: int, **more: Any) -> WeekRow:
    return WeekRow(number, (FIRST + timedelta(days=7 * number - 7)).isoformat(), 7, **more)


def ann(content: Content, **more: Any) -> Case:
    """Ann after four weeks."""
    facts = facts_of_ann(content)
    known: dict[str, Any] = {
        "made_on": "2026-11-30",
        "facts": facts,
        "name": "Ann",
        "verdict": standing_of(content, facts).verdict,
        "verdict_on": "2026-11-03",
        "plan": PlanNow("2026-11-03", "ladder", 9, None, 3, "build", ("Clamshell", "Mini squat"), 18, 24, 25, 28),
        "days": way_back(),
        "weeks": [week(1, mean=2.25, highest=3, runs=3, level=7, up=1, **SESSIONS, score=58)],
        "signs": [("2026-11-12", "swelling")],
    }
    return Case(**{**known, **more})


def page(content: Content, case: Case, words: ReportWords) -> bytes:
    """The report as it leaves the outbox."""
    values = report_values(content, case, content.texts("en"), words)
    stored = json.loads(json.dumps(values))
    assert stored == values
    return printed("report", stored)


def said(pdf: bytes) -> str:
    """All words of a page on one line."""
    return " ".join(text_of(pdf).split())


def test_a_report_is_one_page_with_everything_on_it(content: Content, words: ReportWords) -> None:
    pdf = page(content, ann(content), words)
    assert pages_of(pdf) == 1
    text = said(pdf)
    for part in (
        "Self-reported by the runner through a chat program.",
        "This is not a diagnosis.",
        "Name as given Ann Age band 45 to 54 Knee left Report made 30 Nov 2026",
        f"Rules version {content.version}",
        "Advice given Urgent assessment, within 48 hours Told on 3 Nov 2026",
        "A knee that buckles and is swollen should be checked soon.",
        "Rules R34",
        "Worst pain on the last run 4/10",
        "Positive knee swelling: mild",
        "Not sure giving way",
        "Not asked major surgery within 12 weeks",
        "Signs since then swelling (12 Nov)",
        "1 3 Nov 7 2.3 3 3 level 7 1 – – 4 of 6 58",
        "Plan since 3 Nov 2026 Running Run and walk ladder, level 9 of 12, 3 sessions a week",
        "Strength-building stage: Clamshell, Mini squat",
        "Exercise sessions 18 of 24 (75%) Check-ins answered 25 of 28 (89%)",
        "Sources of the rules that decided: NHS advice on knee pain, 2026",
    ):
        assert part in text
    assert "locked knee" in text.partition("Negative")[2].partition("Not asked")[0]


def test_the_chart_is_on_the_page_in_clinical_words(content: Content, words: ReportWords) -> None:
    values = report_values(content, ann(content), content.texts("en"), words)
    svg = filled("report_chart", values["pictures"]["report_chart"])
    assert "Worst pain of the day, 0 to 10" in svg
    assert "one-tap answer" in svg
    assert "quiet" not in svg
    assert svg.count('class="dot"') == 22 + 1


def test_a_report_before_anything_was_done_is_a_page_too(content: Content, words: ReportWords) -> None:
    pdf = page(content, Case("2026-11-30", {}), words)
    assert pages_of(pdf) == 1
    assert "Name as given – Age band – Knee – Report made 30 Nov 2026" in said(pdf)
    assert "No triage on record" in said(pdf)
    assert "No plan at present" in said(pdf)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_a_name(content: Content, words: ReportWords, name: str) -> None:
    pdf = page(content, replace(ann(content), name=name), words)
    assert pages_of(pdf) == 1
    assert f"Name as given {name[:MOST_LETTERS]} Age band" in said(pdf)


@settings(max_examples=25, deadline=None)
@given(name=st.text(max_size=80))
def test_no_name_keeps_the_page_from_being_made(content: Content, words: ReportWords, name: str) -> None:
    assert pages_of(page(content, replace(ann(content), name=name, days=()), words)) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ann \n\t Lee ", "Ann Lee"),
        ("Ann 🏃🏽‍♀️ Lee", "Ann Lee"),
        ("Zoë Łuczak", "Zoë Łuczak"),
        ("Άννα", "Άννα"),
        ("Анна", "Анна"),
        ("李明", "given, in letters this page cannot print"),
        ("🏃", "–"),
        ("", "–"),
        ("A" * 100, "A" * 59 + "…"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_printed(
    content: Content, words: ReportWords, typed: str, shown: str
) -> None:
    values = report_values(content, replace(ann(content), name=typed), content.texts("en"), words)
    assert values["who"][0] == ["Name as given", shown]


def test_the_longest_report_still_is_one_page(content: Content, words: ReportWords) -> None:
    worst = {name: worst_of(fact) for name, fact in content.facts.items()}
    long = {
        "mean": 9.25,
        "highest": 10,
        "runs": 7,
        "km": 299.5,
        "up": 3,
        "down": 3,
        "stop": 3,
        **SESSIONS,
        "score": 100,
    }
    exercises = ("Lateral step down with a band",) * 6
    everything = tuple(rule.id for rule in content.rules)
    case = ann(
        content,
        facts={**worst, "knee_side": "both"},
        name="W" * 100,
        verdict=Verdict("clinician", "2 weeks", "modify", everything, keep_weight_off=True, content="2026.12.1"),
        days=[replace(one, mark=MARKS[number % 5]) for number, one in enumerate(way_back())],
        weeks=[week(number, **long) for number in range(1, 60)],
        plan=PlanNow("2026-11-03", "km", None, 299.5, 7, "return", exercises, 99, 99, 999, 999),
        signs=[("2026-11-12", "night_pain")] * 30,
    )
    values = report_values(content, case, content.texts("en"), words)
    assert [row[0] for row in values["rows"]] == [str(number) for number in range(48, 60)]
    pdf = printed("report", values)
    assert pages_of(pdf) == 1
    assert "Earlier weeks are left out." in said(pdf)
    assert is_inside_its_margins(values)


@pytest.mark.parametrize("weeks", range(0, 13, 3))
def test_nothing_leaves_the_page(content: Content, words: ReportWords, weeks: int) -> None:
    case = ann(content, weeks=[week(number, mean=2.5, level=7) for number in range(1, weeks + 1)])
    assert is_inside_its_margins(report_values(content, case, content.texts("en"), words))


def test_rows_that_no_wider_line_makes_fewer_stay_on_the_page_too(content: Content, words: ReportWords) -> None:
    values = report_values(content, ann(content), content.texts("en"), words)
    assert is_inside_its_margins({**values, "flags": values["flags"][:1], "rows": values["rows"] * 60})


def is_inside_its_margins(values: Mapping[str, Any]) -> bool:
    """Whether the outermost 8 of the 210 millimetres are blank on all sides, and the rest is not."""
    inputs = {"values": json.dumps({**values, "pictures": {}})}
    inputs |= {name: filled(name, taken) for name, taken in values["pictures"].items()}
    png = typst.compile((PAGES / "report.typ").read_bytes(), font_paths=[FONT], format="png", ppi=72, sys_inputs=inputs)
    assert isinstance(png, bytes)
    wide, high = size_of(png)
    seen, edge = pixels(png), 8 * wide // 210
    inked = [divmod(at, wide) for at, pixel in enumerate(seen) if min(pixel[:3]) < 200]
    return all(edge < x < wide - edge and edge < y < high - edge for y, x in inked) and len(inked) > 1000


def test_every_red_flag_is_told_as_it_was_answered(content: Content, words: ReportWords) -> None:
    flags = red_flags(content)
    assert len(flags) > 30
    for fact in flags:
        values = report_values(content, ann(content, facts={fact.id: worst_of(fact)}), content.texts("en"), words)
        told = dict(values["flags"])
        assert told["Positive"].startswith(words.said(f"facts.{fact.id}"))
        assert told["Not asked"].count(";") == len(flags) - 2
    best = {fact.id: fact.best for fact in flags}
    values = report_values(content, ann(content, facts=best), content.texts("en"), words)
    assert [label for label, _ in values["flags"]] == ["Positive", "Negative"]
    assert values["flags"][0][1] == "–"


def worst_of(fact: Any) -> Value:
    return True if fact.type == "bool" else str(fact.values[-1]) if fact.values else 10


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"chest_pain_or_breathless": True}, "Emergency care now"),
        ({"cannot_walk_4_steps": True}, "Urgent assessment, the same day"),
        (
            {"cannot_walk_4_steps": True, "injury_recent": True},
            "Emergency care now, no weight on the leg until seen",
        ),
        ({"pain_run": 5}, "Pause from running"),
        ({"pain_run": 3}, "Reduced running within limits"),
        ({}, "Usual running within limits"),
    ],
)
def test_the_outcome_of_triage_stands_in_neutral_words(
    content: Content, words: ReportWords, given: Mapping[str, Value], advice: str
) -> None:
    facts = {**safe_default(content), **given}
    case = ann(content, facts=facts, verdict=standing_of(content, facts).verdict)
    assert report_values(content, case, content.texts("en"), words)["outcome"][0] == ["Advice given", advice]


def test_it_is_named_by_its_date(content: Content, words: ReportWords) -> None:
    assert report_values(content, ann(content), content.texts("en"), words)["file"] == "knee-report-2026-11-30"


async def test_as_a_document_it_is_a_pdf_with_that_name(content: Content, words: ReportWords) -> None:
    values = report_values(content, ann(content), content.texts("en"), words)
    file = await made(Drawing("report", values), as_document=True)
    assert file.name == "knee-report-2026-11-30.pdf"
    assert pages_of(file.data) == 1


def test_a_fact_without_a_clinical_name_is_a_finding(content: Content, tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    source = (FOLDER / "en" / "report.yaml").read_text(encoding="utf-8")
    broken = source.replace("  knee_locked:", "  knee_lokked:").replace("\ntitle: Knee report", "\ntitle: 5 #")
    (tmp_path / "en" / "report.yaml").write_text(broken, encoding="utf-8")
    problems = Problems()
    read_report_words(tmp_path, "en", content.facts, problems)
    found = [str(problem) for problem in problems.found]
    assert any("'facts.knee_locked' is missing" in problem for problem in found)
    assert any("en/report.yaml, line" in problem and "'knee_lokked' is no fact" in problem for problem in found)
    assert any("'title' is no text" in problem for problem in found)
