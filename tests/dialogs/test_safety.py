"""The safety pages: hazards are whole, what they name is there, and the pages say what the content says."""

import re
import shutil
from pathlib import Path

import pytest
from support.hazards import Gate, functions_of, named_tests

from dialogs.content import FOLDER, Content
from dialogs.errors import ContentErrors
from dialogs.expressions import parse
from dialogs.reading import Problems
from dialogs.safety import pages
from dialogs.safety.conditions import in_words
from dialogs.safety.hazards import MATRIX, STATUSES, Hazard, read_hazards

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def hazards(content: Content) -> list[Hazard]:
    problems = Problems()
    found = read_hazards(FOLDER, content.rule, problems)
    problems.check()
    return found


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pages as they should stand, by name."""
    return {path.name: page for path, page in pages().items()}


# the hazards that are shipped


def test_hazards_are_numbered_without_a_gap_and_none_is_lost(hazards: list[Hazard]) -> None:
    assert [hazard.id for hazard in hazards] == [f"H-{number:02}" for number in range(1, len(hazards) + 1)]
    assert len(hazards) >= 40


def test_the_worse_or_likelier_is_never_the_smaller_risk() -> None:
    for row in [*MATRIX, *zip(*MATRIX, strict=True)]:
        assert list(row) == sorted(row)


def test_a_controlled_hazard_has_a_control_that_is_no_mere_process(hazards: list[Hazard]) -> None:
    for hazard in hazards:
        if hazard.status == "controlled":
            assert {control.type for control in hazard.controls} & {"design", "test", "information"}, hazard.id


def test_every_rule_that_sends_to_care_soon_belongs_to_a_hazard(content: Content, hazards: list[Hazard]) -> None:
    urgent = {rule.id for rule in content.rules if rule.disposition in ("emergency", "urgent")}

    assert urgent <= set(hazards[0].rules)


def test_every_test_that_is_a_control_exists(hazards: list[Hazard]) -> None:
    named = named_tests(hazards)

    assert [name for name in named if name not in functions_of(name.partition("::")[0])] == []


def test_every_file_that_is_a_control_exists(hazards: list[Hazard]) -> None:
    files = {control.ref for hazard in hazards for control in hazard.controls if control.type != "test"}

    assert [file for file in sorted(files) if not (ROOT / file).is_file()] == []


# what an author gets wrong


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: ", "titel: ", "'title' is missing. Write it."),
        ("title: ", "titel: ", "'titel' is no key here. Did you mean 'title'?"),
        ("severity: 5\n", "severity: 5.5\n", "severity and likelihood go from 1 to 5."),
        ("severity: 5\n", "severity: high\n", "'severity' is the text 'high'. Write a number."),
        ("\nrisk: 5", "\nrisk: 4", "the risk of severity 5 and likelihood 4 is not 4. Write 5."),
        ("  risk: 3", "  risk: 2", "the residual risk of severity 5 and likelihood 1 is not 2. Write 3."),
        ("  justification: >-", "  justify: >-", "'justify' is no key here. Did you mean 'justification'?"),
        ("  justification: >-", '  justification: ""\nmissing: >-', "a residual risk above 2 has no justification."),
        ("likelihood: 4\nrisk: 5", "likelihood: 1\nrisk: 3", None),
        ("  likelihood: 1\n  risk: 3", "  likelihood: 5\n  risk: 5", None),
        ("likelihood: 4\nrisk: 5", "likelihood: 0\nrisk: 5", "severity and likelihood go from 1 to 5."),
        ("status: controlled", "status: done", "'done' is no status. Use open, controlled, closed."),
        ("status: controlled", "status: open", "'missing' and 'open' go together."),
        ("status: controlled", "status: controlled\nmissing: much", "'missing' and 'open' go together."),
        ("type: design", "type: hope", "'hope' is no type of control. Use design, test, information, process."),
        ("    ref: dialogs/rules.py\n", "", "'ref' is missing. Write it."),
        ("[R01, ", "[R71, ", "there is no rule 'R71'."),
        ('updated: "2026-11-22"', 'updated: "today"', "'today' is no date."),
        ('updated: "2026-11-22"', "updated: 2026-11-22", "'updated' is "),
        ("id: H-01", "id: H-07", "the hazard 'H-07' stands where H-01 is due."),
        ("causes:\n", "causes: carelessness\nreasons:\n", "'causes' is the text 'carelessness'."),
    ],
)
def test_a_mistake_in_a_hazard_is_named_with_its_remedy(
    content: Content, tmp_path: Path, old: str, new: str, message: str | None
) -> None:
    shutil.copytree(FOLDER / "safety", tmp_path / "safety")
    path = tmp_path / "safety" / "hazards" / "H-01.yaml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    problems = Problems()
    read_hazards(tmp_path, content.rule, problems)

    found = [str(problem) for problem in problems.found]
    if message is None:
        assert found == []
    else:
        assert any(line.startswith(f"safety/hazards/H-01.yaml: {message}") for line in found), found


def test_a_residual_risk_above_the_risk_before_is_found(content: Content, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "safety", tmp_path / "safety")
    path = tmp_path / "safety" / "hazards" / "H-05.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("severity: 4\nlikelihood: 3\nrisk: 4", "severity: 1\nlikelihood: 1\nrisk: 1"))

    problems = Problems()
    read_hazards(tmp_path, content.rule, problems)

    assert [error.problem for error in problems.found] == ["its residual risk is above the risk before."]


def test_a_hazard_that_was_deleted_leaves_a_gap_that_is_found(content: Content, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "safety", tmp_path / "safety")
    (tmp_path / "safety" / "hazards" / "H-03.yaml").unlink()

    problems = Problems()
    read_hazards(tmp_path, content.rule, problems)

    assert "the hazard 'H-04' stands where H-03 is due." in problems.found[0].problem


# the pages


def test_the_pages_are_what_the_content_says_today(made: dict[str, str]) -> None:
    stale = [name for name, page in made.items() if (FOLDER / "safety" / name).read_text(encoding="utf-8") != page]

    assert stale == [], "run `python -m dialogs.safety` and read what changed"


def test_a_broken_hazard_makes_no_page(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "content"))
    (folder / "safety" / "hazards" / "H-01.yaml").write_text("id: [", encoding="utf-8")

    with pytest.raises(ContentErrors, match=r"safety/hazards/H-01\.yaml"):
        pages(folder)


def test_the_evidence_names_every_rule_with_its_reason_and_all_its_sources(
    content: Content, made: dict[str, str]
) -> None:
    page = made["evidence.md"]
    sections = {found[1]: found[2] for found in re.finditer(r"### (R\d+): (.*?)(?=\n##|\Z)", page, re.DOTALL)}

    assert set(sections) == set(content.rule)
    for rule in content.rules:
        section = sections[rule.id]
        assert section.startswith(f"{rule.disposition}{f', {rule.by}' if rule.by else ''}")
        assert content.texts("en").text(f"reasons.{rule.because}") in section
        for source in map(content.sources.__getitem__, rule.source):
            assert f"- {source.id}: {source.citation}" in section
            assert f"look again by {source.review_by}" in section


def test_the_log_shows_what_every_open_hazard_lacks(hazards: list[Hazard], made: dict[str, str]) -> None:
    page = made["hazards.md"]

    assert any(hazard.missing for hazard in hazards)
    for hazard in hazards:
        assert hazard.status in STATUSES
        assert f"| {hazard.title} | {hazard.before.level} | {hazard.residual.level} | {hazard.status} |" in page
        assert f"- **{hazard.id}** {hazard.missing}" in page or not hazard.missing


def test_every_link_between_the_documents_leads_somewhere() -> None:
    documents = list((FOLDER / "safety").glob("*.md"))

    assert {"intended_use.md", "limitations.md", "safety_case.md", "deployer_duties.md", "incidents.md"} <= {
        document.name for document in documents
    }
    for document in documents:
        text = document.read_text(encoding="utf-8")
        linked = [FOLDER / "safety" / target for target in re.findall(r"\]\(([^)#:]+)\)", text)]
        named = [ROOT / target for target in re.findall(r"`((?:tests|dialogs|content|bot)/[\w/.]+)", text)]
        assert [str(path) for path in [*linked, *named] if not path.exists()] == [], document.name


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("True", "always"),
        ("knee_locked", "“Stuck, will not go straight”"),
        ("not ran_last_14_days", "not “Ran in the last 14 days”"),
        ("pain_run >= 4", "“Worst pain on the last run” at least 4"),
        ("age_band == '55_plus'", "“Your age” (*55 or over*)"),
        ("swelling >= small", "“Swelling” (*a little puffy* or *so puffy the kneecap is hidden*)"),
        ("lump and pregnant", "“New hard lump or thicker bone” **and** “Pregnant”"),
        (
            "pregnant and (lump or knee_locked)",
            "“Pregnant” **and** (“New hard lump or thicker bone” **or** “Stuck, will not go straight”)",
        ),
        (
            "count(pain_run >= 6, gait_altered) >= 2",
            "at least 2 of these: “Worst pain on the last run” at least 6; “Limping or running differently”",
        ),
    ],
)
def test_a_condition_is_said_in_words_a_clinician_can_check(content: Content, condition: str, words: str) -> None:
    tree = parse(condition, content.facts, content.derived)

    assert in_words(tree, content.facts, content.texts("en")) == words


# the gate


def report(test: str, outcome: str, when: str = "call") -> pytest.TestReport:
    return pytest.TestReport(test, ("", None, ""), {}, outcome, None, when)  # type: ignore[arg-type]


def test_a_control_that_was_skipped_deselected_or_renamed_is_named_at_the_end_of_a_whole_run() -> None:
    gate = Gate({"a.py::test_ran": ["H-01"], "a.py::test_skipped": ["H-02", "H-03"], "a.py::test_gone": ["H-04"]})
    for one in (
        report("a.py::test_ran[x]", "passed"),
        report("a.py::test_ran[y]", "skipped"),
        report("a.py::test_skipped", "passed", "setup"),
        report("a.py::test_skipped", "skipped"),
        report("a.py::test_other", "passed"),
    ):
        gate.pytest_runtest_logreport(one)

    assert gate.not_passed == ["a.py::test_skipped (H-02, H-03)", "a.py::test_gone (H-04)"]
