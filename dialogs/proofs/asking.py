"""Claims about the questions: each is reached, the early stop is sound, "at most N more" is never too low."""

from collections.abc import Iterator

import z3

from dialogs.consent import WITH_PARENT
from dialogs.proofs.half_known import HalfKnown
from dialogs.proofs.search import Search
from dialogs.proofs.symbols import Formula
from dialogs.proofs.world import Broken, World
from dialogs.questions import Item, Screen
from dialogs.telling import said

TRIAGE = "questions/triage.yaml"


def early_stop_is_sound(world: World) -> Iterator[Broken]:
    """Once the program calls a verdict certain, no further answer changes disposition, time frame or `meanwhile`."""
    half = world.half_weight
    found = world.alone.smallest(z3.And(half.is_decided, world.one_weight.differs_from(half.fired)))
    if found is not None:
        yield Broken(
            TRIAGE,
            f"the questions stop too early for this runner: {said(world.content, found[1])}.",
            "Every emergency needs 'by: now'; else report it, for the program itself is wrong.",
            found[1],
        )


def nobody_gets_stuck(world: World) -> Iterator[Broken]:
    """While the verdict is open there is a question that is surely asked next."""
    asked = [world.half.is_asked(screen) for screen in world.content.triage.screens]
    found = world.alone.smallest(z3.And(z3.Not(world.half_weight.is_decided), z3.Not(z3.Or(asked))))
    if found is not None:
        yield Broken(
            TRIAGE,
            f"nothing is left to ask this runner, and still nothing is decided: {said(world.content, found[1])}.",
            "Ask for every fact the rules read.",
            found[1],
        )


def the_bound_never_grows(world: World) -> Iterator[Broken]:
    """No answer brings up a screen that "at most N more" did not count before.

    Answers are only added, except those to questions that are no longer asked, which are forgotten.
    """
    later = HalfKnown(world.one, "later")
    kept = [
        z3.Implies(world.half.known[name], z3.Or(later.known[name], later.holds(tree).no))
        for name, tree in world.content.triage.asked_when.items()
    ]
    search = Search(world.one, *kept)
    for screen in world.content.triage.screens:
        found = search.smallest(z3.And(later.is_open(screen), z3.Not(world.half.is_open(screen))))
        if found is not None:
            yield Broken(
                screen.where,
                f"'{screen.id}' comes up although \"at most N more questions\" had not counted it: "
                f"{said(world.content, found[1])}.",
                "Let its 'ask_when' read only facts that are asked.",
                found[1],
            )


def every_question_is_reached(world: World) -> Iterator[Broken]:
    """Each fact on each screen is asked of somebody, before that runner's verdict is certain."""
    for screen in world.content.triage.screens:
        for item in _not_reached(world, screen):
            never = world.alone.model(world.one.holds(item.ask_when)) is None
            why = "its 'ask_when' never holds" if never else "the verdict is certain, or it is asked, before"
            yield Broken(
                screen.where,
                f"no path reaches '{item.fact.id}' on '{screen.id}': {why}.",
                "Mend 'ask_when', or ask it earlier.",
            )


def _not_reached(world: World, screen: Screen) -> list[Item]:
    states = [before(world.half, screen)] + [
        z3.And(world.half.known[lead.fact.id], world.one.counts(lead.fact.id).least(1))
        for other in world.content.triage.screens
        for lead in other.items
        if screen.id in lead.leads_to
    ]
    comes_up = z3.And(world.half.is_asked(screen), z3.Not(world.half_weight.is_decided))
    waiting = {item.fact.id: (item, _is_asked_here(world, screen, item)) for item in screen.items}
    for state in states:
        for name in list(waiting):
            # One runner who comes by here is often asked everything on the screen.
            if name in waiting and (model := world.alone.model(z3.And(state, comes_up, waiting[name][1]))) is not None:
                waiting = {
                    fact: (item, asked)
                    for fact, (item, asked) in waiting.items()
                    if not z3.is_true(model.eval(asked, model_completion=True))
                }
    return [item for item, _ in waiting.values()]


def _is_asked_here(world: World, screen: Screen, item: Item) -> Formula:
    return z3.And(
        z3.Not(world.half.asks(item).no),
        z3.Not(world.half.known[item.fact.id]),
        *[z3.Not(world.half.asks(other).yes) for other in _asked_before(world, screen, item)],
    )


def _asked_before(world: World, screen: Screen, item: Item) -> Iterator[Item]:
    """The same fact on earlier screens."""
    for other in world.content.triage.screens:
        if other is screen:
            return
        yield from (one for one in other.items if one.fact is item.fact)


def before(half: HalfKnown, screen: Screen) -> Formula:
    """Just before a screen: what earlier screens ask is known where they ask it, and nothing else."""
    facts: dict[str, list[Formula]] = {name: [] for name in half.known}
    for other in half.runner.triage.screens:
        if other is screen:
            break
        for item in other.items:
            facts[item.fact.id].append(half.asks(item).yes)
    return z3.And([half.known[name] == z3.Or(asked) for name, asked in facts.items()])


def the_parent_fits_the_bound(world: World) -> Iterator[Broken]:
    """Under 16 a card for the parent comes after the age: still "at most N more questions" is not too low.

    So at least one of the screens counted then is never asked of such a runner.
    """
    screens = world.content.triage.screens
    place = next((place for place, screen in enumerate(screens) if screen.id == "age_band"), None)
    if place is None:
        return
    at_age = HalfKnown(world.one, "at_age")
    young = z3.Or([world.is_at(world.one, "age_band", age) for age in WITH_PARENT])
    all_asked = [
        z3.Implies(at_age.is_open(screen), z3.Or([world.one.holds(item.ask_when) for item in screen.items]))
        for screen in screens[place + 1 :]
    ]
    still_open = z3.And(before(world.half, screens[-1]), z3.Not(world.half_weight.is_decided))
    found = world.alone.smallest(z3.And(young, before(at_age, screens[place]), *all_asked, still_open))
    if found is not None:
        yield Broken(
            screens[place].where,
            f'"at most N more questions" leaves out the card for the parent: {said(world.content, found[1])}.',
            "Report it: the bound must then count that card.",
            found[1],
        )
