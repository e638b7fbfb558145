"""Which country the numbers beside a verdict are of."""

from dialogs.events import Answer, Event, Go, Typed, tap_of
from dialogs.replies import Button
from dialogs.scene import Scene
from dialogs.understanding import Option, chosen


def show(scene: Scene) -> None:
    """Which country are you in? Two names share a row."""
    scene.open()
    names = [
        Button(scene.texts.text(f"regions.{region}.name"), tap_of(Answer(scene.turn, "country", region)))
        for region in scene.content.regions.by_id
    ]
    rows = [tuple(names[place : place + 2]) for place in range(0, len(names), 2)]
    scene.card("country_ask", (*rows, (scene.go("skip"),)))


def hear(scene: Scene, event: Event) -> str | None:
    """A country was chosen, by tap or by name, or the question is passed over."""
    regions = scene.content.regions.by_id
    match event:
        case Answer(question="country", value=region) if region in regions:
            choose(scene, region)
            return "settle"
        case Go(place="skip") | Go(place="back"):
            scene.close()
            choose(scene, scene.region or "OTHER")
            return "settle"
        case Typed(text=text):
            named = chosen(
                text,
                [
                    Option.of(
                        name,
                        [scene.texts.text(f"regions.{name}.name"), *scene.texts.typed(f"regions.{name}")],
                    )
                    for name in regions
                ],
            )
            if named is not None:
                choose(scene, named)
                return "settle"
            scene.say("not_understood", hint=scene.texts.text("buttons.hint_choice"))
        case _:
            scene.toast("stale")
    return None


def choose(scene: Scene, region: str) -> None:
    """Numbers are of this region from now on."""
    scene.close(
        "answered",
        ask=scene.texts.text("buttons.country_ask"),
        answer=scene.texts.text(f"regions.{region}.name"),
    )
    scene.dialogue.region = region
    scene.note_zone()
