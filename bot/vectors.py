"""Vectors in space, as tuples of x, y and z."""

import math
from collections.abc import Sequence

Vec = tuple[float, float, float]


def add(*vectors: Sequence[float]) -> Vec:
    """Their sum."""
    x, y, z = (sum(parts) for parts in zip(*vectors, strict=True))
    return x, y, z


def times(v: Sequence[float], k: float) -> Vec:
    """The vector, k times as long."""
    return v[0] * k, v[1] * k, v[2] * k


def dot(v: Sequence[float], w: Sequence[float]) -> float:
    """The scalar product."""
    return v[0] * w[0] + v[1] * w[1] + v[2] * w[2]


def cross(v: Vec, w: Vec) -> Vec:
    """The vector product."""
    return v[1] * w[2] - v[2] * w[1], v[2] * w[0] - v[0] * w[2], v[0] * w[1] - v[1] * w[0]


def unit(v: Sequence[float]) -> Vec:
    """The same direction, of length 1."""
    return times(v, 1 / math.hypot(*v))


def across(v: Sequence[float], way: Vec) -> Vec:
    """What of a direction is at right angles to another one, of length 1."""
    return unit(add(v, times(way, -dot(v, way))))


def level(v: Vec) -> Vec:
    """The same direction along the floor."""
    return unit((v[0], 0.0, v[2]))


def turned(v: Vec, axis: int, degrees: float) -> Vec:
    """A vector turned about x (0), y (1) or z (2)."""
    a, b = (axis + 1) % 3, (axis + 2) % 3
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    out = list(v)
    out[a], out[b] = v[a] * cos - v[b] * sin, v[a] * sin + v[b] * cos
    return out[0], out[1], out[2]


def joint_between(start: Vec, end: Vec, first: float, second: float, bend: Vec) -> Vec:
    """The joint of two segments from start to end, bent towards `bend`; on the line to it where they do not reach."""
    line = add(end, times(start, -1))
    far = math.dist(start, end)
    along = times(line, 1 / far)
    if far >= first + second:
        return add(start, times(line, first / (first + second)))
    way = (first**2 - second**2 + far**2) / (2 * far)
    return add(start, times(along, way), times(across(bend, along), math.sqrt(max(0.0, first**2 - way**2))))
