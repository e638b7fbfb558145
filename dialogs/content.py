"""Reads content/ once into a frozen Content, and says everything that is wrong with it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dialogs.decisions import Table, read_decisions
from dialogs.exercise_files import read_exercises
from dialogs.exercises import Library
from dialogs.expressions import Count, Tree
from dialogs.fact_files import read_vocabulary
from dialogs.facts import Fact
from dialogs.files import Files
from dialogs.load import Load, read_load
from dialogs.pattern_files import read_factors, read_patterns, read_topics
from dialogs.patterns import Factor, Pattern, Topic
from dialogs.question_files import read_screens
from dialogs.questions import Questionnaire
from dialogs.region_files import read_phrases, read_regions
from dialogs.regions import Regions
from dialogs.reminder_numbers import ReminderNumbers, read_reminder_numbers
from dialogs.report_words import ReportWords, read_report_words
from dialogs.rule_files import read_rules, read_sources
from dialogs.rules import Rule, Source
from dialogs.squads.numbers import SquadRules, read_squads
from dialogs.understanding import Phrases
from dialogs.wording import LANGUAGE, Texts, read_texts

FOLDER = Path(__file__).parent.parent / "content"
QUESTIONNAIRES = ("triage", "history", "plan", "check_in", "knee_week")


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
    content = _read(Files(folder or FOLDER))
    who = operator or Operator()
    for texts in content.languages.values():
        texts.messages.globals.update(operator=who.name, contact=who.contact, retention_months=who.retention_months)
    return content


def _read(files: Files) -> Content:
    about = files.mapping("content.yaml")
    files.fitting("content.yaml", [about], "about")
    read_vocabulary(files)
    if not files.facts:
        # Without a single fact, nothing else can be held against anything.
        files.problems.check()
    sources = read_sources(files)
    questionnaires = {
        name: Questionnaire(read_screens(files, f"questions/{name}.yaml"), files.facts) for name in QUESTIONNAIRES
    }
    rules = read_rules(files, sources)
    languages = {
        path.name: read_texts(files.folder, path.name, files.problems)
        for path in sorted(files.folder.iterdir())
        if (path / "messages").is_dir()
    }
    if LANGUAGE not in languages:
        files.problems.add(f"{LANGUAGE}/messages", "the folder can't be read.", "Put it back: others lean on English.")
    library = read_exercises(files.folder, files.problems, sources)
    load, decisions = read_load(files.folder, files.problems), read_decisions(files.folder, files.problems)
    report_words = {
        language: read_report_words(files.folder, language, files.facts, files.problems) for language in languages
    }
    # A library that can't be read is among the problems, and nothing is made of the content then.
    if library is None:
        files.problems.check()
        raise ValueError("a library that can't be read is no finding")
    content = Content(
        version=str(about.get("version", "")),
        consent_version=str(about.get("consent_version", "")),
        facts=files.facts,
        derived=files.derived,
        questionnaires=questionnaires,
        rules=rules,
        sources=sources,
        regions=read_regions(files, sources),
        phrases=read_phrases(files, "emergency"),
        distress=read_phrases(files, "distress"),
        signs=read_phrases(files, "signs"),
        patterns=read_patterns(files, sources),
        factors=read_factors(files, sources),
        topics=read_topics(files, sources),
        languages=languages,
        load=load,
        decisions=decisions,
        reminders=read_reminder_numbers(files.folder, files.problems),
        library=library,
        report_words=report_words,
        squads=read_squads(files.folder, files.problems),
    )
    files.problems.check()
    return content
