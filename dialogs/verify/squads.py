"""The walk through squads: a coach, a runner at each level, and links of each kind; every button is tapped."""

from functools import partial

from dialogs.dialogue import Dialogue
from dialogs.events import Command, Due
from dialogs.lived import STARTS, facts_told
from dialogs.lived_squads import GROUP_WORDS, ME, OPERATOR_WORDS, situations, squad_of
from dialogs.squads.around import NOBODY, Around, In
from dialogs.squads.people import Membership
from dialogs.tapping import rows_of
from dialogs.verify.planning import EVENING, hear_due, planned, tell
from dialogs.verify.walking import NOW, Walk

NAME = "W" * 64
"""The longest name there is, in the widest letter."""
SQUAD = squad_of(NAME)
COMMANDS = ("squad", "summary", "sharing")


def walk_squads(walk: Walk) -> None:
    """Found, invite, join, share, look, hand over and leave, as a stranger, a coach, one of two coaches, a runner."""
    runner = planned(walk, STARTS["ladder"])
    if runner is None:
        return
    for around in situations(runner, NOW, NAME):
        walk.around = around
        for name in COMMANDS:
            visit(walk, runner, Command(name))
        for young in (runner, child_of(runner), stranger(walk)):
            visit(walk, young, Command("start", "token"))
        visit(walk, runner, Due(f"digest:{SQUAD.id}"))
    told_to_coaches(walk, runner)
    walk.around = NOBODY
    in_groups(walk)


def told_to_coaches(walk: Walk, runner: Dialogue) -> None:
    """Somebody turns red, whom coaches may see at each level."""
    walk.now = NOW + EVENING
    for level in range(1, 4):
        mine = Membership(ME, NAME, level, NOW, parent_ok=True)
        walk.around = Around(me=ME, joined=(In(SQUAD, mine, {2: NAME}),))
        tell(walk, hear_due(walk, runner), Command("checkin"), facts_told("p3 limp stop r6 !swelling") or {})
    walk.now = NOW


def in_groups(walk: Walk) -> None:
    """What is said in a group chat, and to operators, comes from the shell."""
    for key, values in (one for said in (GROUP_WORDS, *OPERATOR_WORDS.values()) for one in said.items()):
        walk.overhear(key, partial(dict, values))


def child_of(runner: Dialogue) -> Dialogue:
    """The same runner, under 16."""
    child = runner.copy()
    child.facts = {**child.facts, "age_band": "12_15"}
    return child


def stranger(walk: Walk) -> Dialogue:
    """Somebody who has agreed, and told nothing yet."""
    return walk.agreed()


def visit(walk: Walk, dialogue: Dialogue, event: Command | Due) -> None:
    """Begin here, and try all that opens."""
    outcome = walk.hear(dialogue, event)
    if outcome is not None:
        walk.try_all(outcome.dialogue, rows_of(outcome))
