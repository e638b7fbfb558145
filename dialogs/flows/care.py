"""After a verdict that sent the runner to care: were you seen, and what was said? Cleared to run opens the plan.

ask ── cleared ──> level ── begin ──> cleared        ask ── not_cleared ──> waiting
                   level ── doubt ──> sure           ask ── not_seen ──> raised
                   sure ── begin ──> cleared
"""

from dialogs import care
from dialogs.content import Content
from dialogs.events import Answer, Event, Go, Typed, tap_of
from dialogs.flows.table import Table
from dialogs.plan_words import level_words
from dialogs.replies import Button, Priority, Rows
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import chosen

LEVEL = "level"
GENTLY = "gently"


def table(_: Content) -> Table:
    """One question, and for who may run the level to begin with."""
    return Table(
        states=["ask", "level", "sure", "cleared", "waiting", "raised"],
        transitions=[
            # trigger       from     to
            ["ask",         "ask",   "ask"],
            ["clear",       "ask",   "level"],
            ["wait",        "ask",   "waiting"],
            ["raise",       "ask",   "raised"],
            ["name",        "*",     "level"],
            ["doubt",       "level", "sure"],
            ["begin",       "*",     "cleared"],
        ],
    )  # fmt: skip


def hear(scene: Scene) -> str | None:
    """What the runner says, tapped or typed; anything else asks again."""
    if scene.state in ("level", "sure"):
        return hear_level(scene, scene.event)
    match answered(scene, scene.event):
        case "seen_cleared":
            close(scene, "seen_cleared")
            return "clear"
        case "seen_waiting":
            close(scene, "seen_waiting")
            care.seen_without_clearance(scene)
            return "wait"
        case "not_seen":
            close(scene, "not_seen")
            return "raise"
    return "ask"


def answered(scene: Scene, event: Event) -> str | None:
    """The answer in the event, if there is one."""
    ways = ("seen_cleared", "seen_waiting", "not_seen")
    match event:
        case Go(place=place) if place in ways:
            return place
        case Typed(text=text):
            return chosen(text, [word_option(scene, "no", "not_seen"), *(word_option(scene, way) for way in ways)])
    return None


def hear_level(scene: Scene, event: Event) -> str:
    """Start gently, or at the level that the clinician named; a high one is asked for once more."""
    load = scene.content.load
    match event:
        case Go(place="gently"):
            scene.target = str(load.ladder_numbers.entry_cleared)
        case Answer(question="level", value=value) if value.isdecimal() and 1 <= int(value) <= len(load.ladder):
            scene.target = value
        case _:
            return "name"
    if scene.state == "level" and int(scene.target) >= load.ladder_numbers.named_level_sure:
        return "doubt"
    scene.close("answered", ask=scene.label("level_ask"), answer=scene.texts.text("buttons.level", level=scene.target))
    return "begin"


def close(scene: Scene, answer: str) -> None:
    """The card says what was answered."""
    scene.close("answered", ask=scene.label("seen_ask"), answer=scene.label(answer))


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The question, or what follows from its answer."""
    match scene.state:
        case "ask":
            show_ask(scene)
        case "sure" if scene.target:
            show_sure(scene)
        case "level" | "sure":
            # After something else was said the level named is forgotten: it is asked for anew.
            scene.state = "level"
            scene.open()
            scene.card("seen_level", levels(scene))
        case "waiting":
            scene.say("seen_waiting", **scene.numbers)
        case "raised":
            by = care.not_seen(scene)
            name = "seen_raised_emergency" if by == "now" else "seen_raised"
            scene.say(name, Priority.SAFETY, by=scene.by_words(by), **scene.numbers)


def show_ask(scene: Scene) -> None:
    """Were you seen, and what was said?"""
    open_care = care.open_care(scene)
    scene.open()
    by = scene.by_words(care.raised_by(open_care, scene.dialogue.care.get("raised", 0))) if open_care else ""
    scene.card("seen_ask", ((scene.go("seen_cleared"),), (scene.go("seen_waiting"),), (scene.go("not_seen"),)), by=by)


def show_sure(scene: Scene) -> None:
    """A high level: was it this one, and did they name it?"""
    level, lowest = scene.target, scene.content.load.ladder_numbers.entry_cleared
    scene.open()
    named = Button(scene.texts.text("buttons.level_named", level=level), tap_of(Answer(scene.turn, LEVEL, level)))
    rows = ((named,), (scene.go(GENTLY),), (scene.go("other_level"),))
    scene.card("seen_level_sure", rows, run=level_words(scene, int(level)), lowest=lowest)


def levels(scene: Scene) -> Rows:
    """The way in from the bottom, and the levels a clinician may have named, four in a row."""
    names = [
        Button(str(level.number), tap_of(Answer(scene.turn, LEVEL, str(level.number))))
        for level in scene.content.load.ladder
    ]
    return ((scene.go(GENTLY),), *(tuple(names[at : at + 4]) for at in range(0, len(names), 4)))
