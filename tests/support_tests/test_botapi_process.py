"""The server in a process of its own."""

import aiohttp
import pytest
from support.botapi import RemoteBotApi
from telegram import Bot, InlineKeyboardMarkup

from .conftest import TOKEN

KEYBOARD = InlineKeyboardMarkup.from_button({"text": "Yes", "callback_data": "y"})


async def test_a_conversation_with_a_server_in_another_process() -> None:
    async with await RemoteBotApi.spawn(TOKEN, "--unit", "0.01", "--latency-ms", "1") as server:
        ann = server.user(7, "Ann")
        await ann.sends("/start")
        async with Bot(TOKEN, base_url=f"{server.url}/bot") as bot:
            (update,) = await bot.get_updates(timeout=1)
            assert update.message.text == "/start"
            await bot.send_message(7, "Well?", reply_markup=KEYBOARD)
            card = await ann.waits_for("Well?")
            assert card.buttons == [[("Yes", "y")]]
            await ann.taps("Yes")
            _, update = await bot.get_updates(timeout=1)
            await update.callback_query.answer("Noted")
            await update.callback_query.edit_message_text("Yes.")
            assert await ann.waits_for(lambda message: not message.buttons)
            assert await ann.toasts() == ["Noted"]
            assert await ann.transcript() == "user  /start\nbot   Yes."
            await ann.taps("Yes", card)
            await ann.taps_data("forged", card)
            await server.push({"odd": 1})
            assert await server.pending() == 5
            await server.advance(151)
            assert await server.pending() == 2
            await ann.blocks()
            await server.fail("getMe", status=500)
            with pytest.raises(Exception, match="Internal Server Error"):
                await bot.get_me()
        assert await server.rejected() == []
        assert [call["status"] for call in await server.calls("sendMessage")] == [200]
        assert (await server.stats())["calls"]["answerCallbackQuery"] == 1
        with pytest.raises(AssertionError, match="no button 'Maybe'"):
            await ann.taps("Maybe")


async def test_the_server_ends_with_the_process_that_started_it() -> None:
    async with await RemoteBotApi.spawn(TOKEN) as server:
        assert server.process
        assert server.process.stdin
        server.process.stdin.close()
        assert await server.process.wait() == 0


async def test_the_bot_may_write_first_to_whom_it_knows() -> None:
    async with await RemoteBotApi.spawn(TOKEN, "--any-chat", "--no-validate") as server:
        await server.user(8).appears()
        async with aiohttp.ClientSession() as session:
            for chat in (8, 9):
                fields = {"chat_id": chat, "text": "Good morning"}
                async with session.post(f"{server.url}/bot{TOKEN}/sendMessage", json=fields) as answer:
                    assert answer.status == 200
        assert [message.text for message in await server.user(8).messages()] == ["Good morning"]
