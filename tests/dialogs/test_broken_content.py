"""A mistake in the content is found when it is read or verified, and its editor is told where, what and what to do.

Each page of tests/broken_content holds one mistake. Its first line is the message ("line N" for any line); then comes
the file, the lines that are taken out (-) and those that stand there instead (+).
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from dialogs.content import FOLDER, read_content
from dialogs.errors import ContentErrors
from dialogs.verify import verify

PAGES = sorted((Path(__file__).parent.parent / "broken_content").glob("*.txt"))


def broken(page: str, folder: Path) -> str:
    """Put the mistake of a page into a copy of the content; the message it asks for."""
    message, _, change = page.partition("\n\n")
    head, *lines = change.splitlines()
    path = folder / head.removeprefix("--- ")
    if lines == ["(gone)"]:
        path.unlink()
        return message
    out = "\n".join(line[1:] for line in lines if line.startswith("-"))
    there = "\n".join(line[1:] for line in lines if line.startswith("+"))
    text = path.read_text(encoding="utf-8")
    if "(instead of all of it)" not in lines:
        assert text.count(out) >= 1, f"{path.name} does not hold: {out}"
        there = text.replace(out, there, 1)
    path.write_text(there + "\n", encoding="utf-8")
    return message


def said(finding: object) -> str:
    """A finding as the pages write it: any line is N, and the name after it has a comma before it."""
    return re.sub(r"line \d+", "line N", str(finding))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content."""
    return Path(shutil.copytree(FOLDER, tmp_path / "content"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_mistake_is_named_with_its_place_and_its_remedy(path: Path, folder: Path) -> None:
    message = broken(path.read_text(encoding="utf-8"), folder)

    try:
        read_content(folder)
    except ContentErrors as errors:
        found = [said(error) for error in errors.found]
    else:
        found = [said(finding) for finding in verify(folder, date(2026, 12, 1)) if finding.check == "structure"]

    assert message in found


def test_there_are_pages_for_the_mistakes_that_are_easily_made() -> None:
    assert len(PAGES) >= 40


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    for name in ("unknown_fact", "bare_000_for_a_number_to_call", "a_string_that_does_not_end"):
        broken((PAGES[0].parent / f"{name}.txt").read_text(encoding="utf-8"), folder)

    with pytest.raises(ContentErrors) as caught:
        read_content(folder)

    files = {error.where.partition(",")[0] for error in caught.value.found}
    assert files == {"rules/rest.yaml", "regions.yaml", "en/buttons.yaml"}
    assert len(str(caught.value).splitlines()) == len(caught.value.found)


def test_the_line_is_that_of_the_entry(folder: Path) -> None:
    broken((PAGES[0].parent / "unknown_fact.txt").read_text(encoding="utf-8"), folder)
    lines = (folder / "rules" / "rest.yaml").read_text(encoding="utf-8").splitlines()

    with pytest.raises(ContentErrors) as caught:
        read_content(folder)

    assert caught.value.found[0].where == f"rules/rest.yaml, line {lines.index('- id: R56') + 1}, R56"


def test_the_content_that_is_shipped_is_whole() -> None:
    assert read_content(FOLDER).version
