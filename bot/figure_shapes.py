"""A posed figure and the things around it as flat shapes: paths of SVG, from behind to the front.

A camera looks along -z of the world (a side view); `yaw` turns it (90: from the front), `pitch` lets it look down.
Screen coordinates are in units of the figure, y down.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.figures import RADIUS, SIDES, Joints
from bot.vectors import Vec

Circle = tuple[float, float, float]
"""x, y and radius on the screen."""


@dataclass(frozen=True)
class Shape:
    """A path to be drawn, in a class of the template; `circles` is what it covers."""

    kind: str
    circles: tuple[Circle, ...]
    parts: tuple[tuple[Circle, ...], ...]
    depth: float = 0.0


@dataclass(frozen=True)
class Camera:
    """Where the viewer stands."""

    yaw: float = 0.0
    pitch: float = 0.0

    def seen(self, at: Sequence[float]) -> Vec:
        """x and y (down) on the screen, and how near."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        x = at[0] * math.cos(yaw) - at[2] * math.sin(yaw)
        near = at[0] * math.sin(yaw) + at[2] * math.cos(yaw)
        y = at[1] * math.cos(pitch) - near * math.sin(pitch)
        return x, -y, near * math.cos(pitch) + at[1] * math.sin(pitch)


def body_shapes(joints: Joints, camera: Camera, work: Sequence[str]) -> list[Shape]:
    """The figure's limbs, trunk and head, from behind to the front; those in `work` are the ones to look at.

    `work` names W, O, trunk, W.arm, O.arm, or a part of a leg, such as W.thigh.
    """
    seen = {name: camera.seen(at) for name, at in joints.items()}

    def circle(name: str, radius: float | None = None) -> Circle:
        x, y, _ = seen[name]
        return x, y, RADIUS[name.rpartition(".")[2]] if radius is None else radius

    def depth(*names: str) -> float:
        return sum(seen[name][2] for name in names) / len(names)

    shapes = []
    for side in SIDES:
        other = "O" if side == "W" else "W"
        far = depth(f"{side}.hip", f"{side}.knee") < depth(f"{other}.hip", f"{other}.knee") - 3
        hip, knee, ankle = (circle(f"{side}.{name}") for name in ("hip", "knee", "ankle"))
        foot = [circle(f"{side}.{name}") for name in ("heel", "toe", "inner", "outer")]
        leg = ((hip, knee), (knee, ankle), (ankle, *foot))
        names = [f"{side}.{name}" for name in ("hip", "knee", "ankle")]
        shapes.append(_shape(_kind("leg", far=far, work=side in work), leg, depth(*names)))
        far = depth(f"{side}.shoulder", f"{side}.elbow") < depth(f"{other}.shoulder", f"{other}.elbow") - 3
        elbow, hand = circle(f"{side}.elbow"), circle(f"{side}.hand")
        arm = ((circle(f"{side}.shoulder", 2.5), elbow), (elbow, (*hand[:2], 1.7)), (hand,))
        names = [f"{side}.{name}" for name in ("shoulder", "elbow", "hand")]
        shapes.append(_shape(_kind("arm", far=far, work=f"{side}.arm" in work), arm, depth(*names)))
    torso = tuple(circle(f"{side}.{name}") for side in SIDES for name in ("shoulder", "hip"))
    neck = (circle("chest", 3.0), circle("head", 2.4))
    shapes.append(_shape(_kind("trunk", far=False, work="trunk" in work), (torso, neck), depth("pelvis", "chest")))
    face = (circle("head", 3.0), circle("nose"))
    shapes.append(_shape("head", ((circle("head"),), face), max(depth("head"), depth("pelvis", "chest") + 0.1)))
    return sorted(shapes, key=lambda shape: shape.depth)


def _kind(name: str, *, far: bool, work: bool) -> str:
    return f"{name}{' work' if work else ''}{' far' if far else ''}"


def _shape(kind: str, parts: Iterable[tuple[Circle, ...]], depth: float) -> Shape:
    parts = tuple(parts)
    return Shape(kind, tuple(circle for part in parts for circle in part), parts, depth)


# things


def thing_shapes(thing: Mapping[str, Any], camera: Camera) -> list[Shape]:
    """A thing beside the figure: a box (from x, y, z to x, y, z), a ball (x, y, z, radius), or what is made of them."""
    kind = thing.get("kind", "thing")
    if "box" in thing:
        low, high = thing["box"][:3], thing["box"][3:]
        corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
        seen = [camera.seen(corner) for corner in corners]
        return [_shape(kind, [tuple((x, y, 0.5) for x, y, _ in seen)], sum(at[2] for at in seen) / 8)]
    if "ball" in thing:
        *at, radius = thing["ball"]
        x, y, near = camera.seen(at)
        return [_shape(kind, [((x, y, radius),)], near)]
    if "roll" in thing:
        x, y, half, radius = thing["roll"]
        ends = [camera.seen((x, y, side * half)) for side in (-1, 1)]
        return [_shape(kind, [tuple((at[0], at[1], radius) for at in ends)], (ends[0][2] + ends[1][2]) / 2)]
    if "chair" in thing:
        return [shape for part in chair(*thing["chair"]) for shape in thing_shapes(part, camera)]
    raise KeyError(kind)


