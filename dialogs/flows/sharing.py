"""/sharing: which squad sees what, who has looked and when; changed, taken back and left, at once.

card ── levels ──> levels ── ... ──> card        what stands between is asked in `levels.py`
     ── rename ──> rename ── set ──> card
     ── quit ────> quit ── end ──> left
"""

from dataclasses import replace

from dialogs.content import Content
from dialogs.events import Event, Typed
from dialogs.flows import levels
from dialogs.flows.choosing import is_back
from dialogs.flows.levels import asked_by, misunderstood
from dialogs.flows.squad_talk import (
    changed,
    choice,
    coach_names,
    here_in,
    in_rows,
    joined_of,
    moment,
    place_meant,
    short,
    tapped,
    text,
    way,
)
from dialogs.flows.table import Table
from dialogs.replies import SharingSet, SquadLeft
from dialogs.scene import Scene
from dialogs.squads.around import In
from dialogs.squads.issuing import moved
from dialogs.squads.people import NONE, clean_name

LOOKS = 5
"""So many of the last looks are told."""


def table(_: Content) -> Table:
    """The card, the questions, and the end."""
    return Table(
        states=["card", *levels.ASKING, "rename", "quit", "left"],
        transitions=[
            # trigger   from               to
            *levels.rows_of_table("card"),
            ["rename",  "card",            "rename"],
            ["quit",    "card",            "quit"],
            ["set",     ["card", "rename"], "card"],
            ["back",    ["levels", "rename", "quit"], "card"],
            ["leave",   "*",               "left"],
        ],
    )  # fmt: skip


def begin(scene: Scene) -> str:
    """/sharing: the state it begins in."""
    scene.dialogue.squad = {}
    return "card"


def hear(scene: Scene) -> str | None:
    """What the event means in this state: the trigger it pulls, or None if everything is said already."""
    event = scene.event
    if scene.state == "card":
        return hear_card(scene, event)
    joined = here_in(scene)
    if joined is None:
        scene.say("sharing_gone")
        return "leave"
    if scene.state in ("levels", "rename", "quit") and goes_back(scene, event):
        return "back"
    if scene.state == "rename":
        return hear_name(scene, joined, event)
    if scene.state == "quit":
        return hear_quit(scene, joined, event)
    trigger = levels.hear(scene, asked_by(joined))
    if trigger == "agree":
        share(scene, joined)
    return trigger


def goes_back(scene: Scene, event: Event) -> bool:
    """Whether everything stays as it was."""
    return is_back(scene, event) or place_meant(scene, event, ("keep_sharing",)) is not None


def hear_card(scene: Scene, event: Event) -> str | None:
    """A squad, something to change, or done."""
    squad = tapped(event, "squad")
    if squad is not None and squad in joined_of(scene):
        scene.dialogue.squad = {"id": squad}
        return "set"
    joined = here_in(scene)
    place = place_meant(scene, event, ("leave", "other_squads", "change_level", "rename", "withdraw", "quit"))
    match place:
        case "leave":
            return "leave"
        case "other_squads":
            scene.dialogue.squad = {}
            return "set"
        case "change_level" if joined is not None:
            return "levels"
        case "withdraw" if joined is not None and joined.membership.level != NONE:
            withdraw(scene, joined)
            return "set"
        case "rename" | "quit" if joined is not None:
            return place
    return misunderstood(scene, "sharing")


def share(scene: Scene, joined: In) -> None:
    """Another level from now on."""
    draft, member = scene.dialogue.squad, joined.membership
    level = draft["level"]
    parent = bool(draft.get("parent") or (member.parent_ok and NONE < level <= member.level))
    record(scene, joined, draft.get("name") or member.name, level, parent_ok=parent)
    scene.say("sharing_set", squad=joined.squad.name, shown=levels.label(scene, level) if level else "")
    scene.dialogue.squad = {"id": str(joined.squad.id)}


def withdraw(scene: Scene, joined: In) -> None:
    """Nothing is shown from now on, of past days neither."""
    record(scene, joined, joined.membership.name, NONE, parent_ok=False)
    scene.close()
    scene.say("sharing_set", squad=joined.squad.name, shown="")


def record(scene: Scene, joined: In, name: str, level: int, *, parent_ok: bool) -> None:
    """Put it on record."""
    scene.records.append(SharingSet(joined.squad.id, name, level, parent_ok))
    member = replace(joined.membership, name=name, level=level, parent_ok=parent_ok)
    issued = moved(joined.issued, joined.membership.level, level, scene.now)
    changed(scene, joined, membership=member, issued=issued)


def hear_name(scene: Scene, joined: In, event: Event) -> str | None:
    """Another name to be known by."""
    name = clean_name(event.text) if isinstance(event, Typed) else ""
    if not name:
        return misunderstood(scene, "name")
    scene.close("answered", ask=text(scene, "coach_ask"), answer=name)
    member = joined.membership
    record(scene, joined, name, member.level, parent_ok=member.parent_ok)
    return "set"


def hear_quit(scene: Scene, joined: In, event: Event) -> str | None:
    """Out of the squad, or not."""
    if place_meant(scene, event, ("quit_sure",)) is None:
        return misunderstood(scene, "sure")
    scene.close()
    scene.records.append(SquadLeft(joined.squad.id))
    scene.say("sharing_left", squad=joined.squad.name)
    return "leave"


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The card of the state we are in."""
    joined = here_in(scene)
    match scene.state:
        case "left":
            scene.close()
        case "card" if joined is not None:
            show_squad(scene, joined)
        case _ if joined is None:
            show_squads(scene)
        case "rename":
            scene.open()
            scene.card("sharing_name", ((scene.go("back"),),), squad=joined.squad.name, coaches=names(joined))
        case "quit":
            scene.open()
            rows = ((way(scene, "quit_sure"),), (way(scene, "keep_sharing"),))
            scene.card("sharing_quit", rows, squad=joined.squad.name)
        case _:
            levels.show(scene, asked_by(joined), "keep_sharing")


def show_squads(scene: Scene) -> None:
    """Which of the squads; or that there is none."""
    scene.state = "card"
    scene.open()
    squads = [choice(scene, "squad", one, short(joined.squad.name)) for one, joined in joined_of(scene).items()]
    scene.card("sharing_squads", (*in_rows(squads, 1), (way(scene, "leave"),)), some=bool(squads))


def show_squad(scene: Scene, joined: In) -> None:
    """Everything a squad sees of this runner, and who has looked."""
    member, asked = joined.membership, asked_by(joined)
    shown = levels.exposed(levels.exposure(scene, asked, member.level))
    waits = bool(member.level) and levels.is_minor(scene) is True and not member.parent_ok
    scene.open()
    rows = [
        (way(scene, "change_level"), way(scene, "rename")),
        (way(scene, "withdraw"),) if member.level else (),
        (way(scene, "quit"),),
        (way(scene, "other_squads"),) if len(scene.around.joined) > 1 else (),
        (way(scene, "leave"),),
    ]
    scene.card(
        "sharing",
        tuple(row for row in rows if row),
        squad=joined.squad.name,
        coaches=names(joined),
        name=member.name,
        looks=[{"coach": look.coach, "at": moment(scene, look.at)} for look in joined.looks[:LOOKS]],
        waits=waits,
        **shown,
    )


def names(joined: In) -> str:
    """Who coaches it."""
    return coach_names(joined.coaches)
