"""/squad and /summary: what a coach does with a squad.

    card ── found ──> name ── on ──> zone ── on ──> hour ── on ──> every ── on ──> coach ── set ──> card
         ── name ───> name ── set ──> card          one thing changed: zone, hour and every the same
         ── sure ───> sure ── end ──> done          leave, or end the squad

The card leads to other cards (a link, the coaches, the summary), which are no states: what interrupts them leads back
to the card. Whatever is done is done to a squad that this runner coaches at this moment, or not at all.
"""

from collections.abc import Callable
from itertools import pairwise

from dialogs.content import Content
from dialogs.events import Event, Typed
from dialogs.flows import coaching, founding, inviting, parting, squad_cards
from dialogs.flows.choosing import is_back
from dialogs.flows.squad_cards import show_card, show_squad
from dialogs.flows.squad_talk import (
    coached_of,
    here,
    not_understood,
    place_meant,
    tapped,
)
from dialogs.flows.table import Table
from dialogs.scene import Scene

CHANGES = {"change_name": "name", "change_zone": "zone", "change_hour": "hour", "change_every": "every"}
"""The buttons that lead to one question, and its state."""
MOST = 10
"""Squads that one person coaches at most."""


def table(_: Content) -> Table:
    """The card, the questions, and the end."""
    asking = founding.QUESTIONS
    return Table(
        states=["card", *asking, "sure", "done"],
        transitions=[
            # trigger    from                       to            only if
            ["found",    "card",                    "name"],
            *[[change,   "card",                    change] for change in CHANGES.values()],
            *[["on",     before,                    after] for before, after in pairwise(asking)],
            ["set",      [*asking],                 "card"],
            ["back",     [*asking, "sure"],         "card"],
            ["sure",     "card",                    "sure"],
            ["end",      "sure",                    "done"],
            ["leave",    "*",                       "done"],
        ],
    )  # fmt: skip


def begin(scene: Scene) -> str:
    """/squad: the state it begins in."""
    scene.dialogue.squad = {}
    return "card"


def open_summary(scene: Scene) -> None:
    """/summary: of the only squad at once, else of the one that is chosen."""
    scene.dialogue.squad = {"for": "summary"}
    if here(scene) is None:
        show_card(scene)
    else:
        coaching.show_summary(scene)


def hear(scene: Scene) -> str | None:
    """What the event means in this state: the trigger it pulls, or None if everything is said already."""
    event = scene.event
    if scene.state == "card":
        return hear_card(scene, event)
    if is_back(scene, event):
        founding.drop(scene)
        return "back"
    if scene.state == "sure":
        return parting.hear_sure(scene, event)
    return founding.hear_question(scene, event)


def hear_card(scene: Scene, event: Event) -> str | None:
    """A way from a card to another, or a choice on it."""
    if (chosen := tapped(event, "squad")) is not None:
        choose(scene, chosen)
        return None
    if place_meant(scene, event, ("leave",)):
        return "leave"
    if place_meant(scene, event, ("found",)):
        return found(scene)
    if here(scene) is None:
        gone(scene)
        return None
    place = place_meant(scene, event, (*CHANGES, *CARDS))
    if is_back(scene, event):
        step_back(scene)
        return None
    if place in CHANGES:
        return CHANGES[place]
    if place in parting.WAYS:
        return parting.ask(scene, place)
    if place is not None:
        CARDS[place](scene)
    elif not (coaching.hear(scene, event) or inviting.hear(scene, event)):
        misunderstood(scene, event)
    return None


def step_back(scene: Scene) -> None:
    """From what stands beside a summary to the summary, else to the card of the squad."""
    if coaching.PAGE in scene.dialogue.squad:
        coaching.show_summary(scene)
    else:
        show_squad(scene)


def misunderstood(scene: Scene, event: Event) -> None:
    """Words that fit nothing, or a button that was never there."""
    if isinstance(event, Typed):
        not_understood(scene, "card")
    else:
        scene.toast("stale")


def choose(scene: Scene, chosen: str) -> None:
    """One of several squads; on the way to a summary that comes at once."""
    if chosen not in coached_of(scene):
        gone(scene)
        return
    draft = scene.dialogue.squad
    draft["id"] = chosen
    if draft.pop("for", None) == "summary":
        coaching.show_summary(scene)
    else:
        show_card(scene)


def found(scene: Scene) -> str | None:
    """On to the questions of a new squad, unless there are enough of them."""
    if len(scene.around.coached) >= MOST:
        scene.say("squad_enough", most=MOST)
        return None
    founding.begin(scene)
    return "found"


def gone(scene: Scene) -> None:
    """The squad is not this runner's to coach, or is over: the card of what there is."""
    if scene.dialogue.squad.get("id"):
        scene.say("squad_gone")
    scene.dialogue.squad = {}
    show_card(scene)


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The card of the state we are in."""
    match scene.state:
        case "card":
            show_card(scene)
        case "sure":
            parting.show_sure(scene)
        case "done":
            parting.show_done(scene)
        case _:
            founding.show_question(scene)


CARDS: dict[str, Callable[[Scene], None]] = {
    **squad_cards.CARDS,
    **coaching.CARDS,
    **inviting.CARDS,
    **parting.CARDS,
}
"""The cards that a button leads to."""
