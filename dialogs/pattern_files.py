"""Reads content/patterns.yaml, factors.yaml and topics.yaml: what can be told beside a verdict."""

from collections.abc import Mapping

from dialogs.expressions import nearest
from dialogs.files import Files
from dialogs.patterns import GROUPS, STRENGTHS, Factor, Pattern, Topic
from dialogs.reading import Lines
from dialogs.rules import Source


def read_patterns(files: Files, sources: Mapping[str, Source]) -> tuple[Pattern, ...]:
    """What a knee can fit with."""
    name = "patterns.yaml"
    patterns = []
    places = files.facts["pain_location"].values if "pain_location" in files.facts else ()
    for entry in files.entries(name, "pattern"):
        files.check_sources(name, entry, sources)
        for place in set(entry["place"]) - set(places):
            files.wrong(name, entry, f"'{place}' is no value of 'pain_location'.", nearest(place, places))
        pattern = Pattern(
            id=entry["id"],
            place=tuple(entry["place"]),
            points=tuple(files.condition(name, entry, text) for text in entry["points"]),
            against=tuple(files.condition(name, entry, text) for text in entry["against"]),
            source=tuple(entry["source"]),
            where=f"{name}, {entry.where}",
        )
        if len(pattern.points) < pattern.needed:
            problem = f"it is never told: {pattern.needed} of its points must hold, and it has {len(pattern.points)}."
            files.wrong(name, entry, problem, "Write more of them.")
        patterns.append(pattern)
    return tuple(patterns)


def read_factors(files: Files, sources: Mapping[str, Source]) -> tuple[Factor, ...]:
    """What may have brought it on."""
    name = "factors.yaml"
    factors = []
    for entry in files.entries(name, "factor"):
        files.check_sources(name, entry, sources)
        _check_one_of(files, name, entry, "strength", STRENGTHS)
        when, source = files.condition(name, entry, entry["when"]), tuple(entry["source"])
        factors.append(Factor(entry["id"], when, entry["strength"], source, f"{name}, {entry.where}"))
    return tuple(factors)


def read_topics(files: Files, sources: Mapping[str, Source]) -> tuple[Topic, ...]:
    """What there is to learn more about."""
    name = "topics.yaml"
    topics = []
    for entry in files.entries(name, "topic"):
        files.check_sources(name, entry, sources)
        _check_one_of(files, name, entry, "group", GROUPS)
        _check_one_of(files, name, entry, "strength", (*STRENGTHS, "against", ""))
        source, where = tuple(entry["source"]), f"{name}, {entry.where}"
        topics.append(Topic(entry["id"], entry["group"], entry["strength"], source, where))
    return tuple(topics)


def _check_one_of(files: Files, name: str, entry: Lines, key: str, known: tuple[str, ...]) -> None:
    """A finding for a value that is none of the known ones."""
    if entry[key] not in known:
        files.wrong(name, entry, f"'{entry[key]}' is no {key}.", nearest(entry[key], [one for one in known if one]))
