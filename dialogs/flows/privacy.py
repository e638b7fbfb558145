"""/privacy: what is kept and how long, and the three yeses that can each be taken back: storing, asking daily, sharing.

    card ── toggle ──> card      the daily questions
         ── leave ──> done       back, or on to what squads see

Taking back the yes to storing is one tap; what it does stands in `withdrawing.py`.
"""

from dialogs import retention
from dialogs.content import Content
from dialogs.events import Go, tap_of
from dialogs.flows import choosing, settings
from dialogs.flows.table import Table
from dialogs.flows.withdrawing import withdraw
from dialogs.replies import Button
from dialogs.scene import Scene


def table(_: Content) -> Table:
    """The card and the end."""
    return Table(
        states=["card", "squads", "done"],
        transitions=[
            # trigger  from    to
            ["toggle", "card", "card"],
            ["ask",    "card", "card"],
            ["squads", "card", "squads"],
            ["leave",  "card", "done"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """One of the three switches, or back; anything else shows the card again."""
    match scene.event:
        case Go(place="withdraw"):
            withdraw(scene)
            return None
        case Go(place="squads") if scene.around.joined:
            return "squads"
        case Go(place="leave"):
            return "leave"
        case Go(place=place) if place == settings.switch(scene):
            return settings.go(scene, place)
    return "ask"


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The card, or its end."""
    if scene.state != "card":
        scene.close()
        return
    scene.open()
    rows = [
        (way(scene, "withdraw"),),
        (choosing.way(scene, settings.switch(scene)),),
        (way(scene, "squads"),) if scene.around.joined else (),
        (way(scene, "leave"),),
    ]
    scene.card("privacy", tuple(row for row in rows if row), kept=list(retention.lines(scene.texts)))


def tell(scene: Scene) -> None:
    """The same in words alone, for who has not agreed to anything."""
    scene.say("privacy", kept=list(retention.lines(scene.texts)))


def way(scene: Scene, place: str) -> Button:
    """A button to a place."""
    return Button(scene.texts.text(f"privacy.{place}"), tap_of(Go(scene.turn, place)))
