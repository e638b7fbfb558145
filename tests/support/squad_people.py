"""A squad with people in every role, made by talking."""

from datetime import timedelta
from typing import Any

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.lived import days_of, facts_told, step_of_day
from dialogs.squads.people import Membership
from support.conversation import Conversation
from support.plan import planned
from support.squad_club import Club
from support.walk import agreed

SQUAD, NAME = 1, "Harbour"


def founded(content: Content, name: str = NAME, coach: str = "jo", club: Club | None = None) -> Club:
    """A coach founds a squad, and has a link for 30 runners."""
    club = club or Club(content)
    if coach not in club.people:
        club.comes(coach, agreed(content))
    for line in (
        "/squad",
        "found",
        name,
        "[London]",
        "[18:30]",
        "[Each week]",
        coach.title(),
        "invite",
        "[30 runners]",
    ):
        club.says(coach, line)
    return club


def link(club: Club, role: str = "runner") -> str:
    """The newest link for this role."""
    return next(token for token, kept in reversed(club.tokens.items()) if kept[1] == role)


def joins(club: Club, name: str, level: int, *, plan: bool = True, **facts: Any) -> None:
    """A runner, with a plan or without, joins the squad of the newest link; they are 18 or over."""
    if name not in club.people:
        club.comes(name, planned(club.content, **facts) if plan else agreed(club.content))
    club.says(name, f"/start {link(club)}")
    club.says(name, f"{level}")
    for line in ("[I am 18 or over]",) if club.people[name].dialogue.state == "age" else ():
        club.says(name, line)
    for line in (name.title(), "yes") if level else ():
        club.says(name, line)


def coaches_too(club: Club, name: str, coach: str = "jo") -> None:
    """A coach invites another one, who says yes."""
    if name not in club.people:
        club.comes(name, agreed(club.content))
    for line in ("/squad", "[Coaches]", "[Invite a coach]"):
        club.says(coach, line)
    for line in (f"/start {link(club, 'coach')}", name.title(), "yes"):
        club.says(name, line)


def everybody(content: Content) -> Club:
    """Squad 1 with a coach, one who was one, and runners; squad 2 with others; and somebody in none."""
    club = founded(content)
    joins(club, "ben", 3)
    joins(club, "ava", 1)
    coaches_too(club, "fay")
    for line in ("/squad", "[Coaches]", "[Hand over and leave]", "yes"):
        club.says("fay", line)
    founded(content, "Riverside", "kim", club)
    joins(club, "leo", 2)
    club.comes("sam", agreed(content))
    club.comes("ned")
    club.says("jo", "/squad")
    return club


def put(club: Club, who: str, flow: str, state: str, /, **squad: Any) -> Dialogue:
    """Somebody's dialogue is put where a card of this flow would be open, whether they may be there or not."""
    dialogue = club.people[who].dialogue
    dialogue.flow, dialogue.state, dialogue.card_open, dialogue.stack = flow, state, True, [["triage", "ready"]]
    dialogue.squad = dict(squad)
    return dialogue


def lives(club: Club, name: str, life: str, *, later: bool = True) -> None:
    """Days of somebody with a plan, in the notation of the check-in ("p2 r2 x3, (none)"), told by tapping."""
    conversation = club.people[name]
    for day in days_of(life):
        if (facts := facts_told(day)) is not None:
            club.says(name, "/checkin")
            while conversation.dialogue.flow == "check_in":
                event = step_of_day(conversation.dialogue, conversation.cards[-1].rows, facts)
                if event is None:
                    raise AssertionError(f"nothing answers {conversation.cards[-1].text}")
                club.hears(name, event)
        if later:
            club.later(days=1)


def crowd(club: Club, count: int, level: int = 2) -> None:
    """So many more runners in squad 1, each as one who has just begun a plan; they joined a week ago."""
    runner = planned(club.content, pain_run=3)
    for number in range(1, count + 1):
        name = f"runner {number}"
        club.comes(name, Conversation(club.content, dialogue=runner.dialogue.copy()))
        me, since = club.id_of(name), club.now - timedelta(days=7)
        club.squads[SQUAD].members[me] = Membership(me, f"Runner {number:03}", level, since)
