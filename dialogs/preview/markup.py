"""Telegram's HTML as the page shows it: the same few tags, everything else escaped."""

import re
from html.parser import HTMLParser

from markupsafe import Markup, escape

TAGS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
    "code": "code", "pre": "pre", "tg-spoiler": "mark", "a": "u", "blockquote": "blockquote",
}  # fmt: skip
QUOTE = '<details class="quote"><summary>', "</summary></details>"
COMMAND = re.compile(r"(?<![\w/])/[a-z_]+\b")


class _Page(HTMLParser):
    """Reads Telegram's HTML and writes the page's; a quote that expands becomes one that opens on a tap."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.after_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            return
        name = TAGS[tag]
        begin, end = QUOTE if tag == "blockquote" and ("expandable", None) in attrs else (f"<{name}>", f"</{name}>")
        self.out.append(begin)
        self.open.append((tag, end))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.out.append(self.open.pop()[1])
            self.after_block = tag in ("blockquote", "pre")

    def handle_data(self, data: str) -> None:
        # A block ends its line by itself.
        words = data.removeprefix("\n") if self.after_block else data
        self.after_block = False
        self.out.append(COMMAND.sub(r'<span class="command">\g<0></span>', str(escape(words))))


def page_html(telegram_html: str) -> Markup:
    """A message's Telegram HTML as part of the page; nothing in it can be a tag of its own making."""
    page = _Page()
    page.feed(telegram_html)
    page.close()
    ends = [end for _, end in reversed(page.open)]
    return Markup("".join([*page.out, *ends]))  # noqa: S704  # every piece is one of ours or escaped
