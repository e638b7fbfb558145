"""What `verify` finds: where, what, and what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.errors import ContentError
from dialogs.facts import Value


@dataclass(frozen=True)
class Finding:
    """Something wrong with the content: one line for its editor.

    `check` is structure, style, sources, version, dialogue or proof; `file` is a path under content/, `line` its line
    if one is known; `runner` holds the answers that show it, where a proof found some.
    """

    check: str
    file: str
    line: int | None
    problem: str
    remedy: str
    runner: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @classmethod
    def at(
        cls, check: str, where: str, problem: str, remedy: str, runner: Mapping[str, Value] | None = None
    ) -> "Finding":
        """A finding at a place such as "rules/rest.yaml, line 12" or "rules/rest.yaml, line 12, R58"."""
        file, _, rest = where.partition(", ")
        found = re.match(r"line (\d+)(?:, )?", rest)
        name = rest[found.end() :] if found else rest
        return cls(
            check,
            file,
            int(found[1]) if found else None,
            f"{name}: {problem}" if name else problem,
            remedy,
            runner or {},
        )

    @classmethod
    def of(cls, error: ContentError) -> "Finding":
        """What reading the content found."""
        return cls.at("structure", error.where, error.problem, error.remedy)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.problem} {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain JSON, for tools."""
        return {
            "check": self.check,
            "file": self.file,
            "line": self.line,
            "problem": self.problem,
            "remedy": self.remedy,
            "runner": dict(self.runner),
        }
