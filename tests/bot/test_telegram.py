"""Deliveries against the loopback Bot API: what arrives, and what each failure is taken for."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.botapi import BotApi as Server
from support.botapi import User
from support.diary import Fast
from telegram.error import RetryAfter, TelegramError

from bot.requests import MOST_BYTES, AiohttpRequest, BotApi, RequestNotSentError, UnknownEffectError, seconds_to_wait
from bot.telegram import TelegramTransport
from bot.transport import Delivery, MovedError, NotSentError, RefusedError, UnknownOutcomeError, UnreachableError

TOKEN = "123456789:" + "Ab_-" * 9
ROWS = ((("Yes", "a:1:ok:yes"), ("No", "a:1:ok:no")), (("Back", "g:1:back"),))


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with await Server.start(TOKEN, unit=0.01) as server:
        yield server
        assert server.rejected == []


@pytest.fixture
async def api(server: Server) -> AsyncIterator[BotApi]:
    async with AiohttpRequest() as request:
        yield BotApi(request, TOKEN, server.url)


@pytest.fixture
async def transport(api: BotApi) -> AsyncIterator[TelegramTransport]:
    transport = TelegramTransport(api)
    yield transport
    await transport.close()


@pytest.fixture
def ann(server: Server) -> User:
    return server.user(7, "Ann")


def to_ann(text: str | None = "How is it?", **fields: Any) -> Delivery:
    return Delivery("telegram:7", text, **fields)


async def test_a_message_arrives_with_its_markup_and_buttons(
    transport: TelegramTransport, server: Server, ann: User
) -> None:
    sent = await transport.deliver(to_ann("<b>How</b> is it? &lt;3", rows=ROWS))
    (message,) = ann.messages
    assert message.message_id == sent
    assert message.text == "How is it? <3"
    assert message.labels == ["Yes", "No", "Back"]
    (call,) = server.calls
    assert call.params["link_preview_options"] == {"is_disabled": True}
    assert "disable_notification" not in call.params


async def test_an_edit_gives_a_card_new_text_and_buttons(transport: TelegramTransport, ann: User) -> None:
    sent = await transport.deliver(to_ann(rows=ROWS))
    edited = await transport.deliver(to_ann("You said: yes", rows=ROWS[1:], message_id=sent))
    assert edited == sent
    (message,) = ann.messages
    assert message.text == "You said: yes"
    assert message.data_of("Back") == "g:1:back"
    assert message.data_of("Yes") is None


async def test_an_edit_without_text_takes_the_buttons_only(transport: TelegramTransport, ann: User) -> None:
    sent = await transport.deliver(to_ann(rows=ROWS))
    assert await transport.deliver(to_ann(None, message_id=sent)) == sent
    (message,) = ann.messages
    assert message.text == "How is it?"
    assert message.labels == []


async def test_an_edit_that_changes_nothing_is_done(transport: TelegramTransport, ann: User) -> None:
    sent = await transport.deliver(to_ann())
    assert await transport.deliver(to_ann(message_id=sent)) == sent
    assert await transport.deliver(to_ann(None, message_id=sent)) == sent


async def test_an_edit_of_a_message_that_is_gone_is_refused(transport: TelegramTransport, ann: User) -> None:
    with pytest.raises(RefusedError) as caught:
        await transport.deliver(to_ann(message_id=999))
    assert caught.value.reason == "gone"


async def test_broken_markup_goes_out_as_plain_text(transport: TelegramTransport, server: Server, ann: User) -> None:
    with capture_logs() as logs:
        await transport.deliver(to_ann("<b>Chest</b> <pain & &lt;3", rows=ROWS))
    assert ann.messages[0].text.startswith("Chest")
    assert "<b>" not in ann.messages[0].text
    assert ann.messages[0].data_of("Yes") == "a:1:ok:yes"
    assert [line["event"] for line in logs] == ["markup_refused"]
    server.rejected.clear()


async def test_an_edit_with_broken_markup_goes_out_as_plain_text(
    transport: TelegramTransport, server: Server, ann: User
) -> None:
    sent = await transport.deliver(to_ann())
    with capture_logs():
        await transport.deliver(to_ann("<i>Stop", message_id=sent))
    assert ann.messages[0].text == "Stop"
    server.rejected.clear()


async def test_who_blocked_the_bot_is_unreachable(transport: TelegramTransport, ann: User) -> None:
    await ann.blocks()
    with pytest.raises(UnreachableError):
        await transport.deliver(to_ann())


async def test_who_closed_the_account_is_unreachable(transport: TelegramTransport, ann: User) -> None:
    await ann.deactivates()
    with pytest.raises(UnreachableError):
        await transport.deliver(to_ann())


async def test_a_chat_that_never_was_is_unreachable(transport: TelegramTransport) -> None:
    with pytest.raises(UnreachableError):
        await transport.deliver(Delivery("telegram:12345", "Hello"))


@pytest.mark.parametrize("chat", ["terminal:Ann", "telegram:", "telegram:-", "telegram:5/x", "7"])
async def test_a_chat_that_isnt_telegrams_is_unreachable(
    transport: TelegramTransport, server: Server, chat: str
) -> None:
    with pytest.raises(UnreachableError):
        await transport.deliver(Delivery(chat, "Hello"))
    assert server.calls == []


async def test_too_many_requests_means_not_sent_and_when_to_try_again(
    transport: TelegramTransport, server: Server, ann: User
) -> None:
    server.fail("sendMessage", retry_after=17)
    with pytest.raises(NotSentError) as caught:
        await transport.deliver(to_ann())
    assert (caught.value.retry_after, caught.value.everywhere) == (17, False)
    assert ann.messages == []


async def test_too_many_requests_in_several_chats_mean_all_of_them(
    transport: TelegramTransport, server: Server, ann: User
) -> None:
    for number in (8, 9):
        server.user(number)
    server.fail("sendMessage", retry_after=5, times=4)
    found = []
    for number in (7, 7, 8, 9):
        with pytest.raises(NotSentError) as caught:
            await transport.deliver(Delivery(f"telegram:{number}", "Hello"))
        found.append(caught.value.everywhere)
    assert found == [False, False, False, True]
    await transport.deliver(to_ann())
    server.fail("sendMessage", retry_after=5)
    with pytest.raises(NotSentError) as caught:
        await transport.deliver(to_ann())
    assert not caught.value.everywhere


@pytest.mark.parametrize("body", ["<html>slow down</html>", "{}", '{"parameters":{"retry_after":"soon"}}'])
async def test_a_429_that_says_nothing_more_is_not_sent(
    transport: TelegramTransport, server: Server, ann: User, body: str
) -> None:
    server.fail("sendMessage", status=429, body=body)
    with pytest.raises(NotSentError) as caught:
        await transport.deliver(to_ann())
    assert caught.value.retry_after > 0


@pytest.mark.parametrize(("given", "waits"), [(-3, 1), (0, 1), (10**30, 3600)])
async def test_an_absurd_wait_is_bounded(
    transport: TelegramTransport, server: Server, ann: User, given: int, waits: int
) -> None:
    server.fail("sendMessage", status=429, body=f'{{"ok":false,"parameters":{{"retry_after":{given}}}}}')
    with pytest.raises(NotSentError) as caught:
        await transport.deliver(to_ann())
    assert caught.value.retry_after == waits


async def test_a_server_that_isnt_there_means_not_sent(transport: TelegramTransport, server: Server, ann: User) -> None:
    await server.goes_down()
    with pytest.raises(NotSentError):
        await transport.deliver(to_ann())
    await server.comes_back()
    assert await transport.deliver(to_ann())


async def test_a_name_that_isnt_known_means_not_sent() -> None:
    async with AiohttpRequest() as request:
        transport = TelegramTransport(BotApi(request, TOKEN, "http://nowhere.invalid"))
        with pytest.raises(NotSentError):
            await transport.deliver(to_ann())


async def test_after_the_pool_is_closed_nothing_is_sent(server: Server, ann: User) -> None:
    request = AiohttpRequest()
    transport = TelegramTransport(BotApi(request, TOKEN, server.url))
    with pytest.raises(NotSentError):
        await transport.deliver(to_ann())


@pytest.mark.parametrize("status", [301, 302, 403, 407, 413])
async def test_a_stranger_on_the_way_doesnt_make_a_runner_unreachable(
    transport: TelegramTransport, server: Server, ann: User, status: int
) -> None:
    server.fail("sendMessage", status=status, body="<html>Log in first</html>")
    with pytest.raises(NotSentError):
        await transport.deliver(to_ann())


async def test_a_refused_token_pauses_everything_and_isnt_printed(
    transport: TelegramTransport, server: Server, ann: User
) -> None:
    server.revoke()
    with capture_logs() as logs, pytest.raises(NotSentError) as caught:
        await transport.deliver(to_ann())
    assert caught.value.everywhere
    assert caught.value.retry_after >= 30
    assert [line["event"] for line in logs] == ["token_refused"]
    assert TOKEN not in repr(logs)


@pytest.mark.parametrize("apply", [True, False])
@pytest.mark.parametrize("edit", [False, True])
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 502, "body": "<html>Bad Gateway</html>"},
        {"status": 504, "body": ""},
        {"status": 500, "body": '{"parameters":{"retry_after":3}}'},
        {"body": ""},
        {"body": "<html>Welcome</html>"},
        {"body": b'{"ok":true,"result":{"message_'},
        {"body": "[" * 100_000},
        {"body": "[]"},
        {"body": "null"},
        {"body": '{"ok":false}'},
        {"body": '{"ok":true,"result":[]}'},
        {"drop": True},
        {"cut": 20},
    ],
    ids=repr,
)
async def test_what_may_have_been_sent_is_unknown(
    transport: TelegramTransport, server: Server, ann: User, fault: dict[str, Any], edit: bool, apply: bool
) -> None:
    sent = await transport.deliver(to_ann("Before")) if edit else None
    server.fail("editMessageText" if edit else "sendMessage", apply=apply, **fault)
    with pytest.raises(UnknownOutcomeError):
        await transport.deliver(to_ann("After", message_id=sent))


async def test_an_answer_cut_off_at_any_byte_is_unknown_and_its_words_are_not_logged(
    transport: TelegramTransport, server: Server, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    cuts = 0
    while True:
        fault = server.fail("sendMessage", apply=True, cut=cuts)
        try:
            await transport.deliver(to_ann("my knee is hot"))
            break
        except UnknownOutcomeError:
            assert fault.hits == 1
            cuts += 1
    assert len(ann.messages) == cuts + 1 > 100
    assert "knee" not in caplog.text


async def test_updates_cut_off_at_any_byte_are_a_failed_poll_and_not_logged(
    api: BotApi, server: Server, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    await ann.sends("my knee is hot")
    cuts = 0
    while True:
        server.fail("getUpdates", apply=True, cut=cuts)
        try:
            (update,) = await api.call("getUpdates", {"timeout": 0})
            break
        except TelegramError:
            cuts += 1
    assert cuts > 100
    assert update["message"]["text"] == "my knee is hot"
    assert "knee" not in caplog.text


@pytest.mark.parametrize("apply", [True, False])
@pytest.mark.parametrize("edit", [False, True])
@pytest.mark.parametrize("fault", [{"delay": 60}, {"drip": 0.1}], ids=repr)
async def test_what_isnt_answered_in_time_is_unknown(
    transport: TelegramTransport, server: Server, ann: User, fault: dict[str, Any], edit: bool, apply: bool
) -> None:
    sent = await transport.deliver(to_ann("Before")) if edit else None
    server.fail("editMessageText" if edit else "sendMessage", apply=apply, **fault)
    async with AiohttpRequest(seconds=0.5) as hasty:
        with pytest.raises(UnknownOutcomeError):
            await TelegramTransport(BotApi(hasty, TOKEN, server.url)).deliver(to_ann("After", message_id=sent))


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (400, "Bad Request: BUTTON_DATA_INVALID", "malformed"),
        (400, "Bad Request: message is too long", "malformed"),
        (400, "Bad Request: message can't be edited", "gone"),
        (405, "Method Not Allowed", "malformed"),
        (413, "Request Entity Too Large", "malformed"),
    ],
)
async def test_a_refusal_for_good_has_a_constant_reason(
    transport: TelegramTransport, server: Server, ann: User, status: int, description: str, reason: str
) -> None:
    server.fail("sendMessage", status=status, description=description)
    with pytest.raises(RefusedError) as caught:
        await transport.deliver(to_ann())
    assert caught.value.reason == reason


async def test_a_chat_of_one_person_cannot_move(transport: TelegramTransport, server: Server, ann: User) -> None:
    moved = '{"ok":false,"description":"Bad Request: moved","parameters":{"migrate_to_chat_id":-100}}'
    server.fail("sendMessage", status=400, body=moved)
    with pytest.raises(RefusedError) as caught:
        await transport.deliver(to_ann())
    assert caught.value.reason == "migrated"


async def test_a_group_that_moved_says_where_to(transport: TelegramTransport, server: Server, ann: User) -> None:
    group = server.group(-5)
    await group.migrates(-1005, ann)
    with pytest.raises(MovedError) as caught:
        await transport.deliver(Delivery("telegram:-5", "Hello"))
    assert caught.value.chat == "telegram:-1005"


async def test_a_post_goes_to_its_topic_and_to_the_general_one_without_an_id(
    transport: TelegramTransport, server: Server
) -> None:
    server.group(-100, kind="supergroup")
    await transport.deliver(Delivery("telegram:-100/9", "Hello"))
    await transport.deliver(Delivery("telegram:-100", "Hello"))
    assert [call.params.get("message_thread_id") for call in server.calls_of("sendMessage")] == [9, None]


async def test_a_post_whose_topic_is_gone_goes_to_the_general_one(transport: TelegramTransport, server: Server) -> None:
    server.group(-100, kind="supergroup")
    server.fail("sendMessage", status=400, description="Bad Request: message thread not found")
    await transport.deliver(Delivery("telegram:-100/9", "Hello"))
    assert [call.params.get("message_thread_id") for call in server.calls_of("sendMessage")] == [9, None]


async def test_the_bot_learns_its_name_however_long_that_takes(server: Server, transport: TelegramTransport) -> None:
    server.fail("getMe", status=502)
    assert transport.link() == "/start {token}"
    await transport.learn_name(Fast())
    assert transport.link() == "https://t.me/kneewise_test_bot?{start}={token}"


@pytest.mark.parametrize(
    "body",
    [
        '{"description":5}',
        '{"description":null,"parameters":[1]}',
        '{"parameters":{"migrate_to_chat_id":null,"retry_after":true}}',
        '{"parameters":{"migrate_to_chat_id":"x","retry_after":1e9}}',
    ],
)
async def test_an_odd_refusal_is_still_a_refusal(
    transport: TelegramTransport, server: Server, ann: User, body: str
) -> None:
    server.fail("sendMessage", status=400, body=body)
    with pytest.raises(RefusedError):
        await transport.deliver(to_ann())


async def test_a_sent_message_without_an_id_is_unknown(transport: TelegramTransport, server: Server, ann: User) -> None:
    server.fail("sendMessage", body='{"ok":true,"result":{"message_id":"5"}}')
    with pytest.raises(UnknownOutcomeError):
        await transport.deliver(to_ann())


async def test_a_tap_is_answered_in_the_background(transport: TelegramTransport, server: Server, ann: User) -> None:
    await transport.deliver(to_ann(rows=ROWS))
    tap = await ann.taps("Yes")
    transport.answer_tap(tap.id, "Already <b>answered</b> &amp; done")
    assert await ann.waits_for_answer(tap) == "Already answered & done"


async def test_a_long_toast_is_cut(transport: TelegramTransport, server: Server, ann: User) -> None:
    await transport.deliver(to_ann(rows=ROWS))
    tap = await ann.taps("Yes")
    transport.answer_tap(tap.id, "x" * 300)
    assert len(await ann.waits_for_answer(tap)) == 200


async def test_a_tap_too_old_to_answer_is_no_trouble(transport: TelegramTransport, server: Server, ann: User) -> None:
    with capture_logs() as logs:
        transport.answer_tap("12345")
        await transport.close()
    assert [call.status for call in server.calls_of("answerCallbackQuery")] == [400]
    assert logs == []


async def test_answers_to_taps_dont_pile_up_without_end(transport: TelegramTransport, server: Server) -> None:
    server.fail("answerCallbackQuery", times=None, delay=0.3)
    for number in range(1000):
        transport.answer_tap(str(number))
    await transport.close()
    assert len(server.calls_of("answerCallbackQuery")) <= 200


async def test_closing_doesnt_wait_for_a_silent_server(server: Server) -> None:
    server.fail("answerCallbackQuery", delay=60)
    async with AiohttpRequest() as request:
        transport = TelegramTransport(BotApi(request, TOKEN, server.url), close_seconds=0.05)
        transport.answer_tap("1")
        await asyncio.sleep(0.05)
        await transport.close()


async def test_the_bot_says_one_line_in_a_group_and_leaves(
    transport: TelegramTransport, server: Server, ann: User
) -> None:
    group = server.group(-100, kind="supergroup")
    await group.gains_bot(ann)
    transport.leave(-100, "I only talk in private.")
    await server.until(lambda: server.calls_of("leaveChat"))
    assert [message.text for message in group.messages] == ["I only talk in private."]


async def test_a_group_where_it_may_not_write_is_left_all_the_same(
    transport: TelegramTransport, server: Server
) -> None:
    server.group(-100, bot_inside=False)
    transport.leave(-100, "I only talk in private.")
    await server.until(lambda: server.calls_of("leaveChat"))


async def test_a_whole_call_has_one_deadline_however_the_bytes_drip(api: BotApi, server: Server, ann: User) -> None:
    server.fail("getMe", drip=0.02)
    with pytest.raises(TelegramError, match="no answer in time"):
        await api.call("getMe", {}, seconds=0.2)


async def test_an_endless_answer_is_cut_off(api: BotApi, server: Server) -> None:
    server.fail("getMe", body=b" " * (MOST_BYTES + 1))
    with pytest.raises(UnknownEffectError):
        await api.call("getMe", {}, seconds=10)


async def test_connections_are_kept_and_many_calls_go_at_once(api: BotApi, server: Server, ann: User) -> None:
    server.http.latency = 0.05
    await asyncio.gather(*(api.call("sendMessage", {"chat_id": 7, "text": str(n)}, 10) for n in range(150)))
    assert len(ann.messages) == 150


async def test_a_failure_keeps_its_cause(api: BotApi, server: Server) -> None:
    await server.goes_down()
    with pytest.raises(RequestNotSentError) as caught:
        await api.call("getMe", {})
    assert type(caught.value.__cause__).__name__ == "ClientConnectorError"
    assert TOKEN not in str(caught.value)


async def test_a_proxy_of_the_environment_isnt_shown_the_token(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    async with AiohttpRequest() as request:
        me = await BotApi(request, TOKEN, server.url).call("getMe", {})
    assert me["is_bot"] is True


async def test_nothing_is_logged_of_a_broken_answer(
    api: BotApi, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getMe", body="my knee is hot {")
    with pytest.raises(TelegramError):
        await api.call("getMe", {})
    assert "knee" not in caplog.text


def test_the_library_doesnt_warn_at_each_429() -> None:
    assert seconds_to_wait(RetryAfter(timedelta(seconds=3))) == 3
