"""Pictures: a template of SVG and its values become a PNG, drawn by typst with the one font that travels along.

`python -m bot.pictures` draws those anew that are shipped beside their templates.
"""

import asyncio
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import jinja2
import typst

from dialogs.content import FOLDER, LANGUAGE, Content, read_content
from dialogs.errors import ContentError
from dialogs.reading import Problems, read_yaml

PICTURES = FOLDER / "pictures"
FONT = Path(str(files("fontpkg_inter"))) / "files"

# typst counts 96 pixels of an SVG to the inch, so that each becomes one pixel of the PNG.
_PIXELS_PER_INCH = 96
_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg")
"""

_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT])
_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(PICTURES),
    undefined=jinja2.StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


async def draw(name: str, values: Mapping[str, object]) -> bytes:
    """The picture `name` as PNG, made on another thread. Raises ContentError."""
    return await asyncio.to_thread(drawn, name, values)


def drawn(name: str, values: Mapping[str, object]) -> bytes:
    """The picture `name` as PNG; blocks for 20 to 150 ms. Raises ContentError."""
    svg = filled(name, values)
    # A compiler serves one thread at a time; making one takes half a millisecond.
    compiler = typst.Compiler(font_paths=_fonts)
    try:
        png = compiler.compile(_PAGE, format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"svg": svg})
    except typst.TypstError as error:
        raise ContentError(_place(name), f"this can't be drawn: {error.message}.", "Mend the SVG.") from error
    if not isinstance(png, bytes):
        raise ContentError(_place(name), "this is no single picture.", "Mend the SVG.")
    return png


def filled(name: str, values: Mapping[str, object]) -> str:
    """The template `name` with its values, as SVG. Raises ContentError."""
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
