"""Over all vignettes: taps to the verdict, and whether the conversation ends where the vignette says.

`PYTHONPATH=tests .venv/bin/python -m bench.taps` prints medians, maxima and the confusion of dispositions.
"""

from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from support.walk import agreed, truly

from dialogs.cases import safe_default
from dialogs.content import Content, read_content
from dialogs.rules import DISPOSITIONS

VIGNETTES = Path(__file__).parent.parent / "vignettes"
CONSENT = 1


def taps_of(content: Content, facts: dict[str, Any]) -> tuple[int, str]:
    """Taps of a runner with these facts, consent included, and the disposition they are told."""
    conversation, known, taps = agreed(content), {**safe_default(content), **facts}, CONSENT
    while conversation.verdict is None:
        for event in truly(conversation, known):
            conversation.hear(event)
            taps += 1
    return taps, str(conversation.verdict.verdict["disposition"])


def main() -> None:
    """Play every vignette and print the table."""
    content = read_content()
    taps: dict[str, list[int]] = {name: [] for name in DISPOSITIONS}
    confusion: Counter[tuple[str, str]] = Counter()
    for path in sorted(VIGNETTES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            number, told = taps_of(content, case["facts"])
            taps[told].append(number)
            confusion[case["verdict"]["disposition"], told] += 1
    every = [number for numbers in taps.values() for number in numbers]
    for name, numbers in {**taps, "all": every}.items():
        print(f"{name:<10} {len(numbers):>4} vignettes, taps: median {median(numbers):g}, most {max(numbers)}")
    wrong = {pair: number for pair, number in confusion.items() if pair[0] != pair[1]}
    print(f"told otherwise than the vignette says: {wrong or 'none'}")


if __name__ == "__main__":
    main()
