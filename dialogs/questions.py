"""Questions and screens: which facts count as what, and what to ask next, given the answers so far."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dialogs.expressions import All, Always, AnyOf, Condition, Known, Rank, Tree, compiled, facts_of
from dialogs.facts import Fact, Value


@dataclass(frozen=True, slots=True)
class Item:
    """A fact on a screen; `ask_when` holds the screen's condition too. `leads_to` are the screens a yes brings next."""

    fact: Fact
    ask_when: Tree
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Screen:
    """What is asked at once: the ticks of several facts, or one question (its id is then the fact's).

    `picture` names a picture that goes with it, whose numbers are those of the values; `suggest` are the numbers on
    buttons; `skip` says that the question can be passed over; `beside` is a fact to tick beside the answer; `ways` are
    places one can go instead of answering;
    `keep_days`: an answer as young as this is kept when the questions begin anew; `where` is its file and line.
    """

    id: str
    kind: str
    items: tuple[Item, ...]
    at_once: bool = False
    red_flags: bool = False
    picture: str | None = None
    suggest: tuple[float, ...] = ()
    skip: bool = False
    beside: Fact | None = None
    ways: tuple[str, ...] = ()
    keep_days: int = 0
    sets: Mapping[str, Value] = field(default_factory=dict)
    instead: Mapping[str, Value] = field(default_factory=dict)
    where: str = ""

    @property
    def question(self) -> Fact:
        """The fact of a screen that asks one question."""
        return self.items[0].fact

    @property
    def name(self) -> str:
        """What its texts stand under: its own id where there are ticks, else the fact it asks for."""
        return self.id if self.kind == "ticks" else self.question.id


