"""The cards beside a verdict: why, what would change it, what it can fit with, what may have brought it on, and more.

Each has the other ways under it, and the way back to the result.
"""

from collections.abc import Callable, Iterable
from typing import Any

from dialogs.care import open_care
from dialogs.changes import CHANGEABLE, Change, less_urgent, more_urgent
from dialogs.events import Go, tap_of
from dialogs.facts import Value
from dialogs.following import plan_allowed
from dialogs.patterns import GROUPS, contributing, fitting
from dialogs.replies import Button, Rows
from dialogs.rules import Verdict
from dialogs.scene import Scene
from dialogs.under_way import RUNNING

HISTORY = "history"
"""The way to the questions about how it began; they can be answered again."""
HISTORY_CARD = "what_brought_it"
"""The card that tells what they show."""


def ways(scene: Scene, verdict: Verdict) -> Rows:
    """Where one can go from a verdict. The more urgent it is, the less stands beside what to do."""
    why, country = scene.go("why_verdict"), scene.go("change_country")
    on = ways_on(scene)
    if verdict.disposition == "emergency":
        return ((scene.go("slip"),), (why,), (country,), (scene.go("seen"),))
    last = ((scene.go("answers"), country), (scene.go("start_afresh"),))
    if verdict.disposition == "urgent":
        return ((why,), *on, *last)
    changes = ((scene.go("what_changes"),),) if verdict.disposition in CHANGEABLE else ()
    return (
        *on,
        (why,),
        *changes,
        (scene.go("what_fits"),),
        (scene.go("what_brought_it"),),
        (scene.go("learn"),),
        *last,
    )


def ways_on(scene: Scene) -> Rows:
    """On to the plan that is there or can be made; or to telling that one was seen."""
    seen: Rows = ((scene.go("seen"),),) if open_care(scene) else ()
    if scene.dialogue.plan is not None:
        return ((scene.go("today"),), *seen)
    return ((scene.go("make_plan"),),) if plan_allowed(scene) else seen


def offered(scene: Scene, verdict: Verdict) -> set[str]:
    """The places that have a button under the verdict, or on a card beside it."""
    places = {place_behind(button) for row in ways(scene, verdict) for button in row}
    return places | {HISTORY} if HISTORY_CARD in places else places


def place_behind(button: Button) -> str:
    """Where a button under a verdict leads."""
    return button.tap.split(":", 2)[2]


def show_beside(scene: Scene, verdict: Verdict, text: str, here: str = "", **values: Any) -> None:
    """A card with the way back to the result, and every way but the one that leads `here`."""
    scene.open()
    first = (HISTORY, "back_to_result") if here in SHOW_HISTORY else ("back_to_result",)
    on = (row for row in ways(scene, verdict) if [place_behind(button) for button in row] != [here])
    scene.card(text, (*((scene.go(place),) for place in first), *on), **values)


Card = tuple[str, dict[str, Any]]
"""A message and its values."""


def why_card(scene: Scene, verdict: Verdict) -> Card:
    """All rules that decided, each with its sources."""
    rules = [scene.content.rule[rule] for rule in verdict.because if rule in scene.content.rule]
    reasons = [
        {"reason": scene.texts.text(f"reasons.{rule.because}"), "sources": source_names(scene, rule.source)}
        for rule in rules
    ]
    return "why_verdict", {"reasons": reasons}


def source_names(scene: Scene, sources: Iterable[str]) -> list[str]:
    """Sources as a runner reads them, with their years."""
    return [scene.content.sources[source].name for source in sources]


def changes_card(scene: Scene, verdict: Verdict) -> Card:  # noqa: ARG001  # every card's function takes it
    """The nearest answers that would make the verdict less or more urgent."""
    facts, changeable = scene.dialogue.facts, frozenset(scene.texts.under("changes.facts"))
    less = less_urgent(scene.content, facts, changeable)
    more = more_urgent(scene.content, facts, changeable)
    if not less and not more:
        return "what_changes_nothing", {}
    worse = [
        {
            "when": clauses(scene, change, "worse")[0],
            "means": scene.texts.text(f"changes.to.{change.disposition}.means"),
        }
        for change in more
    ]
    return "what_changes", {
        "better": [clauses(scene, change, "better") for change in less],
        "could": scene.texts.text(f"changes.to.{less[0].disposition}.could") if less else "",
        "worse": worse,
    }


