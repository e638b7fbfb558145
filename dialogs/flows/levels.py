"""What a runner agrees to show a squad, asked in the same way on joining and later: the level, then what is missing.

    levels ── a level ──> age (if nobody knows) ──> parent (under 18) ──> name ──> sure ── yes ──> agreed

Nothing is shown before the last yes, and less than before needs none. What is chosen so far is kept in
`dialogue.squad`: "level", "name", "minor" and "parent".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.events import Event, Typed
from dialogs.flows.choosing import is_back
from dialogs.flows.squad_talk import choice, coach_names, not_understood, place_meant, tapped, text, way
from dialogs.flows.table import Row
from dialogs.scene import Scene
from dialogs.squads.around import In, Invitation
from dialogs.squads.exposure import Exposure, exposed_to
from dialogs.squads.people import LEVELS, NONE, Squad, clean_name
from dialogs.squads.state import state_of
from dialogs.understanding import Option, chosen

ASKING = ("levels", "age", "parent", "name", "sure")


@dataclass(frozen=True)
class Asked:
    """Which squad is asked about, who coaches it, and what was agreed to before: level, name, a parent's yes.

    `coach` is the one whose link was opened, "" for who is in the squad already.
    """

    squad: Squad
    coaches: str
    coach: str = ""
    level: int = NONE
    name: str = ""
    parent_ok: bool = False


def asked_by(place: In | Invitation) -> Asked:
    """What is asked for a squad one is in, or is invited into."""
    if isinstance(place, Invitation):
        return Asked(place.squad, coach_names(place.coaches), place.coach)
    member = place.membership
    return Asked(
        place.squad, coach_names(place.coaches), level=member.level, name=member.name, parent_ok=member.parent_ok
    )


def rows_of_table(agreed: str) -> list[Row]:
    """The ways between the questions, and to the state in which all is agreed."""
    return [*[[asked, "*", asked] for asked in ASKING], ["agree", ["levels", "sure"], agreed]]


def hear(scene: Scene, asked: Asked) -> str | None:
    """An answer to the open question; the trigger of the next one, or None if everything is said already."""
    event = scene.event
    if scene.state != "levels" and goes_back(scene, event):
        scene.dialogue.squad = {"id": scene.dialogue.squad["id"]} if "id" in scene.dialogue.squad else {}
        return "levels"
    return HEARD[scene.state](scene, asked)


def goes_back(scene: Scene, event: Event) -> bool:
    """Whether another level is wanted."""
    return is_back(scene, event) or place_meant(scene, event, ("other_level",)) is not None


def hear_level(scene: Scene, asked: Asked) -> str | None:
    """A level, tapped or typed."""
    event, draft = scene.event, scene.dialogue.squad
    value = tapped(event, "level")
    if isinstance(event, Typed):
        value = chosen(event.text, [Option.of(str(one), (label(scene, one), str(one))) for one in LEVELS])
        if value is None:
            not_understood(scene, "levels")
            return None
    if value is None or value not in [str(one) for one in LEVELS]:
        scene.toast("stale")
        return None
    scene.close("answered", ask=text(scene, "levels_ask"), answer=label(scene, int(value)))
    draft["level"] = int(value)
    return following(scene, asked)


def following(scene: Scene, asked: Asked) -> str:
    """What is still to be asked for the level that was chosen. Nothing more, to show nothing or less than before."""
    draft = scene.dialogue.squad
    level = draft["level"]
    if level == NONE:
        return "agree"
    minor = is_minor(scene)
    agreed_before = level <= asked.level
    if minor is None and not agreed_before:
        return "age"
    if minor and not draft.get("parent") and not (agreed_before and asked.parent_ok):
        return "parent"
    if not name_of(scene, asked):
        return "name"
    return "agree" if agreed_before and scene.state == "levels" else "sure"


def is_minor(scene: Scene) -> bool | None:
    """Whether the runner is under 18: as their answers say, else as they said here; None if nobody knows."""
    dialogue = scene.dialogue
    told = (dialogue.facts, (dialogue.aside or {}).get("facts", {}), (dialogue.plan or {}).get("facts", {}))
    if any("age_band" in facts for facts in told):
        return state_of(scene.content, dialogue, scene.now).minor
    said: bool | None = dialogue.squad.get("minor")
    return said


def hear_age(scene: Scene, asked: Asked) -> str | None:
    """18 or over, or under."""
    place = place_meant(scene, scene.event, ("adult", "minor"))
    if place is None:
        return misunderstood(scene, "age")
    scene.close("answered", ask=text(scene, "age_ask"), answer=text(scene, place))
    scene.dialogue.squad["minor"] = place == "minor"
    return following(scene, asked)


def hear_parent(scene: Scene, asked: Asked) -> str | None:
    """A parent's yes; without one nothing more is shown than before."""
    place = place_meant(scene, scene.event, ("parent_yes", "parent_no"))
    if place is None:
        return misunderstood(scene, "parent")
    scene.close("answered", ask=text(scene, "parent_ask"), answer=text(scene, place))
    if place == "parent_no":
        scene.say("sharing_without_parent")
        return "levels"
    scene.dialogue.squad["parent"] = True
    return following(scene, asked)


