"""Pictures and documents in the terminal: the words are shown, a document is saved."""

import re
import stat
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from structlog.testing import capture_logs
from support.pdf import pages_of

from bot.terminal import Terminal, save
from bot.transport import Delivery
from dialogs.content import Content
from dialogs.replies import Drawing
from dialogs.report import Case, report_values

CHART = Drawing("pain_chart", {})


def terminal_in(folder: Path) -> tuple[Terminal, Callable[[], str]]:
    screen = StringIO()
    return Terminal(Console(file=screen, width=100), folder), screen.getvalue


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_a_terminal_says_a_picture_in_words(tmp_path: Path) -> None:
    terminal, shown = terminal_in(tmp_path)
    await terminal.deliver(Delivery("terminal:Ann", "", picture=CHART))
    await terminal.deliver(Delivery("terminal:Ann", "<b>Your knee</b>", picture=CHART))
    terminal.show("terminal:Ann")
    assert shown() == "\n  Your knee\n"
    assert files_in(tmp_path) == []


async def test_a_terminal_saves_a_document_for_its_owner_and_says_where(content: Content, tmp_path: Path) -> None:
    words = content.reports("en")
    report = Drawing("report", report_values(content, Case("2026-11-30", {}), content.texts("en"), words))
    terminal, shown = terminal_in(tmp_path)
    for _ in range(2):
        await terminal.deliver(Delivery("terminal:Ann", "For your physio", document=report))
    terminal.show("terminal:Ann")
    saved = files_in(tmp_path)
    assert [path.name for path in saved] == ["knee-report-2026-11-30-2.pdf", "knee-report-2026-11-30.pdf"]
    for path in saved:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert pages_of(path.read_bytes()) == 1
        assert str(path) in re.sub(r"\s", "", shown())


async def test_a_terminal_says_when_a_document_can_not_be_made(tmp_path: Path) -> None:
    terminal, shown = terminal_in(tmp_path)
    with capture_logs() as logs:
        await terminal.deliver(Delivery("terminal:Ann", "For your physio", document=Drawing("elbow", {})))
    terminal.show("terminal:Ann")
    assert "For your physio" in shown()
    assert "The file could not be made." in shown()
    assert [line["event"] for line in logs] == ["document_failed"]


def test_a_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    paths = [save(data, tmp_path, "a.pdf") for data in (b"1", b"2", b"3")]
    assert [path.name for path in paths] == ["a.pdf", "a-2.pdf", "a-3.pdf"]
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3"]


async def test_what_comes_for_somebody_else_waits_until_the_terminal_is_theirs(tmp_path: Path) -> None:
    terminal, shown = terminal_in(tmp_path)
    await terminal.deliver(Delivery("terminal:Bob", "For Bob"))
    assert terminal.arrived.is_set()
    assert not terminal.show("terminal:Ann")
    assert shown() == ""
    assert terminal.show("terminal:Bob")
    assert "For Bob" in shown()


async def test_after_a_card_of_an_earlier_chat_changed_a_new_message_is_shown_whole(tmp_path: Path) -> None:
    earlier, _ = terminal_in(tmp_path)
    cards = [await earlier.deliver(Delivery("terminal:Ann", "How is the knee?")) for _ in range(3)]
    terminal, shown = terminal_in(tmp_path)
    await terminal.deliver(Delivery("terminal:Ann", "Hello", rows=((("I agree", "g:1:agree"),),)))
    await terminal.deliver(Delivery("terminal:Ann", "How is the knee?\nFine", message_id=cards[-1]))
    new = [await terminal.deliver(Delivery("terminal:Ann", "All I keep\n\nabout you")) for _ in range(2)]
    terminal.show("terminal:Ann")
    assert not {*new} & {*cards}
    assert shown().count("All I keep\n\n  about you") == 2


@pytest.mark.parametrize(
    ("labels", "lines"),
    [
        (["1 runner", "10 runners", "To the squad"], [" 1  1 runner", " 2  10 runners", " 3  To the squad"]),
        (
            ["1 Around kneecap", "2 Below kneecap", "All over"],
            [" 1  Around kneecap", " 2  Below kneecap", " 3  All over"],
        ),
    ],
)
async def test_a_number_that_belongs_to_a_label_is_shown_and_one_that_counts_them_only_once(
    tmp_path: Path, labels: list[str], lines: list[str]
) -> None:
    terminal, shown = terminal_in(tmp_path)
    await terminal.deliver(Delivery("terminal:Ann", "Which?", rows=tuple(((label, "g:1:on"),) for label in labels)))
    terminal.show("terminal:Ann")
    assert [line[3:] for line in shown().splitlines()[3:]] == lines
