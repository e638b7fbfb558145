"""What runners say in the measurements: the recorded conversations, and one triage over and over."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.conversation import Conversation

from dialogs.content import Content
from dialogs.replies import Message
from dialogs.wording import words

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
HAPPENS = ("locale", "agreed", "told", "later", "due", "runner")

# One triage, tapped and typed, from the first question on; the last line begins again, so that it can go on for ever.
TAPPED = (
    "[None of these]",
    "[25 to 44]",
    "[No]",
    "[None of these]",
    "[None of these]",
    "[None of these]",
    "[Around kneecap]",
    "[1 to 6 weeks]",
    "[5]",
    "[3]",
    "[Within an hour]",
    "[Same or better]",
    "[Start afresh]",
)
TYPED = (
    "none",
    "no",
    "none of these",
    "none of these",
    "none of these",
    "behind the kneecap",
    "3 weeks",
    "5",
    "3",
    "within an hour",
    "same or better",
    "/triage",
)
TYPED_FIRST = (TYPED[0], "31", *TYPED[1:])
"""The first time round, the only one that asks the age."""


@dataclass(frozen=True)
class Question:
    """A line of a runner (see `Conversation.says`) and the card it brings: Telegram HTML, rows of (label, tap)."""

    line: str
    reply: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def recorded() -> Iterator[list[tuple[str, str]]]:
    """Each recorded conversation as lines of (what happens, rest); what the bot did is left out."""
    for path in sorted(TRANSCRIPTS.glob("*.txt")):
        lines = (line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines() if line[:1].isalpha())
        yield [(kind, *rest) for kind, *rest in lines if kind in HAPPENS]


def asked(content: Content, lines: tuple[str, ...]) -> list[Question]:
    """What the bot says to each line, after consent: exactly one new message a turn, and a verdict in the end."""
    conversation = Conversation(content)
    conversation.says("/start")
    conversation.says("[I agree]")
    questions = []
    for line in lines:
        (card,) = [reply for reply in conversation.says(line) if isinstance(reply, Message)]
        text = words(content, conversation.dialogue.language, card.text, card.values)
        rows = tuple(tuple((button.label, button.tap) for button in row) for row in card.rows)
        questions.append(Question(line, text, rows))
    assert conversation.verdict is not None
    return questions
