"""The loopback Bot API as python-telegram-bot and the people in the chat see it."""

import aiohttp
import pytest
from support.botapi import BotApi
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from .conftest import PTB_YES_NO, TOKEN, YES_NO, Ask


async def test_a_whole_conversation_with_python_telegram_bot(server: BotApi, bot: Bot) -> None:
    ann = server.user(7, "Ann", "de-AT")
    await ann.sends("/start now")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message.text == "/start now"
    assert update.effective_user.language_code == "de-AT"
    assert [update.message.parse_entity(entity) for entity in update.message.entities] == ["/start"]

    sent = await bot.send_message(7, "Does it <b>hurt</b>?", parse_mode="HTML", reply_markup=PTB_YES_NO)
    question = await ann.waits_for("hurt")
    assert question.text == "Does it hurt?"
    assert question.html == "Does it <b>hurt</b>?"
    assert question.buttons == [[("Yes", "y"), ("No", "n")]]
    assert sent.entities[0].type == "bold"

    tap = await ann.taps("Yes")
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
    assert update.callback_query.data == "y"
    assert update.callback_query.message.message_id == question.message_id
    await update.callback_query.answer("Noted")
    assert await ann.waits_for_answer(tap) == "Noted"
    await update.callback_query.edit_message_text("It hurts.")
    assert question.text == "It hurts."
    assert question.buttons == []
    assert ann.toasts == ["Noted"]
    assert ann.transcript == "user  /start now\nbot   It hurts."
    assert server.rejected == []


async def test_python_telegram_bot_sends_pictures_and_fetches_files(server: BotApi, bot: Bot) -> None:
    ann = server.user(7)
    await bot.send_photo(7, b"\x89PNG", caption="A <i>knee</i>", parse_mode="HTML", reply_markup=PTB_YES_NO)
    await bot.send_document(7, b"%PDF", filename="report.pdf")
    picture, report = ann.messages
    assert (picture.text, picture.file.kind, picture.labels) == ("A knee", "photo", ["Yes", "No"])
    assert report.file.name == "report.pdf"
    await ann.sends_file(b"mine", "mine.txt")
    (update,) = await bot.get_updates()
    file = await bot.get_file(update.message.document.file_id)
    assert await file.download_as_bytearray() == b"mine"
    assert server.rejected == []


async def test_the_bot_describes_itself(server: BotApi, bot: Bot) -> None:
    assert bot.id == 123456
    assert bot.username == "kneewise_test_bot"
    await bot.set_my_commands([("help", "What I can do")], language_code="en")
    await bot.set_my_description("Knees", language_code="en")
    await bot.set_my_short_description("K")
    assert [command.command for command in await bot.get_my_commands(language_code="en")] == ["help"]
    assert (await bot.get_my_description("en")).description == "Knees"
    assert (await bot.get_my_short_description()).short_description == "K"
    assert server.rejected == []


async def test_a_valid_method_nobody_wrote_is_true(server: BotApi, bot: Bot) -> None:
    server.user(7)
    assert await bot.send_chat_action(7, "typing")
    assert server.rejected == []


async def test_a_user_who_blocks_the_bot_gets_nothing_more(server: BotApi, bot: Bot) -> None:
    ann = server.user(7)
    await ann.blocks()
    (update,) = await bot.get_updates()
    change = update.my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "Hello")
    await ann.sends("I am back")
    back, message = await bot.get_updates(offset=update.update_id + 1)
    assert back.my_chat_member.new_chat_member.status == "member"
    assert message.message.text == "I am back"
    assert await bot.send_message(7, "Hello")


