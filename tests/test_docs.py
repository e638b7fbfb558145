"""The README says what is there, and what it shows is what happens."""

import json
import re
from pathlib import Path

import pytest

from bot.cli import app
from bot.settings import PREFIX, Settings
from dialogs.commands import ALWAYS, MOVE, VISIT
from dialogs.content import FOLDER, Content
from dialogs.courses import course_days
from dialogs.diagram import diagram

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / name
    for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "content/README.md", "content/safety/incidents.md")
]


def test_the_readme_names_every_command() -> None:
    named = {str(command.callback.__name__) for command in app.registered_commands if command.callback}

    assert {name for name in named if f"kneewise {name}" not in README} == set()


def test_the_readme_names_every_command_that_help_names_and_no_other(content: Content) -> None:
    shown = set(re.findall(r"(?<![\w/<])/([a-z]+)", (FOLDER / "en/messages/help.j2").read_text(encoding="utf-8")))
    named = set(re.findall(r"`/([a-z]+)[` ]", README.split("## For a runner")[1].split("## ")[0]))

    assert shown - named == set()
    assert named - {*ALWAYS, *VISIT, *MOVE} == set()


def test_the_readme_names_every_setting_and_no_other() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}

    assert set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", README)) - {f"{PREFIX}TELEGRAM_TOKEN_FILE"} == known


def test_the_readme_shows_the_triage_as_it_is_drawn_today(content: Content) -> None:
    assert f"```mermaid\n{diagram(content, 'triage').strip()}\n```" in README


def test_the_course_of_the_readme_is_decided_as_shown(content: Content) -> None:
    found = re.search(r"^\$ echo '(.+)' \| kneewise course -\n((?:\{.+\}\n)+)```", README, re.MULTILINE)
    assert found
    case, shown = json.loads(found[1]), [json.loads(line) for line in found[2].splitlines()]

    assert course_days(content.decisions, content.load, case) == shown


def test_what_the_bot_says_in_the_readme_it_says_in_a_recorded_conversation() -> None:
    opening = README.split("```")[1]
    recorded = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "tests/transcripts").glob("*.txt"))
    said = [line.removeprefix("bot").strip().removesuffix(" ...") for line in opening.splitlines()]
    spoken = [line for line in said if line and not line.startswith(("runner", "...", "[☐"))]

    assert len(spoken) > 15
    assert [line for line in spoken if line not in recorded] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_and_every_make_target_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [target.partition("#")[0] for target in re.findall(r"\]\(([^):]+)\)", text)]
    files = re.findall(r"`((?:bot|content|dialogs|tests)/[\w/.]*\w\.\w+)`", text)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert [link for link in links if link and not (document.parent / link).exists()] == []
    assert [file for file in files if not (ROOT / file).exists()] == []
    assert set(re.findall(r"`make ([a-z-]+)`", text)) - targets == set()
