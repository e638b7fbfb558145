"""What an event means to the open question of any flow."""

from dialogs.answering import acted_at_once, answer, finish, open_one_by_one, tick
from dialogs.asking import hint, question_values, rows, why
from dialogs.events import Answer, Done, Event, Go, NoneOfThese, Tick, Typed
from dialogs.questions import Screen
from dialogs.scene import Scene
from dialogs.typed import typed_answer


def meant(scene: Scene, screen: Screen) -> Event | None:
    """The tap that typed words stand for, else the event itself; None, and the hint is said, if they fit nothing."""
    if not isinstance(scene.event, Typed):
        return scene.event
    understood = typed_answer(scene, screen, scene.event.text)
    if understood is None:
        scene.say("not_understood", hint=hint(scene, screen))
    return understood


def take(scene: Scene, screen: Screen, event: Event) -> str | None:
    """Apply what was tapped or typed to the facts; "answer" or "back", or None if the question stays open."""
    match event:
        case Answer() if answer(scene, screen, event):
            return "answer"
        case Done(screen=name) | NoneOfThese(screen=name) if name == screen.id and finish(scene, screen, event):
            return "answer"
        case Tick(screen=name) if name == screen.id and tick(scene, screen, event):
            return take_tick(scene, screen, event)
        case Go(place="one_by_one") if open_one_by_one(scene, screen):
            return "answer"
        case Go(place="why"):
            words = question_values(scene, screen)
            scene.change("question_why", rows(scene, screen), **words, why=why(scene, screen))
        case Go(place="back"):
            return "back"
        case _:
            scene.toast("stale")
            scene.change("question", rows(scene, screen), **question_values(scene, screen))
    return None


def take_tick(scene: Scene, screen: Screen, event: Tick) -> str | None:
    """A tick that acts at once is an answer; any other only shows on the card."""
    if screen.at_once and event.on:
        acted_at_once(scene, screen, event.fact)
        return "answer"
    scene.change("question", rows(scene, screen), **question_values(scene, screen))
    return None
