"""The answers behind a verdict, each with a way to change it."""

from dialogs.answering import begin_change
from dialogs.asking import answer_in_words
from dialogs.events import Event, Go, Typed, tap_of
from dialogs.questions import Screen
from dialogs.replies import Button
from dialogs.scene import Scene


def answered_screens(scene: Scene) -> list[Screen]:
    """The screens that were answered, in the order they are asked."""
    facts = scene.dialogue.facts
    ranks = scene.standing.ranks
    return [
        screen
        for screen in scene.content.triage.screens
        if any(
            item.fact.id in facts and scene.content.triage.screen_of(item.fact.id, ranks) is screen
            for item in screen.items
        )
    ]


def show(scene: Scene) -> None:
    """Every answer given, each with a button to change it."""
    scene.open()
    screens = answered_screens(scene)
    answers = [
        {"name": scene.texts.text(f"questions.{screen.id}.short"), "answer": answer_in_words(scene, screen)}
        for screen in screens
    ]
    buttons = [
        Button(scene.texts.text(f"questions.{screen.id}.short"), tap_of(Go(scene.turn, f"change_{screen.id}")))
        for screen in screens
    ]
    scene.card("answers", (*((button,) for button in buttons), (scene.go("keep"),)), answers=answers)


def hear(scene: Scene, event: Event) -> str | None:
    """One answer to change, or all kept."""
    match event:
        case Go(place="keep"):
            scene.aim_at_next_screen()
            return "answer"
        case Go(place=place) if place.startswith("change_"):
            screen = scene.content.triage.by_id.get(place.removeprefix("change_"))
            if screen in answered_screens(scene) and screen is not None:
                begin_change(scene, screen)
                scene.target = screen.id
                return "change"
    if isinstance(event, Typed):
        show(scene)
    else:
        scene.toast("stale")
    return None
