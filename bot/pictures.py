"""Pictures and pages, drawn by typst with the one font that travels along.

A picture is a template of SVG, filled by Jinja. A page (the report) is a typst template that never changes: its values
come to it as JSON and its pictures as SVG. So whatever a runner typed is a text there and can't become a command, which
no list of letters to escape could promise as well.

`python -m bot.pictures` draws those pictures anew that are shipped beside their templates.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

import jinja2
import typst

from bot.qr import qr_code
from dialogs.content import FOLDER, Content, read_content
from dialogs.errors import ContentError
from dialogs.reading import Problems, read_yaml
from dialogs.replies import Drawing
from dialogs.wording import LANGUAGE

PICTURES = FOLDER / "pictures"
PAGES = FOLDER / "report"
FONT = Path(str(files("fontpkg_inter"))) / "files"

# typst counts 96 pixels of an SVG to the inch, so that each becomes one pixel of the PNG.
_PIXELS_PER_INCH = 96
_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg")
"""

# typst keeps what it made of the last ten pages, some 14 MiB of a report. Blank ones push it out, in 10 ms together.
_KEPT = 11
_BLANK = b"#set page(width: 1pt, height: 1pt)"

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")

# One thread, so that however many pictures are asked for at once, no more than one takes its memory.
_drawing = ThreadPoolExecutor(1, "drawing")
_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT])
# Latin, Greek and Cyrillic letters and the signs among them: the font has no others.
_NO_GLYPH = re.compile("[^\u0020-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]+")
_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(PICTURES),
    undefined=jinja2.StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def drawable(name: str) -> str:
    """A name without what the font can't draw; "" if that is all of it."""
    return " ".join(_NO_GLYPH.sub("", name).split())


_templates.filters["drawable"] = drawable


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out: its name and what is in it."""

    name: str
    data: bytes


async def made(drawing: Drawing, *, as_document: bool) -> File:
    """A drawing as PDF or as PNG, made on another thread; what comes as `csv` or `json` as it is.

    `file` among its values names it. Raises ContentError.
    """
    name = _NOT_IN_A_NAME.sub("-", str(drawing.values.get("file", Path(drawing.name).name)))
    if as_document and "csv" in drawing.values:
        # Without the mark at its beginning, spreadsheets take UTF-8 for something older.
        return File(f"{name}.csv", str(drawing.values["csv"]).encode("utf-8-sig", errors="replace"))
    if as_document and "json" in drawing.values:
        return File(f"{name}.json", str(drawing.values["json"]).encode(errors="replace"))
    make, kind = (printed, "pdf") if as_document else (drawn, "png")
    return File(f"{name}.{kind}", await _aside(make, drawing.name, drawing.values))


async def draw(name: str, values: Mapping[str, object]) -> bytes:
    """The picture `name` as PNG, made on another thread. Raises ContentError."""
    return await _aside(drawn, name, values)


async def _aside(make: Callable[[str, Mapping[str, object]], bytes], name: str, values: Mapping[str, object]) -> bytes:
    return await asyncio.get_running_loop().run_in_executor(_drawing, make, name, values)


def drawn(name: str, values: Mapping[str, object]) -> bytes:
    """The picture `name` as PNG; blocks for 20 to 150 ms. Raises ContentError."""
    return _compiled(_place(name), _PAGE, "png", {"svg": filled(name, values)})


def printed(name: str, values: Mapping[str, object]) -> bytes:
    """The page `name` as PDF; blocks for 50 to 200 ms. Raises ContentError.

    `pictures` among the values are drawn on it: the name of a template and what that takes.
    """
    place = f"report/{name}.typ"
    try:
        page = (PAGES / f"{name}.typ").read_bytes()
    except OSError as error:
        raise ContentError(place, "there is no such template.", "Put it back.") from error
    inputs = {"values": json.dumps({key: value for key, value in values.items() if key != "pictures"})}
    pictures = values.get("pictures", {})
    if isinstance(pictures, Mapping):
        inputs |= {picture: filled(picture, taken) for picture, taken in pictures.items()}
    pdf = _compiled(place, page, "pdf", inputs)
    for _ in range(_KEPT):
        _compiled(place, _BLANK, "pdf", {})
    return pdf


def _compiled(place: str, page: bytes, kind: Literal["png", "pdf"], inputs: dict[str, str]) -> bytes:
    # A compiler serves one thread at a time; making one takes half a millisecond.
    compiler = typst.Compiler(font_paths=_fonts)
    try:
        data = compiler.compile(page, format=kind, ppi=_PIXELS_PER_INCH, sys_inputs=inputs)
    except typst.TypstError as error:
        raise ContentError(place, f"this can't be drawn: {error.message}.", "Mend the template.") from error
    if not isinstance(data, bytes):
        raise ContentError(place, "this is more than one page.", "Mend the template.")
    return data


def filled(name: str, values: Mapping[str, object]) -> str:
    """The template `name` with its values, as SVG. Raises ContentError.

    A `link` among them is there as a QR code too: its modules as the path `qr`, and their number as `size`.
    """
    if "link" in values:
        path, size = qr_code(str(values["link"]))
        values = {**values, "qr": path, "size": size}
    try:
        return _templates.get_template(f"{name}.svg.j2").render(values)
    except jinja2.TemplateNotFound as error:
        raise ContentError(_place(name), "there is no such template.", "Put it back.") from error
    except jinja2.TemplateError as error:
        raise ContentError(_place(name), f"the template can't be filled: {error}.", "Mend it.") from error


def shipped(name: str) -> Path:
    """The PNG of a picture that is the same for everybody."""
    return PICTURES / f"{name}.png"


def knee_map_values(content: Content, language: str = LANGUAGE) -> dict[str, object]:
    """What the knee map takes: each place's number among the buttons, and the names of the views."""
    places = content.facts["pain_location"].values
    return {
        "number": {place: number for number, place in enumerate(places, start=1)},
        "words": _words(language)["knee_map"],
    }


def _words(language: str) -> Mapping[str, Mapping[str, str]]:
    problems = Problems()
    words = read_yaml(FOLDER, f"{language}/pictures.yaml", problems)
    problems.check()
    return words


def _place(name: str) -> str:
    return f"pictures/{name}.svg.j2"


if __name__ == "__main__":
    shipped("knee_map").write_bytes(drawn("knee_map", knee_map_values(read_content())))
