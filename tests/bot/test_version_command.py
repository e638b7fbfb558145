"""`kneewise --version`: what an operator quotes when they report something."""

from importlib import metadata

import pytest
from typer.testing import CliRunner

from bot.cli import app
from dialogs.content import Content


@pytest.mark.parametrize("more", [(), ("run",)])
def test_the_command_tells_the_program_and_the_content_and_does_nothing_else(
    content: Content, more: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(app, ["--version", *more])

    assert result.exit_code == 0
    assert result.stdout == f"kneewise {metadata.version('kneewise')}, content {content.version}\n"
