"""The report for a physio or doctor: what was answered, decided and done so far → the values of its page.

The page takes words only, so that nothing on it can be more than what stands here: everything is a plain text, a list
of texts, or a picture with its values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category
from unicodedata import name as unicode_name

from dialogs.amounts import amount_said, mean_said
from dialogs.charts import DayMark, pain_chart_values
from dialogs.content import Content
from dialogs.facts import UNKNOWN, Fact, Value
from dialogs.report_words import ReportWords
from dialogs.rules import Verdict
from dialogs.wording import Texts

MOST_WEEKS = 12
MOST_REASONS = 4
MOST_RULES = 16
MOST_SOURCES = 8
MOST_SIGNS = 8
MOST_LETTERS = 60
COLUMNS = 12
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""What the font that travels along can write."""
NOT_PRINTED = ("So", "Cf", "Cn", "Co", "Cs")
BREAKS = ("Cc", "Zl", "Zp", "Zs")
ADDED = "🏻🏼🏽🏾🏿\ufe0e\ufe0f"
"""What only changes how the sign before it looks."""
HISTORY = (
    "pain_location", "duration", "pain_run", "pain_daily_worst", "pain_rest", "settle", "next_morning",
    "morning_stiffness", "load_change", "gait_altered", "pain_sharp", "pain_builds",
)  # fmt: skip
"""What is told of pain and load, in this order, whether it is good or bad."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the course: `number` from 1, `first_date` ISO.

    `mean` and `highest` are of typed pain, None without any; `level` or `km` at its end, both None while running rests;
    `score` is that of the Knee week, 0 to 100, None where it was not answered.
    """

    number: int
    first_date: str
    answered: int
    mean: float | None = None
    highest: int | None = None
    runs: int = 0
    level: int | None = None
    km: float | None = None
    up: int = 0
    down: int = 0
    stop: int = 0
    exercises_done: int = 0
    exercises_planned: int = 0
    score: int | None = None


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan as it stands. `mode` is none, ladder, km or as_now; `stage` calm, build or return; `began` ISO.

    Sessions are counted since the plan began, check-ins too; `exercises` are the names of today's.
    """

    began: str
    mode: str
    level: int | None = None
    km_week: float | None = None
    runs_week: int | None = None
    stage: str | None = None
    exercises: Sequence[str] = ()
    sessions_done: int = 0
    sessions_planned: int = 0
    check_ins_done: int = 0
    check_ins_asked: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a report tells of one runner. Dates are ISO; `signs` are (date, id) of new signs in check-ins."""

    made_on: str
    facts: Mapping[str, Value]
    name: str = ""
    verdict: Verdict | None = None
    verdict_on: str | None = None
    plan: PlanNow | None = None
    days: Sequence[DayMark] = ()
    weeks: Sequence[WeekRow] = ()
    signs: Sequence[tuple[str, str]] = field(default_factory=tuple)


def report_values(content: Content, case: Case, texts: Texts, words: ReportWords) -> dict[str, Any]:
    """What report/report.typ takes, as plain JSON: texts, rows of texts, and the chart for its template."""
    labels = words.under("labels")
    return {
        "file": f"knee-report-{case.made_on}",
        "language": words.language,
        "title": words.said("title"),
        "note": words.said("note"),
        "none": words.said("none"),
        "chart": words.said("chart.pain"),
        "labels": labels,
        "who": _who(words, content, case),
        "outcome": _outcome(words, texts, content, case),
        "history": [_fact(words, content.facts[name], case.facts[name]) for name in HISTORY if name in case.facts],
        "flags": _flags(words, content, case.facts),
        "signs": [labels["signs"], _signs(words, case)],
        "heads": list(words.under("table").values())[:COLUMNS],
        "rows": [_week(words, row) for row in case.weeks[-MOST_WEEKS:]],
        "earlier": labels["earlier"] if len(case.weeks) > MOST_WEEKS else "",
        "plan": _plan(words, case.plan),
        "limits": labels["limits"],
        "sources": [labels["sources"], _sources(words, content, case.verdict)],
        "pictures": _pictures(words, texts, case.days),
    }


def _who(words: ReportWords, content: Content, case: Case) -> list[list[str]]:
    side = case.facts.get("knee_side")
    told = {
        "name": _name(words, case.name),
        "age": _value(words, content.facts["age_band"], case.facts["age_band"]) if "age_band" in case.facts else "",
        "side": words.said(f"values.knee_side.{side}") if side in ("left", "right", "both") else "",
        "made": _date(words, case.made_on),
        "content": content.version,
    }
    return _rows(words, told)


def _name(words: ReportWords, name: str) -> str:
    """A name as it was typed, on one line, not longer than a name, and without signs the font has none for."""
    seen = [letter for letter in name if category(letter) not in NOT_PRINTED and letter not in ADDED]
    line = " ".join("".join(" " if category(letter) in BREAKS else letter for letter in seen).split())
    if any(letter.isalpha() and not unicode_name(letter, "").startswith(SCRIPTS) for letter in line):
        return words.said("other_letters")
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…"


