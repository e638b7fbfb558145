"""What the page holds: parts, their chapters, and in each chapter small pieces of chat."""

import re
from dataclasses import dataclass, field

from dialogs.preview.chat import Turn


@dataclass(frozen=True)
class Piece:
    """A few turns of a chat under one title.

    `note` says who the runner is; `mark` is a disposition; `rules` are those the piece is about; `screen` and `facts`
    what it asks for, and `read_by` the rules that read the answer.
    """

    title: str
    turns: tuple[Turn, ...]
    note: str = ""
    mark: str = ""
    rules: tuple[str, ...] = ()
    screen: str = ""
    facts: tuple[str, ...] = ()
    read_by: tuple[str, ...] = ()


@dataclass
class Chapter:
    """Pieces that belong together; "" is the title of a part's only one."""

    title: str
    pieces: list[Piece] = field(default_factory=list)

    def add(self, title: str, *turns: Turn | None, note: str = "", **about: tuple[str, ...] | str) -> None:
        """One more piece; without a turn that says something there is none."""
        said = tuple(turn for turn in turns if turn is not None and turn.bubbles)
        if said:
            self.pieces.append(Piece(title, said, note, **about))  # type: ignore[arg-type]


@dataclass
class Part:
    """A part of the page: its title, what it shows, its chapters."""

    title: str
    lead: str
    chapters: list[Chapter] = field(default_factory=list)

    def chapter(self, title: str = "") -> Chapter:
        """A new chapter of this part."""
        self.chapters.append(Chapter(title))
        return self.chapters[-1]

    @property
    def pieces(self) -> list[Piece]:
        """All pieces of all chapters."""
        return [piece for chapter in self.chapters for piece in chapter.pieces]


class Names:
    """Ids for the page: made from titles, each only once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, *titles: str) -> str:
        """A new id such as "verdicts-rest"."""
        words = re.findall(r"[a-z0-9]+", " ".join(titles).casefold())
        base = name = "-".join(words)
        number = 1
        while name in self.taken:
            number += 1
            name = f"{base}-{number}"
        self.taken.add(name)
        return name
