"""`make mutate`: every rule with every small mistake, and whether a vignette or a proof notices."""

import sys
import time
from collections import Counter
from pathlib import Path

import yaml
from rich.progress import track

from dialogs.content import read_content
from dialogs.proofs import World

from .judging import caught_by_proof, caught_by_vignette, read_vignettes, told_apart_by
from .making import mutants_of

EQUIVALENT = Path(__file__).parent / "equivalent.yaml"


def main() -> int:
    """Judge all mutants and say what came of it; 1 if one lives that is not listed, or the list is wrong."""
    started = time.monotonic()
    content = read_content()
    vignettes = list(read_vignettes(content))
    listed = {entry["mutant"]: entry["reason"] for entry in yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8"))}
    world, ends, holes = World(content), Counter[str](), []
    mutants = list(mutants_of(content))
    failing = caught_by_vignette(vignettes, content.rules)
    if failing is not None:
        print(f"The rules as they are fail '{failing}'. Mend that first.")
        return 1
    for mutant in track(mutants, "Mutants", disable=not sys.stdout.isatty()):
        runner = None
        if caught_by_vignette(vignettes, mutant.rules) is not None:
            end = "caught by a vignette"
        elif caught_by_proof(content, mutant.rules) is not None:
            end = "caught by a proof"
        elif (runner := told_apart_by(world, mutant.rules)) is None:
            end = "the same rules, and listed" if mutant.name in listed else "the same rules, but not listed"
        else:
            end = "alive"
        if end in ("alive", "the same rules, but not listed"):
            holes.append(f"{mutant.name}: {end}" + (f"; told apart by {runner}" if runner else ""))
        elif (mutant.name in listed) != end.endswith("listed"):
            holes.append(f"{mutant.name}: listed, but {end}")
        ends[end] += 1
    holes += [f"{name}: listed, but there is no such mutant" for name in listed.keys() - {one.name for one in mutants}]
    print(f"{len(mutants)} mutants of {len(content.rules)} rules, {len(vignettes)} vignettes")
    for end, count in ends.most_common():
        print(f"  {count:5} {end}")
    print(*holes, sep="\n") if holes else print("None is alive.")
    print(f"{time.monotonic() - started:.1f} s")
    return 1 if holes else 0


sys.exit(main())
