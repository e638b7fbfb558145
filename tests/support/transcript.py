"""Recorded conversations: the runner's lines are played again, and the whole page must come out the same.

# What this conversation shows.
locale  en-GB
runner  /start
bot     what it says   [Button] [Button]
edit    what a card says from now on
toast   a short notice
later   3 days
verdict rest because R56
"""

from dialogs.content import Content
from dialogs.replies import Edit, Erased, Message, Reply, Rows, VerdictGiven
from support.conversation import Conversation

INDENT = " " * 8


def replayed(content: Content, page: str) -> str:
    """The page with everything the bot says written anew."""
    conversation = Conversation(content)
    lines: list[str] = []
    for line in page.splitlines():
        kind, _, rest = line.partition(" ")
        rest = rest.strip()
        if line.startswith("#") or not line.strip():
            lines.append(line)
        elif kind == "locale":
            conversation.dialogue.locale = rest
            lines.append(line)
        elif kind == "agreed":
            conversation.dialogue.locale = rest
            conversation.says("/start")
            conversation.says("[I agree]")
            lines.extend((line, ""))
        elif kind == "later":
            amount, unit = rest.split()
            conversation.later(**{unit: float(amount)})
            lines.append(line)
        elif kind == "runner":
            lines.append(line)
            lines.extend(answered(conversation, rest))
    return "\n".join(_without_doubled_blanks(lines)) + "\n"


def answered(conversation: Conversation, line: str) -> list[str]:
    """What the bot does with one line of the runner."""
    known = len(conversation.records)
    lines = []
    for reply in conversation.says(line):
        lines.extend(written(conversation, reply))
    for record in conversation.records[known:]:
        if isinstance(record, VerdictGiven):
            verdict = record.verdict
            parts = [verdict["disposition"], verdict["by"] or "", f"because {', '.join(verdict['because'])}"]
            lines.append("verdict " + " ".join(part for part in parts if part))
        elif isinstance(record, Erased):
            lines.append("erased")
    return [*lines, ""]


def written(conversation: Conversation, reply: Reply) -> list[str]:
    """One reply as lines of the page."""
    if isinstance(reply, Edit) and reply.text is None:
        return ["edit    (buttons gone)"]
    kind = "bot" if isinstance(reply, Message) else "edit" if isinstance(reply, Edit) else "toast"
    first, *more = conversation.text(reply).split("\n")
    lines = [f"{kind:<8}{first}", *(INDENT + line if line else "" for line in more)]
    rows = reply.rows if isinstance(reply, (Message, Edit)) else ()
    return [*lines, *buttons(rows)]


def buttons(rows: Rows) -> list[str]:
    """The rows of a keyboard."""
    return [INDENT + " ".join(f"[{button.label}]" for button in row) for row in rows]


def _without_doubled_blanks(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line.rstrip())
    while kept and not kept[-1]:
        kept.pop()
    return kept
