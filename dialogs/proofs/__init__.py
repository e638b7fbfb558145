"""What is proved of the content: over all combinations of answers, from the very trees that run.

    one_verdict_each        every combination has one disposition and its one time frame
    worse_is_never_less     a worse answer never makes it less urgent, fact by fact, nor allows running
    unsure_is_never_best    "not sure" is never less urgent than the best answer
    red_flags_are_enough    what a screen of red flags claims alone, no other answer takes back
    every_rule_decides      each rule is among the reasons of somebody's verdict
    every_rule_adds         none is covered by another that is as strict and says the same
    no_running_beside_a_stop  `meanwhile: modify` never beside a rule that forbids running
    early_stop_is_sound     what is called certain is
    nobody_gets_stuck       while it is not, something is asked
    the_bound_never_grows   "at most N more questions" is never too low
    every_question_is_reached  each question is asked of somebody

Only `kneewise verify` and the tests come here: z3 is slow to start, and the bot has no need of it.
"""

from collections.abc import Callable, Iterator

from dialogs.proofs import asking, rules_matter, urgency
from dialogs.proofs.rules_matter import difference
from dialogs.proofs.world import Broken, World

__all__ = ["CLAIMS", "Broken", "World", "difference", "prove"]

Claim = Callable[[World], Iterator[Broken]]

CLAIMS: tuple[Claim, ...] = (
    urgency.one_verdict_each,
    urgency.worse_is_never_less,
    urgency.unsure_is_never_best,
    urgency.red_flags_are_enough,
    rules_matter.every_rule_decides,
    rules_matter.every_rule_adds,
    rules_matter.no_running_beside_a_stop,
    asking.early_stop_is_sound,
    asking.nobody_gets_stuck,
    asking.the_bound_never_grows,
    asking.every_question_is_reached,
    asking.the_parent_fits_the_bound,
)


def prove(world: World) -> Iterator[Broken]:
    """Every claim that does not hold, with the runner who breaks it; nothing when all are proved."""
    for claim in CLAIMS:
        yield from claim(world)