def _outcome(words: ReportWords, texts: Texts, content: Content, case: Case) -> list[list[str]]:
    verdict = case.verdict
    if verdict is None:
        return _rows(words, {"advice": words.said("triage.none")})
    parts = [words.said(f"triage.{verdict.disposition}")]
    if verdict.by and verdict.by != "now":
        parts.append(words.said(f"by.{verdict.by.replace(' ', '_')}"))
    parts += [words.said("triage.meanwhile")] if verdict.meanwhile else []
    parts += [words.said("triage.keep_weight_off")] if verdict.keep_weight_off else []
    because = [content.rule[rule].because for rule in verdict.because if rule in content.rule]
    reasons = [texts.text(f"reasons.{key}") for key in dict.fromkeys(because)]
    told = {
        "advice": ", ".join(parts),
        "told": _date(words, case.verdict_on) if case.verdict_on else "",
        "reasons": " ".join(reasons[:MOST_REASONS]),
        "rules": f"{_few(words, verdict.because, MOST_RULES)} ({verdict.content})",
    }
    return _rows(words, told)


def _flags(words: ReportWords, content: Content, facts: Mapping[str, Value]) -> list[list[str]]:
    """The answers to every question that can send to care: positive with their values, then the others."""
    groups: dict[str, list[str]] = {"positive": [], "not_sure": [], "negative": [], "not_asked": []}
    for fact in red_flags(content):
        value = facts.get(fact.id)
        name = words.said(f"facts.{fact.id}")
        if value is None:
            groups["not_asked"].append(name)
        elif value == UNKNOWN:
            groups["not_sure"].append(name)
        elif value == fact.best:
            groups["negative"].append(name)
        else:
            groups["positive"].append(name if value is True else f"{name}: {_value(words, fact, value)}")
    return [
        [words.said(f"labels.{group}"), "; ".join(names) or words.said("none")]
        for group, names in groups.items()
        if names or group == "positive"
    ]


def red_flags(content: Content) -> list[Fact]:
    """The facts that the screens of red flags ask for, in their order."""
    screens = [screen for screen in content.triage.screens if screen.red_flags]
    return list({item.fact.id: item.fact for screen in screens for item in screen.items}.values())


def _signs(words: ReportWords, case: Case) -> str:
    told = [f"{words.said(f'signs.{sign}')} ({_date(words, on, short=True)})" for on, sign in case.signs]
    return "; ".join(told[-MOST_SIGNS:]) or words.said("none")


def _week(words: ReportWords, row: WeekRow) -> list[str]:
    none = words.said("none")
    plan = none
    if row.level is not None:
        plan = words.said("table.level", amount=amount_said(row.level))
    elif row.km is not None:
        plan = words.said("table.km", amount=amount_said(row.km))
    exercises = words.said("of", done=row.exercises_done, planned=row.exercises_planned)
    return [
        str(row.number),
        _date(words, row.first_date, short=True),
        str(row.answered),
        none if row.mean is None else mean_said(row.mean),
        none if row.highest is None else str(row.highest),
        str(row.runs),
        plan,
        *(str(count) if count else none for count in (row.up, row.down, row.stop)),
        exercises if row.exercises_planned else none,
        none if row.score is None else str(row.score),
    ]


def _plan(words: ReportWords, plan: PlanNow | None) -> list[list[str]]:
    if plan is None:
        return _rows(words, {"running": words.said("running.closed")})
    figures = {"level": amount_said(plan.level or 0), "runs": plan.runs_week, "km": amount_said(plan.km_week or 0)}
    exercises = ", ".join(plan.exercises)
    stage = words.said(f"stages.{plan.stage}") if plan.stage else ""
    told = {
        "since": _date(words, plan.began),
        "running": words.said(f"running.{plan.mode}", **figures),
        "strength": ": ".join(filter(None, (stage, exercises))),
        "sessions": _share(words, plan.sessions_done, plan.sessions_planned),
        "check_ins": _share(words, plan.check_ins_done, plan.check_ins_asked),
    }
    return _rows(words, told)


def _share(words: ReportWords, done: int, planned: int) -> str:
    return words.said("percent", done=done, planned=planned, percent=100 * done // planned) if planned else ""


def _sources(words: ReportWords, content: Content, verdict: Verdict | None) -> str:
    rules = [content.rule[rule] for rule in verdict.because if rule in content.rule] if verdict else []
    names = dict.fromkeys(content.sources[source].name for rule in rules for source in rule.source)
    return _few(words, list(names), MOST_SOURCES, "; ")


def _few(words: ReportWords, names: Sequence[str], most: int, between: str = ", ") -> str:
    return between.join([*names[:most], words.said("others")] if len(names) > most else names)


def _pictures(words: ReportWords, texts: Texts, days: Sequence[DayMark]) -> dict[str, Any]:
    """The chart in the words of this report; none where there is no day to show."""
    if not days:
        return {}
    chart = pain_chart_values(days, texts)
    return {"report_chart": {**chart, "words": {**chart["words"], **words.under("chart")}}}


def _fact(words: ReportWords, fact: Fact, value: Value) -> list[str]:
    name = words.said(f"facts.{fact.id}")
    return [name[:1].upper() + name[1:], _value(words, fact, value)]


def _value(words: ReportWords, fact: Fact, value: Value) -> str:
    if value == UNKNOWN:
        return words.said("unsure")
    if fact.type == "choice":
        return words.said(f"values.{fact.id}.{value}")
    if fact.type == "score":
        return words.said("score", number=value)
    return words.said("yes" if value else "no")


def _rows(words: ReportWords, told: Mapping[str, str]) -> list[list[str]]:
    """Labels and what stands beside them, a dash where there is nothing."""
    return [[words.said(f"labels.{name}"), text or words.said("none")] for name, text in told.items()]


def _date(words: ReportWords, iso: str, *, short: bool = False) -> str:
    day = date.fromisoformat(iso)
    month = words.said(f"months.{day.month}")
    return words.said("short_date" if short else "date", day=day.day, month=month, year=day.year)
