"""The flows as pictures: Mermaid text, drawn from the very tables and questions that run.

A row of a table that leads from any question to any other is not drawn as it stands: the questions are one box, and
inside it they follow each other in the order they are asked.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dialogs.condition_words import condition_said
from dialogs.content import Content
from dialogs.errors import KneewiseError
from dialogs.expressions import All, AnyOf, Tree, nearest
from dialogs.flows.table import Row
from dialogs.moving import AFTER, FLOWS
from dialogs.questions import Screen, always
from dialogs.wording import LANGUAGE

QUESTIONS = "questions"
ANYWHERE = "anywhere"
LEFT_OFF = "left_off"
LEADS_TO: dict[str, tuple[str, ...]] = {
    "agreed": (f"triage_{QUESTIONS}", "joining_levels", "joining_coach"),
    "happening_now": (f"triage_{QUESTIONS}",),
    "new_sign": (f"triage_{QUESTIONS}",),
    "go_back": (LEFT_OFF,),
    "to_questions": (LEFT_OFF,),
    "to_sharing": ("sharing_card",),
    "lead_on": (
        f"plan_{QUESTIONS}", f"history_{QUESTIONS}", f"check_in_{QUESTIONS}", f"knee_week_{QUESTIONS}",
        f"triage_{QUESTIONS}", "triage_verdict", "care_ask", "home_home",
    ),
    "end_plan": ("home_home",),
    "end_history": ("triage_verdict",),
    "end_check_in": ("home_home", f"triage_{QUESTIONS}"),
    "left_check_in": (LEFT_OFF, "home_home"),
    "told_week": ("home_home",),
    "may_run_again": ("home_home", f"plan_{QUESTIONS}"),
    "after_care": ("home_home",),
}  # fmt: skip
"""Where a flow goes on once another one has ended, by the function in `moving.AFTER` that takes it there."""
INTERRUPTS = {
    "emergency": "words that may mean an emergency",
    "sign": "words that may mean a new sign, beside a plan",
    "consenting": "the text runners agree to has changed",
    "privacy": "/privacy",
    "exporting": "/export",
    "erasing": "/delete",
    "settings": "/settings",
    "pausing": "/pause",
    "racing": "/race",
    "squad": "/squad, /summary",
    "joining": "/start from a link into a squad",
    "sharing": "/sharing",
    "check_in": "the runner's hour, or /checkin",
    "care": "the time frame is over, or /seen",
    "home": "/today, /plan, /exercises",
}
"""What leads into a flow from every state."""
WIDTH, MOST_LINES = 26, 4
STYLES = (
    "classDef red_flags fill:#fde8e2,stroke:#c8452b,color:#3a120a",
    "classDef asked fill:#e6f4f0,stroke:#14897c,color:#10211e",
    "classDef state fill:#f7f3ea,stroke:#8b8370,color:#22201a",
    "classDef box fill:none,stroke:#8b8370",
)


@dataclass(frozen=True)
class Edge:
    """An arrow between two nodes; `dotted` for one that leaves the ordinary way."""

    source: str
    target: str
    label: str = ""
    dotted: bool = False


def diagram(content: Content, flow: str | None = None) -> str:
    """One flow as a Mermaid flowchart; without a name all flows, and the ways between them.

    Raises KneewiseError if there is no such flow.
    """
    if flow is not None and flow not in FLOWS:
        raise KneewiseError(f"there is no flow '{flow}'. {nearest(flow, list(FLOWS))}")
    lines: list[str] = []
    if flow in content.questionnaires:
        lines += _questions(content, str(flow))
    elif flow is None:
        for name, asked in content.questionnaires.items():
            title = TITLES.get(name, f"The questions of the {name}")
            lines.append(f'{name}_{QUESTIONS}["{title}, {len(asked.screens)} screens"]:::asked')
    for name in [flow] if flow else FLOWS:
        lines += _flow(content, name, boxed=flow is None)
    if flow is None:
        lines += _between(content)
    if any(line.startswith(ANYWHERE) for line in lines):
        lines.insert(0, f'{ANYWHERE}(["in every state"]):::state')
    return "".join(f"{line}\n" for line in ("flowchart TD", *_indented(STYLES), *_indented(lines)))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


# the questions


TITLES = {"triage": "The questions", "check_in": "The questions of the day", "knee_week": "The questions of the week"}
"""What a questionnaire is called, where that is not what its flow is."""


def _questions(content: Content, flow: str) -> Iterator[str]:
    """The questions in their order; on an arrow the condition of the one it leads to."""
    screens = content.questionnaires[flow].screens
    title = "The questions in order. An arrow with words: asked only then, else passed over"
    yield f'subgraph {flow}_{QUESTIONS}["{title}"]'
    yield "    direction TB"
    for screen in screens:
        kind = "red_flags" if screen.red_flags else "asked"
        yield f'    {_id(flow, screen.id)}["{_name(content, screen)}"]:::{kind}'
    for before, screen in pairwise(screens):
        when = _asked_when(screen)
        label = "" if always(when) else condition_said(content, when)
        yield f"    {_arrow(Edge(_id(flow, before.id), _id(flow, screen.id), label))}"
    for edge in _jumps(content) if flow == "triage" else ():
        yield f"    {_arrow(edge)}"
    yield "end"
    yield f"class {flow}_{QUESTIONS} box"


def _name(content: Content, screen: Screen) -> str:
    return _safe(content.texts(LANGUAGE).text(f"questions.{screen.name}.short"))


def _asked_when(screen: Screen) -> Tree:
    """When a screen is asked: a condition that only narrows that of another item says nothing more."""
    trees = list(dict.fromkeys(item.ask_when for item in screen.items))
    wide = [tree for tree in trees if not any(isinstance(tree, All) and other in tree.parts for other in trees)]
    return wide[0] if len(wide) == 1 else AnyOf(tuple(wide))


def _jumps(content: Content) -> Iterator[Edge]:
    """Ticks that bring another screen than the next one."""
    screens = content.triage.screens
    following = {before.id: after.id for before, after in pairwise(screens)}
    for screen in screens:
        for item in screen.items:
            label = content.texts(LANGUAGE).text(f"questions.{item.fact.id}.short")
            for here, there in pairwise((screen.id, *item.leads_to)):
                if there != following.get(here):
                    yield Edge(_id("triage", here), _id("triage", there), label, dotted=True)


# a flow


def _flow(content: Content, flow: str, *, boxed: bool) -> Iterator[str]:
    """The states of a flow and the ways between them, in a box of their own if there are other flows."""
    table = FLOWS[flow].table(content)
    screens = set(content.questionnaires[flow].by_id) if flow in content.questionnaires else set()
    states = [state for state in table.states if state not in screens]
    edges = _merged(_edges(flow, table.transitions, screens))
    choices = dict.fromkeys(edge.source for edge in edges if edge.source.startswith(f"{flow}_next_"))
    nodes = [f'{_id(flow, state)}(["{_words(state)}"]):::state' for state in states]
    nodes += [f'{choice}{{"what next?"}}:::state' for choice in choices]
    if boxed:
        yield f'subgraph {flow}["{flow}"]'
        yield from (f"    {node}" for node in nodes)
        yield "end"
        yield f"class {flow} box"
    else:
        yield from nodes
    yield from (_arrow(edge) for edge in edges)


def _edges(flow: str, rows: list[Row], screens: set[str]) -> Iterator[Edge]:
    """The rows of a table as arrows, the questions taken together; several rows for one trigger meet in a choice."""
    for (trigger, sources), ways in _by_trigger(rows, screens).items():
        if len(ways) > 1:
            choice = f"{flow}_next_{trigger}"
            yield from (Edge(_id(flow, source), choice, trigger) for source in sources)
            yield from (Edge(choice, _id(flow, target), guard) for target, guard in ways)
            continue
        for source in sources:
            for target, guard in ways:
                inside = source == target == QUESTIONS
                if not inside:
                    yield Edge(_id(flow, source), _id(flow, target), ", ".join(filter(None, (trigger, guard))))


def _by_trigger(rows: list[Row], screens: set[str]) -> dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]]:
    """For each trigger and the states it is heard in: the targets with their guards, each once."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]] = {}
    for trigger, source, target, *guard in rows:
        sources = [source] if isinstance(source, str) else source
        together = tuple(dict.fromkeys(QUESTIONS if name in screens else name for name in sources))
        way = QUESTIONS if target in screens else target, "" if target in screens else _guard(guard)
        ways = found.setdefault((trigger, together), [])
        if way not in ways:
            ways.append(way)
    return found


