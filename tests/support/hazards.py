"""What controls a hazard or holds a fault is a test that passed: a whole run fails when one was skipped or is gone.

`pytest_plugins = ["support.hazards"]` in tests/conftest.py brings it in. A run of some tests only is left alone.
"""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from dialogs.content import FOLDER, read_content
from dialogs.reading import Problems
from dialogs.safety.hazards import Hazard, read_hazards
from support.faults import holding, read_faults

ROOT = Path(__file__).parents[2]

CHOOSING = (
    "keyword",
    "markexpr",
    "deselect",
    "lf",
    "failedfirst",
    "newfirst",
    "stepwise",
    "collectonly",
    "ignore",
    "ignore_glob",
)
"""Options with which not every test runs, or not to its end."""


def named_tests(hazards: Iterable[Hazard]) -> dict[str, list[str]]:
    """The tests that are controls, each with the hazards that rest on it."""
    named: dict[str, list[str]] = {}
    for hazard in hazards:
        for control in hazard.controls:
            if control.type == "test":
                named.setdefault(control.ref, []).append(hazard.id)
    return named


class Gate:
    """Notes which tests pass, and says at the end which controls are not among them."""

    def __init__(self, controls: dict[str, list[str]]) -> None:
        self.controls = controls
        self.passed: set[str] = set()

    @property
    def not_passed(self) -> list[str]:
        """A line per control that did not pass, with its hazards."""
        return [f"{test} ({', '.join(of)})" for test, of in self.controls.items() if test not in self.passed]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One test is over; of several parameters one that passed is enough, as one that fails fails the run."""
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid.partition("[")[0])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A whole run that would have been a success fails."""
        if session.exitstatus == pytest.ExitCode.OK and self.not_passed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for line in self.not_passed:
            terminalreporter.line(f"CONTROL NOT PASSED {line}: mend the test, or name another in the hazard.")


@cache
def functions_of(file: str) -> frozenset[str]:
    """The tests of a file, as pytest names them without their parameters."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return frozenset(f"{file}::{node.name}" for node in functions if node.name.startswith("test_"))


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests run: nothing chosen on the command line."""
    tests = config.rootpath / "tests"
    everything = {Path(config.invocation_params.dir, arg).resolve() for arg in config.args} <= {tests, config.rootpath}
    return everything and not any(config.getoption(option, None) for option in CHOOSING)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Watch a whole run; of one over several processes, where their reports come together."""
    if is_whole(config) and not hasattr(config, "workerinput"):
        controls = named_tests(read_hazards(FOLDER, read_content().rule, Problems()))
        for test, whats in holding(read_faults()).items():
            controls.setdefault(test, []).extend(whats)
        config.pluginmanager.register(Gate(controls))
