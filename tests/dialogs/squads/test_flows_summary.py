"""/summary: who needs attention first, pages, one runner, the picture and the table; every look is on record."""

import json

import pytest
from support.squad_club import Club
from support.squad_people import crowd, founded, joins, lives

from dialogs.content import Content
from dialogs.events import Answer
from dialogs.replies import Drawing, FiguresIssued, Looked, Message, Reply
from dialogs.squads.issuing import Issued
from dialogs.verify.limits import MESSAGE, wrong_with_rows, wrong_with_text
from dialogs.wording import words


def keys(replies: tuple[Reply, ...]) -> list[str]:
    """The texts of replies."""
    return [str(reply.text) for reply in replies if reply.text is not None]


def looks(club: Club) -> list[Looked]:
    """What is on record of looks."""
    return [record for _, record in club.records if isinstance(record, Looked)]


def shown(club: Club) -> str:
    """The coach's newest card."""
    return club.people["jo"].cards[-1].text


def squad_of_three(content: Content) -> Club:
    """Ben, who told of a sore morning; Ava, who is well; Kim, who shows the status only."""
    club = founded(content)
    joins(club, "ben", 3, pain_run=3)
    joins(club, "ava", 2, pain_run=3)
    joins(club, "kim", 1, pain_run=3)
    lives(club, "ben", "p2 r2", later=False)
    lives(club, "ava", "p2 r2", later=False)
    lives(club, "kim", "p2", later=True)
    lives(club, "ben", "p3 worse", later=False)
    lives(club, "ava", "p1", later=False)
    return club


def test_the_lines_stand_in_order_each_with_reason_and_one_thing_to_do(content: Content) -> None:
    club = squad_of_three(content)

    club.says("jo", "/summary")

    text = shown(club)
    assert "1 amber, 2 green (2 of 3 answered)" in text
    assert text.index("Ben: Stepped back") < text.index("Ava: On plan, level") < text.index("Kim: on plan")
    assert text.count("Praise keeping to the plan.") == 2


def test_who_coaches_nothing_is_led_to_squads(content: Content) -> None:
    club = squad_of_three(content)

    assert keys(club.says("ava", "/summary"))[-1] == "squad_none"


def test_of_several_squads_the_one_that_is_chosen(content: Content) -> None:
    club = squad_of_three(content)
    founded(content, "Riverside", club=club)

    assert keys(club.says("jo", "/summary"))[-1] == "squad_which"
    assert keys(club.says("jo", "[Harbour]"))[-1] == "squad_summary"


def test_every_look_is_on_record_with_the_figures_that_are_out_after_it(content: Content) -> None:
    club = squad_of_three(content)
    for line in ("/summary", "ava", "[To the summary]", "[Two weeks]", "[To the summary]", "[Table]"):
        club.says("jo", line)

    ava = club.id_of("ava")
    assert looks(club) == [Looked(1), Looked(1, ava), *[Looked(1)] * 4]
    issued = [record for name, record in club.records if isinstance(record, FiguresIssued) and name == "jo"]
    assert len(issued) == 5
    assert Issued.from_dict(json.loads(json.dumps(issued[-1].issued))).looked_at == club.now


@pytest.mark.parametrize("line", ["/squad", "/help", "[What can I do?]"])
def test_what_shows_no_runner_is_no_look(content: Content, line: str) -> None:
    club = squad_of_three(content)
    club.says("jo", "/summary")

    club.says("jo", line)

    assert len(looks(club)) == 1


def test_pages_of_ten_with_every_runner_once(content: Content) -> None:
    club = founded(content)
    crowd(club, 23)

    pages = []
    for line in ("/summary", "[Next page]", "[Next page]"):
        replies = club.says("jo", line)
        pages.append([entry["name"] for entry in replies[-1].values["lines"]])  # type: ignore[attr-defined]

    assert [len(page) for page in pages] == [10, 10, 3]
    assert sorted(name for page in pages for name in page) == [f"Runner {number:03}" for number in range(1, 24)]
    assert "Page 3 of 3" in shown(club)
    club.says("jo", "[Page before]")
    assert "Page 2 of 3" in shown(club)


@pytest.mark.parametrize("forged", ["0", "99", "-1", "x", "1e9"])
def test_a_page_that_is_not_there_is_the_nearest_one_or_none(content: Content, forged: str) -> None:
    club = founded(content)
    crowd(club, 11)
    club.says("jo", "/summary")

    replies = club.hears("jo", Answer(club.people["jo"].dialogue.turn, "page", forged))

    assert keys(replies)[-1] in ("squad_summary", "stale")


def test_a_runner_is_opened_by_tap_or_by_name_with_what_they_agreed_to(content: Content) -> None:
    club = squad_of_three(content)
    club.says("jo", "/summary")

    assert "Worst pain: " in " ".join(
        club.people["jo"].text(reply) for reply in club.says("jo", "[▲ Ben]") if reply.text
    )
    club.says("jo", "[To the summary]")
    club.says("jo", "kim")

    assert shown(club).startswith("Kim\n")
    assert "Why" not in shown(club)


def test_a_number_that_is_no_runner_of_the_squad_opens_nobody(content: Content) -> None:
    club = squad_of_three(content)
    club.says("jo", "/summary")

    for forged in (club.id_of("jo"), 99, -1):
        replies = club.hears("jo", Answer(club.people["jo"].dialogue.turn, "runner", str(forged)))
        assert keys(replies)[0] == "squad_runner_gone"


def test_the_picture_shows_the_runners_of_the_open_page(content: Content) -> None:
    club = founded(content)
    crowd(club, 12)
    club.says("jo", "/summary")
    club.says("jo", "[Next page]")

    card = club.says("jo", "[Two weeks]")[-1]

    assert isinstance(card, Message)
    assert isinstance(card.picture, Drawing)
    assert card.picture.name == "squad_heat_map"
    assert len(card.picture.values["rows"]) == 2  # type: ignore[arg-type]
    assert len(card.values["lines"]) == 2  # type: ignore[arg-type]


def test_the_table_holds_all_pages(content: Content) -> None:
    club = founded(content)
    crowd(club, 12)
    club.says("jo", "/summary")

    card = club.says("jo", "[Table]")[-1]

    assert isinstance(card, Message)
    assert isinstance(card.document, Drawing)
    assert card.document.name == "squad_table"
    assert str(card.document.values["csv"]).count("\r\n") == 13


def test_what_interrupts_a_summary_comes_back_to_the_card_of_the_squad(content: Content) -> None:
    club = squad_of_three(content)
    for line in ("/summary", "ben"):
        club.says("jo", line)

    assert keys(club.says("jo", "/help")) == ["help", "squad"]
    assert "Ben" not in shown(club)


def test_a_squad_of_five_hundred_fits_into_messages(content: Content) -> None:
    club = founded(content, "H" * 64)
    crowd(club, 500, level=3)
    for number, member in list(club.squads[1].members.items()):
        club.squads[1].members[number] = type(member)(number, f"{number}" + "N" * 60, 3, member.joined_at)

    said = [*club.says("jo", "/summary"), *club.says("jo", "[Next page]"), *club.says("jo", "[Two weeks]")]

    for reply in said:
        if isinstance(reply, Message):
            # Words that are too long to stand under a picture go out behind it.
            assert list(wrong_with_text(words(content, "en", reply.text, reply.values), MESSAGE)) == []
            assert list(wrong_with_rows(reply.rows)) == []
