"""The texts: each one that is needed is there and filled, each one that is there is said."""

from collections.abc import Iterator

from jinja2 import meta

from dialogs.content import Content
from dialogs.expressions import nearest
from dialogs.facts import Fact
from dialogs.questions import Screen
from dialogs.rules import DISPOSITIONS
from dialogs.verify.findings import Finding
from dialogs.verify.plan_texts import PLAN_FILES, names_of_plan, needed_by_plan
from dialogs.verify.program import named_by_program
from dialogs.wording import LANGUAGE, Texts

STRUCTURE = "structure"
PARTS = (
    "ask",
    "help",
    "why",
    "hint",
    "kept",
    "plainer",
    "label",
    "short",
    "typed",
    "filler",
    "none",
    "instead",
    "instead_typed",
    "value",
)


def missing_texts(content: Content) -> Iterator[Finding]:
    """For each language: what is not there, or blank."""
    for language, texts in content.languages.items():
        yield from missing(content, language, texts)
        yield from blank(texts)
        yield from missing_parts(language, texts)
        if language != LANGUAGE:
            yield from untranslated(content.languages[LANGUAGE], language, texts)


def unused_texts(content: Content) -> Iterator[Finding]:
    """For each language: what is there and nobody reads."""
    for language, texts in content.languages.items():
        yield from unused_questions(content, texts)
        yield from unused_strings(content, texts)
        yield from unused_messages(language, texts)


def needed(content: Content) -> Iterator[tuple[str, str]]:
    """Every key the content calls for, and the file it stands in."""
    for name, questions in content.questionnaires.items():
        file = "questions.yaml" if name == "triage" else "questions_plan.yaml"
        for screen in questions.screens:
            yield from ((f"questions.{key}", file) for key in needed_by(screen))
            yield from ((f"buttons.{way}", "buttons.yaml") for way in screen.ways)
    for rule in content.rules:
        yield f"reasons.{rule.because}", "reasons.yaml"
    for region in content.regions.by_id:
        yield from _parts("regions", region, "name", "emergency", "urgent")
    for pattern in content.patterns:
        yield from _parts("patterns", pattern.id, "say", "more")
    for factor in content.factors:
        yield from _parts("factors", factor.id, "say", "more")
    for topic in content.topics:
        yield from _parts("topics", topic.id, "title", "text", "more")
    for disposition in DISPOSITIONS:
        yield from _parts("changes", f"to.{disposition}", "could", "means")
    for key in [*needed_by_plan(content), *sorted(named_by_program().keys(PLAN_FILES))]:
        yield key, f"{key.partition('.')[0]}.yaml"


def _parts(file: str, name: str, *parts: str) -> Iterator[tuple[str, str]]:
    return ((f"{file}.{name}.{part}", f"{file}.yaml") for part in parts)


def needed_by(screen: Screen) -> Iterator[str]:
    """What a screen and its facts say: as ticks, one by one, and in the list of answers."""
    for part in ("ask", "short", "why"):
        yield f"{screen.name}.{part}"
    if screen.instead:
        yield f"{screen.id}.instead"
    for item in screen.items:
        fact = item.fact
        if screen.kind == "ticks":
            yield f"{fact.id}.ask"
        if screen.kind == "ticks" and fact.part != "check_in":
            yield f"{fact.id}.why"
        if screen.kind == "ticks" and fact.type == "bool":
            yield f"{fact.id}.label"
        yield f"{fact.id}.short"
        if fact.type == "number":
            yield f"{fact.id}.value"
        yield from (f"{fact.id}.values.{value}.label" for value in fact.values)
        if fact.ask_again:
            yield f"{fact.id}.plainer"
        if screen.keep_days:
            yield f"{fact.id}.kept"


def missing(content: Content, language: str, texts: Texts) -> Iterator[Finding]:
    """Texts the content calls for that are not there."""
    for key, file in dict.fromkeys(needed(content)):
        if not texts.has(key):
            parent = key.rpartition(".")[0]
            known = next((place for other, place in texts.places.items() if other.startswith(f"{parent}.")), None)
            short = key.partition(".")[2]
            where = known or f"{language}/{file}"
            yield Finding.at(STRUCTURE, where, f"the text '{short}' is missing.", "Write it.")


def unused_questions(content: Content, texts: Texts) -> Iterator[Finding]:
    """Entries of questions.yaml for no question, for no value, or with a part nothing shows."""
    screens = {name for questions in content.questionnaires.values() for name in questions.by_id}
    known = {**content.facts, **dict.fromkeys(screens)}
    seen: set[str] = set()
    for key, place in texts.places.items():
        file, _, rest = key.partition(".")
        name, _, part = rest.partition(".")
        if file != "questions":
            continue
        if name not in known:
            if name not in seen:
                yield Finding.at(STRUCTURE, place, f"'{name}' is no fact and no screen.", nearest(name, [*known]))
            seen.add(name)
            continue
        fact = content.facts.get(name)
        if not _is_shown(fact, part):
            yield Finding.at(STRUCTURE, place, f"nothing shows '{part}' of '{name}'.", "Take it away.")


