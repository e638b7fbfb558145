"""What the Bot API accepts: fields, HTML, lengths, buttons."""

import json
from typing import Any

import aiohttp
import pytest
from support.botapi import BotApi
from support.botapi.errors import RefusalError
from support.botapi.markup import parse_html

from .conftest import TOKEN, Ask

BUTTON = {"text": "Yes", "callback_data": "y"}


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("method", "fields", "problem"),
    [
        ("sendMesage", {}, "Not Found: method not found"),
        ("sendMessage", {"chat_id": 7, "text": "a", "txt": "b"}, 'field "txt" is unknown'),
        ("sendMessage", {"chat_id": 7}, 'field "text" is missing'),
        ("sendMessage", {"chat_id": 7, "text": 5}, 'field "text" must be a string'),
        ("sendMessage", {"chat_id": 7, "text": None}, 'field "text" must be a string'),
        ("sendMessage", {"chat_id": 7, "text": "a", "protect_content": 1}, "must be true or false"),
        ("sendMessage", {"chat_id": 7, "text": "a", "disable_web_page_preview": True}, "is unknown"),
        ("editMessageText", {"chat_id": 7, "message_id": "one", "text": "a"}, 'parse field "message_id" as int'),
        ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": "{"}, 'parse field "reply_markup" as json'),
        (
            "sendMessage",
            {"chat_id": 7, "text": "a", "reply_markup": keyboard(text="Yes", callbackdata="y")},
            'field "reply_markup.inline_keyboard[0][0].callbackdata" is unknown',
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "a", "reply_markup": keyboard(text="Yes", callback_data=1)},
            'field "reply_markup.inline_keyboard[0][0].callback_data" must be a string',
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "a", "reply_markup": keyboard(callback_data="y")},
            'field "reply_markup.inline_keyboard[0][0].text" is missing',
        ),
        ("setMyCommands", {"commands": [{"command": "a", "description": "b", "x": 1}]}, '"commands[0].x" is unknown'),
        ("setMyCommands", {"commands": [], "scope": {"type": "all"}}, '"scope.type" must be one of'),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "b"}]}, "BOT_COMMAND_INVALID"),
        ("sendDocument", {"chat_id": 7, "document": "attach://gone"}, 'can\'t find the part "attach://gone"'),
        ("sendMessage", {"chat_id": 7, "text": "a", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ("editMessageText", {"text": "a"}, "message identifier is not specified"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("setWebhook", {"url": "ftp://example.org"}, "bad webhook"),
        ("setWebhook", {"url": "http://example.org", "secret_token": "ä"}, "unallowed characters"),
    ],
)
async def test_what_is_not_in_the_bot_api_is_refused_and_noted(
    server: BotApi, ask: Ask, method: str, fields: dict[str, Any], problem: str
) -> None:
    server.user(7)
    answer = await ask(method, **fields)
    assert problem in answer["description"]
    assert answer["error_code"] == (404 if "Not Found" in problem else 400)
    assert [call.description for call in server.rejected] == [answer["description"]]


async def test_forms_are_checked_as_strictly_as_json(server: BotApi, session: aiohttp.ClientSession) -> None:
    server.user(7)
    url = f"{server.url}/bot{TOKEN}/sendMessage"
    good = {"chat_id": "7", "text": "5", "protect_content": "true", "reply_markup": json.dumps(keyboard(**BUTTON))}
    async with session.post(url, data=good) as answer:
        assert answer.status == 200
    async with session.get(url, params={"chat_id": "7", "text": "ä"}) as answer:
        assert answer.status == 200
    message = server.user(7).messages[0]
    assert (message.text, message.protected, message.labels) == ("5", True, ["Yes"])
    assert server.rejected == []
    for bad in ({**good, "protect_content": "maybe"}, {**good, "other": "1"}, {**good, "reply_markup": "[]"}):
        async with session.post(url, data=bad) as answer:
            assert answer.status == 400
    assert len(server.rejected) == 3


async def test_a_multipart_file_needs_a_field_that_names_it(server: BotApi, session: aiohttp.ClientSession) -> None:
    server.user(7)
    url = f"{server.url}/bot{TOKEN}/sendDocument"
    for document, part, status in (("attach://one", "one", 200), (None, "document", 200), ("attach://one", "two", 400)):
        form = aiohttp.FormData({"chat_id": "7", **({"document": document} if document else {})})
        form.add_field(part, b"bytes", filename="a.txt", content_type="text/plain")
        async with session.post(url, data=form) as answer:
            assert answer.status == status
    assert [message.file.name for message in server.user(7).messages] == ["a.txt", "a.txt"]
    assert len(server.rejected) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{", "application/json"), (b"[]", "application/json"), (b'{"a":"\\ud800"}', "application/json"),
     (b"text=%ff", "application/x-www-form-urlencoded"), (b"[" * 100_000, "application/json"), (b"a", "text/plain")],
)  # fmt: skip
async def test_an_unreadable_body_is_refused(
    server: BotApi, session: aiohttp.ClientSession, body: bytes, kind: str
) -> None:
    url = f"{server.url}/bot{TOKEN}/sendMessage"
    async with session.post(url, data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 400
    assert len(server.rejected) == 1


async def test_method_names_may_be_written_in_any_case(server: BotApi, ask: Ask) -> None:
    assert (await ask("GETME"))["result"]["is_bot"]
    assert server.calls[0].method == "getMe"


async def test_without_validation_unknown_fields_are_ignored() -> None:
    async with await BotApi.start(TOKEN, validate=False) as server, aiohttp.ClientSession() as session:
        server.user(7)
        fields = {"chat_id": 7, "text": "a", "txt": "b"}
        async with session.post(f"{server.url}/bot{TOKEN}/sendMessage", json=fields) as answer:
            assert answer.status == 200
        assert server.rejected == []


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("a <b>b</b> c", "a b c", [("bold", 2, 1)]),
        ("<B>b</B> <em>😀</em>!", "b 😀!", [("bold", 0, 1), ("italic", 2, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<i>a</>b", "ab", [("italic", 0, 1)]),
        ("&lt;&gt;&amp;&quot;&#39;&#x41;&#34;", "<>&\"'A\"", []),
        ("&nbsp;&apos; & &x", "&nbsp;&apos; & &x", []),
        ("&lt b", "< b", []),
        (" \n a <b> </b> \n", "a", []),
        ("<a href='https://example.org/?a=1&amp;b=2'>x</a>", "x", [("text_link", 0, 1)]),
        ("<a href=\"javascript:alert(1)\">x</a>", "x", []),
        ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<code>a<b>b</b></code><b>c</b>", "abc", [("code", 0, 2), ("bold", 2, 1)]),
        ("<u></u>x", "x", []),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(html: str, text: str, entities: list[Any]) -> None:
    plain, found = parse_html(html)
    assert plain == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("ä <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a <br/> b", 'Unsupported start tag "br/" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <3", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=x\"y>x</a>", "Unexpected end of name token"),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)  # fmt: skip
def test_html_telegram_cannot_read_is_refused(html: str, problem: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        parse_html(html)
    assert refusal.value.description.startswith(f"Bad Request: can't parse entities: {problem}")
    assert refusal.value.malformed


async def test_a_name_with_a_bracket_in_html_spoils_the_whole_message(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    answer = await ask("sendMessage", chat_id=7, text="Hi <3", parse_mode="HTML")
    assert answer["description"] == "Bad Request: can't parse entities: Unclosed start tag at byte offset 3"
    assert ann.messages == []
    assert len(server.rejected) == 1


async def test_the_length_counts_utf16_units_after_parsing(server: BotApi, ask: Ask) -> None:
    server.user(7)
    html = {"chat_id": 7, "parse_mode": "HTML"}
    assert (await ask("sendMessage", **html, text=f"<b>{'a' * 4096}</b>"))["ok"]
    assert (await ask("sendMessage", **html, text="😀" * 2048))["ok"]
    assert "message is too long" in (await ask("sendMessage", **html, text="😀" * 2049))["description"]
    photo = {**html, "photo": "https://example.org/knee.png"}
    assert (await ask("sendPhoto", **photo, caption="a" * 1024))["ok"]
    assert "caption is too long" in (await ask("sendPhoto", **photo, caption="a" * 1025))["description"]
    assert len(server.rejected) == 2


@pytest.mark.parametrize("text", ["", " \n ", "<b> </b>", "<i></i>"])
async def test_an_empty_text_is_refused(server: BotApi, ask: Ask, text: str) -> None:
    server.user(7)
    answer = await ask("sendMessage", chat_id=7, text=text, parse_mode="HTML")
    assert answer["description"] == "Bad Request: message text is empty"


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "ä" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "button text must be non-empty"),
        ({"text": "a", "url": "nowhere"}, "Wrong HTTP URL"),
    ],
)
async def test_buttons_telegram_refuses(server: BotApi, ask: Ask, button: dict[str, Any], problem: str) -> None:
    server.user(7)
    answer = await ask("sendMessage", chat_id=7, text="a", reply_markup=keyboard(**button))
    assert problem in answer["description"]
    assert len(server.rejected) == 1


async def test_button_data_of_64_bytes_is_fine(server: BotApi, ask: Ask) -> None:
    server.user(7)
    button = {"text": "a", "callback_data": "ä" * 32, "style": "danger"}
    assert (await ask("sendMessage", chat_id=7, text="a", reply_markup=keyboard(**button)))["ok"]
