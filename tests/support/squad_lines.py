"""Runners of a squad without a conversation: lives played by the day, and lines as a coach gets them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dialogs.content import Content
from dialogs.deciding import Decision
from dialogs.dialogue import Dialogue
from dialogs.squads.member import Day, Details, MemberState, Outline, Status, Way
from dialogs.squads.people import Membership, Squad
from dialogs.squads.sharing import Shared, shared
from dialogs.squads.state import state_of
from support.courses import Played, begun

BEGAN = date(2026, 11, 2)
NOW = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
TODAY = NOW.date()
SQUAD = Squad(1, "Tuesday track", "UTC", coaches=(100,))
LADDER = {"disposition": "modify", "pain_daily": 2, "mode": "ladder", "level": 6}
RESTING = {"disposition": "rest", "pain_daily": 4, "mode": "ladder", "level": 1}
REASONS = {"red": "D2", "amber": "D9", "grey": "silent", "green": "on_level"}


@dataclass
class Life:
    """A runner with a plan that began on BEGAN, told day by day in the notation of the check-in.

    `more` are other fields of the dialogue, `plan` other keys of its plan.
    """

    content: Content
    played: Played
    told: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    decision: Decision | None = None

    def days(self, *answers: str) -> "Life":
        """So many days go by."""
        for text in answers:
            self.decision = self.played.day(text)
            if text != "(none)":
                self.told = {"row": self.decision.row, "decision": self.decision.decision}
        return self

    def event(self, line: str) -> "Life":
        """Something else happens, for example "* week 50"."""
        self.played.event(line)
        return self

    def date(self, day: int) -> date:
        """The date of a day of the plan."""
        return BEGAN + timedelta(days=day - 1)

    def now(self, later: int = 0) -> datetime:
        """Noon of the last day told, or of a later one."""
        noon = datetime(BEGAN.year, BEGAN.month, BEGAN.day, 12, tzinfo=UTC)
        return noon + timedelta(days=max(self.played.course.day, 1) - 1 + later)

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue as it would be stored."""
        course = self.played.course
        plan = {
            "began": BEGAN.isoformat(), "side": None, "facts": {}, "verdict": {}, "baseline": {}, "running": {},
            "course": course.to_dict(), "training": {}, "told": self.told, **self.plan,
        }  # fmt: skip
        if course.last is not None:
            plan["answered"] = course.last.day
        verdict = {"disposition": course.disposition, "by": None, "meanwhile": None}
        at = datetime(BEGAN.year, BEGAN.month, BEGAN.day, 9, tzinfo=UTC).isoformat()
        fields = {"flow": "home", "state": "home", "consent": "1", "verdict": verdict, "asked_at": at, "plan": plan}
        return Dialogue(**{**fields, **self.more})

    def state(self, later: int = 0) -> MemberState:
        """What is known of the runner, so many days after the last one told."""
        return state_of(self.content, self.dialogue, self.now(later))


def lived(content: Content, *answers: str, start: dict[str, Any] | None = None) -> Life:
    """A runner on the ladder, if `start` says nothing else, who told these days."""
    return Life(content, begun(LADDER if start is None else start)).days(*answers)


def unplanned(
    disposition: str, by: str | None, meanwhile: str | None = None, at: datetime = NOW, **more: Any
) -> Dialogue:
    """A runner who has a verdict and no plan."""
    verdict = {"disposition": disposition, "by": by, "meanwhile": meanwhile}
    return Dialogue(flow="home", state="home", consent="1", verdict=verdict, asked_at=at.isoformat(), **more)


def member(level: int, runner_id: int = 1, name: str = "Ada", **more: Any) -> Membership:
    """A member who shares at this level."""
    return Membership(runner_id, name, level, joined_at=NOW - timedelta(days=60), **more)


def line(
    name: str,
    status: Status = "green",
    level: int = 1,
    *,
    since: date | None = TODAY,
    answered: int = 7,
    allowed: bool | None = True,
    runner_id: int | None = None,
    details: Details | None = None,
    on_level: int | None = 6,
    **way: Any,
) -> Shared:
    """A line of a runner who answered on the last so many days, up to today; `way` is what is shared at level 2."""
    days = tuple(Day(TODAY - timedelta(days=back), status, answered=back < answered) for back in reversed(range(15)))
    silent = since or TODAY
    last = TODAY if answered else silent if status == "grey" else silent - timedelta(days=1)
    outline = Outline(status, since, last, allowed, days)
    state = MemberState(outline, Way(**{"reason": REASONS[status], "level": on_level, **way}), details or Details())
    number = sum(map(ord, name)) * 100 + len(name) if runner_id is None else runner_id
    found = shared(state, member(level, number, name))
    if found is None:
        raise AssertionError(f"{name} shares nothing")
    return found


def squad_of(**counts: int) -> list[Shared]:
    """So many lines of each status, all at level 1."""
    names = [(f"{status} {number}", status) for status, count in counts.items() for number in range(count)]
    return [line(name, status, runner_id=at) for at, (name, status) in enumerate(names, 1)]  # type: ignore[arg-type]
