"""The coaches of a squad: who they are, one who leaves, and the end of a squad. A squad without a coach is over."""

from collections.abc import Callable

from dialogs.events import Event, Typed
from dialogs.flows.squad_talk import coach_names, here, not_understood, place_meant, way
from dialogs.replies import CoachLeft, SquadDissolved, Told
from dialogs.scene import Scene
from dialogs.squads.around import Coached

WAYS = ("stop_coaching", "dissolve")
"""What is asked back before it is done."""


def show_coaches(scene: Scene) -> None:
    """Who coaches, and the ways in and out."""
    coached = here(scene)
    if coached is None:
        return
    scene.open()
    out = (way(scene, "stop_coaching"),) if is_one_of_several(coached) else ()
    rows = [(way(scene, "invite_coach"),), out, (way(scene, "dissolve"),), (way(scene, "to_squad"),)]
    scene.card(
        "squad_coaches",
        tuple(row for row in rows if row),
        squad=coached.squad.name,
        coaches=coach_names(coached.coaches),
        alone=not out,
    )


def is_one_of_several(coached: Coached) -> bool:
    """Whether the squad has another coach."""
    return len(coached.coaches) > 1


def ask(scene: Scene, place: str) -> str | None:
    """On to the question whether one is sure; the only coach of a squad can't leave it, only end it."""
    coached = here(scene)
    if coached is None or (place == "stop_coaching" and not is_one_of_several(coached)):
        scene.toast("stale")
        return None
    scene.dialogue.squad["sure"] = place
    return "sure"


def show_sure(scene: Scene) -> None:
    """Sure?"""
    coached = here(scene)
    if coached is None:
        return
    place = scene.dialogue.squad.get("sure")
    scene.open()
    rows = ((way(scene, f"{place}_sure"),), (way(scene, "stay"),))
    scene.card("squad_dissolve_ask" if place == "dissolve" else "squad_leave_ask", rows, squad=coached.squad.name)


def hear_sure(scene: Scene, event: Event) -> str | None:
    """Yes or no, tapped or typed."""
    coached, asked = here(scene), scene.dialogue.squad.get("sure")
    if coached is None:
        return "leave"
    place = place_meant(scene, event, (f"{asked}_sure", "stay"))
    if place == "stay" or (asked == "stop_coaching" and not is_one_of_several(coached)):
        return "back"
    if place is None:
        if isinstance(event, Typed):
            not_understood(scene, "sure")
        else:
            scene.toast("stale")
        return None
    if asked == "dissolve":
        dissolve(scene, coached)
    else:
        stop_coaching(scene, coached)
    scene.close()
    scene.say("squad_ended" if asked == "dissolve" else "squad_handed_over", squad=coached.squad.name)
    return "end"


def dissolve(scene: Scene, coached: Coached) -> None:
    """The squad is over. Its runners hear that from whoever keeps the record: here nobody knows them all."""
    scene.records.append(SquadDissolved(coached.squad.id))
    tell_other_coaches(scene, coached, "squad_dissolved")


def stop_coaching(scene: Scene, coached: Coached) -> None:
    """This runner coaches the squad no more; the others are told."""
    scene.records.append(CoachLeft(coached.squad.id))
    tell_other_coaches(scene, coached, "squad_coach_left")


def tell_other_coaches(scene: Scene, coached: Coached, key: str) -> None:
    """What this coach did, for the others."""
    me = scene.around.me
    values = {"squad": coached.squad.name, "coach": coached.coaches.get(me, "")}
    scene.records.extend(Told(other, key, values) for other in coached.coaches if other != me)


def leave_everything(scene: Scene) -> None:
    """All about this coach is erased: a squad that nobody else coaches is over, the coaches of others are told."""
    for coached in scene.around.coached:
        if is_one_of_several(coached):
            stop_coaching(scene, coached)
        else:
            dissolve(scene, coached)


def orphaned(scene: Scene) -> list[str]:
    """The names of the squads that would be over without this runner."""
    return [coached.squad.name for coached in scene.around.coached if not is_one_of_several(coached)]


def show_done(scene: Scene) -> None:
    """The card closes."""
    scene.dialogue.squad = {}
    scene.close("squad_done")


CARDS: dict[str, Callable[[Scene], None]] = {"coaches": show_coaches, **dict.fromkeys(WAYS, show_coaches)}
