"""The cards beside a verdict on the page: what would change it, what it fits with, what brought it on, and more."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from dialogs.changes import CHANGEABLE
from dialogs.content import Content
from dialogs.expressions import All, AnyOf, Compared, Count, Counted, Not, Tree, facts_of
from dialogs.facts import Value
from dialogs.patterns import GROUPS, Pattern
from dialogs.preview.asked import ask_all
from dialogs.preview.chat import Chat, Stage, data_of
from dialogs.preview.parts import Chapter, Part
from dialogs.preview.runners import runners
from dialogs.preview.verdicts import Told, tell

MOST_TRIED = 40
NOTHING_NEW: Mapping[str, Value] = {"onset": "gradual", "load_change": "none", "sleep_hours": 8}
"""Answers of how it began that name nothing."""


def beside(stage: Stage, told: Mapping[str, Told]) -> Part:
    """Everything a tap under a verdict can open."""
    part = Part("Beside an answer", "What the buttons under an answer open.")
    plain, resting = tell(stage, {}), tell(stage, {"pain_run": 4})
    answers(stage, part.chapter(stage.texts.text("buttons.answers")))
    changes(stage, told, part.chapter(stage.texts.text("buttons.what_changes")))
    fits(stage, part.chapter(stage.texts.text("buttons.what_fits")))
    brought(stage, resting, part.chapter(stage.texts.text("buttons.what_brought_it")))
    for group in GROUPS:
        learn(plain.chat.copy(), group, part.chapter(stage.texts.text(f"buttons.topics_{group}")))
    return part


def answers(stage: Stage, chapter: Chapter) -> None:
    """The list of answers, the way on without a change, and the ways when something else is typed."""
    told = tell(stage, {"injury_recent": True, "pain_run": 4})
    chat = told.chat.copy()
    chapter.add("Each with a way to change it", chat.taps("g:answers"), note=stage.note(told.answers))
    chapter.add("Nothing to change", chat.taps("g:keep"))
    lost = told.chat.copy()
    chapter.add("Words typed beside an answer", lost.types("hello"))
    chapter.add("Back to the answer", lost.taps("g:back_to_result"))


def changes(stage: Stage, told: Mapping[str, Told], chapter: Chapter) -> None:
    """What would make a verdict about load less or more urgent, each wording once."""
    seen: set[str] = set()
    load = [(name, one) for name, one in told.items() if one.verdict.disposition in CHANGEABLE]
    for name, one in [*load, *_neighbours(stage, load)]:
        turn = one.chat.copy().taps("g:what_changes")
        told_so = str(turn.bubbles[-1].values)
        if told_so not in seen:
            seen.add(told_so)
            mark = one.verdict.disposition
            chapter.add(f"{name}: {one.name}", turn, note=stage.note(one.answers), mark=mark)


def _neighbours(stage: Stage, load: list[tuple[str, Told]]) -> Iterator[tuple[str, Told]]:
    """Two rules about load together: more than one answer has to change."""
    for (name, one), (other_name, other) in pairwise(load):
        both = tell(stage, {**one.answers, **other.answers})
        if both.verdict.disposition in CHANGEABLE:
            yield f"{name} and {other_name}", both


def fits(stage: Stage, chapter: Chapter) -> None:
    """For each pattern a runner whose answers fit it, and one whose answers fit none."""
    for pattern in stage.content.patterns:
        show(stage, chapter, pattern.id, points_to(stage.content, pattern), "g:what_fits")
    none = tell(stage, {"pain_location": "hard_to_say"})
    chapter.add("No clear pattern", none.chat.copy().taps("g:what_fits"), note=stage.note(none.answers))


def points_to(content: Content, pattern: Pattern) -> Tree:
    """What it takes to fit a pattern, as far as the questions ask for it."""
    asked = content.triage.asked_when.keys() | content.questionnaires["history"].asked_when.keys()
    points = tuple(point for point in pattern.points if set(facts_of(point)) <= asked)
    against = tuple(Not(part) for part in pattern.against if set(facts_of(part)) <= asked)
    values = content.facts["pain_location"].values
    places = tuple(Compared("pain_location", "==", values.index(place), place) for place in pattern.place)
    enough = Counted(Count(points), ">=", 1 if places else 2)
    return All((AnyOf(places), enough, *against) if places else (enough, *against))


def brought(stage: Stage, plain: Told, chapter: Chapter) -> None:
    """Before more is asked, the questions, one who named nothing, and for each factor a runner who named it."""
    chat = plain.chat.copy()
    chapter.add("Before more is asked", chat.taps("g:what_brought_it"))
    chapter.add("Nothing named", ask_all(stage, chapter, chat, chat.taps("g:history"), NOTHING_NEW)[-1])
    for factor in stage.content.factors:
        show(stage, chapter, factor.id, factor.when, "g:what_brought_it")


def show(stage: Stage, chapter: Chapter, name: str, tree: Tree, place: str) -> None:
    """The card of this place for the first runner it tells of `name`; nothing where no question leads there yet."""
    for found in runners(stage.content, tree)[:MOST_TRIED]:
        chat = tell(stage, found).chat.copy()
        if not chat.offers(place):
            continue
        turn = chat.taps(place)
        if found.keys() - stage.content.triage.asked_when.keys():
            turn = ask_all(stage, chapter, chat, chat.taps("g:history"), {**NOTHING_NEW, **found})[-1]
            turn = chat.taps(place) if chat.offers(place) else turn
        if any(key.endswith(f".{name}.say") for bubble in turn.bubbles for key, _ in bubble.said):
            chapter.add(name.replace("_", " ").capitalize(), turn, note=stage.note(found))
            return


def learn(chat: Chat, group: str, chapter: Chapter) -> None:
    """The topics of a group, each opened."""
    chapter.add("The list", chat.taps("g:learn"), chat.taps(f"g:topics_{group}"))
    for data in [data for data in data_of(chat) if data.startswith("g:topic_")]:
        opened = chat.copy().taps(data)
        chapter.add(opened.did, opened)
