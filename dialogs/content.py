"""Reads content/ once into a frozen Content, and says everything that is wrong with it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dialogs.decisions import Table, read_decisions
from dialogs.errors import AnswerError
from dialogs.exercise_files import read_exercises
from dialogs.exercises import Library
from dialogs.expressions import All, Always, Count, ExpressionError, Tree, nearest, parse, parse_derived
from dialogs.facts import Fact, Value, read_facts
from dialogs.load import Load, read_load
from dialogs.patterns import Factor, Pattern, Topic
from dialogs.questions import Item, Questionnaire, Screen
from dialogs.reading import Lines, Problems, read_yaml, read_yaml_list
from dialogs.regions import UNKNOWN_REGION, Region, Regions
from dialogs.reminder_numbers import ReminderNumbers, read_reminder_numbers
from dialogs.report_words import ReportWords, read_report_words
from dialogs.rules import DISPOSITIONS, FRAMES, Rule
from dialogs.shapes import misfits
from dialogs.squads.numbers import SquadRules, read_squads
from dialogs.understanding import Phrase, Phrases, normal
from dialogs.wording import Texts, read_texts

FOLDER = Path(__file__).parent.parent / "content"
LANGUAGE = "en"
ASKS = {
    "ticks": ("bool", "choice"),
    "choice": ("choice",),
    "yes_no": ("bool",),
    "score": ("score",),
    "number": ("number",),
}
"""The kinds of screens, and the types of fact each can ask for."""
QUESTIONNAIRES = ("triage", "plan", "check_in", "knee_week")


@dataclass(frozen=True)
class Source:
    """Where a rule comes from; `name` is what a runner reads."""

    id: str
    name: str
    citation: str
    link: str
    year: int | None
    review_by: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this bot, as the texts name them, and how many months answers are kept after the last use."""

    name: str = "Whoever started this program"
    contact: str = "that person"
    retention_months: int = 12


@dataclass(frozen=True, eq=False, repr=False)
class Content:
    """Everything the bot knows, checked. `version` goes into every verdict."""

    version: str
    consent_version: str
    facts: Mapping[str, Fact]
    derived: Mapping[str, Tree | Count]
    questionnaires: Mapping[str, Questionnaire]
    rules: tuple[Rule, ...]
    sources: Mapping[str, Source]
    regions: Regions
    phrases: Mapping[str, Phrases]
    distress: Mapping[str, Phrases]
    signs: Mapping[str, Phrases]
    patterns: tuple[Pattern, ...]
    factors: tuple[Factor, ...]
    topics: tuple[Topic, ...]
    languages: Mapping[str, Texts]
    load: Load
    decisions: Table
    reminders: ReminderNumbers
    library: Library
    report_words: Mapping[str, ReportWords]
    squads: SquadRules

    def texts(self, language: str) -> Texts:
        """The texts of a language; English where there is none."""
        return self.languages.get(language, self.languages[LANGUAGE])

    def reports(self, language: str) -> ReportWords:
        """The words of the page for a physio; English where there are none."""
        return self.report_words.get(language, self.report_words[LANGUAGE])

    @cached_property
    def triage(self) -> Questionnaire:
        """The questions that lead to a verdict."""
        return self.questionnaires["triage"]

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}


