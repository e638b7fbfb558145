"""What an answer changes: facts, the trail back, the ticks of an open screen."""

from dialogs.asking import answer_in_words, ask, label, offered_ticks, open_items, read_value, single
from dialogs.events import Answer, Done, NoneOfThese, Tick
from dialogs.facts import UNKNOWN, Value
from dialogs.questions import Screen
from dialogs.scene import Scene


def answer(scene: Scene, screen: Screen, event: Answer) -> bool:
    """Take the answer to the one question that is open; False if that is not what was asked or on offer."""
    fact = single(scene, screen)
    if fact is None:
        return False
    if event.question in screen.instead:
        instead = scene.content.facts[event.question]
        if read_value(instead, event.value) != screen.instead[event.question]:
            return False
        given: dict[str, Value] = dict(screen.instead)
        words = scene.texts.text(f"questions.{screen.id}.instead")
    elif event.question == fact.id and (value := read_value(fact, event.value, skip=screen.skip)) is not None:
        given = {fact.id: value, **screen.sets}
        if screen.beside is not None:
            given[screen.beside.id] = scene.dialogue.draft.get(screen.beside.id) is True
        words = label(scene, fact, value)
    else:
        return False
    scene.close("answered", ask=ask(scene, screen), answer=words)
    if given.get(fact.id) == UNKNOWN and fact.ask_again and fact.id not in scene.dialogue.asked_again:
        scene.dialogue.asked_again.append(fact.id)
    else:
        keep(scene, screen, given)
    return True


def tick(scene: Scene, screen: Screen, event: Tick) -> bool:
    """Set or take back a tick; the same tick twice is one. False if it is not on offer."""
    if screen.beside is not None and event.fact == screen.beside.id:
        scene.dialogue.draft[event.fact] = event.on
        return True
    if single(scene, screen) is not None or (event.fact, event.value) not in offered_ticks(scene, screen):
        return False
    value: Value = True if event.value is None else event.value
    marks = scene.dialogue.facts if screen.at_once else scene.dialogue.draft
    if event.on:
        marks[event.fact] = value
    elif marks.get(event.fact) in (value, UNKNOWN):
        del marks[event.fact]
        if screen.at_once:
            drop(scene, [event.fact])
    return True


def acted_at_once(scene: Scene, screen: Screen, fact: str) -> None:
    """A tick that is an answer by itself: the card says so and the way back knows it."""
    scene.close("answered", ask=ask(scene, screen), answer=answer_in_words(scene, screen))
    keep(scene, screen, {fact: True})


def finish(scene: Scene, screen: Screen, event: Done | NoneOfThese) -> bool:
    """The ticks are complete: what is not ticked is no. False if that was not on offer: "none" beside a tick, say."""
    if single(scene, screen) is not None:
        return False
    draft = {} if screen.at_once else scene.dialogue.draft
    if isinstance(event, Done) != bool(draft):
        return False
    given = {item.fact.id: draft.get(item.fact.id, item.fact.best) for item in open_items(scene, screen)}
    if screen.at_once and scene.dialogue.changing:
        given = {name: scene.dialogue.facts.get(name, value) for name, value in given.items()}
    keep(scene, screen, given, close=True)
    return True


def open_one_by_one(scene: Scene, screen: Screen) -> bool:
    """Go through a screen's items one at a time; what is ticked already stays."""
    if single(scene, screen) is not None:
        return False
    if scene.dialogue.changing:
        drop(scene, [item.fact.id for item in screen.items])
    ticks = dict(scene.dialogue.draft)
    scene.dialogue.one_by_one.append(screen.id)
    scene.dialogue.changing = False
    if ticks:
        keep(scene, screen, ticks, close=True)
    return True


def keep(scene: Scene, screen: Screen, given: dict[str, Value], *, close: bool = False) -> None:
    """Store answers; those to questions that are no longer asked go. What was changed is the last answer now.

    A verdict told before was made from other answers: the next one is put on record even if it says the same.
    """
    dialogue = scene.dialogue
    dialogue.facts.update(given)
    dialogue.verdict = None
    if close:
        scene.close("answered", ask=ask_of_screen(scene, screen), answer=answer_in_words(scene, screen))
    trail = [*([name for name in group if name not in given] for group in dialogue.trail), list(given)]
    dialogue.facts = scene.questions.still_holding(dialogue.facts, scene.standing.ranks)
    dialogue.trail = [held for group in trail if (held := [name for name in group if name in dialogue.facts])]
    dialogue.draft = {}
    dialogue.changing = False


def ask_of_screen(scene: Scene, screen: Screen) -> str:
    """The screen's own question, also while its items are asked one by one."""
    return scene.texts.text(f"questions.{screen.id}.ask")


def drop(scene: Scene, names: list[str]) -> None:
    """Forget these answers, and that "not sure" was said to them once."""
    dialogue = scene.dialogue
    dialogue.facts = {name: value for name, value in dialogue.facts.items() if name not in names}
    dialogue.asked_again = [name for name in dialogue.asked_again if name not in names]
    dialogue.trail = [held for group in dialogue.trail if (held := [name for name in group if name not in names])]


def step_back(scene: Scene) -> Screen | None:
    """Take the last answers back; the screen that asked them, its ticks as they were. None at the beginning."""
    dialogue = scene.dialogue
    while dialogue.trail:
        group = dialogue.trail[-1]
        taken = {name: dialogue.facts[name] for name in group}
        ranks = scene.standing.ranks
        asked_by = [scene.questions.screen_of(name, ranks) for name in group]
        drop(scene, group)
        if screen := next(filter(None, asked_by), None):
            dialogue.draft = {} if screen.at_once else ticks_of(scene, taken)
            return screen
    return None


def begin_change(scene: Scene, screen: Screen) -> None:
    """Ask a screen once more, its ticks as they were; the other answers stay."""
    dialogue = scene.dialogue
    facts = [item.fact.id for item in screen.items]
    dialogue.asked_again = [name for name in dialogue.asked_again if name not in facts]
    if screen.id in dialogue.one_by_one:
        drop(scene, facts)
        return
    dialogue.changing = True
    dialogue.draft = ticks_of(scene, {name: dialogue.facts[name] for name in facts if name in dialogue.facts})


def ticks_of(scene: Scene, answers: dict[str, Value]) -> dict[str, Value]:
    """Answers as the ticks that gave them."""
    return {name: value for name, value in answers.items() if value not in (scene.content.facts[name].best, UNKNOWN)}
