"""What a coach looks at: the summary of a squad and what stands beside it. Every look is on record."""

from collections.abc import Callable, Sequence
from typing import Any

from dialogs.events import Event, Typed
from dialogs.flows.squad_talk import HALF, changed, choice, here, in_rows, short, tapped, text, way
from dialogs.replies import Button, Drawing, FiguresIssued, Looked
from dialogs.scene import Scene
from dialogs.squads.around import Coached
from dialogs.squads.card_words import card_words
from dialogs.squads.heat_map import heat_map_caption, heat_map_values
from dialogs.squads.people import squad_today
from dialogs.squads.sharing import Shared
from dialogs.squads.summary import Summary, lines_of, summary
from dialogs.squads.summary_words import advice_words, page_words
from dialogs.squads.table import csv_text
from dialogs.understanding import Option, chosen

PAGE = "page"


def hear(scene: Scene, event: Event) -> bool:
    """A page or a runner, tapped or named; whether the event was one of these."""
    page, runner = tapped(event, PAGE), tapped(event, "runner")
    if page is not None and page.isdecimal():
        show_summary(scene, int(page))
        return True
    if isinstance(event, Typed) and PAGE in scene.dialogue.squad:
        names = [Option.of(str(line.runner_id), [line.name]) for line in shared_with(scene)]
        runner = chosen(event.text, names)
    if runner is None:
        return False
    show_runner(scene, runner)
    return True


def shared_with(scene: Scene) -> tuple[Shared, ...]:
    """What the runners of the open squad share with it now."""
    coached = here(scene)
    return lines_of(scene.content, coached.members, scene.now) if coached is not None else ()


def looked_at(scene: Scene, coached: Coached, lines: Sequence[Shared]) -> Summary:
    """The summary of now; the look and the figures that are out with it go on record."""
    seen, issued = summary(scene.content, coached.squad, lines, coached.issued, scene.now)
    scene.records.append(Looked(coached.squad.id))
    scene.records.append(FiguresIssued(coached.squad.id, issued.to_dict(), coached.pushed.to_dict()))
    changed(scene, coached, issued=issued)
    return seen


def show_summary(scene: Scene, number: int | None = None) -> None:
    """A page of the summary; the one that was open where none is named."""
    coached = here(scene)
    if coached is None:
        return
    seen = looked_at(scene, coached, shared_with(scene))
    words = page_words(scene.content, scene.texts, seen, number or scene.dialogue.squad.get(PAGE, 1))
    scene.dialogue.squad[PAGE] = words["page"]
    scene.open()
    if seen.lines:
        scene.card("squad_summary", summary_rows(scene, words), **words)
    else:
        rows = ((way(scene, "invite"),), (way(scene, "to_squad"),))
        scene.card("squad_summary_empty", rows, squad=coached.squad.name, header=words["header"])


def summary_rows(scene: Scene, words: dict[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """A button for each runner of the page, then the ways on."""
    page, pages = words["page"], words["pages"]
    runners = [
        choice(scene, "runner", line["id"], short(f"{line['mark']} {line['name']}", HALF)) for line in words["lines"]
    ]
    turning = [
        choice(scene, PAGE, there, text(scene, label))
        for there, label in ((page - 1, "page_before"), (page + 1, "page_after"))
        if 1 <= there <= pages
    ]
    return tuple(
        row
        for row in (
            *in_rows(runners),
            tuple(turning),
            (way(scene, "advice"),),
            (way(scene, "heat_map"), way(scene, "sheet")),
            (way(scene, "digest"), way(scene, "to_squad")),
        )
        if row
    )


def show_runner(scene: Scene, runner: str) -> None:
    """What one runner agreed to show; who shares nothing any more is as if they had never been there."""
    coached = here(scene)
    members = [one for one in coached.members if str(one[0].runner_id) == runner] if coached is not None else []
    line = next(iter(lines_of(scene.content, members, scene.now)), None)
    if coached is None or line is None:
        scene.say("squad_runner_gone")
        show_summary(scene)
        return
    scene.records.append(Looked(coached.squad.id, line.runner_id))
    on = squad_today(coached.squad, scene.now)
    scene.open()
    rows = ((way(scene, "to_summary"),), (way(scene, "advice"),))
    scene.card("squad_runner", rows, **card_words(scene.content, scene.texts, line, on))


def show_advice(scene: Scene) -> None:
    """What a coach may do next, and should not."""
    words = advice_words(scene.texts)
    scene.open()
    rows = ((way(scene, "to_summary"),),)
    scene.card("squad_advice", rows, do=words["do"], dont=words["dont"])


def show_heat_map(scene: Scene) -> None:
    """The last two weeks of the runners of the open page, as a picture and in words."""
    coached = here(scene)
    if coached is None:
        return
    lines = looked_at(scene, coached, shared_with(scene)).page(scene.dialogue.squad.get(PAGE, 1))
    if not lines:
        show_summary(scene)
        return
    given = (scene.content, scene.texts, coached.squad, lines, scene.now)
    scene.open()
    picture = Drawing("squad_heat_map", heat_map_values(*given))
    scene.card("squad_heat_map", ((way(scene, "to_summary"),),), picture=picture, **heat_map_caption(*given))


def show_table(scene: Scene) -> None:
    """Everything this coach may see, as a table for a spreadsheet."""
    coached = here(scene)
    if coached is None:
        return
    lines = looked_at(scene, coached, shared_with(scene)).lines
    if not lines:
        show_summary(scene)
        return
    table = csv_text(scene.content, scene.texts, coached.squad, lines, scene.now)
    scene.open()
    sheet = Drawing("squad_table", {"file": "squad", "csv": table})
    scene.card("squad_sheet", ((way(scene, "to_summary"),),), document=sheet, squad=coached.squad.name)


CARDS: dict[str, Callable[[Scene], None]] = {
    "summary": lambda scene: show_summary(scene, 1),
    "to_summary": show_summary,
    "advice": show_advice,
    "heat_map": show_heat_map,
    "sheet": show_table,
}
