"""Rules and version belong together: a verdict names the version, and from it its rules must be found again."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from dialogs.content import Content
from dialogs.reading import Problems, read_yaml
from dialogs.verify.findings import Finding


def check_version(folder: Path) -> Iterator[Finding]:
    """Rules, facts or questions that are not those content.yaml was written for."""
    found = fingerprint(folder)
    if read_yaml(folder, "content.yaml", Problems()).get("rules") != found:
        yield Finding.at(
            "version",
            "content.yaml",
            "the rules are not those of this version.",
            f"Raise 'version' and write 'rules: \"{found}\"'.",
        )


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


def fingerprint(folder: Path) -> str:
    """Eight digits that change with every change to rules, facts, questions or plan; their words are no part of it."""
    names = ["facts.yaml", "questions/*.yaml", "rules/*.yaml", "plan/*.yaml"]
    texts = [path.read_text(encoding="utf-8") for name in names for path in sorted(folder.glob(name))]
    return sha256("\n".join(texts).encode()).hexdigest()[:8]
