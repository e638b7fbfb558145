"""The cards of a squad: what it is like, which one of several, when its digest comes."""

from collections.abc import Callable

from dialogs.flows import coaching
from dialogs.flows.settings_zone import zone_name
from dialogs.flows.squad_talk import NEWEST, choice, coach_names, coached_of, here, in_rows, short, text, way
from dialogs.replies import SquadFounded
from dialogs.scene import Scene


def show_card(scene: Scene) -> None:
    """A squad with what can be done; which one, if there are several; or how to found one."""
    founded = [record for record in scene.records if isinstance(record, SquadFounded)]
    coached = here(scene)
    if founded:
        scene.dialogue.squad = {"id": NEWEST}
        scene.open()
        rows = ((way(scene, "invite"),), (way(scene, "leave"),))
        scene.card("squad_founded", rows, squad=founded[-1].name, coach=founded[-1].coach)
    elif coached is not None:
        show_squad(scene)
    elif scene.around.coached:
        show_which(scene)
    else:
        scene.open()
        scene.card("squad_none", ((way(scene, "found"),), (way(scene, "leave"),)), joined=bool(scene.around.joined))


def show_squad(scene: Scene) -> None:
    """One squad, as it is set."""
    coached = here(scene)
    if coached is None:
        return
    squad = coached.squad
    scene.dialogue.squad.pop(coaching.PAGE, None)
    scene.open()
    others = (way(scene, "others"),) if len(scene.around.coached) > 1 else ()
    scene.card(
        "squad",
        (
            (way(scene, "summary"),),
            (way(scene, "invite"), way(scene, "coaches")),
            (way(scene, "change_name"), way(scene, "change_zone")),
            (way(scene, "digest"), way(scene, "group_chat")),
            (*others, way(scene, "found")),
            (way(scene, "leave"),),
        ),
        squad=squad.name,
        coaches=coach_names(coached.coaches),
        zone=zone_name(squad.zone),
        every=text(scene, squad.every),
        hour=squad.hour,
    )


def show_which(scene: Scene) -> None:
    """Which of them?"""
    names = {one: coached.squad.name for one, coached in coached_of(scene).items()}
    scene.open()
    rows = in_rows([choice(scene, "squad", one, short(name)) for one, name in names.items()], 1)
    scene.card("squad_which", (*rows, (way(scene, "found"),), (way(scene, "leave"),)))


def show_others(scene: Scene) -> None:
    """All squads to choose from."""
    scene.dialogue.squad = {}
    show_card(scene)


def show_digest(scene: Scene) -> None:
    """When the digest comes."""
    coached = here(scene)
    if coached is None:
        return
    scene.open()
    rows = ((way(scene, "change_every"), way(scene, "change_hour")), (way(scene, "to_squad"),))
    scene.card("squad_digest_set", rows, every=text(scene, coached.squad.every), hour=coached.squad.hour)


CARDS: dict[str, Callable[[Scene], None]] = {
    "to_squad": show_squad,
    "others": show_others,
    "digest": show_digest,
}
