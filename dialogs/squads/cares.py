"""Verdicts that sent a runner to somebody, and when they were seen, by the dates of their calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dialogs.care import open_care
from dialogs.hours import local_date
from dialogs.keeping import zone_of
from dialogs.plans import allowed_by
from dialogs.scene import Scene


def open_cares(scene: Scene) -> Iterator[dict[str, Any]]:
    """The verdicts that sent the runner to somebody and are not over: the last one, and the one before it."""
    if open_care(scene) is None:
        return
    for alone in (replace(scene.dialogue, earlier=None), replace(scene.dialogue, verdict=None)):
        if (care := open_care(Scene(scene.content, alone, scene.event, scene.now))) is not None:
            yield care


def told_on(scene: Scene, at: str) -> date:
    """The date of an instant (ISO) on the runner's calendar."""
    return local_date(datetime.fromisoformat(at), zone_of(scene))


def waiting_since(scene: Scene) -> tuple[date | None, bool]:
    """Since when a verdict is open, and whether nothing may be run until somebody has seen the knee."""
    cares = list(open_cares(scene))
    closed = [care for care in cares if allowed_by(care) is None]
    return min((told_on(scene, care["at"]) for care in closed or cares), default=None), bool(closed)


def visited_on(scene: Scene) -> date | None:
    """The last date on which the runner said that they were seen."""
    told = [at for name in ("seen", "cleared") if (at := scene.dialogue.care.get(name))]
    return told_on(scene, max(told)) if told else None
