"""Every move has a picture: its pose is one that a body can take, and what is shipped is what the pose draws today."""

import math
import struct
from collections.abc import Mapping
from typing import Any

import pytest
import typst

from bot.exercise_pictures import LARGEST, exercise_values, figures, is_drawn_from, marked, read_poses
from bot.figures import FOREARM, SHANK, THIGH, TRUNK, UPPER_ARM, Joints, lowest
from bot.pictures import PICTURES, drawn, filled, shipped
from dialogs.content import Content
from dialogs.exercises import picture_of

POSES = read_poses()
LANDING = {"pogo_hop"}
MEASURED = {  # the bends of the working leg: (hip, knee) at the start and at the end, None where nothing is said
    "quad_set": ((None, 30), (None, 0)),
    "straight_leg_raise": ((0, 0), (32, 0)),
    "side_leg_lift": ((None, 0), (None, 0)),
    "clamshell": ((45, 90), (None, 90)),
    "band_bridge": ((52, 105), (0, 90)),
    "single_leg_bridge": ((52, 105), (0, 90)),
    "donkey_kick": ((74, 90), (8, 90)),
    "single_leg_squat": ((0, 0), (None, 45)),
    "wall_squat": ((None, 0), (40, 40)),
    "mini_squat": ((0, 0), (None, 45)),
    "sit_to_stand": ((None, 90), (0, 0)),
    "knee_ext_90_45": ((None, 90), (None, 45)),
    "quad_stretch": ((None, 136),),
    "calf_stretch_straight": ((None, 0),),
}


def bend(joints: Joints, one: str, at: str, other: str) -> float:
    """How far a joint bends the way from one joint to another: 0 where they lie in line, in degrees."""
    return angle_between(joints, (one, at), (at, other))


def angle_between(joints: Joints, one: tuple[str, str], other: tuple[str, str]) -> float:
    """The angle between two lines, each from one joint to another, in degrees."""
    first, second = (
        [to - back for back, to in zip(*(joints[name] for name in line), strict=True)] for line in (one, other)
    )
    cosine = sum(map(lambda x, y: x * y, first, second)) / math.hypot(*first) / math.hypot(*second)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def standing_on(picture: Mapping[str, Any]) -> float:
    """How high the lowest thing is that a figure may stand on beside the floor."""
    boxes = [thing["box"][4] for thing in picture.get("things", ()) if "box" in thing and thing.get("kind") == "step"]
    return min(boxes, default=0.0)


def test_every_move_has_a_pose_and_every_pose_a_move(content: Content) -> None:
    assert list(POSES) == list(content.library.moves)


@pytest.mark.parametrize("move", POSES)
def test_every_picture_opens(move: str) -> None:
    png = shipped(picture_of(move)).read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (800, 450)
    assert len(png) < 30_000


def test_a_marked_picture_can_still_be_drawn() -> None:
    png = shipped(picture_of("mini_squat")).read_bytes()
    page = f"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(({','.join(map(str, png))})))"
    again = typst.compile(page.encode(), format="png", ppi=72)
    assert isinstance(again, bytes)
    assert struct.unpack(">II", again[16:24]) == (800, 450)


def test_no_picture_is_shipped_that_nothing_draws() -> None:
    assert sorted(path.stem for path in (PICTURES / "exercises").iterdir()) == sorted(POSES)


def test_what_is_shipped_is_what_the_poses_draw_today() -> None:
    late = [
        move
        for move, picture in POSES.items()
        if not is_drawn_from(shipped(picture_of(move)).read_bytes(), filled("exercise", exercise_values(picture)))
    ]
    assert late == [], "run `make pictures`"


def test_a_picture_says_what_it_was_drawn_from() -> None:
    values = exercise_values(POSES["wall_squat"])
    svg = filled("exercise", values)
    png = marked(drawn("exercise", values), svg)
    assert is_drawn_from(png, svg)
    assert not is_drawn_from(png, svg.replace("#0072b2", "#0072b3"))


@pytest.mark.parametrize("move", POSES)
def test_bones_keep_their_length_in_every_pose(move: str) -> None:
    bones = [("hip", "knee", THIGH), ("knee", "ankle", SHANK), ("shoulder", "elbow", UPPER_ARM)]
    for joints in figures(POSES[move]):
        assert math.dist(joints["pelvis"], joints["chest"]) == pytest.approx(TRUNK)
        for side in ("W", "O"):
            for one, other, length in [*bones, ("elbow", "hand", FOREARM)]:
                assert math.dist(joints[f"{side}.{one}"], joints[f"{side}.{other}"]) == pytest.approx(length)


