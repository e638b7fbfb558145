"""The pictures of exercises: the poses of content/pictures/poses.yaml, drawn side by side on cards.

A card shows the start as 1 and the end as 2, or one position that is held. `python -m bot.exercise_pictures` draws them
all anew; each carries the mark of the SVG it was drawn from, so that one left behind by its source is found.
"""

import hashlib
import math
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.figure_shapes import Camera, Circle, Shape, body_shapes, curve, path, thing_shapes, zigzag
from bot.figures import Joints, place, posed
from bot.pictures import drawn, filled, shipped
from bot.vectors import Vec
from dialogs.content import FOLDER
from dialogs.exercises import picture_of
from dialogs.reading import Problems, read_yaml

WIDTH, HEIGHT, MARGIN, PADDING, BADGE = 800, 450, 16, 20, 30
LARGEST = {1: 5.4, 2: 4.4}
"""Pixels of a unit at most, by the number of panels."""
ABOVE = 0.65
"""How much of the room that a figure leaves lies above it."""

_HEAD = 33
"""How long the head of a PNG is."""
_KEY = b"drawn-from\0"

Box = tuple[float, float, float, float]
"""x, y, width and height in pixels."""
Placing = tuple[float, float, float]
"""Pixels of a unit, and where the middle of the screen lies: x, y."""


def read_poses(folder: Path = FOLDER) -> Mapping[str, Any]:
    """The pictures by move, each with what it takes from its base. Raises ContentErrors."""
    problems = Problems()
    data = read_yaml(folder, "pictures/poses.yaml", problems)
    problems.check()
    return {
        name: _merged(data["bases"].get(picture.get("base"), {}), picture) for name, picture in data["moves"].items()
    }


def marked(png: bytes, svg: str) -> bytes:
    """The PNG with the mark of the SVG it was drawn from, as a text of its own right after its head."""
    chunk = b"tEXt" + _KEY + hashlib.sha256(svg.encode()).hexdigest().encode()
    packed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_HEAD] + packed + png[_HEAD:]


def is_drawn_from(png: bytes, svg: str) -> bool:
    """Whether a marked PNG was drawn from this SVG."""
    return _KEY + hashlib.sha256(svg.encode()).hexdigest().encode() in png[_HEAD : _HEAD + 128]


def figures(picture: Mapping[str, Any]) -> list[Joints]:
    """The joints of a picture's positions."""
    return [posed(_merged(picture.get("both", {}), picture[name])) for name in ("start", "end") if name in picture]


