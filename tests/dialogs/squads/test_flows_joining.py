"""A link is opened: what is read before anything is agreed to, what each level records, and what leaves no trace."""

from typing import Any

import pytest
from support.conversation import Conversation
from support.plan import planned
from support.squad_club import GUESSES, Club
from support.squad_people import coaches_too, founded, joins, link, lives
from support.walk import agreed

from dialogs.content import Content
from dialogs.events import Answer
from dialogs.replies import Joined, Message, Record, Reply, SquadRecord, WrongToken
from dialogs.squads.people import LEVELS
from dialogs.squads.summary import lines_of
from dialogs.verify.limits import MESSAGE, wrong_with_text
from dialogs.wording import words

SAFE = {"age_band": "25_44"}


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


def of_squads(club: Club, name: str) -> list[Record]:
    """What somebody put on record of squads."""
    return [record for who, record in club.records if who == name and isinstance(record, SquadRecord)]


def opens(club: Club, name: str, conversation: Conversation) -> tuple[Reply, ...]:
    """Somebody comes and opens the newest link."""
    club.comes(name, conversation)
    return club.says(name, f"/start {link(club)}")


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_runner_joins_at_the_level_they_chose(content: Content, level: int) -> None:
    club = founded(content)

    joins(club, "ben", level)

    assert of_squads(club, "ben") == [Joined(1, "Ben", level, parent_ok=False, token="token-2")]


def test_a_link_for_one_still_works_after_somebody_chose_to_show_nothing(content: Content) -> None:
    club = founded(content)
    for line in ("/squad", "[Invite runners]", "[1 runner]"):
        club.says("jo", line)
    joins(club, "ben", 0)

    club.comes("jos other phone", agreed(content))
    assert keys(club.says("jos other phone", f"/start {link(club)}"))[-1] == "sharing_levels"
    club.says("jos other phone", "no")

    joins(club, "ben", 2)
    assert [member.level for member in club.squads[1].members.values()] == [2]


def test_what_is_read_before_a_yes_tells_who_coaches_and_all_levels_with_the_own_data(content: Content) -> None:
    club = founded(content)
    opens(club, "ben", planned(content, pain_run=3))

    card = club.people["ben"].cards[-1]

    assert "Jo invites you to Harbour" in card.text
    assert all(card.tap(label) for label in ("Nothing", "Status", "Status and trend", "Details", "No, thanks"))
    assert "Why: On plan, level" in card.text


@pytest.mark.parametrize("level", LEVELS[1:])
def test_the_last_yes_shows_exactly_the_card_that_the_coach_gets(content: Content, level: int) -> None:
    club = founded(content)
    opens(club, "ben", planned(content, pain_run=3))
    for line in (str(level), "Ben"):
        replies = club.says("ben", line)
    promised = replies[-1].values["card"]
    club.says("ben", "yes")
    club.says("jo", "/summary")

    seen = club.says("jo", "ben")[-1].values

    assert isinstance(promised, dict)
    assert {name: seen[name] for name in promised} == promised


@pytest.mark.parametrize("before", ["levels", "name", "sure"])
def test_nothing_is_on_record_before_the_last_yes(content: Content, before: str) -> None:
    club = founded(content)
    opens(club, "ben", planned(content))
    for line in {"levels": (), "name": ("2",), "sure": ("2", "Ben")}[before]:
        club.says("ben", line)

    assert club.people["ben"].dialogue.state == before
    assert of_squads(club, "ben") == []


@pytest.mark.parametrize("line", ["[No, thanks]", "[Nothing]", "no", "/cancel", "/settings"])
def test_who_declines_leaves_no_trace(content: Content, line: str) -> None:
    club = founded(content)
    known = dict(club.tokens)
    opens(club, "ben", planned(content))

    club.says("ben", line)

    assert of_squads(club, "ben") == []
    assert club.tokens == known
    assert club.told == []
    if line != "/settings":
        assert club.people["ben"].dialogue.invitation is None
        assert club.people["ben"].dialogue.flow == "home"


def test_who_shows_nothing_is_on_no_list_and_nobody_is_told(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 0)

    club.says("jo", "/summary")

    assert "Nobody shares anything" in club.people["jo"].cards[-1].text
    assert club.told == []


def test_the_levels_fit_into_a_message_after_weeks_of_answers(content: Content) -> None:
    club = founded(content)
    club.comes("ben", planned(content, pain_run=3))
    lives(club, "ben", "p2 x6")
    founded(content, "Riverside", club=club)
    lives(club, "ben", "p2 r2, p2, p2 r2, p2, p2 r2, p2")

    replies = [reply for reply in club.says("ben", f"/start {link(club)}") if isinstance(reply, Message)]

    text = words(content, "en", replies[-1].text, replies[-1].values)
    assert list(wrong_with_text(text, MESSAGE)) == []
    assert "Worst pain: " in text
    assert text.count(": 2") >= 12