def hear_name(scene: Scene, asked: Asked) -> str | None:
    """The name to be known by."""
    name = clean_name(scene.event.text) if isinstance(scene.event, Typed) else ""
    if not name:
        return misunderstood(scene, "name")
    scene.close("answered", ask=text(scene, "coach_ask"), answer=name)
    scene.dialogue.squad["name"] = name
    return following(scene, asked)


def hear_sure(scene: Scene, asked: Asked) -> str | None:  # noqa: ARG001  # every question's reader takes it
    """The last yes."""
    if place_meant(scene, scene.event, ("show_it",)) is None:
        return misunderstood(scene, "show")
    scene.close()
    return "agree"


def misunderstood(scene: Scene, hint: str) -> str | None:
    """Words that fit nothing, or a button that was never there: nothing is triggered."""
    if isinstance(scene.event, Typed):
        not_understood(scene, hint)
    else:
        scene.toast("stale")
    return None


def name_of(scene: Scene, asked: Asked) -> str:
    """The name as it was just given, else as it was."""
    return str(scene.dialogue.squad.get("name") or asked.name)


def label(scene: Scene, level: int) -> str:
    """The name of a level."""
    return scene.texts.text(f"squads.levels.{level}.label")


def exposure(scene: Scene, asked: Asked, level: int) -> Exposure:
    """What a coach would see of this runner at a level."""
    state, name = state_of(scene.content, scene.dialogue, scene.now), name_of(scene, asked) or text(scene, "you")
    return exposed_to(scene.content, scene.texts, state, name, level, scene.now)


def exposed(one: Exposure) -> dict[str, Any]:
    """A level in words, as plain JSON."""
    return {"title": one.title, "explain": one.explain, "sees": one.sees, "never": one.never, "card": one.card}


def all_levels(scene: Scene, asked: Asked) -> list[dict[str, Any]]:
    """Every level in words, each with what it adds to the one before, by the runner's own data."""
    told, known = [], list[list[str]]()
    for one in LEVELS:
        words = exposed(exposure(scene, asked, one))
        rows = words["card"]["rows"] if words["card"] else []
        told.append({**words, "adds": [row for row in rows if row not in known]})
        known = rows
    return told


def show(scene: Scene, asked: Asked, out: str) -> None:
    """The open question; `out` is the way out of all of them."""
    scene.open()
    back = scene.go("back")
    values: dict[str, Any] = {"squad": asked.squad.name, "coaches": asked.coaches}
    match scene.state:
        case "levels":
            rows = (*((choice(scene, "level", one, label(scene, one)),) for one in LEVELS), (way(scene, out),))
            scene.card("sharing_levels", rows, levels=all_levels(scene, asked), coach=asked.coach, **values)
        case "age":
            scene.card("sharing_age", ((way(scene, "adult"),), (way(scene, "minor"),), (back,)))
        case "parent":
            rows = ((way(scene, "parent_yes"),), (way(scene, "parent_no"),))
            scene.card("sharing_parent", rows, shown=label(scene, scene.dialogue.squad["level"]), **values)
        case "name":
            scene.card("sharing_name", ((back,),), **values)
        case _:
            shown = exposed(exposure(scene, asked, scene.dialogue.squad["level"]))
            scene.card("sharing_sure", ((way(scene, "show_it"),), (way(scene, "other_level"),)), **shown, **values)


HEARD: Mapping[str, Callable[[Scene, Asked], str | None]] = {
    "levels": hear_level,
    "age": hear_age,
    "parent": hear_parent,
    "name": hear_name,
    "sure": hear_sure,
}
