"""The exercise library: groups, moves, one move with its picture, and what to do when it hurts."""

from collections.abc import Iterable

from dialogs.asking import grouped
from dialogs.events import Go, tap_of
from dialogs.exercises import OWN, Dose, Move, much_words, often_words, picture_of, steps_of
from dialogs.plans import day_of, keep_training, training_of
from dialogs.replies import Button
from dialogs.scene import Scene
from dialogs.trained import swap
from dialogs.training import added_to, dose

STOP_RULES = {"strength": "stop", "stretch": "stretching", "roll": "rolling"}
GROUPS = ("knee", "hip", "trunk", "stretch", "roll")


def hear_library(scene: Scene, place: str) -> bool:
    """Show the card of this place; False if it is none of the library's."""
    kind, _, name = place.partition("_")
    if place == "exercises":
        show_groups(scene)
    elif kind == "group" and name in GROUPS:
        show_group(scene, name)
    elif kind == "move" and name in scene.content.library.moves:
        show_move(scene, name)
    elif kind == "hurts" and can_swap(scene, name):
        show_hurts(scene, name)
    else:
        return False
    return True


def can_swap(scene: Scene, name: str) -> bool:
    """Whether a move can be left out: a strength move, with a plan."""
    move = scene.content.library.moves.get(name)
    return move is not None and move.kind == "strength" and scene.dialogue.plan is not None


def show_groups(scene: Scene) -> None:
    """The groups of the library."""
    scene.open()
    rows = tuple(
        (button(scene, f"group_{group}", scene.texts.text(f"today.groups.{group}.title")),) for group in GROUPS
    )
    scene.card("exercises", (*rows, (scene.go("today"),)))


def show_group(scene: Scene, group: str) -> None:
    """The moves of a group."""
    scene.open()
    moves = [button(scene, f"move_{move.id}", name_of(scene, move.id)) for move in moves_of(scene, group)]
    scene.card(
        "exercises_group",
        (*grouped(moves), (scene.go("exercises"), scene.go("today"))),
        title=scene.texts.text(f"today.groups.{group}.title"),
        about=scene.texts.text(f"today.groups.{group}.about"),
    )


def show_move(scene: Scene, name: str) -> None:
    """One move: its picture, how to do it, how much, easier and harder."""
    texts, move = scene.texts, scene.content.library.moves[name]
    key, mine = f"exercises.{name}", can_swap(scene, name)
    now, added = given_now(scene, move) if mine else (move.dose, ())
    scene.open()
    hurts_way = ((button(scene, f"hurts_{name}", scene.label("hurts")),),) if mine else ()
    scene.card(
        "exercise",
        (*hurts_way, (button(scene, f"group_{group_of(move)}", scene.label("back")), scene.go("today"))),
        picture=picture_of(name),
        name=name_of(scene, name),
        target=texts.text(f"{key}.target"),
        how=steps_of(texts, name),
        dose=much_words(texts, move, now, added),
        often=often_words(texts, now),
        easier=texts.text(f"{key}.easier") if texts.has(f"{key}.easier") else "",
        harder=texts.text(f"{key}.harder") if texts.has(f"{key}.harder") and OWN not in added else "",
        kit=", ".join(texts.text(f"exercises.equipment.{one}") for one in move.equipment),
        instead=texts.text(f"{key}.instead") if texts.has(f"{key}.instead") else "",
        alt=texts.text(f"{key}.alt"),
        feel=texts.text(f"{key}.feel") if texts.has(f"{key}.feel") else "",
        stop=texts.text(f"exercises.{STOP_RULES[move.kind]}"),
    )


def given_now(scene: Scene, move: Move) -> tuple[Dose, tuple[str, ...]]:
    """How much of a strength move this runner does now, and what was added to it."""
    library, training = scene.content.library, training_of(scene)
    return dose(library, training, move.id), added_to(library, training, move.id)


def show_hurts(scene: Scene, name: str) -> None:
    """A move that hurts is left out for a week, and another takes its place."""
    swapped = swap(scene.content.library, training_of(scene), name, day_of(scene))
    keep_training(scene, swapped.training)
    scene.open()
    ways = [scene.go("today"), scene.go("exercises")]
    if swapped.instead:
        ways.insert(0, button(scene, f"move_{swapped.instead}", name_of(scene, swapped.instead)))
    scene.card(
        "exercise_hurts",
        tuple((way,) for way in ways),
        name=name_of(scene, name),
        instead=name_of(scene, swapped.instead) if swapped.instead else "",
        rests=scene.texts.text("today.rests_region") if swapped.rests else "",
    )


def moves_of(scene: Scene, group: str) -> Iterable[Move]:
    """The moves of a group, in the order of the library."""
    return (move for move in scene.content.library.moves.values() if group_of(move) == group)


def group_of(move: Move) -> str:
    """The group a move is shown in: its first region, or its kind."""
    if move.kind != "strength":
        return move.kind
    return next((region for region in move.regions if region in GROUPS), "trunk")


def name_of(scene: Scene, move: str) -> str:
    """A move as its button calls it."""
    return scene.texts.text(f"exercises.{move}.name")


def button(scene: Scene, place: str, label: str) -> Button:
    """A way to a place, with words of its own."""
    return Button(label, tap_of(Go(scene.turn, place)))
