"""The answers of one day's check-in, and the short notation for them.

Notation, words apart by spaces: `p3` worst pain today, `r2` pain on today's run, `slow` it took longer than an hour to
settle, `worse` this morning was clearly worse than before the last run, `stop` pain ended the run, `over` ran more than
planned, `walk` 30 minutes of walking at pain 1 at most, `limp`, `!swelling` a new sign; `OK` and `OKRUN` the two quiet
answers; `(none)` a missed day.
"""

import re
from dataclasses import dataclass
from typing import Literal

from dialogs.errors import AnswerError

EMERGENCY = "emergency"
SIGNS = (EMERGENCY, "swelling", "locking", "giving_way", "knock", "night_pain", "fever", "calf", "other")
"""New signs a runner can tell of; a limp is none of them."""

Quiet = Literal["ok", "okrun"]

MISSED = "(none)"
QUIET: dict[str, Quiet] = {"OK": "ok", "OKRUN": "okrun"}
FLAGS = {"slow": "slow", "worse": "worse", "stop": "stopped", "over": "over", "limp": "limp"}
WORDS = ("p0 to p10", "r0 to r10", *FLAGS, "walk", *(f"!{sign}" for sign in SIGNS), *QUIET, MISSED)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a runner told on one day.

    `pain` is the worst of the day, 0 to 10, None with the quiet answers: `quiet` is "ok", or "okrun" for a quiet knee
    after the run that was planned. `run_pain` is that of today's run, None where it was not told; `slow`: it took
    longer than an hour to settle; `worse`: this morning was clearly worse than before the last run; `walk`: the
    30-minute walk, False where it hurt, None where there was none. `late`: told on a later day.
    """

    pain: int | None = None
    ran: bool = False
    run_pain: int | None = None
    stopped: bool = False
    over: bool = False
    slow: bool = False
    worse: bool = False
    walk: bool | None = None
    limp: bool = False
    signs: frozenset[str] = frozenset()
    quiet: Quiet | None = None
    late: bool = False

    def __post_init__(self) -> None:
        if self.pain is None and self.quiet is None:
            raise ValueError("a day's answers need a pain or one of the quiet answers")

    @property
    def has_run(self) -> bool:
        """Whether there was a run, however it was told."""
        return self.ran or self.run_pain is not None or self.stopped or self.over or self.quiet == "okrun"


def read_day(text: str) -> Answers | None:
    """One day of the notation; None for a missed one. Raises AnswerError that names the word and what is allowed."""
    if text.strip() == MISSED:
        return None
    words = text.split()
    for word in words:
        if not _is_word(word):
            raise AnswerError(f"'{word}' is not allowed; a day has {', '.join(WORDS)}.")
    if len(set(words)) < len(words):
        raise AnswerError(f"'{text}' says something twice; say it once.")
    quiet = [QUIET[word] for word in words if word in QUIET]
    pains, run_pains = _scores("p", words), _scores("r", words)
    if len(quiet) + len(pains) != 1 or len(run_pains) > 1:
        raise AnswerError(f"'{text}' is no day; it needs one of p0 to p10, OK, OKRUN or (none), and one run at most.")
    if quiet and (run_pains or any(word in FLAGS for word in words)):
        raise AnswerError(f"'{text}' is no day; OK and OKRUN go with 'walk' and new signs only.")
    return Answers(
        pain=pains[0] if pains else None,
        ran=bool(run_pains) or "stop" in words or "over" in words,
        run_pain=run_pains[0] if run_pains else None,
        walk=True if "walk" in words else None,
        signs=frozenset(word[1:] for word in words if word.startswith("!")),
        quiet=quiet[0] if quiet else None,
        **{name: True for word, name in FLAGS.items() if word in words},
    )


def _is_word(word: str) -> bool:
    if word.startswith("!"):
        return word[1:] in SIGNS
    return word in FLAGS or word in QUIET or word == "walk" or bool(re.fullmatch("[pr]([0-9]|10)", word))


def _scores(letter: str, words: list[str]) -> list[int]:
    return [int(word[1:]) for word in words if re.fullmatch(rf"{letter}\d+", word)]
