"""A club: as many runners as wished, drawn from the personas that came along, each with a knee and habits of their own.

A member depends on nothing but a number of their own, so that any count of processes gives the same club.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields, replace
from datetime import time, timedelta
from functools import lru_cache
from multiprocessing import get_context
from random import Random

from bot.simulate.living import Life
from bot.simulate.persona import Habits, Nature, Persona, Sign
from bot.simulate.reading import find_persona, read_persona, shipped
from dialogs.content import Content, read_content
from dialogs.facts import Value
from dialogs.plans import course_today

Draw = Callable[[float, float], float]

HOMES = (
    ("Europe/London", "en-GB", "London"), ("Europe/Berlin", "en-DE", "Berlin"),
    ("America/New_York", "en-US", "New York"), ("America/Denver", "en-US", "Denver"),
    ("Asia/Kolkata", "en-IN", "Mumbai"), ("Australia/Sydney", "en-AU", "Sydney"),
    ("Pacific/Auckland", "en-NZ", "Auckland"), ("Asia/Tokyo", "en-JP", "Tokyo"),
    ("America/St_Johns", "en", "St. John's"),
)  # fmt: skip
TRAINED = timedelta(minutes=100)
"""So long before the question they train, so that the day's run is over when it comes."""
NEW_SIGNS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("swelling", {"swelling": "small"}), ("swelling", {"swelling": "large"}), ("locking", {"knee_locked": True}),
    ("knock", {"injury_recent": True}), ("night_pain", {"night_rest_pain": True}), ("limp", {}), ("other", {}),
    ("fever", {"fever_or_unwell": True}), ("calf", {"calf_swelling": True}),
    ("emergency", {"chest_pain_or_breathless": True}),
)  # fmt: skip
SHARE_WITH_A_SIGN, SHARE_SILENT, SHARE_OVER = 0.15, 0.3, 0.3
LONGEST_SILENCE = 20
RECENT = 14
"""Days without a run after which nobody counts as running, and without an answer as silent."""
FEW = 8
"""With fewer runners than this, more processes are not worth their start."""


