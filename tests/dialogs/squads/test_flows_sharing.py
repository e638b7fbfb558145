"""/sharing: what is seen and by whom, who has looked, and every change at once."""

import pytest
from support.plan import planned
from support.squad_club import Club
from support.squad_people import founded, joins, link
from support.walk import agreed

from dialogs.content import Content
from dialogs.replies import Reply, SharingSet, SquadLeft


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


def changes(club: Club) -> list[SharingSet | SquadLeft]:
    """What runners changed, oldest first."""
    return [record for _, record in club.records if isinstance(record, SharingSet | SquadLeft)]


def seen_by_coach(club: Club) -> str:
    """The coach's summary now."""
    club.says("jo", "/summary")
    return club.people["jo"].cards[-1].text


def sharing(content: Content, level: int) -> Club:
    """A runner who shows a squad so much, at /sharing."""
    club = founded(content)
    joins(club, "ben", level, pain_run=3)
    club.says("ben", "/sharing")
    return club


def test_who_is_in_no_squad_reads_that(content: Content) -> None:
    club = Club(content)
    club.comes("ben", agreed(content))
    club.says("ben", "/sharing")

    assert "You are in no squad" in club.people["ben"].cards[-1].text


def test_the_card_is_the_one_that_the_coach_gets(content: Content) -> None:
    club = sharing(content, 2)
    mine = club.says("ben", "/sharing")[-1].values["card"]
    club.says("jo", "/summary")

    theirs = club.says("jo", "ben")[-1].values

    assert isinstance(mine, dict)
    assert {name: theirs[name] for name in mine} == mine


def test_who_has_looked_and_when_is_told(content: Content) -> None:
    club = sharing(content, 2)
    joins(club, "ava", 1)
    club.later(days=1)
    for line in ("/summary", "ben", "/summary", "ava"):
        club.says("jo", line)

    club.says("ben", "/sharing")

    text = club.people["ben"].cards[-1].text
    assert text.count("• Jo, Wednesday, 2 December, 09:00") == 3  # two summaries, and ben's own card; not that of ava


@pytest.mark.parametrize("line", ["[Show nothing]", "withdraw", "nothing"])
def test_a_yes_taken_back_holds_at_once_and_for_the_past(content: Content, line: str) -> None:
    club = sharing(content, 3)
    assert "Ben" in seen_by_coach(club)

    club.says("ben", line)

    assert changes(club) == [SharingSet(1, "Ben", 0, parent_ok=False)]
    assert "Ben" not in seen_by_coach(club)
    assert "They see: Nothing" in club.people["ben"].cards[-1].text


def test_a_card_the_coach_left_open_shows_nothing_more(content: Content) -> None:
    club = sharing(content, 3)
    club.says("jo", "/summary")
    club.says("ben", "[Show nothing]")

    replies = club.says("jo", "[▲ Ben]" if club.people["jo"].cards[-1].tap("▲ Ben") else "[● Ben]")

    assert keys(replies)[:1] == ["squad_runner_gone"]
    assert all("Ben" not in club.people["jo"].text(reply) for reply in replies if reply.text)


def test_less_is_shown_without_another_question(content: Content) -> None:
    club = sharing(content, 3)

    for line in ("[What they see]", "[Status]"):
        club.says("ben", line)

    assert changes(club) == [SharingSet(1, "Ben", 1, parent_ok=False)]
    assert "Why" not in club.people["ben"].cards[-1].text


def test_more_is_shown_after_the_whole_card_was_read(content: Content) -> None:
    club = sharing(content, 1)

    for line in ("[What they see]", "[Details]"):
        replies = club.says("ben", line)

    assert keys(replies)[-1] == "sharing_sure"
    assert changes(club) == []
    club.says("ben", "[Yes, show this]")
    assert changes(club) == [SharingSet(1, "Ben", 3, parent_ok=False)]


def test_another_name_is_another_name_and_nothing_else(content: Content) -> None:
    club = sharing(content, 2)

    for line in ("[My name there]", "  Benny\u202e  B "):
        club.says("ben", line)

    assert changes(club) == [SharingSet(1, "Benny B", 2, parent_ok=False)]
    assert "Benny B" in seen_by_coach(club)


def test_who_leaves_is_asked_once_and_gone(content: Content) -> None:
    club = sharing(content, 2)
    club.says("ben", "[Leave the squad]")
    assert changes(club) == []

    club.says("ben", "no")
    club.says("ben", "[Leave the squad]")
    club.says("ben", "[Yes, leave the squad]")

    assert changes(club) == [SquadLeft(1)]
    assert "Ben" not in seen_by_coach(club)
    assert club.told == []


@pytest.mark.parametrize("way", ["[Leave it as it is]", "back", "/cancel"])
def test_a_question_left_changes_nothing(content: Content, way: str) -> None:
    club = sharing(content, 2)
    club.says("ben", "[What they see]")

    club.says("ben", way)

    assert changes(club) == []


def test_each_squad_has_a_card_of_its_own(content: Content) -> None:
    club = sharing(content, 2)
    founded(content, "Riverside", club=club)
    for line in (f"/start {link(club)}", "[Status]", "Benny", "yes", "/sharing", "[Riverside]"):
        club.says("ben", line)
    assert "They see: Status\n" in club.people["ben"].cards[-1].text
    for line in ("[My other squads]", "[Harbour]"):
        club.says("ben", line)
    assert "They see: Status and trend" in club.people["ben"].cards[-1].text


def test_under_18_more_needs_a_parent_and_less_does_not(content: Content) -> None:
    club = founded(content)
    club.comes("mia", planned(content, age_band="16_17"))
    for line in (f"/start {link(club)}", "[Status and trend]", "yes", "Mia", "yes", "/sharing", "[What they see]"):
        club.says("mia", line)

    assert keys(club.says("mia", "[Details]"))[-1] == "sharing_parent"
    assert keys(club.says("mia", "[No, not with me now]"))[-1] == "sharing_levels"
    club.says("mia", "[Status]")

    assert changes(club) == [SharingSet(1, "Mia", 1, parent_ok=True)]


def test_who_turns_out_to_be_under_18_shows_nothing_until_a_parent_agrees(content: Content) -> None:
    club = founded(content)
    joins(club, "mia", 2, plan=False)
    mia = club.people["mia"].dialogue
    mia.facts["age_band"] = "16_17"

    club.says("mia", "/sharing")
    assert "no parent or carer has agreed" in club.people["mia"].cards[-1].text
    assert "Mia" not in seen_by_coach(club)
    for line in ("[What they see]", "[Status and trend]", "[Yes, here, and they agree]", "yes"):
        club.says("mia", line)

    assert changes(club) == [SharingSet(1, "Mia", 2, parent_ok=True)]
    assert "Mia" in seen_by_coach(club)


def test_who_ended_the_squad_meanwhile_closes_the_card(content: Content) -> None:
    club = sharing(content, 2)
    club.says("ben", "[What they see]")
    for line in ("/squad", "[Coaches]", "[End the squad]", "yes"):
        club.says("jo", line)

    assert "sharing_gone" in keys(club.says("ben", "[Details]"))
    assert changes(club) == []
