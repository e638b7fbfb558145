"""What an operator writes to everybody, with the real bot over Telegram: shown first, then once to each, by day."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.botapi import BotApi as Server
from support.botapi import User
from support.clock import START, Leaping
from support.clubhouse import Clubhouse, clubhouse, server_on
from support.folders import bytes_of

from bot.announcements import message_of
from bot.store.announcements import Announcement
from dialogs.announcing import Times
from dialogs.replies import Priority

OLGA, OTTO = 7, 6
WORDS = "On Monday the bot rests."
AT_NIGHT, IN_THE_MORNING = START.replace(hour=22), START.replace(day=3, hour=7)
LATER = timedelta(hours=1, minutes=1)
"""After so long nobody counts as busy with their first questions."""
TO_A_PLAN = (
    "[None of these]", "[25 to 44]", "[No]", "[None of these]", "[None of these]", "[None of these]", "[5 Outer side]",
    "[Less than a week]", "3", "2", "[Within an hour]", "[Same or better]", "[None of these]", "[Make my plan]",
)  # fmt: skip


@pytest.fixture
def clock() -> Leaping:
    return Leaping(START)


@pytest.fixture
async def server(clock: Leaping) -> AsyncIterator[Server]:
    async with server_on(clock) as server:
        yield server


@pytest.fixture
async def house(server: Server, clock: Leaping, tmp_path: Path) -> AsyncIterator[Clubhouse]:
    async with clubhouse(server, tmp_path, clock, {OLGA, OTTO}) as house:
        yield house


@pytest.fixture
def olga(server: Server) -> User:
    """An operator, and no runner."""
    return server.user(OLGA, "Olga")


@pytest.fixture
async def ann(house: Clubhouse, server: Server) -> User:
    """Somebody who agreed."""
    return await runner(house, server, 8)


async def runner(house: Clubhouse, server: Server, number: int, *steps: str) -> User:
    user = server.user(number, f"Runner {number}")
    await house.does(user, "/start", "[I agree]", *steps)
    return user


def number_in(shown: str) -> str:
    """The number an operator is to confirm."""
    return re.search(r"/announce yes (\d+)", shown)[1]


async def asks(house: Clubhouse, operator: User, text: str = WORDS) -> str:
    """The number of what this operator wants to tell everybody."""
    return number_in(await house.does(operator, f"/announce {text}"))


async def announces(house: Clubhouse, operator: User, text: str = WORDS) -> None:
    number = await asks(house, operator, text)
    assert "on its way" in await house.does(operator, f"/announce yes {number}")


def heard(user: User, words: str = WORDS) -> list[str]:
    """The announcements in this chat."""
    return [message.text for message in user.messages if words in message.text]


async def test_everybody_who_agreed_reads_once_what_the_operator_was_shown(
    house: Clubhouse, server: Server, olga: User
) -> None:
    runners = [await runner(house, server, number) for number in range(20, 24)]
    stranger = server.user(30, "Sam")
    await house.does(stranger, "/start")
    await house.until(START + LATER)

    said = await house.does(olga, f"/announce {WORDS}")
    assert "up to 4 people" in said
    assert [heard(one) for one in runners] == [[]] * 4, "nothing is sent before the yes"

    await house.does(olga, f"/announce yes {number_in(said)}")
    await house.until(START + timedelta(days=1))
    (shown,) = heard(olga)
    assert [heard(one) for one in runners] == [[shown]] * 4
    assert heard(stranger) == []


@pytest.mark.parametrize("urgent", ["", "urgent "])
async def test_who_withdrew_was_erased_or_blocked_the_bot_gets_none(
    house: Clubhouse, server: Server, olga: User, urgent: str
) -> None:
    withdrew = await runner(house, server, 20, "/privacy", "[Stop keeping my answers]")
    erased = await runner(house, server, 21, "/delete", "[Delete everything]")
    blocked, blocks_later = await runner(house, server, 22), await runner(house, server, 23)
    await blocked.blocks()
    await house.until(START + LATER)
    number = await asks(house, olga, urgent + WORDS)
    await olga.sends(f"/announce yes {number}")
    await olga.waits_for("on its way")
    await blocks_later.blocks()
    await house.until(house.clock.now() + timedelta(days=1))
    everybody = [withdrew, erased, blocked, blocks_later]
    assert [heard(one) for one in everybody] == [[]] * 4


async def test_only_what_is_urgent_comes_to_who_wants_no_daily_questions(
    house: Clubhouse, server: Server, olga: User
) -> None:
    gus = await runner(house, server, 20, "/settings", "[Stop daily questions]")
    await house.until(START + LATER)
    await announces(house, olga)
    assert heard(gus) == []
    await announces(house, olga, f"urgent {WORDS}")
    assert len(heard(gus)) == 1


async def test_at_night_everybody_is_left_to_sleep_and_reads_it_in_the_morning(
    house: Clubhouse, olga: User, ann: User
) -> None:
    await house.until(AT_NIGHT)
    await announces(house, olga)
    await house.until(IN_THE_MORNING - timedelta(minutes=1))
    assert heard(ann) == []
    await house.until(IN_THE_MORNING)
    assert len(heard(ann)) == 1


async def test_shortly_before_the_night_it_waits_for_the_morning(house: Clubhouse, olga: User, ann: User) -> None:
    await house.until(START.replace(hour=20, minute=30))
    await announces(house, olga)
    await house.until(AT_NIGHT)
    assert heard(ann) == []
    await house.until(IN_THE_MORNING)
    assert len(heard(ann)) == 1


async def test_what_is_urgent_comes_at_once_day_or_night(house: Clubhouse, olga: User, ann: User) -> None:
    await house.until(AT_NIGHT)
    await announces(house, olga, f"urgent {WORDS}")
    assert len(heard(ann)) == 1


def test_what_is_urgent_is_rather_repeated_than_lost_and_the_rest_leaves_like_a_digest() -> None:
    times = Times(START, AT_NIGHT)
    urgent, other = (message_of(Announcement(WORDS, urgent, START), times) for urgent in (True, False))
    assert (urgent.priority, other.priority) == (Priority.REPLY, Priority.DIGEST)
    assert other.until == AT_NIGHT


async def test_a_new_plan_made_meanwhile_takes_the_place_of_other_days_but_not_of_the_announcement(
    house: Clubhouse, olga: User, ann: User
) -> None:
    await house.until(AT_NIGHT)
    await announces(house, olga)
    await house.does(ann, "/start", "[Go on]", *TO_A_PLAN)
    while "Skip" in ann.messages[-1].labels:
        await house.does(ann, "[Skip]")
    assert await house.value("SELECT count(*) FROM due WHERE kind = 'planned'") == 1
    await house.until(IN_THE_MORNING)
    assert len(heard(ann)) == 1


@pytest.mark.parametrize(("days", "times"), [(5, 1), (7, 0)])
async def test_after_a_week_it_is_no_news_any_more(
    house: Clubhouse, olga: User, ann: User, days: int, times: int
) -> None:
    await house.until(AT_NIGHT)
    await announces(house, olga)
    await ann.blocks()
    await house.settle()
    await house.until(IN_THE_MORNING + timedelta(days=days))
    await house.does(ann, "/help")
    assert len(heard(ann)) == times


@pytest.mark.parametrize("urgent", ["", "urgent "])
async def test_a_restart_between_the_yes_and_the_sending_loses_nobody_and_repeats_nothing(
    server: Server, clock: Leaping, tmp_path: Path, olga: User, urgent: str
) -> None:
    async with clubhouse(server, tmp_path, clock, {OLGA}) as house:
        runners = [await runner(house, server, number) for number in range(20, 50)]
        await house.until(START + LATER)
        number = await asks(house, olga, urgent + WORDS)
        await olga.sends(f"/announce yes {number}")
        await olga.waits_for("on its way")
        assert [heard(one) for one in runners] == [[]] * 30

    async with clubhouse(server, tmp_path, clock, {OLGA}) as house:
        await house.settle()
    async with clubhouse(server, tmp_path, clock, {OLGA}) as house:
        await house.until(house.clock.now() + timedelta(days=1))
    assert [len(heard(one)) for one in runners] == [1] * 30


async def test_a_second_yes_does_nothing(house: Clubhouse, olga: User, ann: User) -> None:
    await house.until(START + LATER)
    number = await asks(house, olga)
    assert "on its way" in await house.does(olga, f"/announce yes {number}")
    assert "Nothing was sent now" in await house.does(olga, f"/announce yes {number}")
    assert "Nothing was sent now" in await house.does(olga, f"/announce no {number}")
    assert len(heard(ann)) == 1


async def test_what_is_dropped_replaced_old_or_somebody_elses_is_not_sent(
    house: Clubhouse, server: Server, olga: User, ann: User
) -> None:
    dropped = await asks(house, olga)
    assert "Dropped" in await house.does(olga, f"/announce no {dropped}")
    replaced, old = await asks(house, olga), await asks(house, olga)
    assert "Nothing was sent now" in await house.does(olga, f"/announce yes {replaced}")
    otto = server.user(OTTO, "Otto")
    assert "Nothing was sent now" in await house.does(otto, f"/announce yes {old}")
    await house.until(START + LATER)
    for number in (dropped, old, "999999999999999999"):
        assert "Nothing was sent now" in await house.does(olga, f"/announce yes {number}")
    await house.until(START + timedelta(days=1))
    assert heard(ann) == []


@pytest.mark.parametrize("text", ["", " urgent", " " + "x" * 1001, " urgent " + "x" * 1001])
async def test_without_a_text_or_with_one_too_long_the_operator_is_told_how(
    house: Clubhouse, olga: User, text: str
) -> None:
    assert "up to 1000 characters" in await house.does(olga, f"/announce{text}")
    assert await house.value("SELECT count(*) FROM announcement") == 0


@pytest.mark.parametrize("text", ["Hi <b>all</b> & {{ operator }}\n\n%s {0} <script>", "yes, we are back", "x" * 1000])
async def test_any_text_arrives_letter_by_letter(house: Clubhouse, olga: User, ann: User, text: str) -> None:
    await house.until(START + LATER)
    await announces(house, olga, text)
    assert len(heard(ann, text)) == 1


async def test_on_record_is_what_was_done_and_the_words_are_kept_sealed(
    house: Clubhouse, olga: User, ann: User, tmp_path: Path
) -> None:
    await house.until(AT_NIGHT)
    await house.does(olga, f"/announce no {await asks(house, olga)}")
    await announces(house, olga)
    done = [row[0] for row in await house.rows("SELECT what FROM operation ORDER BY id")]
    assert done == ["announce", "announce_dropped", "announce", "announce_sent"]
    assert WORDS.encode() not in bytes_of(tmp_path)
