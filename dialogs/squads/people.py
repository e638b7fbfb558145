"""A squad and who belongs to it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dialogs.hours import local_date

LONGEST_NAME = 64
NONE, STATUS, TREND, DETAILS = 0, 1, 2, 3
"""What a runner agreed to show a squad: nothing; status; trend as well; details as well."""
LEVELS = (NONE, STATUS, TREND, DETAILS)


@dataclass(frozen=True, slots=True)
class Squad:
    """A training group. `zone` is an IANA name; `hour` ("18:00") and `every` say when its digest comes; `coaches` are
    numeric ids."""

    id: int
    name: str
    zone: str
    hour: str = "18:00"
    every: Literal["day", "week"] = "week"
    coaches: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """A runner in a squad. `level` is one of LEVELS; `parent_ok`: a parent said yes for this squad, which counts only
    for who is under 18."""

    runner_id: int
    name: str
    level: int
    joined_at: datetime
    left_at: datetime | None = None
    parent_ok: bool = False


def squad_today(squad: Squad, now: datetime) -> date:
    """The date where the squad trains."""
    return local_date(now, squad.zone)


def clean_name(name: str) -> str:
    """A name as it may be shown: one line of at most 64 characters, without characters that control or turn text.

    "" if nothing is left that can be seen.
    """
    kept = "".join(letter if _may_stay(letter) else " " for letter in unicodedata.normalize("NFC", name))
    shown = re.sub(r"\s+", " ", kept).strip()[:LONGEST_NAME].rstrip()
    return shown if shown.strip(JOINERS + " ") else ""


JOINERS = "\u200c\u200d"
"""Invisible, and needed: some scripts and some emoji are spelled with them."""


def _may_stay(letter: str) -> bool:
    """No control, invisible, surrogate or unassigned characters but joiners."""
    return unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp") or letter in JOINERS
