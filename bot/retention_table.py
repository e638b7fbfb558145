"""How long everything is kept, as a table made from what the program does: `python -m bot.retention_table` renews it.

It stands in the documents under `deploy/privacy`, between the two marks.
"""

import re
from datetime import timedelta
from pathlib import Path

from bot.keeping.backup import BACKUPS_KEPT
from bot.settings import Settings
from bot.store.pruning import GOES

FOLDER = Path(__file__).parent.parent / "deploy/privacy"
BEGIN, END = "<!-- made by bot.retention_table -->\n", "<!-- end -->\n"

ABOUT = {
    "old_updates": "numbers of messages from Telegram, so that none counts twice",
    "old_rows": "that a message was sent; its words go once it is sent",
    "old_dead_letters": "messages the program could not work with",
    "old_audit": "what happened to a record, such as that it was handed over; no answers",
    "old_operations": "which command an operator gave, and when",
    "old_announcements": "what an operator wrote to everybody",
    "old_looks": "that a coach looked, under which name",
    "old_links": "invitations to a squad, after their end",
    "old_guesses": "wrong invitations, counted under a mark instead of a name",
    "old_tombstones": "a mark of who was erased, with the day; no name",
}
"""What goes with each query of `store/pruning.py`."""


def retention_table() -> str:
    """The table in Markdown."""
    months = Settings.model_fields["retention_months"].default
    rows = [
        (
            "answers, verdicts, plans, check-ins, settings, consent, squads a runner is in",
            f"{months} months after the last use (`KNEEWISE_RETENTION_MONTHS`), or until `/delete`",
        ),
        *((ABOUT[query], _in_words(kept)) for query, kept in GOES.items()),
        ("backups, sealed, with everything of their day", _in_words(BACKUPS_KEPT)),
    ]
    return "| What | How long |\n| --- | --- |\n" + "".join(f"| {what} | {long} |\n" for what, long in rows)


def _in_words(kept: timedelta) -> str:
    if not kept:
        return "goes at once"
    hours = int(kept.total_seconds()) // 3600
    return f"{hours} hours" if hours < 72 else f"{kept.days} days"


def renewed(text: str) -> str:
    """A document with the table of today; one without the marks as it was."""
    return re.sub(f"({BEGIN}).*?({END})", lambda found: found[1] + retention_table() + found[2], text, flags=re.DOTALL)


if __name__ == "__main__":
    for path in FOLDER.glob("*.md"):
        path.write_text(renewed(path.read_text("utf-8")), "utf-8")
