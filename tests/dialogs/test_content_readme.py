"""content/README.md: its recipes work as written, and `verify` says what it says it does."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.courses import PAGES, replayed

from bot.exercise_pictures import exercise_values, read_poses
from dialogs.cases import safe_default
from dialogs.content import FOLDER, Content, read_content
from dialogs.courses import course_days
from dialogs.standing import standing_of
from dialogs.verify import verify
from dialogs.version import fingerprint

README = (FOLDER / "README.md").read_text(encoding="utf-8")
TODAY = date(2026, 12, 1)

# Files that are not simply written on: what a recipe adds goes before this line.
BEFORE = {
    "facts.yaml": "  # The knee and the lower leg\n",
    "questions/triage.yaml": "  - id: load_change ",
    "regions.yaml": "  - {id: OTHER",
    "regions.yaml, countries": "  # European Union\n",
    "en/report.yaml": "\nvalues:\n",
    "facts.yaml, check-in": "\n  # The week\n",
    "questions/check_in.yaml": "  - id: news\n",
    "en/questions_plan.yaml": "# --- The week",
    "plan/exercises.yaml": "\n# Held 30 s, twice",
    "en/exercises.yaml": "# --- Stretches",
    "pictures/poses.yaml": "  quad_stretch:\n",
}

Change = Callable[[Path], None]


def blocks(heading: str) -> list[str]:
    """The YAML of a recipe, piece by piece."""
    part = re.split(r"^## ", README, flags=re.MULTILINE)
    recipe = next(text for text in part if text.startswith(f"{heading}\n"))
    return re.findall(r"```yaml\n(.*?)```", recipe, re.DOTALL)


def add(text: str, place: str) -> Change:
    """Write something into a file of the content, where it belongs."""

    def change(folder: Path) -> None:
        path = folder / place.partition(",")[0]
        before = path.read_text(encoding="utf-8")
        if place not in BEFORE:
            after = f"{before}\n{text}"
        else:
            assert before.count(BEFORE[place]) == 1
            after = before.replace(BEFORE[place], f"{text}\n{BEFORE[place]}")
        path.write_text(after, encoding="utf-8")

    return change


def replace(place: str, old: str, new: str) -> Change:
    """Change something that stands in a file once."""

    def change(folder: Path) -> None:
        text = (folder / place).read_text(encoding="utf-8")
        assert text.count(old) == 1, (place, old)
        (folder / place).write_text(text.replace(old, new), encoding="utf-8")

    return change


def instead(text: str, place: str) -> Change:
    """Write an entry in the place of the one that has its name."""
    head = text.splitlines()[0]
    indent, name = len(head) - len(head.lstrip()), re.findall(r"\w+", head.replace("id:", ""))[0]
    entry = rf"^ {{{indent}}}(?:- \{{?id: )?{name}\b.*\n(?:^ {{{indent + 1},}}\S.*\n)*"

    def change(folder: Path) -> None:
        before = (folder / place).read_text(encoding="utf-8")
        assert len(re.findall(entry, before, re.MULTILINE)) == 1, (place, name)
        (folder / place).write_text(re.sub(entry, lambda _: text, before, flags=re.MULTILINE), encoding="utf-8")

    return change


def translated(folder: Path) -> None:
    """A second language, not yet translated."""
    shutil.copytree(folder / "en", folder / "de")


def gone(place: str) -> Change:
    """A file that is not there."""
    return lambda folder: (folder / place).unlink()


FACT, PLACE, WORDS, CLINICAL = blocks("Add a question")
RULE, REASON, RUNNERS = blocks("Add a rule")
(NUMBER,) = blocks("Change a number")
(SOURCE,) = blocks("Add a source")
REGION, COUNTRY, REGION_WORDS = blocks("Add a country")
(PHRASES,) = blocks("Add a language")
(ROW,) = blocks("How a day is decided")
(WEEK_DOWN,) = blocks("Change a number of the plan")
(SEVERE,) = blocks("Change when a day stops, holds or goes up")
(SEVERE_WORDS,) = blocks("Change the words of a decision")
(PRESS,) = blocks("Change a move")
BRIDGE, BRIDGE_WORDS, BRIDGE_POSE = blocks("Add a move")
SLEPT, SLEPT_PLACE, SLEPT_WORDS = blocks("Add a question to the check-in")

NAMED_CLINICALLY = add(CLINICAL, "en/report.yaml")
ASKED = [
    add(FACT, "facts.yaml"),
    add(PLACE, "questions/triage.yaml"),
    add(WORDS, "en/questions.yaml"),
    NAMED_CLINICALLY,
]
RULED = [add(RULE, "rules/modify.yaml"), add(REASON, "en/reasons.yaml")]
NAMED = replace("rules/run.yaml", "source: [ESC18]", "source: [ESC18, SQUAT26]")
IN_JAPAN = [
    add(REGION, "regions.yaml"),
    add(COUNTRY, "regions.yaml, countries"),
    add(REGION_WORDS, "en/regions.yaml"),
]
CLINICIAN = RULE.replace("  because", "  by: 1 week\n  because")
LESS_KM = [instead(WEEK_DOWN, "plan/load.yaml")]
SOONER = [instead(SEVERE, "plan/decisions.yaml"), instead(SEVERE_WORDS, "en/decisions.yaml")]
PRESSED = [instead(PRESS, "plan/exercises.yaml")]
BRIDGED = [
    add(BRIDGE, "plan/exercises.yaml"),
    add(BRIDGE_WORDS, "en/exercises.yaml"),
    add(BRIDGE_POSE, "pictures/poses.yaml"),
]
SLEPT_ASKED = [
    add(SLEPT, "facts.yaml, check-in"),
    add(SLEPT_PLACE, "questions/check_in.yaml"),
    add(SLEPT_WORDS, "en/questions_plan.yaml"),
]
PLANNED = [*LESS_KM, *SOONER, *PRESSED, *BRIDGED, *SLEPT_ASKED]


def worded(old: str, new: str) -> list[Change]:
    """The question with other words, and its rule."""
    assert old in WORDS
    return [*ASKED[:2], add(WORDS.replace(old, new), "en/questions.yaml"), NAMED_CLINICALLY, *RULED]


def ruled(old: str, new: str) -> list[Change]:
    """The question with another rule."""
    assert old in RULE
    return [*ASKED, add(RULE.replace(old, new), "rules/modify.yaml"), RULED[1]]


def with_other(text: str, old: str, new: str, place: str) -> list[Change]:
    """A recipe of the plan with a mistake in it."""
    assert text.count(old) == 1, (text, old)
    return [(add if text in (BRIDGE, BRIDGE_WORDS) else instead)(text.replace(old, new), place)]


def decided(old: str, new: str) -> list[Change]:
    return with_other(SEVERE, old, new, "plan/decisions.yaml")


def cut(old: str, new: str) -> list[Change]:
    return with_other(WEEK_DOWN, old, new, "plan/load.yaml")


def pressed(old: str, new: str) -> list[Change]:
    return with_other(PRESS, old, new, "plan/exercises.yaml")


LOOSE: dict[str, list[Change]] = {
    "en/questions.yaml: the text 'deep_squat_pain.ask' is missing": [*ASKED[:2], NAMED_CLINICALLY, *RULED],
    "no question asks for 'deep_squat_pain'": [ASKED[0], *ASKED[2:]],
    "en/report.yaml: the text 'facts.deep_squat_pain' is missing": [*ASKED[:3], *RULED],
    "'deep_squat_pain' is asked for, but nothing reads it": ASKED,
    "it reads the fact 'ran_last_14_day',": [
        ASKED[0],
        add(PLACE.replace("14_days", "14_day"), "questions/triage.yaml"),
    ],
    "'deep_squat_pane'": ruled("when: deep_squat_pain", "when: deep_squat_pane"),
    "'deep_squat_pain' is a yes or no": ruled("when: deep_squat_pain", "when: deep_squat_pain >= 1"),
    "'1215' is a number": ruled("when: deep_squat_pain", "when: age_band == 12_15"),
    "the text 'squat_hurts' is missing": [*ASKED, RULED[0]],
    "its source 'JUDGMENT' is not in sources.yaml": ruled("JUDGEMENT", "JUDGMENT"),
    "'by' is missing": [*ASKED, add(RULE, "rules/clinician.yaml"), RULED[1]],
    "the id 'R65' stands twice": ruled("R71", "R65"),
    "R56: ''4'' is not a number": [replace("rules/rest.yaml", "when: pain_run >= 4\n", "when: pain_run >= '4'\n")],
    "'review_by' is missing": [add(re.sub(r"  review_by: .*\n", "", SOURCE), "sources.yaml"), NAMED],
    "the text 'JP.name' is missing": IN_JAPAN[:2],
    "'emergency' is read as the number 119": [add(REGION.replace('"119"', "119"), "regions.yaml"), IN_JAPAN[2]],
    "'JP: JPN' leads to no region": [
        IN_JAPAN[0],
        add(COUNTRY.replace(": JP", ": JPN"), "regions.yaml, countries"),
        IN_JAPAN[2],
    ],
    "de/messages/help.j2: the message is missing": [translated, gone("de/messages/help.j2")],
    "de/reasons.yaml: the text 'pain_over_three' is missing": [
        translated,
        replace("de/reasons.yaml", "pain_over_three:", "pain_over_four:"),
    ],
    "the text 'no' holds False": [translated, replace("de/buttons.yaml", '"no": "No"', '"no": no')],
    "week_dwon: nothing reads this number": [replace("plan/load.yaml", "{id: week_down,", "{id: week_dwon,")],
    "week_down: its unit is 'km'": cut("percent", "km"),
    "week_down: 'value' is 600": cut("60", "600"),
    "week_down: 'value' is the text '60'": cut("60", '"60"'),
    "week_down: it has no source": cut("[JUDGEMENT]", "[]"),
    "D3: it reads the fact 'pian'": decided("when: pain", "when: pian"),
    "'stopp' is no decision": decided("decision: stop", "decision: stopp"),
    "'lock' is no key here": decided("locks:", "lock:"),
    "D3: ''6'' is not a number": decided("6", "'6'"),
    "the row 'D2' stands here twice": [replace("plan/decisions.yaml", "{id: D3,", "{id: D2,")],
    "the text 'reasons.severe_pian.seen' is missing": decided("severe_pain", "severe_pian"),
    "the text 'reasons.severe_pain.change' is missing": with_other(
        SEVERE_WORDS, "    change:", "    changes:", "en/decisions.yaml"
    ),
    "mapping values are not allowed in this context": with_other(
        SEVERE_WORDS, '"Your knee hurts a lot today: 6 or more."', "Your knee hurts: a lot.", "en/decisions.yaml"
    ),
    "'swap' names 'straight_leg_raize'": pressed("straight_leg_raise", "straight_leg_raize"),
    "it says neither how many nor how long": pressed("reps: [8, 10], hold_s: 5, ", ""),
    "'reps' is no number and no range": pressed("[8, 10]", "[10, 8]"),
    "'single_leg_bridge' is a loaded move": [
        replace("plan/stages.yaml", "hip, moves: [band_bridge]", "hip, moves: [single_leg_bridge]")
    ],
    "'clamshell' does not load the knee": [
        replace(
            "plan/stages.yaml",
            "moves: [quad_set]}\n      - {slot: trunk",
            "moves: [clamshell]}\n      - {slot: trunk",
        )
    ],
    "the text 'bridge.how' is missing": [BRIDGED[0], BRIDGED[2]],
    "'regions' names 'hips'": with_other(BRIDGE, "[hip, trunk]", "[hips, trunk]", "plan/exercises.yaml"),
    "clamshell: this id stands twice": with_other(BRIDGE, "id: bridge", "id: clamshell", "plan/exercises.yaml"),
    "no question of the day asks for 'slept_badly'": [SLEPT_ASKED[0], SLEPT_ASKED[2]],
    "the text 'slept_badly.ask' is missing": SLEPT_ASKED[:2],
    "the text 'facts.slept_badly' is missing": [
        add(SLEPT.replace(", part: check_in", ""), "facts.yaml, check-in"),
        *SLEPT_ASKED[1:],
    ],
    "'R71' reads 'slept_badly'": [
        *SLEPT_ASKED,
        add(RULE.replace("deep_squat_pain", "slept_badly"), "rules/modify.yaml"),
        RULED[1],
    ],
}
"""By a piece of the line the README shows: the mistake that brings it. These are found at once."""

PLAYED: dict[tuple[str, ...], list[Change]] = {
    (
        "two questions stand in one",
        "R56: no answers make it fire",
        "the label 'Warum sagst du mir das eigentlich so?'",
        "'You have' must not appear",
        "a sentence has 24 words",
        "the label 'Bridge on the back with both feet'",
    ): [
        *worded("a deep squat hurt?", "a deep squat hurt, and does it hurt on stairs?"),
        replace("rules/rest.yaml", "when: pain_run >= 4\n", "when: pain_run >= 11\n"),
        instead(
            SEVERE_WORDS.replace("Your knee hurts a lot today: 6 or more.", "You have runner's knee.").replace(
                "what to do next.",
                "what to do next, how soon somebody should look at your knee, and when it is time to think of running "
                "again.",
            ),
            "en/decisions.yaml",
        ),
        BRIDGED[0],
        BRIDGED[2],
        *with_other(BRIDGE_WORDS, "name: Bridge", "name: Bridge on the back with both feet", "en/exercises.yaml"),
        translated,
        replace("de/buttons.yaml", "Why do you say this?", "Warum sagst du mir das eigentlich so?"),
    ],
    (
        "'patellofemoral' must not appear",
        "the label 'Hurts when I go down into a deep squat'",
        "R71: no answers make it fire",
        "nothing names the source 'SQUAT26'",
    ): [
        add(SOURCE, "sources.yaml"),
        *ASKED[:2],
        add(
            WORDS.replace("Does a deep", "Does a patellofemoral").replace("Hurts in", "Hurts when I go down into"),
            "en/questions.yaml",
        ),
        add(RULE.replace("when: deep_squat_pain", "when: deep_squat_pain and pain_run >= 11"), "rules/modify.yaml"),
        RULED[1],
        NAMED_CLINICALLY,
    ],
    (
        "R71: a worse answer makes it less urgent",
        "nobody fills '{{ land }}'",
        "<b> is not closed",
        "'nothing to worry about' must not appear",
        "'SQUAT26' was to be looked at again",
    ): [
        add(SOURCE.replace("2029", "2025"), "sources.yaml"),
        NAMED,
        add(
            CLINICIAN.replace("when: deep_squat_pain", "when: pain_run >= 4 and pain_run <= 6"), "rules/clinician.yaml"
        ),
        RULED[1],
        replace("en/messages/country_set.j2", "{{ country }}", "{{ land }}"),
        replace("en/messages/country_set.j2", "In an emergency", "There is nothing to worry about. In an emergency"),
        replace("en/messages/menu.j2", "</b>", ""),
    ],
}
"""What only a walk through the dialogue or a proof finds takes a while, so several mistakes are made at once."""

MISTAKES = {**{(piece,): changes for piece, changes in LOOSE.items()}, **PLAYED}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content to spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "content", ignore=shutil.ignore_patterns("*.png", "*.py*")))


def shown_lines() -> list[str]:
    """What the tables say that `verify` says."""
    return re.findall(r"^\| .* \| `([\w/]+\.(?:yaml|j2).*: .+)` \|$", README, re.MULTILINE)


def test_every_line_in_a_table_has_its_mistake_here() -> None:
    shown = shown_lines()
    pieces = [piece for group in MISTAKES for piece in group]

    assert [line for line in shown if sum(piece in line for piece in pieces) != 1] == []
    assert [piece for piece in pieces if sum(piece in line for line in shown) != 1] == []


@pytest.mark.parametrize("pieces", MISTAKES, ids=" and ".join)
def test_verify_says_what_the_readme_says(folder: Path, pieces: tuple[str, ...]) -> None:
    for change in MISTAKES[pieces]:
        change(folder)
    said = [re.sub(r"line \d+", "line …", str(finding)) for finding in verify(folder, TODAY)]

    assert {next(line for line in shown_lines() if piece in line) for piece in pieces} - set(said) == set()


def test_all_recipes_together_leave_nothing_to_find(folder: Path) -> None:
    for change in [*ASKED, *RULED, add(SOURCE, "sources.yaml"), NAMED, *IN_JAPAN, *PLANNED]:
        change(folder)
    [finding] = verify(folder, TODAY)
    assert finding.check == "version"
    replace("content.yaml", fingerprint(FOLDER), fingerprint(folder))(folder)

    assert [str(finding) for finding in verify(folder, TODAY)] == []


def test_the_runners_of_the_rule_recipe_get_their_verdicts(folder: Path) -> None:
    for change in [*ASKED, *RULED]:
        change(folder)
    content = read_content(folder)

    for case in yaml.safe_load(RUNNERS):
        verdict = standing_of(content, {**safe_default(content), **case["facts"]}).verdict
        assert {"disposition": verdict.disposition, "because": list(verdict.because)} == case["verdict"], case["name"]


def test_the_number_recipe_changes_a_rule_that_is_there() -> None:
    (rule,) = yaml.safe_load(NUMBER)
    rules = {one["id"]: one for one in yaml.safe_load((FOLDER / "rules/rest.yaml").read_text(encoding="utf-8"))}

    assert rules[rule["id"]] != rule
    assert {**rules[rule["id"]], "when": rule["when"]} == rule


def test_the_phrases_of_the_language_recipe_are_heard(folder: Path) -> None:
    translated(folder)
    replace("phrases.yaml", "\ndistress:\n", f"\n{PHRASES}\ndistress:\n")(folder)
    phrases = read_content(folder).phrases["de"]

    assert phrases.in_text("Ich habe seit heute Brustschmerzen") is not None
    assert phrases.in_text("I have chest pain") is not None


# the plan


def shipped(place: str) -> Any:
    """A file of the content as YAML."""
    return yaml.safe_load((FOLDER / place).read_text(encoding="utf-8"))


def by_id(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in entries}


def test_the_row_that_is_explained_is_the_one_that_decides() -> None:
    (row,) = yaml.safe_load(ROW)

    assert by_id(shipped("plan/decisions.yaml")["day"]["alarms"])["D9"] == row


@pytest.mark.parametrize(
    ("recipe", "entries", "changed"),
    [
        (WEEK_DOWN, shipped("plan/load.yaml")["numbers"], {"value"}),
        (SEVERE, shipped("plan/decisions.yaml")["day"]["alarms"], {"when"}),
        (PRESS, shipped("plan/exercises.yaml")["strength"], {"dose", "swap"}),
    ],
    ids=["number", "row", "move"],
)
def test_a_recipe_of_the_plan_changes_what_it_says_and_no_more(
    recipe: str, entries: list[dict[str, Any]], changed: set[str]
) -> None:
    (entry,) = yaml.safe_load(recipe)
    before = by_id(entries)[entry["id"]]

    assert {key for key in before.keys() | entry.keys() if before.get(key) != entry.get(key)} == changed


def played(content: Content, case: dict[str, Any]) -> list[dict[str, Any]]:
    return course_days(content.decisions, content.load, case)


def test_the_course_of_the_number_recipe_is_decided_as_shown(folder: Path, content: Content) -> None:
    found = re.search(r"^\$ echo '(.+)' \| \.venv/bin/kneewise course -\n(\{.+\})$", README, re.MULTILINE)
    assert found
    case, after = map(json.loads, found.groups())
    before = float(re.findall(r"Before the change it said ([\d.]+\d)", README)[0])

    assert played(content, case) == [{**after, "km_plan": before}]
    LESS_KM[0](folder)
    assert played(read_content(folder), case) == [after]


def test_every_course_of_the_readme_can_be_played(content: Content) -> None:
    cases = re.findall(r"echo '([^']+)' \\?\| \.venv/bin/kneewise course", README)

    assert len(cases) >= 2
    for case in cases:
        assert played(content, json.loads(case))


@pytest.mark.parametrize(
    ("changes", "named"),
    [(LESS_KM, "g11_red_twice_in_a_week"), (SOONER, "C8 Rest verdict, then start")],
    ids=["number", "row"],
)
def test_the_courses_that_move_are_those_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, changes: list[Change], named: str
) -> None:
    for change in changes:
        change(folder)
    changed = read_content(folder)
    monkeypatch.setattr("support.courses.tables", lambda: (changed.decisions, changed.load))
    pages = {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("*.txt")}
    moved = {stem: page for stem, page in pages.items() if replayed(page, changed.decisions)[0] != page}

    assert f"`{named}`" in README
    assert named in moved or any(page.startswith(f"# {named}\n") for page in moved.values())
    assert len(moved) < len(pages) / 4


def test_the_move_of_the_recipe_is_drawn_and_takes_its_place_in_the_library(folder: Path) -> None:
    for change in BRIDGED:
        change(folder)
    move = read_content(folder).library.moves["bridge"]
    values = exercise_values(read_poses(folder)["bridge"])

    assert move.stages == ("calm", "build")
    assert [panel["number"] for panel in values["panels"]] == [1, 2]


def test_the_question_of_the_recipe_is_asked_on_a_day_with_something_to_tell(folder: Path) -> None:
    for change in SLEPT_ASKED:
        change(folder)
    screens = [screen.id for screen in read_content(folder).questionnaires["check_in"].screens]

    assert screens.index("slept_badly") == screens.index("news") - 1


def test_every_file_is_in_the_table() -> None:
    table = README.split("## The files")[1].split("## ")[0]
    named = [
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([\w/*.]+)`", line.split("|")[1])
    ]
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    files = {file for file in files if file != "README.md" and "__pycache__" not in file and not file.endswith(".py")}

    assert sorted(file for file in files if not any(fnmatch(file, name) for name in named)) == []
    assert [name for name in named if "*" not in name and name not in files] == []
