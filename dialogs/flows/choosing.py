"""What settings, pause and race share: their buttons, and options that are offered where words can mean two things.

The labels stand in `settings` of the texts. What was offered is kept in the dialogue's settings, by flow,
until the question is over.
"""

from collections.abc import Callable, Mapping, Sequence

from dialogs.events import Answer, Event, Go, Typed, tap_of
from dialogs.replies import Button, Rows
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import Option, chosen, normal, words_of

OFFERED = "offered"
ASKED_BACK = ("_which", "_sure")
"""How the states end in which the runner chooses among what was offered."""
Hears = Mapping[str, Callable[[Scene, Event], str | None]]
"""For each state what it makes of an event: the trigger it pulls, None if everything is said already."""
Shows = Mapping[str, Callable[[Scene], None]]
"""For each state its card."""


def text(scene: Scene, key: str, /, **values: object) -> str:
    """A short text of settings."""
    return scene.texts.text(f"settings.{key}", **values)


def way(scene: Scene, place: str, label: str | None = None) -> Button:
    """A button to a place; its label is the text of settings with that name unless another is given."""
    return Button(text(scene, label or place), tap_of(Go(scene.turn, place)))


def choice(scene: Scene, question: str, value: str, label: str) -> Button:
    """A button that answers."""
    return Button(label, tap_of(Answer(scene.turn, question, value)))


def choices(scene: Scene, question: str, labels: Mapping[str, str], width: int = 2) -> Rows:
    """Buttons that answer, by value, so many in a row."""
    buttons = [choice(scene, question, value, label) for value, label in labels.items()]
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def answered(scene: Scene, question: str, answer: str) -> None:
    """The open card repeats its question and says what was answered."""
    scene.close("answered", ask=text(scene, question), answer=answer)


def not_understood(scene: Scene, hint: str) -> None:
    """Nothing was changed, and what one can type."""
    scene.say("not_understood", hint=text(scene, f"hint_{hint}"))


def is_back(scene: Scene, event: Event) -> bool:
    """Whether the way back is wanted, tapped or typed."""
    match event:
        case Go(place="back"):
            return True
        case Typed(text=typed):
            return chosen(typed, [word_option(scene, "back")]) is not None
    return False


def heard(scene: Scene, hears: Hears) -> str | None:
    """What the event means to the question of this state; back is back in all of them."""
    return "back" if is_back(scene, scene.event) else hears[scene.state](scene, scene.event)


def shown(scene: Scene, shows: Shows) -> None:
    """The card of this state. What was offered is over, but while it is asked which of it is meant."""
    if not scene.state.endswith(ASKED_BACK):
        forget_offer(scene)
    shows[scene.state](scene)


def named_way(scene: Scene, typed: str, places: Sequence[str], also: str = "typed") -> str | None:
    """The place whose button, or another word for it, was typed."""
    names = {place: (text(scene, place), *scene.texts.strings.get(f"settings.{also}.{place}", ())) for place in places}
    return chosen(typed, [Option.of(place, known) for place, known in names.items()])


def offer(scene: Scene, values: Sequence[str]) -> None:
    """Keep what this flow offers next."""
    scene.dialogue.settings.setdefault(OFFERED, {})[scene.dialogue.flow] = list(values)


def offered(scene: Scene) -> list[str]:
    """What this flow offered last."""
    return list(scene.dialogue.settings.get(OFFERED, {}).get(scene.dialogue.flow, ()))


def forget_offer(scene: Scene) -> None:
    """The question of this flow is over."""
    others = scene.dialogue.settings.pop(OFFERED, {})
    others.pop(scene.dialogue.flow, None)
    if others:
        scene.dialogue.settings[OFFERED] = others


def picked(scene: Scene, typed: str, labels: Mapping[str, str]) -> str | None:
    """The one option in whose label all the typed words stand: "evening" of "07:00, morning" and "19:00, evening"."""
    words = set(normal(typed)).difference(scene.texts.strings["settings.clock.filler"])
    found = [value for value, label in labels.items() if words and words <= set(words_of(label))]
    return found[0] if len(found) == 1 else None
