"""Who coaches and who shares what is kept, told to the dialogues that need it, and forgotten at once."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support import plays
from support.clock import START
from support.folders import bytes_of
from support.shell import ANN, BEN
from support.squads import Club, club

from bot.digests import next_digest, next_post
from bot.erasing import erase_chat
from bot.rows import Wording
from bot.schedule import Schedule
from bot.store.pruning import GOES
from bot.transport import Incoming
from dialogs.events import Answer, Command, Due, Event, Left, Typed
from dialogs.replies import (
    CoachJoined,
    CoachLeft,
    Erased,
    FiguresIssued,
    Invited,
    Joined,
    LinkRevoked,
    Looked,
    Record,
    Scheduled,
    SharingSet,
    SquadChanged,
    SquadDissolved,
    SquadLeft,
    Told,
    ToldRunners,
    WrongToken,
)
from dialogs.squads.around import Around
from dialogs.squads.people import Squad

CLEO, DEE, EVE = "test:Cleo", "test:Dee", "test:Eve"
TOKEN = "Tok3n-" + "x" * 26
HOUR = timedelta(hours=1)


@asynccontextmanager
async def squad_of_two(path: Path | str = ":memory:", **more: object) -> AsyncIterator[tuple[Club, int]]:
    """Cleo coaches; Ann shares details, Ben nothing any more."""
    async with club(path, **more) as people:
        squad = await people.founds(CLEO)
        await people.invites(CLEO, squad, TOKEN)
        await people.joins(ANN, squad, TOKEN, level=3)
        await people.joins(BEN, squad, TOKEN, name="Ben")
        await people.shares(BEN, squad, 0, "Ben")
        yield people, squad


# who sees what


async def test_who_founds_a_squad_coaches_it() -> None:
    async with club() as people:
        squad = await people.founds(CLEO, "Early \u202ebirds\n", every="day", hour="07:30", zone="Asia/Tokyo")
        around = await people.around(CLEO)
        assert around.coached[0].squad == Squad(squad, "Early birds", "Asia/Tokyo", "07:30", "day", (around.me,))
        assert around.coached[0].coaches == {around.me: "Coach Cleo"}
        assert (around.joined, around.coached[0].members, around.coached[0].group) == ((), (), False)
        assert around.me == await people.id_of(CLEO)


async def test_who_has_no_squad_has_nothing_around_and_costs_two_look_ups() -> None:
    async with squad_of_two() as (people, _):
        await people.running.say(Typed("hello"), EVE)
        asked: list[str] = []
        await people.running.store.read(lambda db: db.set_trace_callback(asked.append))
        around = await people.around(EVE)
        await people.running.store.read(lambda db: db.set_trace_callback(None))
        assert (around.coached, around.joined, around.invitation) == ((), (), None)
        assert len([one for one in asked if one.lstrip("- name:").lower().find("select") >= 0]) <= 3


async def test_a_member_sees_the_squad_its_coaches_and_their_own_membership() -> None:
    async with squad_of_two() as (people, squad):
        around = await people.around(ANN)
        (joined,) = around.joined
        assert (joined.squad.id, joined.squad.name) == (squad, "Early birds")
        assert list(joined.coaches.values()) == ["Coach Cleo"]
        assert (joined.membership.level, joined.membership.name, joined.membership.joined_at) == (3, "Ann", START)
        assert around.coached == ()


@pytest.mark.parametrize("event", [Command("summary"), Command("squad"), Due("digest:{squad}", START)])
async def test_runners_are_read_only_when_a_coach_may_come_to_see_them(event: Event) -> None:
    async with squad_of_two() as (people, squad):
        assert (await people.around(CLEO, Typed("hello"))).coached[0].members == ()
        if isinstance(event, Due):
            event = Due(f"digest:{squad}", event.at)
        (member,) = (await people.around(CLEO, event)).coached[0].members
        assert (member[0].runner_id, member[0].name) == (await people.id_of(ANN), "Ann")
        assert member[1].turn == 1


async def test_runners_are_read_while_the_coach_is_in_a_flow_that_shows_them() -> None:
    async with squad_of_two() as (people, _):
        await people.around(CLEO, Typed("flow squad"))
        assert len((await people.around(CLEO, Answer(1, "runner", "5"))).coached[0].members) == 1
        await people.around(CLEO, Typed("flow triage"))
        assert (await people.around(CLEO, Answer(1, "runner", "5"))).coached[0].members == ()


async def test_who_shares_nothing_is_nowhere_to_be_seen_and_leaves_unnoticed() -> None:
    async with squad_of_two() as (people, squad):
        await people.does(ANN, SquadLeft(squad))
        people.running.clock.step_wall(3600)
        before = await people.around(CLEO, Command("summary"))
        await people.does(BEN, SquadLeft(squad))
        after = await people.around(CLEO, Command("summary"))
        for one in (before, after):
            assert one.coached[0].members == ()
            assert one.coached[0].issued == before.coached[0].issued


async def test_who_shares_nothing_from_the_first_is_no_member_and_spends_no_use() -> None:
    async with club() as people:
        squad = await people.founds(CLEO)
        await people.invites(CLEO, squad, TOKEN, uses=1)
        assert (await people.tries(BEN, Joined(squad, "", 0, False, TOKEN))).dead_letter
        assert await people.running.value("SELECT count(*) FROM membership") == 0
        assert await people.running.value("SELECT uses FROM link") == 1


async def test_a_link_that_is_used_up_stays_in_the_list_until_its_time() -> None:
    """Were it gone, its coach would know that somebody came, though nobody new is to be seen any more."""
    async with club() as people:
        squad = await people.founds(CLEO)
        await people.invites(CLEO, squad, TOKEN, uses=1)
        await people.joins(BEN, squad, TOKEN)
        await people.shares(BEN, squad, 0)
        assert len((await people.around(CLEO)).coached[0].links) == 1
        people.running.clock.step_wall(7 * 24 * 3600)
        assert (await people.around(CLEO)).coached[0].links == ()


async def test_a_level_is_changed_and_taken_back_at_once() -> None:
    async with squad_of_two() as (people, squad):
        for level, seen in ((1, [1]), (0, []), (2, [2])):
            await people.shares(ANN, squad, level)
            members = (await people.around(CLEO, Command("summary"))).coached[0].members
            assert [member.level for member, _ in members] == seen
        await people.does(ANN, SquadLeft(squad))
        assert (await people.around(CLEO, Command("summary"))).coached[0].members == ()
        assert (await people.around(ANN)).joined == ()


async def test_figures_know_when_somebody_came_left_or_changed() -> None:
    async with squad_of_two() as (people, squad):

        async def changed_at() -> datetime | None:
            return (await people.around(CLEO)).coached[0].issued.changed_at

        assert await changed_at() == START
        for act in (SharingSet(squad, "Ann", 1, False), SharingSet(squad, "Ann", 0, False)):
            people.running.clock.step_wall(3600)
            await people.does(ANN, act)
            assert await changed_at() == people.running.clock.now()
        people.running.clock.step_wall(3600)
        await people.does(ANN, SquadLeft(squad))
        assert await changed_at() == people.running.clock.now() - HOUR


# links


async def test_a_token_leads_to_the_squad_and_the_coach_who_made_it() -> None:
    async with squad_of_two() as (people, squad):
        found = (await people.around(EVE, Command("start", TOKEN))).invitation
        assert found is not None
        assert (found.squad.id, found.squad.name, found.role, found.coach) == (
            squad,
            "Early birds",
            "runner",
            "Coach Cleo",
        )
        assert (await people.around(EVE)).invitation == found, "while it waits in the dialogue"
        assert (await people.around(ANN)).invitation is None


async def test_every_event_has_a_fresh_token_of_at_least_128_bits() -> None:
    async with club() as people:
        tokens = {(await people.around(EVE)).token for _ in range(20)}
        assert len(tokens) == 20
        assert all(len(token) * 6 >= 128 for token in tokens)


@pytest.mark.parametrize("why", ["unknown", "used", "expired", "revoked", "its coach left", "dissolved"])
async def test_a_token_that_does_not_work_says_nothing_of_why(why: str) -> None:
    async with squad_of_two() as (people, squad):
        token = TOKEN
        match why:
            case "unknown":
                token = "Tok3n-" + "y" * 26
            case "used":
                token = "used"
                await people.invites(CLEO, squad, token, uses=1)
                await people.joins(EVE, squad, token)
            case "expired":
                people.running.clock.step_wall(7 * 24 * 3600)
            case "revoked":
                links = (await people.around(CLEO)).coached[0].links
                await people.does(CLEO, LinkRevoked(squad, links[0].id))
            case "its coach left":
                await people.invites(CLEO, squad, "for Dee", "coach")
                await people.coaches(DEE, squad, "for Dee")
                await people.does(CLEO, CoachLeft(squad))
            case "dissolved":
                await people.does(CLEO, SquadDissolved(squad))
        around = await people.around("test:Fay", Command("start", token))
        assert (around.invitation, around.guesses_left) == (None, 5)


async def test_five_wrong_tokens_an_hour_and_then_even_a_right_one_leads_nowhere() -> None:
    async with squad_of_two() as (people, _):
        for left in (4, 3, 2, 1, 0):
            await people.does(EVE, WrongToken())
            assert (await people.around(EVE, Command("start", "wrong"))).guesses_left == left
        assert (await people.around(EVE, Command("start", TOKEN))).invitation is None
        assert (await people.around("test:Fay", Command("start", TOKEN))).invitation is not None
        await people.does(EVE, Erased())
        assert (await people.around(EVE, Command("start", TOKEN))).invitation is None, "not a new sender"
        people.running.clock.step_wall(3600)
        assert (await people.around(EVE, Command("start", TOKEN))).invitation is not None


async def test_of_a_token_only_a_hash_is_kept(tmp_path: Path) -> None:
    async with squad_of_two(tmp_path / "k.db"):
        assert TOKEN.encode() not in bytes_of(tmp_path)


async def test_the_last_use_of_a_link_is_for_one_of_two_who_come_together() -> None:
    async with club() as people:
        squad = await people.founds(CLEO)
        await people.invites(CLEO, squad, TOKEN, uses=1)
        for chat in (ANN, BEN):
            await people.running.say(Command("start", TOKEN), chat)

        def join(around: Around) -> list[Record]:
            return [Joined(squad, "x", 1, False, TOKEN)] if around.invitation else [WrongToken()]

        text = people.writes(join)
        submit = people.running.turns.submit
        taken = await asyncio.gather(*(submit(Incoming(chat, Typed(text))) for chat in (ANN, BEN)))
        assert [one.dead_letter for one in taken] == [False, False]
        assert await people.running.value("SELECT count(*) FROM membership") == 1
        assert await people.running.value("SELECT uses FROM link") == 0
        assert await people.running.value("SELECT sum(tries) FROM wrong_token") == 1


# who may do what

FORMER_COACH, OTHER_COACH, FORMER_MEMBER, STRANGER = DEE, "test:Otto", EVE, "test:Sam"
ROLES = {
    "coach": CLEO,
    "coach of another squad": OTHER_COACH,
    "former coach": FORMER_COACH,
    "member": ANN,
    "member who shares nothing": BEN,
    "former member": FORMER_MEMBER,
    "stranger": STRANGER,
}
COACH, MEMBERS = {"coach"}, {"member", "member who shares nothing"}
ANYBODY = set(ROLES)
ACTIONS: dict[str, tuple[Callable[[int, int], Record], set[str]]] = {
    "change": (lambda squad, _: SquadChanged(squad, "Mine", "UTC", "06:00", "day"), COACH),
    "dissolve": (lambda squad, _: SquadDissolved(squad), COACH),
    "invite": (lambda squad, _: Invited(squad, "coach", "new", 1, START + HOUR), COACH),
    "revoke": (LinkRevoked, COACH),
    "look": (lambda squad, _: Looked(squad), COACH),
    "leave as coach": (lambda squad, _: CoachLeft(squad), COACH),
    "issue": (lambda squad, _: FiguresIssued(squad, {}, {}), COACH | MEMBERS),
    "share": (lambda squad, _: SharingSet(squad, "Ann", 2, False), MEMBERS),
    "leave": (lambda squad, _: SquadLeft(squad), MEMBERS),
    "coach by a link for runners": (lambda squad, _: CoachJoined(squad, "Me", TOKEN), set()),
    "join by a link for coaches": (lambda squad, _: Joined(squad, "Me", 1, False, "for coaches"), set()),
    "join by no link": (lambda squad, _: Joined(squad, "Me", 1, False, "made up"), set()),
    "join by a link of another squad": (lambda squad, _: Joined(squad, "Me", 1, False, "other"), set()),
    "coach by a link": (lambda squad, _: CoachJoined(squad, "Me", "for coaches"), ANYBODY - COACH),
    "join by a link": (lambda squad, _: Joined(squad, "Me", 1, False, TOKEN), ANYBODY - MEMBERS),
}


async def state_of(people: Club) -> list[object]:
    tables = ("squad", "coach", "membership", "link", "look", "group_chat")
    return [await people.running.rows(f"SELECT * FROM {table}") for table in tables]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
async def test_who_may_do_what_is_made_sure_where_it_is_kept(action: str, role: str) -> None:
    """Whatever a flow puts on record: what its runner may not do is not done."""
    async with squad_of_two() as (people, squad):
        other = await people.founds(OTHER_COACH, "Others")
        await people.invites(OTHER_COACH, other, "other")
        await people.invites(CLEO, squad, "for coaches", "coach", uses=10)
        await people.coaches(FORMER_COACH, squad, "for coaches")
        await people.does(FORMER_COACH, CoachLeft(squad))
        await people.joins(FORMER_MEMBER, squad, TOKEN)
        await people.does(FORMER_MEMBER, SquadLeft(squad))
        await people.running.say(Typed("hello"), STRANGER)
        link = await people.running.value("SELECT min(id) FROM link")
        before = await state_of(people)
        record, allowed = ACTIONS[action][0](squad, link), role in ACTIONS[action][1]
        assert (await people.tries(ROLES[role], record)).dead_letter is not allowed
        assert (await state_of(people) == before) is not allowed


# telling others


async def test_a_word_to_somebody_else_comes_in_their_language_and_to_who_can_be_reached() -> None:
    async with squad_of_two() as (people, squad):
        await people.running.say(Typed("hallo"), DEE, locale="de")
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.coaches(DEE, squad, "for Dee")
        await people.running.say(Left(), BEN)
        ids = [await people.id_of(chat) for chat in (CLEO, DEE, BEN)]
        sent = people.running.transport
        sent.sent.clear()
        await people.does(ANN, *(Told(one, "squad_push", {"name": "Ann"}) for one in [*ids, 10**9]))
        assert [(one.chat, one.text) for one in sent.sent] == [
            (CLEO, "[en] squad_push Ann"),
            (DEE, "[de] squad_push Ann"),
        ]


async def test_what_is_told_to_the_runners_of_a_squad_reaches_those_who_can_be_reached_and_nobody_else() -> None:
    async with squad_of_two() as (people, squad):
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.joins(EVE, squad, TOKEN)
        await people.running.say(Left(), BEN)
        other = await people.founds(CLEO, "Others")
        await people.invites(CLEO, other, "other")
        await people.joins("test:Fay", other, "other")
        people.running.transport.sent.clear()
        joins, tells = CoachJoined(squad, "Dee", "for Dee"), ToldRunners(squad, "sharing_new_coach", {"name": "Dee"})
        await people.running.say(Command("start", "for Dee"), DEE)
        await people.does(DEE, joins, tells)
        told = [(one.chat, one.text) for one in people.running.transport.sent if "sharing" in one.text]
        assert told == [(chat, "[en] sharing_new_coach Dee") for chat in (ANN, EVE)]


@pytest.mark.parametrize(
    "records",
    [
        lambda squad: [SquadDissolved(squad)],
        lambda squad: [CoachLeft(squad)],
        lambda squad: [Erased()],
        lambda squad: [SquadDissolved(squad), Erased()],
    ],
)
async def test_a_squad_nobody_coaches_is_over_and_its_runners_are_told(
    records: Callable[[int], list[Record]], tmp_path: Path
) -> None:
    async with squad_of_two(tmp_path / "k.db") as (people, squad):
        people.running.transport.sent.clear()
        await people.does(CLEO, *records(squad))
        told = [(one.chat, one.text) for one in people.running.transport.sent]
        assert told == [(chat, "[en] squad_over Early birds") for chat in (ANN, BEN)]
        for table in ("squad", "coach", "membership", "link", "look"):
            assert await people.running.value(f"SELECT count(*) FROM {table}") == 0
        assert await people.running.value("SELECT count(*) FROM due") == 0
        assert (await people.around(ANN)).joined == ()


@pytest.mark.parametrize("record", [CoachLeft, lambda squad: Erased()])
async def test_a_squad_goes_on_with_the_coach_it_still_has(record: Callable[[int], Record]) -> None:
    async with squad_of_two() as (people, squad):
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.coaches(DEE, squad, "for Dee")
        people.running.transport.sent.clear()
        await people.does(CLEO, record(squad))
        assert people.running.transport.sent == []
        (coached,) = (await people.around(DEE, Command("summary"))).coached
        assert list(coached.coaches.values()) == ["Coach Dee"]
        assert len(coached.members) == 1
        assert coached.links == ()
        assert (await people.around(ANN)).joined[0].coaches == coached.coaches


async def test_two_coaches_who_leave_together_leave_no_squad_behind() -> None:
    async with squad_of_two() as (people, squad):
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.coaches(DEE, squad, "for Dee")
        people.running.transport.sent.clear()
        text = people.writes(CoachLeft(squad))
        await asyncio.gather(*(people.running.turns.submit(Incoming(chat, Typed(text))) for chat in (CLEO, DEE)))
        await people.running.clock.settle()
        assert await people.running.value("SELECT count(*) FROM squad") == 0
        assert sorted(one.chat for one in people.running.transport.sent) == [ANN, BEN]


async def test_what_one_turn_issues_is_what_the_next_one_finds() -> None:
    """Two who change the same squad at the same moment: neither overwrites what the other wrote."""
    async with squad_of_two() as (people, squad):

        def also(name: str) -> Callable[[Around], list[Record]]:
            def issue(around: Around) -> list[Record]:
                one = (*around.coached, *around.joined)[0]
                told = {**one.pushed.to_dict()["told"], name: ["red", "2026-03-02"]}
                return [FiguresIssued(squad, one.issued.to_dict(), {"told": told})]

            return issue

        people.running.clock.step_wall(1)
        texts = {CLEO: people.writes(also("1")), ANN: people.writes(also("2")), BEN: people.writes(also("3"))}
        submit = people.running.turns.submit
        await asyncio.gather(*(submit(Incoming(chat, Typed(text))) for chat, text in texts.items()))
        assert set((await people.around(CLEO)).coached[0].pushed.told) == {1, 2, 3}


# looks


async def test_a_runner_sees_who_looked_and_when_and_not_who_else_was_looked_at() -> None:
    async with squad_of_two() as (people, squad):
        ann, ben = await people.id_of(ANN), await people.id_of(BEN)
        clock = people.running.clock
        for record, minutes in (
            (Looked(squad), 60),
            (Looked(squad), 5),
            (Looked(squad, ann), 60),
            (Looked(squad, ben), 1),
        ):
            await people.does(CLEO, record)
            clock.step_wall(60 * minutes)
        looks = (await people.around(ANN)).joined[0].looks
        assert [(look.coach, look.at - START) for look in looks] == [
            ("Coach Cleo", 65 * HOUR / 60),
            ("Coach Cleo", HOUR),
            ("Coach Cleo", timedelta()),
        ]


async def test_looking_again_soon_is_the_same_look() -> None:
    async with squad_of_two() as (people, squad):
        for _ in range(3):
            await people.does(CLEO, Looked(squad))
            people.running.clock.step_wall(300)
        assert len((await people.around(ANN)).joined[0].looks) == 2


async def test_looks_from_before_a_runner_came_are_none_of_theirs() -> None:
    async with squad_of_two() as (people, squad):
        await people.does(CLEO, Looked(squad))
        people.running.clock.step_wall(1)
        await people.joins(EVE, squad, TOKEN)
        assert (await people.around(EVE)).joined[0].looks == ()


# erasing and forgetting


async def test_of_an_erased_member_or_coach_not_a_byte_is_left(tmp_path: Path) -> None:
    async with squad_of_two(tmp_path / "k.db") as (people, squad):
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.coaches(DEE, squad, "for Dee")
        ann = await people.id_of(ANN)
        issued = {"members": [[ann, 3]], "looked_at": START.isoformat()}
        await people.does(DEE, Looked(squad, ann), FiguresIssued(squad, issued, {"told": {str(ann): ["red", ""]}}))
        for chat in (ANN, DEE):
            await people.does(chat, Erased())
        for name in ("coach", "membership", "look", "due"):
            rows = await people.running.rows(f"SELECT * FROM {name}")
            assert [row for row in rows if ann in row] == []
        assert await people.running.value("SELECT count(*) FROM look") == 0
        (coached,) = (await people.around(CLEO)).coached
        assert list(coached.coaches.values()) == ["Coach Cleo"]
        assert coached.issued.members == ()
        assert coached.issued.changed_at == START
        assert coached.pushed.told == {}
        for marker in (b"test:Ann", b"test:Dee"):
            assert marker not in bytes_of(tmp_path)


async def test_names_are_nowhere_in_plain_sight(tmp_path: Path) -> None:
    async with squad_of_two(tmp_path / "k.db") as (people, squad):
        await people.shares(ANN, squad, 2, "Annegret")
        await people.does(CLEO, Looked(squad))
        found = bytes_of(tmp_path)
        for name in (b"Early birds", b"Coach Cleo", b"Annegret", b"Europe/Berlin", rb"(?<!T)18:00"):
            assert re.search(name, found) is None


async def test_an_operator_who_erases_the_last_coach_has_the_runners_told() -> None:
    async with squad_of_two() as (people, _):
        running = people.running
        wording = Wording(running.store, plays.CONTENT, plays.words)
        assert await erase_chat(running.store, running.clock, CLEO, wording)
        assert await running.rows("SELECT chat, state FROM outbox WHERE state = 'pending'") == [
            (ANN, "pending"),
            (BEN, "pending"),
        ]
        assert await running.value("SELECT count(*) FROM squad") == 0


async def test_what_is_over_goes_with_the_years_of_a_squad() -> None:
    async with squad_of_two() as (people, squad):
        store, clock = people.running.store, people.running.clock
        await people.does(CLEO, Looked(squad))
        await people.does(EVE, WrongToken())
        counted = "SELECT (SELECT count(*) FROM look), (SELECT count(*) FROM link), (SELECT count(*) FROM wrong_token)"
        for days, left in ((0.05, (1, 1, 1)), (0.2, (1, 1, 0)), (6.9, (1, 0, 0)), (27.9, (1, 0, 0)), (28.1, (0, 0, 0))):
            await store.prune(START + timedelta(days=days + (0.2 if days == 6.9 else 0)))
            assert await people.running.rows(counted) == [left]
        assert GOES["old_looks"] == timedelta(days=28)
        assert clock.now() == START


async def test_a_squad_that_does_not_open_holds_up_nobody_else() -> None:
    async with squad_of_two() as (people, _):
        await people.running.store.write(lambda db: db.execute("UPDATE squad SET body = x'00'"))
        submit = people.running.turns.submit
        ann, eve = (asyncio.create_task(submit(Incoming(chat, Typed("hello")))) for chat in (ANN, EVE))
        assert not (await eve).dead_letter
        assert not ann.done()
        await people.running.clock.advance(5)
        assert (await ann).dead_letter


# digests


@pytest.mark.parametrize(
    ("squad", "after", "comes"),
    [
        (Squad(1, "", "UTC", "18:00", "day"), "2026-03-02T17:59", "2026-03-02T18:00"),
        (Squad(1, "", "UTC", "18:00", "day"), "2026-03-02T18:00", "2026-03-03T18:00"),
        (Squad(1, "", "UTC", "18:00", "week"), "2026-03-02T09:00", "2026-03-08T18:00"),
        (Squad(1, "", "UTC", "18:00", "week"), "2026-03-08T18:00", "2026-03-15T18:00"),
        (Squad(1, "", "Europe/Berlin", "18:00", "week"), "2026-03-25T09:00", "2026-03-29T16:00"),
        (Squad(1, "", "Europe/Berlin", "02:30", "day"), "2026-03-28T09:00", "2026-03-29T01:30"),
        (Squad(1, "", "America/Los_Angeles", "23:30", "week"), "2026-03-09T00:00", "2026-03-09T06:30"),
        (Squad(1, "", "Pacific/Auckland", "06:00", "week"), "2026-03-07T12:00", "2026-03-07T17:00"),
        (Squad(1, "", "Nowhere/Gone", "18:00", "day"), "2026-03-02T09:00", "2026-03-02T18:00"),
    ],
)
def test_a_digest_comes_at_the_hour_of_the_squad(squad: Squad, after: str, comes: str) -> None:
    at, _ = next_digest(squad, datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert at == datetime.fromisoformat(comes).replace(tzinfo=UTC)


def test_a_group_chat_is_written_to_once_a_week_however_often_the_coaches_want_it() -> None:
    squad = Squad(1, "", "UTC", "18:00", "day")
    assert next_post(squad, START) == datetime(2026, 3, 8, 18, tzinfo=UTC)


async def due_rows(people: Club) -> list[tuple[str, str]]:
    return await people.running.rows(
        "SELECT runner.chat, due.at FROM due JOIN runner ON runner.id = due.runner_id ORDER BY due.at, runner.chat"
    )


async def plays_due(people: Club, at: datetime) -> list[tuple[int, Event, list[int]]]:
    """What is played at this time: whose event, which, and the squads around."""
    people.script.events.clear()
    people.script.seen.clear()
    people.running.clock.step_wall((at - people.running.clock.now()).total_seconds())
    schedule = Schedule(people.running.store, people.running.turns, people.running.clock)
    for _ in range(3):
        await schedule.play_due()
    seen = zip(people.script.seen, people.script.events, strict=True)
    return [(around.me, event, [one.squad.id for one in around.coached]) for around, event in seen]


SUNDAY = datetime(2026, 3, 8, 17, tzinfo=UTC)
"""The first digest of a squad in Berlin that has one a week at six."""


async def test_each_coach_gets_each_digest_once_and_sees_the_squad_it_is_of() -> None:
    async with squad_of_two() as (people, squad):
        other = await people.founds(CLEO, "Others", every="day", hour="18:30")
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.coaches(DEE, squad, "for Dee")
        cleo, dee = await people.id_of(CLEO), await people.id_of(DEE)
        half = timedelta(minutes=30)
        played = await plays_due(people, SUNDAY - timedelta(days=6) + half)
        assert played == [(cleo, Due("digest", SUNDAY - timedelta(days=6) + half), [other])]
        played = await plays_due(people, SUNDAY)
        assert sorted(played, key=str) == sorted(
            [(one, Due("digest", SUNDAY), [squad]) for one in (cleo, dee)], key=str
        )
        assert await due_rows(people) == [
            (CLEO, "2026-03-08T17:30:00.000+00:00"),
            (CLEO, "2026-03-15T17:00:00.000+00:00"),
            (DEE, "2026-03-15T17:00:00.000+00:00"),
        ]


async def test_a_digest_that_is_late_is_left_out_and_the_next_one_comes() -> None:
    async with squad_of_two() as (people, _):
        assert await plays_due(people, SUNDAY + 3 * HOUR + timedelta(seconds=1)) == []
        assert await due_rows(people) == [(CLEO, "2026-03-15T17:00:00.000+00:00")]
        assert len(await plays_due(people, SUNDAY + timedelta(days=7) + 3 * HOUR)) == 1


async def test_another_hour_moves_the_next_digest() -> None:
    async with squad_of_two() as (people, squad):
        await people.does(CLEO, SquadChanged(squad, "Early birds", "Asia/Tokyo", "07:30", "day"))
        assert await due_rows(people) == [(CLEO, "2026-03-02T22:30:00.000+00:00")]


async def test_a_new_schedule_of_the_runner_leaves_the_digests_alone() -> None:
    async with squad_of_two() as (people, _):
        await people.does(CLEO, Scheduled(()))
        assert len(await due_rows(people)) == 1


async def test_a_coach_who_blocked_the_bot_gets_the_next_digest_after_coming_back() -> None:
    async with squad_of_two() as (people, _):
        await people.running.say(Left(), CLEO)
        assert await plays_due(people, SUNDAY) == []
        people.running.clock.step_wall(24 * 3600)
        await people.running.say(Typed("back"), CLEO)
        assert await plays_due(people, people.running.clock.now()) == []
        assert len(await plays_due(people, SUNDAY + timedelta(days=7))) == 1


@pytest.mark.parametrize("record", [CoachLeft, SquadDissolved, lambda squad: Erased()])
async def test_who_coaches_no_more_gets_no_digest(record: Callable[[int], Record]) -> None:
    async with squad_of_two() as (people, squad):
        await people.invites(CLEO, squad, "for Dee", "coach")
        await people.coaches(DEE, squad, "for Dee")
        await people.does(DEE, record(squad))
        assert {chat for chat, _ in await due_rows(people)} <= {CLEO}