# who coaches


def test_who_is_invited_reads_of_all_coaches_not_of_the_one_who_sent_the_link_alone(content: Content) -> None:
    club = founded(content)
    coaches_too(club, "kim")
    opens(club, "ben", planned(content, pain_run=3))

    assert "Coaches: Jo, Kim" in club.people["ben"].cards[-1].text
    for line in ("[Status]", "Ben"):
        club.says("ben", line)
    assert "This is what Jo, Kim would see" in club.people["ben"].cards[-1].text


@pytest.mark.parametrize("before", [(), ("[Status]",), ("[Status]", "Ben")])
def test_a_yes_to_the_coaches_one_read_of_is_no_yes_to_one_who_came_since(
    content: Content, before: tuple[str, ...]
) -> None:
    club = founded(content)
    opens(club, "ben", planned(content, pain_run=3))
    runners = link(club)
    for line in before:
        club.says("ben", line)
    coaches_too(club, "kim")

    said = keys(club.says("ben", ("[Status]", "Ben", "[Yes, show this]")[len(before)]))

    assert said[-2] == "sharing_coach_meanwhile"
    assert "Jo, Kim" in club.people["ben"].cards[-1].text
    assert of_squads(club, "ben") == []
    for line in ("[Status]", "Ben", "[Yes, show this]")[len(before) :]:
        club.says("ben", line)
    assert of_squads(club, "ben") == [Joined(1, "Ben", 1, parent_ok=False, token=runners)]


def test_who_is_in_a_squad_hears_at_once_of_a_new_coach_and_how_to_change_what_is_shared(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 2)
    joins(club, "ava", 1)
    founded(content, "Riverside", "leo", club)
    joins(club, "mia", 3)
    club.says("jo", "/squad")

    coaches_too(club, "kim")

    told = [(name, text) for name, text in club.told if "/sharing" in text]
    assert [name for name, _ in told] == ["ben", "ava"]
    assert all("Kim coaches Harbour too from now on" in text for _, text in told)
    club.says("ben", "/sharing")
    assert "Coaches: Jo, Kim" in club.people["ben"].cards[-1].text


# before consent


def test_an_invitation_waits_for_consent_and_comes_before_the_first_question(content: Content) -> None:
    club = founded(content)
    opens(club, "ava", Conversation(content))
    assert keys(club.says("ava", "hello")) == ["welcome"]

    assert keys(club.says("ava", "[I agree]"))[-1] == "sharing_levels"

    club.says("ava", "[Nothing]")
    assert of_squads(club, "ava") == []
    assert (club.people["ava"].dialogue.flow, club.people["ava"].dialogue.state) == ("triage", "ready")


def test_a_wrong_link_before_consent_tells_nothing_until_then(content: Content) -> None:
    club = founded(content)
    club.comes("ava")
    said = [keys(club.says("ava", line)) for line in ("/start nonsense", "/start token-2", "/start nonsense")]

    assert said == [["welcome"]] * 3
    assert of_squads(club, "ava") == []
    assert "squad_link_wrong" in keys(club.says("ava", "[I agree]"))
    assert club.people["ava"].dialogue.state == "right_now"


# under 18


@pytest.mark.parametrize(("band", "asked"), [("12_15", True), ("16_17", True), ("18_24", False), ("25_44", False)])
def test_under_18_a_parent_is_asked_as_well(content: Content, band: str, asked: bool) -> None:
    club = founded(content)
    opens(club, "mia", planned(content, age_band=band))

    club.says("mia", "[Status]")

    assert (club.people["mia"].dialogue.state == "parent") is asked


def test_without_a_parent_nothing_is_shown(content: Content) -> None:
    club = founded(content)
    opens(club, "mia", planned(content, age_band="16_17"))
    for line in ("[Details]", "[No, not with me now]"):
        club.says("mia", line)

    assert of_squads(club, "mia") == []
    assert club.people["mia"].dialogue.state == "levels"


def test_a_parents_yes_is_on_record_for_this_squad(content: Content) -> None:
    club = founded(content)
    opens(club, "mia", planned(content, age_band="16_17"))
    for line in ("[Status]", "[Yes, here, and they agree]", "Mia", "yes"):
        club.says("mia", line)

    assert of_squads(club, "mia") == [Joined(1, "Mia", 1, parent_ok=True, token="token-2")]
    members = [(member, club.people["mia"].dialogue) for member in club.squads[1].members.values()]
    assert [line.name for line in lines_of(content, members, club.now)] == ["Mia"]


def test_the_age_is_asked_where_nobody_knows_it(content: Content) -> None:
    club = founded(content)
    opens(club, "mia", agreed(content))

    assert keys(club.says("mia", "[Status]"))[-1] == "sharing_age"
    assert keys(club.says("mia", "[I am under 18]"))[-1] == "sharing_parent"


