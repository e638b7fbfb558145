"""content/README.md: its recipes work as written, and `verify` says what it says it does."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from dialogs.cases import safe_default
from dialogs.content import FOLDER, read_content
from dialogs.standing import standing_of
from dialogs.verify import verify
from dialogs.verify.version import fingerprint

README = (FOLDER / "README.md").read_text(encoding="utf-8")
TODAY = date(2026, 12, 1)

# Files that are not simply written on: what a recipe adds goes before this line.
BEFORE = {
    "facts.yaml": "  # The knee and the lower leg\n",
    "questions/triage.yaml": "  - id: load_change ",
    "regions.yaml": "  - {id: OTHER",
    "regions.yaml, countries": "  # European Union\n",
}

Change = Callable[[Path], None]


def blocks(heading: str) -> list[str]:
    """The YAML of a recipe, piece by piece."""
    part = re.split(r"^## ", README, flags=re.MULTILINE)
    recipe = next(text for text in part if text.startswith(heading))
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


def translated(folder: Path) -> None:
    """A second language, not yet translated."""
    shutil.copytree(folder / "en", folder / "de")


def gone(place: str) -> Change:
    """A file that is not there."""
    return lambda folder: (folder / place).unlink()


FACT, PLACE, WORDS = blocks("Add a question")
RULE, REASON, RUNNERS = blocks("Add a rule")
(NUMBER,) = blocks("Change a number")
(SOURCE,) = blocks("Add a source")
REGION, COUNTRY, REGION_WORDS = blocks("Add a country")
(PHRASES,) = blocks("Add a language")

ASKED = [add(FACT, "facts.yaml"), add(PLACE, "questions/triage.yaml"), add(WORDS, "en/questions.yaml")]
RULED = [add(RULE, "rules/modify.yaml"), add(REASON, "en/reasons.yaml")]
NAMED = replace("rules/run.yaml", "source: [ESC18]", "source: [ESC18, SQUAT26]")
IN_JAPAN = [
    add(REGION, "regions.yaml"),
    add(COUNTRY, "regions.yaml, countries"),
    add(REGION_WORDS, "en/regions.yaml"),
]
CLINICIAN = RULE.replace("  because", "  by: 1 week\n  because")


def worded(old: str, new: str) -> list[Change]:
    """The question with other words, and its rule."""
    assert old in WORDS
    return [*ASKED[:2], add(WORDS.replace(old, new), "en/questions.yaml"), *RULED]


def ruled(old: str, new: str) -> list[Change]:
    """The question with another rule."""
    assert old in RULE
    return [*ASKED, add(RULE.replace(old, new), "rules/modify.yaml"), RULED[1]]


LOOSE: dict[str, list[Change]] = {
    "en/questions.yaml: the text 'deep_squat_pain.ask' is missing": [*ASKED[:2], *RULED],
    "no question asks for 'deep_squat_pain'": [ASKED[0], ASKED[2]],
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
}
"""By a piece of the line the README shows: the mistake that brings it. These are found at once."""

PLAYED: dict[tuple[str, ...], list[Change]] = {
    (
        "two questions stand in one",
        "R56: no answers make it fire",
        "the label 'Warum sagst du mir das eigentlich so?'",
    ): [
        *worded("a deep squat hurt?", "a deep squat hurt, and does it hurt on stairs?"),
        replace("rules/rest.yaml", "when: pain_run >= 4\n", "when: pain_run >= 11\n"),
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
    for change in [*ASKED, *RULED, add(SOURCE, "sources.yaml"), NAMED, *IN_JAPAN]:
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


def test_every_file_is_in_the_table() -> None:
    named = set(re.findall(r"`([\w/*.]+)`", README.split("## The files")[1].split("## ")[0]))
    files = {
        re.sub(r"^(rules|en/messages)/\w+", r"\1/*", path.relative_to(FOLDER).as_posix())
        for pattern in ("*.yaml", "questions/*.yaml", "rules/*.yaml", "en/*.yaml", "en/messages/*.j2")
        for path in FOLDER.glob(pattern)
    }
    named |= {f"en/{name}" for name in named if "/" not in name and name.endswith(".yaml")}

    assert files - named == set()
