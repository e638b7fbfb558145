"""`kneewise course`: a decision a day, and one clear sentence for what can't be read."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

START = {"disposition": "modify", "pain_run": 3, "pain_daily": 2, "mode": "ladder", "level": 6}
KM = {"disposition": "modify", "pain_daily": 1, "mode": "km", "km_week": 15, "km_plan": 10}


def told(*courses: object, code: int = 0) -> str:
    """What the command says of courses on standard input, one a line."""
    lines = "\n".join(course if isinstance(course, str) else json.dumps(course) for course in courses)
    result = CliRunner().invoke(app, ["course", "-"], input=lines)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout if code == 0 else result.stdout + result.stderr


def test_a_line_a_day_on_the_ladder() -> None:
    days = ["p2 r2", "p2", "OK", "(none)", "p3 limp", "p2 !swelling", "p2"]

    lines = [json.loads(line) for line in told({"start": START, "days": days}).splitlines()]

    assert lines == [
        {"day": 1, "row": "D18", "decision": "hold", "level": 6, "no_run_until": None},
        {"day": 2, "row": "D20", "decision": "hold", "level": 6, "no_run_until": None},
        {"day": 3, "row": "D20", "decision": "hold", "level": 6, "no_run_until": None},
        {"day": 4, "row": "M1", "decision": "none", "level": 6, "no_run_until": None},
        {"day": 5, "row": "D5", "decision": "stop", "level": 4, "no_run_until": 7},
        {"day": 6, "row": "D2", "decision": "stop", "level": 4, "no_run_until": 7},
        {"day": 7, "row": None, "decision": "none", "level": 4, "no_run_until": 7},
    ]


def test_in_km_mode_the_level_is_null_and_the_week_is_told() -> None:
    lines = [json.loads(line) for line in told({"start": KM, "days": ["p1 r2", "p1", "p1 r5"]}).splitlines()]

    assert lines[0] == {
        "day": 1,
        "row": "D18",
        "decision": "hold",
        "level": None,
        "km_plan": 10.0,
        "no_run_until": None,
    }
    assert lines[2] == {"day": 3, "row": "D9", "decision": "regress", "level": None, "km_plan": 7.0, "no_run_until": 4}


def test_a_visit_to_a_physio_is_told_where_it_is_advised_only() -> None:
    rest = {"disposition": "rest", "pain_daily": 5, "mode": "ladder", "level": 1}

    lines = [json.loads(line) for line in told({"start": rest, "days": ["p4"] * 14}).splitlines()]

    assert [line.get("see_physio") for line in lines] == [None] * 13 + [True]


def test_several_courses_one_a_line_or_one_over_a_whole_file(tmp_path: Path) -> None:
    course = {"start": START, "days": ["p2"]}
    file = tmp_path / "course.json"
    file.write_text(json.dumps(course, indent=2), encoding="utf-8")

    assert told(course, course).splitlines() == told(course).splitlines() * 2
    assert CliRunner().invoke(app, ["course", str(file)]).stdout == told(course)


def test_a_course_without_days_has_no_lines() -> None:
    assert told({"start": START, "days": []}) == ""


@pytest.mark.parametrize(
    ("course", "sentence"),
    [
        ("{", "standard input, line 1: this is no JSON."),
        ("[" * 100_000, "standard input, line 1: this is no JSON."),
        ("", "there is no case in it."),
        ('{"facts": {}}', 'a case is an object with the keys "start" and "days" and no other.'),
        ({"start": START}, 'a course is an object with the keys "start" and "days" and no other.'),
        ({"start": START, "days": "p2"}, '"days" must be a list of texts, one a day.'),
        ({"start": START, "days": ["p2", "p12"]}, "day 2: 'p12' is not allowed; a day has p0 to p10,"),
        ({"start": START, "days": [None]}, "day 1: None is no text;"),
        ({"start": [], "days": []}, '"start" must be an object'),
        ({"start": {**START, "levle": 1}, "days": []}, "start: 'levle' is no key here. Did you mean 'level'?"),
        ({"start": {**START, "level": 13}, "days": []}, "'level' is 13; it takes a whole number from 1 to 12."),
        ({"start": {**START, "level": True}, "days": []}, "'level' is True; it takes a whole number"),
        ({"start": {**START, "pain_run": 11}, "days": []}, "'pain_run' is 11; it takes a whole number from 0 to 10."),
        ({"start": {**START, "disposition": "urgent"}, "days": []}, "is 'urgent'; it takes rest, modify, run."),
        ({"start": {"mode": "ladder"}, "days": []}, "start: 'disposition' is missing; it takes rest, modify, run."),
        ({"start": {**START, "km_plan": 10}, "days": []}, "'km_plan' does not go with the mode 'ladder'."),
        ({"start": {**KM, "level": 3}, "days": []}, "'level' does not go with the mode 'km'."),
        ({"start": {**KM, "km_plan": 16}, "days": []}, "'km_plan' is 16; it takes a number from 0.5 to 15."),
        ({"start": {**KM, "km_plan": None}, "days": []}, "'km_plan' is missing; the mode 'km' needs it."),
        ('{"start": {"disposition": "run", "mode": "km", "km_week": NaN}, "days": []}', "'km_week' is nan;"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_else_is_printed(course: object, sentence: str) -> None:
    said = told({"start": START, "days": ["p2"]}, course, code=2) if course != "" else told("", code=2)

    assert sentence in said.replace("line 2", "line 1")
    assert said.count("\n") == 1
    assert said.startswith("kneewise: ")