async def test_a_deactivated_user_and_an_unknown_chat_are_told_apart(server: BotApi, bot: Bot) -> None:
    await server.user(7).deactivates()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(7, "Hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(8, "Hello")
    assert server.rejected == []


async def test_a_group_that_becomes_a_supergroup_has_a_new_id(server: BotApi, bot: Bot) -> None:
    ann, group = server.user(7), server.group(-5)
    new = await group.migrates(-1005, by=ann)
    old_update, new_update = await bot.get_updates()
    assert old_update.message.migrate_to_chat_id == -1005
    assert new_update.message.migrate_from_chat_id == -5
    with pytest.raises(ChatMigrated) as refusal:
        await bot.send_message(-5, "Week 3")
    assert refusal.value.new_chat_id == -1005
    await bot.send_message(-1005, "Week 3")
    assert new.messages[0].text == "Week 3"


async def test_a_bot_in_a_group_hears_commands_only_and_may_leave(server: BotApi, bot: Bot) -> None:
    ann, group = server.user(7), server.group(-5, bot_inside=False)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(-5, "Hello")
    await group.gains_bot(ann)
    await group.gains(ann, "creator")
    await ann.sends("chatter", chat=group)
    await ann.sends("/squad", chat=group)
    joined, command = await bot.get_updates()
    assert joined.my_chat_member.new_chat_member.status == "member"
    assert (command.message.text, command.message.chat.id) == ("/squad", -5)
    assert (await bot.get_chat_member(-5, 7)).status == "creator"
    assert [one.user.id for one in await bot.get_chat_administrators(-5)] == [7]
    assert (await bot.get_chat(-5)).title == "Runners"
    await bot.leave_chat(-5)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(-5, "Hello")
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(7)


async def test_a_person_edits_what_they_wrote_and_sends_places(server: BotApi, bot: Bot) -> None:
    ann = server.user(7)
    said = await ann.sends("/sart")
    await ann.edits(said, "/start")
    await ann.sends(location={"latitude": 48.2, "longitude": 16.4})
    first, second, third = await bot.get_updates()
    assert (first.message.text, second.edited_message.text) == ("/sart", "/start")
    assert second.edited_message.entities[0].type == "bot_command"
    assert third.message.location.latitude == 48.2


async def test_a_stale_button_can_still_be_tapped_and_data_forged(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    await ask("sendMessage", chat_id=7, text="One", reply_markup=YES_NO)
    (card,) = ann.messages
    await ask("editMessageText", chat_id=7, message_id=card.message_id, text="Done")
    with pytest.raises(AssertionError, match="no button 'Yes'"):
        await ann.taps("Yes")
    tap = await ann.taps("Yes", card)
    await ann.taps_data("forged", card)
    await ann.repeats(tap)
    updates = (await ask("getUpdates"))["result"]
    assert [update["callback_query"]["data"] for update in updates] == ["y", "forged", "y"]
    assert updates[0]["callback_query"]["id"] == updates[2]["callback_query"]["id"]
    assert "reply_markup" not in updates[0]["callback_query"]["message"]


async def test_a_tap_on_a_deleted_message_knows_only_its_id(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    await ask("sendMessage", chat_id=7, text="One", reply_markup=YES_NO)
    (card,) = ann.messages
    await ann.deletes(card)
    await ann.taps("Yes", card)
    (update,) = (await ask("getUpdates"))["result"]
    assert update["callback_query"]["message"]["date"] == 0
    assert "text" not in update["callback_query"]["message"]


async def test_the_newest_message_with_the_button_is_tapped(server: BotApi, bot: Bot) -> None:
    ann = server.user(7)
    for text in ("One", "Two"):
        await bot.send_message(7, text, reply_markup=PTB_YES_NO)
    last = InlineKeyboardMarkup([[InlineKeyboardButton("Help", url="https://example.org")]])
    await bot.send_message(7, "Three", reply_markup=last)
    await ann.taps("n")
    (update,) = await bot.get_updates()
    assert update.callback_query.message.text == "Two"
    with pytest.raises(AssertionError, match="no button 'Help'"):
        await ann.taps("Help")


async def test_waiting_ends_with_the_chat_in_the_message(server: BotApi, ask: Ask) -> None:
    ann = server.user(7)
    await ask("sendMessage", chat_id=7, text="One")
    with pytest.raises(AssertionError, match="bot   One"):
        await ann.waits_for("Two", timeout=0.05)
    assert (await ann.waits_for(lambda message: message.message_id > 0)).text == "One"


async def test_a_reply_to_nothing_is_refused_unless_that_is_fine(server: BotApi, ask: Ask) -> None:
    server.user(7)
    lost = {"chat_id": 7, "text": "One", "reply_parameters": {"message_id": 99}}
    assert "message to be replied not found" in (await ask("sendMessage", **lost))["description"]
    lost["reply_parameters"]["allow_sending_without_reply"] = True
    assert (await ask("sendMessage", **lost))["ok"]


async def test_listeners_hear_of_each_message(server: BotApi, ask: Ask) -> None:
    server.user(7)
    heard = []
    server.listeners.append(lambda message: heard.append(message.text))
    await ask("sendMessage", chat_id=7, text="One")
    assert heard == ["One"]
    assert server.calls_of("sendMessage")[0].params == {"chat_id": 7, "text": "One"}
    assert server.stats()["messages"] == 1


async def test_another_token_is_unauthorized(server: BotApi, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{server.url}/botother/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
    async with session.get(f"{server.url}/elsewhere") as answer:
        assert answer.status == 404
    server.revoke()
    async with session.get(f"{server.url}/bot{TOKEN}/getMe") as answer:
        assert answer.status == 401
