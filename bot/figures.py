"""A figure in a pose: joint angles become the places of its joints in space.

Lengths are parts of the figure's height, which is 100. In the world x is where a standing figure looks, y is up, z is
its right, and the floor is y = 0. In the body's own frame x is front, y is head and z is right.

A pose has, all of them optional and angles in degrees:

  lean       the trunk forward from upright; or head and front, the directions they point in
  side       the trunk bent to the right; pelvis  its left side up; nod  the head forward
  W, O       the legs, W the working one (the right), by angles: hip (flexion from straight), knee (bend from straight),
             ankle (toes up, or flat: level with the floor), abd (away from the middle), open (the bent thigh out to its
             side), turn (the thigh turned outwards);
             or by where the foot stands: toe (x, y, z), lift (the heel up), heading (toes to the right), bend (where
             the knee points); or by where the ankle lies: at (a place), toes (where they point), bend
  arms       for W and O by angles: flex (forward), abd, elbow, turn (inwards); or by where the hand is: at (a place),
             bend (where the elbow points)
  a place is x, y, z; or a joint; or [joint, x, y, z], beside it; or [floor, x, z], on the floor below the shoulder
  bears      the joints that bear the figure (all but limbs that reach, if not given); y  how high they stand
  anchor     the joint that is put at x, with the pelvis at z (both 0 if not given); or pelvis_at, its height, then the
             pelvis itself is at x and z
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.vectors import Vec, across, add, cross, joint_between, level, times, turned, unit

Joints = dict[str, Vec]

THIGH, SHANK, TRUNK, UPPER_ARM, FOREARM = 24.5, 24.0, 29.0, 18.0, 17.5
HIP_HALF, SHOULDER_HALF, NECK, HEAD = 4.4, 6.6, 12.4, 6.0
HEEL, SOLE, FOOT, BALL_HALF = 3.4, 2.6, 13.0, 1.9
"""The heel behind and the sole below the ankle, from heel to toes, and half across the ball of the foot."""

RADIUS = {
    "hip": 4.5, "knee": 3.3, "ankle": 2.2, "heel": 1.7, "toe": 1.7, "inner": 1.7, "outer": 1.7, "pelvis": 4.6,
    "chest": 4.6, "shoulder": 3.9, "elbow": 2.0, "hand": 2.0, "head": HEAD, "nose": 1.2,
}  # fmt: skip
"""Half the thickness of the figure at its joints."""

SIDES = {"W": 1, "O": -1}
DOWN: Vec = (0.0, -1.0, 0.0)
FRONT: Vec = (1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Frame:
    """Which way a body's head and front point in the world."""

    head: Vec
    front: Vec

    @property
    def right(self) -> Vec:
        """To the figure's right."""
        return cross(self.front, self.head)

    def world(self, v: Vec) -> Vec:
        """A direction of the body's own frame, in the world."""
        return add(times(self.front, v[0]), times(self.head, v[1]), times(self.right, v[2]))


def posed(pose: Mapping[str, Any]) -> Joints:
    """Where the joints are. Limbs that reach for a place do so once the rest stands, the working leg last."""
    lean = math.radians(pose.get("lean", 0))
    head = unit(pose.get("head", (math.sin(lean), math.cos(lean), 0.0)))
    body = Frame(head, across(pose.get("front", (math.cos(lean), -math.sin(lean), 0.0)), head))
    joints = _trunk(pose, body)
    arms = pose.get("arms", {})
    for side in SIDES:
        if not _reaches(pose.get(side, {})):
            joints |= _leg(side, pose.get(side, {}), body, joints[f"{side}.hip"])
        if not _reaches(arms.get(side, {})):
            joints |= _arm(side, arms.get(side, {}), body, joints[f"{side}.shoulder"])
    joints = _placed(pose, joints)
    for side in reversed(SIDES):
        if _reaches(pose.get(side, {})):
            joints |= _reaching_leg(side, pose[side], body, joints)
    for side in SIDES:
        if _reaches(arms.get(side, {})):
            joints |= _reaching_arm(side, arms[side], body, joints)
    return joints


def _reaches(limb: Mapping[str, Any]) -> bool:
    return "at" in limb or "toe" in limb


def lowest(joints: Mapping[str, Vec]) -> float:
    """The height of the lowest point of these joints, their thickness counted."""
    return min(at[1] - RADIUS[name.rpartition(".")[2]] for name, at in joints.items())


def _trunk(pose: Mapping[str, Any], body: Frame) -> Joints:
    chest = Frame(body.world(turned((0.0, 1.0, 0.0), 0, pose.get("side", 0))), body.front)
    sideways = body.world(turned((0.0, 0.0, 1.0), 0, pose.get("pelvis", 0)))
    nod = math.radians(pose.get("nod", 0))
    face = add(times(chest.front, math.cos(nod)), times(chest.head, -math.sin(nod)))
    crown = add(times(chest.head, math.cos(nod)), times(chest.front, math.sin(nod)))
    middle = times(chest.head, TRUNK)
    head = add(middle, times(crown, NECK))
    joints = {"pelvis": (0.0, 0.0, 0.0), "chest": middle, "head": head, "nose": add(head, times(face, HEAD))}
    for side, sign in SIDES.items():
        joints[f"{side}.hip"] = times(sideways, sign * HIP_HALF)
        joints[f"{side}.shoulder"] = add(middle, times(chest.right, sign * SHOULDER_HALF))
    return joints


