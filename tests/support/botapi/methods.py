"""Which function plays which method. A valid method that is not here is answered `true`."""

from collections.abc import Callable

from . import about, editing, sending
from .state import State
from .values import Json, Params

Play = Callable[[State, Params], Json]

METHODS: dict[str, Play] = {
    "getMe": about.get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": editing.answer_callback_query,
    "getChat": about.get_chat,
    "getChatMember": about.get_chat_member,
    "getChatAdministrators": about.get_chat_administrators,
    "leaveChat": about.leave_chat,
    "getFile": about.get_file,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "deleteMyCommands": about.delete_my_commands,
    "setMyName": about.text_setter("name"),
    "getMyName": about.text_getter("name"),
    "setMyDescription": about.text_setter("description"),
    "getMyDescription": about.text_getter("description"),
    "setMyShortDescription": about.text_setter("short_description"),
    "getMyShortDescription": about.text_getter("short_description"),
}


def play(state: State, method: str, params: Params) -> Json:
    """The result of a method that takes effect at once."""
    played = METHODS.get(method)
    if played is not None:
        return played(state, params)
    if "chat_id" in params:
        state.chats.writable(params["chat_id"])  # sendChatAction and the like tell a blocked chat too
    return True