def read_content(folder: Path | None = None, operator: Operator | None = None) -> Content:
    """The content of a folder (by default the one that came with the program). Raises ContentErrors."""
    content = _Reader(folder or FOLDER).read()
    who = operator or Operator()
    for texts in content.languages.values():
        texts.messages.globals.update(operator=who.name, contact=who.contact, retention_months=who.retention_months)
    return content


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        self.facts: dict[str, Fact] = {}
        self.derived: dict[str, Tree | Count] = {}

    def read(self) -> Content:
        about = read_yaml(self.folder, "content.yaml", self.problems)
        self.fitting("content.yaml", [about], "about")
        self.read_vocabulary()
        sources = self.read_sources()
        questionnaires = {
            name: Questionnaire(self.read_screens(f"questions/{name}.yaml"), self.facts) for name in QUESTIONNAIRES
        }
        rules = tuple(rule for name in DISPOSITIONS for rule in self.read_rules(name, sources))
        if Always(True) not in [rule.when for rule in rules]:
            self.problems.add("rules/run.yaml", "no rule holds always.", "Keep one, for who stays inside all limits.")
        languages = {
            path.name: read_texts(self.folder, path.name, self.problems)
            for path in sorted(self.folder.iterdir())
            if (path / "messages").is_dir()
        }
        library = read_exercises(self.folder, self.problems, sources)
        load, decisions = read_load(self.folder, self.problems), read_decisions(self.folder, self.problems)
        report_words = {
            language: read_report_words(self.folder, language, self.facts, self.problems) for language in languages
        }
        # A library that can't be read is among the problems, and nothing is made of the content then.
        if library is None:
            self.problems.check()
            raise ValueError("a library that can't be read is no finding")
        content = Content(
            version=str(about.get("version", "")),
            consent_version=str(about.get("consent_version", "")),
            facts=self.facts,
            derived=self.derived,
            questionnaires=questionnaires,
            rules=rules,
            sources=sources,
            regions=self.read_regions(sources),
            phrases=self.read_phrases("emergency"),
            distress=self.read_phrases("distress"),
            signs=self.read_phrases("signs"),
            patterns=self.read_patterns(sources),
            factors=self.read_factors(sources),
            topics=self.read_topics(sources),
            languages=languages,
            load=load,
            decisions=decisions,
            reminders=read_reminder_numbers(self.folder, self.problems),
            library=library,
            report_words=report_words,
            squads=read_squads(self.folder, self.problems),
        )
        self.problems.check()
        return content

    def wrong(self, name: str, entry: Any, problem: str, remedy: str) -> None:
        place = f"{name}, {entry.where}" if isinstance(entry, Lines) else name
        if isinstance(entry, Lines) and "id" in entry:
            place += f", {entry['id']}"
        self.problems.add(place, problem, remedy)

    def fitting(self, name: str, entries: Any, kind: str) -> list[Lines]:
        """The entries that have the shape of their kind; what is wrong with the others is a finding each."""
        if not isinstance(entries, list):
            self.problems.add(name, f"there is no list of entries where one of each {kind} belongs.", "Write it.")
            return []
        found = [(entry, list(misfits(entry, kind))) for entry in entries]
        for entry, wrong in found:
            for problem, remedy in wrong:
                self.wrong(name, entry, problem, remedy)
        return [entry for entry, wrong in found if not wrong]

    # vocabulary

    def read_vocabulary(self) -> None:
        data = read_yaml(self.folder, "facts.yaml", self.problems)
        for entry in self.fitting("facts.yaml", data.get("facts"), "fact"):
            self.read_fact(entry)
        for name, text in data.get("derived", {}).items():
            try:
                self.derived[name] = parse_derived(text, self.facts, self.derived)
            except ExpressionError as error:
                self.problems.add(f"facts.yaml, derived {name}", error.problem, error.remedy)

    def read_fact(self, entry: Lines) -> None:
        kind, values = entry["type"], tuple(entry.get("values", ()))
        if kind not in ("bool", "score", "choice", "number"):
            self.wrong("facts.yaml", entry, f"'{kind}' is no type.", "Use bool, score, choice or number.")
            return
        if kind == "choice" and len(set(values)) < 2:
            self.wrong("facts.yaml", entry, "a choice needs two values or more.", "List them from best to worst.")
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
            where=f"facts.yaml, {entry.where}",
        )
        try:
            fact.read(best)
            fact.read(best if fact.unsure is None else fact.unsure)
        except AnswerError:
            self.wrong("facts.yaml", entry, "'best' or 'unsure' is none of its values.", f"Take {fact.allowed()}.")
            return
        if fact.id in self.facts:
            self.wrong("facts.yaml", entry, f"the id '{fact.id}' stands twice.", "Give it another one.")
        self.facts[fact.id] = fact

    def condition(self, name: str, entry: Lines, text: object) -> Tree:
        """The tree of a condition; `Always(False)`, with a finding, if it is none."""
        try:
            return parse(str(text), self.facts, self.derived)
        except ExpressionError as error:
            self.wrong(name, entry, error.problem, error.remedy)
            return Always(False)

    # questions

    def read_screens(self, name: str) -> tuple[Screen, ...]:
        entries = self.fitting(name, read_yaml(self.folder, name, self.problems).get("screens"), "screen")
        screens = tuple(filter(None, (self.read_screen(name, entry) for entry in entries)))
        ids = [entry["id"] for entry in entries]
        for screen in screens:
            for item in screen.items:
                for lead in item.leads_to:
                    if lead not in ids:
                        problem = f"it leads to '{lead}', which is no screen."
                        self.problems.add(f"{screen.where}, {screen.id}", problem, nearest(lead, ids))
        return screens

    def read_screen(self, name: str, entry: Lines) -> Screen | None:
        when = self.condition(name, entry, entry["ask_when"]) if "ask_when" in entry else Always(True)
        items = []
        facts = entry.get("facts", [entry["id"]])
        for part in self.fitting(name, [Lines(fact=part) if isinstance(part, str) else part for part in facts], "item"):
            fact = part["fact"]
            if fact not in self.facts:
                self.wrong(
                    name,
                    entry,
                    f"it asks for '{fact}', which is not in facts.yaml.",
                    nearest(fact, list(self.facts)),
                )
                return None
            own = self.condition(name, entry, part["ask_when"]) if "ask_when" in part else Always(True)
            items.append(Item(self.facts[fact], _both(when, own), tuple(part.get("leads_to", ()))))
        kind = entry["kind"]
        if kind not in ASKS:
            self.wrong(name, entry, f"'{kind}' is no kind of screen.", f"Use {' or '.join(ASKS)}.")
            return None
        asked = items if kind == "ticks" else items[:1]
        if not asked or any(item.fact.type not in ASKS[kind] for item in asked):
            self.wrong(
                name, entry, f"'{kind}' does not fit what it asks for.", "Choose the kind by the type of the fact."
            )
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
            beside=self.facts.get(entry.get("beside", "")),
            ways=tuple(entry.get("ways", ())),
            sets=self.read_set(name, entry, "sets"),
            instead=self.read_set(name, entry, "instead"),
            where=f"{name}, {entry.where}",
        )

    def read_set(self, name: str, entry: Lines, key: str) -> dict[str, Value]:
        """The facts an answer sets besides its own."""
        try:
            return read_facts(self.facts, dict(entry.get(key, {})))
        except AnswerError as error:
            self.wrong(name, entry, f"'{key}' can't be used: {error}", "Name a fact and one of its values.")
            return {}

    # rules and sources

    def read_sources(self) -> dict[str, Source]:
        data = read_yaml(self.folder, "sources.yaml", self.problems)
        self.fitting("sources.yaml", list(data.values()), "source")
        return {
            name: Source(
                name,
                str(entry.get("name", entry.get("citation", ""))),
                str(entry.get("citation", "")),
                str(entry.get("link") or ""),
                entry.get("year"),
                str(entry.get("review_by", "")),
                f"sources.yaml, {entry.where}",
            )
            for name, entry in data.items()
            if isinstance(entry, Lines)
        }

    def read_rules(self, disposition: str, sources: Mapping[str, Source]) -> list[Rule]:
        name = f"rules/{disposition}.yaml"
        rules = []
        for entry in self.fitting(name, read_yaml_list(self.folder, name, self.problems), "rule"):
            by, meanwhile = entry.get("by"), entry.get("meanwhile")
            if by not in FRAMES[disposition]:
                problem = f"'by: {by}' does not go with '{disposition}'." if by else "'by' is missing."
                named = [frame for frame in FRAMES[disposition] if frame]
                self.wrong(name, entry, problem, f"Use {' or '.join(named)}." if named else "Take it away.")
                continue
            if meanwhile not in (None, "modify") or (meanwhile and disposition != "clinician"):
                self.wrong(
                    name, entry, f"'meanwhile: {meanwhile}' says nothing here.", "Only 'clinician' has it: modify."
                )
                continue
            self.check_sources(name, entry, sources)
            rules.append(
                Rule(
                    id=entry["id"],
                    when=self.condition(name, entry, entry["when"]),
                    disposition=disposition,
                    because=entry["because"],
                    source=tuple(entry["source"]),
                    by=by,
                    meanwhile=meanwhile,
                    keep_weight_off=entry.get("keep_weight_off", False),
                    advice=entry.get("advice", ""),
                    where=f"{name}, {entry.where}",
                )
            )
        return rules

    def check_sources(self, name: str, entry: Lines, sources: Mapping[str, Source]) -> None:
        for source in entry.get("source", ()):
            if source not in sources:
                self.wrong(
                    name,
                    entry,
                    f"its source '{source}' is not in sources.yaml.",
                    nearest(source, list(sources)),
                )

    # regions, phrases, patterns

    def read_regions(self, sources: Mapping[str, Source]) -> Regions:
        data = read_yaml(self.folder, "regions.yaml", self.problems)
        self.fitting("regions.yaml", [data], "regions")
        self.check_sources("regions.yaml", data, sources)
        by_id = {entry["id"]: Region(**entry) for entry in self.fitting("regions.yaml", data.get("regions"), "region")}
        if UNKNOWN_REGION not in by_id:
            self.problems.add("regions.yaml", "there is no region OTHER.", "Add it: it serves whoever is elsewhere.")
        countries, languages = data.get("countries", Lines()), data.get("languages", Lines())
        for table in (countries, languages):
            for key, region in table.items():
                if not isinstance(key, str) or region not in by_id:
                    problem = f"'{key}: {region}' leads to no region."
                    remedy = nearest(str(region), [*by_id]) if isinstance(key, str) else "Quote the key."
                    self.problems.add(f"regions.yaml, line {table.at[key]}", problem, remedy)
        return Regions(by_id, countries, languages, str(data.get("review_by", "")), tuple(data.get("source", ())))

    def read_phrases(self, part: str) -> dict[str, Phrases]:
        data = read_yaml(self.folder, "phrases.yaml", self.problems).get(part, {})
        found: dict[str, list[Phrase]] = {LANGUAGE: []}
        for language, all_entries in data.items():
            entries = self.fitting("phrases.yaml", all_entries, "phrases")
            for entry in entries:
                if entry.get("fact") is not None and entry["fact"] not in self.facts:
                    self.wrong(
                        "phrases.yaml",
                        entry,
                        f"'{entry['fact']}' is no fact.",
                        nearest(entry["fact"], list(self.facts)),
                    )
            found[language] = [
                Phrase(words, entry.get("fact"))
                for entry in entries
                for text in entry["phrases"]
                if (words := normal(text))
            ]
        english = found[LANGUAGE]
        return {language: Phrases(own if language == LANGUAGE else [*own, *english]) for language, own in found.items()}

    def read_patterns(self, sources: Mapping[str, Source]) -> tuple[Pattern, ...]:
        name = "patterns.yaml"
        patterns = []
        places = self.facts["pain_location"].values if "pain_location" in self.facts else ()
        for entry in self.fitting(name, read_yaml_list(self.folder, name, self.problems), "pattern"):
            self.check_sources(name, entry, sources)
            for place in set(entry["place"]) - set(places):
                self.wrong(name, entry, f"'{place}' is no value of 'pain_location'.", nearest(place, places))
            patterns.append(
                Pattern(
                    id=entry["id"],
                    place=tuple(entry["place"]),
                    points=tuple(self.condition(name, entry, text) for text in entry["points"]),
                    against=tuple(self.condition(name, entry, text) for text in entry["against"]),
                    source=tuple(entry["source"]),
                    where=f"{name}, {entry.where}",
                )
            )
        return tuple(patterns)

    def read_factors(self, sources: Mapping[str, Source]) -> tuple[Factor, ...]:
        name = "factors.yaml"
        factors = []
        for entry in self.fitting(name, read_yaml_list(self.folder, name, self.problems), "factor"):
            self.check_sources(name, entry, sources)
            when, source = self.condition(name, entry, entry["when"]), tuple(entry["source"])
            factors.append(Factor(entry["id"], when, entry["strength"], source, f"{name}, {entry.where}"))
        return tuple(factors)

    def read_topics(self, sources: Mapping[str, Source]) -> tuple[Topic, ...]:
        name = "topics.yaml"
        topics = []
        for entry in self.fitting(name, read_yaml_list(self.folder, name, self.problems), "topic"):
            self.check_sources(name, entry, sources)
            source, where = tuple(entry["source"]), f"{name}, {entry.where}"
            topics.append(Topic(entry["id"], entry["group"], entry["strength"], source, where))
        return tuple(topics)


def _both(one: Tree, other: Tree) -> Tree:
    if isinstance(one, Always) and one.value:
        return other
    if isinstance(other, Always) and other.value:
        return one
    return All((one, other))
