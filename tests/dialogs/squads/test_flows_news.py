"""What coaches hear unasked: red at once and once, as much of it as is shared; and the digest at the squad's hour."""

from datetime import timedelta

import pytest
from support.plan import planned
from support.squad_club import Club
from support.squad_people import coaches_too, crowd, founded, joins, lives

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Left
from dialogs.machine import play
from dialogs.replies import FiguresIssued, Looked, Priority, Told


def told_by(club: Club, name: str) -> list[Told]:
    """What somebody's answers told others."""
    return [record for who, record in club.records if who == name and isinstance(record, Told)]


@pytest.mark.parametrize(
    ("level", "said"),
    [(1, "Ben needs attention."), (2, "Ben: Stopped: a very sore day, waiting for advice."), (0, "")],
)
def test_red_is_told_at_once_with_as_much_as_is_shared(content: Content, level: int, said: str) -> None:
    club = founded(content)
    joins(club, "ben", level)

    lives(club, "ben", "p8")

    texts = [text for name, text in club.told if name == "jo"]
    assert [said in text for text in texts] == ([True] if level else [])
    assert all("8" not in text for text in texts)


def test_red_that_stays_is_told_once_and_red_that_comes_again_once_more(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2)
    lives(club, "ben", "p8", later=False)
    assert len(told_by(club, "ben")) == 1
    club.says("ben", "[None of these]")

    for line in ("/cancel", "/today", "/checkin"):
        club.says("ben", line)

    assert len(told_by(club, "ben")) == 1


def test_a_day_that_is_not_red_is_told_to_nobody(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 3, pain_run=3)

    lives(club, "ben", "p2 r2, p3 worse, p1")

    assert told_by(club, "ben") == []
    assert club.squads[1].pushed.told == {}


def test_who_is_red_when_they_join_or_share_again_is_told_of_at_once_and_once(content: Content) -> None:
    club = founded(content)
    club.comes("ben", planned(content, pain_run=3))
    lives(club, "ben", "p8")
    assert club.told == []

    joins(club, "ben", 1)
    assert [text.splitlines()[1] for _, text in club.told] == ["Ben needs attention."]
    assert club.squads[1].issued.changed_at == club.now

    club.later(hours=2)
    for line in ("/sharing", "[What they see]", "[Details]", "yes"):
        club.says("ben", line)
    assert len(club.told) == 1
    for line in ("[Show nothing]", "[What they see]", "[Status]", "yes"):
        club.says("ben", line)
    assert len(club.told) == 2
    assert club.squads[1].issued.changed_at == club.now


def test_a_verdict_that_is_red_is_told_without_a_plan(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 1, plan=False)
    assert told_by(club, "ben") == []

    club.says("ben", "[Cannot hold leg out, it drops]")

    assert club.people["ben"].verdict is not None
    assert [text.splitlines()[1] for _, text in club.told] == ["Ben needs attention."]


def test_every_coach_hears_of_it_and_a_coach_who_runs_hears_nothing_of_themself(content: Content) -> None:
    club = founded(content)
    joins(club, "jo", 2)
    club.people["jo"].dialogue.plan = planned(content).dialogue.plan
    coaches_too(club, "kim")
    club.told.clear()

    lives(club, "jo", "p8")

    assert [name for name, _ in club.told] == ["kim"]


def test_who_is_under_18_without_a_parents_yes_is_told_of_to_nobody(content: Content) -> None:
    club = founded(content)
    joins(club, "mia", 2, age_band="25_44")
    mia = club.people["mia"].dialogue
    assert mia.plan is not None
    mia.plan["facts"]["age_band"] = mia.facts["age_band"] = "16_17"

    lives(club, "mia", "p8")

    assert told_by(club, "mia") == []


def test_who_was_told_of_is_kept_with_the_squad(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2)

    lives(club, "ben", "p8")

    assert club.id_of("ben") in club.squads[1].pushed.told
    club.says("ben", "/sharing")
    club.says("ben", "[Show nothing]")
    assert club.squads[1].pushed.told == {}


# the digest


def digest(club: Club) -> list[str]:
    """What the coach reads at the hour."""
    known = len(club.people["jo"].cards)
    club.digest(1)
    return [card.text for card in club.people["jo"].cards[known:]]


def test_the_digest_names_who_needs_the_coach_and_the_counts(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2, pain_run=3)
    joins(club, "ava", 2, pain_run=3)
    lives(club, "ben", "p2 r2", later=False)
    lives(club, "ava", "p2 r2")
    lives(club, "ben", "p3 worse", later=False)
    lives(club, "ava", "p1", later=False)

    (text,) = digest(club)

    assert "1 amber, 1 green (2 of 2 answered)" in text
    assert "Ben: Stepped back after a worse morning" in text
    assert "Ava" not in text


def test_a_digest_is_a_look_and_takes_nothing_from_an_open_question(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2)
    club.says("jo", "/squad")
    before = club.people["jo"].dialogue.copy()

    replies = club.hears("jo", Due("digest:1", club.now))

    assert [reply.priority for reply in replies] == [Priority.DIGEST]  # type: ignore[union-attr]
    assert club.people["jo"].dialogue == before
    assert [record for _, record in club.records if isinstance(record, Looked)] == [Looked(1)]
    assert isinstance(club.records[-1][1], FiguresIssued)


def test_a_squad_in_which_nobody_shares_gets_no_digest(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 0)

    assert digest(club) == []


def test_what_a_digest_told_is_not_pushed_again(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2)
    lives(club, "ben", "p8", later=False)
    digest(club)
    club.told.clear()

    club.later(hours=1)
    club.says("ben", "/checkin")

    assert club.told == []


def test_a_digest_tells_a_squad_of_five_its_figures(content: Content) -> None:
    club = founded(content)
    crowd(club, 6)
    club.says("jo", "/summary")
    club.later(hours=25)

    (text,) = digest(club)

    assert "Answers in 7 days: 0% (0 of 6 answered)" in text
    assert "Too few answers" in text


def test_a_digest_for_who_coaches_nothing_any_more_says_nothing(content: Content) -> None:
    dialogue = Dialogue(flow="home", state="home", consent="1", content=content.version)

    outcome = play(content, dialogue, Due("digest:1"), founded(content).now + timedelta(days=1))

    assert (outcome.replies, outcome.records) == ((), ())
    assert play(content, dialogue, Left(), founded(content).now).replies == ()