@dataclass
class Fates:
    """What became of one runner, or of many: every number is a count."""

    runners: int = 0
    answers: int = 0
    prompts: int = 0
    reminders: int = 0
    last_words: int = 0
    runs: int = 0
    at_night: int = 0
    doubled: int = 0
    running: int = 0
    running_again: int = 0
    recovered: int = 0
    resting: int = 0
    stopped: int = 0
    sent_to_care: int = 0
    silent: int = 0
    rows: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Fates") -> "Fates":
        return Fates(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def is_kept(self) -> bool:
        """Whether nobody was written to at night, or twice on a date."""
        return not (self.at_night or self.doubled)


def live_together(runners: int, days: int, seed: int, processes: int = 1) -> Fates:
    """So many runners live so many days; what became of them."""
    chance = Random(seed)  # noqa: S311  # made-up lives, no secrets
    numbers = [chance.getrandbits(64) for _ in range(runners)]
    jobs = [(number, days) for number in numbers]
    if processes == 1 or runners < FEW:
        return total(map(_live, jobs))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return total(pool.map(_live, jobs, chunksize=4))


def total(fates: Iterable[Fates]) -> Fates:
    """All of them together."""
    return sum(fates, Fates())


def _live(job: tuple[int, int]) -> Fates:
    number, days = job
    content, personas = _cast()
    chance = Random(number)  # noqa: S311
    life = Life(content, somebody(chance, chance.choice(personas), days), chance)
    life.live(days)
    return fate(life, days)


@lru_cache(maxsize=1)
def _cast() -> tuple[Content, tuple[Persona, ...]]:
    content = read_content()
    return content, tuple(read_persona(content, find_persona(name)) for name in shipped())


def somebody(chance: Random, persona: Persona, days: int) -> Persona:
    """Somebody like this persona, with another knee, other habits, and another home."""
    zone, locale, city = chance.choice(HOMES)
    hour = chance.choice(_cast()[0].facts["check_in_hour"].values)
    nature = a_knee(chance, persona.nature, days)
    pain = min(round(nature.sore), 10)
    return replace(
        persona,
        zone=zone,
        locale=locale,
        city=city,
        starts=persona.starts + timedelta(days=chance.randrange(28), minutes=chance.randrange(0, 600, 10) - 600),
        facts={**persona.facts, "pain_run": min(pain + 1, 10), "pain_daily_worst": pain, "check_in_hour": hour},
        habits=some_habits(chance, persona.habits, hour, days),
        nature=nature,
        lives=(),
    )


def a_knee(chance: Random, nature: Nature, days: int) -> Nature:
    """A knee that is more or less sore, quicker or slower, with bad days and now and then something new."""
    draw: Draw = chance.uniform
    flares = tuple((chance.randrange(1, days + 1), draw(1, 4)) for _ in range(chance.randrange(4)))
    signs = nature.signs
    if chance.random() < SHARE_WITH_A_SIGN:
        tick, triage = chance.choice(NEW_SIGNS)
        signs = (Sign(chance.randrange(2, days + 2), (tick,), triage),)
    return replace(
        nature,
        sore=min(nature.sore * draw(0.5, 1.6), 10),
        settles=nature.settles * draw(0.4, 1.3),
        takes_min=nature.takes_min * draw(0.6, 1.6),
        gains_min=nature.gains_min * draw(0.5, 1.5),
        rises=nature.rises * draw(0.7, 1.8),
        noise=nature.noise * draw(0.5, 2),
        flares=(*nature.flares, *flares),
        signs=signs,
    )


def some_habits(chance: Random, habits: Habits, hour: str, days: int) -> Habits:
    """Somebody who answers and trains more or less, forgets the phone for a while, or runs too far."""
    draw: Draw = chance.uniform
    first = chance.randrange(2, days + 2)
    silent = ((first, first + chance.randrange(2, LONGEST_SILENCE)),) if chance.random() < SHARE_SILENT else ()
    over = tuple(sorted(chance.randrange(1, days + 1) for _ in range(2))) if chance.random() < SHARE_OVER else ()
    at = time.fromisoformat(hour)
    minutes = (at.hour * 60 + at.minute - TRAINED // timedelta(minutes=1)) % (24 * 60)
    return replace(
        habits,
        trains=time(minutes // 60, minutes % 60),
        answers=draw(0.4, 1),
        after_min=chance.randrange(1, 150),
        reminded=draw(0, 1),
        runs=draw(0.6, 1),
        exercises=draw(0, 0.8),
        silent=silent,
        over_runs=over,
    )


def fate(life: Life, days: int) -> Fates:
    """What became of this one."""
    tally, plan = life.tally, life.phone.dialogue.plan
    course = course_today(life.scene) if plan is not None else None
    silent_for = days - life.runner.answered_on
    running = course is not None and course.locked is None and days - life.runner.knee.ran_on < RECENT
    running = running and life.runner.knee.ran_on > 0
    rested = any(one["running"]["disposition"] == "rest" for one in tally.plans) or tally.decided("decision")["stop"]
    return Fates(
        runners=1,
        answers=len(tally.answers),
        prompts=tally.sent("check_in"),
        reminders=tally.sent("reminder"),
        last_words=tally.sent("last_word"),
        runs=tally.runs,
        at_night=tally.at_night,
        doubled=tally.doubled,
        running=running,
        running_again=running and bool(rested),
        recovered=course is not None and course.recovered is not None,
        resting=course is not None and course.resting and course.locked is None,
        stopped=course is not None and course.locked in ("retriage", "closed"),
        sent_to_care=tally.was_sent_to_care,
        silent=silent_for >= RECENT,
        rows=tally.decided("row"),
    )


def club_lines(fates: Fates, days: int, seed: int) -> list[str]:
    """The totals in words."""
    rows = ", ".join(f"{row} {count:,}" for row, count in sorted(fates.rows.items(), key=_by_number))
    sent = f"{fates.prompts:,} prompts, {fates.reminders:,} reminders, {fates.last_words:,} last words"
    return [
        f"{fates.runners:,} runners, {days} days, seed {seed}: {fates.answers:,} answers, {sent}, {fates.runs:,} runs.",
        f"Decisions by row: {rows or 'none'}.",
        f"At the end {fates.running:,} run, {fates.running_again:,} of them again after a rest or a stop; "
        f"{fates.recovered:,} recovered, {fates.resting:,} rest, {fates.stopped:,} stopped, "
        f"{fates.silent:,} silent; {fates.sent_to_care:,} were sent to care.",
        f"Messages at night: {fates.at_night:,}. Dates with two prompts: {fates.doubled:,}.",
    ]


def _by_number(row: tuple[str, int]) -> tuple[str, int]:
    return row[0][0], int(row[0][1:])