def _guard(guard: list[object]) -> str:
    """The name of a guard in words: "is_decided" is "decided"."""
    return _words(getattr(guard[0], "__name__", "")).removeprefix("is ") if guard else ""


def _merged(edges: Iterable[Edge]) -> list[Edge]:
    """One arrow between two nodes, with all that leads along it."""
    labels: dict[tuple[str, str], list[str]] = {}
    for edge in edges:
        labels.setdefault((edge.source, edge.target), []).append(edge.label)
    return [Edge(*ends, " or ".join(filter(None, dict.fromkeys(said)))) for ends, said in labels.items()]


# between the flows


def _between(content: Content) -> Iterator[str]:
    """What leads from one flow into another."""
    yield f'{LEFT_OFF}(["where it was left off"]):::state'
    for flow, label in INTERRUPTS.items():
        yield _arrow(Edge(ANYWHERE, _id(flow, FLOWS[flow].table(content).states[0]), label, dotted=True))
    for (flow, state), after in AFTER.items():
        yield from (_arrow(Edge(_id(flow, state), place, dotted=True)) for place in LEADS_TO[after.__name__])


# Mermaid


def _id(flow: str, state: str) -> str:
    return ANYWHERE if state == "*" else f"{flow}_{state}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _arrow(edge: Edge) -> str:
    line = "-.->" if edge.dotted else "-->"
    label = f'|"{_safe(_wrapped(edge.label))}"|' if edge.label else ""
    return f"{edge.source} {line}{label} {edge.target}"


def _wrapped(label: str) -> str:
    """A label in a few short lines; what is longer is cut."""
    lines = textwrap.wrap(label, WIDTH, max_lines=MOST_LINES, placeholder=" …")
    return "<br/>".join(lines)


def _safe(words: str) -> str:
    return words.replace('"', "#quot;")
