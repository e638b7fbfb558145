"""A link into a squad was opened: as a runner, who chooses what is shown; or as a coach, who names themself.

    levels ── ... ──> agreed            what stands between is asked in `levels.py`
    coach ── name ──> coach_sure ── yes ──> coaching

The token waits in `dialogue.invitation` until the last yes, and is looked up anew at every step: who takes their time
finds the link as it is then.
"""

from dataclasses import replace

from dialogs.content import Content
from dialogs.events import Typed
from dialogs.flows import levels
from dialogs.flows.levels import asked_by, misunderstood
from dialogs.flows.squad_talk import coach_names, place_meant, text, way
from dialogs.flows.table import Table
from dialogs.replies import CoachJoined, Joined, Told, ToldRunners, WrongToken
from dialogs.scene import Scene
from dialogs.squads.around import In, Invitation
from dialogs.squads.issuing import moved
from dialogs.squads.people import NONE, Membership, clean_name

RUNNER, COACH = "runner", "coach"
ENDS = ("agreed", "coaching", "left")


def table(_: Content) -> Table:
    """The questions to a runner, those to a coach, and the ends."""
    return Table(
        states=[*levels.ASKING, "coach", "coach_sure", *ENDS],
        transitions=[
            # trigger    from          to
            *levels.rows_of_table("agreed"),
            ["known",    "coach",      "coach_sure"],
            ["coach",    "coach_sure", "coach"],
            ["take_on",  "coach_sure", "coaching"],
            ["leave",    "*",          "left"],
        ],
    )  # fmt: skip


def begin(scene: Scene) -> str | None:
    """A token was given: the state in which its questions begin; None if the link does not work, or is not needed.

    What is wrong with a link is never told, and who tries many has to wait.
    """
    around, invitation = scene.around, scene.around.invitation
    if around.guesses_left <= 0:
        scene.say("squad_link_slow")
    elif invitation is None or invitation.role not in (RUNNER, COACH):
        scene.records.append(WrongToken())
        scene.say("squad_link_wrong")
    elif invitation.role == RUNNER and any(one.squad.id == invitation.squad.id for one in around.joined):
        scene.say("squad_link_joined", squad=invitation.squad.name)
    elif invitation.role == COACH and any(one.squad.id == invitation.squad.id for one in around.coached):
        scene.say("squad_link_coached", squad=invitation.squad.name)
    else:
        scene.dialogue.squad = {}
        return "levels" if invitation.role == RUNNER else "coach"
    return None


def hear(scene: Scene) -> str | None:
    """What the event means in this state: the trigger it pulls, or None if everything is said already."""
    invitation = open_invitation(scene)
    if invitation is None:
        scene.say("squad_link_wrong")
        return "leave"
    if place_meant(scene, scene.event, ("decline",)):
        scene.close()
        return "leave"
    if scene.state in HEARD:
        return HEARD[scene.state](scene, invitation)
    if not set(invitation.coaches) <= set(scene.dialogue.squad.get("coaches", ())):
        show_who_coaches(scene, invitation)
        return None
    trigger = levels.hear(scene, asked_by(invitation))
    if trigger != "agree":
        return trigger
    if scene.dialogue.squad["level"] == NONE:
        # Who shows nothing is not kept, and spends no use of the link: a coach who tries it learns nothing of them.
        return "leave"
    join(scene, invitation)
    return trigger


def open_invitation(scene: Scene) -> Invitation | None:
    """The invitation these questions are about; None if it ceased to work, or leads elsewhere."""
    invitation, role = scene.around.invitation, COACH if scene.state in HEARD else RUNNER
    ends = scene.state in ENDS
    return invitation if invitation is not None and (ends or invitation.role == role) else None


def show_who_coaches(scene: Scene, invitation: Invitation) -> None:
    """A coach came after the runner had read who coaches: a yes to the others is no yes to them."""
    scene.say("sharing_coach_meanwhile", squad=invitation.squad.name)
    show_levels(scene, invitation)


def show_levels(scene: Scene, invitation: Invitation) -> None:
    """The open question to a runner, and which coaches they read of with it."""
    scene.dialogue.squad["coaches"] = sorted(invitation.coaches)
    levels.show(scene, asked_by(invitation), "decline")


def join(scene: Scene, invitation: Invitation) -> None:
    """The runner is in the squad, at the level they chose."""
    draft = scene.dialogue.squad
    token, parent = scene.dialogue.invitation or "", draft.get("parent", False)
    scene.records.append(Joined(invitation.squad.id, draft["name"], draft["level"], parent, token))
    member = Membership(scene.around.me, draft["name"], draft["level"], scene.now, parent_ok=parent)
    issued = moved(invitation.issued, NONE, member.level, scene.now)
    joined = In(invitation.squad, member, invitation.coaches, issued=issued, pushed=invitation.pushed)
    scene.around = replace(scene.around, joined=(*scene.around.joined, joined))
    shown, coaches = levels.label(scene, draft["level"]), coach_names(invitation.coaches)
    scene.say("sharing_joined", squad=invitation.squad.name, shown=shown, coaches=coaches)


def hear_coach(scene: Scene, invitation: Invitation) -> str | None:  # noqa: ARG001  # every reader takes it
    """The name to coach by."""
    name = clean_name(scene.event.text) if isinstance(scene.event, Typed) else ""
    if not name:
        return misunderstood(scene, "name")
    scene.close("answered", ask=text(scene, "coach_ask"), answer=name)
    scene.dialogue.squad["name"] = name
    return "known"


def hear_coach_sure(scene: Scene, invitation: Invitation) -> str | None:
    """Yes, or another name."""
    place = place_meant(scene, scene.event, ("take_on", "other_name"))
    if place is None:
        return misunderstood(scene, "take_on")
    if place == "other_name":
        return "coach"
    squad, name = invitation.squad, scene.dialogue.squad["name"]
    scene.records.append(CoachJoined(squad.id, name, scene.dialogue.invitation or ""))
    values = {"squad": squad.name, "coach": name}
    scene.records.extend(
        Told(other, "squad_coach_joined", values) for other in squad.coaches if other != scene.around.me
    )
    # What runners agreed to was said of the coaches there were.
    scene.records.append(ToldRunners(squad.id, "sharing_new_coach", values))
    scene.close()
    scene.say("squad_coaching", squad=squad.name, coach=name)
    return "take_on"


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The open question, or a word on leaving."""
    invitation = open_invitation(scene)
    if scene.state == "left":
        scene.close()
        if invitation is not None:
            scene.say("sharing_declined", squad=invitation.squad.name)
    elif scene.state in ENDS:
        scene.close()
    elif invitation is None:
        # The link ceased to work while something else was talked about: only the way out is left.
        scene.open()
        scene.card("squad_link_over", ((way(scene, "decline"),),))
    elif scene.state in levels.ASKING:
        show_levels(scene, invitation)
    else:
        show_coach(scene, invitation)


def show_coach(scene: Scene, invitation: Invitation) -> None:
    """What it means to coach, and whether to do it."""
    squad, coach = invitation.squad.name, invitation.coach
    scene.open()
    if scene.state == "coach":
        scene.card("squad_invited_coach", ((way(scene, "decline"),),), squad=squad, coach=coach)
    else:
        rows = ((way(scene, "take_on"),), (way(scene, "other_name"),), (way(scene, "decline"),))
        scene.card("squad_coach_sure", rows, name=scene.dialogue.squad["name"], squad=squad)


HEARD = {"coach": hear_coach, "coach_sure": hear_coach_sure}