def _is_shown(fact: Fact | None, part: str) -> bool:
    if part.startswith("values."):
        _, value, *rest = part.split(".")
        return fact is not None and value in fact.values and rest in (["label"], ["typed"])
    if part == "plainer":
        return fact is not None and fact.ask_again
    return part in PARTS


def unused_strings(content: Content, texts: Texts) -> Iterator[Finding]:
    """Reasons, regions, buttons and words that nothing names."""
    named = named_by_program()
    reasons, names = {rule.because for rule in content.rules}, set(names_of_plan(content))
    for key, place in texts.places.items():
        file, _, rest = key.partition(".")
        name = rest.partition(".")[0]
        used = {
            "reasons": name in reasons,
            "regions": name in content.regions.by_id,
            "patterns": name in {pattern.id for pattern in content.patterns},
            "factors": name in {factor.id for factor in content.factors},
            "topics": name in {topic.id for topic in content.topics},
            "changes": _is_of_change(content, rest),
            "buttons": named.has_string(key),
            "settings": named.has_string(key),
            "words": named.has_string(key),
            **dict.fromkeys(PLAN_FILES, file in PLAN_FILES and named.puts_together(key, names)),
        }.get(file, True)
        if not used:
            yield Finding.at(STRUCTURE, place, f"nothing says the text '{rest}'.", "Use it, or take it away.")


def _is_of_change(content: Content, rest: str) -> bool:
    asked = content.triage.asked_when
    match rest.split("."):
        case ["to", disposition, *_]:
            return disposition in DISPOSITIONS
        case ["facts", name, "values", value, *_]:
            return name in asked and value in content.facts[name].values
        case ["facts", name, *_]:
            return name in asked
    return False


def unused_messages(language: str, texts: Texts) -> Iterator[Finding]:
    """Templates that the program does not name and no other template includes."""
    named = named_by_program()
    names = texts.messages.list_templates()
    included = {part for name in names for part in includes(texts, name)}
    for name in names:
        if not named.has(name.removesuffix(".j2")) and name not in included:
            where = f"{language}/messages/{name}"
            yield Finding.at(STRUCTURE, where, "nothing says this message.", "Use it, or take the file away.")


def missing_parts(language: str, texts: Texts) -> Iterator[Finding]:
    """Templates that another one includes and that are not there, and those that include themselves."""
    names = texts.messages.list_templates()
    for name in names:
        for part in sorted(includes(texts, name)):
            where, problem = f"{language}/messages/{name}", f"it includes '{part}', which is not there."
            if part not in names:
                yield Finding.at(STRUCTURE, where, problem, f"{nearest(part, names)} Else put it back.")
            elif name in _all_included(texts, part, {name}):
                yield Finding.at(STRUCTURE, where, f"it includes '{part}', which includes it.", "Take one away.")


def _all_included(texts: Texts, name: str, above: set[str]) -> set[str]:
    """All that a template includes, and what these include, down to those `above`."""
    if name in above or name not in texts.messages.list_templates():
        return {name}
    return {name}.union(*(_all_included(texts, part, {*above, name}) for part in includes(texts, name)))


def source_of(texts: Texts, name: str) -> str:
    """The text of a template."""
    loader = texts.messages.loader
    return loader.get_source(texts.messages, name)[0] if loader else ""


def includes(texts: Texts, name: str) -> set[str]:
    """The templates a template includes."""
    tree = texts.messages.parse(source_of(texts, name))
    return {part for part in meta.find_referenced_templates(tree) if part}


def variables(texts: Texts, name: str) -> set[str]:
    """What a template and those it includes take, beside what every template is given."""
    found = set(meta.find_undeclared_variables(texts.messages.parse(source_of(texts, name))))
    for part in includes(texts, name):
        found |= variables(texts, part)
    return found - texts.messages.globals.keys()


def blank(texts: Texts) -> Iterator[Finding]:
    """Texts with nothing in them."""
    for key, value in texts.strings.items():
        if value is None or (isinstance(value, str) and not value.strip()):
            short = key.partition(".")[2]
            yield Finding.at(
                STRUCTURE, texts.places[key], f"the text '{short}' is blank.", "Write it, or take it away."
            )


def untranslated(english: Texts, language: str, texts: Texts) -> Iterator[Finding]:
    """Texts and messages that English has and this language lacks."""
    for key, place in english.places.items():
        if not texts.has(key) and not key.endswith(("typed", ".filler", ".hint")) and not key.startswith("words."):
            where = f"{language}/{place.partition('/')[2].partition(',')[0]}"
            yield Finding.at(STRUCTURE, where, f"the text '{key.partition('.')[2]}' is missing.", "Translate it.")
    for name in sorted({*english.messages.list_templates()} - {*texts.messages.list_templates()}):
        yield Finding.at(STRUCTURE, f"{language}/messages/{name}", "the message is missing.", "Translate it.")
