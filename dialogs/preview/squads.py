"""Squads on the page: each message once, as a coach, a runner, somebody with a link or a group chat meets it first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from dialogs.events import Due
from dialogs.flows.squad import MOST
from dialogs.lived import facts_told, step_of_day
from dialogs.lived_squads import GROUP_WORDS, ME, TYPED, situations, squad_of
from dialogs.preview.chat import Bubble, Chat, Turn, without_turn
from dialogs.preview.living import Plans
from dialogs.preview.parts import Chapter, Part
from dialogs.squads.around import Around, In
from dialogs.squads.people import Membership

NAME = "Tuesday track"
LINES = ("/squad", "/summary", "/sharing", "/start token")
KINDS = ("squad", "sharing", "group")
MOST_STEPS = 25


def squads(plans: Plans) -> Part:
    """All that is said about squads."""
    part = Part("Squads", "What a coach founds and sees, what a runner shares, and what is said in a group chat.")
    heard: set[str] = set()
    asked = part.chapter("Asked for")
    for around in situations(plans["ladder"].begin().dialogue, plans["ladder"].begin().now, NAME):
        for line in LINES:
            chat = plans["ladder"].begin()
            chat.around = around
            explore(asked, heard, chat, chat.types(line), set())
        chat = plans["ladder"].begin()
        chat.around = around
        add(asked, heard, chat.hear(Due(f"digest:{squad_of(NAME).id}")))
    young(asked, heard, plans)
    vanished(part.chapter("It is over meanwhile"), heard, plans)
    pushed(part.chapter("A runner needs a look"), heard, plans)
    group = part.chapter("In a group chat")
    for key, values in GROUP_WORDS.items():
        add(group, heard, Turn("", typed=False, bubbles=(Bubble("message", key, values),), time="18:00"))
    return part


def young(chapter: Chapter, heard: set[str], plans: Plans) -> None:
    """Somebody under 16 with a link, and somebody whose age is not known."""
    for facts in ({"age_band": "12_15"}, {}):
        chat = plans["ladder"].begin()
        chat.dialogue.facts = {**chat.dialogue.facts, **facts} if facts else {}
        plan = chat.dialogue.plan or {}
        plan["facts"] = dict(chat.dialogue.facts)
        chat.around = next(around for around in situations(chat.dialogue, chat.now, NAME) if around.invitation)
        explore(chapter, heard, chat, chat.types("/start token"), set())


def vanished(chapter: Chapter, heard: set[str], plans: Plans) -> None:
    """What was around is gone while somebody reads about it."""
    begin = plans["ladder"].begin()
    around = situations(begin.dialogue, begin.now, NAME)
    coached = next(one for one in around if one.coached)
    joined = next(one for one in around if one.joined)
    invited, link = next((one, one.invitation) for one in around if one.invitation)
    gone = Around(me=ME)
    nobody = replace(coached, coached=tuple(replace(one, members=()) for one in coached.coached))
    another = replace(invited, invitation=replace(link, coaches={ME: NAME, 3: "Cleo"}))
    full = replace(coached, coached=coached.coached * MOST)
    for before, after, line, way, then in (
        (coached, gone, "/squad", "g:invite", "a:uses:1"),
        (coached, nobody, "/summary", "", "a:runner:101"),
        (coached, full, "/squad", "", "g:found"),
        (joined, gone, "/sharing", "g:change_level", "a:level:1"),
        (invited, gone, "/start token", "", ""),
        (invited, another, "/start token", "", "a:level:1"),
    ):
        chat = plans["ladder"].begin()
        chat.around = before
        chat.types(line)
        if way:
            chat.taps(way)
        chat.around = after
        add(chapter, heard, chat.taps(then) if then else chat.types("/help"))


def explore(chapter: Chapter, heard: set[str], chat: Chat, turn: Turn, tried: set[tuple[str, str, str]]) -> None:
    """Follow every way that opens, each once."""
    add(chapter, heard, turn)
    if chat.dialogue.flow not in ("squad", "joining", "sharing"):
        return
    place = (chat.dialogue.flow, chat.state)
    for way in ways(chat):
        if (*place, way) not in tried:
            tried.add((*place, way))
            following = chat.copy()
            said = following.types(way) if way in TYPED.get(place, ()) else following.taps(way)
            explore(chapter, heard, following, said, tried)


def ways(chat: Chat) -> Iterator[str]:
    """What can be tapped or typed here."""
    yield from (without_turn(button.tap) for row in chat.rows for button in row)
    yield from TYPED.get((chat.dialogue.flow, chat.state), ())


def add(chapter: Chapter, heard: set[str], turn: Turn) -> None:
    """A piece for what was not heard before."""
    new = [bubble.key for bubble in turn.bubbles if bubble.key.startswith(KINDS) and bubble.key not in heard]
    if new:
        heard.update(new)
        chapter.add(new[0].replace("_", " ").capitalize(), turn)


def pushed(chapter: Chapter, heard: set[str], plans: Plans) -> None:
    """Somebody turns red, and the coaches who may know are told."""
    chat = plans["ladder"].begin().later(hours=9)
    mine = Membership(ME, "Bob", 3, chat.now - timedelta(days=3), parent_ok=True)
    chat.around = Around(me=ME, joined=(In(squad_of(NAME), mine, {2: "Ann"}),))
    turn = chat.types("/checkin")
    for _ in range(MOST_STEPS):
        event = step_of_day(chat.dialogue, chat.rows, facts_told("p3 limp stop r6 !swelling") or {})
        if event is None:
            break
        turn = chat.hear(event)
        add(chapter, heard, turn)
