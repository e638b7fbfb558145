"""Whether the rules are those of the version, as a finding."""

from collections.abc import Iterator
from pathlib import Path

from dialogs.content import Content
from dialogs.verify.findings import Finding
from dialogs.version import version_trouble


def check_version(folder: Path) -> Iterator[Finding]:
    """Rules, facts or questions that are not those content.yaml was written for."""
    if trouble := version_trouble(folder):
        yield Finding.at("version", trouble.where, trouble.problem, trouble.remedy)


def check_consent(content: Content) -> Iterator[Finding]:
    """A text to agree to that changed, without a word on what is new in it."""
    version = content.consent_version
    if not version.isdecimal() or int(version) < 1:
        yield Finding.at("version", "content.yaml", f"consent_version is '{version}'.", 'Write a number, such as "2".')
        return
    for language, texts in content.languages.items():
        for number in range(2, int(version) + 1):
            if not texts.has(f"privacy.changes.{number}"):
                where, remedy = f"{language}/privacy.yaml", f"Write it under changes, as '\"{number}\": ...'."
                yield Finding.at("version", where, f"what is new in consent_version {number} is not said.", remedy)
