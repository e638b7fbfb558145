"""Whether what a runner says may be kept."""

from dialogs.dialogue import Dialogue

AGE = "age_band"
WITH_PARENT = ("under_12", "12_15")


def waits_for_parent(dialogue: Dialogue) -> bool:
    """Whether the runner is under 16 and no parent or carer has agreed yet."""
    return dialogue.facts.get(AGE) in WITH_PARENT and not dialogue.parent


def may_keep(dialogue: Dialogue) -> bool:
    """Whether the runner agreed, and under 16 a parent or carer too."""
    return dialogue.consent is not None and not waits_for_parent(dialogue)
