"""Reads content/questions/: which screens a questionnaire has, and when each is asked."""

from dialogs.errors import AnswerError
from dialogs.expressions import All, Always, Tree, nearest
from dialogs.facts import Value, read_facts
from dialogs.files import Files
from dialogs.questions import Item, Screen
from dialogs.reading import Lines

ASKS = {
    "ticks": ("bool", "choice"),
    "choice": ("choice",),
    "yes_no": ("bool",),
    "score": ("score",),
    "number": ("number",),
}
"""The kinds of screens, and the types of fact each can ask for."""


def read_screens(files: Files, name: str) -> tuple[Screen, ...]:
    """The screens of one file, in the order they are asked."""
    entries = files.fitting(name, files.mapping(name).get("screens"), "screen")
    if not entries and name not in files.unread:
        files.problems.add(name, "there is no question in it.", "Put them back under 'screens'.")
    screens = tuple(filter(None, (_read_screen(files, name, entry) for entry in entries)))
    ids = [entry["id"] for entry in entries]
    for screen in screens:
        for item in screen.items:
            for lead in item.leads_to:
                if lead not in ids:
                    problem = f"it leads to '{lead}', which is no screen."
                    files.problems.add(f"{screen.where}, {screen.id}", problem, nearest(lead, ids))
    return screens


def _read_screen(files: Files, name: str, entry: Lines) -> Screen | None:
    when = files.condition(name, entry, entry["ask_when"]) if "ask_when" in entry else Always(True)
    items = []
    facts = entry.get("facts", [entry["id"]])
    for part in files.fitting(name, [Lines(fact=part) if isinstance(part, str) else part for part in facts], "item"):
        fact = part["fact"]
        if fact not in files.facts:
            files.wrong(
                name,
                entry,
                f"it asks for '{fact}', which is not in facts.yaml.",
                nearest(fact, list(files.facts)),
            )
            return None
        own = files.condition(name, entry, part["ask_when"]) if "ask_when" in part else Always(True)
        items.append(Item(files.facts[fact], _both(when, own), tuple(part.get("leads_to", ()))))
    kind = entry["kind"]
    if kind not in ASKS:
        files.wrong(name, entry, f"'{kind}' is no kind of screen.", f"Use {' or '.join(ASKS)}.")
        return None
    asked = items if kind == "ticks" else items[:1]
    if not asked or any(item.fact.type not in ASKS[kind] for item in asked):
        files.wrong(name, entry, f"'{kind}' does not fit what it asks for.", "Choose the kind by the type of the fact.")
        return None
    return Screen(
        id=entry["id"],
        kind=kind,
        items=tuple(items),
        at_once=entry.get("at_once", False),
        red_flags=entry.get("red_flags", False),
        keep_days=entry.get("keep_days", 0),
        picture=entry.get("picture"),
        suggest=tuple(entry.get("suggest", ())),
        skip=entry.get("skip", False),
        beside=files.facts.get(entry.get("beside", "")),
        ways=tuple(entry.get("ways", ())),
        sets=_read_set(files, name, entry, "sets"),
        instead=_read_set(files, name, entry, "instead"),
        where=f"{name}, {entry.where}",
    )


def _read_set(files: Files, name: str, entry: Lines, key: str) -> dict[str, Value]:
    """The facts an answer sets besides its own."""
    try:
        return read_facts(files.facts, dict(entry.get(key, {})))
    except AnswerError as error:
        files.wrong(name, entry, f"'{key}' can't be used: {error}", "Name a fact and one of its values.")
        return {}


def _both(one: Tree, other: Tree) -> Tree:
    if isinstance(one, Always) and one.value:
        return other
    if isinstance(other, Always) and other.value:
        return one
    return All((one, other))
