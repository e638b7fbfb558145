"""What the flows about squads share: their words and buttons, and which squad is talked about.

The words stand under `squads.talk` of the texts. What is open is kept in `dialogue.squad`: "id" of the squad, and
answers that nobody has agreed to yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs.events import Answer, Event, Go, Typed, tap_of
from dialogs.hours import local_date, local_time, time_text
from dialogs.keeping import zone_of
from dialogs.plan_words import full_date
from dialogs.replies import Button, Rows
from dialogs.scene import Scene
from dialogs.squads.around import Coached, In
from dialogs.understanding import Option, chosen

NEWEST = "newest"
WIDE, HALF = 30, 16
"""Characters of a label that a phone shows, alone in its row and beside another."""


def text(scene: Scene, key: str, /, **values: object) -> str:
    """A short text about squads."""
    return scene.texts.text(f"squads.talk.{key}", **values)


def way(scene: Scene, place: str, label: str | None = None) -> Button:
    """A button to a place; its label is the text with that name unless another is given."""
    return Button(text(scene, label or place), tap_of(Go(scene.turn, place)))


def choice(scene: Scene, question: str, value: object, label: str) -> Button:
    """A button that answers."""
    return Button(label, tap_of(Answer(scene.turn, question, str(value))))


def in_rows(buttons: Sequence[Button], width: int = 2) -> Rows:
    """Buttons, so many in a row."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def short(name: str, most: int = WIDE) -> str:
    """A name as a label has room for it."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def answered(scene: Scene, question: str, answer: str) -> None:
    """The open card repeats its question and says what was answered."""
    scene.close("answered", ask=text(scene, f"{question}_ask"), answer=answer)


def not_understood(scene: Scene, hint: str) -> None:
    """Nothing was changed, and what one can type."""
    scene.say("not_understood", hint=text(scene, f"hint_{hint}"))


def place_meant(scene: Scene, event: Event, places: Sequence[str]) -> str | None:
    """The one of these places that was tapped, or whose button, or another word for it, was typed."""
    match event:
        case Go(place=place):
            return place if place in places else None
        case Typed(text=typed):
            known = scene.texts.strings
            return chosen(
                typed,
                [Option.of(one, (text(scene, one), *known.get(f"squads.talk.typed.{one}", ()))) for one in places],
            )
    return None


def tapped(event: Event, question: str) -> str | None:
    """The value of a tap on an answer to this question."""
    return event.value if isinstance(event, Answer) and event.question == question else None


def moment(scene: Scene, at: datetime) -> str:
    """An instant by the clock of whoever reads it: "Friday, 4 December, 18:30"."""
    zone = zone_of(scene)
    return f"{full_date(scene, local_date(at, zone))}, {time_text(local_time(at, zone))}"


# which squad


def coached_of(scene: Scene) -> dict[str, Coached]:
    """The squads this runner coaches, by id as buttons carry it."""
    return {str(one.squad.id): one for one in scene.around.coached}


def joined_of(scene: Scene) -> dict[str, In]:
    """The squads this runner is in, by id as buttons carry it."""
    return {str(one.squad.id): one for one in scene.around.joined}


def open_squad(scene: Scene, known: Mapping[str, Any]) -> Any:
    """The one of these squads that is open: chosen before, or the only one there is; None if that is not clear."""
    chosen_id = str(scene.dialogue.squad.get("id", ""))
    if chosen_id == NEWEST and known:
        return known[max(known, key=int)]
    if not chosen_id and len(known) == 1:
        return next(iter(known.values()))
    return known.get(chosen_id)


def here(scene: Scene) -> Coached | None:
    """The squad that a coach has open."""
    found: Coached | None = open_squad(scene, coached_of(scene))
    return found


def here_in(scene: Scene) -> In | None:
    """The squad whose sharing is open."""
    found: In | None = open_squad(scene, joined_of(scene))
    return found


def changed(scene: Scene, before: Coached | In, **parts: Any) -> None:
    """What was just put on record holds for the rest of this event too."""
    after = replace(before, **parts)
    around: dict[str, Any] = {
        name: tuple(after if one is before else one for one in getattr(scene.around, name))
        for name in ("coached", "joined")
    }
    scene.around = replace(scene.around, **around)


def coach_names(known: Mapping[int, str]) -> str:
    """All coaches in one line."""
    return ", ".join(known[one] for one in sorted(known))
