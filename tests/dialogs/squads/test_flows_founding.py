"""/squad: a squad is founded and changed, links are made and stopped, coaches come and go."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.squad_club import Club
from support.squad_people import coaches_too, founded, joins, put
from support.walk import agreed

from dialogs.content import Content
from dialogs.events import Answer, Event, Typed
from dialogs.flows.inviting import LASTS
from dialogs.flows.inviting import MOST as MOST_LINKS
from dialogs.flows.squad import MOST
from dialogs.replies import (
    CoachLeft,
    Drawing,
    Invited,
    Message,
    Record,
    Reply,
    SquadChanged,
    SquadDissolved,
    SquadFounded,
)
from dialogs.verify.limits import MESSAGE, wrong_with_rows, wrong_with_text
from dialogs.wording import words


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


def records_of(club: Club, kind: type[Record]) -> list[Record]:
    """What was put on record of one kind."""
    return [record for _, record in club.records if isinstance(record, kind)]


# founding


def test_who_founds_a_squad_coaches_it_by_the_name_they_chose(content: Content) -> None:
    club = founded(content)

    assert records_of(club, SquadFounded) == [SquadFounded("Harbour", "Europe/London", "18:30", "week", "Jo")]
    assert club.squads[1].coaches == {1: "Jo"}


@pytest.mark.parametrize("leave_after", range(5))
def test_a_squad_is_founded_with_the_last_answer_and_not_before(content: Content, leave_after: int) -> None:
    club = Club(content)
    club.comes("jo", agreed(content))
    club.says("jo", "/squad")
    for line in ("[Found a squad]", "Harbour", "[London]", "[18:30]", "[Each week]")[: leave_after + 1]:
        club.says("jo", line)

    club.says("jo", "[Back]")

    assert records_of(club, SquadFounded) == []
    assert club.people["jo"].dialogue.squad == {}
    assert club.people["jo"].dialogue.state == "card"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("Lisbon", ["Lisbon"]), ("Athens", ["Athens", "New York", "Chicago"]), ("xqzzt", [])],
)
def test_a_city_is_offered_back_and_what_is_none_is_met_with_a_hint(
    content: Content, typed: str, offered: list[str]
) -> None:
    club = Club(content)
    club.comes("jo", agreed(content))
    for line in ("/squad", "found", "Harbour"):
        club.says("jo", line)

    replies = club.says("jo", typed)

    if offered:
        assert [club.people["jo"].cards[-1].tap(label) is not None for label in offered] == [True] * len(offered)
    else:
        assert keys(replies) == ["not_understood"]
        assert club.people["jo"].cards[-2].tap("London")


def test_an_hour_that_can_be_meant_twice_is_asked_back(content: Content) -> None:
    club = Club(content)
    club.comes("jo", agreed(content))
    for line in ("/squad", "found", "Harbour", "yes", "7"):
        club.says("jo", line)

    club.says("jo", "[07:00, morning]")

    assert club.people["jo"].dialogue.squad["new"]["hour"] == "07:00"


def test_nobody_coaches_more_squads_than_there_is_room_for(content: Content) -> None:
    club = founded(content)
    for number in range(MOST - 1):
        founded(content, f"Squad {number}", club=club)

    club.says("jo", "/squad")

    assert "squad_enough" in keys(club.says("jo", "[Found a squad]"))
    assert len(club.squads) == MOST


@pytest.mark.parametrize(
    ("question", "forged"),
    [("zone", "Mars/Olympus"), ("zone", "Asia/Tokyo"), ("hour", "25:00"), ("hour", "noon"), ("every", "month")],
)
def test_an_answer_that_no_button_gave_changes_nothing(content: Content, question: str, forged: str) -> None:
    club = founded(content)
    put(club, "jo", "squad", question, id="1")

    replies = club.hears("jo", Answer(club.people["jo"].dialogue.turn, question, forged))

    assert keys(replies) == ["stale"]
    assert records_of(club, SquadChanged) == []


@pytest.mark.parametrize(
    ("lines", "changed"),
    [
        (("[Name]", "Pier"), SquadChanged(1, "Pier", "Europe/London", "18:30", "week")),
        (("[Time zone]", "Tokyo", "yes"), SquadChanged(1, "Harbour", "Asia/Tokyo", "18:30", "week")),
        (("[Digest]", "[At which hour]", "6 am"), SquadChanged(1, "Harbour", "Europe/London", "06:00", "week")),
        (("[Digest]", "[How often]", "daily"), SquadChanged(1, "Harbour", "Europe/London", "18:30", "day")),
    ],
)
def test_one_thing_is_changed_and_read_back_at_once(
    content: Content, lines: tuple[str, ...], changed: SquadChanged
) -> None:
    club = founded(content)
    club.says("jo", "/squad")

    for line in lines:
        club.says("jo", line)

    card = club.people["jo"].cards[-1].text
    assert records_of(club, SquadChanged) == [changed]
    assert changed.name in card
    assert changed.hour in card
    assert changed.zone in card


# links


def test_a_link_holds_the_fresh_token_for_a_week_and_goes_out_with_its_picture(content: Content) -> None:
    club = founded(content)

    invited = records_of(club, Invited)[-1]
    club.says("jo", "[Invite runners]")
    card = next(reply for reply in reversed(club.says("jo", "[30 runners]")) if isinstance(reply, Message))

    assert isinstance(invited, Invited)
    assert invited == Invited(1, "runner", "token-2", 30, club.now + LASTS)
    assert timedelta(days=7) == LASTS
    assert card.picture == Drawing("invitation", {"link": "/start token-3", "squad": "Harbour"})


@pytest.mark.parametrize("forged", ["0", "2", "1000", "-1", "x"])
def test_a_link_for_another_number_of_people_cannot_be_forged(content: Content, forged: str) -> None:
    club = founded(content)
    before = len(records_of(club, Invited))
    for line in ("/squad", "[Invite runners]"):
        club.says("jo", line)

    club.hears("jo", Answer(club.people["jo"].dialogue.turn, "uses", forged))

    assert len(records_of(club, Invited)) == before


def test_a_coach_link_is_for_one_person(content: Content) -> None:
    club = founded(content)
    for line in ("/squad", "[Coaches]", "[Invite a coach]"):
        club.says("jo", line)

    invited = records_of(club, Invited)[-1]

    assert isinstance(invited, Invited)
    assert (invited.role, invited.uses) == ("coach", 1)


def test_a_stopped_link_is_gone_from_the_list_at_once(content: Content) -> None:
    club = founded(content)
    for line in ("/squad", "[Invite runners]", "[Stop link 1]"):
        club.says("jo", line)

    assert club.tokens == {}
    assert club.people["jo"].cards[-1].tap("Stop link 1") is None


def test_a_list_of_links_does_not_grow_for_ever(content: Content) -> None:
    club = founded(content)
    for _ in range(MOST_LINKS + 1):
        for line in ("/squad", "[Invite runners]"):
            club.says("jo", line)
        replies = club.says("jo", "[1 runner]")

    assert len(club.tokens) == MOST_LINKS
    assert "squad_links_enough" in keys(replies)


def test_how_often_a_link_was_used_is_not_shown(content: Content) -> None:
    used, unused = founded(content), founded(content)
    joins(used, "ben", 1)
    pages = []
    for club in (used, unused):
        club.says("jo", "/squad")
        club.says("jo", "[Invite runners]")
        pages.append(club.people["jo"].cards[-1].text)

    assert pages[0] == pages[1]


# the group chat


def test_a_link_for_a_group_adds_the_bot_to_one_and_works_once(content: Content) -> None:
    club = founded(content)
    club.link = "https://t.me/kneewise_bot?{start}={token}"
    for line in ("/squad", "[Group chat]"):
        club.says("jo", line)

    (card,) = [reply for reply in club.says("jo", "[Add me to a group]") if reply.text == "squad_link_group"]

    token, (squad, role, kept) = list(club.tokens.items())[-1]
    assert (squad, role, kept.made_for) == (1, "group", 1)
    assert card.values["link"] == f"https://t.me/kneewise_bot?startgroup={token}"
    for line in ("/squad", "[Invite runners]"):
        club.says("jo", line)
    assert "for a group chat, until" in club.people["jo"].cards[-1].text


def test_where_there_are_no_group_chats_no_link_for_one_is_made(content: Content) -> None:
    club = founded(content)
    known = dict(club.tokens)
    for line in ("/squad", "[Group chat]", "add"):
        club.says("jo", line)

    assert "type /link Harbour there" in club.people["jo"].cards[-1].text
    assert club.tokens == known


# coaches


def test_a_squad_is_handed_over(content: Content) -> None:
    club = founded(content)
    coaches_too(club, "kim")
    for line in ("/squad", "[Coaches]", "[Hand over and leave]", "yes"):
        club.says("jo", line)

    assert club.squads[1].coaches == {2: "Kim"}
    assert records_of(club, CoachLeft) == [CoachLeft(1)]
    assert [name for name, _ in club.told] == ["jo", "kim"]
    assert "squad_none" in keys(club.says("jo", "/squad"))


def test_the_end_of_a_squad_is_told_to_its_runners_and_other_coaches(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 1)
    joins(club, "ava", 2)
    coaches_too(club, "kim")
    club.told.clear()
    for line in ("/squad", "[Coaches]", "[End the squad]", "yes"):
        club.says("jo", line)

    assert records_of(club, SquadDissolved) == [SquadDissolved(1)]
    assert sorted(name for name, _ in club.told) == ["ava", "ben", "kim"]
    assert club.squads == {}


def test_a_coach_who_erases_everything_leaves_the_squad_to_the_others(content: Content) -> None:
    club = founded(content)
    coaches_too(club, "kim")
    club.told.clear()

    for line in ("/delete", "[Delete everything]"):
        club.says("jo", line)

    assert club.squads[1].coaches == {2: "Kim"}
    assert [name for name, _ in club.told] == ["kim"]


def test_an_only_coach_reads_what_ends_before_everything_is_erased(content: Content) -> None:
    club = founded(content)

    club.says("jo", "/delete")

    assert "only coach of Harbour" in club.people["jo"].cards[-1].text


def test_a_squad_that_ended_meanwhile_is_gone_from_an_open_card(content: Content) -> None:
    club = founded(content)
    coaches_too(club, "kim")
    club.says("jo", "/squad")
    for line in ("/squad", "[Coaches]", "[End the squad]", "yes"):
        club.says("kim", line)

    replies = club.says("jo", "[Summary]")

    assert keys(replies)[-1] == "squad_none"


def test_nothing_stays_in_the_dialogue_when_the_talk_is_over(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2)
    for line in ("/squad", "[Summary]", "[● Ben]", "[To the summary]", "[To the squad]", "[Done]"):
        club.says("jo", line)

    for name in ("jo", "ben"):
        dialogue = club.people[name].dialogue
        assert (dialogue.squad, dialogue.invitation) == ({}, None)


# names


@settings(max_examples=25, deadline=None)
@given(squad=st.text(min_size=1, max_size=90), coach=st.text(min_size=1, max_size=90))
def test_no_name_breaks_a_message_or_a_label(content: Content, squad: str, coach: str) -> None:
    club = Club(content)
    club.comes("jo", agreed(content))
    said = []
    for line in ("/squad", "[Found a squad]", squad, "[London]", "[18:30]", "[Each week]", coach, "[Invite runners]"):
        if line.startswith("[") and club.people["jo"].cards[-1].tap(line[1:-1]) is None:
            return  # what was typed is no name, or something else altogether
        said += club.hears("jo", done(club, line))
    said += [*club.says("jo", "[1 runner]"), *club.says("jo", "/squad")]

    for reply in said:
        if isinstance(reply, Message):
            text = words(content, "en", reply.text, reply.values)
            assert list(wrong_with_text(text, MESSAGE)) == []
            assert list(wrong_with_rows(reply.rows)) == []


def done(club: Club, line: str) -> Event:
    """A button by its label or /squad; anything else is typed, whatever it looks like."""
    is_button = line.startswith("[") and club.people["jo"].cards[-1].tap(line[1:-1]) is not None
    return club.people["jo"].event_of(line) if is_button or line == "/squad" else Typed(line)
