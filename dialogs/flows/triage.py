"""Triage: from the first question to the verdict.

    ready ── begin ──> right_now ── answer ──> ... the screens in order ... ── answer ──> verdict
                                        └──> parent (under 16)                └──> country (a number is needed)
    verdict ── review ──> answers ── change ──> a screen ── answer ──> verdict

What is said about a verdict once it is there stands in `verdict.py`.
"""

from collections.abc import Callable, Iterable

from dialogs.answering import drop, keep, step_back
from dialogs.asking import label, show_question
from dialogs.consent import AGE, waits_for_parent
from dialogs.content import Content
from dialogs.earlier import remember
from dialogs.events import Event, Go, Typed
from dialogs.facts import Value
from dialogs.flows import verdict
from dialogs.flows.table import Table, goes_to, when
from dialogs.hearing import meant, take
from dialogs.holding import stop_if_certain
from dialogs.questions import Screen
from dialogs.replies import Erased, Priority
from dialogs.scene import Scene
from dialogs.standing import Standing

NEED_NUMBERS = ("urgent", "clinician")
LEADS_ON = ("make_plan", "history", "today", "seen")
"""Where one can go from here that is no triage any more."""
GOES_ON = ("begin", "answer", "back", "change")
"""With these triggers the runner goes on with the questions; days away are counted from then."""


def table(content: Content) -> Table:
    """A state per screen and the few fixed ones."""
    screens = [screen.id for screen in content.triage.screens]
    asking = [*screens, "parent", "resume"]
    answering = [*asking, "answers"]
    told = ["country", "verdict", "answers"]
    return Table(
        states=["ready", *asking, *told, "left"],
        transitions=[
            # trigger    from                   to           only if
            ["begin",    "*",                   screens[0]],
            ["answer",   answering,             "verdict",   when(is_emergency)],
            ["answer",   answering,             "parent",    when(needs_parent)],
            ["answer",   answering,             "country",   when(is_decided_without_country)],
            ["answer",   answering,             "verdict",   when(is_decided)],
            *[["answer", answering,             screen,      goes_to(screen)] for screen in screens],
            *[["back",   [*asking, "verdict"],  screen,      goes_to(screen)] for screen in screens],
            *[["change", "answers",             screen,      goes_to(screen)] for screen in screens],
            ["review",   [*screens, "verdict"], "answers"],
            ["return",   "verdict",             "verdict"],
            ["relocate", "verdict",             "country"],
            ["settle",   "country",             "verdict"],
            ["away",     [*answering, "verdict"], "resume"],
            ["cancel",   "*",                   "ready"],
            ["leave",    ["ready", "verdict"],  "left"],
        ],
    )  # fmt: skip


def is_emergency(scene: Scene) -> bool:
    """A verdict at once, but not for the young whom nobody agreed for; to a plan somebody did, and it must stop."""
    return scene.standing.is_emergency and (scene.dialogue.plan is not None or not needs_parent(scene))


def needs_parent(scene: Scene) -> bool:
    return waits_for_parent(scene.dialogue)


def is_decided(scene: Scene) -> bool:
    return scene.standing.is_decided


def is_decided_without_country(scene: Scene) -> bool:
    return is_decided(scene) and scene.region is None and scene.standing.verdict.disposition in NEED_NUMBERS


def hear(scene: Scene) -> str | None:
    """What the event means in this state: the trigger it pulls, or None if everything is said already."""
    screen = scene.content.triage.by_id.get(scene.state)
    if screen is not None:
        return hear_answer(scene, screen)
    if scene.state in verdict.HEARD:
        trigger = verdict.HEARD[scene.state](scene, scene.event)
        return AFTER[trigger](scene) if trigger in AFTER else trigger
    return hear_parent(scene, scene.event) if scene.state == "parent" else hear_ready(scene, scene.event)


def show(scene: Scene, before: str) -> None:
    """The card of the state we are in now, coming from `before`."""
    screen = scene.content.triage.by_id.get(scene.state)
    if screen is not None:
        show_question(scene, screen)
    elif scene.state == "parent":
        tell_emergency(scene, before)
        scene.open()
        ways = ((scene.go("parent_here"),), (scene.go("parent_not_here"),), (scene.go("back"),))
        scene.card("parent", ways)
    elif scene.state == "ready":
        verdict.show_menu(scene)
    else:
        verdict.show(scene, before)


def tell_emergency(scene: Scene, before: str) -> None:
    """An emergency is told at once, under 16 too; it becomes a verdict on record when a parent or carer agrees."""
    if before != "parent" and scene.standing.is_emergency:
        scene.close()
        verdict.tell(scene, scene.standing.verdict)


def begin(scene: Scene) -> str:
    """Forget the answers of an earlier triage, but what days do not change, and start with the first screen."""
    stop_if_certain(scene)
    remember(scene)
    dialogue = scene.dialogue
    dialogue.facts, dialogue.trail, dialogue.draft = kept(scene), [], {}
    dialogue.asked_again, dialogue.one_by_one = [], []
    dialogue.changing, dialogue.parent, dialogue.verdict, dialogue.history = False, False, None, {}
    return "begin"


