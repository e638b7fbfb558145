"""Looking for a runner: any at all, or the one with the fewest and mildest answers beside the safe default."""

from typing import Any

import z3

from dialogs.facts import Value
from dialogs.proofs.symbols import Formula, Runner


class Search:
    """Finds runners for whom something holds; what was laid down once is used for every search."""

    def __init__(self, runner: Runner, *laws: Formula) -> None:
        self.runner = runner
        # Only bits and counts of bits: the solver for finite domains needs no other theory.
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(*runner.order, *laws)
        self._differing = [(runner.differs(fact), 1) for fact in runner.facts]
        self._steps = [(step, 1) for fact in runner.facts for step in runner.steps_from_best(fact)]
        self._few: list[Formula] = []

    def model(self, claim: Formula) -> Any | None:
        """A model of the claim; None if there is none, which proves that it holds for nobody."""
        self.solver.push()
        self.solver.add(claim)
        found = self.solver.model() if self._is_possible() else None
        self.solver.pop()
        return found

    def somebody(self, claim: Formula) -> dict[str, Value] | None:
        """The answers of a runner for whom the claim holds, as far as they are not the safe default; None if none."""
        found = self.model(claim)
        return None if found is None else self.runner.answers(found)

    def fewest(self, claim: Formula) -> tuple[Any, dict[str, Value]] | None:
        """The model and the answers of a runner with the fewest answers beside the safe default; None if none."""
        if self.model(claim) is None:
            return None
        for most in range(len(self._differing) + 1):
            found = self.model(z3.And(claim, self._at_most(most)))
            if found is not None:
                return found, self.runner.answers(found)
        raise AssertionError("a runner was found and then was not")

    def smallest(self, claim: Formula) -> tuple[Any, dict[str, Value]] | None:
        """As `fewest`, and of those the one whose answers are nearest to the safe default."""
        found = self.fewest(claim)
        if found is None:
            return None
        as_few = z3.And(claim, self._at_most(len(found[1])))
        for most in range(len(found[1]), self._distance(found[0])):
            milder = self.model(z3.And(as_few, z3.PbLe(self._steps, most)))
            if milder is not None:
                return milder, self.runner.answers(milder)
        return found

    def _at_most(self, answers: int) -> Formula:
        """So many answers, or fewer, are not the safe default; built once, as every search comes by here."""
        for number in range(len(self._few), answers + 1):
            self._few.append(z3.PbLe(self._differing, number))
        return self._few[answers]

    def _distance(self, model: Any) -> int:
        return sum(bool(z3.is_true(model.eval(step, model_completion=True))) for step, _ in self._steps)

    def _is_possible(self) -> bool:
        answer = self.solver.check()
        if answer == z3.unknown:
            raise RuntimeError(f"the solver gave up: {self.solver.reason_unknown()}")
        return bool(answer == z3.sat)
