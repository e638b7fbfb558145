"""Group chats with the real bot over Telegram: linked by a coach, written to once a week, left by everybody else's."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.botapi import BotApi as Server
from support.botapi import Group, User
from support.clock import Leaping
from support.clubhouse import Clubhouse, clubhouse
from support.folders import bytes_of

from dialogs.replies import CoachLeft, Invited, SquadDissolved

SUNDAY = datetime(2026, 3, 8, 18, tzinfo=UTC)
WEEK = timedelta(days=7)
LEAVES = "I talk only in private"
HELLO, LINKED = "A coach of the squad sends /link@kneewise_test_bot", "Done. Once a week"
WHICH, COACH_ONLY = "I need to know which squad", "Only a coach of a squad"


def said(group: Group) -> list[str]:
    """What the bot wrote in a group, the beginning of each."""
    return [message.text for message in group.messages]


async def linked(house: Clubhouse, group: Group, coach: User, runners: int = 6) -> int:
    """A squad with this group chat."""
    squad = await house.squad(coach, runners=runners)
    await group.gains_bot(coach)
    await coach.sends("/link@kneewise_test_bot", chat=group)
    await house.settle()
    assert await house.squad_in(group.id) == squad
    return squad


# coming in


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_nobody_may_link_is_left_after_one_line(
    house: Clubhouse, server: Server, stranger: User, kind: str
) -> None:
    group = server.group(-5, kind=kind, bot_inside=False)
    await group.gains_bot(stranger)
    await house.settle()
    await house.until(house.clock.now() + timedelta(seconds=20))
    await server.until(lambda: server.calls_of("leaveChat"))
    assert len(said(group)) == 1
    assert said(group)[0].startswith(LEAVES)
    assert await house.value("SELECT count(*) FROM group_chat") == 0
    assert await house.value("SELECT count(*) FROM runner") == 0


async def test_a_coach_links_the_group_in_two_steps(house: Clubhouse, group: Group, cleo: User) -> None:
    await house.squad(cleo)
    await group.gains_bot(cleo)
    await house.settle()
    assert HELLO in said(group)[0]
    assert await house.squad_in(group.id) is None
    await cleo.sends("/link", chat=group)
    await house.settle()
    assert said(group)[1].startswith(LINKED)
    assert (await house.around(cleo)).coached[0].group
    await house.until(house.clock.now() + timedelta(hours=2))
    assert len(said(group)) == 2


async def test_a_coach_who_does_not_link_it_within_the_hour_sees_the_bot_leave(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    await house.squad(cleo)
    await group.gains_bot(cleo)
    await house.settle()
    await house.until(house.clock.now() + timedelta(minutes=58))
    assert server.calls_of("leaveChat") == []
    await house.until(house.clock.now() + timedelta(minutes=3))
    await server.until(lambda: server.calls_of("leaveChat"))
    assert said(group)[-1].startswith(LEAVES)


async def test_who_coaches_several_says_which(house: Clubhouse, group: Group, cleo: User) -> None:
    await house.squad(cleo, "Early birds")
    owls = await house.squad(cleo, "Night owls")
    await group.gains_bot(cleo)
    for text in ("/link", "/link Sparrows", "/link night OWLS"):
        await cleo.sends(text, chat=group)
        await house.settle()
    assert [text[:20] for text in said(group)] == ["Hello. Once a week I", WHICH[:20], WHICH[:20], LINKED[:17] + " I "]
    assert await house.squad_in(group.id) == owls


async def test_the_link_a_coach_gets_adds_the_bot_to_a_group_links_it_at_once_and_works_once(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    await house.squad(cleo, "Early birds")
    owls = await house.squad(cleo, "Night owls")
    await house.does(cleo, "[I agree]", "/squad", "[Night owls]", "[Group chat]")
    said = await house.does(cleo, "[Add me to a group]")
    token = re.search(r"https://t\.me/kneewise_test_bot\?startgroup=([A-Za-z0-9_-]{22,64})\n", said)[1]
    await group.gains_bot(cleo)
    await cleo.sends(f"/start@kneewise_test_bot {token}", chat=group)
    await house.settle()
    assert await house.squad_in(group.id) == owls
    other = server.group(-200, kind="supergroup", bot_inside=False)
    await other.gains_bot(cleo)
    await cleo.sends(f"/start@kneewise_test_bot {token}", chat=other)
    await house.settle()
    assert await house.squad_in(-200) is None
    await house.does(cleo, "/squad", "[Night owls]", "[Group chat]")
    assert "Add me to a group" not in cleo.messages[-1].labels


@pytest.mark.parametrize("role", ["runner", "coach"])
async def test_an_invitation_of_people_links_no_group(house: Clubhouse, group: Group, cleo: User, role: str) -> None:
    squad = await house.squad(cleo)
    await house.records(cleo, Invited(squad, role, "token", 1, house.clock.now() + WEEK))
    await group.gains_bot(cleo)
    await cleo.sends("/start token", chat=group)
    await house.settle()
    assert await house.squad_in(group.id) is None
    assert await house.value("SELECT min(uses) FROM link") == 1
    assert said(group)[-1].startswith(WHICH)


async def test_who_has_the_token_and_does_not_coach_links_nothing(
    house: Clubhouse, group: Group, cleo: User, stranger: User
) -> None:
    squad = await house.squad(cleo)
    await house.squad(stranger, "Others")
    await house.records(cleo, Invited(squad, "group", "token", 1, house.clock.now() + WEEK))
    await group.gains_bot(stranger)
    await stranger.sends("/start token", chat=group)
    await house.settle()
    assert await house.squad_in(group.id) is None
    assert await house.value("SELECT count(*) FROM link WHERE role = 'group' AND uses = 1") == 1


# who is nobody


async def test_whoever_is_no_coach_is_told_three_times_and_no_more(
    house: Clubhouse, group: Group, cleo: User, stranger: User
) -> None:
    await house.squad(cleo)
    await group.gains_bot(cleo)
    for _ in range(5):
        await stranger.sends("/link", chat=group)
        await house.settle()
    assert [text.startswith(COACH_ONLY) for text in said(group)] == [False, True, True, True]
    assert await house.squad_in(group.id) is None


async def test_an_anonymous_administrator_is_nobody_even_if_somebody_coaches_by_that_number(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    anonymous = server.user(1087968824, "Group")
    await house.squad(anonymous)
    await house.squad(cleo)
    await group.gains_bot(cleo)
    await anonymous.sends("/link", chat=group)
    await cleo.sends("/link", chat=group, sender_chat={"id": group.id, "type": "supergroup", "title": "Runners"})
    await house.settle()
    assert await house.squad_in(group.id) is None
    await house.until(house.clock.now() + timedelta(seconds=10))
    assert [text.startswith(COACH_ONLY) for text in said(group)] == [False, True, True]


async def test_a_former_coach_links_nothing(house: Clubhouse, group: Group, cleo: User) -> None:
    squad = await house.squad(cleo)
    await group.gains_bot(cleo)
    await house.settle()
    await house.records(cleo, CoachLeft(squad))
    await cleo.sends("/link", chat=group)
    await house.settle()
    assert await house.squad_in(group.id) is None


async def test_a_group_that_is_linked_stays_with_its_squad_whoever_asks(
    house: Clubhouse, group: Group, cleo: User, stranger: User
) -> None:
    squad = await linked(house, group, cleo)
    await house.squad(stranger, "Others")
    before = said(group)
    await stranger.sends("/link", chat=group)
    await stranger.sends("/start made-up", chat=group)
    await house.settle()
    assert (await house.squad_in(group.id), said(group)) == (squad, before)


async def test_a_command_for_another_bot_is_left_to_it(house: Clubhouse, group: Group, cleo: User) -> None:
    await house.squad(cleo)
    await group.gains_bot(cleo)
    await cleo.sends("/link@some_other_bot", chat=group)
    await house.settle()
    assert len(said(group)) == 1
    assert await house.squad_in(group.id) is None


async def test_nothing_said_in_a_group_is_answered_or_kept(
    house: Clubhouse, server: Server, group: Group, cleo: User, stranger: User, folder: Path
) -> None:
    await linked(house, group, cleo)
    before, seen = said(group), await house.value("SELECT count(*) FROM seen_update")
    for text in ("/summary", "/start", "/help@kneewise_test_bot", "/emergency MARKER chest pain", "/squad", "/delete"):
        await cleo.sends(text, chat=group)
        await stranger.sends(text, chat=group)
    server.push({"channel_post": {"message_id": 1, "date": 1, "chat": group.chat.as_telegram, "text": "/link MARKER"}})
    await house.settle()
    assert said(group) == before
    assert await house.value("SELECT count(*) FROM seen_update") == seen
    assert await house.value("SELECT count(*) FROM dead_letter") == 0
    assert b"MARKER" not in bytes_of(folder)


async def test_a_tap_in_a_group_is_ended_without_a_word(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    await linked(house, group, cleo)
    tap = await cleo.taps_data("g:1:to_summary", group.messages[-1])
    assert await cleo.waits_for_answer(tap) == ""
    assert len(said(group)) == 2


# once a week


async def test_the_week_is_told_once_in_round_numbers_and_without_a_name(
    house: Clubhouse, group: Group, cleo: User
) -> None:
    await linked(house, group, cleo, runners=7)
    await house.until(SUNDAY - timedelta(minutes=1))
    assert len(said(group)) == 2
    await house.until(SUNDAY + timedelta(seconds=10))
    await house.until(SUNDAY + timedelta(hours=20))
    (post,) = said(group)[2:]
    assert "5 runners or more share" in post
    assert "7" not in post
    for name in ("Runner", "Cleo", "Early birds"):
        assert name not in post
    await house.until(SUNDAY + WEEK + timedelta(seconds=10))
    assert len(said(group)) == 4


async def test_nothing_is_told_of_fewer_than_five(house: Clubhouse, group: Group, cleo: User) -> None:
    await linked(house, group, cleo, runners=4)
    await house.until(SUNDAY + timedelta(seconds=10))
    assert len(said(group)) == 2
    assert await house.value("SELECT next_at FROM group_chat") == "2026-03-15T18:00:00.000+00:00"


async def test_a_post_is_not_repeated_after_a_restart_nor_sent_late(
    server: Server, clock: Leaping, group: Group, cleo: User, folder: Path
) -> None:
    async with clubhouse(server, folder, clock) as house:
        await linked(house, group, cleo)
        await house.until(SUNDAY + timedelta(seconds=10))
    async with clubhouse(server, folder, clock) as house:
        await house.until(SUNDAY + timedelta(hours=1))
        assert len(said(group)) == 3
    clock.leap(SUNDAY + WEEK + timedelta(hours=3, minutes=1))
    async with clubhouse(server, folder, clock) as house:
        await house.settle()
        assert len(said(group)) == 3
        await house.until(SUNDAY + 2 * WEEK + timedelta(seconds=10))
        assert len(said(group)) == 4


async def test_the_post_goes_to_the_topic_it_was_linked_in(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    await house.squad(cleo, runners=6)
    await group.gains_bot(cleo)
    await cleo.sends("/link", chat=group, message_thread_id=42, is_topic_message=True)
    await house.settle()
    await house.until(SUNDAY + timedelta(seconds=10))
    calls = [call for call in server.calls_of("sendMessage") if call.params["chat_id"] == group.id]
    assert [call.params.get("message_thread_id") for call in calls] == [None, 42, 42]


async def test_to_the_general_topic_no_id_is_sent(house: Clubhouse, server: Server, group: Group, cleo: User) -> None:
    await house.squad(cleo, runners=6)
    await group.gains_bot(cleo)
    await cleo.sends("/link", chat=group, message_thread_id=1)
    await house.settle()
    await house.until(SUNDAY + timedelta(seconds=10))
    assert all("message_thread_id" not in call.params for call in server.calls_of("sendMessage"))
    assert len(said(group)) == 3


# moving on


async def test_a_group_that_moves_takes_its_squad_along(house: Clubhouse, server: Server, cleo: User) -> None:
    group = server.group(-5, bot_inside=False)
    squad = await linked(house, group, cleo)
    moved = await group.migrates(-1005, cleo)
    await house.settle()
    assert await house.rows("SELECT chat, squad_id FROM group_chat") == [("telegram:-1005", squad)]
    await house.until(SUNDAY + timedelta(seconds=10))
    assert "share" in said(moved)[-1]


async def test_a_move_that_looks_like_leaving_and_coming_again_keeps_the_link(
    house: Clubhouse, server: Server, cleo: User, stranger: User
) -> None:
    """Whatever order Telegram tells it in."""
    group = server.group(-5, bot_inside=False)
    squad = await linked(house, group, cleo)
    await group.loses_bot(stranger)
    new = server.group(-1005, kind="supergroup", bot_inside=False)
    await new.gains_bot(stranger)
    await house.settle()
    await group.migrates(-1005, stranger)
    await house.settle()
    await house.until(house.clock.now() + timedelta(minutes=2))
    assert await house.rows("SELECT chat, squad_id FROM group_chat") == [("telegram:-1005", squad)]
    assert server.calls_of("leaveChat") == []


async def test_a_move_the_bot_was_not_told_of_shows_when_it_writes(
    house: Clubhouse, server: Server, cleo: User
) -> None:
    group = server.group(-5, bot_inside=False)
    squad = await linked(house, group, cleo)
    moved = Group(server.state, server.state.chats.migrate(group.chat, -1005))
    await house.until(SUNDAY + timedelta(seconds=10))
    assert await house.rows("SELECT chat, squad_id FROM group_chat") == [("telegram:-1005", squad)]
    sent = [call.params["chat_id"] for call in server.calls_of("sendMessage") if call.params["chat_id"] < 0]
    assert sent[-2:] == [-5, -1005]
    assert "share" in said(moved)[-1]


async def test_being_taken_out_unlinks_the_group(house: Clubhouse, group: Group, cleo: User, stranger: User) -> None:
    await linked(house, group, cleo)
    await group.loses_bot(stranger)
    await house.settle()
    await house.until(house.clock.now() + timedelta(minutes=1))
    assert await house.value("SELECT count(*) FROM group_chat") == 0
    assert not (await house.around(cleo)).coached[0].group


async def test_being_taken_out_unnoticed_unlinks_it_when_the_bot_writes(
    house: Clubhouse, server: Server, group: Group, cleo: User, stranger: User
) -> None:
    await linked(house, group, cleo)
    server.state.updates.allowed = ["message"]
    await group.loses_bot(stranger)
    await house.until(SUNDAY + timedelta(seconds=10))
    assert await house.value("SELECT count(*) FROM group_chat") == 0


async def test_a_squad_that_is_over_leaves_its_group(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    squad = await linked(house, group, cleo)
    await house.records(cleo, SquadDissolved(squad))
    await house.until(house.clock.now() + timedelta(seconds=10))
    await server.until(lambda: server.calls_of("leaveChat"))
    assert await house.value("SELECT count(*) FROM group_chat") == 0


async def test_a_squad_has_one_group_and_another_one_takes_its_place(
    house: Clubhouse, server: Server, group: Group, cleo: User
) -> None:
    squad = await linked(house, group, cleo)
    other = server.group(-200, kind="supergroup", bot_inside=False)
    await other.gains_bot(cleo)
    await cleo.sends("/link", chat=other)
    await house.settle()
    await house.until(house.clock.now() + timedelta(seconds=10))
    await server.until(lambda: server.calls_of("leaveChat"))
    assert await house.rows("SELECT chat, squad_id FROM group_chat") == [("telegram:-200", squad)]
    assert [call.params["chat_id"] for call in server.calls_of("leaveChat")] == [-100]


async def test_becoming_an_administrator_changes_nothing(
    house: Clubhouse, group: Group, cleo: User, stranger: User
) -> None:
    squad = await linked(house, group, cleo)
    await group.gains_bot(stranger, "administrator")
    await house.settle()
    await house.until(house.clock.now() + timedelta(minutes=1))
    assert (await house.squad_in(group.id), len(said(group))) == (squad, 2)