def _leg(side: str, leg: Mapping[str, Any], body: Frame, hip: Vec) -> Joints:
    sign, bend = SIDES[side], leg.get("knee", 0)

    def way(v: Vec) -> Vec:
        v = turned(turned(v, 1, -sign * leg.get("turn", 0)), 2, leg.get("hip", 0))
        return body.world(turned(turned(v, 0, -sign * leg.get("abd", 0)), 1, -sign * leg.get("open", 0)))

    knee = add(hip, times(way(DOWN), THIGH))
    ankle = add(knee, times(way(turned(DOWN, 2, -bend)), SHANK))
    tip = leg.get("ankle", 0)
    toes = level(way(turned(FRONT, 2, -bend))) if tip == "flat" else way(turned(FRONT, 2, tip - bend))
    return {f"{side}.knee": knee, f"{side}.ankle": ankle} | _foot(side, ankle, toes, way((0.0, 0.0, 1.0)))


def _foot(side: str, ankle: Vec, toes: Vec, right: Vec) -> Joints:
    return _sole(side, add(ankle, times(unit(cross(toes, right)), SOLE), times(toes, -HEEL)), toes, right)


def _sole(side: str, heel: Vec, toes: Vec, right: Vec) -> Joints:
    """The heel, the toes, and the two sides of the ball of the foot."""
    ball, half = add(heel, times(toes, FOOT * 0.75)), times(unit(right), BALL_HALF)
    sides = {f"{side}.inner": add(ball, times(half, -1)), f"{side}.outer": add(ball, half)}
    return {f"{side}.heel": heel, f"{side}.toe": add(heel, times(toes, FOOT)), **sides}


def _arm(side: str, arm: Mapping[str, Any], body: Frame, shoulder: Vec) -> Joints:
    sign = SIDES[side]

    def way(v: Vec) -> Vec:
        v = turned(turned(v, 1, sign * arm.get("turn", 0)), 2, arm.get("flex", 0))
        return body.world(turned(v, 0, -sign * arm.get("abd", 4)))

    elbow = add(shoulder, times(way(DOWN), UPPER_ARM))
    hand = add(elbow, times(way(turned(DOWN, 2, arm.get("elbow", 8))), FOREARM))
    return {f"{side}.elbow": elbow, f"{side}.hand": hand}


def _placed(pose: Mapping[str, Any], joints: Joints) -> Joints:
    x, z = pose.get("x", 0), pose.get("z", 0)
    if "pelvis_at" in pose:
        shift: Vec = (x, pose["pelvis_at"], z)
    else:
        bearing = pose.get("bears") or list(joints)
        up = pose.get("y", 0) - lowest({name: joints[name] for name in bearing if name in joints})
        shift = (x - joints[pose.get("anchor", "W.ankle")][0], up, z - joints["pelvis"][2])
    return {name: add(at, shift) for name, at in joints.items()}


def _reaching_leg(side: str, leg: Mapping[str, Any], body: Frame, joints: Joints) -> Joints:
    hip, bend = joints[f"{side}.hip"], unit(leg.get("bend", body.front))
    if "at" in leg:
        ankle = place(leg["at"], joints, hip)
        knee = joint_between(hip, ankle, THIGH, SHANK, bend)
        shank = unit(add(ankle, times(knee, -1)))
        toes = across(leg.get("toes", bend), shank)
        return {f"{side}.knee": knee, f"{side}.ankle": ankle} | _foot(side, ankle, toes, cross(shank, toes))
    lift, heading = math.radians(leg.get("lift", 0)), math.radians(leg.get("heading", 0))
    ahead: Vec = (math.cos(heading), 0.0, math.sin(heading))
    toes = add(times(ahead, math.cos(lift)), (0.0, -math.sin(lift), 0.0))
    right = cross(ahead, (0.0, 1.0, 0.0))
    heel = add(leg["toe"], (0.0, RADIUS["toe"], 0.0), times(toes, -FOOT))
    ankle = add(heel, times(unit(cross(toes, right)), -SOLE), times(toes, HEEL))
    knee = joint_between(hip, ankle, THIGH, SHANK, bend)
    return {f"{side}.knee": knee, f"{side}.ankle": ankle} | _sole(side, heel, toes, right)


def _reaching_arm(side: str, arm: Mapping[str, Any], body: Frame, joints: Joints) -> Joints:
    shoulder = joints[f"{side}.shoulder"]
    hand, bend = place(arm["at"], joints, shoulder), unit(arm.get("bend", times(body.front, -1)))
    return {f"{side}.elbow": joint_between(shoulder, hand, UPPER_ARM, FOREARM, bend), f"{side}.hand": hand}


def place(spec: Any, joints: Joints, above: Vec = (0.0, 0.0, 0.0)) -> Vec:
    """A place: x, y, z; a joint; beside a joint; a share of the way between two; or on the floor below `above`."""
    match spec:
        case str():
            return joints[spec]
        case ["floor", x, z]:
            return above[0] + x, RADIUS["hand"], above[2] + z
        case [str(start), str(end), share]:
            return add(joints[start], times(add(joints[end], times(joints[start], -1)), share))
        case [str(joint), *beside]:
            return add(joints[joint], beside)
    x, y, z = spec
    return float(x), float(y), float(z)
