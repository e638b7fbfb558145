"""A runner's dialogue → what is known of them for a squad. Nothing is changed by looking."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs.checking_in import settle_beginning
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Left
from dialogs.hours import local_date
from dialogs.keeping import today, zone_of
from dialogs.plans import plan_of
from dialogs.scene import Scene
from dialogs.squads.cares import waiting_since
from dialogs.squads.member import Day, MemberState, Outline, Status, Way
from dialogs.squads.planned import with_plan

MINORS = ("under_12", "12_15", "16_17")


def state_of(content: Content, dialogue: Dialogue, now: datetime) -> MemberState:
    """What is known of a runner now, by their own calendar. A runner without a plan has a state too."""
    scene = looked_at(content, dialogue, now)
    state = with_plan(scene) if scene.dialogue.plan is not None else without_plan(scene)
    return replace(state, minor=is_minor(scene))


def looked_at(content: Content, dialogue: Dialogue, now: datetime) -> Scene:
    """A scene to read from; what it writes does not reach the dialogue. The answers of triage are in their place."""
    triage: dict[str, Any] = dialogue.aside or {}
    plan = None if dialogue.plan is None else dict(dialogue.plan)
    scene = Scene(content, replace(dialogue, **triage, aside=None, plan=plan), Left(), now)
    if plan is not None:
        settle_beginning(scene)
    return scene


def is_minor(scene: Scene) -> bool:
    """Whether the runner is known to be under 18."""
    told = {**plan_of(scene).get("facts", {})} if scene.dialogue.plan is not None else {}
    return {**told, **scene.dialogue.facts}.get("age_band") in MINORS


def without_plan(scene: Scene) -> MemberState:
    """A runner who has a verdict at most. Nobody asks them by the day: without a reason to stop they are grey."""
    since, waits = waiting_since(scene)
    verdict, asked = scene.dialogue.verdict, scene.dialogue.asked()
    answered = local_date(asked, zone_of(scene)) if verdict and asked else None
    over = (today(scene) - answered).days - 1 if answered else None
    status: Status = "grey"
    reason, begun = "no_plan", answered
    if waits:
        status, reason, begun = "red", "care", since
    elif over is not None and over < scene.content.squads.numbers.silent_days and verdict:
        if since is not None:
            status, reason, begun = "amber", "meanwhile", since
        elif verdict["disposition"] == "rest":
            status, reason = "amber", "rest"
    allowed = False if waits or reason == "rest" else None
    outline = Outline(status, begun, answered, allowed, (Day(today(scene), status, answered=False),))
    return MemberState(outline, Way(reason))
