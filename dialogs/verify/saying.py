"""What runners say on the walk beside taps and commands, where that leads on: words, and places that are shared.

A flow that understands more than its buttons has its states here, with one line for each thing that can come of it.
"""

from collections.abc import Mapping
from typing import Any

from dialogs.dialogue import Dialogue
from dialogs.events import Event, Located, Typed
from dialogs.lived_squads import TYPED

FAR_ZONE = "America/Argentina/Buenos_Aires"
"""A zone with a long name."""

SAID: Mapping[tuple[str, str], tuple[Event, ...]] = {
    ("onboarding", "welcome"): (Typed("okay"),),
    ("consenting", "ask"): (Typed("okay"),),
    ("triage", "resume"): (Typed("continue"), Typed("start over")),
    ("settings", "hour"): (Typed("7"), Typed("22:30")),
    ("settings", "hour_which"): (Typed("evening"),),
    ("settings", "quiet"): (Typed("10 to 7"), Typed("09:00 to 08:00"), Typed("16:00 to 08:00")),
    ("settings", "zone"): (Typed("2 pm"), Typed("12:20"), Typed("London"), Located(FAR_ZONE), Located(None)),
    ("pausing", "ill"): (Typed("2"), Typed("until Wednesday week"), Typed("in a week")),
    ("racing", "date"): (
        Typed("Wednesday 29 September 2027"),
        Typed("next Wednesday"),
        Typed("1.1.2020"),
        Typed("1.1.2060"),
    ),
    ("racing", "km"): (Typed("10 miles"),),
    **{place: tuple(map(Typed, lines)) for place, lines in TYPED.items()},
}

PAUSE = {"until": "2026-10-07", "since": "2026-09-28"}
VISITS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("settings", {}),
    ("pause", {}),
    ("pause", {"pause": {**PAUSE, "why": "ill"}}),
    ("pause", {"course": {"disposition": "modify", "mode": "ladder", "level": 1, "locked": "retriage"}}),
    ("resume", {"pause": {**PAUSE, "why": "ill"}}),
    ("resume", {"pause": {**PAUSE, "why": "away"}}),
    ("race", {}),
    ("race", {"race": {"date": "2027-09-29", "km": None}}),
    ("race", {"race": {"date": "2026-10-01", "km": 42.2}}),
)
"""Commands that mean something to a runner with a plan, and what the plan holds for them."""


def said_in(dialogue: Dialogue) -> tuple[Event, ...]:
    """What is said in the state of this dialogue."""
    return SAID.get((dialogue.flow, dialogue.state), ())
