"""Recorded conversations: each page is played again and must come out as it stands (--update-transcripts rewrites)."""

from pathlib import Path

import pytest
from support.squad_transcript import is_of_several, replayed_together
from support.transcript import replayed

from dialogs.content import Content

PAGES = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_conversation_goes_as_recorded(content: Content, path: Path, pytestconfig: pytest.Config) -> None:
    recorded = path.read_text(encoding="utf-8")

    played = replayed_together(content, recorded) if is_of_several(recorded) else replayed(content, recorded)

    if pytestconfig.getoption("--update-transcripts"):
        path.write_text(played, encoding="utf-8")
    else:
        assert played == recorded
