"""The course as one event finds it: read once, and always the one that was written down last."""

from dataclasses import replace
from datetime import UTC, datetime

from support.plan import planned

from dialogs.content import Content
from dialogs.course import Course
from dialogs.events import Command
from dialogs.plans import course_of, keep_course, plan_of
from dialogs.scene import Scene

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)


def scene_of(content: Content) -> Scene:
    return Scene(content, planned(content, pain_run=3).dialogue.copy(), Command("today"), NOW)


def test_the_course_is_read_once_for_all_who_ask(content: Content) -> None:
    scene = scene_of(content)

    assert course_of(scene) is course_of(scene)


def test_what_is_written_down_is_what_is_found_and_what_is_stored(content: Content) -> None:
    scene = scene_of(content)
    lower = replace(course_of(scene), level=2, ups=(1, 3), pause=(4, 6))
    keep_course(scene, lower)

    assert course_of(scene) == lower == Course.from_dict(plan_of(scene)["course"])


def test_a_course_that_was_put_back_is_found_too(content: Content) -> None:
    scene = scene_of(content)
    before, stored = course_of(scene), plan_of(scene)["course"]
    keep_course(scene, replace(before, level=2))
    plan_of(scene)["course"] = stored

    assert course_of(scene) == before
