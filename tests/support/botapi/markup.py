"""Telegram's HTML: text and entities, or the reason the whole message is refused."""

import re
from dataclasses import dataclass

from .errors import malformed
from .values import Json

Entity = dict[str, Json]

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile(r"[<&]")
_START_TAG = re.compile(r"<([^\s>]*)")
_END_TAG = re.compile(r"</([^\s>]*)\s*")
_ATTRIBUTE = re.compile(r"""([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)))?""")
_LINK = re.compile(r"(?:https?|tg|ton)://\S+|[\w.-]+\.\w{2,}(?:[/?#]\S*)?", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text, trimmed, and its entities (offsets in UTF-16 units). Raises a malformed refusal."""
    source = source.replace("\r", "")
    if "<" not in source and "&" not in source:
        return _trimmed(source, [])
    return _trimmed(*_Parser(source).parse())


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


class _Parser:
    def __init__(self, source: str) -> None:
        self.source, self.position, self.length = source, 0, 0
        self.text: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        source = self.source
        while self.position < len(source):
            character = source[self.position]
            if character == "<":
                self._end_tag() if source.startswith("/", self.position + 1) else self._start_tag()
            elif character == "&" and (found := _character_at(source, self.position)):
                self._add(found[0])
                self.position = found[1]
            else:
                following = _SPECIAL.search(source, self.position + 1)
                end = following.start() if following else len(source)
                self._add(source[self.position : end])
                self.position = end
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), _arranged(self.entities)

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.length += utf16_length(text)

    def _start_tag(self) -> None:
        begin, source = self.position, self.source
        found = _START_TAG.match(source, begin)
        assert found
        tag, at = found[1].lower(), found.end()
        if at >= len(source):
            raise self._wrong_at("Unclosed start tag", begin)
        if tag not in _TYPES:
            raise self._wrong_at(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while True:
            while at < len(source) and source[at].isspace():
                at += 1
            if at >= len(source):
                raise self._wrong_at("Unclosed start tag", begin)
            if source[at] == ">":
                break
            attribute = _ATTRIBUTE.match(source, at)
            if not attribute:
                raise self._wrong_at(f'Empty attribute name in the tag "{tag}"', begin)
            at = attribute.end()
            if at < len(source) and not source[at].isspace() and source[at] != ">":
                raise self._wrong_at("Unexpected end of name token", at)
            value = next((group for group in attribute.groups()[1:] if group is not None), None)
            argument = _argument(tag, attribute[1].lower(), value) or argument
        if tag == "span" and argument != "spoiler":
            raise self._wrong_at('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.length))
        self.position = at + 1

    def _end_tag(self) -> None:
        begin, source = self.position, self.source
        if not self.open:
            raise self._wrong_at("Unexpected end tag", begin)
        found = _END_TAG.match(source, begin)
        assert found
        if not source.startswith(">", found.end()):
            raise self._wrong_at("Unclosed end tag", begin)
        opened, name = self.open.pop(), found[1].lower()
        if name and name != opened.tag:
            place = f"Unmatched end tag at byte offset {self._bytes(begin)}"
            raise _wrong(f'{place}, expected "</{opened.tag}>", found "</{name}>"')
        entity = _entity(opened, self.length)
        if entity:
            self.entities.append(entity)
        self.position = found.end() + 1

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _wrong_at(self, problem: str, position: int) -> Exception:
        return _wrong(f"{problem} at byte offset {self._bytes(position)}")


def _arranged(entities: list[Entity]) -> list[Entity]:
    """Outer before inner; what stands inside code is plain, but for the language of a block."""
    arranged: list[Entity] = []
    code: Entity | None = None
    entities.reverse()  # inner tags were closed first; of two equals the outer one comes to stand in front
    entities.sort(key=lambda one: (one["offset"], -one["length"]))
    for entity in entities:
        if code and entity["offset"] < code["offset"] + code["length"]:
            if entity["type"] == "code" and entity["length"] == code["length"] and "language" in entity:
                code["language"] = entity["language"]
            continue
        arranged.append(entity)
        if entity["type"] in ("pre", "code"):
            code = entity
    for entity in arranged:
        if entity["type"] == "code":
            entity.pop("language", None)
    return arranged


def _wrong(problem: str) -> Exception:
    return malformed(f"can't parse entities: {problem}")


def _character_at(source: str, position: int) -> tuple[str, int] | None:
    """The character an entity stands for and where the text goes on; unknown names are just text."""
    found = _CHARACTER.match(source, position)
    if not found:
        return None
    if found[3]:
        named = _NAMED.get(found[3])
        return (named, found.end()) if named else None
    code = int(found[1], 16) if found[1] else int(found[2])
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    return chr(code), found.end()


def _argument(tag: str, attribute: str, value: str | None) -> str:
    match tag, attribute:
        case "a", "href":
            plain = value or ""
            return re.sub(_CHARACTER, lambda found: (_character_at(found[0], 0) or (found[0],))[0], plain)
        case "code", "class" if value and value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value and value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "tg-emoji", "emoji-id":
            return value or ""
        case "blockquote", "expandable":
            return "expandable"
    return ""


def _entity(opened: _Open, end: int) -> Entity | None:
    if end == opened.offset:
        return None
    entity: Entity = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": end - opened.offset}
    if opened.tag == "a":
        if not _LINK.fullmatch(opened.argument):
            return None  # unknown schemes vanish without a word
        entity["url"] = opened.argument
    elif opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.argument
    elif opened.tag == "code" and opened.argument:
        entity["language"] = opened.argument
    elif opened.argument == "expandable":
        entity["type"] = "expandable_blockquote"
    return entity


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    end = len(text.rstrip())
    first = min((entity["offset"] for entity in entities), default=end)
    start = 0
    while start < min(first, end) and text[start].isspace():
        start += 1
    text = text[start:end]
    length = utf16_length(text)
    kept = []
    for entity in entities:
        offset = entity["offset"] - start
        if offset < length:
            kept.append({**entity, "offset": offset, "length": min(entity["length"], length - offset)})
    return text, kept
