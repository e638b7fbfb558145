"""What may be under a message."""

from .errors import malformed
from .messages import Markup
from .values import Json

MAX_DATA_BYTES = 64
_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
}  # fmt: skip


def read_markup(params: dict[str, Json]) -> Markup | None:
    """The checked `reply_markup`; an inline keyboard without buttons is none. Raises a malformed refusal."""
    markup = params.get("reply_markup")
    if not isinstance(markup, dict):
        return None
    if "inline_keyboard" not in markup:
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            _check(button)
    return {"inline_keyboard": rows} if rows else None


def _check(button: dict[str, Json]) -> None:
    if not button.get("text", "").strip():
        raise malformed("can't parse inline keyboard button: button text must be non-empty")
    actions = _ACTIONS & button.keys()
    if not actions:
        raise malformed("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise malformed("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise malformed(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
