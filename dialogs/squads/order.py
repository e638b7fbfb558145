"""Who needs attention first. Only what is shared counts, so that the order tells nothing else."""

from datetime import date
from typing import Any

from dialogs.squads.figures import BANDS
from dialogs.squads.sharing import Shared


def by_attention(line: Shared) -> tuple[Any, ...]:
    """The place of a line: its class, what counts within it, then the harder week, then the name."""
    since = (line.outline.since or date.min).toordinal()
    place, within = place_of(line)
    order = {"oldest": since, "newest": -since}.get(within, 0)
    week = (0, 0) if within == "name" else harder_week(line)
    return place, order, week, line.name.casefold(), line.name, line.runner_id


def place_of(line: Shared) -> tuple[int, str]:
    """The class of a line, from 1, and what comes first within it. Who shares the status only is in the last class of
    that status."""
    way = line.way
    match line.outline.status:
        case "red":
            return 1, "oldest"
        case "amber":
            if way is not None and way.trend == "worse":
                return 2, ""
            return (3, "") if way is not None and way.advice else (4, "newest")
        case "grey":
            return 5, "oldest"
    return (6, "") if way is not None and way.over else (7, "name")


def harder_week(line: Shared) -> tuple[int, int]:
    """Smaller for a harder week, as far as it is shared: by its band, and by its score within."""
    if line.way is None or line.way.band is None:
        return 0, 0
    score = line.details.score if line.details is not None else None
    return -1 - BANDS.index(line.way.band), -(score or 0)