def chair(x: float, seat: float, back: int, z: float = 0.0, half: float = 10.0) -> list[dict[str, Any]]:
    """A chair whose seat has its middle at x, z and a height; `back` is 1 or -1, the way to its back, or 0 for none."""
    parts = [
        [x + dx, 0, z + dz, x + dx + 1.2, seat - 1, z + dz + 1.2]
        for dx in (-half + 0.6, half - 1.8)
        for dz in (-half + 0.6, half - 1.8)
    ]
    parts.append([x - half, seat - 2, z - half, x + half, seat, z + half])
    if back:
        end = x + back * half
        parts.append([min(end, end - back * 1.8), seat, z - half, max(end, end - back * 1.8), seat + 24, z + half])
    return [{"box": part, "kind": "thing"} for part in parts]


# paths


def path(shape: Shape, scale: float, left: float, top: float) -> str:
    """The outline of a shape as path data: (x, y) of the shape becomes left + x * scale, top + y * scale."""
    return "".join(
        piece
        for part in shape.parts
        for piece in _blob([(left + x * scale, top + y * scale, r * scale) for x, y, r in part])
    )


def _blob(circles: Sequence[Circle]) -> Iterable[str]:
    """The convex outline of circles, as pieces that overlap and run the same way round."""
    if len(set(circles)) == 1:
        x, y, r = circles[0]
        yield f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"
        return
    ring = hull(circles)
    if len(ring) > 2:
        yield "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in ring) + "Z"
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        yield _capsule(one, other)


def hull(circles: Sequence[Circle]) -> list[Circle]:
    """The circles whose middles are corners of the convex outline, counter-clockwise on the screen."""
    points = sorted(set(circles))
    halves: list[list[Circle]] = []
    for row in (points, points[::-1]):
        half: list[Circle] = []
        for point in row:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return [*halves[0], *halves[1]][::-1]


def _turn(a: Circle, b: Circle, c: Circle) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _capsule(one: Circle, other: Circle) -> str:
    (x, y, r), (u, v, s) = one, other
    far = math.hypot(u - x, v - y)
    if far <= abs(r - s):
        return next(iter(_blob([one if r >= s else other])))
    way, wide = math.atan2(v - y, u - x), math.acos((r - s) / far)
    points = [
        (cx + radius * math.cos(way + turn), cy + radius * math.sin(way + turn))
        for cx, cy, radius, turn in ((x, y, r, wide), (u, v, s, wide), (u, v, s, -wide), (x, y, r, -wide))
    ]
    a, b, c, d = (f"{px:.1f} {py:.1f}" for px, py in points)
    large_end, large_start = int(wide > math.pi / 2), int(wide < math.pi / 2)
    return f"M{a}L{b}A{s:.1f} {s:.1f} 0 {large_end} 0 {c}L{d}A{r:.1f} {r:.1f} 0 {large_start} 0 {a}Z"


# bands and arrows


def zigzag(start: Circle, end: Circle, size: float = 1.5, step: float = 2.2) -> list[tuple[float, float]]:
    """The corners of a band between two points of the screen."""
    far = math.dist(start[:2], end[:2])
    count = max(3, round(far / step))
    dx, dy = (end[0] - start[0]) / count, (end[1] - start[1]) / count
    across = (-dy / math.hypot(dx, dy) * size, dx / math.hypot(dx, dy) * size)
    points = [(start[0], start[1])]
    for number in range(count):
        sign = 1 if number % 2 else -1
        at = number + 0.5
        points.append((start[0] + dx * at + across[0] * sign, start[1] + dy * at + across[1] * sign))
    return [*points, (end[0], end[1])]


def curve(start: Circle, end: Circle, bend: float, steps: int = 12) -> list[tuple[float, float]]:
    """Points of an arc; `bend` is how far its middle lies to the left of the straight way (seen from its start)."""
    (x, y), (u, v) = start[:2], end[:2]
    far = math.dist((x, y), (u, v))
    middle = ((x + u) / 2 + (v - y) / far * 2 * bend, (y + v) / 2 - (u - x) / far * 2 * bend)
    return [
        tuple(  # type: ignore[misc]
            a * (1 - t) ** 2 + 2 * b * t * (1 - t) + c * t**2 for a, b, c in zip((x, y), middle, (u, v), strict=True)
        )
        for t in (number / steps for number in range(steps + 1))
    ]
