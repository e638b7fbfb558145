"""Typed words in place of a tap: the event the tap would have been, or nothing."""

from collections.abc import Iterable

from dialogs.asking import none_label, offered_ticks, single, spelled, tick_label, ticked, values_of
from dialogs.distances import read_count, read_distance, read_pace
from dialogs.events import Answer, Done, Event, Go, NoneOfThese, Tick, Typed
from dialogs.facts import UNKNOWN, Fact
from dialogs.questions import Screen
from dialogs.scene import Scene
from dialogs.understanding import Option, chosen, is_signed, normal, score

INSTEAD = "instead"
WAYS = ("back", "why")


def typed_answer(scene: Scene, screen: Screen, text: str) -> Event | None:
    """What the runner means on the open screen; None if the words fit nothing, or more than one thing."""
    fact = single(scene, screen)
    if fact is None:
        return typed_tick(scene, screen, text)
    if fact.type == "number" and (given := typed_number(scene, fact, text)) is not None:
        return Answer(scene.turn, fact.id, given)
    if fact.type == "score" and (number := score(text, scene.texts.numbers)) is not None:
        return Answer(scene.turn, fact.id, spelled(number))
    if is_signed(text) and text.strip() not in typed_for(scene, fact):
        return None
    options = [*ways(scene), *answer_options(scene, screen, fact)]
    value = chosen(text, options) or chosen(without_filler(scene, fact, text), options)
    if value in WAYS:
        return Go(scene.turn, value)
    if value == INSTEAD:
        name, instead = next(iter(screen.instead.items()))
        return Answer(scene.turn, name, spelled(instead))
    return Answer(scene.turn, fact.id, value) if value is not None else None


def yes_or_no(scene: Scene, event: Event, yes: str, no: str) -> str | None:
    """ "yes" or "no" if the event says it: a tap on the place `yes` or `no`, or words for it; else None."""
    match event:
        case Go(place=place) if place in (yes, no):
            return "yes" if place == yes else "no"
        case Typed(text=text):
            return chosen(text, [named_option(scene, "yes", yes), named_option(scene, "no", no)])
    return None


def begins_with(scene: Scene, event: Event, word: str) -> bool:
    """Whether words begin with a yes, or a no: "yes, since this morning"."""
    return isinstance(event, Typed) and normal(event.text)[:1] in word_option(scene, word).names


def named_option(scene: Scene, word: str, place: str) -> Option:
    """One of the common words, or the words of the button that stands for it."""
    return Option.of(word, [scene.label(place), *scene.texts.strings.get(f"words.{word}", ())])


def without_filler(scene: Scene, fact: Fact, text: str) -> str:
    """The words of a text but those that say nothing by themselves in an answer to this question."""
    filler = scene.texts.strings.get(f"questions.{fact.id}.filler", ())
    return " ".join(word for word in normal(text) if word not in filler)


def typed_number(scene: Scene, fact: Fact, text: str) -> str | None:
    """A number that was typed, in the unit of the fact and in its range, as button data carries it."""
    match fact.unit:
        case "km":
            number = read_distance(text)
        case "s/km":
            number = read_pace(text)
        case _:
            number = read_count(text, scene.texts.numbers, int(fact.least), int(fact.most))
    return spelled(number) if number is not None and fact.least <= number <= fact.most else None


def answer_options(scene: Scene, screen: Screen, fact: Fact) -> Iterable[Option]:
    """What can be typed for one fact."""
    if screen.skip:
        yield word_option(scene, "skip", UNKNOWN)
    if fact.unsure is not None:
        yield word_option(scene, "not_sure", UNKNOWN)
    if fact.type == "bool":
        yield word_option(scene, "yes", "yes")
        yield word_option(scene, "no", "no")
    elif fact.type == "choice":
        for number, value in enumerate(values_of(fact), 1):
            key = f"questions.{fact.id}.values.{value}"
            yield Option.of(
                str(value), [tick_label(scene, fact.id, value), *scene.texts.typed(key), *_numbers(screen, number)]
            )
    if screen.instead:
        key = f"questions.{screen.id}.instead"
        yield Option.of(INSTEAD, [scene.texts.text(key), *scene.texts.strings.get(f"{key}_typed", ())])


def typed_for(scene: Scene, fact: Fact) -> set[str]:
    """What may be typed for the values of a choice, letter by letter."""
    return {words for value in fact.values for words in scene.texts.typed(f"questions.{fact.id}.values.{value}")}


def _numbers(screen: Screen, number: int) -> list[str]:
    """What one may type for a place on a picture."""
    return [str(number)] if screen.picture else []


def typed_tick(scene: Scene, screen: Screen, text: str) -> Event | None:
    """A tick by its words, or the end of the screen."""
    options = [*ways(scene), word_option(scene, "not_sure", "one_by_one"), word_option(scene, "done")]
    if screen.at_once or not ticked(scene, screen):
        words = scene.texts.strings.get("words.none", ())
        options.append(Option.of("none", [none_label(scene, screen), *words]))
    ticks = list(offered_ticks(scene, screen))
    for place, (name, value) in enumerate(ticks):
        key = f"questions.{name}" if value is None else f"questions.{name}.values.{value}"
        options.append(Option.of(str(place), [tick_label(scene, name, value), *scene.texts.typed(key)]))
    match chosen(text, options):
        case None:
            return None
        case "one_by_one" | "back" | "why" as way:
            return Go(scene.turn, way)
        case "done":
            done = ticked(scene, screen) and not screen.at_once
            return Done(scene.turn, screen.id) if done else None
        case "none":
            return NoneOfThese(scene.turn, screen.id)
        case tick:
            name, value = ticks[int(tick)]
            return Tick(scene.turn, screen.id, name, value)


def typed_place(scene: Scene, text: str, places: Iterable[str]) -> str | None:
    """The one of these places whose button the words name, or None."""
    names = [(place, scene.texts.strings.get(f"words.{place}", ())) for place in places]
    return chosen(text, [Option.of(place, [scene.label(place), *words]) for place, words in names])


def ways(scene: Scene) -> list[Option]:
    """Ways out of a question; where "back" may also be an answer, it is neither."""
    return [word_option(scene, way) for way in WAYS]


def word_option(scene: Scene, name: str, value: str | None = None) -> Option:
    """One of the common words: yes, no, not_sure, none, done, back."""
    return Option.of(value or name, scene.texts.strings.get(f"words.{name}", ()))
