"""Who may do what with a squad: one table, held against forged taps and commands of everybody."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.squad_club import Club
from support.squad_people import NAME, SQUAD, everybody, link, put

from dialogs.content import Content
from dialogs.events import Answer, Command, Due, Event, Go, Typed
from dialogs.replies import Edit, Message, Record, Reply, Told

ROLES = {
    "coach": "jo",
    "coach of another squad": "kim",
    "former coach": "fay",
    "runner": "ben",
    "another runner of the squad": "ava",
    "runner of another squad": "leo",
    "stranger": "sam",
    "newcomer": "ned",
}
COACH, MEMBERS = {"coach"}, {"runner", "another runner of the squad"}


@dataclass(frozen=True)
class Action:
    """What is done, from which card, and who may; events are made for the turn of whoever does it."""

    event: Any
    allowed: set[str]
    place: tuple[str, str] = ("squad", "card")
    draft: dict[str, Any] = field(default_factory=lambda: {"id": str(SQUAD), "page": 1})


def tap(place: str) -> Any:
    return lambda turn: Go(turn, place)


def answer(question: str, value: str) -> Any:
    return lambda turn: Answer(turn, question, value)


def said(event: Event) -> Any:
    return lambda turn: event


ACTIONS: dict[str, Action] = {
    # what a coach sees
    "the card of the squad": Action(answer("squad", "1"), COACH, draft={}),
    "the card, by another tap": Action(tap("to_squad"), COACH),
    "the summary": Action(tap("summary"), COACH),
    "the summary, chosen": Action(answer("squad", "1"), COACH, draft={"for": "summary"}),
    "the summary, by command": Action(said(Command("summary")), COACH),
    "a page": Action(answer("page", "1"), COACH),
    "a runner": Action(answer("runner", "2"), COACH),
    "a runner, by name": Action(said(Typed("Ben")), COACH),
    "the picture": Action(tap("heat_map"), COACH),
    "the table": Action(tap("sheet"), COACH),
    "the digest": Action(said(Due("digest:1")), COACH),
    "the links": Action(tap("invite"), COACH),
    "the coaches": Action(tap("coaches"), COACH),
    # what a coach changes
    "invite runners": Action(answer("uses", "10"), COACH),
    "invite a coach": Action(tap("invite_coach"), COACH),
    "add to a group": Action(tap("add_to_group"), COACH),
    "stop a link": Action(answer("revoke", "1"), COACH),
    "the name": Action(said(Typed("Mine now")), COACH, ("squad", "name")),
    "the zone": Action(answer("zone", "Europe/London"), COACH, ("squad", "zone")),
    "the hour": Action(answer("hour", "07:30"), COACH, ("squad", "hour")),
    "how often": Action(answer("every", "day"), COACH, ("squad", "every")),
    "leave as its only coach": Action(
        tap("stop_coaching_sure"), COACH, ("squad", "sure"), {"id": "1", "sure": "stop_coaching"}
    ),
    "end the squad": Action(tap("dissolve_sure"), COACH, ("squad", "sure"), {"id": "1", "sure": "dissolve"}),
    # what a runner does
    "what is seen of one": Action(answer("squad", "1"), MEMBERS, ("sharing", "card"), {}),
    "show something else": Action(answer("level", "0"), MEMBERS, ("sharing", "levels"), {"id": "1"}),
    "another name": Action(said(Typed("Bo")), MEMBERS, ("sharing", "rename"), {"id": "1"}),
    "show nothing": Action(tap("withdraw"), MEMBERS, ("sharing", "card"), {"id": "1"}),
    "leave the squad": Action(tap("quit_sure"), MEMBERS, ("sharing", "quit"), {"id": "1"}),
    "the last yes, for a squad one is in": Action(
        tap("show_it"), MEMBERS, ("sharing", "sure"), {"id": "1", "level": 3, "name": "Bo"}
    ),
    # what nobody may
    "coach by a wrong link": Action(said(Command("start", "harbour")), set(), ("settings", "card")),
    "coach without a link": Action(tap("take_on"), set(), ("joining", "coach_sure"), {"name": "Me"}),
    "join without a link": Action(
        tap("show_it"), set(), ("joining", "sure"), {"level": 3, "name": "Me", "minor": False}
    ),
    "a name in place of a squad": Action(said(Command("squad", NAME)), COACH, draft={}),
    "a summary by name": Action(said(Command("summary", NAME)), COACH, draft={}),
}
"""Everything that can be done to squad 1, and by whom."""


@pytest.fixture(scope="module")
def club(content: Content) -> Club:
    """Everybody, as they are before each action."""
    return everybody(content)


def done(club: Club, name: str, action: Action) -> tuple[tuple[Reply, ...], list[Record], Club]:
    """What comes of an action by somebody, in a world of its own."""
    club = copied(club)
    dialogue, known = club.people[name].dialogue, len(club.records)
    if dialogue.consent is not None:
        dialogue = put(club, name, *action.place, **action.draft)
    replies = club.hears(name, action.event(dialogue.turn))
    return replies, [record for _, record in club.records[known:]], club


def copied(club: Club) -> Club:
    """The same people and squads, which can change without these changing."""
    other = Club(club.content, club.now)
    for name, one in club.people.items():
        other.comes(name, type(one)(one.content, one.locale, dialogue=one.dialogue.copy()))
    other.squads, other.tokens, other._made = deepcopy(club.squads), dict(club.tokens), club._made
    return other


def is_about_the_squad(club: Club, name: str, replies: tuple[Reply, ...], records: list[Record]) -> bool:
    """Whether anything of squad 1 was changed, looked at or shown."""
    texts = " ".join(club.people[name].text(reply) for reply in replies if reply.text is not None)
    labels = [
        button.label for reply in replies if isinstance(reply, Message | Edit) for row in reply.rows for button in row
    ]
    shown = re.search(rf"\b({NAME}|Ben|Ava)\b", " ".join((texts, *labels)))
    changed = [one for one in records if getattr(one, "squad", None) == SQUAD or isinstance(one, Told)]
    return bool(shown or changed)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_everybody_may_do_what_the_table_says_and_nothing_else(club: Club, role: str, action: str) -> None:
    replies, records, after = done(club, ROLES[role], ACTIONS[action])

    assert is_about_the_squad(after, ROLES[role], replies, records) is (role in ACTIONS[action].allowed)


def test_an_only_coach_cannot_leave_without_ending_the_squad(club: Club) -> None:
    asked, sure = ACTIONS["the coaches"], ACTIONS["leave as its only coach"]
    for action in (Action(tap("stop_coaching"), asked.allowed), sure):
        _, records, after = done(club, "jo", action)

        assert records == []
        assert after.people["jo"].dialogue.state == "card"


def test_a_runner_link_makes_nobody_a_coach(club: Club) -> None:
    other = copied(club)
    dialogue = put(other, "sam", "joining", "coach_sure", name="Sam")
    dialogue.invitation = next(token for token, kept in club.tokens.items() if kept[:2] == (SQUAD, "runner"))

    other.hears("sam", Go(dialogue.turn, "take_on"))

    assert list(other.squads[SQUAD].coaches.values()) == ["Jo"]


def test_a_coach_link_works_once(content: Content) -> None:
    club = everybody(content)
    for line in ("/squad", "[Coaches]", "[Invite a coach]"):
        club.says("jo", line)
    token = link(club, "coach")
    for line in (f"/start {token}", "Sam", "yes"):
        club.says("sam", line)

    replies = club.says("leo", f"/start {token}")

    assert sorted(club.squads[SQUAD].coaches.values()) == ["Jo", "Sam"]
    assert "squad_link_wrong" in [reply.text for reply in replies]


events = st.one_of(
    st.builds(lambda place: lambda turn: Go(turn, place), st.sampled_from(
        ["summary", "heat_map", "sheet", "invite_coach", "dissolve", "dissolve_sure", "stop_coaching_sure", "take_on",
         "show_it", "withdraw", "quit_sure", "to_squad", "coaches", "invite", "change_name"]
    )),
    st.builds(
        lambda question, value: lambda turn: Answer(turn, question, value),
        st.sampled_from(["squad", "runner", "revoke", "uses", "page", "level", "zone", "hour", "every"]),
        st.sampled_from(["0", "1", "2", "3", "10", "30", "newest", "-1", "Europe/London", "day"]),
    ),
    st.builds(lambda text: lambda turn: Typed(text), st.sampled_from(["yes", "1", "end", "back", "summary"])),
    st.builds(lambda name: lambda turn: Command(name), st.sampled_from(["squad", "summary", "sharing"])),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["fay", "kim", "leo", "sam"]),
    flow=st.sampled_from([("squad", "card"), ("squad", "sure"), ("sharing", "card"), ("joining", "coach_sure")]),
    tried=st.lists(events, min_size=1, max_size=4),
)
def test_no_row_of_forged_taps_reaches_a_squad_one_has_nothing_to_do_with(
    club: Club, name: str, flow: tuple[str, str], tried: list[Any]
) -> None:
    other = copied(club)
    put(other, name, *flow, id="1", page=1, sure="dissolve", name="Me", level=3)

    for event in tried:
        known = len(other.records)
        replies = other.hears(name, event(other.people[name].dialogue.turn))
        records = [record for _, record in other.records[known:]]
        assert not is_about_the_squad(other, name, replies, records)
