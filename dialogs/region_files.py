"""Reads content/regions.yaml and content/phrases.yaml: whom to call where, and the words that are heard everywhere."""

from collections.abc import Mapping

from dialogs.expressions import nearest
from dialogs.files import Files
from dialogs.reading import Lines
from dialogs.regions import UNKNOWN_REGION, Region, Regions
from dialogs.rules import Source
from dialogs.understanding import Phrase, Phrases, normal
from dialogs.wording import LANGUAGE


def read_regions(files: Files, sources: Mapping[str, Source]) -> Regions:
    """The regions and which country or language leads to which."""
    data = files.mapping("regions.yaml")
    if "regions.yaml" in files.unread:
        return Regions({}, {}, {})
    files.fitting("regions.yaml", [data], "regions")
    files.check_sources("regions.yaml", data, sources)
    by_id = {entry["id"]: Region(**entry) for entry in files.fitting("regions.yaml", data.get("regions"), "region")}
    if UNKNOWN_REGION not in by_id:
        files.problems.add("regions.yaml", "there is no region OTHER.", "Add it: it serves whoever is elsewhere.")
    countries, languages = data.get("countries", Lines()), data.get("languages", Lines())
    for table in (countries, languages):
        for key, region in table.items():
            if not isinstance(key, str) or region not in by_id:
                problem = f"'{key}: {region}' leads to no region."
                remedy = nearest(str(region), [*by_id]) if isinstance(key, str) else "Quote the key."
                files.problems.add(f"regions.yaml, line {table.at[key]}", problem, remedy)
    return Regions(by_id, countries, languages, str(data.get("review_by", "")), tuple(data.get("source", ())))


BETWEEN = {"phrases": 2, "exactly": 0}
"""How phrases are written down, and how many other words may stand between each two of theirs."""


def read_phrases(files: Files, part: str) -> dict[str, Phrases]:
    """The phrases of one part of the file by language; English ones are among those of every language."""
    data = files.mapping("phrases.yaml").get(part, {})
    found: dict[str, list[Phrase]] = {LANGUAGE: []}
    for language, all_entries in data.items():
        entries = files.fitting("phrases.yaml", all_entries, "phrases")
        for entry in entries:
            if entry.get("fact") is not None and entry["fact"] not in files.facts:
                files.wrong(
                    "phrases.yaml",
                    entry,
                    f"'{entry['fact']}' is no fact.",
                    nearest(entry["fact"], list(files.facts)),
                )
            if any(not normal(text) for text in entry["phrases"]):
                files.wrong("phrases.yaml", entry, "a phrase is blank.", "Write it, or take it away.")
        found[language] = [
            Phrase(words, entry.get("fact"), between)
            for entry in entries
            for key, between in BETWEEN.items()
            for text in entry.get(key, ())
            if (words := normal(text))
        ]
    english = found[LANGUAGE]
    if not english and "phrases.yaml" not in files.unread:
        files.problems.add("phrases.yaml", f"no phrase stands under '{part}' in English.", "Put them back.")
    return {language: Phrases(own if language == LANGUAGE else [*own, *english]) for language, own in found.items()}
