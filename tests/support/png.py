"""What can be seen in a PNG."""

import struct
import zlib

import typst

Pixel = tuple[int, ...]


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def seen_from_afar(png: bytes, width: int = 320) -> list[Pixel]:
    """The picture made small, as red, green, blue and opacity, row by row."""
    data = ",".join(map(str, png))
    page = f"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(({data})), width: {width}pt)"
    small = typst.compile(page.encode(), format="png", ppi=72)
    assert isinstance(small, bytes)
    return pixels(small)


def pixels(png: bytes) -> list[Pixel]:
    """Red, green, blue and opacity of an 8-bit RGBA PNG, row by row."""
    # Each line is stored as differences to the left, upper and upper left pixel.
    wide, high = size_of(png)
    assert png[24:26] == b"\x08\x06"
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, line = zlib.decompress(data), wide * 4
    before, seen = bytearray(line), []
    for row in range(high):
        start = row * (line + 1)
        now = bytearray(raw[start + 1 : start + 1 + line])
        for i in range(line):
            left, up, corner = (now[i - 4], before[i], before[i - 4]) if i >= 4 else (0, before[i], 0)
            now[i] = (now[i] + _predicted(raw[start], left, up, corner)) & 255
        seen += [tuple(now[i : i + 4]) for i in range(0, line, 4)]
        before = now
    return seen


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    nearest = min((left, up, corner), key=lambda known: abs(left + up - corner - known))
    return (0, left, up, (left + up) // 2, nearest)[kind]
