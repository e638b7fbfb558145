"""Recorded conversations: the runner's lines are played again, and the whole page must come out the same.

# What this conversation shows.
locale  en-GB
runner  /start
bot     what it says   [Button] [Button]
edit    what a card says from now on
toast   a short notice
later   3 days
due     check_in 2026-12-01 18:30
told    pain_run: 3, duration: under_1_week
verdict rest because R56
"""

from collections.abc import Iterable

import yaml

from dialogs.content import Content
from dialogs.replies import CheckedIn, Drawing, Edit, Erased, Message, Reply, Rows, VerdictGiven
from support.conversation import Conversation
from support.walk import at

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
        elif kind == "told":
            facts = yaml.safe_load(f"{{{rest}}}")
            conversation = at(content, "verdict", conversation.dialogue.locale, **facts)
            lines.extend((line, ""))
        elif kind == "later":
            amount, unit = rest.split()
            conversation.later(**{unit: float(amount)})
            lines.append(line)
        elif kind == "due":
            lines.extend(fallen_due(conversation))
        elif kind == "runner":
            lines.append(line)
            lines.extend(answered(conversation, rest))
    return "\n".join(_without_doubled_blanks(lines)) + "\n"


def fallen_due(conversation: Conversation) -> list[str]:
    """Time goes on to what comes next for the runner: what it is, when (UTC), and what the bot says."""
    kind, at = conversation.next_due()
    known = len(conversation.records)
    line = f"due     {kind} {at:%Y-%m-%d %H:%M}"
    return [line, *told(conversation, conversation.falls_due(kind, at), known)]


def answered(conversation: Conversation, line: str) -> list[str]:
    """What the bot does with one line of the runner."""
    known = len(conversation.records)
    return told(conversation, conversation.says(line), known)


def told(conversation: Conversation, replies: Iterable[Reply], known: int) -> list[str]:
    """Replies as lines, and the records that were made beside them; `known` were there before."""
    lines = []
    for reply in replies:
        lines.extend(written(conversation, reply))
    for record in conversation.records[known:]:
        if isinstance(record, VerdictGiven):
            verdict = record.verdict
            parts = [verdict["disposition"], verdict["by"] or "", f"because {', '.join(verdict['because'])}"]
            lines.append("verdict " + " ".join(part for part in parts if part))
        elif isinstance(record, CheckedIn):
            lines.append(f"decided {decision_of(record)}")
        elif isinstance(record, Erased):
            lines.append("erased")
    return [*lines, ""]


def decision_of(record: CheckedIn) -> str:
    """What was decided on a day: its row, the decision, and where the plan stands then."""
    decision = record.body["decision"]
    stands = f"level {decision['level']}" if decision["level"] else f"{decision['km']:g} km" if decision["km"] else ""
    parts = [record.local_date, decision["row"], decision["decision"], stands, *decision["added"]]
    return " ".join(str(part) for part in parts if part)


def written(conversation: Conversation, reply: Reply) -> list[str]:
    """One reply as lines of the page."""
    if isinstance(reply, Edit) and reply.text is None:
        return ["edit    (buttons gone)"]
    kind = "bot" if isinstance(reply, Message) else "edit" if isinstance(reply, Edit) else "toast"
    first, *more = conversation.text(reply).split("\n")
    lines = [f"{kind:<8}{first}", *(INDENT + line if line else "" for line in more)]
    rows = reply.rows if isinstance(reply, (Message, Edit)) else ()
    return [*lines, *beside(reply), *buttons(rows)]


def beside(reply: Reply) -> list[str]:
    """The picture above a message, the file with it."""
    if not isinstance(reply, Message):
        return []
    shown = [("picture", reply.picture), ("file", reply.document)]
    names = [(kind, one.name if isinstance(one, Drawing) else one) for kind, one in shown if one]
    return [f"{INDENT}({kind}: {name})" for kind, name in names]


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