def test_another_squad_needs_another_yes(content: Content) -> None:
    club = founded(content)
    opens(club, "mia", planned(content, age_band="16_17"))
    for line in ("[Status]", "[Yes, here, and they agree]", "Mia", "yes"):
        club.says("mia", line)
    founded(content, "Riverside", club=club)

    club.says("mia", f"/start {link(club)}")

    assert [keys(club.says("mia", line))[-1] for line in ("[Status]", "yes")] == ["sharing_parent", "sharing_name"]


# links that do not work


def ways_not_to_work(content: Content) -> dict[str, tuple[Club, str]]:
    """A club and a token, for each reason why a token does not work."""
    unknown = founded(content)
    used = founded(content)
    for line in ("/squad", "[Invite runners]", "[1 runner]"):
        used.says("jo", line)
    joins(used, "ava", 1)
    old = founded(content)
    old.later(days=7)
    stopped = founded(content)
    for line in ("/squad", "[Invite runners]", "[Stop link 1]"):
        stopped.says("jo", line)
    ended = founded(content)
    for line in ("/squad", "[Coaches]", "[End the squad]", "yes"):
        ended.says("jo", line)
    return {
        "unknown": (unknown, "nonsense"),
        "used": (used, "token-3"),
        "old": (old, "token-2"),
        "stopped": (stopped, "token-2"),
        "ended": (ended, "token-2"),
    }


def test_a_wrong_a_used_and_an_old_link_look_the_same(content: Content) -> None:
    seen: dict[str, Any] = {}
    for why, (club, token) in ways_not_to_work(content).items():
        club.comes("ben", agreed(content))
        replies = club.says("ben", f"/start {token}")
        seen[why] = ([club.people["ben"].text(reply) for reply in replies if reply.text], of_squads(club, "ben"))

    assert all(one == seen["unknown"] for one in seen.values())
    assert seen["unknown"][1] == [WrongToken()]


def test_who_tries_many_links_has_to_wait_even_with_one_that_works(content: Content) -> None:
    club = founded(content)
    club.comes("ben", agreed(content))
    for number in range(GUESSES):
        assert "squad_link_wrong" in keys(club.says("ben", f"/start wrong-{number}"))

    for _ in range(3):
        assert keys(club.says("ben", "/start token-2"))[0] == "squad_link_slow"
    assert of_squads(club, "ben") == [WrongToken()] * GUESSES

    club.later(hours=1)
    assert keys(club.says("ben", "/start token-2"))[-1] == "sharing_levels"


def test_a_link_that_ends_on_the_way_joins_nobody(content: Content) -> None:
    club = founded(content)
    opens(club, "ben", planned(content))
    for line in ("2", "Ben"):
        club.says("ben", line)
    for line in ("/squad", "[Invite runners]", "[Stop link 1]"):
        club.says("jo", line)

    assert "squad_link_wrong" in keys(club.says("ben", "[Yes, show this]"))
    assert of_squads(club, "ben") == []
    assert club.people["ben"].dialogue.flow == "home"


def test_a_link_for_a_group_chat_works_for_nobody_in_a_private_one(content: Content) -> None:
    club = founded(content)
    club.comes("ben", agreed(content))
    squad, _, kept = club.tokens[link(club)]
    club.tokens["grouped"] = squad, "group", kept

    assert "squad_link_wrong" in keys(club.says("ben", "/start grouped"))


@pytest.mark.parametrize("forged", ["4", "-1", "03", "x"])
def test_a_level_that_there_is_not_is_none(content: Content, forged: str) -> None:
    club = founded(content)
    opens(club, "ben", planned(content))

    replies = club.hears("ben", Answer(club.people["ben"].dialogue.turn, "level", forged))

    assert keys(replies) == ["stale"]
    assert club.people["ben"].dialogue.state == "levels"


def test_who_is_in_already_spends_no_use(content: Content) -> None:
    club = founded(content)
    joins(club, "ben", 1)
    before = dict(club.tokens)

    assert "squad_link_joined" in keys(club.says("ben", "/start token-2"))
    assert club.tokens == before


def test_a_link_in_the_middle_of_a_check_in_leaves_its_answers_alone(content: Content) -> None:
    club = founded(content)
    club.comes("ben", planned(content))
    for line in ("/checkin", "[Something to tell]", "2", f"/start {link(club)}", "[Status]", "Ben", "yes"):
        club.says("ben", line)

    dialogue = club.people["ben"].dialogue
    assert (dialogue.flow, dialogue.facts["pain_today"]) == ("check_in", 2)
    assert club.squads[1].members[2].level == 1


def test_an_emergency_in_between_comes_first(content: Content) -> None:
    club = founded(content)
    opens(club, "ben", planned(content))
    club.says("ben", "[Status]")

    assert keys(club.says("ben", "chest pain"))[-1] == "emergency_now"
    club.says("ben", "[No, not now]")

    assert club.people["ben"].dialogue.state == "name"