@pytest.mark.parametrize("move", POSES)
def test_nobody_sinks_into_the_floor_or_floats_above_it(move: str) -> None:
    picture = POSES[move]
    for number, joints in enumerate(figures(picture)):
        feet = {name: at for name, at in joints.items() if name.partition(".")[2] in ("heel", "toe", "knee", "ankle")}
        low = lowest({name: at for name, at in joints.items() if name != "nose"})
        assert low > -1.6, (move, number)
        if move not in LANDING or number == 0:
            rests = [thing["ball"][3] * 2 for thing in picture.get("things", ()) if "ball" in thing]
            assert min(low, lowest(feet)) <= max([standing_on(picture), *rests]) + 0.5, (move, number)


@pytest.mark.parametrize("move", POSES)
def test_knees_and_hips_bend_no_further_than_they_can(move: str) -> None:
    for joints in figures(POSES[move]):
        for side in ("W", "O"):
            assert bend(joints, f"{side}.hip", f"{side}.knee", f"{side}.ankle") < 140
            assert 10 < angle_between(joints, (f"{side}.knee", f"{side}.ankle"), (f"{side}.heel", f"{side}.toe")) < 130


@pytest.mark.parametrize("move", POSES)
def test_no_knee_and_no_elbow_bends_the_wrong_way(move: str) -> None:
    for joints in figures(POSES[move]):
        for side in ("W", "O"):
            if bend(joints, f"{side}.hip", f"{side}.knee", f"{side}.ankle") > 12:
                hip, knee, ankle, toe = (joints[f"{side}.{name}"] for name in ("hip", "knee", "ankle", "toe"))
                heel = joints[f"{side}.heel"]
                middle = [(one + other) / 2 for one, other in zip(hip, ankle, strict=True)]
                out = [at - mid for at, mid in zip(knee, middle, strict=True)]
                ahead = [to - back for to, back in zip(toe, heel, strict=True)]
                shank = [to - back for to, back in zip(ankle, knee, strict=True)]
                along = sum(map(lambda x, y: x * y, ahead, shank)) / SHANK**2
                front = [way - along * part for way, part in zip(ahead, shank, strict=True)]
                assert sum(map(lambda x, y: x * y, out, front)) > 0, (move, side)


@pytest.mark.parametrize(("move", "angles"), MEASURED.items())
def test_the_angles_are_those_of_the_exercise(move: str, angles: tuple[tuple[float | None, float | None], ...]) -> None:
    for joints, (hip, knee) in zip(figures(POSES[move]), angles, strict=True):
        if knee is not None:
            assert bend(joints, "W.hip", "W.knee", "W.ankle") == pytest.approx(knee, abs=1)
        if hip is not None:
            assert angle_between(joints, ("chest", "pelvis"), ("W.hip", "W.knee")) == pytest.approx(hip, abs=1)


@pytest.mark.parametrize("move", POSES)
def test_the_start_and_the_end_have_numbers_and_a_held_position_has_none(move: str) -> None:
    panels = exercise_values(POSES[move])["panels"]
    assert [panel["number"] for panel in panels] == ([1, 2] if "end" in POSES[move] else [None])


@pytest.mark.parametrize("move", POSES)
def test_nothing_of_a_figure_leaves_its_panel(move: str) -> None:
    for panel in exercise_values(POSES[move])["panels"]:
        box = panel["box"]
        for shape in panel["shapes"]:
            if shape["kind"] in ("mat", "wall"):
                continue
            for x, y in corners(shape["path"]):
                assert box["x"] <= x <= box["x"] + box["width"]
                assert box["y"] <= y <= box["y"] + box["height"]


def corners(path: str) -> list[tuple[float, float]]:
    """The points to which a path moves and draws its lines."""
    points = []
    for piece in path.replace("L", "M").replace("A", " A").split("M"):
        numbers = piece.split(" A")[0].split("a")[0].replace("Z", "").split()
        points += [(float(numbers[0]), float(numbers[1]))] if len(numbers) == 2 else []
    return points


def test_there_is_a_size_for_one_and_for_two_positions() -> None:
    assert {len(exercise_values(picture)["panels"]) for picture in POSES.values()} == set(LARGEST)
