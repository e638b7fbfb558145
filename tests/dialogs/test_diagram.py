"""The flows as pictures: every state and every way of the tables that run, and nothing Mermaid cannot read."""

import re
from itertools import pairwise

import pytest

from dialogs.content import Content
from dialogs.diagram import ANYWHERE, LEADS_TO, QUESTIONS, diagram
from dialogs.errors import KneewiseError
from dialogs.moving import AFTER, FLOWS

NODE = re.compile(r'(\w+)(?:\(\["[^"|]+"\]\)|\["[^"|]+"\]|\{"[^"|]+"\}):::(\w+)')
EDGE = re.compile(r'(\w+) (?:-->|-\.->)(?:\|"([^"|]+)"\|)? (\w+)')
BOX = re.compile(r'subgraph (\w+)\["[^"|]+"\]')
OTHER = re.compile(r"flowchart TD|end|direction TB|class \w+ box|classDef \w+ [\w:#,-]+")
RESERVED = {"end", "default", "graph", "subgraph", "flowchart", "class", "click", "style"}


def nodes(text: str) -> set[str]:
    """The nodes and boxes that are declared."""
    return {
        match[1] for line in text.splitlines() if (match := (NODE.fullmatch(line.strip()) or BOX.match(line.strip())))
    }


def edges(text: str) -> dict[tuple[str, str], str]:
    """The arrows, with their words."""
    found = [match for line in text.splitlines() if (match := EDGE.fullmatch(line.strip()))]
    return {(match[1], match[3]): (match[2] or "").replace("<br/>", " ") for match in found}


@pytest.mark.parametrize("flow", [*FLOWS, None])
def test_every_line_is_one_mermaid_knows(content: Content, flow: str | None) -> None:
    lines = diagram(content, flow).splitlines()
    strange = [line for line in lines if not any(kind.fullmatch(line.strip()) for kind in (NODE, EDGE, BOX, OTHER))]

    assert lines[0] == "flowchart TD"
    assert strange == []
    assert lines.count("end") == 0
    assert sum(line.strip() == "end" for line in lines) == sum("subgraph" in line for line in lines)


@pytest.mark.parametrize("flow", [*FLOWS, None])
def test_every_arrow_joins_nodes_that_are_there(content: Content, flow: str | None) -> None:
    text = diagram(content, flow)
    ends = {node for edge in edges(text) for node in edge}

    assert ends <= nodes(text)
    assert nodes(text).isdisjoint(RESERVED)


@pytest.mark.parametrize("flow", list(FLOWS))
def test_every_row_of_the_table_is_an_arrow(content: Content, flow: str) -> None:
    drawn = edges(diagram(content, flow))
    screens = set(content.questionnaires[flow].by_id) if flow in content.questionnaires else set()

    for trigger, sources, target, *guard in FLOWS[flow].table(content).transitions:
        for source in [sources] if isinstance(sources, str) else sources:
            start, to = (QUESTIONS if name in screens else name for name in (source, target))
            one = ANYWHERE if start == "*" else f"{flow}_{start}"
            choice = f"{flow}_next_{trigger}"
            if start == to == QUESTIONS and (one, choice) not in drawn:
                continue  # the order of the questions, drawn as such
            direct = trigger in drawn.get((one, f"{flow}_{to}"), "")
            assert direct or {(one, choice), (choice, f"{flow}_{to}")} <= drawn.keys(), (trigger, source, target, guard)


def test_the_questions_follow_each_other_in_the_order_they_are_asked(content: Content) -> None:
    drawn = edges(diagram(content, "triage"))
    order = [f"triage_{screen.id}" for screen in content.triage.screens]

    assert [pair for pair in pairwise(order) if pair not in drawn] == []


def test_an_arrow_to_a_question_says_when_it_is_asked(content: Content) -> None:
    drawn = edges(diagram(content, "triage"))

    assert drawn["triage_next_morning", "triage_while_running"] == "Ran in the last 14 days"
    assert drawn["triage_right_now", "triage_fever_or_unwell"] == "Knee hot, swollen and red or dark"
    assert drawn["triage_fever_or_unwell", "triage_age_band"] == ""
    assert drawn["triage_right_now", "triage_injury_recent"] == "Cannot take four steps"


def test_no_label_is_longer_than_one_can_read(content: Content) -> None:
    for flow in (*FLOWS, None):
        for line in diagram(content, flow).splitlines():
            for label in re.findall(r'\|"(.+)"\|', line):
                parts = label.split("<br/>")
                assert len(parts) <= 4
                assert max(map(len, parts)) <= 26


def test_all_flows_stand_together_with_the_ways_between_them(content: Content) -> None:
    text = diagram(content)
    drawn = edges(text)

    assert set(FLOWS) <= nodes(text)
    assert {after.__name__ for after in AFTER.values()} == LEADS_TO.keys()
    for (flow, state), after in AFTER.items():
        assert {(f"{flow}_{state}", place) for place in LEADS_TO[after.__name__]} <= drawn.keys()
    assert len(drawn) < 20 * len(FLOWS)


def test_a_flow_that_is_not_there_is_named_with_one_that_is(content: Content) -> None:
    with pytest.raises(KneewiseError, match=r"there is no flow 'triag'\. Did you mean 'triage'\?"):
        diagram(content, "triag")


def test_something_leads_into_every_flow_but_the_first(content: Content) -> None:
    """Else a flow stands in the picture as if nobody ever came there."""
    targets = [target for (source, target) in edges(diagram(content)) if source.split("_")[0] not in target]

    assert [flow for flow in FLOWS if not any(target.startswith(flow) for target in targets)] == ["onboarding"]
