"""The safety pages: the hazard log, and the evidence behind every rule, made from the content and never by hand.

`python -m dialogs.safety` writes content/safety/hazards.md and content/safety/evidence.md anew.
"""

from pathlib import Path

from dialogs.content import FOLDER, read_content
from dialogs.reading import Problems
from dialogs.safety.evidence import evidence_page, how_sources_were_seen
from dialogs.safety.hazard_log import hazards_page
from dialogs.safety.hazards import read_hazards

__all__ = ["pages", "write_pages"]


def pages(folder: Path = FOLDER) -> dict[Path, str]:
    """Each page as it should stand, by its path. Raises ContentErrors."""
    content = read_content(folder)
    problems = Problems()
    hazards = read_hazards(folder, content.rule, problems)
    seen = how_sources_were_seen(folder, problems)
    problems.check()
    safety = folder / "safety"
    return {
        safety / "hazards.md": hazards_page(hazards),
        safety / "evidence.md": evidence_page(content, seen),
    }


def write_pages(folder: Path = FOLDER) -> None:
    """Write the pages anew."""
    for path, page in pages(folder).items():
        path.write_text(page, encoding="utf-8")
