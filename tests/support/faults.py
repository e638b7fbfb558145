"""What can go wrong and what somebody may try, with the tests that hold it: tests/faults.yaml."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "faults.yaml"


@dataclass(frozen=True)
class Fault:
    """A fault or a threat; `elsewhere` is what the runbook says of what no test here shows."""

    what: str
    tests: tuple[str, ...] = ()
    elsewhere: str = ""


def read_faults() -> list[Fault]:
    """All of them. Raises TypeError for a key there is not."""
    read = yaml.safe_load(FILE.read_text("utf-8"))
    return [
        Fault(**{**one, "tests": tuple(one.get("tests", ()))}) for part in ("faults", "threats") for one in read[part]
    ]


def holding(faults: list[Fault]) -> dict[str, list[str]]:
    """The tests, each with what rests on it."""
    named: dict[str, list[str]] = {}
    for fault in faults:
        for test in fault.tests:
            named.setdefault(test, []).append(fault.what)
    return named