def clauses(scene: Scene, change: Change, way: str) -> list[str]:
    """The answers of a change in words, one clause each."""
    return [clause(scene, name, value, way) for name, value in change.answers.items()]


def clause(scene: Scene, name: str, value: Value, way: str) -> str:
    """One answer in words: "pain on a run is 3 or less"."""
    key = f"changes.facts.{name}"
    if scene.content.facts[name].type == "choice":
        key += f".values.{value}"
    return scene.texts.text(f"{key}.{way}", value=value)


def fits_card(scene: Scene, verdict: Verdict) -> Card:  # noqa: ARG001  # as above
    """What the answers can fit with."""
    names = fitting(scene.content.patterns, scene.content.facts, all_told(scene))
    patterns = [
        {"say": scene.texts.text(f"patterns.{name}.say"), "more": scene.texts.text(f"patterns.{name}.more")}
        for name in names
    ]
    return ("what_fits", {"patterns": patterns}) if patterns else ("what_fits_none", {})


def brought_card(scene: Scene, verdict: Verdict) -> Card:  # noqa: ARG001  # as above
    """What may have brought it on, and how sure one can be."""
    names = contributing(scene.content.factors, scene.content.facts, all_told(scene))
    strengths = {factor.id: factor.strength for factor in scene.content.factors}
    factors = [
        {
            "say": scene.texts.text(f"factors.{name}.say"),
            "more": scene.texts.text(f"factors.{name}.more"),
            "strength": scene.label(f"strength_{strengths[name]}"),
        }
        for name in names
    ]
    if factors:
        return "what_brought_it", {"factors": factors, "runs": plan_allowed(scene) in RUNNING}
    return ("what_brought_it_none" if scene.dialogue.history else "what_brought_it_unasked"), {}


def all_told(scene: Scene) -> dict[str, Value]:
    """The answers of triage, and what was told beside them of how it began."""
    return {**scene.dialogue.history, **scene.dialogue.facts}


def show_learn(scene: Scene) -> None:
    """The groups of topics."""
    scene.open()
    groups = tuple((scene.go(f"topics_{group}"),) for group in GROUPS)
    scene.card("learn", (*groups, (scene.go("back_to_result"),)))


def show_topics(scene: Scene, group: str) -> None:
    """The topics of a group."""
    scene.open()
    rows = tuple(
        (Button(scene.texts.text(f"topics.{topic.id}.title"), tap_of(Go(scene.turn, f"topic_{topic.id}"))),)
        for topic in scene.content.topics
        if topic.group == group
    )
    scene.card("learn", (*rows, (scene.go("learn"), scene.go("back_to_result"))))


def show_topic(scene: Scene, name: str) -> None:
    """One topic: the answer first, the evidence behind it on a tap."""
    topic = next(topic for topic in scene.content.topics if topic.id == name)
    scene.open()
    scene.card(
        "topic",
        ((scene.go(f"topics_{topic.group}"),), (scene.go("back_to_result"),)),
        title=scene.texts.text(f"topics.{name}.title"),
        text=scene.texts.text(f"topics.{name}.text"),
        more=scene.texts.text(f"topics.{name}.more"),
        strength=scene.label(f"strength_{topic.strength}") if topic.strength else "",
        sources=source_names(scene, topic.source),
    )


CARDS: dict[str, Callable[[Scene, Verdict], Card]] = {
    "why_verdict": why_card,
    "what_changes": changes_card,
    "what_fits": fits_card,
    HISTORY_CARD: brought_card,
}
SHOW_HISTORY = ("what_fits", HISTORY_CARD)
"""The cards that how it began has a part in."""


def show_place(scene: Scene, verdict: Verdict, place: str) -> None:
    """The card of this place."""
    text, values = CARDS[place](scene, verdict)
    show_beside(scene, verdict, text, place, **values)


def hear_card(scene: Scene, verdict: Verdict, place: str) -> bool:
    """Show the card of this place; False if it is none of ours, or not beside this verdict."""
    places = offered(scene, verdict)
    kind, _, name = place.partition("_")
    if place in CARDS and place in places:
        show_place(scene, verdict, place)
    elif place == "learn" and place in places:
        show_learn(scene)
    elif "learn" in places and kind == "topics" and name in GROUPS:
        show_topics(scene, name)
    elif "learn" in places and kind == "topic" and any(topic.id == name for topic in scene.content.topics):
        show_topic(scene, name)
    else:
        return False
    return True
