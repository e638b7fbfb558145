"""/pause and /resume: some days ill or away, in which nothing is asked.

why ── ill ──> ill ── pause ──> paused        now ── end ──> ended
    └─ away ─> away ── pause ─> paused        now ── change ──> why
"""

from datetime import date

from dialogs.content import Content
from dialogs.dates import read_date
from dialogs.distances import read_count
from dialogs.events import Answer, Event, Go, Typed
from dialogs.flows.choosing import answered, choices, is_back, named_way, not_understood, text, way
from dialogs.flows.table import Table
from dialogs.keeping import today
from dialogs.pauses import begin_pause, end_pause, first_date, pause_of, shortest_and_longest
from dialogs.plan_words import full_date
from dialogs.scene import Scene

WHY = ("ill", "away")
DAYS = (3, 5, 7, 10, 14)
ENDS = ("paused", "ended", "left")


def table(_: Content) -> Table:
    """Why, and for how long; or the pause that is on."""
    return Table(
        states=["why", *WHY, "now", *ENDS],
        transitions=[
            # trigger   from              to
            ["ill",     "why",            "ill"],
            ["away",    "why",            "away"],
            ["back",    [*WHY],           "why"],
            ["pause",   [*WHY],           "paused"],
            ["change",  "now",            "why"],
            ["end",     "now",            "ended"],
            ["leave",   "*",              "left"],
        ],
    )  # fmt: skip


def begin(scene: Scene) -> str:
    """The state in which /pause begins."""
    return "now" if pause_of(scene) else "why"


def hear(scene: Scene) -> str | None:
    """What the event means in this state; the trigger it pulls, or None if everything is said already."""
    event = scene.event
    if scene.state in WHY:
        return hear_days(scene, event)
    places = [*WHY, "no_pause"] if scene.state == "why" else ["pause_end", "pause_change", "leave"]
    place = event.place if isinstance(event, Go) else None
    if isinstance(event, Typed):
        place = named_way(scene, event.text, places, "typed_pause")
        if place is None:
            not_understood(scene, f"pause_{scene.state}")
            return None
    if place not in places:
        scene.toast("stale")
        return None
    return go(scene, place)


def go(scene: Scene, place: str) -> str:
    """The trigger of a button."""
    if place in WHY:
        answered(scene, "pause_why_ask", text(scene, place))
    return {"pause_end": "end", "pause_change": "change", "no_pause": "leave"}.get(place, place)


def hear_days(scene: Scene, event: Event) -> str | None:
    """How many days, or until when."""
    match event:
        case Answer(question="pause", value=value) if value in map(str, DAYS):
            return take_days(scene, int(value))
        case _ if is_back(scene, event):
            return "back"
        case Typed(text=typed):
            days = days_meant(scene, typed)
            if days is None:
                not_understood(scene, "pause")
                return None
            return take_days(scene, days)
        case _:
            scene.toast("stale")
    return None


def days_meant(scene: Scene, typed: str) -> int | None:
    """Days from today: a number of them, or the date on which to ask again."""
    day = read_date(typed, today(scene), scene.texts, scene.dialogue.locale)
    if day is not None:
        return (day - first_date(scene)).days
    return read_count(typed, scene.texts.numbers, most=10_000)


def take_days(scene: Scene, days: int) -> str | None:
    """Pause the plan for so many days; what is too short or too long changes nothing."""
    least, most = shortest_and_longest(scene)
    if not least <= days <= most:
        scene.say("pause_days_wrong", least=least, most=most)
        return None
    if scene.dialogue.plan is None:
        return "leave"
    answered(scene, "pause_days_ask", text(scene, "days", days=days))
    begin_pause(scene, scene.state, days)
    return "pause"


def resume(scene: Scene) -> None:
    """The pause is over from now on; what that means is said, and that none is on if there is none."""
    pause = end_pause(scene)
    if pause is None:
        scene.say("pause_none")
    else:
        scene.say("pause_ended_ill" if pause["why"] == "ill" else "pause_ended_away")


def show(scene: Scene, before: str) -> None:  # noqa: ARG001  # every flow's show takes it
    """The card of the state we are in, or what became of it."""
    if scene.state == "now" and not pause_of(scene):
        scene.state = "why"  # it ended since the card was shown
    match scene.state:
        case "why":
            scene.open()
            scene.card("pause_why", ((way(scene, "ill"),), (way(scene, "away"),), (way(scene, "no_pause"),)))
        case "ill" | "away":
            scene.open()
            least, most = shortest_and_longest(scene)
            labels = {str(days): text(scene, "days", days=days) for days in DAYS if least <= days <= most}
            scene.card("pause_days", (*choices(scene, "pause", labels), (scene.go("back"),)), least=least, most=most)
        case "now":
            scene.open()
            rows = ((way(scene, "pause_end"),), (way(scene, "pause_change"),), (way(scene, "leave"),))
            scene.card("pause_now", rows, until=until_said(scene))
        case "paused":
            pause = pause_of(scene) or {}
            scene.say("pause_ill" if pause.get("why") == "ill" else "pause_away", until=until_said(scene))
        case "ended":
            scene.close()
            resume(scene)
        case "left":
            scene.close("pause_left")


def until_said(scene: Scene) -> str:
    """The day on which the plan goes on, in words."""
    pause = pause_of(scene)
    return full_date(scene, date.fromisoformat(pause["until"])) if pause else ""
