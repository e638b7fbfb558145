"""/settings: the hour of the check-in, the zone, the quiet hours, the country, daily questions on or off.

    card ── hour ──> hour ── set ──> card          zone and quiet the same; the country is the question of triage
                       └── which ──> hour_which ── set ──> card       where the words can mean two things

What each question makes of an answer stands in `settings_hours.py` and `settings_zone.py`.
"""

from dialogs.content import Content
from dialogs.events import Event, Go, Located, Typed
from dialogs.flows import country
from dialogs.flows.choosing import Hears, Shows, heard, named_way, not_understood, shown, way
from dialogs.flows.settings_hours import hear_hour, hear_quiet, show_hour, show_hour_which, show_quiet, show_quiet_which
from dialogs.flows.settings_zone import (
    clock,
    hear_zone,
    locate,
    show_zone,
    show_zone_sure,
    show_zone_which,
    zone_name,
)
from dialogs.flows.table import Table
from dialogs.hours import time_text
from dialogs.keeping import keep_rhythm, rhythm_of
from dialogs.pauses import pause_of
from dialogs.rhythm import resumed
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import chosen

WAYS = {
    "change_hour": "hour",
    "change_zone": "zone",
    "change_quiet": "quiet",
    "change_country": "country",
    "leave": "leave",
}
"""Where the buttons of the card lead."""


def table(_: Content) -> Table:
    """The card, a question for each setting, and the end."""
    asking = ["hour", "zone", "quiet", "country"]
    which = ["hour_which", "quiet_which", "zone_sure", "zone_which"]
    zones = ["zone", "zone_sure", "zone_which"]
    return Table(
        states=["card", *asking, *which, "done"],
        transitions=[
            # trigger    from                       to
            *[[state,    "card",                    state] for state in asking],
            ["toggle",   "card",                    "card"],
            ["set",      [*asking, *which],         "card"],
            ["back",     asking,                    "card"],
            ["back",     "card",                    "done"],
            *[["back",   state,                     state.partition("_")[0]] for state in which],
            ["which",    ["hour", "hour_which"],    "hour_which"],
            ["which",    ["quiet", "quiet_which"],  "quiet_which"],
            ["which",    zones,                     "zone_which"],
            ["sure",     "*",                       "zone_sure"],
            ["leave",    "*",                       "done"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """What the event means in this state: the trigger it pulls, or None if everything is said already."""
    match scene.event:
        case Located(zone=zone):
            return locate(scene, zone)
    return heard(scene, HEARD)


def hear_card(scene: Scene, event: Event) -> str | None:
    """One setting to change, a switch, or done."""
    places = [*WAYS, switch(scene)]
    match event:
        case Go(place=place) if place in places:
            return go(scene, place)
        case Typed(text=typed) if (named := named_way(scene, typed, places)) is not None:
            return go(scene, named)
        case Typed():
            not_understood(scene, "card")
        case _:
            scene.toast("stale")
    return None


def go(scene: Scene, place: str) -> str:
    """The trigger of a button; a switch is turned at once."""
    if place in WAYS:
        return WAYS[place]
    on = place == "reminders_on"
    scene.dialogue.settings["reminders"] = on
    if on and scene.dialogue.plan is not None and pause_of(scene) is None:
        keep_rhythm(scene, resumed(rhythm_of(scene), scene.now))
    scene.close("settings_reminders_on" if on else "settings_reminders_off")
    return "toggle"


def are_on(scene: Scene) -> bool:
    """Whether the runner wants daily questions."""
    return bool(scene.dialogue.settings.get("reminders", True))


def switch(scene: Scene) -> str:
    """The button that turns daily questions off, or on again."""
    return "reminders_off" if are_on(scene) else "reminders_on"


def hear_new_country(scene: Scene, event: Event) -> str | None:
    """The country of the numbers; passed over, it stays."""
    match event:
        case Go(place="skip"):
            return "back"
        case Typed(text=typed) if chosen(typed, [word_option(scene, "skip")]):
            return "back"
    return "set" if country.hear(scene, event) == "settle" else None


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The card of the state we are in."""
    shown(scene, SHOWN)


def show_card(scene: Scene) -> None:
    """Everything as it is set, with a button to change it."""
    rhythm = rhythm_of(scene)
    scene.open()
    scene.card(
        "settings",
        (
            (way(scene, "change_hour"), way(scene, "change_quiet")),
            (way(scene, "change_zone"), way(scene, "change_country")),
            (way(scene, switch(scene)),),
            (way(scene, "leave"),),
        ),
        hour=time_text(rhythm.hour),
        zone=zone_name(rhythm.zone),
        clock=clock(scene, rhythm.zone),
        start=time_text(rhythm.quiet[0]),
        end=time_text(rhythm.quiet[1]),
        country=scene.numbers["country"],
        reminders=are_on(scene),
    )


def show_done(scene: Scene) -> None:
    """The card closes."""
    scene.close("settings_done")


HEARD: Hears = {
    "card": hear_card,
    "hour": hear_hour,
    "hour_which": hear_hour,
    "zone": hear_zone,
    "zone_sure": hear_zone,
    "zone_which": hear_zone,
    "quiet": hear_quiet,
    "quiet_which": hear_quiet,
    "country": hear_new_country,
}
SHOWN: Shows = {
    "card": show_card,
    "hour": show_hour,
    "hour_which": show_hour_which,
    "zone": show_zone,
    "zone_sure": show_zone_sure,
    "zone_which": show_zone_which,
    "quiet": show_quiet,
    "quiet_which": show_quiet_which,
    "country": country.show,
    "done": show_done,
}
