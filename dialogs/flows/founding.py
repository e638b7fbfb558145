"""The questions about a squad: asked one after the other to found one, or one by one to change it.

What was answered for a new squad is kept in `dialogue.squad`, under "new", until it is founded.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dialogs.clock_words import hours_meant, is_hour
from dialogs.events import Event, Typed
from dialogs.flows.settings_hours import hour_labels, hours_on_buttons
from dialogs.flows.settings_zone import city_of, clock, country, zone_name
from dialogs.flows.squad_talk import (
    answered,
    changed,
    choice,
    here,
    in_rows,
    not_understood,
    place_meant,
    short,
    tapped,
    text,
)
from dialogs.hours import is_zone
from dialogs.keeping import zone_of
from dialogs.places import places_of
from dialogs.replies import Button, SquadChanged, SquadFounded
from dialogs.scene import Scene
from dialogs.squads.people import clean_name

QUESTIONS = ("name", "zone", "hour", "every", "coach")
EVERY = ("week", "day")
MOST_ZONES = 6
Meant = str | list[str] | None
"""What an answer means: one thing, one of several, or nothing we know."""


def begin(scene: Scene) -> None:
    """A new squad: nothing is answered yet."""
    scene.dialogue.squad["new"] = {}


def drop(scene: Scene) -> None:
    """The questions are left; nothing was founded or changed."""
    for name in ("new", "offered"):
        scene.dialogue.squad.pop(name, None)


def hear_question(scene: Scene, event: Event) -> str | None:
    """An answer that can be read is taken, one that can mean several things offered back; else there is a hint."""
    question = scene.state
    match READ[question](scene, event):
        case str(answer):
            return take(scene, question, answer)
        case [*meant] if meant:
            scene.dialogue.squad["offered"] = meant
            show_question(scene)
        case _ if isinstance(event, Typed):
            not_understood(scene, question)
        case _:
            scene.toast("stale")
    return None


def take(scene: Scene, question: str, answer: str) -> str | None:
    """Keep the answer: of a new squad until all are given, of one that is there at once."""
    draft = scene.dialogue.squad
    draft.pop("offered", None)
    answered(scene, question, said(scene, question, answer))
    if "new" in draft:
        draft["new"][question] = answer
        if question != QUESTIONS[-1]:
            return "on"
        scene.records.append(SquadFounded(**draft.pop("new")))
        return "set"
    coached = here(scene)
    if coached is not None and question != "coach":
        set_to: dict[str, Any] = {question: answer}
        squad = replace(coached.squad, **set_to)
        scene.records.append(SquadChanged(squad.id, squad.name, squad.zone, squad.hour, squad.every))
        changed(scene, coached, squad=squad)
    return "set"


def said(scene: Scene, question: str, answer: str) -> str:
    """An answer as the closed card repeats it."""
    if question == "zone":
        return zone_name(answer)
    return text(scene, f"each_{answer}") if question == "every" else answer


def read_name(scene: Scene, event: Event) -> Meant:  # noqa: ARG001  # every reader takes it
    """A name that was typed, as it may be shown."""
    return (clean_name(event.text) or None) if isinstance(event, Typed) else None


def read_zone(scene: Scene, event: Event) -> Meant:
    """A zone that was tapped. A city that was typed is offered back with what its clocks show."""
    zones, tap = offered_zones(scene), tapped(event, "zone")
    if tap is not None:
        return tap if tap in zones else None
    if not isinstance(event, Typed):
        return None
    if len(zones) == 1 and place_meant(scene, event, ("right",)):
        return zones[0]
    found = dict.fromkeys(place.zone for place in places_of(event.text, country(scene)) if is_zone(place.zone))
    return list(found)[:MOST_ZONES]


def offered_zones(scene: Scene) -> list[str]:
    """The zones that can be tapped: those of the city that was typed, else the squad's, or of a new one the coach's."""
    draft = scene.dialogue.squad
    coached = None if "new" in draft else here(scene)
    return list(draft.get("offered") or [coached.squad.zone if coached is not None else zone_of(scene)])


def read_hour(scene: Scene, event: Event) -> Meant:
    """An hour, tapped or typed; one that can be meant twice is offered back."""
    tap = tapped(event, "hour")
    if tap is not None:
        return tap if is_hour(tap) else None
    meant = list(hours_meant(event.text, scene.texts)) if isinstance(event, Typed) else []
    return meant[0] if len(meant) == 1 else meant


def read_every(scene: Scene, event: Event) -> Meant:
    """Daily or weekly."""
    tap = tapped(event, "every")
    if tap is not None:
        return tap if tap in EVERY else None
    return place_meant(scene, event, EVERY) if isinstance(event, Typed) else None


def show_question(scene: Scene) -> None:
    """The open question with its buttons."""
    scene.open()
    question, values = scene.state, dict[str, Any]()
    if question == "zone":
        zones = offered_zones(scene)
        values = {"zone": zone_name(zones[0]), "clock": clock(scene, zones[0]), "several": len(zones) > 1}
    rows = in_rows(BUTTONS[question](scene), 3 if question == "hour" and not scene.dialogue.squad.get("offered") else 2)
    scene.card(f"squad_ask_{question}", (*rows, (scene.go("back"),)), **values)


def no_buttons(scene: Scene) -> list[Button]:  # noqa: ARG001
    """A name can only be typed."""
    return []


def zone_buttons(scene: Scene) -> list[Button]:
    """Zones to tap, by their cities."""
    return [choice(scene, "zone", zone, short(city_of(scene, zone), 16)) for zone in offered_zones(scene)]


def hour_buttons(scene: Scene) -> list[Button]:
    """Hours to tap; those that the typed words can mean, if they can mean two."""
    meant = scene.dialogue.squad.get("offered")
    labels = hour_labels(scene, meant) if meant else {hour: hour for hour in hours_on_buttons(scene)}
    return [choice(scene, "hour", hour, label) for hour, label in labels.items()]


def every_buttons(scene: Scene) -> list[Button]:
    """Daily or weekly."""
    return [choice(scene, "every", one, text(scene, f"each_{one}")) for one in EVERY]


READ: dict[str, Callable[[Scene, Event], Meant]] = {
    "name": read_name,
    "zone": read_zone,
    "hour": read_hour,
    "every": read_every,
    "coach": read_name,
}
BUTTONS: dict[str, Callable[[Scene], list[Button]]] = {
    "name": no_buttons,
    "zone": zone_buttons,
    "hour": hour_buttons,
    "every": every_buttons,
    "coach": no_buttons,
}
