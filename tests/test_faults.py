"""Every fault and every threat has a test that exists, or a line in the runbook that says why not here."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from support.faults import Fault, holding, read_faults
from support.hazards import functions_of

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "bot").rglob("*.py")) + sorted((ROOT / "dialogs").rglob("*.py"))


@pytest.fixture(scope="module")
def faults() -> list[Fault]:
    return read_faults()


def test_every_fault_is_named_once_and_has_a_test_or_a_reason(faults: list[Fault]) -> None:
    assert [what for what, count in Counter(fault.what for fault in faults).items() if count > 1] == []
    assert [fault.what for fault in faults if not fault.tests and not fault.elsewhere] == []
    assert len(faults) > 50


def test_every_test_that_holds_a_fault_exists(faults: list[Fault]) -> None:
    assert [name for name in holding(faults) if name not in functions_of(name.partition("::")[0])] == []


def test_the_runbook_says_what_no_test_here_shows(faults: list[Fault]) -> None:
    runbook = (ROOT / "deploy/README.md").read_text("utf-8")
    part = runbook.partition("## What no test here shows")[2].partition("\n## ")[0]
    said = set(re.findall(r"^- \*\*(.+?)\.\*\*", part, re.MULTILINE))
    assert said == {fault.elsewhere for fault in faults if fault.elsewhere}


def test_nobodys_words_become_a_template_or_sql() -> None:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("from_string", "format_map") or (node.func.attr == "execute" and not is_fixed(node)):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def is_fixed(call: ast.Call) -> bool:
    """Whether what is executed is written down in the source; a PRAGMA takes no parameters but numbers of ours."""
    match call.args[0]:
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text.startswith("PRAGMA ")
        case ast.JoinedStr() | ast.BinOp() | ast.Call():
            return False
    return True


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_its_hashes_and_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line.split()[0] for line in lines if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
    assert "index" not in " ".join(line for line in lines if not line.startswith("importlib"))
