"""The vocabulary: the kinds of fact, and what a value given for one means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.errors import AnswerError
from dialogs.expressions import Rank

UNKNOWN = "unknown"
Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Fact:
    """One typed thing about the runner.

    `type` is bool, score (0 to 10), choice (`values` from best to worst unless not `ordered`) or number (with `unit`,
    `least` and `most`). `part` is where it is asked: triage, plan or check_in. `best` is the value that counts when the
    fact is not asked, `unsure` the one "not sure" counts as, None where "not sure" is not allowed; `ask_again` meets a
    first "not sure" with a plainer question. `where` is its file and line.
    """

    id: str
    type: str
    best: Value
    values: tuple[str, ...] = ()
    ordered: bool = True
    unsure: Value | None = None
    ask_again: bool = False
    unit: str = ""
    least: float = 0
    most: float = 10
    part: str = "triage"
    where: str = ""

    def rank(self, value: Value) -> Rank:
        """The place of a value among the fact's values: what conditions compare.

        "unknown" ranks as `unsure`; of a fact that can only be passed over, as its best value.
        """
        if value == UNKNOWN:
            value = self.best if self.unsure is None else self.unsure
        return self.values.index(str(value)) if self.type == "choice" else value  # type: ignore[return-value]

    def read(self, value: Any) -> Value:
        """A value as JSON gives it, checked. Raises AnswerError naming the fact, the value and what is allowed."""
        if value == UNKNOWN and self.unsure is not None:
            return UNKNOWN
        if not self._fits(value):
            raise AnswerError(f"fact '{self.id}': {value!r} is not allowed; it takes {self.allowed()}.")
        return value  # type: ignore[no-any-return]

    def _fits(self, value: Any) -> bool:
        if self.type == "bool":
            return isinstance(value, bool)
        if self.type == "choice":
            return isinstance(value, str) and value in self.values
        whole = isinstance(value, int) and not isinstance(value, bool)
        fits = whole or (self.type == "number" and isinstance(value, float))
        return fits and self.least <= value <= self.most

    def allowed(self) -> str:
        """What the fact takes, in words."""
        kinds = {
            "bool": "true or false",
            "choice": ", ".join(f'"{value}"' for value in self.values),
            "score": "a whole number from 0 to 10",
            "number": f"a number from {self.least:g} to {self.most:g} ({self.unit})",
        }
        return kinds[self.type] + (' or "unknown"' if self.unsure is not None else "")


def read_facts(vocabulary: Mapping[str, Fact], given: Any) -> dict[str, Value]:
    """The facts of a JSON object, checked. Raises AnswerError for an unknown fact or a value it does not take."""
    if not isinstance(given, dict):
        raise AnswerError("'facts' must be an object of fact names and values.")
    from dialogs.expressions import nearest

    for name in given:
        if name not in vocabulary:
            raise AnswerError(f"fact '{name}' is not known. {nearest(str(name), list(vocabulary))}")
    return {name: vocabulary[name].read(value) for name, value in given.items()}
