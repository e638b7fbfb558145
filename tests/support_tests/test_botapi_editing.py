"""What may be edited, deleted and answered, and what becomes of it."""

import pytest
from support.botapi import BotApi
from telegram import Bot
from telegram.error import BadRequest

from .conftest import PTB_YES_NO, YES_NO, Ask


async def test_a_query_is_answered_once_and_in_time(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    await ask("sendMessage", chat_id=7, text="Well?", reply_markup=YES_NO)
    first, second = await ann.taps("Yes"), await ann.taps("No")
    assert (await ask("answerCallbackQuery", callback_query_id=first.id, show_alert=True, text="!"))["ok"]
    again = await ask("answerCallbackQuery", callback_query_id=first.id)
    assert "query is too old and response timeout expired or query ID is invalid" in again["description"]
    server.clock.advance(16)
    assert not (await ask("answerCallbackQuery", callback_query_id=second.id))["ok"]
    assert [(answer.text, answer.show_alert) for answer in server.answered] == [("!", True)]
    assert server.rejected == []


async def test_an_edit_that_changes_nothing_is_refused(server: BotApi, ask: Ask) -> None:
    server.user(7)
    message_id = (await ask("sendMessage", chat_id=7, text="One"))["result"]["message_id"]
    target = {"chat_id": 7, "message_id": message_id}
    same = await ask("editMessageText", **target, text="<b></b>One", parse_mode="HTML")
    assert same["description"].startswith("Bad Request: message is not modified: specified new message")
    assert (await ask("editMessageText", **target, text="<b>One</b>", parse_mode="HTML"))["ok"]
    assert (await ask("editMessageReplyMarkup", **target, reply_markup=YES_NO))["ok"]
    same = await ask("editMessageReplyMarkup", **target, reply_markup=YES_NO)
    assert "is not modified" in same["description"]
    assert server.rejected == []


async def test_an_edit_without_keyboard_takes_the_keyboard_away(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    sent = await ask("sendMessage", chat_id=7, text="One", reply_markup=YES_NO)
    edited = await ask("editMessageText", chat_id=7, message_id=sent["result"]["message_id"], text="Two")
    assert "reply_markup" not in edited["result"]
    assert ann.messages[0].buttons == []


async def test_what_is_gone_or_not_ours_cannot_be_edited(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    said = await ann.sends("mine")
    sent = (await ask("sendMessage", chat_id=7, text="One"))["result"]["message_id"]
    photo = await ask("sendPhoto", chat_id=7, photo="https://example.org/knee.png")
    target = {"chat_id": 7, "text": "Two"}
    for message_id, problem in (
        (said.message_id, "message can't be edited"),
        (sent + 100, "message to edit not found"),
        (photo["result"]["message_id"], "there is no text in the message to edit"),
    ):
        answer = await ask("editMessageText", **target, message_id=message_id)
        assert answer["description"] == f"Bad Request: {problem}"
    assert (await ask("deleteMessage", chat_id=7, message_id=sent))["ok"]
    assert "edit not found" in (await ask("editMessageText", **target, message_id=sent))["description"]
    assert "delete not found" in (await ask("deleteMessage", chat_id=7, message_id=sent))["description"]
    assert [message.file.kind for message in ann.messages] == ["photo"]


async def test_captions_change_and_several_messages_go_at_once(server: BotApi, bot: Bot) -> None:
    ann = server.user(7)
    picture = await bot.send_photo(7, b"png", caption="One", reply_markup=PTB_YES_NO)
    edited = await picture.edit_caption("<b>Two</b>", parse_mode="HTML")
    assert (edited.caption, ann.messages[0].text, ann.messages[0].buttons) == ("Two", "Two", [])
    with pytest.raises(BadRequest, match="no caption"):
        await (await bot.send_message(7, "Three")).edit_caption("Four")
    assert await bot.delete_messages(7, [message.message_id for message in ann.messages])
    assert ann.messages == []
    assert server.rejected == []


async def test_a_message_older_than_two_days_stays(server: BotApi, ask: Ask) -> None:
    server.user(7)
    sent = (await ask("sendMessage", chat_id=7, text="One"))["result"]["message_id"]
    server.clock.advance(49 * 3600)
    answer = await ask("deleteMessage", chat_id=7, message_id=sent)
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"
