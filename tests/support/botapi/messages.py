"""A message as it stands in a chat, with what it was before."""

from dataclasses import asdict, dataclass, field

from .values import Json

Markup = dict[str, Json]
Rows = list[list[tuple[str, str]]]


@dataclass(slots=True)
class File:
    """A picture or document: what kind, its name and how to get its bytes."""

    kind: str
    name: str
    file_id: str
    size: int
    content_type: str = ""


@dataclass(slots=True)
class Message:
    """One message. `text` is what the reader sees (a caption too), `html` what was sent; dates are Unix time.

    `buttons` are rows of (label, callback data or link). `former` are the keyboards it had before.
    """

    chat_id: int
    message_id: int
    date: int
    sender: int
    from_bot: bool = True
    text: str = ""
    html: str = ""
    entities: list[dict[str, Json]] = field(default_factory=list)
    markup: Markup | None = None
    file: File | None = None
    edit_date: int = 0
    deleted: bool = False
    silent: bool = False
    protected: bool = False
    former: list[Markup] = field(default_factory=list)
    extra: dict[str, Json] = field(default_factory=dict)

    @property
    def buttons(self) -> Rows:
        """The inline buttons under the message now."""
        return rows_of(self.markup)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons, in reading order."""
        return [label for row in self.buttons for label, _ in row]

    def data_of(self, label_or_data: str, *, stale: bool = False) -> str | None:
        """The callback data behind a button, or None; with `stale` also of keyboards it had before."""
        markups = [self.markup, *reversed(self.former)] if stale else [self.markup]
        for markup in markups:
            for row in (markup or {}).get("inline_keyboard", ()):
                for button in row:
                    data = button.get("callback_data")
                    if data is not None and label_or_data in (button["text"], data):
                        return str(data)
        return None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON, for a server in another process."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Json]) -> "Message":
        """The inverse of `to_dict`."""
        return cls(**{**plain, "file": File(**plain["file"]) if plain["file"] else None})


def rows_of(markup: Markup | None) -> Rows:
    """Rows of (label, callback data or link)."""
    keyboard = (markup or {}).get("inline_keyboard", ())
    return [
        [(button["text"], button.get("callback_data") or button.get("url", "")) for button in row] for row in keyboard
    ]


def as_telegram(message: Message, chat: dict[str, Json], sender: dict[str, Json]) -> dict[str, Json]:
    """The Message object of the Bot API."""
    shown: dict[str, Json] = {
        "message_id": message.message_id,
        "from": sender,
        "chat": chat,
        "date": message.date,
        **message.extra,
    }
    if message.edit_date:
        shown["edit_date"] = message.edit_date
    text, entities = ("caption", "caption_entities") if message.file else ("text", "entities")
    if message.text:
        shown[text] = message.text
    if message.entities:
        shown[entities] = message.entities
    if message.file:
        shown[message.file.kind] = _file_object(message.file)
    if message.markup and "inline_keyboard" in message.markup:
        shown["reply_markup"] = message.markup
    return shown


def _file_object(file: File) -> Json:
    plain = {"file_id": file.file_id, "file_unique_id": file.file_id[::-1], "file_size": file.size}
    if file.kind == "photo":
        return [{**plain, "width": 800, "height": 600}]
    return {**plain, "file_name": file.name, "mime_type": file.content_type or "application/octet-stream"}
