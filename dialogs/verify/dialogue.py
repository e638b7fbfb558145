"""What a walk through the dialogue shows: ways that lead nowhere, texts too long, labels too wide, ids in the open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogs.content import Content
from dialogs.facts import Value
from dialogs.proofs.world import World
from dialogs.verify.findings import Finding
from dialogs.verify.limits import wrong_with_rows, wrong_with_text
from dialogs.verify.planning import walk_plans
from dialogs.verify.runners import runners_to_walk, runners_with_most_reasons
from dialogs.verify.squads import walk_squads
from dialogs.verify.texts import variables
from dialogs.verify.walking import Heard, Trouble, Walk
from dialogs.wording import Texts

DIALOGUE = "dialogue"
LOCALES = ("en-GB", "xx")
"""One that tells the country and one that does not."""
BARE_ID = re.compile(r"(?<![/\w])(?:[a-z]+(?:_[a-z0-9]+)+|[RD]\d\d?)\b")


def walk_through(world: World, language: str) -> Walk:
    """Everything heard by runners who together meet every question and every ending."""
    walk = Walk(world.content, language)
    for number, runner in enumerate(_each_once(runners_to_walk(world))):
        walk.through(runner, LOCALES[number % len(LOCALES)])
    for runner in [*runners_with_most_reasons(world), wordiest(world.content, language)]:
        walk.told(runner, LOCALES[-1])
    walk.told_before(LOCALES[0])
    walk.agreed_before()
    walk_plans(walk)
    walk_squads(walk)
    walk.hear_phrases()
    return walk


def _each_once(runners: Iterator[Mapping[str, Value]]) -> Iterator[Mapping[str, Value]]:
    seen = set()
    for runner in runners:
        key = tuple(sorted(runner.items()))
        if key not in seen:
            seen.add(key)
            yield runner


def wordiest(content: Content, language: str) -> dict[str, Value]:
    """The answers that take the most words: every tick, and of each choice the longest."""
    texts = content.texts(language)
    longest: dict[str, Value] = {}
    for name in (*content.triage.asked_when, *content.questionnaires["history"].asked_when):
        fact = content.facts[name]
        labels = {value: texts.strings.get(f"questions.{name}.values.{value}.label", "") for value in fact.values}
        choice = max(labels, key=lambda value: len(labels[value]), default="")
        longest[name] = True if fact.type == "bool" else choice or (10 if fact.type == "score" else fact.least)
    return longest


def check_dialogue(content: Content, walk: Walk) -> Iterator[Finding]:
    """What went wrong on the walk, and what Telegram or a reader could not take of all that was heard."""
    texts = content.texts(walk.language)
    yield from troubles(content, walk.troubles)
    yield from never_told(texts, walk)
    yield from never_filled(texts, walk)
    yield from too_long(walk)
    yield from buttons(texts, walk)
    yield from ids_in_the_open(walk)


def troubles(content: Content, found: Sequence[Trouble]) -> Iterator[Finding]:
    """Each kind of trouble once, at the screen where it showed first."""
    seen = set()
    for trouble in found:
        if (trouble.where, trouble.problem) not in seen:
            seen.add((trouble.where, trouble.problem))
            screen = content.triage.by_id.get(trouble.state.rpartition(" ")[2])
            where = trouble.where or (screen.where if screen else "questions/triage.yaml")
            place = "" if trouble.where else f"in '{trouble.state}', after '{trouble.event}': "
            yield Finding.at(DIALOGUE, where, f"{place}{trouble.problem}", trouble.remedy)


def never_told(texts: Texts, walk: Walk) -> Iterator[Finding]:
    """Reasons of decisions that no day comes to."""
    if walk.reasons is None:
        return
    remedy = "Take it away, or write a life that comes to it into dialogs/lived.py."
    for reason in sorted(texts.under("decisions.reasons") - walk.reasons):
        where = texts.places[f"decisions.reasons.{reason}.seen"]
        yield Finding.at(DIALOGUE, where, f"no day is decided with the reason '{reason}'.", remedy)


def longest_values(walk: Walk) -> dict[str, dict[str, object]]:
    """For each message the longest value heard for each of its variables; words are taken from any message.

    Not for those beside a picture, which tell what it shows: no runner gets the words for one beside another.
    """
    longest: dict[str, dict[str, object]] = {}
    words: dict[str, object] = {}
    drawn = {one.key for one in walk.heard if one.has_file and not one.key.startswith("question")}
    for one in walk.heard:
        mine = longest.setdefault(one.key, {})
        for name, value in one.values.items():
            mine[name] = max(mine.get(name, value), value, key=lambda found: len(str(found)))
            if isinstance(value, str):
                words[name] = max(words.get(name, value), value, key=lambda found: len(str(found)))
    return {
        key: {**mine, **{name: words[name] for name in mine if name in words}}
        for key, mine in longest.items()
        if key not in drawn
    }


def never_filled(texts: Texts, walk: Walk) -> Iterator[Finding]:
    """Variables of a message that nobody gives it; a message that was not heard may take what any other takes."""
    given: dict[str, set[str]] = {}
    for one in walk.heard:
        given[one.key] = given.get(one.key, set(one.values)) & set(one.values)
    anything = set().union(*given.values()) if given else set()
    for name in texts.messages.list_templates():
        key = name.removesuffix(".j2")
        if key not in given and walk.troubles:
            # Perhaps it was not heard for what went wrong: it is looked at once that is mended.
            continue
        for variable in sorted(variables(texts, name) - given.get(key, anything) - _loops(texts)):
            where = f"{walk.language}/messages/{name}"
            yield Finding.at(
                DIALOGUE, where, f"nobody fills '{{{{ {variable} }}}}'.", "Take it away, or mend its name."
            )


def _loops(texts: Texts) -> set[str]:
    return {"loop", *texts.messages.globals}


def too_long(walk: Walk) -> Iterator[Finding]:
    """Every text heard, and every message with the longest values it can get, read as Telegram reads it.

    Of each message the longest that is wrong.
    """
    toasts = {one.key for one in walk.heard if one.is_toast}
    with_file = {one.key for one in walk.heard if one.has_file or one.key.startswith("question")}
    longest = [
        Heard(key, values, walk.words(key, values), (), key in toasts, key in with_file)
        for key, values in longest_values(walk).items()
    ]
    seen: set[object] = set()
    for one in sorted([*walk.heard, *longest], key=lambda one: -len(one.text)):
        if (one.text, one.most) in seen:
            continue
        seen.add((one.text, one.most))
        for problem, remedy in wrong_with_text(one.text, one.most):
            kind = re.sub(r"\d+", "", problem)
            if (one.key, kind) not in seen:
                seen.add((one.key, kind))
                yield Finding.at(DIALOGUE, f"{walk.language}/messages/{one.key}.j2", problem, remedy)


def buttons(texts: Texts, walk: Walk) -> Iterator[Finding]:
    """Labels that are blank, alike or too wide, and data too long for Telegram: each once."""
    places = {str(value): texts.places[key] for key, value in texts.strings.items() if isinstance(value, str)}
    seen: set[object] = set()
    for one in walk.heard:
        for label, problem, remedy in wrong_with_rows(one.rows) if one.rows not in seen else ():
            if problem not in seen:
                seen.add(problem)
                where = places.get(label, f"{walk.language}/buttons.yaml")
                yield Finding.at(DIALOGUE, where, problem, remedy)
        seen.add(one.rows)


def ids_in_the_open(walk: Walk) -> Iterator[Finding]:
    """Names of the content that a runner would read."""
    seen: set[Any] = set()
    for text, key in read_by_runners(walk).items():
        found = BARE_ID.search(text)
        if found and found[0] not in seen:
            seen.add(found[0])
            where = f"{walk.language}/messages/{key}.j2"
            yield Finding.at(DIALOGUE, where, f"a runner reads the id '{found[0]}'.", "Say it in words.")


def read_by_runners(walk: Walk) -> dict[str, str]:
    """Every text and every label heard, each once, with the message it came with first."""
    found: dict[str, str] = {}
    for one in walk.heard:
        for text in (one.text, *(button.label for row in one.rows for button in row)):
            found.setdefault(text, one.key)
    return found
