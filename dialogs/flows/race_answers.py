"""The date and the distance of a race, as runners tap or type them."""

from datetime import date, timedelta
from typing import Any

from dialogs.dates import date_said, dates_meant
from dialogs.distances import read_distance
from dialogs.events import Answer, Event, Go, Typed
from dialogs.flows.choosing import answered, not_understood, offer, offered, picked, text
from dialogs.keeping import today
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import Option, chosen

FURTHEST = timedelta(days=2 * 366)
"""Nobody plans for a race that is further off."""
LEAST_KM = 1
LENGTHS = ("5", "10", "21.1", "42.2")
NO_DISTANCE = "no_distance"


def race_of(scene: Scene) -> dict[str, Any] | None:
    """The race that is still to come: its "date" (ISO) and its "km", which may be None."""
    race = (scene.dialogue.plan or {}).get("race")
    return race if race and race["date"] >= today(scene).isoformat() else None


# the date


def hear_date(scene: Scene, event: Event) -> str | None:
    """A date was typed, or one of two was tapped."""
    match event:
        case Answer(question="date", value=value) if scene.state == "date_which" and value in offered(scene):
            return take_date(scene, date.fromisoformat(value))
        case Typed(text=typed):
            meant = dates_meant(typed, today(scene), scene.texts, scene.dialogue.locale)
            named = picked(scene, typed, date_labels(scene)) if scene.state == "date_which" else None
            if named or len(meant) == 1:
                return take_date(scene, date.fromisoformat(named) if named else meant[0])
            if meant:
                offer(scene, [day.isoformat() for day in meant])
                return "which"
            not_understood(scene, "race")
        case _:
            scene.toast("stale")
    return None


def take_date(scene: Scene, day: date) -> str | None:
    """Keep the date if it is to come, and soon enough; else nothing changes."""
    plan, now = scene.dialogue.plan, today(scene)
    if not now <= day <= now + FURTHEST:
        scene.say("race_past" if day < now else "race_far", date=date_said(day, scene.texts))
        return None
    if plan is None:
        return "leave"
    answered(scene, "race_ask", date_said(day, scene.texts))
    race = race_of(scene)
    plan["race"] = {"date": day.isoformat(), "km": race["km"] if race else None}
    return "set"


def date_labels(scene: Scene) -> dict[str, str]:
    """The days that were offered, in words."""
    return {day: date_said(date.fromisoformat(day), scene.texts) for day in offered(scene)}


# the distance


def hear_km(scene: Scene, event: Event) -> str | None:
    """A distance, tapped or typed, or none yet."""
    match event:
        case Answer(question="km", value=value) if value in LENGTHS:
            return take_km(scene, float(value))
        case Go(place="no_distance"):
            return take_km(scene, None)
        case Typed(text=typed):
            return typed_km(scene, typed)
        case _:
            scene.toast("stale")
    return None


def typed_km(scene: Scene, typed: str) -> str | None:
    """A distance by its name or in figures; miles become km."""
    options = [word_option(scene, name, NO_DISTANCE) for name in ("skip", "not_sure")]
    options += [
        Option.of(km, [text(scene, f"lengths.{km}"), *scene.texts.strings.get(f"settings.typed_lengths.{km}", ())])
        for km in LENGTHS
    ]
    named = chosen(typed, options)
    if named is not None:
        return take_km(scene, None if named == NO_DISTANCE else float(named))
    km = read_distance(typed)
    if km is not None and km >= LEAST_KM:
        return take_km(scene, km)
    not_understood(scene, "race_km")
    return None


def take_km(scene: Scene, km: float | None) -> str:
    """Keep the distance."""
    answered(scene, "race_km_ask", text(scene, "distance", km=km_said(km)) if km else text(scene, "no_distance"))
    race = race_of(scene)
    if race is not None:
        race["km"] = km
    return "keep"


def km_said(km: float) -> str:
    """Kilometres without a needless .0."""
    return f"{km:g}"
