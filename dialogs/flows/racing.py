"""/race: the date of a race and its distance. It is counted down, and it never changes what the knee allows.

date ── set ──> km ── keep ──> card        date ── which ──> date_which, where the words can mean two days
card ── change, change_km, remove
"""

from datetime import date

from dialogs.content import Content
from dialogs.dates import date_said
from dialogs.events import Event, Go, Typed
from dialogs.flows.choosing import Hears, Shows, choices, heard, named_way, not_understood, shown, text, way
from dialogs.flows.race_answers import LENGTHS, date_labels, hear_date, hear_km, km_said, race_of
from dialogs.flows.table import Table, when
from dialogs.keeping import today
from dialogs.scene import Scene

ENDS = ("gone", "left")
WAYS = {
    "change_race": "change",
    "change_race_km": "change_km",
    "remove_race": "remove",
    "leave": "leave",
}


def table(_: Content) -> Table:
    """The race, and the questions for its date and its distance."""
    dates = ["date", "date_which"]
    return Table(
        states=["card", *dates, "km", *ENDS],
        transitions=[
            # trigger     from           to            only if
            ["set",       dates,         "card",       when(has_distance)],
            ["set",       dates,         "km"],
            ["which",     dates,         "date_which"],
            ["keep",      "km",          "card"],
            ["back",      "date_which",  "date"],
            ["back",      "date",        "card",       when(has_race)],
            ["back",      "date",        "left"],
            ["back",      "km",          "card"],
            ["back",      "card",        "left"],
            ["change",    "card",        "date"],
            ["change_km", "card",        "km"],
            ["remove",    "card",        "gone"],
            ["leave",     "*",           "left"],
        ],
    )  # fmt: skip


def has_race(scene: Scene) -> bool:
    return race_of(scene) is not None


def has_distance(scene: Scene) -> bool:
    race = race_of(scene)
    return race is not None and race["km"] is not None


def begin(scene: Scene) -> str:
    """The state in which /race begins."""
    return "card" if has_race(scene) else "date"


def hear(scene: Scene) -> str | None:
    """What the event means in this state; the trigger it pulls, or None if everything is said already."""
    return heard(scene, HEARD)


def hear_card(scene: Scene, event: Event) -> str | None:
    """Something to change, or done."""
    match event:
        case Go(place=place) if place in WAYS:
            return WAYS[place]
        case Typed(text=typed):
            named = named_way(scene, typed, [*WAYS], "typed_race")
            if named is not None:
                return WAYS[named]
            not_understood(scene, "race_card")
        case _:
            scene.toast("stale")
    return None


# what is shown


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The card of the state we are in, or what became of it."""
    shown(scene, SHOWN)


def show_card(scene: Scene) -> None:
    """The race, how long it is off, and that the knee decides."""
    race = race_of(scene)
    if race is None:  # it was run since the card was shown
        scene.state = "date"
        show_date(scene)
        return
    day, km = date.fromisoformat(str(race["date"])), race["km"]
    weeks, days = divmod((day - today(scene)).days, 7)
    scene.open()
    scene.card(
        "race",
        (
            (way(scene, "change_race"),),
            (way(scene, "change_race_km"),),
            (way(scene, "remove_race"),),
            (way(scene, "leave"),),
        ),
        date=date_said(day, scene.texts),
        weeks=weeks,
        days=days,
        distance=text(scene, "distance", km=km_said(km)) if km else "",
    )


def show_date(scene: Scene) -> None:
    """When is it?"""
    scene.open()
    scene.card("race_ask", ((scene.go("back"),),))


def show_date_which(scene: Scene) -> None:
    """Which of these days?"""
    scene.open()
    scene.card("race_which", (*choices(scene, "date", date_labels(scene), 1), (scene.go("back"),)))


def show_km(scene: Scene) -> None:
    """How long is it?"""
    scene.open()
    rows = choices(scene, "km", {km: text(scene, f"lengths.{km}") for km in LENGTHS})
    scene.card("race_km", (*rows, (way(scene, "no_distance"),), (scene.go("back"),)))


def show_gone(scene: Scene) -> None:
    """There is no race any more."""
    if scene.dialogue.plan is not None:
        scene.dialogue.plan.pop("race", None)
    scene.close("race_gone")


def show_left(scene: Scene) -> None:
    """The card closes."""
    scene.close("race_left")


HEARD: Hears = {
    "card": hear_card,
    "date": hear_date,
    "date_which": hear_date,
    "km": hear_km,
}
SHOWN: Shows = {
    "card": show_card,
    "date": show_date,
    "date_which": show_date_which,
    "km": show_km,
    "gone": show_gone,
    "left": show_left,
}
