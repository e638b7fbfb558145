"""A squad over Telegram with the real bot: founded, joined, looked at, told of what is red, taken back, over.

What is said in which state is for the recorded conversations; here it goes through database, outbox and server.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from support.botapi import BotApi as Server
from support.botapi import User
from support.clock import Leaping
from support.clubhouse import Clubhouse, clubhouse
from support.folders import bytes_of
from support.png import size_of

FOUND = ("/squad", "[Found a squad]", "Early birds", "Berlin", "[Berlin]", "[18:30]", "[Each week]", "Coach Cleo")
"""18:30 in Berlin is 17:30 UTC in winter."""


async def founds(house: Clubhouse, coach: User) -> None:
    await house.does(coach, "/start", "[I agree]", *FOUND)


async def link_of(house: Clubhouse, coach: User) -> str:
    """The token of a new link for ten runners."""
    said = await house.does(coach, "/squad", "[Invite runners]", "[10 runners]")
    return re.search(r"https://t\.me/kneewise_test_bot\?start=([A-Za-z0-9_-]+)", said)[1]


async def joins(
    house: Clubhouse, user: User, token: str, level: str = "Status", name: str = "Ann", *, agreed: bool = False
) -> None:
    await house.does(user, f"/start {token}", *(() if agreed else ("[I agree]",)), f"[{level}]")
    if level != "Nothing":
        await house.does(user, "[I am 18 or over]", name, "[Yes, show this]")


async def test_an_invitation_comes_as_a_link_and_as_a_picture_of_it(
    house: Clubhouse, server: Server, cleo: User
) -> None:
    await founds(house, cleo)
    token = await link_of(house, cleo)
    assert len(token) * 6 >= 128
    photo = cleo.messages[-1].file
    assert photo.kind == "photo"
    _, data = server.state.files[photo.file_id]
    assert size_of(data) == (1080, 1320)


async def test_a_runner_joins_through_the_link_and_the_coach_sees_what_they_agreed_to(
    house: Clubhouse, cleo: User, ann: User, server: Server
) -> None:
    await founds(house, cleo)
    token = await link_of(house, cleo)
    ben = server.user(11, "Ben")
    await joins(house, ann, token, "Status", "<b>Ann</b> & co")
    await joins(house, ben, token, "Nothing")
    said = await house.does(cleo, "/summary")
    assert "<b>Ann</b> & co" in said
    assert "Ben" not in said
    assert "○ <b>Ann</b> &…" in cleo.messages[-1].labels
    before = [message.text for message in cleo.messages]
    await house.does(ben, "/sharing", "hello")
    assert [message.text for message in cleo.messages] == before, "nobody learns who shares nothing"


async def test_a_runner_sees_who_looked_and_takes_it_back_at_once(house: Clubhouse, cleo: User, ann: User) -> None:
    await founds(house, cleo)
    await joins(house, ann, await link_of(house, cleo))
    assert "Ann" in await house.does(cleo, "/summary")
    assert "Coach Cleo" in await house.does(ann, "/sharing")
    (member,) = (await house.around(ann)).joined
    assert [look.coach for look in member.looks] == ["Coach Cleo"]
    await house.does(ann, "[Show nothing]")
    assert "Ann" not in await house.does(cleo, "/summary")
    assert "Ann" not in str(cleo.messages[-1].labels)


async def test_the_picture_and_the_table_of_a_squad_come_as_files(
    house: Clubhouse, server: Server, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    await joins(house, ann, await link_of(house, cleo), "Details", "=Ann()")
    await house.does(cleo, "/summary")
    files = {}
    for way in ("heat_map", "sheet"):
        data = next(one for row in cleo.messages[-1].buttons for _, one in row if one.endswith(f":{way}"))
        await cleo.taps_data(data, cleo.messages[-1])
        await house.settle()
        file = next(message.file for message in reversed(cleo.messages) if message.file)
        files[way] = (file.kind, file.name, server.state.files[file.file_id][1])
        await house.does(cleo, "/summary")
    assert files["heat_map"][0] == "photo"
    assert size_of(files["heat_map"][2])[0] == 1080
    assert files["sheet"][:2] == ("document", "squad.csv")
    assert b"\r\n'=Ann()," in files["sheet"][2]


async def test_what_tells_a_coach_of_runners_can_not_be_passed_on_and_all_else_can(
    house: Clubhouse, server: Server, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    await joins(house, ann, await link_of(house, cleo), "Details")
    await house.does(cleo, "/summary", "Ann", "[To the summary]", "[Two weeks]", "[To the summary]", "[What can I do?]")
    await house.does(ann, "/triage", "[☐ Chest pain or short of breath]")
    await house.until(datetime(2026, 3, 8, 17, 30, 5, tzinfo=UTC))
    calls = [call for call in server.calls if call.method in ("sendMessage", "sendPhoto")]
    marked = {
        str(call.params.get("text") or call.params.get("caption")).splitlines()[0]
        for call in calls
        if call.params.get("protect_content")
    }
    pushed, digest = [message for message in cleo.messages if message.text.startswith("Early birds\n")][-2:]
    assert "Ann" in pushed.text
    assert "Who needs you" in digest.text
    assert marked == {"<b>Early birds</b>", "<b>Ann</b>", "<b>Early birds</b>, 17 Feb to 2 Mar"}
    assert {call.params["chat_id"] for call in calls if call.params.get("protect_content")} == {cleo.id}


async def test_an_emergency_of_a_runner_is_told_to_the_coach_at_once_and_once(
    house: Clubhouse, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    await joins(house, ann, await link_of(house, cleo), "Status", "Ann")
    before = len(cleo.messages)
    await house.does(ann, "/triage", "[☐ Chest pain or short of breath]")
    await house.does(ann, "/help", "hello", "/triage")
    (pushed,) = cleo.messages[before:]
    assert "Ann" in pushed.text
    assert "hest" not in pushed.text, "which sign it was is not theirs to know"
    assert pushed.labels == []


async def test_a_runner_who_joins_while_an_emergency_stands_is_told_of_at_once(
    house: Clubhouse, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    token = await link_of(house, cleo)
    await house.does(ann, "/start", "[I agree]", "[☐ Chest pain or short of breath]")
    before = len(cleo.messages)
    joined_at = house.clock.now()
    await joins(house, ann, token, "Status", "Ann", agreed=True)
    (pushed,) = cleo.messages[before:]
    assert "Ann needs attention" in pushed.text
    (coached,) = (await house.around(cleo)).coached
    assert coached.issued.changed_at > joined_at, "the figures know that somebody came"


async def test_the_digest_comes_at_the_hour_of_the_squad_once_and_survives_a_restart(
    server: Server, clock: Leaping, folder: Path, cleo: User, ann: User
) -> None:
    async with clubhouse(server, folder, clock) as house:
        await founds(house, cleo)
        await joins(house, ann, await link_of(house, cleo))
        before = len(cleo.messages)
        await house.until(datetime(2026, 3, 8, 17, 29, tzinfo=UTC))
        assert len(cleo.messages) == before
    async with clubhouse(server, folder, clock) as house:
        await house.until(datetime(2026, 3, 8, 17, 30, 5, tzinfo=UTC))
        await house.until(datetime(2026, 3, 8, 22, 0, tzinfo=UTC))
        (digest,) = cleo.messages[before:]
        assert "Early birds" in digest.text
        assert [look.coach for look in (await house.around(ann)).joined[0].looks] == ["Coach Cleo"]


async def test_when_the_last_coach_deletes_everything_the_runners_are_told_and_no_name_is_left(
    house: Clubhouse, folder: Path, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    await joins(house, ann, await link_of(house, cleo))
    before = len(ann.messages)
    await house.does(cleo, "/delete", "yes")
    (told,) = ann.messages[before:]
    assert "Early birds is over" in told.text
    for table in ("squad", "coach", "membership", "link", "look"):
        assert await house.value(f"SELECT count(*) FROM {table}") == 0
    assert b"telegram:7" not in bytes_of(folder)
    assert await house.value("SELECT count(*) FROM runner WHERE chat = 'telegram:7'") == 0


async def test_runners_hear_at_once_that_a_squad_has_a_new_coach_and_see_it_in_what_they_share(
    house: Clubhouse, server: Server, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    await joins(house, ann, await link_of(house, cleo))
    said = await house.does(cleo, "/squad", "[Coaches]", "[Invite a coach]")
    token = re.search(r"start=([A-Za-z0-9_-]+)", said)[1]
    dee, before = server.user(10, "Dee"), len(ann.messages)
    await house.does(dee, f"/start {token}", "[I agree]", "Coach Dee", "[Yes, I coach them]")
    (told,) = ann.messages[before:]
    assert told.text.startswith("Coach Dee coaches Early birds too")
    assert "Coaches: Coach Cleo, Coach Dee" in await house.does(ann, "/sharing")


async def test_guesses_run_out_and_a_right_one_after_them_says_no_more_than_a_wrong_one(
    house: Clubhouse, server: Server, cleo: User, ann: User
) -> None:
    await founds(house, cleo)
    token = await link_of(house, cleo)
    await house.does(ann, "/start", "[I agree]")
    for number in range(5):
        await house.does(ann, f"/start wrong-{number}")
    wrong = await house.does(ann, "/start wrong-again")
    assert await house.does(ann, f"/start {token}") == wrong
    assert (await house.around(ann)).joined == ()


async def test_an_invitation_that_waits_for_consent_still_works_after_a_restart(
    server: Server, clock: Leaping, folder: Path, cleo: User, ann: User
) -> None:
    async with clubhouse(server, folder, clock) as house:
        await founds(house, cleo)
        token = await link_of(house, cleo)
        await house.does(ann, f"/start {token}")
        assert await house.value("SELECT count(*) FROM membership") == 0
    async with clubhouse(server, folder, clock) as house:
        said = await house.does(ann, "[I agree]")
        assert "Coach Cleo invites you to Early birds" in said
