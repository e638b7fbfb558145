"""The runner's time zone: by a city, by a place that is shared, or by what their clock shows. Always asked back."""

from dialogs.clock_words import DAY, hours_meant, minutes
from dialogs.events import Answer, Event, Go, Typed
from dialogs.flows.choosing import answered, choice, choices, not_understood, offer, offered, picked, text, way
from dialogs.hours import is_zone, local_time, time_text
from dialogs.keeping import zone_of
from dialogs.places import places_of
from dialogs.replies import InZone
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import chosen

MOST_ZONES = 6
SLACK = 10
"""So many minutes may a clock be off, or be rounded, or the typing take."""


def hear_zone(scene: Scene, event: Event) -> str | None:
    """A city or a time, and then yes or no to what was made of it."""
    asked_back = scene.state != "zone"
    match event:
        case Answer(question="zone", value=zone) if asked_back and zone in offered(scene):
            return take_zone(scene, zone)
        case Go(place="zone_wrong") if asked_back:
            return wrong(scene)
        case Typed(text=typed) if asked_back:
            return confirmed(scene, typed)
        case Typed(text=typed):
            return understood(scene, typed)
    scene.toast("stale")
    return None


def confirmed(scene: Scene, typed: str) -> str | None:
    """Yes, no, or the name of one that was offered; anything else is another try."""
    zones, sure = offered(scene), scene.state == "zone_sure"
    if sure and chosen(typed, [word_option(scene, "yes")]):
        return take_zone(scene, zones[0])
    if any(chosen(typed, [word_option(scene, word)]) for word in ("no", "none")):
        return wrong(scene)
    named = None if sure else picked(scene, typed, zone_labels(scene, zones))
    return take_zone(scene, named) if named else understood(scene, typed)


def wrong(scene: Scene) -> str:
    """Not that one: the next place of this name, if there is one, else the question again."""
    others = offered(scene)[1:] if scene.state == "zone_sure" else []
    offer(scene, others)
    return "sure" if others else "back"


def understood(scene: Scene, typed: str) -> str | None:
    """What a city or a time can mean is asked back."""
    told = hours_meant(typed, scene.texts)
    zones = zones_showing(scene, told) if told else [place.zone for place in places_of(typed, country(scene))]
    if not zones and told:
        scene.say("settings_zone_no_clock")
    elif not zones:
        not_understood(scene, "zone")
    else:
        offer(scene, zones)
        return "which" if told and len(zones) > 1 else "sure"
    return None


def country(scene: Scene) -> str | None:
    """The country whose numbers the runner sees, in two letters; None where that is none."""
    return scene.region if scene.region in scene.content.regions.countries else None


def locate(scene: Scene, zone: str | None) -> str | None:
    """A place was shared: ask back."""
    if not is_zone(zone):
        scene.say("settings_zone_nowhere")
        return None
    offer(scene, [str(zone)])
    return "sure"


def zones_showing(scene: Scene, told: tuple[str, ...]) -> list[str]:
    """Well-known zones whose clocks show one of these times now, the closest to the runner's present one first."""
    known = dict.fromkeys([zone_of(scene), *scene.texts.under("settings.zones")])
    off = {zone: min(apart(hour, clock(scene, zone)) for hour in told) for zone in known}
    near = [zone for zone in known if off[zone] <= SLACK and zone != "UTC"]
    here = zone_of(scene)
    near.sort(key=lambda zone: (zone != here, apart(clock(scene, zone), clock(scene, here)), zone))
    return near[:MOST_ZONES]


def apart(one: str, other: str) -> int:
    """The minutes between two times of day, the short way round."""
    around = (minutes(one) - minutes(other)) % DAY
    return min(around, DAY - around)


def clock(scene: Scene, zone: str) -> str:
    """What the clocks of a zone show now."""
    return time_text(local_time(scene.now, zone))


def take_zone(scene: Scene, zone: str) -> str:
    """From now on this is the runner's zone."""
    answered(scene, "zone_ask", zone_name(zone))
    scene.dialogue.settings["zone"] = zone
    scene.records.append(InZone(zone))
    scene.say("settings_zone_set", zone=zone_name(zone))
    return "set"


def zone_name(zone: str) -> str:
    """A zone as a runner reads it."""
    return zone.replace("_", " ")


def zone_labels(scene: Scene, zones: list[str]) -> dict[str, str]:
    """Zones by the city that everybody knows there."""
    return {zone: city_of(scene, zone) for zone in zones}


def city_of(scene: Scene, zone: str) -> str:
    """The city a zone is named after."""
    key = f"settings.zones.{zone}"
    return scene.texts.text(key) if scene.texts.has(key) else zone_name(zone.rpartition("/")[2])


def show_zone(scene: Scene) -> None:
    """Where are you?"""
    zone = zone_of(scene)
    scene.open()
    scene.card("settings_zone", ((scene.go("back"),),), zone=zone_name(zone), clock=clock(scene, zone))


def show_zone_sure(scene: Scene) -> None:
    """Is it this one?"""
    zone = offered(scene)[0]
    scene.open()
    yes = choice(scene, "zone", zone, text(scene, "zone_right"))
    rows = ((yes,), (way(scene, "zone_wrong"),))
    scene.card("settings_zone_sure", rows, zone=zone_name(zone), clock=clock(scene, zone))


def show_zone_which(scene: Scene) -> None:
    """Is it one of these?"""
    scene.open()
    rows = choices(scene, "zone", zone_labels(scene, offered(scene)))
    scene.card("settings_zone_which", (*rows, (way(scene, "zone_wrong", "zone_none"),)))
