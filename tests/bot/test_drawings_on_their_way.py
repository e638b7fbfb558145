"""Drawn pictures and documents: sealed in the outbox, drawn when they leave, and never in the way of their words."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from support import plays
from support.botapi import BotApi as Server
from support.botapi import User
from support.marks import way_back
from support.pdf import pages_of
from support.shell import shell

from bot import pictures
from bot.playing import Play
from bot.requests import AiohttpRequest, BotApi
from bot.seal import Sealer
from bot.telegram import TelegramTransport
from bot.transport import Delivery, RefusedError, fits_under_a_file
from dialogs.charts import pain_chart_values
from dialogs.content import FOLDER, Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Event
from dialogs.reading import Problems
from dialogs.replies import Drawing, Edit, Message, Priority
from dialogs.report import Case, report_values
from dialogs.squads.around import Around
from dialogs.wording import read_texts

TOKEN = "123456789:" + "Ab_-" * 9
ANN = "telegram:7"
ROWS = ((("Yes", "a:1:ok:yes"), ("No", "a:1:ok:no")),)
CHART = pain_chart_values(way_back(), read_texts(FOLDER, "en", Problems()))
BROKEN = Drawing("pain_chart", {**CHART, "kind": "my knee is hot"})
"""What is wrong with it is quoted by the error."""


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with await Server.start(TOKEN, unit=0.01) as server:
        yield server
        assert server.rejected == []


@pytest.fixture
async def transport(server: Server) -> AsyncIterator[TelegramTransport]:
    async with AiohttpRequest() as request:
        transport = TelegramTransport(BotApi(request, TOKEN, server.url))
        yield transport
        await transport.close()


@pytest.fixture
def ann(server: Server) -> User:
    return server.user(7, "Ann")


@pytest.fixture(scope="module")
def chart() -> Drawing:
    return Drawing("pain_chart", CHART)


@pytest.fixture(scope="module")
def report(content: Content) -> Drawing:
    words = content.reports("en")
    return Drawing("report", report_values(content, Case("2026-11-30", {}), content.texts("en"), words))


def file_of(server: Server, ann: User, number: int = 0) -> tuple[str, str, bytes]:
    """Kind, name and bytes of what came with a message."""
    file = ann.messages[number].file
    assert file is not None
    return file.kind, file.name, server.state.files[file.file_id][1]


# over Telegram


async def test_a_drawing_arrives_as_a_picture_with_its_words_and_buttons(
    transport: TelegramTransport, server: Server, ann: User, chart: Drawing
) -> None:
    sent = await transport.deliver(Delivery(ANN, "<b>Your</b> knee", ROWS, picture=chart))
    (message,) = ann.messages
    assert (message.message_id, message.text, message.labels) == (sent, "Your knee", ["Yes", "No"])
    kind, name, data = file_of(server, ann)
    assert (kind, name) == ("photo", "pain_chart.png")
    assert data == pictures.drawn("pain_chart", chart.values)
    assert not message.protected


async def test_a_drawing_is_drawn_anew_each_time(
    transport: TelegramTransport, server: Server, ann: User, chart: Drawing
) -> None:
    other = Drawing("pain_chart", {**chart.values, "period": "another"})
    await transport.deliver(Delivery(ANN, "One", picture=chart))
    await transport.deliver(Delivery(ANN, "Two", picture=other))
    assert file_of(server, ann)[2] != file_of(server, ann, 1)[2]


async def test_a_document_arrives_under_its_own_name_and_can_be_handed_on(
    transport: TelegramTransport, server: Server, ann: User, report: Drawing
) -> None:
    await transport.deliver(Delivery(ANN, "For your physio", ROWS, document=report))
    (message,) = ann.messages
    assert (message.text, message.labels, message.protected) == ("For your physio", ["Yes", "No"], False)
    kind, name, data = file_of(server, ann)
    assert (kind, name) == ("document", "knee-report-2026-11-30.pdf")
    assert pages_of(data) == 1


async def test_an_edit_changes_the_words_under_a_drawing(
    transport: TelegramTransport, ann: User, chart: Drawing
) -> None:
    sent = await transport.deliver(Delivery(ANN, "How is it?", ROWS, picture=chart))
    assert await transport.deliver(Delivery(ANN, "You said: yes", message_id=sent)) == sent
    (message,) = ann.messages
    assert (message.text, message.labels) == ("You said: yes", [])
    assert message.file is not None


async def test_a_picture_without_words_has_none_under_it(
    transport: TelegramTransport, server: Server, ann: User, chart: Drawing
) -> None:
    await transport.deliver(Delivery(ANN, "", picture=chart))
    assert "caption" not in server.calls[-1].params
    assert ann.messages[0].file is not None


async def test_a_shipped_picture_in_a_folder_is_uploaded_once(
    transport: TelegramTransport, server: Server, ann: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "clamshell.png").write_bytes(b"\x89PNG")
    monkeypatch.setattr(pictures, "PICTURES", tmp_path)
    for words in ("Once", "Again"):
        await transport.deliver(Delivery(ANN, words, picture="exercises/clamshell"))
    assert file_of(server, ann) == ("photo", "clamshell.png", b"\x89PNG")
    uploads = [call.params["photo"] for call in server.calls_of("sendPhoto")]
    assert [isinstance(upload, str) for upload in uploads] == [False, True]


@pytest.mark.parametrize("file", [{"picture": BROKEN}, {"document": Drawing("elbow", {})}], ids=["picture", "document"])
async def test_where_drawing_fails_the_words_arrive_alone_and_the_log_says_nothing_of_them(
    transport: TelegramTransport, ann: User, file: dict[str, Any]
) -> None:
    with capture_logs() as logs:
        sent = await transport.deliver(Delivery(ANN, "Your knee", ROWS, **file))
    (message,) = ann.messages
    assert (message.message_id, message.text, message.labels, message.file) == (sent, "Your knee", ["Yes", "No"], None)
    assert [line["event"] for line in logs] == ["drawing_failed"]
    assert "hot" not in repr(logs)


async def test_a_picture_without_words_that_fails_is_refused_for_good(transport: TelegramTransport, ann: User) -> None:
    with capture_logs(), pytest.raises(RefusedError) as caught:
        await transport.deliver(Delivery(ANN, "", picture=BROKEN))
    assert caught.value.reason == "not_drawn"
    assert ann.messages == []


async def test_one_picture_is_drawn_at_a_time_while_the_bot_goes_on(
    chart: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = threading.Lock()
    most = under_way = 0

    def slow(name: str, values: Mapping[str, object]) -> bytes:
        nonlocal most, under_way
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.01)
        with lock:
            under_way -= 1
        return b""

    monkeypatch.setattr(pictures, "drawn", slow)
    drawing = asyncio.gather(*(pictures.made(chart, as_document=False) for _ in range(5)))
    await asyncio.sleep(0)
    assert not drawing.done()
    assert len(await drawing) == 5
    assert most == 1


# through the outbox


def saying(*messages: Message) -> Play:
    """A play that says these to everything, and answers a tap by changing the card."""

    def play(content: object, dialogue: Dialogue, event: Event, now: datetime, around: Around) -> plays.Outcome:
        if isinstance(event, Answer):
            return plays.Outcome(dialogue, [Edit(event.turn, "answered", {"value": event.value})])
        out = plays.play(content, dialogue, Command("start"), now)
        out.replies = list(messages)
        return out

    return play


async def test_a_drawing_waits_sealed_in_the_database_and_arrives_after_a_restart(
    transport: TelegramTransport, server: Server, ann: User, chart: Drawing, report: Drawing, tmp_path: Path
) -> None:
    path, sealer = tmp_path / "k.db", Sealer.made_up()
    play = saying(Message("chart", rows=plays.card(1), picture=chart), Message("report", document=report))
    async with shell(path, sealer, play, sends=False) as running:
        await running.say(Command("start"), ANN)
    assert b"quiet, no number" not in path.read_bytes()
    async with shell(path, sealer, play) as running:
        await running.clock.settle()
        first, second = running.transport.sent
    assert (first.picture, first.document, second.document) == (chart, None, report)
    for delivery in (first, second):
        await transport.deliver(delivery)
    assert [file_of(server, ann, number)[0] for number in (0, 1)] == ["photo", "document"]
    assert [message.text for message in ann.messages] == ["[en] chart", "[en] report"]


async def test_words_too_long_for_a_caption_come_after_their_picture(chart: Drawing) -> None:
    message = Message("long", {"x": "x" * 1100}, plays.card(1), Priority.SAFETY, chart)
    async with shell(play=saying(message)) as running:
        await running.say(Command("start"))
        picture, words = running.transport.sent
        assert (picture.text, picture.picture, picture.rows) == ("", chart, ())
        assert (words.picture, len(words.rows)) == (None, 1)
        assert words.text is not None
        await running.say(Answer(1, "pain", "yes"))
        assert running.transport.sent[-1].message_id == 102


async def test_a_picture_and_a_document_of_one_message_go_one_after_the_other(chart: Drawing, report: Drawing) -> None:
    async with shell(play=saying(Message("both", rows=plays.card(1), picture=chart, document=report))) as running:
        await running.say(Command("start"))
        assert [(one.text, one.picture, one.document, len(one.rows)) for one in running.transport.sent] == [
            ("", chart, None, 0),
            ("[en] both", None, report, 1),
        ]


async def test_what_can_not_be_drawn_does_not_hold_up_the_words_after_it(chart: Drawing) -> None:
    async with shell(play=saying(Message("long", {"x": "x" * 1100}, picture=chart))) as running:
        running.transport.answers["test:Ann"].append(RefusedError("not_drawn"))
        with capture_logs():
            await running.say(Command("start"))
        assert len(running.transport.sent) == 1
        assert running.transport.sent[0].text != ""


@pytest.mark.parametrize(
    ("markup", "fits"),
    [
        ("", True),
        ("x" * 1024, True),
        ("x" * 1025, False),
        ("🦵" * 512, True),
        ("🦵" * 512 + "x", False),
        ("<b>" + "x" * 1024 + "</b>", True),
        ("&amp;" * 1024, True),
        ("&amp;" * 1025, False),
    ],
)
def test_a_caption_is_measured_as_telegram_does(markup: str, fits: bool) -> None:
    assert fits_under_a_file(markup) is fits
