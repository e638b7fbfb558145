"""A link as a QR code, for a camera that reads it off a screen or a sheet of paper."""

from itertools import groupby

import segno

QUIET = 4
"""Light modules around a code, without which cameras don't find it."""


def qr_code(text: str) -> tuple[str, int]:
    """The dark modules as the path of an SVG, one unit each, and how many there are to a side with the quiet zone.

    A seventh of it may be dirty or torn. Raises segno.DataOverflowError for more than a code can hold (2,331 bytes).
    """
    rows = segno.make(text, error="m", micro=False).matrix
    path = ""
    for y, row in enumerate(rows, start=QUIET):
        x = QUIET
        for is_dark, modules in groupby(row):
            width = len(list(modules))
            if is_dark:
                path += f"M{x} {y}h{width}v1h-{width}z"
            x += width
    return path, len(rows) + 2 * QUIET
