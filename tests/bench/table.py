"""The table `make bench` prints."""

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("figure", "measured", "what", "Kneewise is", "target", "met")


@dataclass(frozen=True)
class Row:
    """A line: a measured value of Kneewise or of what stands beside it, then the ratio of Kneewise's to it."""

    figure: str
    measured: str
    what: str = "Kneewise"
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def table(rows: Iterable[Row]) -> str:
    """All rows in columns."""
    cells = [HEAD, *((row.figure, row.measured, row.what, row.ratio, row.target, _said(row.met)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in (lines[0], "-" * len(lines[0]), *lines[1:]))


def times(ours: float, theirs: float) -> str:
    """A ratio as "1.9 x"."""
    return f"{ours / theirs:.2f} x"


def _said(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "NO"
