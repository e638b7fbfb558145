"""The card of a question: its words, its buttons, and what may be answered."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from dialogs.events import Answer, Done, NoneOfThese, Tick, tap_of
from dialogs.facts import UNKNOWN, Fact, Value
from dialogs.questions import Item, Screen
from dialogs.replies import Button, Rows
from dialogs.scene import Scene

SHORT_LABEL = 16


def open_items(scene: Scene, screen: Screen) -> list[Item]:
    """What the screen asks this runner and is still to be answered; all of it while an answer is being changed."""
    items = scene.questions.items(screen, scene.dialogue.facts, scene.standing.ranks)
    if scene.dialogue.changing:
        return items
    return [item for item in items if item.fact.id not in scene.dialogue.facts]


def single(scene: Scene, screen: Screen) -> Fact | None:
    """The one fact that is asked now; None for a screen of ticks that is not gone through one by one."""
    if screen.kind != "ticks":
        return screen.question
    if screen.id in scene.dialogue.one_by_one:
        return open_items(scene, screen)[0].fact
    return None


def show_question(scene: Scene, screen: Screen) -> None:
    """The card of the question or screen the dialogue is at."""
    scene.open()
    fact = single(scene, screen)
    again = fact is not None and fact.id in scene.dialogue.asked_again and fact.id not in scene.dialogue.facts
    if fact is not None and again:
        values: dict[str, Any] = {"plainer": ask(scene, screen, "plainer"), "left": left(scene)}
        scene.card("question_again", rows(scene, screen), picture=screen.picture, **values)
    else:
        scene.card("question", rows(scene, screen), picture=screen.picture, **question_values(scene, screen))


def question_values(scene: Scene, screen: Screen) -> dict[str, Any]:
    """What the question's message takes."""
    return {"intro": scene.intro, "ask": ask(scene, screen), "help": ask(scene, screen, "help"), "left": left(scene)}


def ask(scene: Scene, screen: Screen, part: str = "ask") -> str:
    """The question's words, or another part of its text (help, why, plainer); "" if it has none."""
    fact = single(scene, screen)
    key = f"questions.{fact.id if fact else screen.id}.{part}"
    return scene.texts.text(key) if scene.texts.has(key) else ""


def hint(scene: Scene, screen: Screen) -> str:
    """How this question can be answered."""
    fact = single(scene, screen)
    key = f"questions.{fact.id if fact else screen.id}.hint"
    if scene.texts.has(key):
        return scene.texts.text(key)
    kind = {"bool": "yes_no", "score": "score", "number": "number"}.get(fact.type, "choice") if fact else "ticks"
    return scene.label(f"hint_{kind}")


def why(scene: Scene, screen: Screen) -> str:
    """Why the open question is asked."""
    return ask(scene, screen, "why") or scene.texts.text(f"questions.{screen.name}.why")


def left(scene: Scene) -> str:
    """How many more questions there are at most, after this one."""
    more = max(scene.standing.left - 1, 0)
    if scene.dialogue.changing:
        return ""
    key = {0: "left_none", 1: "left_one"}.get(more, "left_many")
    return scene.texts.text(f"buttons.{key}", left=more)


def rows(scene: Scene, screen: Screen) -> Rows:
    """The buttons of the open question."""
    fact = single(scene, screen)
    answers = tick_rows(scene, screen) if fact is None else answer_rows(scene, screen, fact)
    ways = [*map(scene.go, screen.ways), scene.go("why")]
    if scene.dialogue.trail or scene.dialogue.changing:
        ways.insert(0, scene.go("back"))
    return (*answers, tuple(ways))


def answer_rows(scene: Scene, screen: Screen, fact: Fact) -> Rows:
    """Buttons for one fact: two or three in a row where labels are short."""
    buttons = [
        Button(label(scene, fact, value), tap_of(Answer(scene.turn, fact.id, spelled(value))))
        for value in (screen.suggest if fact.type == "number" else values_of(fact))
    ]
    extra = [
        Button(
            scene.texts.text(f"questions.{screen.id}.instead"),
            tap_of(Answer(scene.turn, name, spelled(value))),
        )
        for name, value in screen.instead.items()
    ]
    if offers_unsure(fact):
        extra.append(Button(scene.texts.text("buttons.not_sure"), tap_of(Answer(scene.turn, fact.id, UNKNOWN))))
    if screen.skip:
        extra.append(Button(scene.texts.text("buttons.skip"), tap_of(Answer(scene.turn, fact.id, UNKNOWN))))
    if fact.type == "score":
        return (tuple(buttons[:6]), tuple(buttons[6:]), *((button,) for button in extra))
    if fact.type == "bool":
        return (tuple(buttons), *((button,) for button in extra))
    if screen.beside is not None:
        extra.append(beside_button(scene, screen, screen.beside))
    lines = grouped([*buttons, *extra])
    return tuple(numbered(lines)) if screen.picture else tuple(lines)


def beside_button(scene: Scene, screen: Screen, fact: Fact) -> Button:
    """A tick beside the answers."""
    on = scene.dialogue.draft.get(fact.id) is True
    words = f"{'☑' if on else '☐'} {tick_label(scene, fact.id, None)}"
    return Button(words, tap_of(Tick(scene.turn, screen.id, fact.id, on=not on)))


def numbered(lines: Iterable[tuple[Button, ...]]) -> Iterator[tuple[Button, ...]]:
    """The buttons with their numbers on the picture."""
    number = count(1)
    for line in lines:
        yield tuple(replace(button, label=f"{next(number)} {button.label}") for button in line)


