"""Which words go with a decision, where a row has more than one story to tell: keys of en/decisions.yaml."""

from dialogs.course import UNCOUNTED, Course
from dialogs.course_facts import DayFacts
from dialogs.decisions import Row


def reasons(row: Row, facts: DayFacts, before: Course, after: Course) -> tuple[str, ...]:
    """The key of the row, or that of its special case, and a second one where there is more to say."""
    return (_own(row, facts, before, after), *_more(row, facts, before, after))


def with_silence(before: Course, back: Row | None, because: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons, and that of the days without an answer before this one: first where it changes the plan, last where
    only a run is not counted for it, not at all where it changes nothing."""
    if back is None:
        return because
    if back.returns or back.counts_zero:
        return (back.because, *because)
    return (*because, back.because) if _lost_run(before) else because


def _lost_run(course: Course) -> bool:
    """Whether a run is not counted for want of an answer: the morning after it was not told, or the run itself."""
    since = course.last.day if course.last else 0
    silence = [past for past in course.history if past.day >= since]
    return any(past.untold or (past.day == since and past.run == UNCOUNTED) for past in silence)


def _own(row: Row, facts: DayFacts, before: Course, after: Course) -> str:
    if row.up and after.mode != before.mode:
        return "ladder_done"
    if row.up and after.level == before.level:
        return "ladder_top"
    if row.maintains and before.recovered is not None:
        return "still_recovered"
    if row.uncounted and not facts.over:
        return "ran_in_window"
    if row.no_run_days and facts.resting:
        return "stop_while_resting"
    if row.no_run_days and facts.limp:
        return "limp_today"
    if facts.run_waits and facts.worse_morning and row.decision == "regress":
        return "worse_morning"
    return row.because


def _more(row: Row, facts: DayFacts, before: Course, after: Course) -> tuple[str, ...]:
    more = []
    if facts.resting and facts.ran and after.resting:
        more.append("ran_while_resting")
    if before.mode == "as_now" and after.mode == "ladder":
        more.append("onto_ladder")
    if facts.pregnant and facts.became_green and row.gives_way:
        # A reason and no row of its own: coaches may see rows.
        more.append("pregnant")
    return tuple(more)
