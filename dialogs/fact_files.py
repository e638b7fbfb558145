"""Reads content/facts.yaml: the vocabulary of everything that is asked and decided."""

from dialogs.errors import AnswerError
from dialogs.expressions import ExpressionError, parse_derived
from dialogs.facts import Fact
from dialogs.files import Files
from dialogs.reading import Lines

FILE = "facts.yaml"


def read_vocabulary(files: Files) -> None:
    """Fill the vocabulary of `files`."""
    data = files.mapping(FILE)
    for entry in files.fitting(FILE, data.get("facts"), "fact"):
        _read_fact(files, entry)
    for name, text in data.get("derived", {}).items():
        try:
            files.derived[name] = parse_derived(text, files.facts, files.derived)
        except ExpressionError as error:
            files.problems.add(f"{FILE}, derived {name}", error.problem, error.remedy)


def _read_fact(files: Files, entry: Lines) -> None:
    kind, values = entry["type"], tuple(entry.get("values", ()))
    if kind not in ("bool", "score", "choice", "number"):
        files.wrong(FILE, entry, f"'{kind}' is no type.", "Use bool, score, choice or number.")
        return
    if kind == "choice" and len(set(values)) < 2:
        files.wrong(FILE, entry, "a choice needs two values or more.", "List them from best to worst.")
        return
    best = entry.get(
        "best", {"bool": False, "choice": values[0] if values else "", "number": entry.get("least", 0)}.get(kind, 0)
    )
    fact = Fact(
        id=entry["id"],
        type=kind,
        best=best,
        values=values,
        ordered=entry.get("ordered", True),
        unsure=entry.get("unsure"),
        ask_again=entry.get("ask_again", False),
        unit=entry.get("unit", ""),
        part=entry.get("part", "triage"),
        least=entry.get("least", 0),
        most=entry.get("most", 10),
        where=f"{FILE}, {entry.where}",
    )
    try:
        fact.read(best)
        fact.read(best if fact.unsure is None else fact.unsure)
    except AnswerError:
        files.wrong(FILE, entry, "'best' or 'unsure' is none of its values.", f"Take {fact.allowed()}.")
        return
    if fact.id in files.facts:
        files.wrong(FILE, entry, f"the id '{fact.id}' stands twice.", "Give it another one.")
    files.facts[fact.id] = fact
