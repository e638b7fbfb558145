"""A flow as a table: its states and transitions, as `transitions` takes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dialogs.scene import Scene

Guard = Callable[[Scene], bool]
Row = list[Any]


@dataclass(frozen=True)
class Table:
    """States, and rows of [trigger, from, to] or [trigger, from, to, guard]; rows are tried from the top."""

    states: list[str]
    transitions: list[Row]


def when(guard: Guard) -> Callable[[Any], bool]:
    """A guard as the library calls it, with the scene as its model."""

    def condition(event: Any) -> bool:
        return guard(event.model)

    condition.__name__ = guard.__name__
    return condition


def goes_to(state: str) -> Callable[[Any], bool]:
    """The guard of a row that leads to a state that is computed: the scene's target."""

    def condition(event: Any) -> bool:
        return bool(event.model.target == state)

    condition.__name__ = f"next is {state}"
    return condition
