"""What a runner tells of strength work: a move hurts, moves are done; and how much of it was done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dialogs.exercises import LENGTHS, Library
from dialogs.training import Done, Step, Training, session

KEPT_DAYS = 28
"""How long it is remembered which sessions were done."""


class Swapped(NamedTuple):
    """What came of "this hurts": the move given instead, if there is one, and the region that rests today, if any."""

    training: Training
    instead: str | None
    rests: str | None


def swap(library: Library, training: Training, move: str, day: int) -> Swapped:
    """A move of today hurts: it is left out from now on for some days, and another one takes its place.

    When as many swaps as `hurting_swaps` of one region have hurt on one day as well, that region rests today.
    """
    before = session(library, training, day)
    slot = next((given.slot for given in before.given if given.move == move), library.moves[move].regions[0])
    was_swap = any(given.move == move and given.instead_of for given in before.given)
    hurting = dict(training.hurting) if training.hurting_day == day else {}
    hurting[slot] = hurting.get(slot, 0) + was_swap
    rests = slot if hurting[slot] >= library.rules.hurting_swaps else None
    swapped = {name: until for name, until in training.swapped.items() if until >= day}
    resting = {region: at for region, at in training.resting.items() if at == day}
    after = replace(
        training,
        swapped={**swapped, move: day + library.rules.swapped_days},
        resting={**resting, slot: day} if rests else resting,
        hurting=hurting,
        hurting_day=day,
        hurt_day=day,
        steps={name: step for name, step in training.steps.items() if name != move},
    )
    instead = [name for name in session(library, after, day).moves if name not in before.moves]
    return Swapped(after, instead[0] if instead else None, rests)


def done(
    library: Library, training: Training, day: int, moves: Sequence[str], *, full: bool = True, pain: int = 0
) -> Training:
    """Strength moves were done on a day: `full` if all sets were, `pain` is the most that they brought (0 to 10).

    A move counts once a day. Days before `KEPT_DAYS` are forgotten.
    """
    today = next((one for one in training.done if one.day == day), Done(day, (), loaded=False))
    new = [move for move in dict.fromkeys(moves) if move not in today.moves]
    steps = dict(training.steps)
    for move in new:
        step = steps.get(move, Step())
        good = full and pain <= library.rules.raise_pain_most
        steps[move] = step._replace(running=step.running + 1 if good else 0)
    names = (*today.moves, *new)
    entry = Done(day, names, any(library.moves[name].loaded for name in names))
    log = [one for one in training.done if day - KEPT_DAYS < one.day != day]
    hurt = pain > library.stages[training.stage].pain_most
    return replace(
        training,
        done=tuple(sorted([*log, entry])) if names else training.done,
        steps=steps,
        hurt_day=day if hurt else training.hurt_day,
    )


def sessions_done(training: Training, day: int, days: int = 7) -> int:
    """On how many of the last days, this one among them, strength moves were done."""
    return sum(day - days < one.day <= day for one in training.done)


def adherence(library: Library, training: Training, day: int) -> int | None:
    """Percent of the planned sessions of the last 7 days that were done; None in the first week of a stage."""
    if day - training.since < 7:
        return None
    planned = library.stages[training.stage].sessions_week
    return min(100, 100 * sessions_done(training, day) // planned)


def length_to_offer(library: Library, training: Training, day: int) -> str | None:
    """A shorter session to offer to whom it is too much: "two" moves, or after two weeks "five_minutes"."""
    numbers = library.rules.adherence
    now = adherence(library, training, day)
    if now is None or now >= numbers["good_percent"]:
        return None
    days = numbers["five_minutes_after_days"]
    weeks = [adherence(library, training, day - back) for back in range(0, days, 7)]
    low = all(share is not None and share < numbers["ask_percent"] for share in weeks)
    offer = "five_minutes" if low else "two"
    return offer if LENGTHS.index(offer) > LENGTHS.index(training.length) else None
