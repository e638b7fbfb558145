"""The entries of the content files: read, held against the shape of their kind, and what is wrong with them said."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialogs.expressions import Always, Count, ExpressionError, Tree, nearest, parse
from dialogs.facts import Fact
from dialogs.reading import Lines, Problems, read_yaml, read_yaml_list
from dialogs.shapes import misfits


@dataclass
class Files:
    """A content folder, the problems found in it so far, and the vocabulary its conditions are written in."""

    folder: Path
    problems: Problems = field(default_factory=Problems)
    unread: set[str] = field(default_factory=set)
    facts: dict[str, Fact] = field(default_factory=dict)
    derived: dict[str, Tree | Count] = field(default_factory=dict)

    def mapping(self, name: str) -> Lines:
        """What a file holds that is one mapping; empty, with a finding, if it can't be read."""
        before = len(self.problems.found)
        data = read_yaml(self.folder, name, self.problems)
        if len(self.problems.found) > before:
            self.unread.add(name)
        return data

    def entries(self, name: str, kind: str) -> list[Lines]:
        """The entries of a file that is a list of this kind, as far as they have its shape."""
        return self.fitting(name, read_yaml_list(self.folder, name, self.problems), kind)

    def fitting(self, name: str, entries: Any, kind: str) -> list[Lines]:
        """The entries that have the shape of their kind; what is wrong with the others is a finding each.

        Of a file that can't be read that is said, and nothing more.
        """
        if name in self.unread:
            return []
        if not isinstance(entries, list):
            self.problems.add(name, f"there is no list of entries where one of each {kind} belongs.", "Write it.")
            return []
        found = [(entry, list(misfits(entry, kind))) for entry in entries]
        for entry, wrong in found:
            for problem, remedy in wrong:
                self.wrong(name, entry, problem, remedy)
        return [entry for entry, wrong in found if not wrong]

    def wrong(self, name: str, entry: Any, problem: str, remedy: str) -> None:
        """A finding about one entry of a file."""
        place = f"{name}, {entry.where}" if isinstance(entry, Lines) else name
        if isinstance(entry, Lines) and "id" in entry:
            place += f", {entry['id']}"
        self.problems.add(place, problem, remedy)

    def condition(self, name: str, entry: Lines, text: object) -> Tree:
        """The tree of a condition; `Always(False)`, with a finding, if it is none."""
        try:
            return parse(str(text), self.facts, self.derived)
        except ExpressionError as error:
            self.wrong(name, entry, error.problem, error.remedy)
            return Always(False)

    def check_sources(self, name: str, entry: Lines, sources: Collection[str]) -> None:
        """A finding for each source an entry names that is not there."""
        for source in entry.get("source", ()):
            if source not in sources:
                self.wrong(
                    name,
                    entry,
                    f"its source '{source}' is not in sources.yaml.",
                    nearest(source, list(sources)),
                )
