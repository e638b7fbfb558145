"""What can be read in a PDF that typst made: its pages and the words on them."""

import re
import zlib
from collections.abc import Iterator

ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> int:
    """How many pages it has."""
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def text_of(pdf: bytes) -> str:
    """The words of its pages, each piece of text on a line."""
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(?s)\b(\d+) 0 obj\b(.*?)\bendobj", pdf)}
    letters = {
        name: _letters(_stream(objects[int(number)]))
        for font, number in _fonts(objects)
        for name in re.findall(rb"/(f\d+) %d 0 R" % font, pdf)
    }
    contents = [int(number) for number in re.findall(rb"/Contents (\d+) 0 R", pdf)]
    return "\n".join(line for number in contents for line in _lines(_stream(objects[number]), letters))


def _fonts(objects: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Each font with the number of the table that says which letters its glyphs are."""
    for number, body in objects.items():
        if b"/Subtype/Type0" in body and (found := re.search(rb"/ToUnicode (\d+) 0 R", body)):
            yield number, found[1]


def _stream(body: bytes) -> bytes:
    found = re.search(rb"(?s)stream\r?\n(.*)\r?\nendstream", body)
    assert found is not None
    return zlib.decompress(found[1]) if b"FlateDecode" in body[: found.start()] else found[1]


def _letters(table: bytes) -> dict[int, str]:
    """Glyph → the letters it stands for."""
    found = {}
    for block in re.findall(rb"(?s)beginbfchar(.*?)endbfchar", table):
        for glyph, letters in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    for block in re.findall(rb"(?s)beginbfrange(.*?)endbfrange", table):
        for first, last, letter in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                found[glyph] = chr(int(letter, 16) + glyph - int(first, 16))
    return found


def _lines(content: bytes, letters: dict[bytes, dict[int, str]]) -> Iterator[str]:
    for block in re.findall(rb"(?s)\bBT\b(.*?)\bET\b", content):
        font = letters[re.findall(rb"/(f\d+) [\d.]+ Tf", block)[-1]]
        codes = b"".join(_bytes(literal) for literal in _literals(block))
        yield "".join(font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))


def _literals(block: bytes) -> Iterator[bytes]:
    """What stands in parentheses, which may hold others and are escaped where they don't match."""
    depth, begun, at = 0, 0, 0
    while at < len(block):
        match block[at : at + 1]:
            case b"\\":
                at += 1
            case b"(":
                depth += 1
                begun = at + 1 if depth == 1 else begun
            case b")":
                depth -= 1
                if depth == 0:
                    yield block[begun:at]
        at += 1


def _bytes(literal: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        return bytes([int(found[1], 8)]) if found[1] else ESCAPED.get(found[2], found[2])

    return re.sub(rb"(?s)\\(?:([0-7]{1,3})|(.))", plain, literal)
