"""Links into a squad: made for some runners, one coach or one group chat, shown with their picture, and stopped again.

Nobody but the one who made a link sees its token, once. How often a link was used is not shown: it would tell who came
and shared nothing.
"""

from collections.abc import Callable
from datetime import timedelta

from dialogs.events import Event
from dialogs.flows.joining import COACH, RUNNER
from dialogs.flows.squad_talk import changed, choice, here, in_rows, moment, tapped, text, way
from dialogs.replies import Button, Drawing, Invited, LinkRevoked
from dialogs.scene import Scene
from dialogs.squads.around import Coached, Link

GROUP = "group"
STARTS = {RUNNER: "start", COACH: "start", GROUP: "startgroup"}
"""What Telegram is to do with a link: open a chat with the bot, or add the bot to a group."""
BACK = {RUNNER: "invite", COACH: "coaches", GROUP: "group_chat"}
"""The card that a new link came from."""
USES = (1, 10, 30)
LASTS = timedelta(days=7)
MOST = 10
"""Links of one squad that are open at the same time."""


def hear(scene: Scene, event: Event) -> bool:
    """A link to make or to stop; whether the event was one of these."""
    uses, link = tapped(event, "uses"), tapped(event, "revoke")
    if uses is not None and uses in map(str, USES):
        make(scene, RUNNER, int(uses))
        return True
    if link is not None:
        revoke(scene, link)
        return True
    return False


def show_invite(scene: Scene) -> None:
    """For how many runners? And the links there are."""
    coached = here(scene)
    if coached is None:
        return
    scene.open()
    uses = [choice(scene, "uses", number, text(scene, f"uses_{number}")) for number in USES]
    scene.card(
        "squad_invite",
        (*in_rows(uses, 3), *in_rows(stops(scene, coached)), (way(scene, "to_squad"),)),
        squad=coached.squad.name,
        days=LASTS.days,
        links=[link_words(scene, link) for link in coached.links],
    )


def link_words(scene: Scene, link: Link) -> str:
    """A link as its coach sees it."""
    return text(scene, f"link_{link.role}", number=link.made_for, until=moment(scene, link.until))


def stops(scene: Scene, coached: Coached) -> list[Button]:
    """A button for each link that stops it."""
    return [
        choice(scene, "revoke", link.id, text(scene, "stop_link", number=number))
        for number, link in enumerate(coached.links, start=1)
    ]


def make(scene: Scene, role: str, uses: int) -> None:
    """A new link: on record, and shown once with the picture of it."""
    coached, around = here(scene), scene.around
    if coached is None:
        return
    if len(coached.links) >= MOST:
        scene.say("squad_links_enough", most=MOST)
        show_invite(scene)
        return
    until = scene.now + LASTS
    scene.records.append(Invited(coached.squad.id, role, around.token, uses, until))
    link = around.link.replace("{start}", STARTS[role]).replace("{token}", around.token)
    scene.open()
    scene.card(
        f"squad_link_{role}",
        ((way(scene, BACK[role]),), (way(scene, "to_squad"),)),
        picture=None if role == GROUP else Drawing("invitation", {"link": link, "squad": coached.squad.name}),
        squad=coached.squad.name,
        link=link,
        uses=uses,
        until=moment(scene, until),
    )


def make_for_coach(scene: Scene) -> None:
    """A link that makes one person a coach of this squad."""
    make(scene, COACH, 1)


def make_for_group(scene: Scene) -> None:
    """A link that takes the bot into a group chat, and links that with this squad; where there are group chats."""
    if adds_to_groups(scene):
        make(scene, GROUP, 1)
    else:
        show_group_chat(scene)


def adds_to_groups(scene: Scene) -> bool:
    """Whether an address can say that it adds the bot to a group."""
    return "{start}" in scene.around.link


def show_group_chat(scene: Scene) -> None:
    """How the squad's week can be told in a group chat, and whether it is."""
    coached = here(scene)
    if coached is None:
        return
    scene.open()
    adding = ((way(scene, "add_to_group"),),) if adds_to_groups(scene) and not coached.group else ()
    rows = (*adding, (way(scene, "to_squad"),))
    scene.card("squad_group_chat", rows, squad=coached.squad.name, linked=coached.group)


def revoke(scene: Scene, chosen: str) -> None:
    """The link works no more."""
    coached = here(scene)
    if coached is None:
        return
    stopped = [link for link in coached.links if str(link.id) == chosen]
    if stopped:
        scene.records.append(LinkRevoked(coached.squad.id, stopped[0].id))
        changed(scene, coached, links=tuple(link for link in coached.links if link is not stopped[0]))
        scene.close("squad_link_stopped")
    show_invite(scene)


CARDS: dict[str, Callable[[Scene], None]] = {
    "invite": show_invite,
    "invite_coach": make_for_coach,
    "group_chat": show_group_chat,
    "add_to_group": make_for_group,
}
