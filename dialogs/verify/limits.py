"""What Telegram takes: message lengths, its small HTML, button data; and labels a phone shows whole."""

from collections.abc import Iterator
from html.parser import HTMLParser

from dialogs.replies import Rows

MESSAGE = 4096
CAPTION = 1024
TOAST = 200
DATA = 64
FULL_WIDTH = 30
HALF_WIDTH = 16
MARKS = "☑☐ "
HIGHEST_TURN = 999_999_999

TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote", "a"}
)
ATTRIBUTES = {"a": {"href"}, "blockquote": {"expandable"}}
ENTITIES = ("lt", "gt", "amp", "quot")


class _Html(HTMLParser):
    """Reads Telegram's HTML: the plain text of it, and what Telegram would refuse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"Telegram knows no <{tag}>")
        for name, _ in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.wrong.append(f"<{tag}> takes no '{name}'")
        if tag == "blockquote" and tag in self.open:
            self.wrong.append("a <blockquote> stands in another one")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes what is not open")

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            self.wrong.append("a '<' or '&' is not escaped")
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        if name not in ENTITIES:
            self.wrong.append(f"Telegram knows no &{name};")
        self.text.append("x")

    def handle_charref(self, name: str) -> None:
        self.text.append("'" if name == "39" else "x")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self.wrong.append("Telegram knows no comments")


def read_html(text: str) -> tuple[str, list[str]]:
    """The plain text of Telegram HTML, an entity as one letter, and all that Telegram would refuse in it."""
    reader = _Html()
    reader.feed(text)
    reader.close()
    return "".join(reader.text), reader.wrong + [f"<{tag}> is not closed" for tag in reader.open]


def length(plain: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 units."""
    return len(plain.encode("utf-16-le")) // 2


def wrong_with_text(text: str, most: int) -> Iterator[tuple[str, str]]:
    """What Telegram would refuse in a message of at most so many characters: (problem, remedy)."""
    plain, wrong = read_html(text)
    for problem in dict.fromkeys(wrong):
        yield f"{problem}.", "Use only the tags of Telegram's HTML, closed in order."
    if length(plain) > most:
        yield f"it can be {length(plain)} characters long; Telegram takes {most}.", "Make it shorter."
    if not plain.strip():
        yield "there is nothing in it.", "Write it."


def wrong_with_rows(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """What is wrong with buttons: (label, problem, remedy)."""
    labels: list[str] = []
    for row in rows:
        widest = FULL_WIDTH if len(row) == 1 else HALF_WIDTH
        for button in row:
            label = button.label.lstrip(MARKS)
            if not label:
                yield label, "a button has a blank label.", "Give it one."
            elif label in labels:
                yield label, f"two buttons of one card are called '{label}'.", "Call one of them something else."
            if len(label) > widest:
                across = "the full width" if len(row) == 1 else "half the width"
                yield (
                    label,
                    f"the label '{label}' has {len(label)} characters; {across} of a phone shows {widest}.",
                    ("Make it shorter."),
                )
            if _data_length(button.tap) > DATA:
                yield (
                    label,
                    f"the data of '{label}' can be {_data_length(button.tap)} bytes; Telegram takes {DATA}.",
                    ("Give the screen or the value a shorter id."),
                )
            labels.append(label)


def _data_length(tap: str) -> int:
    """The bytes of a button's data once the turn has as many digits as it ever will."""
    kind, _, rest = tap.partition(":")
    return len(f"{kind}:{HIGHEST_TURN}:{rest.partition(':')[2]}".encode())
