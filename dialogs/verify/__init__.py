"""Checks and proofs over the content: what its editor should know before a runner meets it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dialogs.content import FOLDER, Content, read_content
from dialogs.errors import ContentErrors
from dialogs.proofs import World, prove
from dialogs.verify.calling import check_calling
from dialogs.verify.dialogue import check_dialogue, walk_through
from dialogs.verify.findings import Finding
from dialogs.verify.sources import check_sources
from dialogs.verify.structure import check_structure
from dialogs.verify.style import check_style
from dialogs.verify.texts import missing_texts, unused_texts
from dialogs.verify.typed import check_typed
from dialogs.verify.version import check_consent, check_version

__all__ = ["Finding", "verify"]


def verify(folder: Path | None, today: date) -> list[Finding]:
    """Everything wrong with the content of a folder (by default the one that came with the program).

    What hangs together is looked at first: while that is wrong, nothing is walked through or proved.
    """
    folder = folder or FOLDER
    try:
        content = read_content(folder)
    except ContentErrors as errors:
        return [Finding.of(error) for error in errors.found]
    hanging = [
        *check_structure(content, folder),
        *missing_texts(content),
        *check_calling(content),
        *check_typed(content),
    ]
    findings = [*hanging, *unused_texts(content), *check_sources(content, folder, today)]
    if not hanging:
        findings += check_behaviour(content, folder)
    return list(dict.fromkeys(findings))


def check_behaviour(content: Content, folder: Path) -> Iterator[Finding]:
    """The version of the rules and the proofs, then a walk in every language and how the words heard there read."""
    yield from check_version(folder)
    yield from check_consent(content)
    world = World(content)
    for broken in prove(world):
        yield Finding.at("proof", broken.where, broken.problem, broken.remedy, broken.runner)
    for language, texts in content.languages.items():
        walk = walk_through(world, language)
        yield from check_dialogue(content, walk)
        yield from check_style(folder, language, texts, walk.heard)
