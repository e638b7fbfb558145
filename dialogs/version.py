"""Rules and version belong together: a verdict names the version, and from it its rules must be found again."""

from hashlib import sha256
from pathlib import Path

from dialogs.content import FOLDER
from dialogs.errors import ContentError
from dialogs.reading import Problems, read_yaml


def content_version(folder: Path = FOLDER) -> str:
    """The version that every verdict carries."""
    return str(read_yaml(folder, "content.yaml", Problems())["version"])


def fingerprint(folder: Path) -> str:
    """Eight digits that change with every change to rules, facts, questions or plan; their words are no part of it."""
    names = ["facts.yaml", "questions/*.yaml", "rules/*.yaml", "plan/*.yaml"]
    texts = [path.read_text(encoding="utf-8") for name in names for path in sorted(folder.glob(name))]
    return sha256("\n".join(texts).encode()).hexdigest()[:8]


def version_trouble(folder: Path = FOLDER) -> ContentError | None:
    """What is wrong when rules, facts, questions or plan are not those that content.yaml was written for."""
    found = fingerprint(folder)
    if read_yaml(folder, "content.yaml", Problems()).get("rules") == found:
        return None
    return ContentError(
        "content.yaml",
        "the rules are not those of this version.",
        f"Raise 'version' and write 'rules: \"{found}\"'.",
    )
