"""How a squad is, for its coaches: the counts, the figures that may be shown, and the runners who share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.squads.figures import Figures, answered_on, counted, too_few_answers
from dialogs.squads.issuing import Issued, is_frozen, issue
from dialogs.squads.member import STATUSES
from dialogs.squads.order import by_attention
from dialogs.squads.people import Membership, Squad, squad_today
from dialogs.squads.sharing import Shared, shared
from dialogs.squads.state import state_of


@dataclass(frozen=True, slots=True)
class Summary:
    """A squad on a date of its own calendar.

    `lines` are the runners who share, who needs attention first; `counts` and `answered` (that day) count them.
    `figures` were issued at `figures_at`, None where there are none to show; `frozen`: who shares changed a short while
    ago. `too_few` answers were given in the last 7 days to judge the group. A page has at most `page_size` lines.
    """

    squad: Squad
    on: date
    lines: tuple[Shared, ...]
    counts: Mapping[str, int]
    answered: int
    figures: Figures | None
    figures_at: datetime | None
    frozen: bool
    too_few: bool
    page_size: int

    @property
    def pages(self) -> int:
        """How many pages there are, 1 at least."""
        return max(1, -(-len(self.lines) // self.page_size))

    def page(self, number: int) -> tuple[Shared, ...]:
        """The lines of a page, counted from 1; the nearest page where there is no such one."""
        first = (min(max(number, 1), self.pages) - 1) * self.page_size
        return self.lines[first : first + self.page_size]


def lines_of(content: Content, members: Iterable[tuple[Membership, Dialogue]], now: datetime) -> tuple[Shared, ...]:
    """What these members share now; who shares nothing is not looked at."""
    found = (
        shared(state_of(content, dialogue, now), member)
        for member, dialogue in members
        if member.level and member.left_at is None
    )
    return tuple(line for line in found if line is not None)


def summary(
    content: Content, squad: Squad, lines: Sequence[Shared], issued: Issued, now: datetime
) -> tuple[Summary, Issued]:
    """The summary, and what is out after it; keep that for the next one."""
    rules, on = content.squads, squad_today(squad, now)
    out = issue(rules, lines, issued, on, now)
    figures = out.figures if len(lines) >= rules.numbers.least_runners else None
    found = Summary(
        squad=squad,
        on=on,
        lines=tuple(sorted(lines, key=by_attention)),
        counts=counted((line.outline.status for line in lines), STATUSES),
        answered=answered_on(lines, on),
        figures=figures,
        figures_at=out.at if figures is not None else None,
        frozen=is_frozen(rules, out, now),
        too_few=figures is not None and too_few_answers(rules, figures),
        page_size=rules.numbers.page_runners,
    )
    return found, out
