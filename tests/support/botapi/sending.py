"""sendMessage, sendPhoto, sendDocument: what becomes of a message the bot sends."""

from .chats import Chat
from .errors import bad_request, malformed
from .keyboards import read_markup
from .markup import Entity, parse_html, utf16_length
from .messages import File
from .state import State
from .values import Json, Params, Upload

MAX_TEXT, MAX_CAPTION = 4096, 1024


def read_text(params: Params, field: str) -> tuple[str, list[Entity]]:
    """The text as the reader sees it and its entities. Raises a malformed refusal."""
    source = params.get(field, "")
    mode = params.get("parse_mode", "")
    if mode.lower() == "html":
        text, entities = parse_html(source)
    elif mode:
        raise malformed("unsupported parse_mode")  # Markdown too: this server knows only HTML
    else:
        text, entities = (
            source.strip(),
            params.get("caption_entities" if field == "caption" else "entities", []),
        )
    if field == "text" and not text:
        raise malformed("message text is empty")
    if utf16_length(text) > (MAX_TEXT if field == "text" else MAX_CAPTION):
        raise malformed("message is too long" if field == "text" else "message caption is too long")
    return text, entities


def send_message(state: State, params: Params) -> dict[str, Json]:
    """A new text message."""
    return _send(state, params, "text", None)


def send_photo(state: State, params: Params) -> dict[str, Json]:
    """A new picture."""
    return _send(state, params, "caption", "photo")


def send_document(state: State, params: Params) -> dict[str, Json]:
    """A new document."""
    return _send(state, params, "caption", "document")


def _send(state: State, params: Params, field: str, kind: str | None) -> dict[str, Json]:
    text, entities = read_text(params, field)
    markup = read_markup(params)
    chat = state.chats.writable(params["chat_id"])
    extra = _reply_to(state, chat, params)
    if "message_thread_id" in params:
        extra["message_thread_id"] = params["message_thread_id"]
    message = state.add_message(
        chat,
        state.bot["id"],
        text=text,
        html=params.get(field, ""),
        entities=entities,
        markup=markup,
        file=_file(state, kind, params[kind]) if kind else None,
        silent=bool(params.get("disable_notification")),
        protected=bool(params.get("protect_content")),
        extra=extra,
    )
    return state.shown(message)


def _file(state: State, kind: str, given: str | Upload) -> File:
    if isinstance(given, Upload):
        if not given.data:
            raise malformed("file must be non-empty")
        return state.add_file(kind, given.name, given.data, given.content_type)
    if given in state.files:
        return state.files[given][0]
    if given.startswith(("http://", "https://")):
        return state.add_file(kind, given.rsplit("/", 1)[-1], b"")
    raise bad_request("wrong file identifier/HTTP URL specified")


def _reply_to(state: State, chat: Chat, params: Params) -> dict[str, Json]:
    reply = params.get("reply_parameters")
    if not reply or "message_id" not in reply:
        return {}
    original = chat.messages.get(reply["message_id"])
    if original is not None and not original.deleted:
        return {"reply_to_message": state.shown(original)}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
