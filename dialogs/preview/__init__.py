"""Every message of every state on one page, as a chat would show it: what an author sees is what a runner gets.

Nothing is made up for it: runners are found for every question, rule and card, and their chats are played.
"""

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from dialogs.content import FOLDER, Content
from dialogs.errors import KneewiseError
from dialogs.expressions import nearest
from dialogs.preview import (
    beside,
    daily,
    days,
    exercises,
    living,
    others,
    planning,
    questions,
    seen,
    settings,
    squads,
    verdicts,
    weeks,
)
from dialogs.preview.chat import Bubble, Stage, Turn, without_turn
from dialogs.preview.markup import page_html
from dialogs.preview.origins import origins
from dialogs.preview.parts import Chapter, Names, Part, Piece
from dialogs.wording import LANGUAGE, words

__all__ = ["preview_page"]

HERE = Path(__file__).parent
SIGNATURE_AND_SIZE = slice(16, 24)
"""Where a PNG says how wide and high it is."""


def preview_page(content: Content, language: str = LANGUAGE) -> str:
    """The page as one HTML text that needs nothing beside itself.

    Raises KneewiseError for a language there is none of, and for content that leads a runner nowhere.
    """
    if language not in content.languages:
        raise KneewiseError(f"there is no language '{language}'. {nearest(language, list(content.languages))}")
    try:
        return _page(Stage.of(content, language))
    except (LookupError, jinja2.TemplateError) as error:
        raise KneewiseError(f"the page can't be made: {error}. `kneewise verify` says what to mend.") from error


def _page(stage: Stage) -> str:
    parts = parts_of(stage)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = Names()
    shown = [_part(stage, part, names) for part in parts]
    return environment.get_template("page.html.j2").render(
        parts=shown,
        pieces=sum(part["count"] for part in shown),
        rules=len(stage.content.rules),
        version=stage.content.version,
        language=stage.language,
        pictures={name: _picture(name) for name in sorted(_pictures(parts))},
    )


def parts_of(stage: Stage) -> list[Part]:
    """Everything on the page, in the order a runner meets it."""
    told, plans = verdicts.by_rule(stage), living.plans(stage)
    return [
        others.hello(stage),
        questions.questions(stage),
        others.parent(stage),
        verdicts.verdicts(stage, told),
        beside.beside(stage, told),
        verdicts.rules(stage, told),
        others.emergencies(stage, told),
        others.countries(stage, told),
        planning.plan(stage, plans),
        days.days(plans),
        exercises.exercises(plans),
        daily.daily(stage, plans),
        weeks.weeks(stage, plans),
        seen.seen(stage, plans),
        others.commands(stage),
        settings.settings(stage),
        settings.pausing(stage, plans),
        settings.racing(stage, plans),
        squads.squads(plans),
        others.coming_back(stage, told),
        others.notices(stage),
    ]


def _part(stage: Stage, part: Part, names: Names) -> dict[str, Any]:
    name = names.of(part.title)
    return {
        "id": name,
        "title": part.title,
        "lead": part.lead,
        "count": len(part.pieces),
        "chapters": [_chapter(stage, name, chapter, names) for chapter in part.chapters if chapter.pieces],
    }


def _chapter(stage: Stage, part: str, chapter: Chapter, names: Names) -> dict[str, Any]:
    return {
        "id": names.of(part, chapter.title or "all"),
        "title": chapter.title,
        "pieces": [_piece(stage, part, chapter, piece, names) for piece in chapter.pieces],
    }


def _piece(stage: Stage, part: str, chapter: Chapter, piece: Piece, names: Names) -> dict[str, Any]:
    own = ("rule", *piece.rules) if piece.rules else (part, chapter.title, piece.title)
    return {
        "id": names.of(*own),
        "title": piece.title,
        "note": piece.note,
        "mark": piece.mark,
        "turns": [_turn(stage, turn) for turn in piece.turns],
        "origins": origins(stage, piece),
        "read_by": piece.read_by,
    }


def _turn(stage: Stage, turn: Turn) -> dict[str, Any]:
    bubbles = [_bubble(stage, bubble) for bubble in turn.bubbles]
    return {"did": turn.did, "typed": turn.typed, "time": turn.time, "bubbles": bubbles}


def _bubble(stage: Stage, bubble: Bubble) -> dict[str, Any]:
    return {
        "kind": bubble.kind,
        "key": bubble.key,
        "html": page_html(words(stage.content, stage.language, bubble.key, bubble.values)),
        "picture": bubble.picture,
        "drawn": bubble.drawn,
        "rows": [
            [{"label": one.label, "key": bubble.key_of(one.label), "data": without_turn(one.tap)} for one in row]
            for row in bubble.rows
        ],
    }


def _pictures(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        for piece in part.pieces:
            yield from (bubble.picture for turn in piece.turns for bubble in turn.bubbles if bubble.picture)


def _picture(name: str) -> Mapping[str, Any]:
    """A picture for the page's style sheet: its data and its size in pixels."""
    png = (FOLDER / "pictures" / f"{name}.png").read_bytes()
    size = png[SIGNATURE_AND_SIZE]
    data = base64.b64encode(png).decode("ascii")
    return {
        "data": Markup(data),  # noqa: S704  # letters, digits, +, / and = only
        "width": int.from_bytes(size[:4]),
        "height": int.from_bytes(size[4:]),
    }
