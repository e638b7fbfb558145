"""Changing, deleting and answering: what happens to messages and taps that are there already."""

from .errors import bad_request, malformed
from .keyboards import read_markup
from .messages import Message
from .sending import read_text
from .state import Answer, State
from .values import Json, Params

MAX_ANSWER = 200
DELETE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(state: State, params: Params) -> dict[str, Json]:
    """New words; the keyboard goes unless it is given again."""
    text, entities = read_text(params, "text")
    message, markup = _editable(state, params), read_markup(params)
    if message.file:
        raise bad_request("there is no text in the message to edit")
    return _change(state, message, text=text, html=params["text"], entities=entities, markup=markup)


def edit_message_caption(state: State, params: Params) -> dict[str, Json]:
    """New words under a file; the keyboard goes unless it is given again."""
    text, entities = read_text(params, "caption")
    message, markup = _editable(state, params), read_markup(params)
    if not message.file:
        raise bad_request("there is no caption in the message to edit")
    return _change(state, message, text=text, html=params.get("caption", ""), entities=entities, markup=markup)


def edit_message_reply_markup(state: State, params: Params) -> dict[str, Json]:
    """New keyboard, or none."""
    message, markup = _editable(state, params), read_markup(params)
    same = {"text": message.text, "html": message.html, "entities": message.entities}
    return _change(state, message, markup=markup, **same)


def delete_message(state: State, params: Params) -> bool:
    """Gone for both sides."""
    message = state.chats.writable(params["chat_id"]).messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if state.now() - message.date > DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    state.changes.happened()
    return True


def delete_messages(state: State, params: Params) -> bool:
    """As many as can be."""
    chat = state.chats.writable(params["chat_id"])
    for number in params["message_ids"]:
        if number in chat.messages:
            chat.messages[number].deleted = True
    state.changes.happened()
    return True


def answer_callback_query(state: State, params: Params) -> bool:
    """Ends the waiting of one tap, once and in time."""
    text = params.get("text", "")
    if len(text) > MAX_ANSWER:
        raise malformed("MESSAGE_TOO_LONG")
    tap = state.taps.get(params["callback_query_id"])
    if tap is None or tap.answer is not None or state.now() - tap.at > state.answer_seconds:
        raise bad_request(TOO_OLD)
    tap.answer = Answer(tap.id, tap.user_id, text, bool(params.get("show_alert")), params.get("url", ""))
    state.answered.append(tap.answer)
    state.changes.happened()
    return True


def _editable(state: State, params: Params) -> Message:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params or "message_id" not in params:
        raise malformed("message identifier is not specified")
    message = state.chats.writable(params["chat_id"]).messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _change(state: State, message: Message, **new: Json) -> dict[str, Json]:
    if all(getattr(message, name) == new[name] for name in ("text", "entities", "markup")):
        raise bad_request(NOT_MODIFIED)
    if message.markup and message.markup != new["markup"]:
        message.former.append(message.markup)
    for name, value in new.items():
        setattr(message, name, value)
    message.edit_date = int(state.now())
    state.tell(message)
    return state.shown(message)
