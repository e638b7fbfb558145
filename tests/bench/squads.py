"""What a coach waits for: the summary of a squad and its picture; and a thousand digests that come at the same hour.

A runner of a squad has four weeks of a plan behind them. Everybody else of the town has only rows.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from support.conversation import Conversation
from support.squad_club import Club
from support.squad_people import lives
from support.walk import go_on_to

from bot.clock import SystemClock
from bot.pictures import made
from bot.schedule import Schedule
from bot.seal import Sealer
from bot.store import Store, squad_records
from bot.store.squad_turns import IDS, SquadTurn
from bot.transport import Incoming
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Command
from dialogs.replies import Drawing, Invited, Joined, SquadFounded, SquadRecord
from dialogs.squads.heat_map import heat_map_values
from dialogs.squads.people import DETAILS, Membership, Squad
from dialogs.squads.summary import lines_of

from .disk import DISK
from .durable import Work, at_work
from .table import Row, times
from .town import Town, chat_of

LARGE, SMALL = 1_000_000, 1000
CHECK_INS = 10
WEEKS = 4
SIZES = (30, 500)
ROUNDS = 15
DIGESTS, MEMBERS = 1000, 10
PAGE = 10
TARGET_RATIO = 1.5
TARGET_MS = {30: 100, 500: 1000}
TARGET_PICTURE_MS, TARGET_DIGESTS_SECONDS = 100, 60
EARLIER = timedelta(days=2)


@dataclass(frozen=True)
class Coached:
    """A squad in a town, by its coach."""

    coach: int
    runners: Sequence[int]


async def measure(content: Content) -> list[Row]:
    """Rounds of both towns take turns; the digests are those of the large one."""
    now = datetime.now(UTC)
    dialogue = lived(content, now)
    took: dict[tuple[int, int], list[float]] = {(town, size): [] for town in (LARGE, SMALL) for size in SIZES}
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        towns = [await Town.built(Path(name) / str(size), size, CHECK_INS) for size in (LARGE, SMALL)]
        async with AsyncExitStack() as stack:
            works, squads = {}, {}
            for town in towns:
                town.give(range(1, 2 + sum(SIZES) + len(SIZES)), dialogue)
                works[town.size] = await stack.enter_async_context(at_work(content, town.path, town.sealer))
                squads[town.size] = await founded(works[town.size].store, SIZES, now)
            for _ in range(ROUNDS):
                for town_size, size in took:
                    took[town_size, size].append(await summary_ms(works[town_size], squads[town_size][size].coach))
        many = towns[0]
        first = 2 + sum(SIZES) + len(SIZES)
        many.give(range(first, first + DIGESTS * (MEMBERS + 1)), dialogue)
        async with at_work(content, many.path, many.sealer) as work:
            digests = await digests_seconds(work, first, now)
    return [*summary_rows(took), await picture_row(content, dialogue, now), digest_row(digests)]


def lived(content: Content, now: datetime) -> Dialogue:
    """A runner with a plan, who answered every day."""
    club = Club(content, now - timedelta(weeks=WEEKS))
    conversation = Conversation(content, now=club.now)
    for line in ("/start", "[I agree]"):
        conversation.says(line)
    go_on_to(conversation, "verdict", pain_run=3)
    conversation.says("/plan")
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    club.comes("ben", conversation)
    lives(club, "ben", ", ".join(["p2 r2", "p2"] * 7 * (WEEKS // 2)))
    conversation.dialogue.due = []
    return conversation.dialogue


async def founded(store: Store, sizes: Iterable[int], now: datetime) -> dict[int, Coached]:
    """A squad of each size: the coach comes first, then its runners, from the first of the town on."""
    squads, first = {}, 1
    for size in sizes:
        squads[size] = await squad_of(store, first, size, now)
        first += size + 1
    return squads


async def squad_of(store: Store, coach: int, size: int, now: datetime, hour: str = "18:00") -> Coached:
    """A squad whose runners joined so long ago that its figures are worked out at each look."""
    await store.ids.ensure(IDS * (size + 2))
    ids = [tuple(store.ids.next() for _ in range(IDS)) for _ in range(size + 2)]
    squad, token, runners = ids[0][0], f"squad-of-{coach}-{'x' * 20}", range(coach + 1, coach + 1 + size)
    records: list[tuple[int, SquadRecord]] = [
        (coach, SquadFounded(f"Squad {coach}", "UTC", hour, "day", f"Coach {coach}")),
        (coach, Invited(squad, "runner", token, size, now + EARLIER)),
        *((runner, Joined(squad, f"Runner {runner}", DETAILS, False, token)) for runner in runners),
    ]
    at = now - EARLIER
    turns = [SquadTurn(runner, at, "", one, record) for one, (runner, record) in zip(ids, records, strict=True)]
    await store.write(partial(_keep, sealer=store.sealer, turns=turns))
    return Coached(coach, runners)


def _keep(db: sqlite3.Connection, sealer: Sealer, turns: Iterable[SquadTurn]) -> None:
    for turn in turns:
        squad_records.keep(db, sealer, turn)


async def summary_ms(work: Work, coach: int) -> float:
    """From the command to the commit of the page."""
    shown = work.transport.next_message(chat_of(coach))
    began = perf_counter()
    taken = await work.turns.submit(Incoming(chat_of(coach), Command("summary")))
    took = perf_counter() - began
    assert not taken.dead_letter
    assert "of" in ((await shown).text or "")
    return took * 1000


async def digests_seconds(work: Work, first: int, now: datetime) -> float:
    """Until the digests of all squads, due at the same moment, are committed."""
    at = now - timedelta(minutes=1)
    for coach in range(first, first + DIGESTS * (MEMBERS + 1), MEMBERS + 1):
        await squad_of(work.store, coach, MEMBERS, at, hour=f"{at:%H:%M}")
    await work.store.write(lambda db: db.execute("UPDATE due SET at = ? WHERE kind LIKE 'digest:%'", (at.isoformat(),)))
    schedule, played, began = Schedule(work.store, work.turns, SystemClock()), 0, perf_counter()
    while some := await schedule.play_due():
        played += some
    took = perf_counter() - began
    assert played >= DIGESTS
    return took


async def picture_row(content: Content, dialogue: Dialogue, now: datetime) -> Row:
    """The picture of a full page."""
    squad = Squad(1, "Tuesday track", "UTC")
    members = [(Membership(one, f"Runner {one}", DETAILS, now), dialogue) for one in range(PAGE)]
    values = heat_map_values(content, content.texts("en"), squad, lines_of(content, members, now), now)
    took = []
    for _ in range(ROUNDS):
        began = perf_counter()
        await made(Drawing("squad_heat_map", values), as_document=False)
        took.append((perf_counter() - began) * 1000)
    ms, target = median(took), TARGET_PICTURE_MS
    return Row(f"Heat map of {PAGE} runners", f"{ms:.0f} ms", target=f"< {target} ms", met=ms < target)


def summary_rows(took: dict[tuple[int, int], list[float]]) -> list[Row]:
    """Each size in the large town, and beside it the same in the small one."""
    rows = []
    for size in SIZES:
        large, small = median(took[LARGE, size]), median(took[SMALL, size])
        target, met = TARGET_MS[size], large <= TARGET_RATIO * small
        stored = f"{LARGE:,} runners and {LARGE * CHECK_INS:,} check-ins stored"
        rows += [
            Row(f"Summary of {size} runners", f"{large:.0f} ms", stored, "", f"< {target} ms", large < target),
            Row("", f"{small:.0f} ms", f"{SMALL:,} runners", times(large, small), f"<= {TARGET_RATIO} x", met),
        ]
    return rows


def digest_row(seconds: float) -> Row:
    """Digests of squads that train at the same hour."""
    target = TARGET_DIGESTS_SECONDS
    what = f"{MEMBERS} runners each, {LARGE:,} runners stored"
    figure = f"{DIGESTS:,} digests due at one hour, committed"
    return Row(figure, f"{seconds:.1f} s", what, "", f"< {target} s", seconds < target)