@dataclass(frozen=True)
class Questionnaire:
    """The screens in the order they are asked. Conditions may read facts that no screen asks for: they are given."""

    screens: tuple[Screen, ...]
    vocabulary: Mapping[str, Fact]

    @cached_property
    def by_id(self) -> dict[str, Screen]:
        """Screens by id."""
        return {screen.id: screen for screen in self.screens}

    @cached_property
    def asked_when(self) -> dict[str, Tree]:
        """For each fact asked anywhere: when it is asked. A fact of two screens is asked when either asks it."""
        trees: dict[str, list[Tree]] = {}
        for screen in self.screens:
            for item in screen.items:
                trees.setdefault(item.fact.id, []).append(item.ask_when)
        return {name: parts[0] if len(parts) == 1 else AnyOf(tuple(parts)) for name, parts in trees.items()}

    @cached_property
    def _steps(self) -> list[tuple[str, Condition | None, Fact]]:
        """Facts in an order in which each condition reads only facts before it; None for a fact always asked."""
        waiting = dict(self.asked_when)
        steps: list[tuple[str, Condition | None, Fact]] = []
        while waiting:
            ready = [name for name, tree in waiting.items() if not any(fact in waiting for fact in facts_of(tree))]
            if not ready:
                raise ValueError(f"ask_when goes in a circle: {', '.join(waiting)}")
            for name in ready:
                tree = waiting.pop(name)
                steps.append((name, None if always(tree) else compiled(tree), self.vocabulary[name]))
        return steps

    @cached_property
    def given(self) -> dict[str, Fact]:
        """The facts that conditions read and no screen asks for; what nobody gave counts as its best value."""
        read = {name for tree in self.asked_when.values() for name in facts_of(tree)}
        return {name: self.vocabulary[name] for name in sorted(read - self.asked_when.keys())}

    @cached_property
    def _conditions(self) -> dict[tuple[str, str], Condition | None]:
        return {
            (screen.id, item.fact.id): None if always(item.ask_when) else compiled(item.ask_when)
            for screen in self.screens
            for item in screen.items
        }

    @cached_property
    def _best(self) -> dict[str, Rank]:
        return {name: fact.rank(fact.best) for name, _, fact in self._steps}

    @cached_property
    def _asked_by(self) -> list[tuple[Screen, list[tuple[str, Condition | None]]]]:
        """Each screen with its facts and when it asks them."""
        return [
            (screen, [(item.fact.id, self._conditions[screen.id, item.fact.id]) for item in screen.items])
            for screen in self.screens
        ]

    @cached_property
    def _screens_of(self) -> dict[str, list[tuple[Screen, Condition | None]]]:
        """For each fact the screens that may ask it, in order."""
        found: dict[str, list[tuple[Screen, Condition | None]]] = {}
        for screen, asked in self._asked_by:
            for name, condition in asked:
                found.setdefault(name, []).append((screen, condition))
        return found

    @cached_property
    def _leads(self) -> list[tuple[str, str]]:
        return [(item.fact.id, lead) for screen in self.screens for item in screen.items for lead in item.leads_to]

    def ranks(self, facts: Mapping[str, Value]) -> dict[str, Rank | None]:
        """What each fact counts as: its answer, its best value if it is not asked, None while that is open."""
        ranks: dict[str, Rank | None] = {
            name: fact.rank(facts.get(name, fact.best)) for name, fact in self.given.items()
        }
        best = self._best
        for name, asked_when, fact in self._steps:
            asked = True if asked_when is None else asked_when(ranks)
            if asked is False:
                ranks[name] = best[name]
            elif asked and name in facts:
                ranks[name] = fact.rank(facts[name])
            else:
                ranks[name] = None
        return ranks

    def asks(self, screen: Screen, item: Item, ranks: Mapping[str, Rank | None]) -> Known:
        """Whether the screen asks this fact, as far as that is known."""
        condition = self._conditions[screen.id, item.fact.id]
        return True if condition is None else condition(ranks)

    def items(
        self, screen: Screen, facts: Mapping[str, Value], ranks: Mapping[str, Rank | None] | None = None
    ) -> list[Item]:
        """What the screen asks of this runner: not what an earlier screen that asks it too has taken over."""
        ranks = self.ranks(facts) if ranks is None else ranks
        return [
            item
            for item in screen.items
            if self.asks(screen, item, ranks) and self.screen_of(item.fact.id, ranks) is screen
        ]

    def screen_of(self, fact: str, ranks: Mapping[str, Rank | None]) -> Screen | None:
        """The first screen that asks this fact now."""
        for screen, condition in self._screens_of.get(fact, ()):
            if condition is None or condition(ranks):
                return screen
        return None

    def open_screens(
        self, facts: Mapping[str, Value], ranks: Mapping[str, Rank | None]
    ) -> Iterator[tuple[Screen, bool]]:
        """Screens with something unanswered, in order; True if it is surely asked, False if it may yet be."""
        for screen, facts_asked in self._asked_by:
            asked = [
                True if condition is None else condition(ranks) for name, condition in facts_asked if name not in facts
            ]
            if True in asked:
                yield screen, True
            elif None in asked:
                yield screen, False

    def next_screen(
        self, open_screens: Iterable[tuple[Screen, bool]], ranks: Mapping[str, Rank | None]
    ) -> Screen | None:
        """What to ask next: where a yes leads, else the first open screen in order; None when all is answered."""
        surely = [screen for screen, sure in open_screens if sure]
        for fact, screen_id in self._leads:
            if ranks[fact] is True and self.by_id[screen_id] in surely:
                return self.by_id[screen_id]
        return surely[0] if surely else None

    def still_holding(
        self, facts: Mapping[str, Value], ranks: Mapping[str, Rank | None] | None = None
    ) -> dict[str, Value]:
        """The answers that still count, not those to a question no longer asked; `ranks` if they are known already."""
        ranks = self.ranks(facts) if ranks is None else ranks
        held = dict(facts)
        for name, asked_when, _ in self._steps:
            if name in held and asked_when is not None and asked_when(ranks) is False:
                del held[name]
        return held

    def missing(self, facts: Mapping[str, Value]) -> list[str]:
        """Facts that would surely be asked and have no answer yet, in order."""
        ranks = self.ranks(facts)
        return [
            name
            for name, asked_when, _ in self._steps
            if name not in facts and (asked_when is None or asked_when(ranks))
        ]


def always(tree: Tree) -> bool:
    """Whether a condition holds whatever the facts are, as far as its shape shows."""
    match tree:
        case Always(value):
            return value
        case AnyOf(parts):
            return any(always(part) for part in parts)
        case All(parts):
            return all(always(part) for part in parts)
    return False
