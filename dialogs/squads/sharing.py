"""The one door between what is known of a runner and what a coach sees."""

from dataclasses import dataclass

from dialogs.squads.member import Details, MemberState, Outline, Way
from dialogs.squads.people import DETAILS, NONE, TREND, Membership, clean_name


@dataclass(frozen=True, slots=True)
class Shared:
    """A runner as a squad's coaches see them: a line, and a part for each level agreed to."""

    runner_id: int
    name: str
    level: int
    outline: Outline
    way: Way | None = None
    details: Details | None = None


def shared(state: MemberState, member: Membership) -> Shared | None:
    """What this member agreed to show; None for nothing, after leaving, and under 18 without a parent's yes."""
    if member.level <= NONE or member.left_at is not None or (state.minor and not member.parent_ok):
        return None
    return Shared(
        member.runner_id,
        clean_name(member.name),
        member.level,
        state.outline,
        state.way if member.level >= TREND else None,
        state.details if member.level >= DETAILS else None,
    )
