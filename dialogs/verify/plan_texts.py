"""The texts of the plan, its exercises and its decisions: keys put together from ids of the content."""

from collections.abc import Iterator

from dialogs.content import Content

PLAN_FILES = ("today", "plan", "exercises", "decisions")
"""The files they stand in."""


def needed_by_plan(content: Content) -> Iterator[str]:
    """What the plan, its exercises and its decisions say."""
    yield from (f"today.strength.{stage}" for stage in content.library.stages)
    yield from (f"today.knee.{side}" for side in content.facts["knee_side"].values)
    yield from (f"today.band.{row.id}" for row in content.decisions.knee_week)
    yield from (f"today.trend.{row.id}" for row in content.decisions.trend if row.id != "unknown")
    for row in content.decisions.row.values():
        yield f"today.decided.{row.decision}"
        yield from (f"decisions.reasons.{row.because}.{part}" for part in ("seen", "change"))
    yield from (f"plan.warm_up.{step.id}" for step in content.load.warm_up.steps)
    yield from (f"plan.cross_training.{option.id}.label" for option in content.load.cross_training.options)
    for move in content.library.moves.values():
        yield from (f"exercises.{move.id}.{part}" for part in ("name", "target", "how"))
        yield from (f"exercises.equipment.{one}" for one in move.equipment)


def names_of_plan(content: Content) -> Iterator[str]:
    """The ids of content that stand in keys of the plan's texts."""
    yield from content.library.moves
    yield from content.library.stages
    yield from (one for move in content.library.moves.values() for one in move.equipment)
    yield from (value for fact in content.facts.values() if fact.part != "triage" for value in fact.values)
    for row in content.decisions.row.values():
        yield from (row.id, row.decision, row.because)
    yield from (row.id for row in (*content.decisions.knee_week, *content.decisions.trend))
    yield from (step.id for step in (*content.load.warm_up.steps, *content.load.cross_training.options))
