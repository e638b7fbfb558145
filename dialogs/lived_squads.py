"""People around squads, for the walk and for the page: a coach, one of two coaches, runners at each level, links."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.dialogue import Dialogue
from dialogs.squads.around import Around, Coached, In, Invitation, Link, Look
from dialogs.squads.people import Membership, Squad

ME, MEMBERS = 1, 12
TYPED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("squad", "name"): ("Tuesday track",),
    ("squad", "zone"): ("London", "Springfield"),
    ("squad", "hour"): ("7", "18:00"),
    ("squad", "coach"): ("Ann",),
    ("joining", "name"): ("Bob",),
    ("joining", "coach"): ("Ann",),
    ("sharing", "rename"): ("Bob",),
}
"""What is typed in the states that ask for words."""
GROUP_WORDS: Mapping[str, Mapping[str, object]] = {
    "group_hello": {"command": "/link"},
    "group_which": {"command": "/link"},
    "group_post": {"sentences": ["5 or more runners."]},
    "group_linked": {},
    "group_coach_only": {},
    "squad_over": {"squad": "Tuesday track"},
}
"""What is said in a group chat, which comes from the shell."""
OPERATOR_WORDS: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "/ping": {"operator_ping": {"version": "2026.12"}},
    "/status": {
        "operator_status": {
            "runners": 41,
            "unreachable": 2,
            "pending": 3,
            "oldest": 12,
            "letters": 1,
            "backup_hours": 7,
            "poll_seconds": 4,
        }
    },
    "/announce": {"operator_announce": {"most": 1000, "length": 0}},
    "/announce On Monday ...": {
        "announcement": {"text": "On Monday the bot rests from 10 to 11. Your plan stays as it is."},
        "operator_announce_asked": {"number": 412, "people": 41, "at_once": False},
    },
    "/announce urgent Somebody ...": {
        "announcement": {"text": "Somebody else may have read your answers. To have them erased, send /delete."},
        "operator_announce_asked": {"number": 413, "people": 41, "at_once": True},
    },
    "/announce yes 413": {"operator_announce_sent": {"people": 41}},
    "/announce no 413": {"operator_announce_dropped": {}},
    "/announce yes 412": {"operator_announce_gone": {"number": 412}},
}
"""What operators type and are told, and what they tell everybody; it comes from the shell too."""


def squad_of(name: str) -> Squad:
    """A squad with two coaches, one of them the one we are."""
    return Squad(7, name, "America/Argentina/Buenos_Aires", "18:00", "day", (ME, 2))


def situations(runner: Dialogue, now: datetime, name: str) -> list[Around]:
    """What can be around somebody: nothing, links, a squad coached alone or with others, squads they are in."""
    squad, days = squad_of(name), timedelta(days=3)
    members = tuple(
        (Membership(100 + number, f"{number}{name}"[:64], number % 4, now - days, parent_ok=True), runner)
        for number in range(MEMBERS)
    )
    links = (Link(1, "runner", 9, 10, now + days), Link(2, "coach", 1, 1, now + days))
    coaches = {ME: name, 2: name}
    coached = Coached(squad, coaches, members, links, group=True)
    many = replace(coached, links=tuple(Link(number, "runner", 1, 1, now + days) for number in range(3, 13)))
    there = In(squad, Membership(ME, name, 2, now - days, parent_ok=True), {2: name}, (Look(name, now - days),))
    alone = Coached(replace(squad, coaches=(ME,)), {ME: name})
    looks = (Look(name, now - days),)
    base = Around(me=ME, token="t" * 32, link="t.me/" + "b" * 32 + "?{start}={token}")
    # A way is tried where it is met first, so who has most around them comes first.
    return [
        replace(base, coached=(coached,)),
        replace(base, coached=(alone,)),
        replace(base, coached=(coached, replace(alone, squad=replace(alone.squad, id=8, name=f"2{name}"[:64])))),
        *(
            replace(
                base, joined=(In(squad, Membership(ME, name, level, now - days, parent_ok=True), {2: name}, looks),)
            )
            # Who shares nothing would have to share something once it is changed, and what is around stands still.
            for level in range(1, 4)
        ),
        base,
        replace(base, guesses_left=0),
        replace(base, invitation=Invitation(squad, "runner", name, coaches)),
        replace(base, invitation=Invitation(squad, "coach", name, coaches)),
        replace(base, invitation=Invitation(squad, "runner", name, coaches), joined=(there,)),
        replace(base, invitation=Invitation(squad, "coach", name, coaches), coached=(coached,)),
        replace(base, coached=(many,)),
    ]