def exercise_values(picture: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of exercises takes: panels with their shapes, in pixels."""
    camera = Camera(**picture.get("camera", {}))
    frames = figures(picture)
    things = [shape for thing in picture.get("things", ()) for shape in thing_shapes(thing, camera)]
    if camera.pitch:
        things = [*thing_shapes(_mat(frames), camera), *things]
    bodies = [body_shapes(joints, camera, picture.get("work", ["W"])) for joints in frames]
    fitted = [circle for body in bodies for shape in body for circle in shape.circles]
    fitted += [circle for shape in things if shape.kind not in ("wall", "mat") for circle in shape.circles]
    fitted += [(x, y, 2.0) for frame in range(len(frames)) for x, y in _ends(picture, frames, camera, frame)]
    boxes, placed = _laid_out(len(frames), fitted)
    panels = [
        {
            "number": number + 1 if len(frames) > 1 else None,
            "box": dict(zip(("x", "y", "width", "height"), (round(value, 1) for value in box), strict=True)),
            "floor": None if camera.pitch else round(at[2], 1),
            "shapes": [{"kind": shape.kind, "path": path(shape, *at)} for shape in _sorted(things, body)],
            "bands": _bands(picture, frames[number], camera, at),
            "arrows": _arrows(picture, frames, camera, number, at),
        }
        for number, (box, body) in enumerate(zip(boxes, bodies, strict=True))
        for at in [placed(box)]
    ]
    return {"width": WIDTH, "height": HEIGHT, "panels": panels}


def _mat(frames: Sequence[Joints], beyond: float = 5.0) -> dict[str, Any]:
    """A mat under all that the figure takes up, where the floor is seen from above."""
    (x, u), (z, w) = ((min(found), max(found)) for axis in (0, 2) for found in [[at[axis] for at in _all(frames)]])
    return {"box": [x - beyond, -0.6, z - beyond, u + beyond, 0, w + beyond], "kind": "mat"}


def _all(frames: Sequence[Joints]) -> list[Vec]:
    return [at for joints in frames for at in joints.values()]


def _laid_out(count: int, circles: Sequence[Circle]) -> tuple[list[Box], Callable[[Box], Placing]]:
    """The panels (x, y, width, height), beside or above each other as the figure gets larger, and where in each of
    them the screen lies."""
    left, right = min(x - r for x, _, r in circles), max(x + r for x, _, r in circles)
    top, bottom = min(y - r for _, y, r in circles), max(y + r for _, y, r in circles)

    def scale(box: Box) -> float:
        size = min(LARGEST[count], (box[2] - 2 * PADDING) / (right - left), (box[3] - 2 * PADDING) / (bottom - top))
        while _covers(circles, middled(box, size), (box[0] + BADGE, box[1] + BADGE)):
            size *= 0.98
        return size

    def middled(box: Box, size: float) -> Placing:
        room = box[3] - 2 * PADDING - (bottom - top) * size
        return size, box[0] + box[2] / 2 - (left + right) / 2 * size, box[1] + PADDING + room * ABOVE - top * size

    wide, high = (WIDTH - MARGIN * (count + 1)) / count, (HEIGHT - MARGIN * (count + 1)) / count
    beside: list[Box] = [(MARGIN + n * (wide + MARGIN), MARGIN, wide, HEIGHT - 2 * MARGIN) for n in range(count)]
    above: list[Box] = [(MARGIN, MARGIN + n * (high + MARGIN), WIDTH - 2 * MARGIN, high) for n in range(count)]
    return max(beside, above, key=lambda boxes: scale(boxes[0])), lambda box: middled(box, scale(box))


def _covers(circles: Sequence[Circle], at: Placing, badge: tuple[float, float]) -> bool:
    """Whether a circle of the screen would lie on the badge with the number."""
    size, x, y = at
    return any(math.dist((x + a * size, y + b * size), badge) < r * size + BADGE - 4 for a, b, r in circles)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What both positions share, with what one has for its own."""
    merged = dict(base)
    for key, value in own.items():
        merged[key] = (
            _merged(base[key], value) if isinstance(base.get(key), Mapping) and isinstance(value, Mapping) else value
        )
    return merged


def _sorted(things: Sequence[Shape], body: Sequence[Shape]) -> list[Shape]:
    """Things first, for they stand behind, and those of kind `front ...` last."""
    behind = [shape for shape in things if not shape.kind.startswith("front")]
    return [*behind, *body, *(shape for shape in things if shape.kind.startswith("front"))]


def _in_pixels(points: Sequence[Sequence[float]], at: Placing) -> str:
    scale, left, top = at
    return "M" + "L".join(f"{left + point[0] * scale:.1f} {top + point[1] * scale:.1f}" for point in points)


def _bands(picture: Mapping[str, Any], joints: Joints, camera: Camera, at: Placing) -> list[str]:
    return [
        _in_pixels(zigzag(camera.seen(place(band["from"], joints)), camera.seen(place(band["to"], joints))), at)
        for band in picture.get("bands", ())
    ]


def _of_frame(picture: Mapping[str, Any], frame: int) -> list[Mapping[str, Any]]:
    return [arrow for arrow in picture.get("arrows", ()) if arrow.get("in", 1) == frame + 1]


def _arrow_line(arrow: Mapping[str, Any], frames: Sequence[Joints], camera: Camera) -> list[tuple[float, float]]:
    """The line of an arrow: from a place of the first position to the same of the last one, or to another place."""
    own = frames[arrow.get("in", 1) - 1]
    dx, dy = arrow.get("shift", (0, 0))
    if "along" in arrow:
        start, end = (camera.seen(place(arrow["along"], joints)) for joints in (frames[0], frames[-1]))
    else:
        start, end = camera.seen(place(arrow["from"], own)), camera.seen(place(arrow["to"], own))
    return [(x + dx, y - dy) for x, y in curve(start, end, arrow.get("bend", 0))]


def _ends(
    picture: Mapping[str, Any], frames: Sequence[Joints], camera: Camera, frame: int
) -> list[tuple[float, float]]:
    return [point for arrow in _of_frame(picture, frame) for point in _arrow_line(arrow, frames, camera)]


def _arrows(
    picture: Mapping[str, Any], frames: Sequence[Joints], camera: Camera, frame: int, at: Placing
) -> list[dict[str, str]]:
    drawn = []
    for arrow in _of_frame(picture, frame):
        line = _arrow_line(arrow, frames, camera)
        heads = [_head(line[-3], line[-1])] + ([_head(line[2], line[0])] if arrow.get("both_ways") else [])
        drawn.append({"line": _in_pixels(line, at), "heads": " ".join(_in_pixels(head, at) + "Z" for head in heads)})
    return drawn


def _head(before: tuple[float, float], tip: tuple[float, float]) -> list[tuple[float, float]]:
    way = math.atan2(tip[1] - before[1], tip[0] - before[0])
    cos, sin = math.cos(way), math.sin(way)
    return [(tip[0] + x * cos - y * sin, tip[1] + x * sin + y * cos) for x, y in ((3.2, 0), (-1.8, 2.9), (-1.8, -2.9))]


if __name__ == "__main__":
    for move, picture in read_poses().items():
        values = exercise_values(picture)
        shipped(picture_of(move)).write_bytes(marked(drawn("exercise", values), filled("exercise", values)))
