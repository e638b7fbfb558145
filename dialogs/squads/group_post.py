"""What may stand in the club's group chat: no name, nothing of anybody's health, no count below five.

All counts are rounded down, so that two posts tell nothing of who came or went between them.
"""

from dialogs.content import Content
from dialogs.squads.figures import WEEK
from dialogs.squads.issuing import Issued
from dialogs.wording import Texts

TENTH = 10


def group_post(content: Content, texts: Texts, issued: Issued) -> list[str] | None:
    """The week of the squad in some plain sentences, from the figures that are out; None if they stand for too few."""
    figures, step = issued.figures, content.squads.numbers.group_step
    if figures is None:
        return None
    percent = 100 * figures.answered_days // (WEEK * figures.sharing) // TENTH * TENTH
    said = [texts.text("squads.group.sharing", number=rounded_down(figures.sharing, step))]
    if percent:
        said.append(texts.text("squads.group.response", percent=percent))
    for name, count in (("green", figures.statuses["green"]), ("ups", figures.ups)):
        # That nobody gained a level would be a word about each of them.
        if count:
            said.append(texts.text(f"squads.group.{name}", number=rounded_down(count, step)))
    return [*said, texts.text("squads.group.thanks")]


def rounded_down(count: int, step: int) -> int:
    """The count, down to a whole number of steps."""
    return count // step * step
