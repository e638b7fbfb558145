"""Over all vignettes: taps to the verdict, and whether the conversation ends where the vignette says.

`PYTHONPATH=tests .venv/bin/python -m bench.taps` prints medians, maxima and the confusion of dispositions. Beside them
stand the budgets: emergencies named by one sign of the first screen, R09, runners without a red flag. A budget counts
plain answers: every "not sure" is asked about once more.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from support.walk import agreed, truly

from dialogs.cases import safe_default
from dialogs.consent import WITH_PARENT
from dialogs.content import Content, read_content
from dialogs.facts import UNKNOWN
from dialogs.rules import DISPOSITIONS

VIGNETTES = Path(__file__).parent.parent / "vignettes"
CONSENT = 1
FIRST_SCREEN = {"R01", "R02", "R03", "R04", "R05", "R08", "R10"}
"""The emergencies that the signs of right now decide, the two questions after them included."""
BUDGETS = ("first screen, at most 3", "R09, at most 4", "no red flag, at most 14", "from 45 on, at most 15")
"""For an emergency with consent. For the others without it, nor a parent's yes, a tick, and the question it brings."""


def taps_of(content: Content, facts: dict[str, Any]) -> tuple[int, str]:
    """Taps of a runner with these facts until the verdict is read, consent included, and its disposition."""
    conversation, known, taps, read = agreed(content), {**safe_default(content), **facts}, CONSENT, 0
    while conversation.verdict is None:
        for event in truly(conversation, known):
            replies = conversation.hear(event)
            taps += 1
            # The young read an emergency before a parent agrees to keep it.
            if not read and any(str(getattr(reply, "text", "")).startswith("verdict_") for reply in replies):
                read = taps
    return read, str(conversation.verdict.verdict["disposition"])


def budgets_of(content: Content, case: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The budgets a vignette falls under, each with the taps it does not count."""
    facts, because = case["facts"], set(case["verdict"]["because"])
    if UNKNOWN in facts.values():
        return
    signs = [item.fact.id for item in content.triage.screens[0].items if facts.get(item.fact.id)]
    if because & FIRST_SCREEN and len(signs) == 1:
        yield BUDGETS[0], 0
    elif "R09" in because:
        yield BUDGETS[1], 0
    flags = {item.fact for screen in content.triage.screens if screen.red_flags for item in screen.items}
    if all(facts.get(fact.id, fact.best) == fact.best for fact in flags):
        ticks = sum(facts.get(name, False) for name in ("gait_altered", "pain_sharp", "pain_builds"))
        at_rest = facts.get("pain_daily_worst", 0) >= 6
        yield (
            BUDGETS[2 + (facts.get("age_band") in ("45_54", "55_plus"))],
            CONSENT + ticks + at_rest + (facts.get("age_band") in WITH_PARENT),
        )


def main() -> None:
    """Play every vignette and print the table."""
    content = read_content()
    taps: dict[str, list[int]] = {name: [] for name in DISPOSITIONS}
    budgets: dict[str, list[int]] = {name: [] for name in BUDGETS}
    confusion: Counter[tuple[str, str]] = Counter()
    for path in sorted(VIGNETTES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            number, told = taps_of(content, case["facts"])
            taps[told].append(number)
            confusion[case["verdict"]["disposition"], told] += 1
            for name, apart in budgets_of(content, case):
                budgets[name].append(number - apart)
    every = [number for numbers in taps.values() for number in numbers]
    for name, numbers in {**taps, "all": every, **budgets}.items():
        print(f"{name:<24} {len(numbers):>4} vignettes, taps: median {median(numbers):g}, most {max(numbers)}")
    wrong = {pair: number for pair, number in confusion.items() if pair[0] != pair[1]}
    print(f"told otherwise than the vignette says: {wrong or 'none'}")


if __name__ == "__main__":
    main()