def begin_afresh(scene: Scene) -> str:
    """Forget every answer and start with the first screen."""
    trigger = begin(scene)
    scene.dialogue.facts = {}
    return trigger


def kept(scene: Scene) -> dict[str, Value]:
    """The answers that are still young enough to be taken as they are."""
    facts = scene.dialogue.facts
    screens = [screen for screen in scene.content.triage.screens if scene.days_away <= screen.keep_days]
    return {screen.id: facts[screen.id] for screen in screens if screen.keep_days and screen.id in facts}


def say_kept(scene: Scene) -> None:
    """Above the second question: the answers that were taken as they are."""
    if len(scene.dialogue.trail) != 1:
        return
    triage, answered = scene.content.triage, scene.dialogue.trail[0]
    names = [screen.id for screen in triage.screens if screen.keep_days and screen.id not in answered]
    scene.intro = " ".join(
        scene.texts.text(f"questions.{name}.kept", value=label(scene, scene.content.facts[name], value))
        for name in names
        if (value := scene.dialogue.facts.get(name)) is not None
    )


def hear_answer(scene: Scene, screen: Screen) -> str | None:
    """An answer, a tick or a way out of a question; when to be seen is said as soon as it is certain."""
    event = meant(scene, screen)
    if event is None:
        return None
    before, old = scene.standing, denied_days_ago(scene, screen)
    trigger = take(scene, screen, event)
    if trigger == "back":
        return back(scene)
    if trigger == "answer":
        drop(scene, old)
        scene.aim_at_next_screen()
        say_if_to_be_seen(scene, before)
        say_kept(scene)
    return trigger


def denied_days_ago(scene: Scene, screen: Screen) -> list[str]:
    """Signs of right now that were denied, one by one, more than a day ago: they are asked again."""
    right_now = screen is scene.content.triage.screens[0] and screen.id in scene.dialogue.one_by_one
    if not right_now or scene.days_away <= 1:
        return []
    return [item.fact.id for item in screen.items if scene.dialogue.facts.get(item.fact.id) is False]


def say_if_to_be_seen(scene: Scene, before: Standing) -> None:
    """Being seen today, or within 48 hours, became certain and more is asked: say it now."""
    seen_by = scene.standing.seen_by
    if seen_by is None or before.seen_by in (seen_by, "today") or scene.standing.is_decided:
        return
    scene.say("seen_today" if seen_by == "today" else "seen_soon", Priority.SAFETY, **scene.numbers)


def take_for_true(scene: Scene, facts: Iterable[str]) -> None:
    """Signs of right now that were said in other words than a tap's."""
    before = scene.standing
    scene.dialogue.changing, scene.dialogue.draft = False, {}
    keep(scene, scene.content.triage.screens[0], dict.fromkeys(facts, True))
    scene.aim_at_next_screen()
    say_if_to_be_seen(scene, before)


def back(scene: Scene) -> str | None:
    """From a change to the list of answers; else the last answer is taken back and asked again."""
    if scene.dialogue.changing:
        scene.dialogue.changing, scene.dialogue.draft = False, {}
        return "review"
    screen = step_back(scene)
    if screen is None:
        show(scene, scene.state)
        return None
    scene.target, scene.dialogue.verdict = screen.id, None
    return "back"


def hear_parent(scene: Scene, event: Event) -> str | None:
    """Under 16: a parent or carer is here and agrees, or nothing is kept; either is a tap, never words."""
    match event:
        case Go(place="parent_here"):
            scene.close("answered", ask=scene.texts.text("buttons.parent_ask"), answer=scene.label("parent_here"))
            scene.dialogue.parent = True
            scene.aim_at_next_screen()
            return "answer"
        case Go(place="parent_not_here"):
            scene.close()
            scene.say("parent_declined", Priority.SAFETY, **scene.numbers)
            scene.records.append(Erased())
        case Go(place="back"):
            drop(scene, [AGE])
            scene.target, scene.dialogue.verdict = AGE, None
            return "back"
        case _:
            if isinstance(event, Typed):
                scene.say("not_understood", hint=scene.label("hint_parent"))
            show(scene, scene.state)
    return None


def hear_ready(scene: Scene, event: Event) -> str | None:
    """Nothing is open."""
    match event:
        case Go(place="start_triage"):
            return begin(scene)
        case Go(place=place) if place in LEADS_ON:
            scene.target = place
            return "leave"
    show(scene, scene.state)
    return None


def go_on(scene: Scene) -> str:
    """Back where we were; after more than a day the signs of right now are asked again first."""
    if scene.days_away > 1:
        stop_if_certain(scene)
        remember(scene)
        first = scene.content.triage.screens[0]
        drop(scene, [item.fact.id for item in first.items])
        scene.dialogue.one_by_one = [name for name in scene.dialogue.one_by_one if name != first.id]
        scene.dialogue.draft, scene.dialogue.verdict = {}, None
    if scene.dialogue.changing:
        scene.dialogue.changing, scene.dialogue.draft = False, {}
    scene.aim_at_next_screen()
    return "answer"


AFTER: dict[str, Callable[[Scene], str | None]] = {"slip": back, "afresh": begin_afresh, "go_on": go_on}
"""What a wish said beside a verdict or after days away does here."""
