"""Before a run: the warm-up, and what the knee after it lets the run be."""

from collections.abc import Callable

from dialogs.flows.library import name_of
from dialogs.holding import keep_gate, may_run_today
from dialogs.plan_words import cool_down_lines, running_today, short_run_minutes, warm_up_lines
from dialogs.scene import Scene


def show_warm_up(scene: Scene) -> None:
    """The steps of the warm-up, and the gate after it."""
    scene.open()
    gates = tuple((scene.go(f"gate_{answer}"),) for answer in ANSWERS)
    scene.card("warm_up", (*gates, (scene.go("today"),)), steps=warm_up_lines(scene))


def pass_gate(scene: Scene, pain: int) -> None:
    """What the knee after the warm-up lets the run be; today's card goes by it from then on."""
    load = scene.content.load
    gate = keep_gate(scene, load.gate(pain))
    scene.open()
    rows = ((scene.go("today"),),)
    if not may_run_today(scene):
        scene.card("warm_up_none", rows)
    elif gate == "short":
        scene.card("warm_up_short", rows, minutes=short_run_minutes(scene))
    else:
        stretches = [name_of(scene, one) for one in load.warm_up.stretches]
        after = " ".join(cool_down_lines(scene))
        scene.card("warm_up_go", rows, running=running_today(scene)[0], after=after, stretches=stretches)


ANSWERS = {"low": 2, "three": 3, "high": 4}
"""The answers after the warm-up, and the pain each stands for; sharp pain and a limp are among the last."""

BEFORE_A_RUN: dict[str, Callable[[Scene], None]] = {
    "warm_up": show_warm_up,
    "gate_low": lambda scene: pass_gate(scene, ANSWERS["low"]),
    "gate_three": lambda scene: pass_gate(scene, ANSWERS["three"]),
    "gate_high": lambda scene: pass_gate(scene, ANSWERS["high"]),
}