def grouped(buttons: list[Button]) -> Iterator[tuple[Button, ...]]:
    """Two short labels share a row; a long one has its own."""
    pair: list[Button] = []
    for button in buttons:
        if len(button.label) > SHORT_LABEL:
            if pair:
                yield tuple(pair)
                pair = []
            yield (button,)
            continue
        pair.append(button)
        if len(pair) == 2:
            yield tuple(pair)
            pair = []
    if pair:
        yield tuple(pair)


def tick_rows(scene: Scene, screen: Screen) -> Rows:
    """A row per tick, then "none of these" or "done", then "not sure"."""
    ticks, draft = [], ticked(scene, screen)
    for name, value in offered_ticks(scene, screen):
        on = draft.get(name) == (True if value is None else value)
        mark = "☑" if on else "☐"
        text = f"{mark} {tick_label(scene, name, value)}"
        ticks.append((Button(text, tap_of(Tick(scene.turn, screen.id, name, value, on=not on))),))
    if screen.at_once:
        key = "nothing_else" if draft else "none"
        finish = Button(scene.texts.text(f"buttons.{key}"), tap_of(NoneOfThese(scene.turn, screen.id)))
    elif draft:
        finish = Button(scene.texts.text("buttons.done"), tap_of(Done(scene.turn, screen.id)))
    else:
        finish = Button(none_label(scene, screen), tap_of(NoneOfThese(scene.turn, screen.id)))
    unsure = any(item.fact.unsure is not None for item in open_items(scene, screen))
    ways = [finish, scene.go("one_by_one", "not_sure")] if unsure else [finish]
    return (*ticks, *((button,) for button in ways))


def offered_ticks(scene: Scene, screen: Screen) -> Iterator[tuple[str, str | None]]:
    """The ticks of a screen as (fact, value); a bool has no value, a choice a tick for all but its best value."""
    items = (
        scene.questions.items(screen, scene.dialogue.facts, scene.standing.ranks)
        if screen.at_once
        else open_items(scene, screen)
    )
    for item in items:
        if item.fact.type == "choice":
            yield from ((item.fact.id, value) for value in item.fact.values[1:])
        else:
            yield item.fact.id, None


def ticked(scene: Scene, screen: Screen) -> dict[str, Value]:
    """What is ticked on the open screen; where ticks act at once, the answers themselves."""
    if not screen.at_once:
        return scene.dialogue.draft
    facts = scene.dialogue.facts
    return {item.fact.id: True for item in screen.items if facts.get(item.fact.id) in (True, UNKNOWN)}


def values_of(fact: Fact) -> list[Value]:
    """The values on offer, in the order of their buttons."""
    if fact.type == "bool":
        return [True, False]
    return list(range(11)) if fact.type == "score" else list(fact.values)


def offers_unsure(fact: Fact) -> bool:
    """Whether "not sure" has a button: an unordered choice has a value of its own that says so."""
    return fact.unsure is not None and fact.ordered


def spelled(value: Value) -> str:
    """A value as button data carries it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_value(fact: Fact, text: str, *, skip: bool = False) -> Value | None:
    """The value a button's data names; None if it is not on offer. Any number in range can be typed."""
    if text == UNKNOWN:
        return UNKNOWN if skip or fact.unsure is not None else None
    if fact.type == "number":
        return number_in(fact, text)
    return next((value for value in values_of(fact) if spelled(value) == text), None)


def number_in(fact: Fact, text: str) -> Value | None:
    """A number as button data carries it, if the fact takes it."""
    try:
        number = float(text)
    except ValueError:
        return None
    if not fact.least <= number <= fact.most:
        return None
    return int(number) if number.is_integer() else number


def label(scene: Scene, fact: Fact, value: Value) -> str:
    """A value in words, as its button says it."""
    if value == UNKNOWN:
        return scene.texts.text("buttons.not_sure_answer" if fact.unsure is not None else "buttons.skipped")
    if fact.type == "number":
        return scene.texts.text(f"questions.{fact.id}.value", value=number_said(fact, value))
    if fact.type == "bool":
        return scene.texts.text("buttons.yes" if value else "buttons.no")
    if fact.type == "choice":
        return scene.texts.text(f"questions.{fact.id}.values.{value}.label")
    return str(value)


def number_said(fact: Fact, value: Value) -> str:
    """A number as one says it: "7.5", and a pace in minutes and seconds."""
    if fact.unit == "s/km":
        return f"{int(value) // 60}:{int(value) % 60:02d}"
    return f"{float(value):g}"


def tick_label(scene: Scene, fact: str, value: Value | None) -> str:
    """What stands beside a tick."""
    key = f"questions.{fact}.label" if value is None else f"questions.{fact}.values.{value}.label"
    return scene.texts.text(key)


def none_label(scene: Scene, screen: Screen) -> str:
    """The button for "nothing on this screen"."""
    key = f"questions.{screen.id}.none"
    return scene.texts.text(key if scene.texts.has(key) else "buttons.none")


def answer_in_words(scene: Scene, screen: Screen) -> str:
    """What was answered on a screen, in the words of its buttons."""
    facts = scene.dialogue.facts
    if screen.kind != "ticks":
        if screen.question.id in facts:
            return label(scene, screen.question, facts[screen.question.id])
        return scene.texts.text(f"questions.{screen.id}.instead")
    said = [words for item in screen.items for words in _tick_in_words(scene, item.fact, facts.get(item.fact.id))]
    return "; ".join(said) or none_label(scene, screen)


def _tick_in_words(scene: Scene, fact: Fact, value: Value | None) -> list[str]:
    if value in (None, False, fact.best):
        return []
    if value == UNKNOWN:
        short = scene.texts.text(f"questions.{fact.id}.short")
        return [f"{short}: {scene.texts.text('buttons.not_sure_answer').lower()}"]
    return [tick_label(scene, fact.id, None if fact.type == "bool" else value)]
