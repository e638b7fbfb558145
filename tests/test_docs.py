"""The README says what is there."""

import re
from pathlib import Path

from bot.cli import app
from bot.settings import PREFIX, Settings
from dialogs.content import Content
from dialogs.diagram import diagram

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_command() -> None:
    named = {str(command.callback.__name__) for command in app.registered_commands if command.callback}

    assert {name for name in named if f"kneewise {name}" not in README} == set()


def test_the_readme_names_every_setting_and_no_other() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}

    assert set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", README)) - {f"{PREFIX}TELEGRAM_TOKEN_FILE"} == known


def test_the_readme_shows_the_triage_as_it_is_drawn_today(content: Content) -> None:
    assert f"```mermaid\n{diagram(content, 'triage').strip()}\n```" in README
